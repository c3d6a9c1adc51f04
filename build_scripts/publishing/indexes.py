"""Index pages: topics, institutions and people, each with a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from build_scripts.publishing.alphabet import in_order
from build_scripts.publishing.catalogue import KIND_ORDER, Catalogue
from build_scripts.publishing.figure_pages import figure_pages
from build_scripts.publishing.indicator_pages import indicator_pages
from build_scripts.publishing.lists import GroupPage, group_link, group_pages, page, section, shelf_pages
from build_scripts.publishing.place_pages import place_pages
from build_scripts.publishing.series import own_charts, side_by_side
from build_scripts.publishing.shelves import institution_links, people_links, place_links, topic_links
from build_scripts.publishing.timeline import year_pages
from build_scripts.publishing.views import Group, Link

TITLES_ON_A_CARD = 3
ON_A_SHELF = 60
"""Names of a kind on the page of all; the rest is on pages of their own."""
_POINTING = ("该", "本", "我", "这", "全")
"""What a form begins with that names nothing by itself: 该院."""


def index_pages(catalogue: Catalogue) -> dict[str, str]:
    """Return every list of the site as Markdown, by its path."""
    makers = (
        *(place_pages, _topic_pages, _institution_pages, _people_pages),
        *(year_pages, figure_pages, indicator_pages),
    )
    return dict(chain.from_iterable(make(catalogue) for make in makers))


def _topic_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    note = "一篇文章可以属于几个主题；每个主题下列出最新的几篇。"
    newest = {g.key: islice(catalogue.each_once(g.entries), TITLES_ON_A_CARD) for g in catalogue.topics}
    cards = [
        {"link": group_link(g, "topics"), "articles": [catalogue.card(entry) for entry in newest[g.key]]}
        for g in catalogue.topics
    ]
    yield "topics.md", page("cards.md.jinja", "主题", note, name="主题", note=note, cards=cards, rest=[], count=0)
    for group in catalogue.topics:
        sections = [section("地方", place_links(group.entries)), section("机构", institution_links(group.entries))]
        figures = catalogue.varied_figures(group.entries)
        trail = [Link("主题", "topics.html")]
        yield from group_pages(
            catalogue,
            GroupPage(
                "topics",
                group.key,
                group.name,
                group.entries,
                trail,
                sections,
                figures=figures,
                bars=tuple(side_by_side(catalogue.places, catalogue.points(group.entries))),
            ),
        )


def _institution_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    rank = {kind: number for number, kind in enumerate(KIND_ORDER)}
    kinds = sorted({g.note for g in catalogue.institutions}, key=lambda kind: (rank.get(kind, len(rank)), kind))
    shelves = [
        (kind, [group_link(g, "institutions") for g in catalogue.institutions if g.note == kind]) for kind in kinds
    ]
    note = f"{len(catalogue.institutions)}个机构，按类别排列；名称用文章所印的全称。"
    yield from _shelves_pages("机构", note, "institutions", shelves)
    for group in catalogue.institutions:
        place = catalogue.places.get(group.adcode or "")
        sections = [
            section("所在地方", (place.link,) if place else ()),
            section("主题", topic_links(group.entries)),
            section("人物", people_links(catalogue, group.name)),
        ]
        ours = frozenset({group.name, *group.forms})
        yield from group_pages(
            catalogue,
            GroupPage(
                "institutions",
                group.key,
                group.name,
                group.entries,
                [Link("机构", "institutions.html")],
                sections,
                group.note,
                tuple(form for form in group.forms if not form.startswith(_POINTING)),
                "文中又称",
                (figure for figure in catalogue.figures(group.entries) if figure.entity in ours),
                charts=tuple(own_charts(group.name, group.entries, ours)),
            ),
        )


def _people_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    links = [Link(g.name, f"people/{g.key}.html", len(g.entries), g.note) for g in catalogue.people]
    note = "只收录以职务身份出现的人物；患者和路人不建索引。"
    yield from _shelves_pages("人物", note, "people", [("", links)])
    institutions = {g.name: g for g in catalogue.institutions}
    for group in catalogue.people:
        known = [institutions[name] for name in group.forms if name in institutions]
        sections = [
            section("机构", (group_link(g, "institutions") for g in known)),
            section("地方", place_links(group.entries)),
        ]
        yield from group_pages(catalogue, _person(group, sections))


def _person(group: Group, sections: list[dict[str, object]]) -> GroupPage:
    trail = [Link("人物", "people.html")]
    return GroupPage("people", group.key, group.name, group.entries, trail, sections, group.note)


def _shelves_pages(
    name: str, note: str, folder: str, shelves: list[tuple[str, list[Link]]]
) -> Iterator[tuple[str, str]]:
    """Yield a page of shelves; a shelf that is too long goes on, by name, on pages of its own."""
    shown = []
    for number, (kind, links) in enumerate(shelves):
        more = None
        if len(links) > ON_A_SHELF:
            way = [Link(name, f"{folder}.html")]
            yield from shelf_pages(f"全部{kind or name}", f"{folder}/all-{number}", in_order(links), way, lettered=True)
            more = Link(f"全部{len(links)}个，按拼音排列", f"{folder}/all-{number}.html")
        shown.append(section(kind, links[:ON_A_SHELF]) | {"more": more})
    filled = [shelf for shelf in shown if shelf["links"]]
    yield (
        f"{folder}.md",
        page(
            "groups.md.jinja",
            name,
            note,
            name=name,
            note=note,
            letters=False,
            shelves=filled,
            root="",
            pages=[],
            here=0,
            trail=[],
        ),
    )

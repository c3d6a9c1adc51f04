"""Index pages: places, topics, institutions, people, years and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from build_scripts.model import Entry
from build_scripts.publishing.catalogue import KIND_ORDER, Catalogue
from build_scripts.publishing.markdown import with_front_matter
from build_scripts.publishing.naming import name_key
from build_scripts.publishing.search import place_lineage
from build_scripts.publishing.templates import render
from build_scripts.publishing.views import Figure, Group, Link, PlaceNode

NEWEST_OF_A_YEAR = 24
TITLES_ON_A_CARD = 3
FIGURES_ON_A_PAGE = 60
FIGURES_OPEN = 8
CHIPS_ON_A_PAGE = 24
_POINTING = ("该", "本", "我", "这", "全")
"""What a form begins with that names nothing by itself: 该院."""


def index_pages(catalogue: Catalogue) -> dict[str, str]:
    """Return every list of the site as Markdown, by its path."""
    pages: dict[str, str] = {}
    for part in (_place_pages, _topic_pages, _institution_pages, _people_pages, _year_pages, _figure_page):
        pages.update(part(catalogue))
    return pages


def _place_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    provinces = catalogue.provinces
    yield (
        "places.md",
        page("places.md.jinja", "地方", "按省、市、县区查看文章。", provinces=provinces, count=len(catalogue.places)),
    )
    for node in catalogue.places.values():
        trail = [Link("地方", "places.html"), *(above.link for above in _above(catalogue, node))]
        children = tuple(child.link for child in node.children)
        near = tuple(sibling.link for sibling in _siblings(catalogue, node))
        sections = [
            _section("下属地方", children),
            _section("机构", _institution_links(node.entries)),
            _section("主题", _topic_links(node.entries)),
            _section("邻近地方", near),
        ]
        note = "" if node.full_name == node.name else node.full_name
        yield (
            f"places/{node.code}.md",
            _group_page(
                catalogue, GroupPage(node.name, node.entries, trail, sections, note, is_ours=_of_place(node.code))
            ),
        )


def _of_place(code: str) -> Callable[[Figure], bool]:
    return lambda figure: figure.key and code in dict(figure.lineage)


def _of_entity(names: set[str]) -> Callable[[Figure], bool]:
    return lambda figure: figure.entity in names


def _above(catalogue: Catalogue, node: PlaceNode) -> list[PlaceNode]:
    above: list[PlaceNode] = []
    while node.parent:
        node = catalogue.places[node.parent]
        above.insert(0, node)
    return above


def _siblings(catalogue: Catalogue, node: PlaceNode) -> tuple[PlaceNode, ...]:
    family = catalogue.places[node.parent].children if node.parent else catalogue.provinces
    return tuple(sibling for sibling in family if sibling.code != node.code)


def _topic_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    note = "一篇文章可以属于几个主题；每个主题下列出最新的几篇。"
    cards = [
        {"link": group_link(g, "topics"), "articles": [catalogue.card(entry) for entry in g.entries[:TITLES_ON_A_CARD]]}
        for g in catalogue.topics
    ]
    yield "topics.md", page("cards.md.jinja", "主题", note, name="主题", note=note, cards=cards)
    for group in catalogue.topics:
        sections = [_section("地方", _place_links(group.entries)), _section("机构", _institution_links(group.entries))]
        trail = [Link("主题", "topics.html")]
        yield f"topics/{group.key}.md", _group_page(catalogue, GroupPage(group.name, group.entries, trail, sections))


def _institution_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    rank = {kind: number for number, kind in enumerate(KIND_ORDER)}
    kinds = sorted({g.note for g in catalogue.institutions}, key=lambda kind: (rank.get(kind, len(rank)), kind))
    shelves = [
        _section(kind, (group_link(g, "institutions") for g in catalogue.institutions if g.note == kind))
        for kind in kinds
    ]
    note = f"{len(catalogue.institutions)}个机构，按类别排列；名称用文章所印的全称。"
    yield "institutions.md", _shelves_page("机构", note, shelves)
    for group in catalogue.institutions:
        place = catalogue.places.get(group.adcode or "")
        sections = [
            _section("所在地方", (place.link,) if place else ()),
            _section("主题", _topic_links(group.entries)),
            _section("人物", _people_links(catalogue, group.name)),
        ]
        trail = [Link("机构", "institutions.html")]
        yield (
            f"institutions/{group.key}.md",
            _group_page(
                catalogue,
                GroupPage(
                    group.name,
                    group.entries,
                    trail,
                    sections,
                    group.note,
                    tuple(form for form in group.forms if not form.startswith(_POINTING)),
                    "文中又称",
                    _of_entity({group.name, *group.forms}),
                ),
            ),
        )


def _people_links(catalogue: Catalogue, institution: str) -> tuple[Link, ...]:
    return tuple(
        Link(f"{g.name}（{g.note}）" if g.note else g.name, f"people/{g.key}.html", len(g.entries))
        for g in catalogue.people_of.get(institution, ())
    )


def _people_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    links = [Link(g.name, f"people/{g.key}.html", len(g.entries), g.note) for g in catalogue.people]
    note = "只收录以职务身份出现的人物；患者和路人不建索引。"
    yield "people.md", _shelves_page("人物", note, [_section("", links)])
    institutions = {g.name: g for g in catalogue.institutions}
    for group in catalogue.people:
        known = [institutions[name] for name in group.forms if name in institutions]
        sections = [
            _section("机构", (group_link(g, "institutions") for g in known)),
            _section("地方", _place_links(group.entries)),
        ]
        trail = [Link("人物", "people.html")]
        yield (
            f"people/{group.key}.md",
            _group_page(
                catalogue, GroupPage(group.name, group.entries, trail, sections, group.note, is_ours=lambda _: False)
            ),
        )


def _year_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    note = "按出版年份，新的在前；没有印出日期的，用文内能够证明的年份。"
    years = [
        {"link": group_link(g, "years"), "cards": [catalogue.card(entry) for entry in g.entries[:NEWEST_OF_A_YEAR]]}
        for g in catalogue.years
    ]
    yield "years.md", page("years.md.jinja", "年份", note, note=note, years=years)
    for group in catalogue.years:
        sections = [_section("地方", _place_links(group.entries)), _section("主题", _topic_links(group.entries))]
        trail = [Link("年份", "years.html")]
        yield f"years/{group.key}.md", _group_page(catalogue, GroupPage(group.name, group.entries, trail, sections))


def _figure_page(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    rows = catalogue.figures(catalogue.entries)
    yield (
        "figures.md",
        page(
            "figures.md.jinja",
            "数字",
            "全部文章里的数字，每个都通向它出自的那句话。",
            kind="figures",
            template="figures.html",
            rows=rows,
        ),
    )


def page(
    source: str,
    title: str,
    description: str,
    /,
    *,
    kind: str = "list",
    template: str = "wide.html",
    **values: Any,  # noqa: ANN401  what its template asks for
) -> str:
    """Return a list as a Markdown page that asks for a template of the theme."""
    meta = {"title": title, "description": description, "kind": kind, "template": template}
    return with_front_matter(meta, render(source, **values))


@dataclass(frozen=True, slots=True)
class GroupPage:
    """What the page of a place, institution, person, topic or year shows."""

    name: str
    entries: tuple[Entry, ...]
    trail: list[Link]
    sections: list[dict[str, Any]]
    note: str = ""
    forms: tuple[str, ...] = ()
    forms_label: str = ""
    is_ours: Callable[[Figure], bool] = lambda figure: figure.key
    """Which figures of its articles it shows."""


def _group_page(catalogue: Catalogue, group: GroupPage) -> str:
    rows = tuple(figure for figure in catalogue.figures(group.entries) if group.is_ours(figure))[:FIGURES_ON_A_PAGE]
    cards = [catalogue.card(entry) for entry in group.entries]
    return page(
        "group.md.jinja",
        group.name,
        f"{group.name}：{len(cards)}篇文章。",
        root="../",
        group=group,
        figures=rows,
        shown=FIGURES_OPEN,
        cards=cards,
    )


def _shelves_page(name: str, note: str, shelves: list[dict[str, Any]]) -> str:
    filled = [shelf for shelf in shelves if shelf["links"]]
    return page("groups.md.jinja", name, note, name=name, note=note, shelves=filled)


def _section(name: str, links: Iterable[Link]) -> dict[str, Any]:
    return {"name": name, "links": tuple(links)}


def group_link(group: Group, folder: str) -> Link:
    """Return the way to the page of a group."""
    return Link(group.name, f"{folder}/{group.key}.html", len(group.entries))


def _topic_links(entries: Iterable[Entry]) -> tuple[Link, ...]:
    return _counted((topic.label, f"topics/{name_key(topic.label)}.html") for e in entries for topic in e.topics)


def _institution_links(entries: Iterable[Entry]) -> tuple[Link, ...]:
    names = (name for e in entries for name in dict.fromkeys(i.canonical for i in e.institutions))
    return _counted((name, f"institutions/{name_key(name)}.html") for name in names)


def _place_links(entries: Iterable[Entry]) -> tuple[Link, ...]:
    return _counted((place_lineage(place)[-1][1], f"places/{place.adcode}.html") for e in entries for place in e.places)


def _counted(pairs: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    counts = Counter(pairs)
    return tuple(Link(name, href, n) for (name, href), n in counts.most_common(CHIPS_ON_A_PAGE))

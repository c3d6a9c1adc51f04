"""Index pages: topics, institutions and people, each with a page of its own."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import Any

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.figure_pages import figure_jobs
from build_scripts.publishing.groups import Everybody
from build_scripts.publishing.indicator_pages import indicator_jobs
from build_scripts.publishing.jobs import ALWAYS, EVERYTHING, Job, Made
from build_scripts.publishing.layout import path_of, up_from
from build_scripts.publishing.lists import GroupPage, group_jobs, group_link, page, section
from build_scripts.publishing.long_shelves import Shelf, links_of, shelf_jobs
from build_scripts.publishing.place_pages import place_jobs
from build_scripts.publishing.series import own_charts, side_by_side
from build_scripts.publishing.shelves import institution_links, people_links, place_links, topic_links
from build_scripts.publishing.timeline import year_jobs
from build_scripts.publishing.views import Group, Link
from build_scripts.state.columns import Numbers

TITLES_ON_A_CARD = 3
ON_A_SHELF = 60
"""Names of a kind on the page of all; the rest is on pages of their own."""
_POINTING = ("该", "本", "我", "这", "全")
"""What a form begins with that names nothing by itself: 该院."""


def index_jobs(catalogue: Catalogue, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield every list of the site, or those that are asked for."""
    makers = (
        *(place_jobs, _topic_jobs, _institution_jobs, _people_jobs),
        *(year_jobs, figure_jobs, indicator_jobs),
    )
    return chain.from_iterable(make(catalogue, only) for make in makers)


def _topic_jobs(catalogue: Catalogue, only: Container[str]) -> Iterator[Job]:
    yield Job("*topics", lambda: _all_topics(catalogue))
    trail = [Link("主题", "topics.html")]
    for group in catalogue.topics:
        if f"topics/{group.key}" not in only:
            continue
        made = partial(_topic, catalogue, group, trail)
        yield from group_jobs(catalogue, group_link(group, "topics"), partial(getattr, group, "entries"), trail, made)


def _all_topics(catalogue: Catalogue) -> Made:
    note = "一篇文章可以属于几个主题；每个主题下列出最新的几篇。"
    newest = {g.key: islice(catalogue.each_once(g.entries), TITLES_ON_A_CARD) for g in catalogue.topics}
    cards = [
        {"link": group_link(g, "topics"), "articles": [*map(catalogue.card_of, newest[g.key])]}
        for g in catalogue.topics
    ]
    yield "topics.md", page("cards.md.jinja", "主题", note, name="主题", note=note, cards=cards, rest=[], count=0)


def _topic(catalogue: Catalogue, group: Group, trail: list[Link]) -> GroupPage:
    return GroupPage(
        "topics",
        group.key,
        group.name,
        group.entries,
        trail,
        [
            section("地方", place_links(catalogue, group.entries)),
            section("机构", institution_links(catalogue, group.entries)),
        ],
        figures=catalogue.varied_figures(group.entries),
        bars=tuple(side_by_side(catalogue.places, catalogue.measures_of(group.entries).values())),
    )


def _institution_jobs(catalogue: Catalogue, only: Container[str]) -> Iterator[Job]:
    if ALWAYS in only:
        yield from _all_institutions(catalogue)
    known, trail = catalogue.institutions, [Link("机构", "institutions.html")]
    for number in known.asked_for(only):
        key = known.key(number)
        made = partial(_institution, catalogue, key, trail)
        yield from group_jobs(catalogue, known.link(number), partial(known.entries, key), trail, made)


def _all_institutions(catalogue: Catalogue) -> Iterator[Job]:
    note = f"{len(catalogue.institutions)}个机构，按类别排列；名称用文章所印的全称。"
    return _shelves_jobs("机构", note, catalogue.institutions, catalogue.institutions.kinds)


def _institution(catalogue: Catalogue, key: str, trail: list[Link]) -> GroupPage:
    group = catalogue.institutions[key]
    place = catalogue.places.get(group.adcode or "")
    ours, up = frozenset({group.name, *group.forms}), up_from(path_of("institutions", group.key))
    return GroupPage(
        "institutions",
        group.key,
        group.name,
        group.entries,
        trail,
        [
            # Without the number of its articles: one more in a place must not touch all institutions there.
            section("所在地方", (Link(place.name, place.link.href),) if place else ()),
            section("主题", topic_links(catalogue, group.entries)),
            section("人物", people_links(catalogue, group.name)),
        ],
        group.note,
        tuple(form for form in group.forms if not form.startswith(_POINTING)),
        "文中又称",
        (catalogue.figure(entry, fact) for entry, fact in catalogue.figures_of(group.entries, ours)),
        charts=tuple(own_charts(group.name, catalogue.figures_of(group.entries, ours, yearly=True), up)),
    )


def _people_jobs(catalogue: Catalogue, only: Container[str]) -> Iterator[Job]:
    if ALWAYS in only:
        yield from _all_people(catalogue)
    known, trail = catalogue.people, [Link("人物", "people.html")]
    for number in known.asked_for(only):
        key = known.key(number)
        made = partial(_person, catalogue, key, trail)
        yield from group_jobs(catalogue, known.link(number), partial(known.entries, key), trail, made)


def _all_people(catalogue: Catalogue) -> Iterator[Job]:
    note = "只收录以职务身份出现的人物；患者和路人不建索引。"
    return _shelves_jobs("人物", note, catalogue.people, {"": catalogue.people.all})


def _person(catalogue: Catalogue, key: str, trail: list[Link]) -> GroupPage:
    group = catalogue.people[key]
    known = [Link(g.name, path_of("institutions", g.key)) for name in group.forms if (g := catalogue.institution(name))]
    sections = [section("机构", known), section("地方", place_links(catalogue, group.entries))]
    return GroupPage("people", group.key, group.name, group.entries, trail, sections, group.note)


def _shelves_jobs(name: str, note: str, known: Everybody, kinds: Mapping[str, Numbers]) -> Iterator[Job]:
    """Yield a page of shelves; a shelf that is too long goes on, by name, on pages of its own."""
    shown, folder = [], known.folder
    for number, (kind, numbers) in enumerate(kinds.items()):
        more = None
        if len(numbers) > ON_A_SHELF:
            stem = f"{folder}/all-{number}"
            whole = Shelf(f"全部{kind or name}", folder, stem, [Link(name, f"{folder}.html")], lettered=True)
            yield from shelf_jobs(whole, known.by_sound(numbers))
            more = Link(f"全部{len(numbers)}个，按拼音排列", f"{stem}.html")
        shown.append(section(kind, links_of(folder, known.fullest(numbers, ON_A_SHELF))) | {"more": more})
    yield Job(f"{ALWAYS}{folder}", partial(_shelves_page, name, note, folder, [s for s in shown if s["links"]]))


def _shelves_page(name: str, note: str, folder: str, shelves: list[dict[str, Any]]) -> Made:
    text = page(
        "groups.md.jinja",
        name,
        note,
        name=name,
        note=note,
        letters=False,
        shelves=shelves,
        root="",
        pages=[],
        here=0,
        trail=[],
    )
    yield f"{folder}.md", text

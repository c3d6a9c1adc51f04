"""Lists that stay short however large the archive grows: the newest on the page, the rest on a page for each year.

One article more touches the page of each of its groups and one or two of its year, never all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import islice, pairwise
from typing import Any
from zlib import crc32

from build_scripts.publishing.alphabet import under_letters
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.charts import bar
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.jobs import KEYED, Job
from build_scripts.publishing.layout import list_stem, name_in, path_of, up_from
from build_scripts.publishing.markdown import with_front_matter
from build_scripts.publishing.templates import render
from build_scripts.publishing.views import Bar, Bars, ClashRow, Figure, Group, LineChart, Link, Tally

NEWEST = 50
"""Articles on the page of a group; a longer list goes on by year."""
OF_A_YEAR = 100
"""Articles on one page of a year, more or less: see `cut`."""
NAMES_ON_A_PAGE = 500
"""More or less: see `_cut_shelf`."""
FIGURES_ON_A_PAGE = 60
FIGURES_OPEN = 8


@dataclass(frozen=True, slots=True)
class GroupPage:
    """What the page of a place, institution, person, topic or year shows."""

    folder: str
    key: str
    name: str
    entries: Entries
    """Newest first."""
    trail: list[Link]
    sections: list[dict[str, Any]]
    note: str = ""
    forms: tuple[str, ...] = ()
    forms_label: str = ""
    figures: Iterable[Figure] = ()
    """Those that it shows; no more are taken from it than fit."""
    tallies: tuple[Tally, ...] = ()
    """At a glance."""
    charts: tuple[LineChart, ...] = ()
    bars: tuple[Bars, ...] = ()
    by_year: bool = True
    """False where its pages are years and months themselves."""
    links: list[dict[str, Any]] = field(default_factory=list)
    """Ways on, in the head of the page."""
    clashes: tuple[ClashRow, ...] = ()
    """Figures that contradict each other."""


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


def section(name: str, links: Iterable[Link]) -> dict[str, Any]:
    """Return a shelf of links; what is empty is not shown."""
    return {"name": name, "links": tuple(links), "more": None}


def group_link(group: Group, folder: str) -> Link:
    """Return the way to the page of a group."""
    return Link(group.name, path_of(folder, group.key), len(group.entries))


def group_jobs(
    catalogue: Catalogue, link: Link, entries: Entries, trail: list[Link], group: Callable[[], GroupPage]
) -> Iterator[Job]:
    """Yield the page of a group and, where its list is long, the pages of its years."""
    kind, name = link.href.partition("/")[0], name_in(link.href)
    yield Job(f"{kind}/{name}", lambda: group_page(catalogue, group()))
    if len(entries) > NEWEST:
        way = [*trail, link]
        for year, of_year in catalogue.by_year(entries).items():
            stem = list_stem(kind, name, str(year))
            yield from list_jobs(catalogue, f"{kind}/{name}-{year}", stem, _year_name(year), of_year, way)


def group_page(catalogue: Catalogue, group: GroupPage) -> Iterator[tuple[str, str]]:
    """Yield the page of a group."""
    count = len(group.entries)
    figures = tuple(islice(group.figures, FIGURES_ON_A_PAGE))
    years = catalogue.by_year(group.entries) if group.by_year else {}
    long = count > NEWEST and group.by_year
    path = path_of(group.folder, group.key, "md")
    yield (
        path,
        page(
            "group.md.jinja",
            group.name,
            f"{group.name}：{count}篇文章。",
            kind="group",
            root=up_from(path),
            group=group,
            count=count,
            figures=figures,
            shown=FIGURES_OPEN,
            by_year=(_years_table(group, years, linked=long),) if len(years) > 1 else (),
            cards=catalogue.cards(group.entries[:NEWEST]),
            rest=_year_links(group, years) if long else (),
        ),
    )


def list_jobs(  # noqa: PLR0913, PLR0917  what a list is
    catalogue: Catalogue, job: str, stem: str, name: str, entries: Entries, trail: list[Link]
) -> Iterator[Job]:
    """Yield the pages of a list that is shown whole, each a job of its own.

    Only the first tells how many articles there are, and leads to all pages; the others lead to it and to those
    beside them. So one article more touches the first and the one that it comes into.
    """
    parts = cut(entries, catalogue.ids_of(entries))
    names = [catalogue.id_of(int(part.numbers[0])) for part in parts]
    links = [
        Link("最新", f"{stem}.html"),
        *(
            Link(_span(catalogue, part), f"{stem}-{mine}.html")
            for part, mine in list(zip(parts, names, strict=True))[1:]
        ),
    ]
    listed = _List(catalogue, name, trail, len(entries))
    yield Job(job, partial(_list_page, listed, parts[0], links if len(links) > 1 else [], links[0]))
    for at, part in enumerate(parts[1:], 1):
        beside = [*links[:1], *links[max(1, at - 1) : at + 2]]
        made = partial(_list_page, listed, part, beside, links[at])
        yield Job(f"{job}.{names[at]}", made, f"{catalogue.digest_of(part)} {beside}")


@dataclass(frozen=True, slots=True)
class _List:
    """A list that is shown whole."""

    catalogue: Catalogue
    name: str
    trail: list[Link]
    count: int


def _list_page(listed: _List, part: Entries, pages: list[Link], here: Link) -> Iterator[tuple[str, str]]:
    """Yield a page of a list: the first one, or another."""
    first = not pages or pages[0] is here
    span = "" if first else here.name
    count = listed.count if first else len(part)
    note = f"；分成{len(pages)}页" if first and pages else ""
    text = page(
        "year.md.jinja",
        f"{listed.name}（{span}）" if span else listed.name,
        f"{'、'.join(link.name for link in listed.trail[1:])}{listed.name}{span and f'，{span}'}：{count}篇文章。",
        root=up_from(here.href),
        trail=listed.trail if first else [*listed.trail, Link(listed.name, pages[0].href)],
        name=span or listed.name,
        note=f"{count}篇文章，新的在前{note}",
        pages=pages,
        here=pages.index(here) if pages else 0,
        cards=listed.catalogue.cards(part),
    )
    yield here.href.replace(".html", ".md"), text


def _span(catalogue: Catalogue, part: Entries) -> str:
    """Return the days of a part, the earlier first, as far as they are known: 8月3日至21日."""
    newest, oldest = part.numbers[[0, -1]].tolist()
    (month, day), (from_month, from_day) = (
        (int(catalogue.article["month"][number]), int(catalogue.article["day"][number])) for number in (newest, oldest)
    )
    if not from_day:
        return "日期不详" if not day else f"{month}月{day}日以前"
    first = f"{from_month}月{from_day}日"
    if (from_month, from_day) == (month, day):
        return first
    return f"{first}至{f'{month}月' if month != from_month else ''}{day}日"


def shelf_jobs(name: str, stem: str, links: list[Link], trail: list[Link], *, lettered: bool = False) -> Iterator[Job]:
    """Yield the pages of a long shelf, in its order; names stand under their letters where `lettered` says so.

    Their keys are of what they show: one name more, or one article more behind a name, touches the page of the name.
    """
    parts = [*_cut_shelf(links)]
    pages = [
        Link(f"{part[0].name[:4]}—{part[-1].name[:4]}", f"{stem}{f'-{at}' if at else ''}.html")
        for at, part in enumerate(parts)
    ]
    for at, part in enumerate(parts):
        shelf = _Shelf(name, part, pages if len(pages) > 1 else [], at, trail, lettered)
        shown = [f"{link.name}\0{link.href}\0{link.count}\0{link.note}" for link in (*part, *pages)]
        key = sha256("\0".join([name, *shown]).encode("utf-8", "surrogatepass")).hexdigest()
        yield Job(f"{KEYED}{pages[at].href}", partial(_shelf_page, pages[at], shelf), key)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A page of a long shelf."""

    name: str
    links: list[Link]
    pages: list[Link]
    """All pages of the shelf, where there are several."""
    here: int
    trail: list[Link]
    lettered: bool


def _cut_shelf(links: list[Link]) -> Iterator[list[Link]]:
    """Yield the parts of a shelf: where one ends hangs on the name that it ends with, so that a new one moves few."""
    part: list[Link] = []
    for link in links:
        part.append(link)
        ends = len(part) >= NAMES_ON_A_PAGE // 4 and not crc32(link.href.encode()) % (NAMES_ON_A_PAGE // 2)
        if (ends and len(links) > NAMES_ON_A_PAGE) or len(part) == 2 * NAMES_ON_A_PAGE:
            yield part
            part = []
    if part:
        yield part


def _shelf_page(page_link: Link, shelf: _Shelf) -> Iterator[tuple[str, str]]:
    name, count = shelf.name, len(shelf.links)
    yield (
        page_link.href.replace(".html", ".md"),
        page(
            "groups.md.jinja",
            name if not shelf.here else f"{name}（{page_link.name}）",
            f"{name}：{'这一页' if shelf.pages else ''}{count}个。",
            name=name,
            note=f"{'这一页' if shelf.pages else ''}{count}个",
            letters=shelf.lettered,
            shelves=[
                section(head, names)
                for head, names in (under_letters(shelf.links) if shelf.lettered else [("", shelf.links)])
            ],
            root=up_from(page_link.href),
            pages=shelf.pages,
            here=shelf.here,
            trail=shelf.trail,
        ),
    )


def cut(entries: Entries, ids: Sequence[str]) -> list[Entries]:
    """Return a list, newest first, in pages; `ids` are those of its articles.

    Where one ends hangs on the article that it ends with, counted from the oldest up: so one article more touches the
    page that it comes into. What is too short for a page of its own stands before the newest one.
    """
    starts = [len(entries)]
    for at in range(len(entries) - 1, 0, -1):
        long = starts[-1] - at
        ends = long >= OF_A_YEAR // 2 and not crc32(ids[at].encode()) % (OF_A_YEAR // 2)
        if ends or long == 3 * OF_A_YEAR:
            starts.append(at)
    if len(starts) > 1 and starts[-1] < OF_A_YEAR // 2:
        starts.pop()
    return [entries[start:end] for start, end in pairwise([0, *reversed(starts)])]


def _year_name(year: int) -> str:
    return f"{year}年" if year else "年份不详"


def _year_links(group: GroupPage, years: dict[int, Entries]) -> tuple[Link, ...]:
    return tuple(
        Link(_year_name(year), _list_href(group, year), len(years[year])) for year in sorted(years, reverse=True)
    )


def _list_href(group: GroupPage, year: int) -> str:
    return f"{list_stem(group.folder, group.key, str(year))}.html"


def _years_table(group: GroupPage, years: dict[int, Entries], *, linked: bool) -> Bars:
    most = max(len(entries) for entries in years.values())
    rows = tuple(
        Bar(
            _year_name(year),
            _list_href(group, year) if linked else (path_of("years", str(year)) if year else ""),
            bar(len(years[year]), most),
            f"{len(years[year])}篇",
        )
        for year in sorted(years)
    )
    return Bars("各年文章", ("年份", "篇数"), rows)

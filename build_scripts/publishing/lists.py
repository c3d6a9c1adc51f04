"""Lists that stay short however large the archive grows: the newest on the page, the rest on a page for each year.

One article more touches the page of each of its groups and one or two of its year, never all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.charts import bar
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.jobs import Job
from build_scripts.publishing.layout import list_stem, name_in, path_of, up_from
from build_scripts.publishing.markdown import with_front_matter
from build_scripts.publishing.templates import render
from build_scripts.publishing.views import Bar, Bars, ClashRow, Figure, Group, LineChart, Link, Tally

NEWEST = 50
"""Articles on the page of a group; a longer list goes on by year."""
OF_A_YEAR = 100
"""Articles on one page of a year, more or less: see `cut`."""
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
    catalogue: Catalogue, link: Link, entries: Callable[[], Entries], trail: list[Link], group: Callable[[], GroupPage]
) -> Iterator[Job]:
    """Yield the page of a group and, where its list is long, the pages of its years.

    `link` tells how many articles it has: they are asked for only where they are many.
    """
    kind, name = link.href.partition("/")[0], name_in(link.href)
    yield Job(f"{kind}/{name}", lambda: group_page(catalogue, group()))
    if link.count > NEWEST:
        way = [*trail, replace(link, count=0, note="")]
        for year, of_year in catalogue.by_year(entries()).items():
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
    parts = cut(entries, catalogue.sums_of(entries))
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


def cut(entries: Entries, sums: npt.NDArray[np.int64]) -> list[Entries]:
    """Return a list, newest first, in pages; `sums` are those of the ids of its articles.

    Where one ends hangs on the article that it ends with, counted from the oldest up: so one article more touches the
    page that it comes into. What is too short for a page of its own stands before the newest one.
    """
    starts, maybe = [len(entries)], (sums % (OF_A_YEAR // 2) == 0).tolist()
    for at in range(len(entries) - 1, 0, -1):
        long = starts[-1] - at
        if (maybe[at] and long >= OF_A_YEAR // 2) or long == 3 * OF_A_YEAR:
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

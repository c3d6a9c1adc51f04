"""The time line: years, their months as far as days are certain, a page for each; where an article stands in it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from functools import partial
from typing import Any

from build_scripts.model import Entry
from build_scripts.publishing.card import main_place, year_of
from build_scripts.publishing.catalogue import Catalogue, own_name
from build_scripts.publishing.charts import bar
from build_scripts.publishing.jobs import EVERYTHING, Job, Made
from build_scripts.publishing.layout import list_stem, path_of
from build_scripts.publishing.lists import NEWEST, GroupPage, group_link, group_page, list_jobs, page
from build_scripts.publishing.lists import section as shelf
from build_scripts.publishing.naming import written_date
from build_scripts.publishing.shelves import place_links, topic_links
from build_scripts.publishing.views import Bar, Bars, Group, Link

NEWEST_OF_A_YEAR = 10
NEARBY = 6
"""Articles of the same place and year that an article leads to."""
UNKNOWN = 0
"""Stands for the month of what has only a year."""


def year_jobs(catalogue: Catalogue, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield the time line, the years and their months."""
    yield Job("*years", lambda: _all_years(catalogue))
    trail = [Link("年份", "years.html")]
    for group in catalogue.years:
        if f"years/{group.key}" not in only:
            continue
        yield Job(f"years/{group.key}", partial(_year_page, catalogue, group, trail))
        for month, entries in catalogue.by_month(group.entries).items():
            if month or len(group.entries) > NEWEST:
                name = f"{group.name}{month}月" if month else f"{group.name}，日期不详"
                way = [*trail, Link(group.name, f"years/{group.key}.html")]
                stem = f"years/{_month_key(group, month)}"
                yield from list_jobs(catalogue, stem, stem, name, entries, way)


def _all_years(catalogue: Catalogue) -> Made:
    note = "按出版时间，新的在前；没有印出日期的，用文内能够证明的年份，单独列出。"
    years = [_year(catalogue, group) for group in catalogue.years]
    most = max((bar_row["count"] for year in years for bar_row in year["months"]), default=0)
    yield "years.md", page("years.md.jinja", "年份", note, note=note, years=years, most=most)


def _year_page(catalogue: Catalogue, group: Group, trail: list[Link]) -> Made:
    months = catalogue.by_month(group.entries)
    sections = [
        shelf("地方", place_links(catalogue, group.entries)),
        shelf("主题", topic_links(catalogue, group.entries)),
    ]
    certain = len(group.entries) - len(months.get(UNKNOWN, ()))
    note = f"{certain}篇日期确切，其余只知年份" if 0 < certain < len(group.entries) else ""
    bars = (_month_bars(catalogue, group),) if certain else ()
    made = GroupPage("years", group.key, group.name, group.entries, trail, sections, note, bars=bars, by_year=False)
    return group_page(catalogue, made)


def year_of_place(catalogue: Catalogue, entry: Entry) -> dict[str, Any] | None:
    """Return what else happened in the place of an article in its year, the earliest first, and where it stands in it.

    It stands nowhere where its day is not known; what has no day comes last.
    """
    place, others = main_place(entry), catalogue.nearby(entry, NEARBY)
    if place is None or not others:
        return None
    year = year_of(entry)
    shown = sorted([*others, entry] if entry.dating.issued else others, key=lambda e: e.dating.issued or date.max)
    more = {"name": "这里的全部文章", "href": path_of("places", place.adcode)}
    if len(catalogue.places[place.adcode].entries) > NEWEST:
        more = {"name": "这一年的全部文章", "href": f"{list_stem('places', place.adcode, str(year))}.html"}
    here = entry.article.id
    rows = [
        {
            "href": "" if e.article.id == here else path_of("articles", e.article.id),
            "title": e.article.title,
            "dated": written_date(e.dating).removeprefix(f"{year}年"),
        }
        for e in shown
    ]
    return {"name": f"{own_name(place.name, place.adcode)}{year}年", "more": more, "rows": rows}


def _month_key(group: Group, month: int) -> str:
    return f"{group.key}-{month:02}"


def _year(catalogue: Catalogue, group: Group) -> dict[str, Any]:
    months = catalogue.by_month(group.entries)
    return {
        "link": group_link(group, "years"),
        "months": [
            {
                "name": f"{month}月",
                "count": len(months.get(month, ())),
                "href": f"years/{_month_key(group, month)}.html" if month in months else "",
            }
            for month in (range(1, 13) if set(months) - {UNKNOWN} else ())
        ],
        "cards": catalogue.cards(group.entries[:NEWEST_OF_A_YEAR]),
    }


def _month_bars(catalogue: Catalogue, group: Group) -> Bars:
    months = catalogue.by_month(group.entries)
    most = max(len(entries) for entries in months.values())
    rows = [
        Bar(
            f"{month}月",
            f"years/{_month_key(group, month)}.html",
            bar(len(months[month]), most),
            f"{len(months[month])}篇",
        )
        for month in range(1, 13)
        if month in months
    ]
    if UNKNOWN in months:
        href = f"years/{_month_key(group, UNKNOWN)}.html" if len(group.entries) > NEWEST else ""
        count = len(months[UNKNOWN])
        rows.append(Bar("日期不详", href, bar(count, most), f"{count}篇"))
    return Bars("各月文章", ("月份", "篇数"), tuple(rows))

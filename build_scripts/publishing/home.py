"""What the hand-written pages take in at their marks: the front page's lists, and what the archive lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from build_scripts.model import Entry
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.lists import group_link
from build_scripts.publishing.naming import LONG_LEAD_LENGTH, lead_of
from build_scripts.publishing.templates import render
from build_scripts.publishing.views import Figure
from build_scripts.state.rows import ArticleRow

NEWEST = 9
"""The lead takes four places of a grid of three columns, the others one each: four rows, all full."""
LEAD_FIGURES = 3
TOPICS = 24
DAY_FIGURES = 120
ON_A_DAY = 3


def home_pieces(catalogue: Catalogue) -> dict[str, str]:
    """Return what docs/index.md and docs/about.md take in at their marks, by the name of the mark."""
    figures = sum(row.figures for row in catalogue.rows.values())
    items = [
        {"count": len(catalogue.entries), "name": "篇文章", "href": "years.html"},
        {"count": len(catalogue.places), "name": "个地方", "href": "places.html"},
        {"count": len(catalogue.institutions), "name": "个机构", "href": "institutions.html"},
        {"count": figures, "name": "个数字", "href": "figures.html"},
    ]
    topics = tuple(group_link(g, "topics") for g in catalogue.topics[:TOPICS])
    newest = _front_page(catalogue)
    return {
        "数字": render("home_figures.html.jinja", items=items),
        "样刊": render("home_sample.html.jinja") if is_sample(catalogue) else "",
        "今天": render("home_today.html.jinja", row=next(iter(day_figures(catalogue)), None)),
        "新近文章": render(
            "home_newest.html.jinja",
            cards=[catalogue.card(entry) for entry in newest],
            lead=lead_of(newest[0].article, LONG_LEAD_LENGTH) if newest else "",
            figures=list(islice(catalogue.figures(newest[:1], key_only=True), LEAD_FIGURES)),
        ),
        "地方与主题": render("home_browse.html.jinja", provinces=catalogue.provinces, topics=topics),
        "缺什么": render("about_missing.html.jinja", **_missing(catalogue)),
    }


def is_sample(catalogue: Catalogue) -> bool:
    """Tell whether the archive still is the one that the program comes with: every page of it says how it was made."""
    return bool(catalogue.pages) and all(row.sample for row in catalogue.pages.values())


def day_figures(catalogue: Catalogue) -> Iterator[Figure]:
    """Yield the figures of which each day shows one: one of each of the newest articles on health that have any."""
    entries = (e for e in catalogue.entries if (row := catalogue.row(e)).health_related and row.keyed)
    return (next(catalogue.figures([entry], key_only=True)) for entry in islice(entries, DAY_FIGURES))


def home_files(catalogue: Catalogue) -> dict[str, str]:
    """Return what the front page loads: the figures of the day, and month by month what was printed on its days."""
    rows = [[f.value, f.indicator, f.entity, f.time, f.article, f.href] for f in day_figures(catalogue)]
    files = {"home/figures.js": f"weiwenToday.figures({script_literal(rows)});\n"}
    days: dict[tuple[int, int], list[ArticleRow]] = defaultdict(list)
    for row in map(catalogue.row, catalogue.entries):
        if row.day and len(of_day := days[row.month, row.day]) < ON_A_DAY:
            of_day.append(row)
    for month in range(1, 13):
        here = {
            day: [[row.year, row.title, path_of("articles", row.id)] for row in rows]
            for (of_month, day), rows in sorted(days.items())
            if of_month == month
        }
        files[f"home/days-{month}.js"] = f"weiwenToday.days({script_literal(here)});\n"
    return files


def _front_page(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Return the newest articles, each text once, with the longest health report of them as the lead."""
    entries = tuple(islice(catalogue.each_once(catalogue.entries), NEWEST))
    lead = max(entries, key=lambda e: (catalogue.row(e).health_related, catalogue.row(e).characters), default=None)
    return (lead, *(entry for entry in entries if entry is not lead)) if lead else ()


def _missing(catalogue: Catalogue) -> dict[str, int]:
    rows = catalogue.rows.values()
    return {
        "undated": sum(not row.day for row in rows),
        "gaps": sum(row.gaps for row in rows),
        "seams": sum(row.seams for row in rows),
        "corrections": sum(row.corrections for row in rows),
        "unplaced": sum(page.unplaced for page in catalogue.pages.values()),
        "unchecked": sum(not row.checked for row in rows),
    }

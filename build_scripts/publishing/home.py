"""What the hand-written pages take in at their marks: the front page's lists, and what the archive lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice

import numpy as np

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.inverse import Inverse
from build_scripts.publishing.jobs import KEYED as WITH_KEY
from build_scripts.publishing.jobs import Job, Made
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.lists import group_link
from build_scripts.publishing.naming import LONG_LEAD_LENGTH, lead_of
from build_scripts.publishing.templates import render
from build_scripts.publishing.views import Figure
from build_scripts.state.columns import CHECKED, HEALTHY, KEYED, SAMPLE

NEWEST = 9
"""The lead takes four places of a grid of three columns, the others one each: four rows, all full."""
LEAD_FIGURES = 3
TOPICS = 24
DAY_FIGURES = 120
ON_A_DAY = 3


def home_pieces(catalogue: Catalogue) -> dict[str, str]:
    """Return what docs/index.md and docs/about.md take in at their marks, by the name of the mark."""
    items = [
        {"count": len(catalogue.entries), "name": "篇文章", "href": "years.html"},
        {"count": len(catalogue.places), "name": "个地方", "href": "places.html"},
        {"count": len(catalogue.institutions), "name": "个机构", "href": "institutions.html"},
        {"count": catalogue.total("figures"), "name": "个数字", "href": "figures.html"},
    ]
    topics = tuple(group_link(g, "topics") for g in catalogue.topics[:TOPICS])
    newest = _front_page(catalogue)
    return {
        "数字": render("home_figures.html.jinja", items=items),
        "样刊": render("home_sample.html.jinja") if is_sample(catalogue) else "",
        "今天": render("home_today.html.jinja", row=next(iter(day_figures(catalogue)), None)),
        "新近文章": render(
            "home_newest.html.jinja",
            cards=catalogue.cards(newest),
            lead=lead_of(newest[0].article, LONG_LEAD_LENGTH) if newest else "",
            figures=list(islice(catalogue.figures(newest[:1], key_only=True), LEAD_FIGURES)),
        ),
        "地方与主题": render("home_browse.html.jinja", provinces=catalogue.provinces, topics=topics),
        "缺什么": render("about_missing.html.jinja", **_missing(catalogue)),
    }


def is_sample(catalogue: Catalogue) -> bool:
    """Tell whether the archive still is the one that the program comes with: every page of it says how it was made."""
    return bool(len(catalogue.files)) and bool((catalogue.page["marks"] & SAMPLE > 0).all())


def day_figures(catalogue: Catalogue) -> Iterator[Figure]:
    """Yield the figures of which each day shows one: one of each of the newest articles on health that have any."""
    keyed = catalogue.article["marks"] & (HEALTHY | KEYED) == HEALTHY | KEYED
    entries = catalogue.some(np.flatnonzero(keyed)[:DAY_FIGURES].astype(np.int32))
    found = map(catalogue.figures_in, entries.numbers.tolist())
    return (next(figure for figure in figures if figure.key) for figures in found)


def figures_file(catalogue: Catalogue) -> Made:
    """Yield the figures of the day, which the front page loads."""
    rows = [[f.value, f.indicator, f.entity, f.time, f.article, f.href] for f in day_figures(catalogue)]
    yield "home/figures.js", f"weiwenToday.figures({script_literal(rows)});\n"


def days_jobs(catalogue: Catalogue) -> Iterator[Job]:
    """Yield what the front page loads of each month: what was printed on its days; done where that has changed."""
    of_months: dict[int, dict[int, Entries]] = {month: {} for month in range(1, 13)}
    for (month, day), entries in sorted(_newest_of_days(catalogue).items()):
        of_months[month][day] = entries
    for month, days in of_months.items():
        numbers = [entries.numbers for entries in days.values()]
        key = catalogue.digest_of(catalogue.some(np.concatenate(numbers))) if numbers else ""
        yield Job(f"{WITH_KEY}home/days-{month}.js", partial(_days_file, catalogue, month, days), key)


def _days_file(catalogue: Catalogue, month: int, days: Mapping[int, Entries]) -> Made:
    here = {
        day: [[row.year, row.title, path_of("articles", row.id)] for row in map(catalogue.row, entries)]
        for day, entries in days.items()
    }
    yield f"home/days-{month}.js", f"weiwenToday.days({script_literal(here)});\n"


def _newest_of_days(catalogue: Catalogue) -> dict[tuple[int, int], Entries]:
    """Return the newest articles that were printed on each day of any year."""
    months, days = catalogue.article["month"], catalogue.article["day"]
    dated = np.flatnonzero(days).astype(np.int32)
    found = Inverse(months * 100 + days, catalogue.entries.numbers, dated)
    return {divmod(day, 100): catalogue.some(found.articles(day)[:ON_A_DAY]) for day in found.keys.tolist()}


def _front_page(catalogue: Catalogue) -> Entries:
    """Return the newest articles, each text once, with the longest health report of them as the lead."""
    newest = list(islice(catalogue.each_once(catalogue.entries), NEWEST))
    marks, long = catalogue.article["marks"], catalogue.article["characters"]
    lead = max(newest, key=lambda number: (bool(marks[number] & HEALTHY), long[number]), default=None)
    return catalogue.some(np.array(sorted(newest, key=lambda number: number != lead), np.int32))


def _missing(catalogue: Catalogue) -> dict[str, int]:
    return {
        "undated": int((catalogue.article["day"] == 0).sum()),
        **{name: catalogue.total(name) for name in ("gaps", "seams", "corrections")},
        "unplaced": int(catalogue.page["unplaced"].sum()),
        "unchecked": int((catalogue.article["marks"] & CHECKED == 0).sum()),
    }

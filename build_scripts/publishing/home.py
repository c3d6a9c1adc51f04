"""What the hand-written pages take in at their marks: the front page's lists, and what the archive lacks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from build_scripts.model import Entry
from build_scripts.publishing.catalogue import Catalogue, gather
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.lists import group_link
from build_scripts.publishing.naming import LONG_LEAD_LENGTH, lead_of
from build_scripts.publishing.templates import render
from build_scripts.publishing.views import Figure

NEWEST = 9
"""The lead takes four places of a grid of three columns, the others one each: four rows, all full."""
LEAD_FIGURES = 3
TOPICS = 24
DAY_FIGURES = 120
ON_A_DAY = 3


def home_pieces(catalogue: Catalogue) -> dict[str, str]:
    """Return what docs/index.md and docs/about.md take in at their marks, by the name of the mark."""
    figures = sum(catalogue.sums(entry).figures for entry in catalogue.entries)
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
    readings = catalogue.archive.readings
    return bool(readings) and all(catalogue.page_sums(reading).sample for reading in readings)


def day_figures(catalogue: Catalogue) -> Iterator[Figure]:
    """Yield the figures of which each day shows one: one of each of the newest articles on health that have any."""
    entries = (entry for entry in catalogue.entries if entry.health_related and catalogue.sums(entry).keyed)
    return (next(catalogue.figures([entry], key_only=True)) for entry in islice(entries, DAY_FIGURES))


def home_files(catalogue: Catalogue) -> dict[str, str]:
    """Return what the front page loads: the figures of the day, and month by month what was printed on its days."""
    rows = [[f.value, f.indicator, f.entity, f.time, f.article, f.href] for f in day_figures(catalogue)]
    files = {"home/figures.js": f"weiwenToday.figures({script_literal(rows)});\n"}
    dated = ((entry.dating.issued, entry) for entry in catalogue.entries if entry.dating.issued)
    days = gather(((day.month, day.day), entry) for day, entry in dated)
    for month in range(1, 13):
        here = {
            day: [[e.dating.year, e.article.title, f"articles/{e.article.id}.html"] for e in entries[:ON_A_DAY]]
            for (of_month, day), entries in sorted(days.items())
            if of_month == month
        }
        files[f"home/days-{month}.js"] = f"weiwenToday.days({script_literal(here)});\n"
    return files


def _front_page(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Return the newest articles, each text once, with the longest health report of them as the lead."""
    entries = tuple(islice(catalogue.each_once(catalogue.entries), NEWEST))
    lead = max(entries, key=lambda entry: (entry.health_related, catalogue.sums(entry).characters), default=None)
    return (lead, *(entry for entry in entries if entry is not lead)) if lead else ()


def _missing(catalogue: Catalogue) -> dict[str, int]:
    sums = [catalogue.sums(entry) for entry in catalogue.entries]
    return {
        "undated": sum(entry.dating.issued is None for entry in catalogue.entries),
        "gaps": sum(one.gaps for one in sums),
        "seams": sum(one.seams for one in sums),
        "corrections": sum(one.corrections for one in sums),
        "unplaced": sum(catalogue.page_sums(reading).unplaced for reading in catalogue.archive.readings),
        "unchecked": sum(not entry.checked for entry in catalogue.entries),
    }

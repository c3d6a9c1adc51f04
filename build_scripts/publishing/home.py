"""What the hand-written pages take in at their marks: the front page's lists, and what the archive lacks."""

from __future__ import annotations

from build_scripts.model import Entry, Role
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.lists import group_link
from build_scripts.publishing.templates import render

NEWEST = 9
"""The lead takes four places of a grid of three columns, the others one each: four rows, all full."""
TOPICS = 24


def home_pieces(catalogue: Catalogue) -> dict[str, str]:
    """Return what docs/index.md and docs/about.md take in at their marks, by the name of the mark."""
    figures = sum(len(entry.facts) for entry in catalogue.entries)
    items = [
        {"count": len(catalogue.entries), "name": "篇文章", "href": "years.html"},
        {"count": len(catalogue.places), "name": "个地方", "href": "places.html"},
        {"count": len(catalogue.institutions), "name": "个机构", "href": "institutions.html"},
        {"count": figures, "name": "个数字", "href": "figures.html"},
    ]
    topics = tuple(group_link(g, "topics") for g in catalogue.topics[:TOPICS])
    newest = [catalogue.card(entry) for entry in _front_page(catalogue.entries[:NEWEST])]
    return {
        "数字": render("home_figures.html.jinja", items=items),
        "新近文章": render("home_newest.html.jinja", cards=newest),
        "地方与主题": render("home_browse.html.jinja", provinces=catalogue.provinces, topics=topics),
        "缺什么": render("about_missing.html.jinja", **_missing(catalogue)),
    }


def _front_page(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the newest articles with the longest health report of them as the lead."""
    lead = max(entries, key=lambda e: (e.health_related, sum(len(p.text) for p in e.article.paragraphs)), default=None)
    return (lead, *(entry for entry in entries if entry is not lead)) if lead else ()


def _missing(catalogue: Catalogue) -> dict[str, int]:
    articles = [entry.article for entry in catalogue.entries]
    lines = {
        (reading.page.file, row.line)
        for reading in catalogue.archive.readings
        for row in reading.ledger
        if row.role is Role.UNPLACED
    }
    return {
        "undated": sum(entry.dating.issued is None for entry in catalogue.entries),
        "gaps": sum(len(article.gaps) for article in articles),
        "seams": sum(not join.certain for article in articles for join in article.joins),
        "corrections": sum(len(article.corrections) for article in articles),
        "unplaced": len(lines),
        "unchecked": sum(not entry.checked for entry in catalogue.entries),
    }

"""What lists tell of a page besides names: worked out once, with the page, so that lists need not open it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from build_scripts.model import Entry, Fact, PageReading, Role
from build_scripts.publishing.card import main_figures, main_place, make_card, year_of
from build_scripts.publishing.measures import points_of, year_of_series
from build_scripts.publishing.naming import newest_first, page_name, written_date
from build_scripts.publishing.views import Card, Figure
from build_scripts.state.codec import dump, shape_of
from build_scripts.state.rows import ArticleRow, PageRow

Mains = tuple[tuple[Figure, ...], ...]
"""The main figures of each article of a page."""
SAMPLE_MARK = "据公开报道整理"
"""What every page of the starter archive says of itself."""


def page_cards(reading: PageReading, entries: Iterable[Entry]) -> tuple[Card, ...]:
    """Return the articles of a page for lists."""
    return tuple(make_card(entry, reading.page.meta) for entry in entries)


def page_row(reading: PageReading, entries: Iterable[Entry]) -> PageRow:
    """Return what a page is listed, counted and found by."""
    page, meta = reading.page, reading.page.meta
    day = meta.issue_date
    return PageRow(
        page.page_id,
        page_name(reading),
        meta.publication or "",
        meta.page_no or "",
        *((day.year, day.month, day.day) if day else (0, 0, 0)),
        any(one.whole_page for one in reading.withdrawn),
        bool(reading.withdrawn),
        bool(page.pictures),
        any(SAMPLE_MARK in line for line in page.lines),
        len({row.line for row in reading.ledger if row.role is Role.UNPLACED}),
        tuple(map(article_row, entries)),
    )


def article_row(entry: Entry) -> ArticleRow:
    """Return what an article is listed, counted and found by."""
    article, issued, place = entry.article, entry.dating.issued, main_place(entry)
    forms = [(i.name, *i.mentions) for i in entry.institutions]
    year, month, day = newest_first(entry)
    return ArticleRow(
        article.id,
        year * 10_000 + month * 100 + day,
        year_of(entry),
        issued.month if issued else 0,
        issued.day if issued else 0,
        written_date(entry.dating),
        place.adcode if place else "",
        article.title,
        entry.health_related,
        entry.checked,
        len(entry.facts),
        any(fact.key for fact in entry.facts),
        sum(len(paragraph.text) for paragraph in article.paragraphs),
        len(article.corrections),
        len(article.refused),
        len(article.gaps),
        sum(not join.certain for join in article.joins),
        tuple((place.adcode, place.name) for place in entry.places),
        tuple(
            (i.canonical, i.kind, i.adcode, i.checked, tuple(dict.fromkeys(names)))
            for i, names in zip(entry.institutions, forms, strict=True)
        ),
        tuple((p.name, p.title, p.institution, p.checked) for p in entry.people),
        tuple(topic.label for topic in entry.topics),
        tuple(sorted(_owners(entry.facts).items())),
        tuple(points_of(entry)),
    )


def _owners(facts: Iterable[Fact]) -> dict[str, bool]:
    """Return whose some figures are, and whether any of theirs is of a whole year."""
    owners: dict[str, bool] = {}
    for fact in facts:
        owners[fact.entity] = owners.get(fact.entity, False) or year_of_series(fact) is not None
    return owners


def pack_brief(reading: PageReading, entries: Sequence[Entry]) -> tuple[bytes, bytes, bytes]:
    """Return row, cards and main figures of a page as a state file keeps them."""
    row, cards = dump(PageRow, page_row(reading, entries)), dump(tuple[Card, ...], page_cards(reading, entries))
    return row, cards, dump(Mains, tuple(map(main_figures, entries)))


BRIEF_SHAPE = shape_of(Card, Figure)

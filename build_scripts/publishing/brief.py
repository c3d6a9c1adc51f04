"""What lists tell of a page besides names: worked out once, with the page, so that lists need not open it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from build_scripts.model import Comparable, Entry, PageReading, Role
from build_scripts.publishing.card import main_figures, make_card
from build_scripts.publishing.measures import Point, points_of
from build_scripts.publishing.views import Card, Figure
from build_scripts.state.codec import dump, shape_of

Mains = tuple[tuple[Figure, ...], ...]
"""The main figures of each article of a page."""
SAMPLE_MARK = "据公开报道整理"
"""What every page of the starter archive says of itself."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What is counted and compared of an article."""

    points: tuple[tuple[Comparable, Point], ...]
    """Its figures that are compared between places and years."""
    figures: int
    keyed: bool
    """True where some of them are for the fact box."""
    characters: int
    corrections: int
    refused: int
    gaps: int
    seams: int
    """Joins that are not certain."""


@dataclass(frozen=True, slots=True)
class PageSums:
    """What is counted of a newspaper page."""

    sample: bool
    """True where it says of itself that it is one of the starter archive."""
    unplaced: int
    """Lines that found no place."""
    articles: tuple[Sums, ...]


def page_cards(reading: PageReading, entries: Iterable[Entry]) -> tuple[Card, ...]:
    """Return the articles of a page for lists."""
    return tuple(make_card(entry, reading.page.meta) for entry in entries)


def page_sums(reading: PageReading, entries: Iterable[Entry]) -> PageSums:
    """Return what is counted of a page."""
    unplaced = {row.line for row in reading.ledger if row.role is Role.UNPLACED}
    sample = any(SAMPLE_MARK in line for line in reading.page.lines)
    return PageSums(sample, len(unplaced), tuple(map(_sums, entries)))


def _sums(entry: Entry) -> Sums:
    article = entry.article
    return Sums(
        tuple(points_of(entry)),
        len(entry.facts),
        any(fact.key for fact in entry.facts),
        sum(len(paragraph.text) for paragraph in article.paragraphs),
        len(article.corrections),
        len(article.refused),
        len(article.gaps),
        sum(not join.certain for join in article.joins),
    )


def pack_brief(reading: PageReading, entries: tuple[Entry, ...]) -> tuple[bytes, bytes, bytes]:
    """Return cards, sums and main figures of a page as a state file keeps them."""
    cards = dump(tuple[Card, ...], page_cards(reading, entries))
    return cards, dump(PageSums, page_sums(reading, entries)), dump(Mains, tuple(map(main_figures, entries)))


BRIEF_SHAPE = shape_of(Card, PageSums, Figure)

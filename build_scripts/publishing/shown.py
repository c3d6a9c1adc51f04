"""Articles and figures of an archive as lists show them: what was worked out with their pages is fetched with these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from build_scripts.model import Archive, Entry, Fact
from build_scripts.publishing.brief import Mains, page_cards
from build_scripts.publishing.card import main_figures, make_figure, make_figures
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.numbered import Numbered
from build_scripts.publishing.views import Card, Figure
from build_scripts.state.codec import load
from build_scripts.state.light import StoredReading, owners_in, whole_entry

_PAGES = 1 << 10
"""Newspaper pages of which cards and main figures are held at a time."""
_ARTICLES = 1 << 9
"""Articles of which all figures are held at a time: a page of figures and the data of the live table share them."""


class Shown(Numbered):
    """An archive whose articles and figures can be listed."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._cards = lru_cache(_PAGES)(self._page_cards)
        self._mains = lru_cache(_PAGES)(self._page_mains)
        self._figures = lru_cache(_ARTICLES)(self._figures_of_article)

    def each_once(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield articles in their order, but of those with the same text only the first."""
        shown: set[str] = set()
        for entry in entries:
            copies = {copy.article for copy in self.archive.relations.copies.get(entry.article.id, ()) if copy.whole}
            if not copies & shown:
                shown.add(entry.article.id)
                yield entry

    def figures(self, entries: Iterable[Entry], *, key_only: bool = False) -> Iterator[Figure]:
        """Yield the facts of articles in their order."""
        found = (self._figures(entry.article.id) for entry in entries)
        return (figure for figures in found for figure in figures if figure.key or not key_only)

    def varied_figures(self, entries: Iterable[Entry]) -> Iterator[Figure]:
        """Yield the main figures of articles, a few of each, those first that can be compared; a text counts once."""
        for entry in self.each_once(entries):
            page, at = self._where(self.number_of(entry.article.id))
            yield from self._mains(page)[at]

    def figures_of(self, entries: Iterable[Entry], owners: frozenset[str]) -> Iterator[tuple[Entry, Fact]]:
        """Yield the facts of articles that belong to somebody, under any of these names."""
        named = (entry for entry in entries if not owners.isdisjoint(owners_in(entry)))
        return ((entry, fact) for entry in map(whole_entry, named) for fact in entry.facts if fact.entity in owners)

    def figure(self, entry: Entry, fact: Fact) -> Figure:
        """Return one fact for a list."""
        return make_figure(entry, fact)

    def card(self, entry: Entry) -> Card:
        """Return an article for a list; the same one in every list."""
        page, at = self._where(self.number_of(entry.article.id))
        return self._cards(page)[at]

    def cards(self, entries: Entries) -> list[Card]:
        """Return articles for a list without fetching them."""
        return [self._cards(page)[at] for page, at in map(self._where, entries.numbers.tolist())]

    def _figures_of_article(self, article: str) -> tuple[Figure, ...]:
        entry = whole_entry(self.entry(self.number_of(article)))
        return make_figures(entry, entry.facts)

    def _page_cards(self, page: int) -> tuple[Card, ...]:
        reading, entries, _ = self._stock.page(page)
        if isinstance(reading, StoredReading):
            cards: tuple[Card, ...] = load(tuple[Card, ...], reading.column("cards"))
            return cards
        return page_cards(reading, entries)

    def _page_mains(self, page: int) -> Mains:
        reading, entries, _ = self._stock.page(page)
        if isinstance(reading, StoredReading):
            mains: Mains = load(Mains, reading.column("mains"))
            return mains
        return tuple(map(main_figures, entries))

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
        self.figures_in = lru_cache(_ARTICLES)(self._figures_of_article)
        """Returns the facts of an article by its number."""

    def each_once(self, entries: Entries) -> Iterator[int]:
        """Yield the numbers of articles in their order, but of those with the same text only that of the first."""
        shown: set[str] = set()
        for number in entries.numbers.tolist():
            mine = self.id_of(number)
            copies = {copy.article for copy in self.archive.relations.copies.get(mine, ()) if copy.whole}
            if not copies & shown:
                shown.add(mine)
                yield number

    def figures(self, entries: Entries, *, key_only: bool = False) -> Iterator[Figure]:
        """Yield the facts of articles in their order."""
        found = map(self.figures_in, entries.numbers.tolist())
        return (figure for figures in found for figure in figures if figure.key or not key_only)

    def varied_figures(self, entries: Entries) -> Iterator[Figure]:
        """Yield the main figures of articles, a few of each, those first that can be compared; a text counts once."""
        for page, at in map(self._where, self.each_once(entries)):
            yield from self._mains(page)[at]

    def figures_of(
        self, entries: Entries, owners: Iterable[str], *, yearly: bool = False
    ) -> Iterator[tuple[Entry, Fact]]:
        """Yield the facts of articles that belong to somebody, under any of these names.

        With `yearly` articles are passed over that have none of a whole year from them.
        """
        names, theirs = {*owners}, {*self._columns.words.find(owners).tolist()}
        table, here = self.table("owners"), self.rows_in("owners", entries)
        rows = zip(*(table[column][here].tolist() for column in ("article", "name", "yearly")), strict=True)
        for number in dict.fromkeys(at for at, name, of_year in rows if name in theirs and of_year >= yearly):
            entry = self._stock.whole(*self._where(number))
            yield from ((entry, fact) for fact in entry.facts if fact.entity in names)

    def figure(self, entry: Entry, fact: Fact) -> Figure:
        """Return one fact for a list."""
        return make_figure(entry, fact)

    def card(self, entry: Entry) -> Card:
        """Return an article for a list; the same one in every list."""
        return self.card_of(self.number_of(entry.article.id))

    def card_of(self, number: int) -> Card:
        """Return an article by its number, for a list."""
        page, at = self._where(number)
        return self._cards(page)[at]

    def cards(self, entries: Entries) -> list[Card]:
        """Return articles for a list without fetching them."""
        return [*map(self.card_of, entries.numbers.tolist())]

    def _figures_of_article(self, number: int) -> tuple[Figure, ...]:
        entry = self._stock.whole(*self._where(number))
        return make_figures(entry, entry.facts)

    def _page_cards(self, page: int) -> tuple[Card, ...]:
        if data := self._stock.packed(page, "cards"):
            return load(tuple[Card, ...], data)
        reading, entries, _ = self._stock.page(page)
        return page_cards(reading, entries)

    def _page_mains(self, page: int) -> Mains:
        if data := self._stock.packed(page, "mains"):
            return load(Mains, data)
        return tuple(map(main_figures, self._stock.page(page).entries))

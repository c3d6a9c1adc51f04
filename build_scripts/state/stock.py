"""The pages and articles of an archive by number, fetched from its state file when they are asked for.

Whoever counts does so in columns (see columns.py) and comes here with the numbers of what is to be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol, TypeVar, overload

import numpy as np

from build_scripts.model import Entry, PageReading
from build_scripts.state.codec import load
from build_scripts.state.columns import APART, Columns, Numbers
from build_scripts.state.light import Shelf, StoredEntry, StoredReading
from build_scripts.state.rows import PageRow

T = TypeVar("T")
_KEPT = 1 << 10
"""Pages that are held at a time."""


class Fetched(NamedTuple):
    """A newspaper page with its articles, and what it is listed, counted and found by."""

    reading: PageReading
    entries: tuple[Entry, ...]
    row: PageRow


class Stock(Protocol):
    """Pages by number."""

    @property
    def columns(self) -> Columns:
        """All rows."""

    def page(self, number: int) -> Fetched:
        """Return a page by its number."""

    def packed(self, page: int, column: str) -> bytes | None:
        """Return something that was worked out with a page, packed; None where nothing was."""

    def whole(self, page: int, at: int) -> Entry:
        """Return an article, given by its page and its place there, with its text and figures."""


class StoredStock:
    """The pages of a state file."""

    def __init__(self, columns: Columns, shelf: Shelf, finish: Callable[[PageRow], PageRow]) -> None:
        """`finish` puts into a row what other pages tell of it."""
        self.columns = columns
        self._shelf, self._finish = shelf, finish
        self.page = lru_cache(_KEPT)(self._page)
        """Returns a page by its number."""

    @cached_property
    def starts(self) -> Numbers:
        """The number of the first article of each page, and that of all articles at the end."""
        pages = np.arange(len(self.columns.files) + 1)
        return np.searchsorted(self.columns.articles["page"], pages).astype(np.int32)

    def packed(self, page: int, column: str) -> bytes:
        """Return something that was worked out with a page, packed."""
        return self._shelf.column(self.columns.files[page], column)

    def whole(self, page: int, at: int) -> Entry:
        """Return an article, given by its page and its place there, with its text and figures."""
        return self._shelf.entry(self.columns.files[page], self.columns.ids[int(self.starts[page]) + at])

    def entry(self, number: int) -> Entry:
        """Return an article by its number in the archive."""
        page = int(self.columns.articles["page"][number])
        return self.page(page).entries[number - int(self.starts[page])]

    def _page(self, number: int) -> Fetched:
        file = self.columns.files[number]
        row = self._finish(load(PageRow, self._shelf.column(file, "row")))
        entries = tuple(StoredEntry(article, file, self._shelf) for article in row.articles)
        return Fetched(StoredReading(row, file, entries, self._shelf), entries, row)


class _Numbered(Sequence[T]):
    """Things by number, fetched when they are asked for."""

    def __init__(self, count: int, fetch: Callable[[int], T]) -> None:
        self._numbers, self._fetch = range(count), fetch

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [*map(self._fetch, self._numbers[at])]
        return self._fetch(self._numbers[at])


class StoredReadings(_Numbered[PageReading]):
    """All pages of an archive, in their order."""

    def __init__(self, stock: StoredStock) -> None:
        super().__init__(len(stock.columns.files), lambda number: stock.page(number).reading)


class StoredEntries(_Numbered[Entry]):
    """All articles of an archive, page by page."""

    def __init__(self, stock: StoredStock) -> None:
        super().__init__(len(stock.columns.ids), stock.entry)
        self.stock = stock


def count_entries(entries: Sequence[Entry]) -> tuple[set[str], int]:
    """Return the codes of the places of articles, and how many figures they have, without fetching them."""
    if not isinstance(entries, StoredEntries):
        return {place.adcode for entry in entries for place in entry.places}, sum(len(e.facts) for e in entries)
    columns = entries.stock.columns
    places = np.unique(columns.tables["places"]["place"]).tolist()
    return {columns.words.texts[place].partition(APART)[0] for place in places}, int(columns.articles["figures"].sum())

"""What of the articles of an archive is held against others, fetched from its state file article by article."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from build_scripts.model import Copy, Entry, Traits
from build_scripts.state.codec import load
from build_scripts.understanding.relations.copies import text_of
from build_scripts.understanding.relations.rows import read_copies

_TEXTS = 1 << 11
_PAGES = 1 << 9
_ROWS = 1 << 14
"""Rows that are written together."""


class Kept:
    """The tables of relations in a state file, with the articles that they are about."""

    def __init__(self, connection: sqlite3.Connection, entry: Callable[[str, str], Entry]) -> None:
        self.sql = connection.execute
        self.many = connection.executemany
        self.entry = entry
        """Returns an article of a file with its text and figures."""
        self._traits = lru_cache(_PAGES)(self._read_traits)
        self.text = lru_cache(_TEXTS)(lambda article: text_of(self.whole(article).article))
        """Returns the body of an article as it is compared."""

    def write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Write rows, not all of which are at hand at a time."""
        waiting = iter(rows)
        while part := list(islice(waiting, _ROWS)):
            self.many(statement, part)

    def of_file(self, file: str) -> tuple[Traits, ...]:
        """Return the traits of the articles of a page."""
        row = self.sql("SELECT data FROM traits WHERE file = ?", (file,)).fetchone()
        found: tuple[Traits, ...] = load(tuple[Traits, ...], row[0]) if row else ()
        return found

    def every(self) -> Iterator[tuple[str, tuple[Traits, ...]]]:
        """Yield every page with the traits of its articles, in order of its file."""
        for file, data in self.sql("SELECT file, data FROM traits ORDER BY file"):
            yield file, load(tuple[Traits, ...], data)

    def trait(self, article: str) -> Traits:
        """Return the traits of an article."""
        return self._traits(self._file_of(article))[article]

    def exists(self, article: str) -> bool:
        """Tell whether the archive has an article."""
        return self.sql("SELECT 1 FROM home WHERE article = ?", (article,)).fetchone() is not None

    def whole(self, article: str) -> Entry:
        """Return an article with its text and figures."""
        return self.entry(self._file_of(article), article)

    def copies(self, article: str) -> tuple[Copy, ...]:
        """Return the copies of an article."""
        return read_copies(self.sql, article)

    def forget(self) -> None:
        """Let go of what was fetched: it may have changed."""
        self._traits.cache_clear()
        self.text.cache_clear()

    def _read_traits(self, file: str) -> dict[str, Traits]:
        return {one.article: one for one in self.of_file(file)}

    def _file_of(self, article: str) -> str:
        return str(self.sql("SELECT file FROM home WHERE article = ?", (article,)).fetchone()[0])

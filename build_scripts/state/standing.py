"""An archive that stands in its state file, with what tells which of its pages have changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from build_scripts.model import Archive, Entry
from build_scripts.state.light import Shelf

TABLES = """
CREATE TABLE related (file TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stirred (article TEXT PRIMARY KEY, copied INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE shown (file TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shown_in (file TEXT PRIMARY KEY, keys TEXT NOT NULL);
CREATE TABLE job (name TEXT PRIMARY KEY, key TEXT NOT NULL, paths TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE whole (part TEXT PRIMARY KEY, members TEXT NOT NULL, sizes TEXT NOT NULL, pieces TEXT NOT NULL);
CREATE TABLE doubt (key TEXT PRIMARY KEY, problems BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE columns (name TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE made (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
"""Which pages the relations have taken in, and of which articles they changed since files were last made of them; of
each page what its lists are, of each job what it made; of the data, part by part, which pages
are in it and how much each adds; what an operator is told of contradictions and of pages that come twice; the rows of
most pages as columns."""


@dataclass(slots=True)
class Standing:
    """An archive with the state that it stands in; it is opened when it is asked for."""

    connection: sqlite3.Connection
    digests: Mapping[str, str]
    """Of each file of the archive: another one when any of its articles, names or lines are no longer the same."""
    shelf: Shelf
    """Where single articles are fetched from."""
    opened: Callable[[], Archive]
    """Opens the archive."""
    outside: str
    """Digest of what is told of files that are no pages."""
    unchanged: bool
    """True where the archive is that of the last run."""
    _archive: Archive | None = None

    @property
    def archive(self) -> Archive:
        """The archive: ten seconds' work for a hundred thousand articles, which a run with nothing to do is spared."""
        if self._archive is None:
            self._archive = self.opened()
        return self._archive

    def close_archive(self) -> None:
        """Let go of the archive, so that its memory serves those who make pages of what was generated."""
        self._archive = None
        self.opened = _closed
        self.shelf.forget()
        self.connection.execute("PRAGMA shrink_memory")

    def entry(self, article: str) -> Entry:
        """Return an article of the archive by its id."""
        (file,) = self.connection.execute("SELECT file FROM home WHERE article = ?", (article,)).fetchone()
        return self.shelf.entry(file, article)

    def files_of(self, articles: Iterable[str]) -> set[str]:
        """Return the files of articles by their ids; those that are no more have none."""
        return {*self.homes(articles).values()}

    def homes(self, articles: Iterable[str]) -> dict[str, str]:
        """Return the files of articles by their ids; those that are no more have none."""
        wanted = "SELECT article, file FROM home WHERE article = ?"
        return dict(row for article in articles for row in self.connection.execute(wanted, (article,)))

    def remember(self, told: Sequence[str]) -> None:
        """Keep what an operator was told of the archive for a run that finds it unchanged."""
        row = ("told", json.dumps([self.outside, *told]))
        self.connection.execute("INSERT OR REPLACE INTO made VALUES (?, ?)", row)

    def recall(self) -> list[str]:
        """Return what an operator was told of the archive as it still is; nothing where that is not known."""
        row = self.connection.execute("SELECT value FROM made WHERE name = 'told'").fetchone()
        outside, *told = json.loads(row[0]) if row and self.unchanged else ("",)
        return told if outside == self.outside else []


def _closed() -> Archive:
    raise RuntimeError("the archive is asked for though its pages are made already")

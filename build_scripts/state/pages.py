"""Pages as they were read and understood, kept by what they were read from."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from build_scripts.model import Entry, PageReading, Problem, Traits
from build_scripts.state.codec import dump, load

TABLES = """
CREATE TABLE source (file TEXT PRIMARY KEY, stamp TEXT NOT NULL, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE page (file TEXT PRIMARY KEY, digest TEXT NOT NULL, problems BLOB NOT NULL,
  light BLOB, cards BLOB, mains BLOB, row BLOB);
CREATE TABLE page_mark (file TEXT PRIMARY KEY, digest TEXT NOT NULL, troubled INTEGER NOT NULL, page_id TEXT,
  notices INTEGER, withdrawn INTEGER, doubles TEXT) WITHOUT ROWID;
CREATE TABLE whole_page (file TEXT PRIMARY KEY, reading BLOB, entries BLOB NOT NULL, traits BLOB NOT NULL);
"""
"""What lists need of a page stands apart from all the rest, which is ten times that, and the little that every run
looks at apart from both: so it is read quickly."""
WHOLE = ("reading", "entries", "traits")
"""Columns of the second table."""
_NOTHING = dump(tuple[Problem, ...], ())


@dataclass(frozen=True, slots=True)
class PageResult:
    """What a source file came to."""

    reading: PageReading | None
    """None where it could not be read; the problems say why."""
    entries: tuple[Entry, ...]
    """As its page alone tells: what other pages say of its institutions is not in them."""
    problems: tuple[Problem, ...]
    traits: tuple[Traits, ...] = ()
    """Of each entry."""


class Mark(NamedTuple):
    """What every run looks at of every page."""

    page_id: str
    notices: bool
    """True where something of it was withdrawn."""
    withdrawn: bool
    """True where nothing of it is left."""
    doubles: str
    """The second names that it prints of institutions, each with the name that it is filed under, as JSON."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The same as bytes, so that it passes from process to process and onto the disk as it is."""

    key: str
    """Digest of what it was read from; empty where it must be read anew next time."""
    reading: bytes | None
    entries: bytes
    problems: bytes
    traits: bytes
    light: bytes | None = None
    """What lists need of it (see state/light.py)."""
    cards: bytes | None = None
    """Its articles as lists show them."""
    mains: bytes | None = None
    """The main figures of its articles."""
    row: bytes | None = None
    """What it is listed, counted and found by (see state/rows.py)."""
    mark: Mark | None = None

    @property
    def brief(self) -> tuple[bytes | None, ...]:
        """Return what the first table keeps of it."""
        return self.problems, self.light, self.cards, self.mains, self.row

    @property
    def whole(self) -> tuple[bytes | None, ...]:
        """Return what the second table keeps of it."""
        return self.reading, self.entries, self.traits

    @property
    def digest(self) -> str:
        """Return what is another one when the page came to something else."""
        digest = hashlib.sha256()
        for column in (*self.whole, *self.brief):
            digest.update(b"\0" if column is None else f"{len(column)}\0".encode() + column)
        return digest.hexdigest()[:32]


def pack(result: PageResult, key: str) -> Packed:
    """Return what a page came to as bytes, without what lists need; one that could not be read is tried again."""
    reading = dump(PageReading, result.reading) if result.reading else None
    entries, problems = dump(tuple[Entry, ...], result.entries), dump(tuple[Problem, ...], result.problems)
    return Packed(key if reading else "", reading, entries, problems, dump(tuple[Traits, ...], result.traits))


def unpack(reading: bytes | None, entries: bytes, problems: bytes, traits: bytes) -> PageResult:
    """Return what `pack` packed."""
    found: tuple[Entry, ...] = load(tuple[Entry, ...], entries)
    told: tuple[Problem, ...] = load(tuple[Problem, ...], problems)
    known: tuple[Traits, ...] = load(tuple[Traits, ...], traits)
    return PageResult(load(PageReading, reading) if reading else None, found, told, known)


def content_key(file: str, paths: Iterable[str]) -> str:
    """Return a digest of a page: its name, the bytes it is read from, and the paths of what lies beside it."""
    digest = hashlib.sha256(file.encode())
    for at, path in enumerate(paths):
        try:
            data = Path(path).read_bytes()
        except OSError:
            return ""
        digest.update(f"\0{path if at else ''}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
        digest.update(data)
    return digest.hexdigest()[:32]


class PageStore:
    """The pages of a state file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def stamps(self) -> dict[str, str]:
        """Return the stamp of every file that was read."""
        return dict(self._connection.execute("SELECT file, stamp FROM source").fetchall())

    def key(self, file: str) -> str:
        """Return the key of a file; empty where it was never read, or must be read anew."""
        row = self._connection.execute("SELECT key FROM source WHERE file = ?", (file,)).fetchone()
        return row[0] if row else ""

    def note_sources(self, sources: Mapping[str, tuple[str, str]]) -> None:
        """Remember stamps and keys."""
        rows = [(file, stamp, key) for file, (stamp, key) in sources.items()]
        self._connection.executemany("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", rows)

    def put(self, file: str, packed: Packed) -> None:
        """Keep what a page came to."""
        digest, troubled = packed.digest, packed.problems != _NOTHING
        page = (file, digest, *packed.brief)
        self._connection.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", page)
        mark = (file, digest, troubled, *(packed.mark or (None,) * len(Mark._fields)))
        self._connection.execute("INSERT OR REPLACE INTO page_mark VALUES (?, ?, ?, ?, ?, ?, ?)", mark)
        self._connection.execute("INSERT OR REPLACE INTO whole_page VALUES (?, ?, ?, ?)", (file, *packed.whole))

    def drop(self, files: Iterable[str]) -> None:
        """Forget pages that are no more."""
        gone = [(file,) for file in files]
        for table in ("source", "page", "page_mark", "whole_page"):
            self._connection.executemany(f"DELETE FROM {table} WHERE file = ?", gone)  # noqa: S608  names of ours

    def same(self, file: str, packed: Packed) -> bool:
        """Tell whether a page came to the same as before."""
        row = self._connection.execute("SELECT digest FROM page WHERE file = ?", (file,)).fetchone()
        return row is not None and row[0] == packed.digest

    def get(self, file: str) -> PageResult | None:
        """Return what a page came to."""
        row = self._row(file)
        return unpack(*row) if row else None

    def _row(self, file: str) -> tuple[Any, ...] | None:
        wanted = "SELECT reading, entries, problems, traits FROM page JOIN whole_page USING (file) WHERE file = ?"
        row: tuple[Any, ...] | None = self._connection.execute(wanted, (file,)).fetchone()
        return row

    def every(self, files: Iterable[str]) -> Iterator[PageResult]:
        """Yield what pages came to, in the order of their names here."""
        for file in files:
            if result := self.get(file):
                yield result

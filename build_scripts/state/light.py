"""An archive that lies on the disk and looks like any other: light things are at hand, heavy ones are fetched.

Lists need of an article its title, day, places, names: some two kilobytes. Text, figures, ledger are ten times that,
and a build that changes a few pages asks for those of a few articles only. So an entry here is an Entry whose heavy
fields are read from the state file when they are asked for, and soon forgotten again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from build_scripts.model import (
    Article,
    Author,
    Dating,
    Entry,
    Institution,
    PageMeta,
    PageReading,
    Person,
    Picture,
    Place,
    RawPage,
    Topic,
    Withdrawn,
)
from build_scripts.state.codec import load
from build_scripts.state.pages import WHOLE, PageResult
from build_scripts.state.rows import ArticleRow, PageRow

_KEPT = 128
"""Pages whose heavy parts are held at a time, by each process: some hundred kilobytes each."""
_KEPT_LIGHT = 1 << 10
"""Pages whose light parts are held."""
_LIGHT_ARTICLE = (
    *("id", "file", "first_line", "last_line", "title", "title_is_ours", "kicker", "deck", "column"),
    *("byline", "language", "jump_from", "jump_to", "checked"),
)


@dataclass(frozen=True, slots=True)
class LightArticle:
    """Of an article what lists need; the names are those of its fields."""

    id: str
    file: str
    first_line: int
    last_line: int
    title: str
    title_is_ours: bool
    kicker: str | None
    deck: str | None
    column: str | None
    byline: tuple[Author, ...]
    language: str
    jump_from: str | None
    jump_to: str | None
    checked: bool


@dataclass(frozen=True, slots=True)
class LightEntry:
    """Of an entry what lists need."""

    article: LightArticle
    dating: Dating
    places: tuple[Place, ...]
    institutions: tuple[Institution, ...]
    people: tuple[Person, ...]
    topics: tuple[Topic, ...]
    health_related: bool
    checked: bool


@dataclass(frozen=True, slots=True)
class LightPage:
    """Of a page what lists need."""

    file: str
    page_id: str
    sha256: str
    encoding: str
    first_text_line: int
    meta: PageMeta
    pictures: tuple[Picture, ...]
    withdrawn: tuple[Withdrawn, ...]
    entries: tuple[LightEntry, ...]


def light_of(result: PageResult) -> LightPage | None:
    """Return of a page what lists need; None where it could not be read."""
    if result.reading is None:
        return None
    entries = (
        LightEntry(
            LightArticle(*(getattr(entry.article, name) for name in _LIGHT_ARTICLE)),
            entry.dating,
            entry.places,
            entry.institutions,
            entry.people,
            entry.topics,
            entry.health_related,
            entry.checked,
        )
        for entry in result.entries
    )
    page = result.reading.page
    return LightPage(
        page.file,
        page.page_id,
        page.sha256,
        page.encoding,
        page.first_text_line,
        page.meta,
        page.pictures,
        result.reading.withdrawn,
        tuple(entries),
    )


E = TypeVar("E", Entry, LightEntry)


class Finish(Protocol):
    """Puts into an entry what other pages tell of it."""

    def __call__(self, entry: E) -> E:
        """Return the entry as it is shown."""


def _as_it_is(entry: E) -> E:
    return entry


class Shelf:
    """Fetches the heavy parts of pages from a state file; each process has a connection of its own."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self.finish: Finish = _as_it_is
        """Puts into an entry what other pages tell of it."""
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._reading = lru_cache(_KEPT)(self._read_page)
        self._articles = lru_cache(_KEPT)(self._read_entries)
        self._light = lru_cache(_KEPT_LIGHT)(self._read_light)

    def reading(self, file: str) -> PageReading:
        """Return a page as it was read."""
        return self._reading(file)

    def entry(self, file: str, article: str) -> Entry:
        """Return an article of a page with all that it says."""
        return self._articles(file)[article]

    def light_page(self, file: str) -> LightPage:
        """Return of a page what lists need."""
        return self._light(file)[0]

    def light_entry(self, file: str, article: str) -> LightEntry:
        """Return of an article what lists need."""
        return self._light(file)[1][article]

    def forget(self) -> None:
        """Let go of what was fetched, before it was known how to finish it or for a while in which nobody asks."""
        for cache in (self._light, self._articles, self._reading):
            cache.cache_clear()

    def column(self, file: str, name: str) -> bytes:
        """Return a packed column of a page."""
        table = "whole_page" if name in WHOLE else "page"
        row = self.connection().execute(f"SELECT {name} FROM {table} WHERE file = ?", (file,))  # noqa: S608  names of ours
        return bytes(row.fetchone()[0])

    def connection(self) -> sqlite3.Connection:
        """Return the connection of this process."""
        if self._connection is None or self._process != os.getpid():
            self._connection, self._process = self._connect(), os.getpid()
        return self._connection

    def _read_page(self, file: str) -> PageReading:
        return load(PageReading, self.column(file, "reading"))

    def _read_light(self, file: str) -> tuple[LightPage, dict[str, LightEntry]]:
        page = load(LightPage, self.column(file, "light"))
        return page, {entry.article.id: self.finish(entry) for entry in page.entries}

    def _read_entries(self, file: str) -> dict[str, Entry]:
        found: tuple[Entry, ...] = load(tuple[Entry, ...], self.column(file, "entries"))
        return {entry.article.id: self.finish(entry) for entry in found}


def _fetched(name: str) -> Any:  # noqa: ANN401  a property of any type
    """Return a property that is fetched when it is asked for."""
    return property(lambda self: getattr(self.fetch(), name))


def _listed(name: str) -> Any:  # noqa: ANN401  as above
    """Return a property of which it is enough to fetch what lists need."""
    return property(lambda self: getattr(self.light(), name))


class StoredArticle(Article):
    """An article whose text lies in the state file."""

    __slots__ = ("_row", "_shelf")
    _row: ArticleRow
    _shelf: Shelf

    def __init__(self, row: ArticleRow, file: str, shelf: Shelf) -> None:
        object.__setattr__(self, "id", row.id)
        object.__setattr__(self, "file", file)
        object.__setattr__(self, "_row", row)
        object.__setattr__(self, "_shelf", shelf)

    def light(self) -> LightArticle:
        """Return of it what lists need."""
        return self._shelf.light_entry(self.file, self.id).article

    def fetch(self) -> Article:
        """Return it with its text."""
        return self._shelf.entry(self.file, self.id).article

    @property
    def title(self) -> str:
        """Its headline."""
        return self._row.title

    @property
    def length(self) -> int:
        """Characters of its paragraphs."""
        return self._row.characters

    first_line, last_line = _listed("first_line"), _listed("last_line")
    title_is_ours = _listed("title_is_ours")
    kicker, deck, column = _listed("kicker"), _listed("deck"), _listed("column")
    byline, language = _listed("byline"), _listed("language")
    jump_from, jump_to = _listed("jump_from"), _listed("jump_to")
    checked = _listed("checked")
    summary = _fetched("summary")
    paragraphs = _fetched("paragraphs")
    crossheads = _fetched("crossheads")
    captions = _fetched("captions")
    corrections = _fetched("corrections")
    gaps = _fetched("gaps")
    joins = _fetched("joins")
    refused = _fetched("refused")


class StoredEntry(Entry):
    """An entry of which only its row is at hand."""

    __slots__ = ("_shelf", "row")
    _shelf: Shelf
    row: ArticleRow

    def __init__(self, row: ArticleRow, file: str, shelf: Shelf) -> None:
        object.__setattr__(self, "article", StoredArticle(row, file, shelf))
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "_shelf", shelf)

    def light(self) -> LightEntry:
        """Return of it what lists need."""
        return self._shelf.light_entry(self.article.file, self.article.id)

    def fetch(self) -> Entry:
        """Return it with its figures."""
        return self._shelf.entry(self.article.file, self.article.id)

    dating = _listed("dating")
    places, institutions, people, topics = map(_listed, ("places", "institutions", "people", "topics"))
    health_related = property(lambda self: self.row.health_related)
    checked = property(lambda self: self.row.checked)
    facts = _fetched("facts")
    edits = _fetched("edits")


class StoredPage(RawPage):
    """A page whose lines lie in the state file."""

    __slots__ = ("_id", "_shelf")
    _id: str
    _shelf: Shelf

    def __init__(self, row: PageRow, file: str, shelf: Shelf) -> None:
        object.__setattr__(self, "file", file)
        object.__setattr__(self, "_id", row.page_id)
        object.__setattr__(self, "_shelf", shelf)

    def light(self) -> LightPage:
        """Return of it what lists need."""
        return self._shelf.light_page(self.file)

    def fetch(self) -> RawPage:
        """Return it with its lines."""
        return self._shelf.reading(self.file).page

    @property
    def page_id(self) -> str:
        """Eight hex digits that stay the same as long as the file, or its sidecar, has the same path."""
        return self._id

    sha256, encoding = _listed("sha256"), _listed("encoding")
    first_text_line, meta, pictures = map(_listed, ("first_text_line", "meta", "pictures"))
    lines = _fetched("lines")
    decisions = _fetched("decisions")


class StoredReading(PageReading):
    """A reading of which only its row is at hand."""

    __slots__ = ("_shelf", "row")
    _shelf: Shelf
    row: PageRow

    def __init__(self, row: PageRow, file: str, entries: Iterable[Entry], shelf: Shelf) -> None:
        object.__setattr__(self, "page", StoredPage(row, file, shelf))
        object.__setattr__(self, "articles", tuple(entry.article for entry in entries))
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "_shelf", shelf)

    def fetch(self) -> PageReading:
        """Return it with its ledger."""
        return self._shelf.reading(self.page.file)

    def column(self, name: str) -> bytes:
        """Return something that is kept of it beside, packed."""
        return self._shelf.column(self.page.file, name)

    withdrawn = property(lambda self: self._shelf.light_page(self.page.file).withdrawn if self.row.notices else ())
    ledger = _fetched("ledger")
    problems = _fetched("problems")


def whole_entry(entry: Entry) -> Entry:
    """Return an entry that holds all its text and figures, for whoever asks for most of them."""
    return entry.fetch() if isinstance(entry, StoredEntry) else entry


def count_characters(article: Article) -> int:
    """Return how long the text of an article is, without fetching it."""
    return article.length if isinstance(article, StoredArticle) else sum(len(p.text) for p in article.paragraphs)

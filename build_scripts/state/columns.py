"""All rows of an archive as columns of numbers, so that a run which changes one page counts and sorts without them.

A hundred thousand articles as objects are two gigabytes and ten seconds; as numbers they are some thirty megabytes
that numpy goes through in a hundredth of a second. Words (names, kinds, forms) are numbers too, those of a list of all
words. What a list shows of the few articles on it is fetched from their pages (see light.py).

Articles stand in the order of the archive: page by page, and on each in the order of its row. Words that nobody uses
any more stay in the list until the columns are made anew.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from build_scripts.keys import name_key, person_key
from build_scripts.state.rows import ArticleRow, PageRow

Numbers = npt.NDArray[np.int32]
Table = dict[str, Numbers]
"""Columns of one length by their names."""
KEYED, HEALTHY, CHECKED = 1, 2, 4
"""Marks of an article: it has figures for the fact box, is about health, was checked."""
PICTURED, SAMPLE = 1, 2
"""Marks of a page."""
_MIDDLE = 1 << 31
APART = "\0"
"""Stands between the forms of a name, or a code and the name of its place."""
PAGES: Final = (
    "name",
    "publication",
    "page_no",
    "year",
    "month",
    "day",
    "marks",
    "unplaced",
    "id",
    "version",
    "version2",
)
"""The last three are a sum of the page's id, and its digest as numbers."""
ARTICLES: Final = (
    *("page", "id", "order", "year", "month", "day", "dated", "place", "marks", "figures", "characters"),
    *("corrections", "refused", "gaps", "seams"),
)
"""The second is a sum of the article's id."""
TABLES: Final = {
    "places": ("article", "place"),
    "topics": ("article", "label"),
    "institutions": ("article", "name", "kind", "code", "checked", "forms", "key"),
    "people": ("article", "name", "title", "employer", "checked", "key"),
    "owners": ("article", "name", "yearly"),
    "points": ("article", "name", "unit", "nature", "place", "year"),
}
"""Tables that have any number of rows for an article, which is the first column of each."""


@dataclass(slots=True)
class Words:
    """All words, numbered as they come; 0 stands for none."""

    texts: list[str] = field(default_factory=lambda: [""])
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str | None) -> int:
        """Return the number of a word, a new one where it has none."""
        if not text:
            return 0
        if not self._numbers:
            self._numbers.update((text, at) for at, text in enumerate(self.texts))
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def find(self, texts: Iterable[str]) -> Numbers:
        """Return the numbers of those of some words that there are."""
        self.number("?")
        found = (self._numbers.get(text) for text in texts)
        return np.array([number for number in found if number], np.int32)


@dataclass(frozen=True, slots=True)
class Sounded:
    """Names of institutions and people in the order of their sound, as far as that is known."""

    names: Numbers = field(default_factory=lambda: np.empty(0, np.int32))
    sounds: Sequence[str] = ()
    version: str = ""
    """Of what tells how they sound."""


@dataclass(slots=True)
class Columns:
    """The rows of all pages, column by column."""

    files: list[str]
    """Of each page, in the order of the archive."""
    digests: list[str]
    """Of each page, as it was when its row was taken in."""
    page_ids: list[str]
    ids: list[str]
    """Of each article."""
    words: Words
    tables: dict[str, Table]
    """Pages, articles and the TABLES, column by column."""
    sounded: Sounded = field(default_factory=Sounded)

    @property
    def pages(self) -> Table:
        """What is known of each page."""
        return self.tables["pages"]

    @property
    def articles(self) -> Table:
        """What is known of each article."""
        return self.tables["articles"]


def columns_of(rows: Iterable[tuple[str, str, PageRow]], words: Words | None = None) -> Columns:
    """Return columns of some pages, each given as its file, the digest of its row, and the row."""
    words = words or Words()
    files: list[str] = []
    digests: list[str] = []
    page_ids: list[str] = []
    ids: list[str] = []
    pages, articles = _Cells(len(PAGES)), _Cells(len(ARTICLES))
    others = {name: _Cells(len(columns)) for name, columns in TABLES.items()}
    number = words.number
    for at, (file, digest, page) in enumerate(rows):
        files.append(file)
        digests.append(digest)
        page_ids.append(page.page_id)
        marks = PICTURED * page.pictures | SAMPLE * page.sample
        day = (page.year, page.month, page.day)
        names = (number(page.name), number(page.publication), number(page.page_no))
        mine = crc32(page.page_id.encode()) - _MIDDLE
        pages.add(*names, *day, marks, page.unplaced, mine, *_as_numbers(digest))
        for row in page.articles:
            here = len(ids)
            ids.append(row.id)
            marks = KEYED * row.keyed | HEALTHY * row.health_related | CHECKED * row.checked
            articles.add(
                *(
                    at,
                    crc32(row.id.encode()) - _MIDDLE,
                    row.order,
                    row.year,
                    row.month,
                    row.day,
                    number(row.dated),
                    number(row.place),
                    marks,
                ),
                *(row.figures, row.characters, row.corrections, row.refused, row.gaps, row.seams),
            )
            for name, cells in _cells_of(row, words):
                others[name].add(here, *cells)
    tables = {"pages": pages.columns(PAGES), "articles": articles.columns(ARTICLES)}
    tables |= {name: others[name].columns(columns) for name, columns in TABLES.items()}
    return Columns(files, digests, page_ids, ids, words, tables)


def sums_of(ids: Numbers) -> npt.NDArray[np.int64]:
    """Return the sums of ids as zlib.crc32 has them."""
    return ids.astype(np.int64) + _MIDDLE


def _as_numbers(digest: str) -> tuple[int, int]:
    """Return the first bits of a digest."""
    return int(digest[:8] or "0", 16) - _MIDDLE, int(digest[8:16] or "0", 16) - _MIDDLE


def _as_number(key: str) -> int:
    """Return the key of a name as a column has it; `keys_in` gives it back."""
    return int.from_bytes(bytes.fromhex(key.zfill(8)), "big", signed=True)


def keys_in(table: Table) -> npt.NDArray[np.uint32]:
    """Return the keys of the names in a table as numbers, in whose order they are as digits too."""
    return table["key"].view(np.uint32)


def names_of(columns: Columns) -> Numbers:
    """Return the words that are names of institutions and people, by number."""
    named = np.zeros(len(columns.words.texts), bool)
    for table in ("institutions", "people"):
        named[columns.tables[table]["name"]] = True
    return np.flatnonzero(named).astype(np.int32)


def _cells_of(row: ArticleRow, words: Words) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the rows that an article has in each of the TABLES, without itself."""
    number = words.number
    for code, place in row.places:
        yield "places", (number(f"{code}{APART}{place}"),)
    for label in row.topics:
        yield "topics", (number(label),)
    for name, kind, adcode, checked, forms in row.institutions:
        known = number(name), number(kind), number(adcode), checked, number(APART.join(forms))
        yield "institutions", (*known, _as_number(name_key(name)))
    for name, title, employer, checked in row.people:
        key = _as_number(person_key(name, employer, title))
        yield "people", (number(name), number(title), number(employer), checked, key)
    for owner, yearly in row.owners:
        yield "owners", (number(owner), yearly)
    for point in row.points:
        yield "points", (number(point.name), number(point.unit), number(point.nature), number(point.place), point.year)


class _Cells:
    """Rows of numbers on their way to columns."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._cells = array("i")

    def add(self, *cells: int) -> None:
        """Take in a row."""
        self._cells.extend(cells)

    def columns(self, names: Sequence[str]) -> Table:
        """Return the rows as columns."""
        table = np.frombuffer(self._cells, np.int32).reshape(-1, self._width)
        return {name: np.ascontiguousarray(table[:, at]) for at, name in enumerate(names)}


def patch(old: Columns, fresh: Columns, files: Sequence[str]) -> Columns:
    """Return the columns of the pages that are named, in that order: from `fresh` if there, else from `old`.

    Both must share their words.
    """
    place = {file: at for at, file in enumerate(files)}
    news = set(fresh.files)
    stays = np.array([place.get(file, -1) if file not in news else -1 for file in old.files], np.int32)
    comes = np.array([place[file] for file in fresh.files], np.int32)
    now = np.concatenate([stays, comes])  # of each page of both, its number from now on; -1 for none
    order = _sorted_without(now)
    both = [*zip(old.digests, old.page_ids, strict=True), *zip(fresh.digests, fresh.page_ids, strict=True)]
    picked = [both[at] for at in order.tolist()]
    tables = {"pages": {name: _joined(old, fresh, "pages", name)[order] for name in PAGES}}
    article_page = now[_joined(old, fresh, "articles", "page", len(old.files))]
    article_order = _sorted_without(article_page)
    tables["articles"] = {name: _joined(old, fresh, "articles", name)[article_order] for name in ARTICLES}
    tables["articles"]["page"] = article_page[article_order]
    home = np.full(len(article_page), -1, np.int32)
    home[article_order] = np.arange(len(article_order), dtype=np.int32)
    for table, columns in TABLES.items():
        article = home[_joined(old, fresh, table, "article", len(old.ids))]
        rows = _sorted_without(article)
        tables[table] = {name: _joined(old, fresh, table, name)[rows] for name in columns}
        tables[table]["article"] = article[rows]
    ids = [*old.ids, *fresh.ids]
    digests, page_ids = [digest for digest, _ in picked], [page_id for _, page_id in picked]
    ids = [ids[at] for at in article_order.tolist()]
    return Columns([*files], digests, page_ids, ids, fresh.words, tables, old.sounded)


def _joined(old: Columns, fresh: Columns, table: str, name: str, shift: int = 0) -> Numbers:
    return np.concatenate([old.tables[table][name], fresh.tables[table][name] + np.int32(shift)])


def _sorted_without(places: Numbers) -> Numbers:
    """Return the numbers of what has a place, in the order of the places; of one place, in their own order."""
    order = np.argsort(places, kind="stable").astype(np.int32)
    return order[np.searchsorted(places[order], 0) :]


def renamed(columns: Columns, same: Mapping[str, str]) -> Columns:
    """Return columns with institutions under their first names, but where an editor has named them."""
    if not same:
        return columns
    words = columns.words
    first = np.arange(len(words.texts) + len(same), dtype=np.int32)
    for second, name in same.items():
        first[words.number(second)] = words.number(name)
    named, people = columns.tables["institutions"], columns.tables["people"]
    concerned = np.zeros(len(columns.ids), bool)
    concerned[named["article"][first[named["name"]] != named["name"]]] = True
    theirs = concerned[people["article"]] & (people["checked"] == 0)
    institutions = named | {"name": np.where(named["checked"], named["name"], first[named["name"]])}
    others = people | {"employer": np.where(theirs, first[people["employer"]], people["employer"])}
    texts, key, person = words.texts, institutions["key"].copy(), others["key"].copy()
    for row in np.flatnonzero(institutions["name"] != named["name"]).tolist():
        key[row] = _as_number(name_key(texts[institutions["name"][row]]))
    for row in np.flatnonzero(others["employer"] != people["employer"]).tolist():
        name, title, employer = (texts[others[column][row]] for column in ("name", "title", "employer"))
        person[row] = _as_number(person_key(name, employer, title))
    tables = {"institutions": institutions | {"key": key}, "people": others | {"key": person}}
    return replace(columns, tables=columns.tables | tables)


def with_digests(columns: Columns, digests: Mapping[int, str]) -> Columns:
    """Return columns with other digests of some pages, given by their numbers."""
    pages, all_digests = {**columns.pages}, [*columns.digests]
    for page, digest in digests.items():
        all_digests[page] = digest
    for name, at in (("version", 0), ("version2", 1)):
        pages[name] = columns.pages[name].copy()
        pages[name][[*digests]] = [_as_numbers(digest)[at] for digest in digests.values()]
    return replace(columns, digests=all_digests, tables=columns.tables | {"pages": pages})


def names_on_pages(columns: Columns, names: Mapping[str, str]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Yield the numbers of the pages that name any of some institutions, with those that they name and their values."""
    named, texts = columns.tables["institutions"], columns.words.texts
    rows = np.flatnonzero(np.isin(named["name"], columns.words.find(names)))
    found: dict[int, set[str]] = {}
    pages = columns.articles["page"][named["article"][rows]]
    for page, name in zip(pages.tolist(), named["name"][rows].tolist(), strict=True):
        found.setdefault(page, set()).add(texts[name])
    return ((page, sorted((name, names[name]) for name in here)) for page, here in found.items())


def difference(columns: Columns, digests: Mapping[str, str]) -> list[str]:
    """Return the files whose rows the columns do not have, of those that are to be in them."""
    known = dict(zip(columns.files, columns.digests, strict=True))
    return [file for file, digest in digests.items() if known.get(file) != digest]


def dump_columns(columns: Columns) -> Iterator[tuple[str, bytes]]:
    """Yield columns as a state file keeps them, piece by piece."""
    from msgspec import msgpack

    sounded = columns.sounded
    names = (sounded.names.tolist(), sounded.sounds, sounded.version)
    lists = (columns.files, columns.digests, columns.page_ids, columns.ids, columns.words.texts, names)
    try:
        yield "words", msgpack.encode(lists)
    except UnicodeEncodeError:  # half a character, as a file may have it, is no UTF-8
        yield "words", json.dumps(lists).encode("ascii")
    for table, cells in columns.tables.items():
        yield table, np.stack([*cells.values()]).astype("<i4").tobytes()


def load_columns(pieces: Mapping[str, bytes]) -> Columns:
    """Return what `dump_columns` wrote."""
    from msgspec import msgpack

    words = pieces["words"]
    lists = json.loads(words) if words.startswith(b"[") else msgpack.decode(words)
    files, digests, page_ids, ids, texts, (names, sounds, version) = lists
    shapes = chain((("pages", PAGES), ("articles", ARTICLES)), TABLES.items())
    tables = {}
    for table, columns in shapes:
        cells = np.frombuffer(pieces[table], "<i4").astype(np.int32, copy=False).reshape(len(columns), -1)
        tables[table] = {name: cells[at] for at, name in enumerate(columns)}
    sounded = Sounded(np.array(names, np.int32), sounds, version)
    return Columns(files, digests, page_ids, ids, Words(texts), tables, sounded)

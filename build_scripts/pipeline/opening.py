"""Opens an archive that stands in its state file: its relations are brought up to date, and its articles laid out.

A run that finds nothing changed never loads this module, nor what decides relations.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from typing import Any, ClassVar, TypeVar

from build_scripts.model import Archive, Copy, Problem, Relations, Similar, Traits
from build_scripts.pipeline import same_address
from build_scripts.pipeline.doubts import tell_doubts
from build_scripts.pipeline.last_run import LastRun, Marked
from build_scripts.publishing.alphabet import in_order
from build_scripts.reading.sources import Source
from build_scripts.stages import stage
from build_scripts.state.codec import dump, load
from build_scripts.state.columns import (
    Columns,
    columns_of,
    difference,
    dump_columns,
    names_of,
    names_on_pages,
    patch,
    renamed,
    with_digests,
)
from build_scripts.state.database import transaction
from build_scripts.state.light import Shelf
from build_scripts.state.rows import PageRow
from build_scripts.state.stock import StoredEntries, StoredReadings, StoredStock
from build_scripts.understanding.linking import rename, rename_row, settle_names
from build_scripts.understanding.relations.index import RelationIndex
from build_scripts.understanding.relations.rows import read_contradictions, read_copies, read_similar
from build_scripts.understanding.relations.traits import traits_of

T = TypeVar("T")
_FEW = 100
"""Pages that every run puts into the columns anew, before it is cheaper to write all columns."""


def open_archive(
    last: LastRun, shelf: Shelf, files: list[Source], problems: list[Problem]
) -> tuple[Archive, dict[str, str]]:
    """Return an archive with the digest of each of its pages."""
    connection = last.connection
    pages, told = _find_pages(last, files)
    problems = [*problems, *told]
    same = settle_names(chain.from_iterable(json.loads(page.doubles) for page in pages.values() if page.doubles))
    shelf.forget()
    shelf.finish = partial(rename, same=same)
    columns = _bring_up_to_date(last, {file: page.digest for file, page in pages.items() if not page.withdrawn})
    columns = with_digests(columns, _digests(columns, same))
    digests = {file: page.digest for file, page in pages.items()} | dict(
        zip(columns.files, columns.digests, strict=True)
    )
    with stage("找相关文章"):
        _relate(last, shelf, digests)
    connection.execute("INSERT OR IGNORE INTO made VALUES ('settled', '1')")
    withdrawn = [one for file, page in pages.items() if page.notices for one in shelf.light_page(file).withdrawn]
    shelf.forget()
    connection.execute("PRAGMA shrink_memory")  # what SQLite holds would be shared with all that make pages
    stock = StoredStock(renamed(columns, same), shelf, partial(rename_row, same=same))
    contradictions = read_contradictions(connection.execute)
    relations = Relations(_Similar(shelf), _Copies(shelf), contradictions)
    problems += tell_doubts(connection, stock, contradictions, digests)
    archive = Archive(StoredReadings(stock), StoredEntries(stock), tuple(problems), relations, tuple(withdrawn))
    return archive, digests


def _find_pages(last: LastRun, files: list[Source]) -> tuple[dict[str, Marked], list[Problem]]:
    """Return the pages of the archive in the order of the files, and all that is told of pages."""
    pages: dict[str, Marked] = {}
    first: dict[str, str] = {}
    problems: list[Problem] = []
    told = "SELECT problems FROM page WHERE file = ?"
    for one in files:
        page = last.marks[one.file]
        if page.troubled:
            problems += load(tuple[Problem, ...], last.connection.execute(told, (one.file,)).fetchone()[0])
        if page.page_id is None:
            continue
        if page.page_id in first:
            problems.append(same_address(one.file, first[page.page_id]))
            continue
        first[page.page_id] = one.file
        pages[one.file] = page
    return pages, problems


def _bring_up_to_date(last_run: LastRun, pages: Mapping[str, str]) -> Columns:
    """Return the rows of the pages whose digests are given as columns, of which the state file keeps the last."""
    connection, last = last_run.connection, last_run.columns or columns_of(())
    new = difference(last, pages)
    if not new and last.files == [*pages]:
        return last
    row = "SELECT row FROM page WHERE file = ?"
    rows = ((file, pages[file], load(PageRow, connection.execute(row, (file,)).fetchone()[0])) for file in new)
    columns = patch(last, columns_of(rows, last.words), [*pages])
    if not last_run.columns or len({*last.files} ^ {*pages}) + len(new) > _FEW:
        columns.sounded = in_order(names_of(columns), columns.words.texts, columns.sounded)
        with transaction(connection):
            connection.executemany("INSERT OR REPLACE INTO columns VALUES (?, ?)", dump_columns(columns))
    return columns


def _digests(columns: Columns, same: Mapping[str, str]) -> dict[int, str]:
    """Return the digests of the pages that name institutions by second names: what these stand for is part of them."""
    return {
        page: hashlib.sha256(f"{columns.digests[page]}{json.dumps(names)}".encode()).hexdigest()[:32]
        for page, names in names_on_pages(columns, same)
    }


def _relate(last: LastRun, shelf: Shelf, digests: Mapping[str, str]) -> None:
    """Bring the relations up to date, and remember which articles they changed until their pages are made."""
    connection, known = last.connection, last.related
    changed = {file for file in known.keys() | digests.keys() if known.get(file) != digests.get(file)}
    if not changed:
        return
    with transaction(connection):
        index = RelationIndex(connection, shelf.entry)
        stirred, copied = index.update(changed, partial(_traits, connection, shelf, digests))
        rows = [(article, article in copied) for article in sorted(stirred)]
        note = "INSERT INTO stirred VALUES (?, ?) ON CONFLICT DO UPDATE SET copied = max(copied, excluded.copied)"
        connection.executemany(note, rows)
        connection.executemany("DELETE FROM related WHERE file = ?", [(file,) for file in changed])
        connection.executemany(
            "INSERT INTO related VALUES (?, ?)", [(file, digests[file]) for file in sorted(changed & digests.keys())]
        )


def _traits(connection: sqlite3.Connection, shelf: Shelf, digests: Mapping[str, str], file: str) -> bytes | None:
    """Return what of the articles of a page is held against others; other names of institutions change it."""
    if file not in digests:
        return None
    data, digest = connection.execute(
        "SELECT traits, digest FROM page JOIN whole_page USING (file) WHERE file = ?", (file,)
    ).fetchone()
    if digest == digests[file]:
        return bytes(data)
    found: tuple[Traits, ...] = load(tuple[Traits, ...], data)
    return dump(tuple[Traits, ...], tuple(traits_of(shelf.entry(file, one.article)) for one in found))


class _OfArticles(Mapping[str, T]):
    """Relations of articles, fetched when they are asked for."""

    table: ClassVar[str]
    read: ClassVar[Callable[..., Any]]

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @cached_property
    def _articles(self) -> dict[str, None]:
        """All articles that have any."""
        rows = self._shelf.connection().execute(f"SELECT DISTINCT article FROM {self.table} ORDER BY article")  # noqa: S608  names of ours
        return dict.fromkeys(article for (article,) in rows)

    def __getitem__(self, article: str) -> T:
        found: T = type(self).read(self._shelf.connection().execute, article)
        if found:
            return found
        raise KeyError(article)

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)


class _Similar(_OfArticles[tuple[Similar, ...]]):
    """Like articles."""

    table, read = "similar", read_similar


class _Copies(_OfArticles[tuple[Copy, ...]]):
    """Copies of articles, which few have and all are asked for."""

    table, read = "copy", read_copies

    def __getitem__(self, article: str) -> tuple[Copy, ...]:
        if article not in self._articles:
            raise KeyError(article)
        return super().__getitem__(article)

"""Opens an archive that stands in its state file: its relations are brought up to date, and its articles laid out.

A run that finds nothing changed never loads this module, nor what decides relations.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from build_scripts.model import Archive, Entry, PageReading, Problem, Relations, Similar, Traits, Withdrawn
from build_scripts.pipeline import same_address
from build_scripts.pipeline.doubts import tell_doubts
from build_scripts.pipeline.known_rows import Known
from build_scripts.reading.sources import Source
from build_scripts.stages import stage
from build_scripts.state.codec import dump, load
from build_scripts.state.database import transaction
from build_scripts.state.light import Shelf, StoredEntry, StoredReading
from build_scripts.state.rows import PageRow
from build_scripts.understanding.linking import rename, rename_row, second_names
from build_scripts.understanding.relations.index import RelationIndex
from build_scripts.understanding.relations.relate import repeated_pages
from build_scripts.understanding.relations.rows import read_all_copies, read_contradictions, read_similar
from build_scripts.understanding.relations.traits import traits_of


def open_archive(
    connection: sqlite3.Connection,
    shelf: Shelf,
    files: list[Source],
    problems: list[Problem],
    rows: Callable[[], dict[str, Known]],
) -> tuple[Archive, dict[str, str]]:
    """Return an archive with the digest of each of its pages; `rows` tells what is known of them."""
    pages, known, told = _read_pages(connection, files, rows())
    problems = [*problems, *told]
    twice = ((file, article) for file, page in pages.items() for article in page.articles if article.doubly_named)
    same = second_names(shelf.light_entry(file, article.id) for file, article in twice)
    shelf.forget()
    shelf.finish = partial(rename, same=same)
    digests = {file: _digest(known[file], page, same) for file, page in pages.items()}
    with stage("找相关文章"):
        _relate(connection, shelf, digests)
    connection.execute("INSERT OR IGNORE INTO made VALUES ('settled', '1')")
    entries: list[Entry] = []
    readings: list[PageReading] = []
    withdrawn: list[Withdrawn] = []
    for file in list(pages):
        page = rename_row(pages.pop(file), same)  # what it holds lives on in what is made of it here
        here = [StoredEntry(article, file, shelf) for article in page.articles]
        entries += here
        if page.notices:
            withdrawn += shelf.light_page(file).withdrawn
        if not page.withdrawn:
            readings.append(StoredReading(page, file, here, shelf))
    shelf.forget()
    connection.execute("PRAGMA shrink_memory")  # what SQLite holds would be shared with all that make pages
    relations = Relations(_Similar(shelf), read_all_copies(connection.execute), read_contradictions(connection.execute))
    problems += repeated_pages(readings, relations)
    problems += tell_doubts(connection, readings, relations.contradictions, digests)
    return Archive(tuple(readings), tuple(entries), tuple(problems), relations, tuple(withdrawn)), digests


def _read_pages(
    connection: sqlite3.Connection, files: list[Source], rows: Mapping[str, Known]
) -> tuple[dict[str, PageRow], dict[str, str], list[Problem]]:
    """Return the row of each page, in the order of the files, with its digest, and all problems."""
    pages: dict[str, PageRow] = {}
    known: dict[str, str] = {}
    first: dict[str, str] = {}
    problems: list[Problem] = []
    told = "SELECT problems FROM page WHERE file = ?"
    for one in files:
        here = rows[one.file]
        if here.troubled:
            problems += load(tuple[Problem, ...], connection.execute(told, (one.file,)).fetchone()[0])
        if (page := here.row) is None:
            continue
        if page.page_id in first:
            problems.append(same_address(one.file, first[page.page_id]))
            continue
        first[page.page_id] = one.file
        known[one.file] = here.digest
        pages[one.file] = page
    return pages, known, problems


def _digest(digest: str, page: PageRow, same: Mapping[str, str]) -> str:
    """Return the digest of a page as other pages make it: their second names are part of it."""
    if not same:
        return digest
    names = sorted({(name, same[name]) for a in page.articles for name, *_ in a.institutions if name in same})
    return hashlib.sha256(f"{digest}{json.dumps(names)}".encode()).hexdigest()[:32] if names else digest


def _relate(connection: sqlite3.Connection, shelf: Shelf, digests: Mapping[str, str]) -> None:
    """Bring the relations up to date, and remember which articles they changed until their pages are made."""
    known: dict[str, str] = dict(connection.execute("SELECT file, digest FROM related").fetchall())
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


class _Similar(Mapping[str, tuple[Similar, ...]]):
    """Like articles, fetched when they are asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getitem__(self, article: str) -> tuple[Similar, ...]:
        if found := read_similar(self._shelf.connection().execute, article):
            return found
        raise KeyError(article)

    def __iter__(self) -> Iterator[str]:
        rows = self._shelf.connection().execute("SELECT article FROM similar ORDER BY article")
        return (article for (article,) in rows)

    def __len__(self) -> int:
        return int(self._shelf.connection().execute("SELECT count(*) FROM similar").fetchone()[0])

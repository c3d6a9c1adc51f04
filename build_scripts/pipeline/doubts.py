"""What an operator is told of pages that come twice and of contradictions, kept from run to run.

To say it pages must be opened: headlines, lines of figures. So each thing is kept under a digest of all that it is told
of, and said again as long as that is the same.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from msgspec.msgpack import encode

from build_scripts.model import Contradiction, Copy, Problem
from build_scripts.state.codec import dump, load
from build_scripts.state.database import transaction
from build_scripts.state.stock import StoredReadings, StoredStock
from build_scripts.understanding.relations.relate import contradicting_figures, repeated_page
from build_scripts.understanding.relations.rows import read_all_copies

_Told = tuple[Problem, ...]
_Thing = tuple[str, Callable[[], Iterator[Problem]]]
"""Digest of what something is told of, and what tells it."""


def tell_doubts(
    connection: sqlite3.Connection,
    stock: StoredStock,
    contradictions: Sequence[Contradiction],
    digests: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield what is told of the pages of an archive that come twice, and of its contradictions.

    `digests` are those of its pages.
    """
    things = [*_repeats(connection, stock, digests), *_contradictions(connection, stock, contradictions, digests)]
    known: dict[str, bytes] = dict(connection.execute("SELECT key, problems FROM doubt").fetchall())
    told = {key: tuple(tell()) for key, tell in things if key not in known}
    gone = known.keys() - {key for key, _ in things}
    if told or gone:
        with transaction(connection):
            connection.executemany("DELETE FROM doubt WHERE key = ?", [(key,) for key in gone])
            rows = [(key, dump(_Told, problems)) for key, problems in told.items()]
            connection.executemany("INSERT INTO doubt VALUES (?, ?)", rows)
    for key, _ in things:
        yield from told[key] if key in told else load(_Told, known[key])


def _repeats(connection: sqlite3.Connection, stock: StoredStock, digests: Mapping[str, str]) -> Iterator[_Thing]:
    """Yield each page that has copies of articles elsewhere."""
    columns, readings = stock.columns, StoredReadings(stock)
    copies: Mapping[str, tuple[Copy, ...]] = read_all_copies(connection.execute)
    pages = zip(columns.ids, columns.articles["page"].tolist(), strict=True)
    home = {article: page for article, page in pages if article in copies}
    copied: dict[int, list[str]] = {}
    for article, page in home.items():
        copied.setdefault(page, []).append(article)
    for page, articles in sorted(copied.items()):
        others = [copy for article in articles for copy in copies[article]]
        pages_there = sorted({page, *(home[copy.article] for copy in others)})
        files = [(columns.files[number], digests[columns.files[number]]) for number in pages_there]
        tell = partial(repeated_page, page, readings, home, copies)
        yield _digest(pages_there.index(page), files, articles, others), tell


def _contradictions(
    connection: sqlite3.Connection,
    stock: StoredStock,
    contradictions: Sequence[Contradiction],
    digests: Mapping[str, str],
) -> Iterator[_Thing]:
    numbers = {file: number for number, file in enumerate(stock.columns.files)}
    wanted = "SELECT file FROM home WHERE article = ?"
    for found in contradictions:
        files = [connection.execute(wanted, (cited.article,)).fetchone()[0] for cited in found.figures]
        readings = (stock.page(numbers[file]).reading for file in dict.fromkeys(files))
        tell = partial(contradicting_figures, readings, [found])
        yield _digest("contradiction", found, [(file, digests[file]) for file in files]), tell


def _digest(*things: object) -> str:
    try:
        data = encode(things)
    except UnicodeEncodeError:  # half a character, as a file may have it
        data = repr(things).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:32]

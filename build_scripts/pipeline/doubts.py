"""What an operator is told of contradictions, kept from run to run: to name their lines, pages must be opened."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from build_scripts.model import Contradiction, PageReading, Problem
from build_scripts.state.codec import dump, load
from build_scripts.state.database import transaction
from build_scripts.understanding.relations.relate import contradicting_figures


def tell_doubts(
    connection: sqlite3.Connection,
    readings: Sequence[PageReading],
    contradictions: Sequence[Contradiction],
    digests: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield a problem for each contradiction of an archive, of whose pages the digests are given."""
    known: dict[str, bytes] = dict(connection.execute("SELECT key, problem FROM doubt").fetchall())
    keys = [_key(connection, found, digests) for found in contradictions]
    new = {key: found for key, found in zip(keys, contradictions, strict=True) if key not in known}
    told = dict(zip(new, contradicting_figures(readings, [*new.values()]) if new else (), strict=True))
    gone = known.keys() - set(keys)
    if new or gone:
        with transaction(connection):
            connection.executemany("DELETE FROM doubt WHERE key = ?", [(key,) for key in gone])
            rows = [(key, dump(Problem, problem)) for key, problem in told.items()]
            connection.executemany("INSERT INTO doubt VALUES (?, ?)", rows)
    yield from (told.get(key) or load(Problem, known[key]) for key in keys)


def _key(connection: sqlite3.Connection, found: Contradiction, digests: Mapping[str, str]) -> str:
    """Return what is another one when a contradiction, or a page that it cites, is no longer the same."""
    wanted = "SELECT file FROM home WHERE article = ?"
    files = [connection.execute(wanted, (cited.article,)).fetchone()[0] for cited in found.figures]
    told = repr((found, [(file, digests[file]) for file in files]))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]

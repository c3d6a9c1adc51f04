"""What jobs made the last time: of each its key and its files, kept in the state file by name.

A run that changes a page asks for the jobs of the lists that the page is in, and for no others: names begin with that
of their list, so those of a list stand together.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from build_scripts.publishing.doing import Done
from build_scripts.publishing.jobs import ALWAYS, KEYED
from build_scripts.state.database import transaction

_ENUMERATED = (ALWAYS, KEYED, "figures/", "images/")
"""How the names begin of jobs that every run goes through."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a job made the last time."""

    key: str
    paths: tuple[str, ...]


class JobBook:
    """The jobs that have been done."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    def of_lists(self, names: Iterable[str]) -> dict[str, Known]:
        """Return the jobs of some articles, pages and lists, with those of the years of each list."""
        found: dict[str, Known] = {}
        for name in names:
            found.update(self._between(name, f"{name}-", f"{name}."))
        return found

    def of_every_run(self) -> dict[str, Known]:
        """Return the jobs that every run goes through."""
        return {
            name: known
            for start in _ENUMERATED
            for name, known in self._between(start, start, f"{start[:-1]}{chr(ord(start[-1]) + 1)}")
        }

    def _between(self, name: str, first: str, last: str) -> Iterator[tuple[str, Known]]:
        wanted = "SELECT name, key, paths FROM job WHERE name = ? OR (name >= ? AND name < ?)"
        for mine, key, paths in self._sql.execute(wanted, (name, first, last)):
            yield mine, Known(key, tuple(json.loads(paths)))

    def clear(self) -> None:
        """Forget all of them."""
        with transaction(self._sql):
            self._sql.execute("DELETE FROM job")

    def note(self, done: Iterable[Done]) -> None:
        """Remember what jobs have made."""
        rows = [(one.name, one.key, json.dumps(one.paths)) for one in done]
        with transaction(self._sql):
            self._sql.executemany("INSERT OR REPLACE INTO job VALUES (?, ?, ?)", rows)

    def forget(self, gone: Mapping[str, Known]) -> None:
        """Forget jobs that are no more."""
        with transaction(self._sql):
            self._sql.executemany("DELETE FROM job WHERE name = ?", [(name,) for name in gone])

    def paths(self) -> Iterator[str]:
        """Yield every file that a job has made."""
        for (paths,) in self._sql.execute("SELECT paths FROM job"):
            yield from json.loads(paths)

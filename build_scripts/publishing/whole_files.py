"""The files of the generated tree that hold the whole archive, or a part of it, newspaper page by newspaper page.

What a page adds is taken from the last file where it is the same. Parts that none of their pages has left, come to or
changed in are left alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from build_scripts.progress import Progress
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.doing import Lines
from build_scripts.publishing.generate import RECORDS, WHOLE
from build_scripts.publishing.groups import gather
from build_scripts.publishing.parts import part_path, parts_of
from build_scripts.publishing.splice import Part, Splice
from build_scripts.publishing.tree import Changes

Pieces = dict[str, list[Part]]
"""Of each of the files of a part what each page adds."""
Make = Callable[[Sequence[str]], Iterator[Lines]]


class WholeFiles:
    """The files of a tree that hold the whole archive."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, *, trusted: bool) -> None:
        self._sql, self._folder = connection, folder
        wanted = "SELECT part, members, sizes FROM whole"
        rows = connection.execute(wanted).fetchall() if trusted else ()
        self._last: dict[str, tuple[str, list[int]]] = {
            name: (members, json.loads(sizes)) for name, members, sizes in rows
        }
        """Of each part a digest of its pages, and the sizes of its files."""
        self._parts: dict[str, tuple[str, Pieces]] = {}
        """Those that were written: a digest of their pages, and what each of them adds."""
        self._names: set[str] = set()
        """All that there are now."""

    @property
    def paths(self) -> set[str]:
        """All files that there are now."""
        return {part_path(path, name) for path in WHOLE for name in self._names}

    def write(self, catalogue: Catalogue, make: Make, files: set[str], progress: Progress) -> Changes:
        """Bring them up to date: what some pages add is no longer the same.

        `make` returns what each of some pages adds, in their order; where nothing is known it is asked for all.
        """
        parts = parts_of(catalogue)
        pages = gather((name, file) for file, name in parts.items()) or {"": ()}
        names = self._names = {*pages}
        members = {name: _digest(of_it) for name, of_it in pages.items()}
        other = {name for name in names | self._last.keys() if members.get(name) != self._last.get(name, ("",))[0]}
        damaged = {name for name in names if not self._is_whole(name)}
        touched = other | damaged | {parts[file] for file in files if file in parts}
        pieces = {name: self._read(name) for name in touched}
        before = {file: name for name, known in pieces.items() for file, _ in known.get(RECORDS, ())}
        order = [(name, pages[name]) for name in sorted(touched & names)]
        fresh = {
            file
            for name, here in order
            for file in here
            if file in files or before.get(file) != name or name in damaged
        }
        made = make([file for _, here in order for file in here if file in fresh])
        count = sum(len(here) for _, here in order)
        steps = iter(progress.over("写数据", range(count), count, "版"))
        for name, here in order:
            last = pieces[name]
            splices = {path: Splice(self._folder / part_path(path, name), last.get(path, ())) for path in WHOLE}
            for file, _ in zip(here, steps, strict=False):
                if file in fresh:
                    for path, data in next(made):
                        splices[path].add(file, data)
                else:
                    for splice in splices.values():
                        splice.keep(file)
            for splice in splices.values():
                splice.close()
            self._parts[name] = members[name], {path: splice.parts for path, splice in splices.items()}
        gone = {part_path(path, name) for path in WHOLE for name in self._last.keys() - names}
        for path in gone:
            (self._folder / path).unlink(missing_ok=True)
        return Changes({part_path(path, name) for path in WHOLE for name in self._parts}, gone)

    def _read(self, name: str) -> Pieces:
        """Return what a part is made of, where that is known."""
        if name not in self._last:
            return {}
        row = self._sql.execute("SELECT pieces FROM whole WHERE part = ?", (name,)).fetchone()
        pieces: Pieces = json.loads(row[0])
        return pieces

    def _is_whole(self, name: str) -> bool:
        """Tell whether the files of a part lie there as they were written."""
        _, sizes = self._last.get(name, ("", ()))
        files = [self._folder / part_path(path, name) for path in WHOLE]
        return [file.stat().st_size if file.is_file() else -1 for file in files] == sizes

    def note(self) -> None:
        """Remember what they are made of."""
        there = [name for (name,) in self._sql.execute("SELECT part FROM whole").fetchall() if name not in self._names]
        self._sql.executemany("DELETE FROM whole WHERE part = ?", [(name,) for name in there])
        rows = [
            (name, members, json.dumps([sum(size for _, size in pieces[path]) for path in WHOLE]), json.dumps(pieces))
            for name, (members, pieces) in self._parts.items()
        ]
        self._sql.executemany("INSERT OR REPLACE INTO whole VALUES (?, ?, ?, ?)", rows)


def _digest(files: Iterable[str]) -> str:
    return sha256("\0".join(files).encode("utf-8", "surrogatepass")).hexdigest()

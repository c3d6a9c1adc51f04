"""The files of the generated tree that hold the whole archive, or a part of it, newspaper page by newspaper page.

What a page adds is taken from the last file where it is the same. Parts that none of their pages has left, come to or
changed in are left alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from build_scripts.progress import Progress
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.doing import lines_of_pages
from build_scripts.publishing.generate import RECORDS, WHOLE
from build_scripts.publishing.groups import gather
from build_scripts.publishing.parts import part_path, parts_of
from build_scripts.publishing.relations import Related
from build_scripts.publishing.splice import Part, Splice
from build_scripts.publishing.tree import Changes

_RECORDS = RECORDS.removesuffix(".jsonl")


class WholeFiles:
    """The files of a tree that hold the whole archive."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, *, trusted: bool) -> None:
        self._sql, self._folder, self._trusted = connection, folder, trusted
        self._parts: dict[str, list[Part]] = {}
        """Those that were written, with what each page adds."""
        self.paths: set[str] = set()
        """All that there are now."""
        self._outdated: set[str] = set()
        """Those that were and are no more."""

    def write(self, catalogue: Catalogue, related: Related, files: set[str], progress: Progress) -> Changes:
        """Bring them up to date: what some pages add is no longer the same."""
        rows = self._sql.execute("SELECT path, parts FROM whole").fetchall() if self._trusted else []
        last: dict[str, list[Part]] = {path: json.loads(pieces) for path, pieces in rows}
        parts = parts_of(catalogue)
        names = {*parts.values()} or {""}
        known = {part_path(RECORDS, name): name for name in names}
        before = {file: known.get(path, "-") for path in last if path.startswith(_RECORDS) for file, _ in last[path]}
        fresh = {file for file, name in parts.items() if file in files or before.get(file) != name}
        touched = {parts[file] for file in fresh} | {before[file] for file in files if file in before}
        damaged = {name for name in names if not all(self._is_whole(part_path(path, name), last) for path in WHOLE)}
        fresh |= {file for file, name in parts.items() if name in damaged}
        self.paths = {part_path(path, name) for path in WHOLE for name in names}
        pages = gather((name, file) for file, name in parts.items())
        order = [(name, pages.get(name, ())) for name in sorted((touched | damaged) & names)]
        made = lines_of_pages(catalogue, related, [file for _, files in order for file in files if file in fresh])
        count = sum(len(files) for _, files in order)
        steps = iter(progress.over("写数据", range(count), count, "版"))
        for name, here in order:
            splices = {path: Splice(self._folder / (at := part_path(path, name)), last.get(at, ())) for path in WHOLE}
            for file, _ in zip(here, steps, strict=False):
                if file in fresh:
                    for path, data in next(made):
                        splices[path].add(file, data)
                else:
                    for splice in splices.values():
                        splice.keep(file)
            for path, splice in splices.items():
                splice.close()
                self._parts[part_path(path, name)] = splice.parts
        self._outdated = last.keys() - self.paths
        for path in self._outdated:
            (self._folder / path).unlink(missing_ok=True)
        return Changes({*self._parts}, self._outdated)

    def _is_whole(self, path: str, last: Mapping[str, list[Part]]) -> bool:
        """Tell whether a file lies there as it was written."""
        file = self._folder / path
        return path in last and file.is_file() and file.stat().st_size == sum(size for _, size in last[path])

    def note(self) -> None:
        """Remember what they are made of."""
        if not self._trusted:
            self._sql.execute("DELETE FROM whole")
        self._sql.executemany("DELETE FROM whole WHERE path = ?", [(path,) for path in self._outdated])
        rows = [(path, json.dumps(parts)) for path, parts in self._parts.items()]
        self._sql.executemany("INSERT OR REPLACE INTO whole VALUES (?, ?)", rows)

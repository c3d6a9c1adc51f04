"""Files that hold the whole archive, page by page: parts that are the same are copied from the last file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

Part = tuple[str, int]
"""A page's file, and how many bytes it adds."""
_BLOCK = 1 << 22


class Splice:
    """A new file made of parts of the last one, and of new ones."""

    def __init__(self, target: Path, last: Sequence[Part]) -> None:
        """`last` are the parts of the file that lies there; where they are not known, none of it is used."""
        self._target, self._scratch = target, target.with_name(f".{target.name}.new")
        self._last: dict[str, tuple[int, int]] = {}
        at = 0
        for file, size in last:
            self._last[file] = (at, size)
            at += size
        self._whole = bool(last) and target.is_file() and target.stat().st_size == at
        target.parent.mkdir(parents=True, exist_ok=True)
        self._old: IO[bytes] = (target if self._whole else Path(os.devnull)).open("rb")
        self._new: IO[bytes] = self._scratch.open("wb")
        self._run = (0, 0)
        """Start and length of what is to be copied next: what follows on itself is copied at once."""
        self.parts: list[Part] = []

    def has(self, file: str) -> bool:
        """Tell whether the last file has the part of a page."""
        return self._whole and file in self._last

    def keep(self, file: str) -> None:
        """Take the part of a page from the last file."""
        start, size = self._last[file]
        if sum(self._run) != start:
            self._copy()
            self._run = (start, 0)
        self._run = (self._run[0], self._run[1] + size)
        self.parts.append((file, size))

    def add(self, file: str, data: bytes) -> None:
        """Write a new part."""
        self._copy()
        self._new.write(data)
        self.parts.append((file, len(data)))

    def close(self) -> None:
        """Put the new file in the place of the last."""
        self._copy()
        self._old.close()
        self._new.close()
        self._scratch.replace(self._target)

    def _copy(self) -> None:
        start, left = self._run
        self._old.seek(start)
        while left and (block := self._old.read(min(left, _BLOCK))):
            self._new.write(block)
            left -= len(block)
        self._run = (0, 0)

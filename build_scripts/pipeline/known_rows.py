"""The rows of all pages, read from the state file; a program that goes on holds them from round to round.

What is held is never trusted by itself: each round asks the state file for the digest of every page, and reads anew
the rows of those that have another one. So another program may have built meanwhile, and the file may be gone.
"""

from __future__ import annotations

import gc
import sqlite3
from dataclasses import dataclass, field

from build_scripts.processes import unhindered
from build_scripts.state.rows import PageRow, RowReader

_MANY = 0.2
"""Share of an archive from which on so much is made that memory counts for more than a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page."""

    digest: str
    troubled: bool
    """True where an operator is told something of it."""
    row: PageRow | None
    """None where it could not be read."""


@dataclass(slots=True)
class KnownRows:
    """The rows of pages by file."""

    _held: dict[str, Known] = field(default_factory=dict)

    def read(self, connection: sqlite3.Connection, changed: int) -> dict[str, Known]:
        """Return what is known of every page of a state file, of which so many have just changed."""
        columns = "file, digest, troubled" if self._held else "file, digest, troubled, row"
        found = connection.execute(f"SELECT {columns} FROM page_row").fetchall()  # noqa: S608  names of ours
        reader, quickly = RowReader(), changed < _MANY * len(found)
        now: dict[str, Known] = {}
        with unhindered():
            for file, digest, troubled, *rest in found:
                last = self._held.get(file)
                if last is None or last.digest != digest:
                    data = rest[0] if rest else _row_of(connection, file)
                    row = None if data is None else reader.load(data, quickly=quickly)
                    last = Known(digest, bool(troubled), row)
                now[file] = last
        if not self._held:
            gc.freeze()  # whoever looks for garbage passes over the rows
        return now

    def hold(self, known: dict[str, Known]) -> None:
        """Hold what was read for the next round."""
        self._held = known


def _row_of(connection: sqlite3.Connection, file: str) -> bytes | None:
    data: bytes | None = connection.execute("SELECT row FROM page_row WHERE file = ?", (file,)).fetchone()[0]
    return data


HELD = KnownRows()
"""What the preview holds between its rounds."""

"""What the last run left of all pages: whoever waits for a new page to be read can fetch it meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from build_scripts.state.columns import Columns, load_columns


class Marked(NamedTuple):
    """What every run looks at of a page."""

    digest: str
    troubled: bool
    """True where something is told of it."""
    page_id: str | None
    """None where it could not be read."""
    notices: bool
    withdrawn: bool
    doubles: str


_MARKS = "SELECT file, digest, troubled, page_id, notices, withdrawn, doubles"


class LastRun:
    """A state file as the last run left it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @cached_property
    def columns(self) -> Columns | None:
        """The rows of all pages as columns; None where there are none."""
        pieces: dict[str, bytes] = dict(self.connection.execute("SELECT name, data FROM columns").fetchall())
        return load_columns(pieces) if pieces else None

    @cached_property
    def marks(self) -> dict[str, Marked]:
        """What every run looks at of each page."""
        return {file: Marked(*rest) for file, *rest in self.connection.execute(f"{_MARKS} FROM page_mark")}

    @cached_property
    def related(self) -> dict[str, str]:
        """Digests of the pages that the relations have taken in."""
        return dict(self.connection.execute("SELECT file, digest FROM related").fetchall())

    def fetch(self) -> None:
        """Fetch it now."""
        if self.columns:
            self.columns.words.find(())  # so that each word has its number
        _ = self.marks, self.related

    def take_in(self, changed: Collection[str]) -> None:
        """Fetch anew what every run looks at of pages that have changed since it was fetched."""
        for file in changed if "marks" in vars(self) else ():
            row = self.connection.execute(f"{_MARKS} FROM page_mark WHERE file = ?", (file,)).fetchone()
            if row:
                self.marks[file] = Marked(*row[1:])

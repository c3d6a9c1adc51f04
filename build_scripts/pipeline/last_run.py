"""What the last run left of all pages: whoever waits for a new page to be read can fetch it meanwhile."""

from __future__ import annotations

import sqlite3
from functools import cached_property

from build_scripts.state.columns import Columns, load_columns


class LastRun:
    """A state file as the last run left it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @cached_property
    def columns(self) -> Columns | None:
        """The rows of all pages as columns; None where there are none."""
        pieces: dict[str, bytes] = dict(self.connection.execute("SELECT name, data FROM columns").fetchall())
        return load_columns(pieces) if pieces else None

    def fetch(self) -> None:
        """Fetch it now."""
        if self.columns:
            self.columns.words.find(())  # so that each word has its number

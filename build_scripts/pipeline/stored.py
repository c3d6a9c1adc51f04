"""The archive as its state file has it: brought up to date by what changed, and opened without reading all of it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from build_scripts.model import Archive, Problem
from build_scripts.pipeline import open_archive_state, update_pages
from build_scripts.pipeline.last_run import LastRun
from build_scripts.progress import QUIET, Progress
from build_scripts.reading.sources import Source, find_sources
from build_scripts.stages import stage
from build_scripts.state.database import connect
from build_scripts.state.light import Shelf
from build_scripts.state.standing import Standing


def stand(
    source: Path, state: Path, progress: Progress = QUIET, meanwhile: Callable[[], None] | None = None
) -> Standing:
    """Bring the state of a folder up to date and open it as an archive; `meanwhile` is done while pages are read."""
    connection = open_archive_state(state)
    last = LastRun(connection)
    found = list(find_sources(source))
    files = [one for one in found if isinstance(one, Source)]
    with stage("读版面"):
        changed = update_pages(
            connection, source, files, progress, partial(_wait, last, meanwhile) if meanwhile else None
        )
    last.take_in(changed)
    problems = [one for one in found if isinstance(one, Problem)]
    outside = hashlib.sha256("\n".join(map(str, problems)).encode()).hexdigest()
    shelf = Shelf(partial(connect, state))

    def opened() -> tuple[Archive, dict[str, str]]:
        from build_scripts.pipeline.opening import open_archive

        return open_archive(last, shelf, files, problems)

    if not changed and _is_settled(connection):
        return Standing(connection, last.related, shelf, lambda: opened()[0], outside, unchanged=True)
    archive, digests = opened()
    return Standing(connection, digests, shelf, lambda: archive, outside, unchanged=False)


def _wait(last: LastRun, meanwhile: Callable[[], None]) -> None:
    """Make use of the time in which another process reads pages."""
    meanwhile()
    last.fetch()


def _is_settled(connection: sqlite3.Connection) -> bool:
    """Tell whether the relations are those of all pages that are kept."""
    return connection.execute("SELECT 1 FROM made WHERE name = 'settled'").fetchone() is not None

"""Stamps many pages, over all processors where processes can share the shells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from build_scripts.processes import shares_memory, spread
from build_scripts.publishing.stamping.stamp import Stamper, page_of

BATCH = 200
"""Pages that a process makes at a time: a tenth of a second of work."""


def write_pages(stamper: Stamper, uris: Sequence[str], folder: Path) -> list[str]:
    """Write the pages of generated files into the folder of a site; return the files that are left to MkDocs."""
    for below in sorted({str(Path(uri).parent) for uri in uris}):
        (folder / below).mkdir(parents=True, exist_ok=True)
    if not shares_memory() or len(uris) <= BATCH:
        return _write_batch(uris, stamper, folder)
    _Task.stamper, _Task.folder = stamper, folder
    return list(spread(_write_shared, uris, BATCH))


class _Task:
    """What every process finds in place when it begins."""

    stamper: Stamper
    folder: Path


def _write_shared(uris: Sequence[str]) -> list[str]:
    return _write_batch(uris, _Task.stamper, _Task.folder)


def _write_batch(uris: Sequence[str], stamper: Stamper, folder: Path) -> list[str]:
    """Write some pages; return those that are left to MkDocs."""
    left = []
    for uri in uris:
        page = stamper.stamp(uri)
        if page is None:
            left.append(uri)
        else:
            with open(f"{folder}/{page_of(uri)}", "wb") as file:  # noqa: PTH123  a path object costs as much as the writing
                file.write(page)
    return left

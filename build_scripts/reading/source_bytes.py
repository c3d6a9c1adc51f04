"""The disk edge of reading: the bytes of the source folder's pages, with what lies beside each.

Apart from `sources`, so that a run in which no page has changed loads nothing of what makes pages of bytes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from build_scripts.model import Picture, Problem, RawPage
from build_scripts.reading.folder import name_below, read_inside
from build_scripts.reading.pages import MAX_SIDECAR_BYTES, decode_page, most_bytes
from build_scripts.reading.picture_files import read_picture
from build_scripts.reading.sources import Source, find_sources


def read_source(root: Path, today: date | None = None) -> tuple[tuple[RawPage, ...], tuple[Problem, ...]]:
    """Return every page below a folder in order of path, and what an operator should know.

    This is the disk edge of reading: nothing outside the folder is opened, and nothing is written.
    """
    pages: list[RawPage] = []
    problems: list[Problem] = []
    for found in find_sources(root):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        page, notes = read_raw_page(root, found, today)
        problems += notes
        if page:
            pages.append(page)
    return tuple(pages), tuple(problems)


def read_raw_page(root: Path, source: Source, today: date | None = None) -> tuple[RawPage | None, tuple[Problem, ...]]:
    """Read a text file with its sidecar and pictures; what cannot be opened is a problem, of the one or the other."""
    page, notes = _read_page(root, source, today or datetime.now(UTC).date())
    if page is None:
        return None, notes
    found = [read_picture(root, number, Path(image)) for number, image in source.pictures]
    pictures = tuple(p for p in found if isinstance(p, Picture))
    return replace(page, pictures=pictures), (*notes, *(p for p in found if isinstance(p, Problem)))


def _read_page(root: Path, source: Source, today: date) -> tuple[RawPage | None, tuple[Problem, ...]]:
    base, file = root.resolve(), source.file
    remedy = "请把文件本身复制到这个目录，并允许读取"
    data = read_inside(base, Path(source.path), most_bytes(file))
    if isinstance(data, str):
        return None, (Problem(file, 0, data, remedy),)
    if source.sidecar is None:
        return decode_page(file, data, None, today)
    beside = Path(source.sidecar)
    sidecar = read_inside(base, beside, MAX_SIDECAR_BYTES)
    if isinstance(sidecar, str):
        return None, (Problem(name_below(root, beside), 0, sidecar, remedy),)
    return decode_page(file, data, sidecar, today)

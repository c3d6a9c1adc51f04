"""The disk edge of reading: which files of the source folder are pages, and what lies beside each."""

from __future__ import annotations

import os
import time
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.model import Grade, Problem
from build_scripts.reading.folder import Found, scan_files, stamp_of
from build_scripts.reading.intake_rules import PDF_ENDING, RESAVE, intake_rules
from build_scripts.reading.picture_files import sort_pictures

_SIDECARS = frozenset({".yml", ".yaml"})


class Source(NamedTuple):
    """A text file with what lies beside it, before anything of it is read."""

    file: str
    """Path below the source folder, as data: the same on every system."""
    path: str
    sidecar: str | None = None
    pictures: tuple[tuple[int | None, str], ...] = ()
    """With the number of the caption that each goes with."""
    stamp: str = ""
    """Another one when any of its files may have changed; empty where that is not known."""


def paths_of(source: Source) -> tuple[str, ...]:
    """Return the files that a page is read from, its own first."""
    beside = (source.sidecar,) if source.sidecar else ()
    return (source.path, *beside, *(path for _, path in source.pictures))


def find_sources(root: Path) -> Iterator[Source | Problem]:
    """Yield the text files below a folder in order of path, and what is odd about other files."""
    if not root.is_dir():
        yield Problem(str(root), 0, "没有这个目录", "请核对目录名，或者新建这个目录，把文本文件放进去")
        return
    problems: list[Problem] = []
    files = scan_files(root, problems)
    rules = intake_rules()
    parted = [_parts(one.name) for one in files]
    images = sort_pictures((one.folder, stem, ending) for one, (stem, ending) in zip(files, parted, strict=True))
    endings = {ending.lower() for _, ending in parted}
    sidecars = not endings.isdisjoint(_SIDECARS)
    printed = rules.text_endings - {PDF_ENDING} if PDF_ENDING in endings else ()
    plain = {(one.folder, stem) for one, (stem, ending) in zip(files, parted, strict=True) if ending.lower() in printed}
    yield from problems
    count, last = len(problems), ""
    taken: set[tuple[str, str]] = set()
    for one, (stem, ending) in zip(files, parted, strict=True):
        kind = ending.lower()
        if kind in _SIDECARS or kind in rules.quiet_endings or stem.upper() == "README":
            continue
        if kind not in rules.text_endings:
            yield _not_taken(one.file, kind)
        elif kind == PDF_ENDING and (one.folder, stem) in plain:
            remedy = "以文本文件为准；要改读 PDF，请把文本文件挪走"
            yield Problem(one.file, 0, "旁边有同名的文本文件，没有读这个 PDF", remedy, Grade.HINT)
        elif one.file == last:
            yield Problem(one.file, 0, "有两个文件的名字看上去一样，只收录前一个", "请把其中一个改名")
        else:
            last = one.file
            taken.add((one.folder, stem))
            yield _source_of(one, f"{one.folder}{stem}", images.get((one.folder, stem), ()), sidecars=sidecars)
            continue
        count += 1
    lonely = [*_lonely(files, parted, taken)] if sidecars else []
    yield from lonely
    if not taken and not count and not lonely:
        yield Problem(str(root), 0, "目录里没有文本文件", "请放进 .txt 文件，每个版面一个")


def _parts(name: str) -> tuple[str, str]:
    """Return the name of a file without its ending, and the ending with its dot.

    >>> _parts("08版.txt"), _parts("..txt"), _parts("08版.")
    (('08版', '.txt'), ('.', '.txt'), ('08版.', ''))
    """
    at = name.rfind(".")
    return (name[:at], name[at:]) if 0 < at < len(name) - 1 else (name, "")


def _source_of(found: Found, bare: str, images: Sequence[tuple[int | None, str]], *, sidecars: bool) -> Source:
    """Return a text file with its sidecar, where there are any, and its pictures."""
    path, stamp = f"{found.folder}{found.name}", found.stamp
    sidecar = f"{bare}.yml" if sidecars and os.path.lexists(f"{bare}.yml") else None
    if sidecar or images:
        stamp = _together(stamp, [*([sidecar] if sidecar else ()), *(image for _, image in images)])
    return Source(found.file, path, sidecar, tuple(images), stamp)


def _together(stamp: str, beside: Iterable[str]) -> str:
    """Return the stamp of a page with all that lies beside it."""
    now, told = time.time(), [stamp]
    for path in beside:
        try:
            told.append(stamp_of(os.stat(path), now))  # noqa: PTH116  no path objects here
        except OSError:
            return ""
        told.append(path)
    return "\0".join(told) if all(told) else ""


def _lonely(
    files: Sequence[Found], parted: Sequence[tuple[str, str]], expected: Container[tuple[str, str]]
) -> Iterator[Problem]:
    """Yield a problem for each sidecar that belongs to no text."""
    for one, (stem, ending) in zip(files, parted, strict=True):
        if ending.lower() in _SIDECARS and (ending != ".yml" or (one.folder, stem) not in expected):
            remedy = "附表要与文本文件同名，并以 .yml 结尾"
            yield Problem(one.file, 0, "附表没有对应的文本文件", remedy, Grade.WARNING)


def _not_taken(file: str, ending: str) -> Problem:
    """Report a file that is neither text nor anything that belongs beside it."""
    if ending in intake_rules().document_endings:
        return Problem(file, 0, f"还不能读{ending}文件，没有收录", RESAVE)
    remedy = "如果是要收录的文字，请把文件名的结尾改成 .txt"
    return Problem(file, 0, "不是文本文件，没有读取", remedy, Grade.HINT)

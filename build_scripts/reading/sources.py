"""The disk edge of reading: which files of the source folder are pages, and what lies beside each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from build_scripts.model import Grade, Problem
from build_scripts.reading.folder import name_below, walk_files
from build_scripts.reading.intake_rules import PDF_ENDING, RESAVE, intake_rules
from build_scripts.reading.picture_files import sort_pictures

_SIDECARS = frozenset({".yml", ".yaml"})


@dataclass(frozen=True, slots=True)
class Source:
    """A text file with what lies beside it, before anything of it is read."""

    file: str
    """Path below the source folder, as data: the same on every system."""
    path: Path
    sidecar: Path | None = None
    pictures: tuple[tuple[int | None, Path], ...] = ()
    """With the number of the caption that each goes with."""


def paths_of(source: Source) -> tuple[Path, ...]:
    """Return the files that a page is read from, its own first."""
    beside = (source.sidecar,) if source.sidecar else ()
    return (source.path, *beside, *(path for _, path in source.pictures))


def find_sources(root: Path) -> Iterator[Source | Problem]:
    """Yield the text files below a folder in order of path, and what is odd about other files."""
    if not root.is_dir():
        yield Problem(str(root), 0, "没有这个目录", "请核对目录名，或者新建这个目录，把文本文件放进去")
        return
    problems: list[Problem] = []
    texts: dict[str, Path] = {}
    files = list(walk_files(root, problems))
    images = sort_pictures(files)
    endings = [path.suffix.lower() for path in files]  # each is asked for often, and there may be a hundred thousand
    sidecars = [path for path, ending in zip(files, endings, strict=True) if ending in _SIDECARS]
    printed = intake_rules().text_endings - {PDF_ENDING} if PDF_ENDING in endings else ()
    plain = {path.with_suffix("") for path, ending in zip(files, endings, strict=True) if ending in printed}
    yield from problems
    count = len(problems)
    for path, ending in zip(files, endings, strict=True):
        file = name_below(root, path)
        if ending in _SIDECARS or ending in intake_rules().quiet_endings or path.stem.upper() == "README":
            continue
        if ending not in intake_rules().text_endings:
            yield _not_taken(file, ending)
        elif ending == PDF_ENDING and path.with_suffix("") in plain:
            remedy = "以文本文件为准；要改读 PDF，请把文本文件挪走"
            yield Problem(file, 0, "旁边有同名的文本文件，没有读这个 PDF", remedy, Grade.HINT)
        elif file in texts:
            yield Problem(file, 0, "有两个文件的名字看上去一样，只收录前一个", "请把其中一个改名")
        else:
            texts[file] = path
            beside = path.with_suffix(".yml")
            pictures = tuple(images.get(path.with_suffix(""), ())) if images else ()
            yield Source(file, path, beside if os.path.lexists(beside) else None, pictures)
            continue
        count += 1
    expected = {path.with_suffix(".yml") for path in texts.values()} if sidecars else set()
    lonely = [*_lonely(root, sidecars, expected)]
    yield from lonely
    if not texts and not count and not lonely:
        yield Problem(str(root), 0, "目录里没有文本文件", "请放进 .txt 文件，每个版面一个")


def _lonely(root: Path, sidecars: list[Path], expected: set[Path]) -> Iterator[Problem]:
    """Yield a problem for each sidecar that belongs to no text."""
    for path in sidecars:
        if path not in expected:
            remedy = "附表要与文本文件同名，并以 .yml 结尾"
            yield Problem(name_below(root, path), 0, "附表没有对应的文本文件", remedy, Grade.WARNING)


def _not_taken(file: str, ending: str) -> Problem:
    """Report a file that is neither text nor anything that belongs beside it."""
    if ending in intake_rules().document_endings:
        return Problem(file, 0, f"还不能读{ending}文件，没有收录", RESAVE)
    remedy = "如果是要收录的文字，请把文件名的结尾改成 .txt"
    return Problem(file, 0, "不是文本文件，没有读取", remedy, Grade.HINT)

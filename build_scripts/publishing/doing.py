"""Jobs done over all processors, and what newspaper pages add to the files of the whole archive.

A list of all jobs would be the largest thing that a build holds, and each process would come to have a copy of it. So
every process goes through the jobs by itself, in the same order, and does those whose numbers it is given: they only
ever grow. Where all is made, all that is made of a newspaper page alone is made together: it is fetched once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from build_scripts.processes import shares_memory, spread, workers
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.fresh import write_fresh
from build_scripts.publishing.generate import jobs_of_page, lines_of
from build_scripts.publishing.jobs import Job
from build_scripts.publishing.relations import Related
from build_scripts.publishing.touched import keys_of

T = TypeVar("T")
BATCH = 64
"""Jobs that a process does at a time."""
_PAGES = 16
"""Newspaper pages that a process does at a time, with their articles."""
_FEW = 4
"""So few that it is not worth while to have another process do some of them."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a job made."""

    name: str
    key: str
    paths: tuple[str, ...]
    changed: tuple[str, ...]


Lines = list[tuple[str, bytes]]
"""What a newspaper page adds to each of the files that hold the whole archive."""


@dataclass(frozen=True, slots=True)
class DonePage:
    """What was made of a newspaper page and its articles."""

    done: list[Done]
    lines: Lines
    keys: list[str]
    """By which it is known what a change of the page touches."""


class _Walk:
    """Jobs gone through once."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = iter(jobs)
        self._at = 0

    def take(self, numbers: Sequence[int]) -> Iterator[Job]:
        """Yield the jobs of some numbers, later ones than ever before."""
        for number in numbers:
            yield next(islice(self._jobs, number - self._at, None))
            self._at = number + 1


class _Task:
    """What processes find in place when they begin."""

    walk: _Walk
    folder: Path
    whole: tuple[Catalogue, Related]


def do_jobs(jobs: Callable[[], Iterable[Job]], count: int, folder: Path) -> Iterator[Done]:
    """Do so many jobs, over all processors where processes can share the archive; they are found anew in each."""
    _Task.walk, _Task.folder = _Walk(jobs()), folder
    try:
        batch = min(
            BATCH, max(_FEW, count // (4 * workers()))
        )  # some jobs take long: the others are not to wait for it
        yield from spread(_do_batch, range(count), batch) if shares_memory() else _do_batch(range(count))
    finally:
        del _Task.walk


def _do_batch(numbers: Sequence[int]) -> list[Done]:
    return [_do(job, _Task.folder) for job in _Task.walk.take(numbers)]


def _do(job: Job, folder: Path) -> Done:
    made = [(path, text if isinstance(text, bytes) else text.encode("utf-8", "replace")) for path, text in job.make()]
    changed = tuple(path for path, data in made if write_made(f"{folder}/{path}", data))
    return Done(job.name, job.key, tuple(path for path, _ in made), changed)


def do_pages(catalogue: Catalogue, related: Related, files: Sequence[str], folder: Path) -> Iterator[DonePage]:
    """Do the jobs of newspaper pages and of their articles, over all processors."""
    batch = min(_PAGES, max(1, len(files) // (4 * workers())))
    yield from _over_all(partial(_pages_batch, folder), catalogue, related, files, batch)


def lines_of_pages(catalogue: Catalogue, related: Related, files: Sequence[str]) -> Iterator[Lines]:
    """Yield what pages add to each of the files that hold the whole archive."""
    yield from _over_all(_lines_batch, catalogue, related, files, _PAGES)


def _over_all(
    work: Callable[[Sequence[str]], list[T]], catalogue: Catalogue, related: Related, files: Sequence[str], batch: int
) -> Iterator[T]:
    _Task.whole = catalogue, related
    try:
        yield from spread(work, files, batch) if shares_memory() else (work([file])[0] for file in files)
    finally:
        del _Task.whole  # else the archive would be held for as long as the program runs


def _pages_batch(folder: Path, files: Sequence[str]) -> list[DonePage]:
    catalogue, related = _Task.whole
    return [
        DonePage(
            [_do(job, folder) for job in jobs_of_page(catalogue, related, page)],
            _lines_of(catalogue, related, page),
            sorted(set(keys_of(catalogue, catalogue.reading(page)))),
        )
        for page in map(catalogue.page_number.__getitem__, files)
    ]


def _lines_batch(files: Sequence[str]) -> list[Lines]:
    catalogue, related = _Task.whole
    return [_lines_of(catalogue, related, catalogue.page_number[file]) for file in files]


def _lines_of(catalogue: Catalogue, related: Related, page: int) -> Lines:
    lines = lines_of(catalogue, related, catalogue.reading(page))
    return [(path, text.encode("utf-8", "replace")) for path, text in lines]


def write_made(path: str, data: bytes) -> bool:
    """Write a file that is not as it should be; tell whether it was not.

    One that was there may stand in a site too, and is replaced; a new one, half written, would be found to be wrong.
    """
    try:
        size = os.stat(path).st_size  # noqa: PTH116  a third of the time of Path.stat, half a million times over
    except FileNotFoundError:
        write_fresh(path, data)
        return True
    target = Path(path)
    if size == len(data) and target.read_bytes() == data:
        return False
    scratch = target.with_name(f".{target.name}.new")
    scratch.write_bytes(data)
    scratch.replace(target)
    return True

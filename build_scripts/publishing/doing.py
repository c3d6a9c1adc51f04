"""Jobs done over all processors, and what newspaper pages add to the files of the whole archive.

A list of all jobs would be the largest thing that a build holds, and each process would come to have a copy of it. So
every process goes through the jobs by itself, in the same order, and does those whose numbers it is given: they only
ever grow.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from build_scripts.processes import shares_memory, spread, workers
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.fresh import write_fresh
from build_scripts.publishing.generate import lines_of
from build_scripts.publishing.jobs import Job
from build_scripts.publishing.relations import Related

BATCH = 64
"""Jobs that a process does at a time."""
_FEW = 16
"""So few that it is not worth while to have another process do some of them."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a job made."""

    name: str
    key: str
    paths: tuple[str, ...]
    changed: tuple[str, ...]


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
    done = []
    for job in _Task.walk.take(numbers):
        made = [
            (path, text if isinstance(text, bytes) else text.encode("utf-8", "replace")) for path, text in job.make()
        ]
        changed = tuple(path for path, data in made if write_made(_Task.folder / path, data))
        done.append(Done(job.name, job.key, tuple(path for path, _ in made), changed))
    return done


def lines_of_pages(catalogue: Catalogue, related: Related, files: Sequence[str]) -> Iterator[list[tuple[str, bytes]]]:
    """Yield what pages add to each of the files that hold the whole archive."""
    _Task.whole = catalogue, related
    try:
        yield from spread(_lines_batch, files, BATCH) if shares_memory() else (_lines_batch([f])[0] for f in files)
    finally:
        del _Task.whole  # else the archive would be held for as long as the program runs


def _lines_batch(files: Sequence[str]) -> list[list[tuple[str, bytes]]]:
    catalogue, related = _Task.whole
    found = (lines_of(catalogue, related, catalogue.reading(catalogue.page_number[file])) for file in files)
    return [[(path, text.encode("utf-8", "replace")) for path, text in lines] for lines in found]


def write_made(target: Path, data: bytes) -> bool:
    """Write a file that is not as it should be; tell whether it was not.

    One that was there may stand in a site too, and is replaced; a new one, half written, would be found to be wrong.
    """
    path = str(target)
    try:
        size = os.stat(path).st_size  # noqa: PTH116  a third of the time of Path.stat, half a million times over
    except FileNotFoundError:
        write_fresh(path, data)
        return True
    if size == len(data) and target.read_bytes() == data:
        return False
    scratch = target.with_name(f".{target.name}.new")
    scratch.write_bytes(data)
    scratch.replace(target)
    return True

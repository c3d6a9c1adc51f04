"""Shelves of names too long for one page: all institutions of a kind, all people, the newspaper pages of a year.

Every run looks at all of them, and there may be a hundred thousand names: so it looks at numbers, and what stands for
a name is put together only on the pages that are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.alphabet import under_letters
from build_scripts.publishing.jobs import KEYED, Job
from build_scripts.publishing.layout import path_of, up_from
from build_scripts.publishing.lists import page, section
from build_scripts.publishing.views import Link, Name

NAMES_ON_A_PAGE = 500
"""More or less: see `_cut`."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A long shelf."""

    name: str
    folder: str
    """Where the pages of its names are."""
    stem: str
    """Path of its first page, without ending."""
    trail: list[Link]
    lettered: bool = False
    """True where names stand under their letters."""


class Names(Protocol):
    """Names in the order in which they stand on a shelf."""

    @property
    def sums(self) -> npt.NDArray[np.integer[Any]]:
        """A number that each has, whatever else there is."""

    def names(self, start: int, end: int) -> list[Name]:
        """Return some that follow on one another."""

    def digest(self, start: int, end: int) -> bytes:
        """Return what is another one when a list of these would show something else."""


def shelf_jobs(shelf: Shelf, names: Names) -> Iterator[Job]:
    """Yield the pages of a long shelf.

    Their keys are of what they show: one name more, or one article more behind a name, touches the page of the name.
    """
    parts = [*pairwise(_cut(names.sums))]
    ends = [(names.names(start, start + 1)[0], names.names(end - 1, end)[0]) for start, end in parts]
    pages = [
        Link(f"{first.name[:4]}—{last.name[:4]}", f"{shelf.stem}{f'-{at}' if at else ''}.html")
        for at, (first, last) in enumerate(ends)
    ]
    beside = pages if len(pages) > 1 else []
    ways = f"{shelf.name}{beside}".encode("utf-8", "surrogatepass")
    for here, (start, end) in zip(pages, parts, strict=True):
        key = sha256(ways + names.digest(start, end)).hexdigest()
        yield Job(
            f"{KEYED}{here.href}", partial(_shelf_page, shelf, partial(names.names, start, end), beside, here), key
        )


def _cut(sums: npt.NDArray[np.integer[Any]]) -> list[int]:
    """Return where the pages of a shelf begin, and its end.

    Where one ends hangs on the name that it ends with, so that a new one moves few.
    """
    cuts, most, many = [0], 2 * NAMES_ON_A_PAGE, len(sums) > NAMES_ON_A_PAGE
    ends = np.flatnonzero(sums[:-1] % (NAMES_ON_A_PAGE // 2) == 0) + 1
    for end in [*(ends.tolist() if many else ()), len(sums)]:
        cuts += range(cuts[-1] + most, end, most)
        if end == len(sums) or end - cuts[-1] >= NAMES_ON_A_PAGE // 4:
            cuts.append(end)
    return cuts


def _shelf_page(
    shelf: Shelf, names: Callable[[], list[Name]], pages: list[Link], here: Link
) -> Iterator[tuple[str, str]]:
    """Yield a page of a shelf; `pages` are all of them, where there are several."""
    part = names()
    at, count = pages.index(here) if pages else 0, len(part)
    letters = under_letters(part) if shelf.lettered else [("", part)]
    yield (
        here.href.replace(".html", ".md"),
        page(
            "groups.md.jinja",
            f"{shelf.name}（{here.name}）" if at else shelf.name,
            f"{shelf.name}：{'这一页' if pages else ''}{count}个。",
            name=shelf.name,
            note=f"{'这一页' if pages else ''}{count}个",
            letters=shelf.lettered,
            shelves=[section(letter, links_of(shelf.folder, names)) for letter, names in letters],
            root=up_from(here.href),
            pages=pages,
            here=at,
            trail=shelf.trail,
        ),
    )


def links_of(folder: str, names: Sequence[Name]) -> list[Link]:
    """Return the ways to the pages of some names."""
    return [Link(name.name, path_of(folder, name.key), name.articles, name.note) for name in names]

"""Shelves of names too long for one page: all institutions of a kind, all people, the newspaper pages of a year.

Every run looks at all of them, and there may be a hundred thousand names: so they are plain tuples, and become links
only on the pages that are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from zlib import crc32

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


def shelf_jobs(shelf: Shelf, names: Sequence[Name]) -> Iterator[Job]:
    """Yield the pages of a long shelf, in the order of the names.

    Their keys are of what they show: one name more, or one article more behind a name, touches the page of the name.
    """
    parts = [*_cut(names)]
    pages = [
        Link(f"{part[0].name[:4]}—{part[-1].name[:4]}", f"{shelf.stem}{f'-{at}' if at else ''}.html")
        for at, part in enumerate(parts)
    ]
    beside = pages if len(pages) > 1 else []
    ways = f"{shelf.name}{beside}"
    for at, part in enumerate(parts):
        shown = [(name.key, name.name, name.articles, name.note) for name in part]
        key = sha256(f"{ways}{shown}".encode("utf-8", "surrogatepass")).hexdigest()
        yield Job(f"{KEYED}{pages[at].href}", partial(_shelf_page, shelf, part, beside, pages[at]), key)


def _cut(names: Sequence[Name]) -> Iterator[Sequence[Name]]:
    """Yield the parts of a shelf: where one ends hangs on the name that it ends with, so that a new one moves few."""
    many, start = len(names) > NAMES_ON_A_PAGE, 0
    for at, name in enumerate(names, 1):
        long = at - start
        ends = many and long >= NAMES_ON_A_PAGE // 4 and not crc32(name.key.encode()) % (NAMES_ON_A_PAGE // 2)
        if ends or long == 2 * NAMES_ON_A_PAGE or at == len(names):
            yield names[start:at]
            start = at


def _shelf_page(shelf: Shelf, part: Sequence[Name], pages: list[Link], here: Link) -> Iterator[tuple[str, str]]:
    """Yield a page of a shelf; `pages` are all of them, where there are several."""
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
    return [link_of(folder, name) for name in names]


def link_of(folder: str, name: Name) -> Link:
    """Return the way to the page of a name."""
    return Link(name.name, path_of(folder, name.key), name.articles, name.note)

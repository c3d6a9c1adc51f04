"""What lists, counts and addresses need of a page and its articles, in rows that are read by the thousand.

A run that changes one page groups and counts all articles, but shows few. So each page keeps, beside all else that is
known of it, a row of plain values that come out of JSON as they are: ten thousand articles in a tenth of a second.
Whatever else is asked of an article is fetched from its page (see light.py).
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

InstitutionRow = tuple[str, str, str | None, bool, list[str]]
"""Name that it is filed under, kind, code of its place, whether an editor named it, and all forms in the article."""
PersonRow = tuple[str, str, str | None, bool]
"""Name, function, institution, and whether an editor named them."""


class PointRow(NamedTuple):
    """A figure that is compared between places and years: the fields of a point after name, unit and nature."""

    name: str
    unit: str
    nature: str
    place: str
    year: int
    value: str
    written: str
    printed: str
    href: str
    article: str


class ArticleRow(NamedTuple):
    """Of an article what it is listed, counted and found by."""

    id: str
    order: int
    """The newest has the smallest."""
    year: int
    """0 where it is not known, as are month and day where they are not certain."""
    month: int
    day: int
    dated: str
    """When it was published, for readers."""
    place: str
    """Code of the place that it is about; empty where there is none."""
    title: str
    health_related: bool
    checked: bool
    doubly_named: bool
    """True where it may give an institution two names."""
    figures: int
    keyed: bool
    """True where some of its figures are for the fact box."""
    characters: int
    corrections: int
    refused: int
    gaps: int
    seams: int
    """Joins that are not certain."""
    places: list[tuple[str, str]]
    """Code and full name."""
    institutions: list[InstitutionRow]
    people: list[PersonRow]
    topics: list[str]
    owners: list[str]
    """Whose its figures are."""
    points: list[PointRow]
    """Its figures that are compared between places and years."""


class PageRow(NamedTuple):
    """Of a newspaper page what it is listed, counted and found by."""

    page_id: str
    name: str
    """What readers call it."""
    publication: str
    page_no: str
    year: int
    """0 where its day is not known, as are month and day."""
    month: int
    day: int
    withdrawn: bool
    """True where nothing of it is left."""
    notices: bool
    """True where something of it was withdrawn."""
    pictures: bool
    sample: bool
    """True where it says of itself that it is one of the starter archive."""
    unplaced: int
    """Lines that found no place."""
    articles: tuple[ArticleRow, ...]


def dump_row(row: PageRow) -> bytes:
    """Return a page's row as a state file keeps it."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load_row(data: bytes) -> PageRow:
    """Return what `dump_row` wrote."""
    cells: list[Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    cells[-1] = tuple(map(_article, cells[-1]))
    return PageRow(*cells)


def _article(cells: list[Any]) -> ArticleRow:
    cells[-1] = [PointRow(*point) for point in cells[-1]]
    return ArticleRow(*cells)

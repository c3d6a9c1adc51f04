"""What lists, counts and addresses need of a page and its articles, in rows of plain values.

A run that changes one page groups and counts all articles, but shows few. So what is in the rows is kept twice: page by
page, for what is shown, and as columns of numbers of all pages, for whoever counts (see columns.py). Whatever else is
asked of an article is fetched from its page (see light.py).
"""

from __future__ import annotations

from typing import NamedTuple

InstitutionRow = tuple[str, str, str | None, bool, tuple[str, ...]]
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
    figures: int
    keyed: bool
    """True where some of its figures are for the fact box."""
    characters: int
    corrections: int
    refused: int
    gaps: int
    seams: int
    """Joins that are not certain."""
    places: tuple[tuple[str, str], ...]
    """Code and full name."""
    institutions: tuple[InstitutionRow, ...]
    people: tuple[PersonRow, ...]
    topics: tuple[str, ...]
    owners: tuple[tuple[str, bool], ...]
    """Whose its figures are, and whether any of theirs is of a whole year."""
    points: tuple[PointRow, ...]
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

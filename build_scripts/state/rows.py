"""What lists, counts and addresses need of a page and its articles, in rows that are read by the thousand.

A run that changes one page groups and counts all articles, but shows few. So each page keeps, beside all else that is
known of it, a row of plain values that come out of JSON as they are: ten thousand articles in a tenth of a second.
Whatever else is asked of an article is fetched from its page (see light.py).
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

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
    places: tuple[tuple[str, str], ...]
    """Code and full name."""
    institutions: tuple[InstitutionRow, ...]
    people: tuple[PersonRow, ...]
    topics: tuple[str, ...]
    owners: tuple[str, ...]
    """Whose its figures are."""
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


_DATED, _LISTS = ArticleRow._fields.index("dated"), ArticleRow._fields.index("places")


def dump_row(row: PageRow) -> bytes:
    """Return a page's row as a state file keeps it."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


class RowReader:
    """Reads rows of which parts are equal; such parts come out as one object, which saves most of the memory."""

    def __init__(self) -> None:
        self._pool: dict[Any, Any] = {}

    def load(self, data: bytes, *, quickly: bool = False) -> PageRow:
        """Return what `dump_row` wrote; `quickly` does without looking for equal parts, which is most of the time."""
        cells: list[Any] = json.loads(data.decode("utf-8", "surrogatepass"))
        cells[-1] = tuple(map(_plain if quickly else self._article, cells[-1]))
        return PageRow(*cells)

    def _article(self, cells: list[Any]) -> ArticleRow:
        once = self._once
        places, institutions, people, topics, owners, points = cells[_LISTS:]
        cells[_DATED] = once(cells[_DATED])
        cells[_LISTS:] = (
            once(tuple(map(tuple, places))),
            tuple([once((once(i[0]), once(i[1]), i[2], i[3], tuple(i[4]))) for i in institutions]),
            tuple([once(tuple(person)) for person in people]),
            once(tuple(topics)),
            tuple(map(once, owners)),
            tuple([PointRow(*map(once, point)) for point in points]),
        )
        return ArticleRow(*cells)

    def _once(self, value: Any) -> Any:  # noqa: ANN401  whatever JSON has, made to tuples
        return self._pool.setdefault(value, value)


def _plain(cells: list[Any]) -> ArticleRow:
    cells[-1] = [PointRow(*point) for point in cells[-1]]
    return ArticleRow(*cells)

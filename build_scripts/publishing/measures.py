"""Figures that may be set beside each other, from the reader's side: an indicator with its places and years.

Only what understanding has given a common name, a place and a year is compared; the newest article speaks for
a place and year, and what other articles say of the same is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import chain

from build_scripts.model import Entry, Fact, Nature
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.naming import name_key, sentence_anchor, written_value
from build_scripts.state.rows import PointRow
from build_scripts.tables import read_table

_ORDER = (Nature.RATE, Nature.LEVEL, Nature.FLOW, Nature.WORK)
"""Shares first: they compare places of any size."""


@dataclass(frozen=True, slots=True)
class Point:
    """What an indicator was in a place and a year, with the way to its sentence."""

    place: str
    """Code."""
    year: int
    value: Decimal
    written: str
    """In the common unit, for readers: 96.8%."""
    printed: str
    """As the paper has it."""
    href: str
    article: str
    others: tuple[Point, ...] = ()
    """What other articles say of the same place and year, where that is another value."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator under its common name, with all its points."""

    name: str
    unit: str
    nature: Nature
    by_place: Mapping[str, tuple[Point, ...]]
    """Each place and year once: code -> years, the earliest first; in order of code."""
    years: tuple[int, ...]
    """Those that it is known of, the earliest first."""
    count: int
    """Places and years."""

    @property
    def key(self) -> str:
        """Return what stands for it in addresses."""
        return name_key(self.name)

    @property
    def href(self) -> str:
        """Return the address of its page."""
        return f"indicators/{self.key}.html"

    @property
    def points(self) -> tuple[Point, ...]:
        """Return all of them, by place, then year."""
        return tuple(chain.from_iterable(self.by_place.values()))

    def of(self, place: str) -> tuple[Point, ...]:
        """Return the years of one place, the earliest first."""
        return self.by_place.get(place, ())

    def latest(self) -> tuple[Point, ...]:
        """Return the latest year of each place."""
        return tuple(points[-1] for points in self.by_place.values())


class _Places(Mapping[str, tuple[Point, ...]]):
    """The points of an indicator by place; those of a place are made when they are asked for."""

    def __init__(self, rows: Mapping[str, Mapping[int, Sequence[PointRow]]]) -> None:
        self._rows = rows
        self._made: dict[str, tuple[Point, ...]] = {}

    def __getitem__(self, code: str) -> tuple[Point, ...]:
        if (made := self._made.get(code)) is None:
            years = self._rows[code]
            made = self._made[code] = tuple(settle([point_of(row) for row in years[year]]) for year in sorted(years))
        return made

    def __contains__(self, code: object) -> bool:
        return code in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def gather_measures(points: Iterable[PointRow]) -> dict[str, Measure]:
    """Return all indicators that can be compared, by name: shares first, then as the table of indicators has them.

    Points come newest first, and the first to speak of a place and year is the one that is shown.
    """
    found: dict[str, tuple[PointRow, dict[str, dict[int, list[PointRow]]]]] = {}
    for point in points:
        _, places = found.setdefault(point.name, (point, {}))
        places.setdefault(point.place, {}).setdefault(point.year, []).append(point)
    measures = (_measure(same, places) for same, places in found.values())
    order = sorted(measures, key=lambda m: (_ORDER.index(m.nature), rank(m.name), m.name))
    return {measure.name: measure for measure in order}


def _measure(same: PointRow, places: Mapping[str, Mapping[int, Sequence[PointRow]]]) -> Measure:
    by_place = _Places({code: places[code] for code in sorted(places)})
    years = tuple(sorted({year for of_place in places.values() for year in of_place}))
    return Measure(same.name, same.unit, Nature(same.nature), by_place, years, sum(map(len, places.values())))


@cache
def _ranks() -> dict[str, int]:
    return {row["name"]: number for number, row in enumerate(read_table("comparable")["rows"])}


def rank(name: str) -> int:
    """Return the place of an indicator in the table: one figure more must not change the order on all pages."""
    return _ranks().get(name, len(_ranks()))


def points_of(entry: Entry) -> Iterator[PointRow]:
    """Yield the figures of an article that are compared between places and years."""
    for fact in entry.facts:
        if (same := fact.comparable) and is_compared(fact):
            p = to_point(entry, fact, same.year or 0, same.adcode or "")
            head = (same.name, same.unit, same.nature.value, p.place, p.year)
            yield PointRow(*head, str(p.value), p.written, p.printed, p.href, p.article)


def point_of(row: PointRow) -> Point:
    """Return the point that a row stands for."""
    return Point(row.place, row.year, Decimal(row.value), row.written, row.printed, row.href, row.article)


def is_compared(fact: Fact) -> bool:
    """Tell whether a figure stands beside those of other places and years: place and year must be certain."""
    same = fact.comparable
    return bool(same and same.adcode and same.year and same.nature is not Nature.WORK)


def measure_href(fact: Fact) -> str:
    """Return the address of the page on which a figure is compared; empty where it is not."""
    return path_of("indicators", name_key(fact.comparable.name)) if fact.comparable and is_compared(fact) else ""


def to_point(entry: Entry, fact: Fact, year: int, place: str = "") -> Point:
    """Return a figure of an article as a point of a series; that of a place is in the common unit."""
    same = fact.comparable if place else None
    value, unit = (same.value, same.unit) if same else (fact.value, fact.unit)
    return Point(
        place,
        year,
        value,
        written_amount(value, unit),
        written_value(fact),
        f"{path_of('articles', entry.article.id)}#{sentence_anchor(entry.article, fact)}",
        entry.article.title,
    )


def settle(points: list[Point]) -> Point:
    """Return the first of the points of one place and year, with what the others say."""
    first, *rest = points
    others: dict[Decimal, Point] = {}
    for point in rest:
        if point.value != first.value:
            others.setdefault(point.value, point)
    return replace(first, others=tuple(others.values()))


def written_amount(value: Decimal, unit: str) -> str:
    """Return a value in a common unit as readers take it in, large ones in 万 and 亿."""
    for size, word in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if abs(value) >= size and unit not in {"%", "‰"}:
            return f"{_plain(round(value / size, 2))}{word}{unit}"
    return f"{_plain(value)}{unit}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

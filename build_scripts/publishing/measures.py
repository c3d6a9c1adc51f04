"""Figures that may be set beside each other, from the reader's side: an indicator with its places and years.

Only what understanding has given a common name, a place and a year is compared; the newest article speaks for
a place and year, and what other articles say of the same is kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from heapq import nsmallest
from typing import NamedTuple

import numpy as np

from build_scripts.keys import name_key
from build_scripts.model import Entry, Fact, Nature
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.naming import sentence_anchor, written_value
from build_scripts.state.columns import Numbers
from build_scripts.state.rows import PointRow
from build_scripts.tables import read_table

_ORDER = (Nature.RATE, Nature.LEVEL, Nature.FLOW, Nature.WORK)
"""Shares first: they compare places of any size."""
_WHOLE_YEAR = re.compile(r"(\d{4})年[底末]?")


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
    by_place: _Places
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

    def of(self, place: str) -> tuple[Point, ...]:
        """Return the years of one place, the earliest first."""
        return self.by_place.get(place, ())

    def last(self, place: str) -> Point:
        """Return the latest year of one place."""
        return self.by_place.settled(place, self.by_place.years(place)[-1])

    def latest(self) -> tuple[Point, ...]:
        """Return the latest year of each place."""
        return tuple(map(self.last, self.by_place))

    def newest(self, most: int) -> list[Point]:
        """Return so many points, later years first, those of a year by place."""
        found = ((-year, place) for place in self.by_place for year in self.by_place.years(place))
        return [self.by_place.settled(place, -year) for year, place in nsmallest(most, found)]

    def longest(self, most: int) -> list[str]:
        """Return the places with several years, those with most of them first."""
        counts = {place: len(self.by_place.years(place)) for place in self.by_place}
        longest = sorted(counts, key=lambda place: (-counts[place], place))[:most]
        return [place for place in longest if counts[place] > 1]


class Rows(NamedTuple):
    """The figures of an archive that are compared, as columns, the newest first."""

    columns: Mapping[str, Numbers]
    words: Sequence[str]
    point: Callable[[int], PointRow]
    """Fetches a row."""


class _Places(Mapping[str, tuple[Point, ...]]):
    """The points of an indicator by place; those of a place are made when they are asked for."""

    def __init__(self, rows: Rows, places: Mapping[str, Numbers]) -> None:
        self._rows, self._places = rows, places
        self._made: dict[str, tuple[Point, ...]] = {}

    def __getitem__(self, code: str) -> tuple[Point, ...]:
        if (made := self._made.get(code)) is None:
            made = self._made[code] = tuple(self.settled(code, year) for year in self.years(code))
        return made

    def years(self, code: str) -> list[int]:
        """Return the years of a place, the earliest first."""
        return sorted({*self._rows.columns["year"][self._places[code]].tolist()})

    def settled(self, code: str, year: int) -> Point:
        """Return the point of a place and year."""
        here = self._places[code]
        of_year = here[self._rows.columns["year"][here] == year]
        return settle([point_of(self._rows.point(row)) for row in of_year.tolist()])

    def __contains__(self, code: object) -> bool:
        return code in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def gather_measures(rows: Rows, wanted: Numbers) -> dict[str, Measure]:
    """Return all indicators that can be compared in some rows, by name: shares first, then in the order of the table.

    Points come newest first, and the first to speak of a place and year is the one that is shown.
    """
    names = rows.columns["name"][wanted]
    measures = (_measure(rows, wanted[names == name]) for name in np.unique(names))
    order = sorted(measures, key=lambda m: (_ORDER.index(m.nature), rank(m.name), m.name))
    return {measure.name: measure for measure in order}


def _measure(rows: Rows, wanted: Numbers) -> Measure:
    """Return the indicator that some rows are of."""
    columns, words = rows.columns, rows.words
    name, unit, nature = (words[columns[column][wanted[0]]] for column in ("name", "unit", "nature"))
    order = np.argsort(columns["place"][wanted], kind="stable")
    places, starts = np.unique(columns["place"][wanted][order], return_index=True)
    parts = np.split(wanted[order], starts[1:])
    by_place = {words[place]: part for place, part in zip(places.tolist(), parts, strict=True)}
    pairs = np.unique(columns["place"][wanted].astype(np.int64) << 32 | columns["year"][wanted])
    years = tuple(np.unique(columns["year"][wanted]).tolist())
    return Measure(name, unit, Nature(nature), _Places(rows, dict(sorted(by_place.items()))), years, len(pairs))


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


def year_of_series(fact: Fact) -> int | None:
    """Return the year for which a figure stands in a series of its owner; a range has none."""
    if fact.value_max is not None:
        return None
    if fact.comparable:
        return fact.comparable.year
    told = _WHOLE_YEAR.fullmatch(fact.time or "")
    return int(told[1]) if told else None


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

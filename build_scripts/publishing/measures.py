"""Figures that may be set beside each other, from the reader's side: an indicator with its places and years.

Only what understanding has given a common name, a place and a year is compared; the newest article speaks for
a place and year, and what other articles say of the same is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import chain, groupby

from build_scripts.model import Comparable, Entry, Fact, Nature
from build_scripts.publishing.naming import name_key, sentence_anchor, written_value
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


def gather_measures(points: Iterable[tuple[Comparable, Point]]) -> dict[str, Measure]:
    """Return all indicators that can be compared, by name: shares first, then as the table of indicators has them.

    Points come newest first, and the first to speak of a place and year is the one that is shown.
    """
    found: dict[str, tuple[Comparable, dict[tuple[str, int], list[Point]]]] = {}
    for same, point in points:
        _, by_place = found.setdefault(same.name, (same, {}))
        by_place.setdefault((point.place, point.year), []).append(point)
    measures = (
        Measure(name, same.unit, same.nature, _by_place([settle(by_place[where]) for where in sorted(by_place)]))
        for name, (same, by_place) in found.items()
    )
    order = sorted(measures, key=lambda m: (_ORDER.index(m.nature), rank(m.name), m.name))
    return {measure.name: measure for measure in order}


@cache
def _ranks() -> dict[str, int]:
    return {row["name"]: number for number, row in enumerate(read_table("comparable")["rows"])}


def rank(name: str) -> int:
    """Return the place of an indicator in the table: one figure more must not change the order on all pages."""
    return _ranks().get(name, len(_ranks()))


def _by_place(points: list[Point]) -> dict[str, tuple[Point, ...]]:
    return {code: tuple(years) for code, years in groupby(points, key=lambda point: point.place)}


def points_of(entry: Entry) -> Iterator[tuple[Comparable, Point]]:
    """Yield the figures of an article that are compared between places and years."""
    for fact in entry.facts:
        if (same := fact.comparable) and is_compared(fact):
            yield same, to_point(entry, fact, same.year or 0, same.adcode or "")


def is_compared(fact: Fact) -> bool:
    """Tell whether a figure stands beside those of other places and years: place and year must be certain."""
    same = fact.comparable
    return bool(same and same.adcode and same.year and same.nature is not Nature.WORK)


def measure_href(fact: Fact) -> str:
    """Return the address of the page on which a figure is compared; empty where it is not."""
    return f"indicators/{name_key(fact.comparable.name)}.html" if fact.comparable and is_compared(fact) else ""


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
        f"articles/{entry.article.id}.html#{sentence_anchor(entry.article, fact)}",
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

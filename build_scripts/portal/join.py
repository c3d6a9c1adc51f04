"""What several shards hold together: one tree of places, one set of indicators, one count of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, groupby

from build_scripts.keys import name_key
from build_scripts.portal.manifest import Shard
from build_scripts.portal.summary import Point, Summary
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.measures import rank


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its articles in all shards."""

    code: str
    name: str
    parent: str
    """Code of the place above that has articles too; empty for provinces."""
    of_shards: tuple[tuple[Shard, int], ...]
    """How many articles each shard has, in their order."""

    @property
    def count(self) -> int:
        """Return how many articles there are in all."""
        return sum(count for _, count in self.of_shards)

    @property
    def href(self) -> str:
        """Return the address of its page."""
        return path_of("places", self.code)


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator with the figures of all shards."""

    name: str
    unit: str
    by_place: Mapping[str, tuple[Point, ...]]
    """Code -> years, the earliest first; in order of code."""

    @property
    def href(self) -> str:
        """Return the address of its page."""
        return path_of("indicators", name_key(self.name))

    @property
    def points(self) -> tuple[Point, ...]:
        """Return all places and years."""
        return tuple(chain.from_iterable(self.by_place.values()))


class Joined:
    """What several shards hold together."""

    def __init__(self, summaries: Sequence[Summary]) -> None:
        self.summaries = tuple(summaries)
        self.articles = sum(summary.articles for summary in summaries)
        self.years: Counter[int] = sum((summary.years for summary in summaries), Counter())
        self.institutions: Counter[str] = sum((summary.institutions for summary in summaries), Counter())
        self.topics = tuple(dict.fromkeys(topic for summary in summaries for topic in summary.topics))

    @cached_property
    def places(self) -> dict[str, Place]:
        """Return all places in order of code; a name is that of the first shard that has it."""
        codes = sorted({code for summary in self.summaries for code in summary.places})
        found = {}
        for code in codes:
            having = [summary for summary in self.summaries if code in summary.places]
            above = (f"{code[:4]}00", f"{code[:2]}0000")
            found[code] = Place(
                code,
                having[0].places[code][0],
                next((up for up in above if up != code and up in found), ""),
                tuple((summary.shard, summary.places[code][1]) for summary in having),
            )
        return found

    @cached_property
    def below(self) -> dict[str, tuple[Place, ...]]:
        """Return the places just below each, by its code; provinces are below nothing."""
        found: dict[str, list[Place]] = {}
        for place in self.places.values():
            found.setdefault(place.parent, []).append(place)
        return {code: tuple(places) for code, places in found.items()}

    def full_name(self, place: Place) -> str:
        """Return the name of a place with those above it."""
        above = self.places.get(place.parent)
        return f"{self.full_name(above) if above else ''}{place.name}"

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Return the indicators by name, in the order of their table; a unit is that of the first shard."""
        found: dict[str, dict[tuple[str, int], Point]] = {}
        units: dict[str, str] = {}
        for point in (point for summary in self.summaries for point in summary.points):
            if units.setdefault(point.measure, point.unit) != point.unit or point.place not in self.places:
                continue
            years = found.setdefault(point.measure, {})
            known = years.get((point.place, point.year))
            if known is None:
                years[point.place, point.year] = point
            elif point.value not in {known.value, *(other.value for other in known.others)}:
                years[point.place, point.year] = replace(known, others=(*known.others, point))
        return {
            name: Measure(name, units[name], _by_place(found[name][where] for where in sorted(found[name])))
            for name in sorted(found, key=lambda name: (rank(name), name))
        }

    def measures_of(self, code: str) -> tuple[tuple[Measure, tuple[Point, ...]], ...]:
        """Return the indicators that a place has, with its years."""
        return tuple((m, m.by_place[code]) for m in self.measures.values() if code in m.by_place)


def _by_place(points: Iterable[Point]) -> dict[str, tuple[Point, ...]]:
    return {code: tuple(years) for code, years in groupby(points, key=lambda point: point.place)}

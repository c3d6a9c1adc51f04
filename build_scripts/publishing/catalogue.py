"""The archive from the reader's side: what stands under each place, institution, person, topic, year and page.

What is counted is counted in columns of numbers (see numbered.py).
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import numpy as np

from build_scripts.keys import name_key
from build_scripts.model import Entry, Place
from build_scripts.publishing.alphabet import in_order
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.groups import Institutions, People, by_size
from build_scripts.publishing.inverse import Inverse, fullest
from build_scripts.publishing.measures import Measure, Rows, gather_measures
from build_scripts.publishing.search.records import place_lineage
from build_scripts.publishing.shown import Shown
from build_scripts.publishing.views import Group, PlaceNode
from build_scripts.state.columns import APART, HEALTHY, TABLES, Numbers, Table, names_of
from build_scripts.state.rows import PointRow

_FEW = 50
"""Articles up to which they are gone through one by one: numpy takes as long for ten as for a thousand."""


class Catalogue(Shown):
    """Everything that lists and index pages show, worked out once from an archive."""

    def work_out(self) -> None:
        """Work out now what is otherwise worked out when it is asked for, so that processes share it."""
        names = dict.fromkeys(name for kind in type(self).__mro__ for name in vars(kind))
        for name in names:
            if isinstance(inspect.getattr_static(self, name), cached_property):
                getattr(self, name)
        for name in TABLES:
            self.table(name)

    # Places

    @cached_property
    def places(self) -> dict[str, PlaceNode]:
        """All places of the archive and those above them, by code."""
        names: dict[str, tuple[str, str, str | None]] = {}
        table = self.table("places")
        words = Inverse(table["place"], table["article"])
        lasts = dict(zip(words.lasts.tolist(), words.keys.tolist(), strict=True))
        numbers: dict[str, int] = {}
        ways: dict[int, list[int]] = {}
        for last in sorted(lasts):
            parent, full, way = None, "", []
            for code, name in lineage(*self._place_of(lasts[last])):
                full += name
                names[code] = (name, full, parent)
                way.append(numbers.setdefault(code, len(numbers)))
                parent = code
            ways[lasts[last]] = way
        under = self._under(table, ways)
        below: dict[str, list[str]] = {}
        for code, (_, _, above) in sorted(names.items()):
            below.setdefault(above or "", []).append(code)
        nodes: dict[str, PlaceNode] = {}

        def grow(code: str) -> PlaceNode:
            name, full, parent = names[code]
            children = tuple(grow(child) for child in below.get(code, ()))
            nodes[code] = PlaceNode(code, name, full, parent, children, self.some(under.articles(numbers[code])))
            return nodes[code]

        for root in below.get("", ()):
            grow(root)
        return dict(sorted(nodes.items()))

    def _place_of(self, word: int) -> tuple[str, str]:
        code, _, name = self.words[word].partition(APART)
        return code, name

    @staticmethod
    def _under(table: Table, ways: dict[int, list[int]]) -> Inverse:
        """Return the articles of each place, those of the places below it among them."""
        most = max(map(len, ways.values()), default=0)
        way = np.full((max(ways, default=0) + 1, most), -1, np.int32)
        for word, numbers in ways.items():
            way[word, : len(numbers)] = numbers
        codes = way[table["place"]].ravel()
        articles = np.repeat(table["article"], most)
        return Inverse(codes[codes >= 0], articles[codes >= 0])

    @cached_property
    def provinces(self) -> tuple[PlaceNode, ...]:
        """The roots of the place tree."""
        return tuple(node for node in self.places.values() if node.parent is None)

    def family_below(self, code: str) -> tuple[PlaceNode, ...]:
        """Return the places just below one; below none are the provinces."""
        if not code:
            return self.provinces
        return self.places[code].children if code in self.places else ()

    # Groups

    @cached_property
    def topics(self) -> tuple[Group, ...]:
        """Topics, the fullest first; what is not about health comes last."""
        table = self.table("topics")
        found = Inverse(table["label"], table["article"])
        labels = ((self.words[label], self.some(found.articles(label))) for label in found.keys.tolist())
        groups = by_size(Group(name_key(label), label, entries) for label, entries in labels)
        return tuple(sorted(groups, key=lambda group: not len(self.healthy(group.entries))))

    @cached_property
    def institutions(self) -> Institutions:
        """Institutions under their filed names."""
        return Institutions(self.table("institutions"), self.words, self.some, self._rank)

    def institution(self, name: str) -> Group | None:
        """Return an institution by its filed name, where the archive has it."""
        return self.institutions.find(name)

    @cached_property
    def people(self) -> People:
        """People named in a function."""
        return People(self.table("people"), self.words, self.some, self._rank)

    @cached_property
    def _rank(self) -> Numbers:
        """Of each word that is the name of an institution or a person, where it stands in the order of their sounds."""
        names = names_of(self._columns)
        order = in_order(names, self.words, self._columns.sounded).names
        rank = np.zeros(len(self.words), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank

    def people_of(self, institution: str) -> list[Group]:
        """Return the people of an institution, by its filed name."""
        return [
            group for number in self._columns.words.find([institution]).tolist() for group in self.people.of(number)
        ]

    def employed_by(self, institutions: Iterable[str]) -> Iterator[str]:
        """Yield the addresses of the people of some institutions, by the addresses of these."""
        names: set[int] = set()
        gone: set[str] = set()
        for key in institutions:
            here = self.institutions.words_of(key)
            names.update(here)
            if not here:
                gone.add(key)
        if gone:
            names.update(name for name in self.people.employers() if name_key(self.words[name]) in gone)
        return (group.key for name in sorted(names) for group in self.people.of(name))

    # Times

    @cached_property
    def years(self) -> tuple[Group, ...]:
        """Years of publication, latest first; undated articles last."""
        found = self.by_year(self.entries)
        return tuple(
            Group(str(year) if year else "undated", f"{year}年" if year else "年份不详", found[year])
            for year in sorted(found, reverse=True)
        )

    def by_year(self, entries: Entries) -> dict[int, Entries]:
        """Return articles by the year of their publication; 0 where it is not known."""
        return self._split(entries, "year")

    def by_month(self, entries: Entries) -> dict[int, Entries]:
        """Return articles of a year by month; 0 where it is not certain."""
        return self._split(entries, "month")

    def _split(self, entries: Entries, column: str) -> dict[int, Entries]:
        values = self.article[column][entries.numbers]
        if len(values) <= _FEW:
            few: dict[int, list[int]] = {}
            for value, number in zip(values.tolist(), entries.numbers.tolist(), strict=True):
                few.setdefault(value, []).append(number)
            return {value: self.some(np.array(few[value], np.int32)) for value in sorted(few)}
        return {int(value): self.some(entries.numbers[values == value]) for value in np.unique(values)}

    @cached_property
    def _of_place_and_year(self) -> Inverse:
        place, year = self.article["place"], self.article["year"]
        known = np.flatnonzero((place > 0) & (year > 0)).astype(np.int32)
        return Inverse(place.astype(np.int64) << 32 | year, self.entries.numbers, known)

    def of_place_and_year(self, name: str) -> Entries:
        """Return the articles about a place, printed in a year, by `code/year`, newest first."""
        code, _, year = name.partition("/")
        found = self._columns.words.find([code]).tolist()
        return self.some(self._of_place_and_year.articles(found[0] << 32 | int(year) if found else -1))

    def near_day(self, name: str, reach: int) -> Entries:
        """Return the articles about a place that stand so near to a day of a year, by `code/year/day`."""
        of_year, _, day = name.rpartition("/")
        mates = self.of_place_and_year(of_year)
        days = self.article["order"][mates.numbers]
        first, last = np.searchsorted(days, int(day)), np.searchsorted(days, int(day), "right")
        return mates[max(0, int(first) - reach) : int(last) + reach]

    def nearby(self, entry: Entry, count: int) -> Entries:
        """Return what else was in the papers of its place that year, those nearest in time and not on its page."""
        number = self.number_of(entry.article.id)
        place, year, page = (int(self.article[name][number]) for name in ("place", "year", "page"))
        mates = self._of_place_and_year.articles(place << 32 | year if place and year else -1)
        at = int(np.searchsorted(mates, number))
        first = max(0, at - 2 * count)
        near = mates[first : at + 2 * count]
        copies = self.archive.relations.copies.get(entry.article.id, ())
        known = [self.number_of(copy.article) for copy in copies if copy.article in self]
        other = (self.article["page"][near] != page) & ~np.isin(near, known)
        away = np.abs(np.arange(first, first + len(near)) - at)
        order = np.argsort(away[other], kind="stable")[:count]
        return self.some(near[other][order])

    # Indicators

    @cached_property
    def doubts(self) -> Counter[str]:
        """Number of contradictions between figures of each place, by code."""
        return Counter(found.adcode for found in self.archive.relations.contradictions if found.adcode)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Indicators that can be compared between places and years, by name."""
        return self.measures_of(self.entries)

    def measures_of(self, entries: Entries) -> dict[str, Measure]:
        """Return the indicators of some articles that can be compared between places and years, by name."""
        rows = self.rows_in("points", entries)
        return gather_measures(Rows(self.table("points"), self.words, self._point), rows)

    @cached_property
    def measures_at(self) -> dict[str, tuple[Measure, ...]]:
        """Indicators by the code of each place that reports them."""
        found: dict[str, list[Measure]] = {}
        for measure in self.measures.values():
            for code in measure.by_place:
                found.setdefault(code, []).append(measure)
        return {code: tuple(measures) for code, measures in found.items()}

    def _point(self, row: int) -> PointRow:
        """Return a figure that is compared by its row."""
        article = int(self.table("points")["article"][row])
        return self._row(article).points[row - self._tables.span("points", article)[0]]

    def healthy(self, entries: Entries) -> Entries:
        """Return those of some articles that are about health."""
        return self.some(entries.numbers[self.article["marks"][entries.numbers] & HEALTHY > 0])

    def total(self, column: str, entries: Entries | None = None) -> int:
        """Return the sum of a column over some articles, or all."""
        numbers = self.article[column]
        return int((numbers if entries is None else numbers[entries.numbers]).sum())

    def most_common(self, table: str, column: str, entries: Entries, most: int) -> list[tuple[str, int]]:
        """Return the words that come most often in a column of some articles, with how often; each counts once."""
        cells = self.table(table)[column]
        if len(entries) <= _FEW:
            spans = (self._tables.span(table, number) for number in entries.numbers.tolist())
            counts = Counter(word for start, end in spans for word in dict.fromkeys(cells[start:end].tolist()))
            found = counts.most_common(most)
        else:
            rows = self.rows_in(table, entries)
            pairs = self.table(table)["article"][rows].astype(np.int64) << 32 | cells[rows]
            if (np.diff(np.sort(pairs)) == 0).any():  # which takes a tenth of the time of finding which they are
                rows = rows[np.sort(np.unique(pairs, return_index=True)[1])]
            found = fullest(cells[rows], most)
        return [(self.words[word], count) for word, count in found]


@lru_cache(1 << 14)
def lineage(code: str, name: str) -> tuple[tuple[str, str], ...]:
    """Return (code, own name) of a place and of all above it, from the province down."""
    return tuple(place_lineage(Place(code, name)))


def own_name(name: str, adcode: str) -> str:
    """Return the name of a place without the places above it."""
    return place_lineage(Place(adcode, name))[-1][1]

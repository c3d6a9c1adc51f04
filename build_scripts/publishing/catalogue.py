"""The archive from the reader's side: what stands under each place, institution, person, topic, year and page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar

from build_scripts.model import Archive, Comparable, Entry, Fact, PageReading, Place
from build_scripts.publishing.brief import Mains, PageSums, Sums, page_cards, page_sums
from build_scripts.publishing.card import main_figures, main_place, make_figure, year_of
from build_scripts.publishing.measures import Measure, Point, gather_measures
from build_scripts.publishing.naming import name_key, newest_first, person_key
from build_scripts.publishing.search.records import place_lineage
from build_scripts.publishing.views import Card, Figure, Group, PlaceNode
from build_scripts.state.codec import load
from build_scripts.state.light import StoredReading, owners_in

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_PAGES = 1 << 10
"""Newspaper pages of which cards and main figures are held at a time."""
KIND_ORDER = ("医院", "基层", "疾控", "卫健", "养老", "政府", "高校", "科研", "社会组织", "媒体", "企业", "其他")


class Catalogue:
    """Everything that lists and index pages show, worked out once from an archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.entries: tuple[Entry, ...] = tuple(sorted(archive.entries, key=newest_first))
        self._cards = lru_cache(_PAGES)(self._page_cards)
        self._mains = lru_cache(_PAGES)(self._page_mains)
        self._sums: dict[str, PageSums] = {}
        self.readings: dict[str, PageReading] = {reading.page.file: reading for reading in archive.readings}

    def work_out(self) -> None:
        """Work out now what is otherwise worked out when it is asked for, so that processes share it."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)

    def reading_of(self, entry: Entry) -> PageReading:
        """Return the newspaper page that an article stands on."""
        return self.readings[entry.article.file]

    @cached_property
    def issues(self) -> dict[tuple[str, date], tuple[PageReading, ...]]:
        """The pages of each issue of a paper, in order of page number, where paper and day are known."""
        pages = ((reading.page.meta, reading) for reading in self.archive.readings)
        found = gather(
            ((meta.publication, meta.issue_date), reading)
            for meta, reading in pages
            if meta.publication and meta.issue_date
        )
        return {issue: tuple(sorted(readings, key=_page_order)) for issue, readings in found.items()}

    def issue_of(self, reading: PageReading) -> tuple[PageReading, ...]:
        """Return the pages of the issue that a page belongs to; nothing where its paper or day is not known."""
        meta = reading.page.meta
        return self.issues.get((meta.publication or "", meta.issue_date or date.min), ())

    def on_page(self, reading: PageReading) -> tuple[Entry, ...]:
        """Return the articles of a newspaper page in printed order."""
        return self._by_file.get(reading.page.file, ())

    @cached_property
    def _by_file(self) -> dict[str, tuple[Entry, ...]]:
        return gather((entry.article.file, entry) for entry in self.archive.entries)

    @cached_property
    def places(self) -> dict[str, PlaceNode]:
        """All places of the archive and those above them, by code."""
        names: dict[str, tuple[str, str, str | None]] = {}
        pairs: list[tuple[str, Entry]] = []
        for entry in self.entries:
            for place in entry.places:
                parent, full = None, ""
                for code, name in place_lineage(place):
                    full += name
                    names[code] = (name, full, parent)
                    pairs.append((code, entry))
                    parent = code
        entries = gather(pairs)
        below = gather((parent or "", code) for code, (_, _, parent) in names.items())
        nodes: dict[str, PlaceNode] = {}

        def grow(code: str) -> PlaceNode:
            name, full, parent = names[code]
            children = tuple(grow(child) for child in sorted(below.get(code, ())))
            nodes[code] = PlaceNode(code, name, full, parent, children, entries[code])
            return nodes[code]

        for root in below.get("", ()):
            grow(root)
        return dict(sorted(nodes.items()))

    @cached_property
    def provinces(self) -> tuple[PlaceNode, ...]:
        """The roots of the place tree."""
        return tuple(node for node in self.places.values() if node.parent is None)

    @cached_property
    def topics(self) -> tuple[Group, ...]:
        """Topics, the fullest first; what is not about health comes last."""
        found = gather((topic.label, entry) for entry in self.entries for topic in entry.topics)
        groups = by_size(Group(name_key(label), label, entries) for label, entries in found.items())
        return tuple(sorted(groups, key=lambda group: not any(entry.health_related for entry in group.entries)))

    @cached_property
    def institutions(self) -> tuple[Group, ...]:
        """Institutions under their filed names, by kind, then the fullest first."""
        named = [(i.canonical, i, entry) for entry in self.entries for i in entry.institutions]
        found = gather((name, entry) for name, _, entry in named)
        forms = gather((name, form) for name, i, _ in named for form in (i.name, *i.mentions) if form != name)
        kinds = {name: i.kind for name, i, _ in reversed(named)}
        codes = {name: i.adcode for name, i, _ in named if i.adcode}
        return by_size(
            Group(name_key(name), name, entries, kinds[name], forms.get(name, ()), codes.get(name))
            for name, entries in found.items()
        )

    @cached_property
    def _institution_by_name(self) -> dict[str, Group]:
        return {group.name: group for group in self.institutions}

    def institution(self, name: str) -> Group | None:
        """Return an institution by its filed name, where the archive has it."""
        return self._institution_by_name.get(name)

    @cached_property
    def people(self) -> tuple[Group, ...]:
        """People named in a function."""
        named = [(person_key(p.name, p.institution, p.title), p, entry) for entry in self.entries for p in entry.people]
        found = gather((key, entry) for key, _, entry in named)
        titles = gather((key, p.title) for key, p, _ in named if p.title)
        names = {key: p.name for key, p, _ in named}
        institutions = {key: p.institution for key, p, _ in reversed(named) if p.institution}
        groups = (
            Group(
                key,
                names[key],
                entries,
                "、".join(titles.get(key, ())),
                (institutions[key],) if key in institutions else (),
            )
            for key, entries in found.items()
        )
        return tuple(sorted(groups, key=lambda group: (-len(group.entries), group.name, group.key)))

    @cached_property
    def people_of(self) -> dict[str, tuple[Group, ...]]:
        """People by the filed name of their institution."""
        return gather((institution, group) for group in self.people for institution in group.forms)

    @cached_property
    def years(self) -> tuple[Group, ...]:
        """Years of publication, latest first; undated articles last."""
        found = gather((year_of(entry), entry) for entry in self.entries)
        return tuple(
            Group(str(year) if year else "undated", f"{year}年" if year else "年份不详", found[year])
            for year in sorted(found, reverse=True)
        )

    @cached_property
    def doubts(self) -> Counter[str]:
        """Number of contradictions between figures of each place, by code."""
        return Counter(found.adcode for found in self.archive.relations.contradictions if found.adcode)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Indicators that can be compared between places and years, by name."""
        return gather_measures(self.points(self.entries))

    @cached_property
    def measures_of(self) -> dict[str, tuple[Measure, ...]]:
        """Indicators by the code of each place that reports them."""
        return gather((code, measure) for measure in self.measures.values() for code in measure.by_place)

    @cached_property
    def _of_place_and_year(self) -> dict[tuple[str, int], tuple[Entry, ...]]:
        mains = ((main_place(entry), entry) for entry in self.entries)
        return gather(((place.adcode, year_of(entry)), entry) for place, entry in mains if place and year_of(entry))

    def of_place_and_year(self, name: str) -> tuple[Entry, ...]:
        """Return the articles about a place, printed in a year, by `code/year`."""
        code, _, year = name.partition("/")
        return self._of_place_and_year.get((code, int(year)), ())

    def of_place(self, code: str) -> Iterator[Entry]:
        """Yield the articles about a place itself whose year is known."""
        return (entry for (of, _), entries in self._of_place_and_year.items() if of == code for entry in entries)

    def family_below(self, code: str) -> tuple[PlaceNode, ...]:
        """Return the places just below one; below none are the provinces."""
        if not code:
            return self.provinces
        return self.places[code].children if code in self.places else ()

    def issue_named(self, name: str) -> tuple[PageReading, ...]:
        """Return the pages of an issue, by `paper/day`."""
        publication, _, day = name.rpartition("/")
        return self.issues.get((publication, date.fromisoformat(day)), ())

    def nearby(self, entry: Entry, count: int) -> tuple[Entry, ...]:
        """Return what else was in the papers of its place that year, those nearest in time and not on its page."""
        place = main_place(entry)
        mates = self._of_place_and_year.get((place.adcode, year_of(entry)), ()) if place else ()
        at = next((number for number, mate in enumerate(mates) if mate is entry), 0)
        known = {entry.article.id, *(copy.article for copy in self.archive.relations.copies.get(entry.article.id, ()))}
        first = max(0, at - 2 * count)
        near = [
            (abs(number - at), mate)
            for number, mate in enumerate(mates[first : at + 2 * count], first)
            if mate.article.id not in known and mate.article.file != entry.article.file
        ]
        return tuple(mate for _, mate in sorted(near, key=lambda pair: pair[0])[:count])

    def each_once(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield articles in their order, but of those with the same text only the first."""
        shown: set[str] = set()
        for entry in entries:
            copies = {copy.article for copy in self.archive.relations.copies.get(entry.article.id, ()) if copy.whole}
            if not copies & shown:
                shown.add(entry.article.id)
                yield entry

    def figures(self, entries: Iterable[Entry], *, key_only: bool = False) -> Iterator[Figure]:
        """Yield the facts of articles in their order."""
        return (self.figure(entry, fact) for entry in entries for fact in entry.facts if fact.key or not key_only)

    def varied_figures(self, entries: Iterable[Entry]) -> Iterator[Figure]:
        """Yield the main figures of articles, a few of each, those first that can be compared; a text counts once."""
        for entry in self.each_once(entries):
            yield from self._mains(entry.article.file)[self._number_on_page[entry.article.id]]

    def figures_of(self, entries: Iterable[Entry], owners: frozenset[str]) -> Iterator[tuple[Entry, Fact]]:
        """Yield the facts of articles that belong to somebody, under any of these names."""
        named = (entry for entry in entries if not owners.isdisjoint(owners_in(entry)))
        return ((entry, fact) for entry in named for fact in entry.facts if fact.entity in owners)

    def figure(self, entry: Entry, fact: Fact) -> Figure:
        """Return one fact for a list."""
        return make_figure(entry, fact)

    def card(self, entry: Entry) -> Card:
        """Return an article for a list; the same one in every list."""
        return self._cards(entry.article.file)[self._number_on_page[entry.article.id]]

    def sums(self, entry: Entry) -> Sums:
        """Return what is counted and compared of an article."""
        return self.page_sums(self.readings[entry.article.file]).articles[self._number_on_page[entry.article.id]]

    def points(self, entries: Iterable[Entry]) -> Iterator[tuple[Comparable, Point]]:
        """Yield the figures of articles that are compared between places and years."""
        return (point for entry in entries for point in self.sums(entry).points)

    def page_sums(self, reading: PageReading) -> PageSums:
        """Return what is counted of a newspaper page."""
        file = reading.page.file
        if (sums := self._sums.get(file)) is None:
            if isinstance(reading, StoredReading):
                sums = load(PageSums, reading.column("sums"))
            else:
                sums = page_sums(reading, self.on_page(reading))
            self._sums[file] = sums
        return sums

    def _page_cards(self, file: str) -> tuple[Card, ...]:
        if isinstance(reading := self.readings[file], StoredReading):
            cards: tuple[Card, ...] = load(tuple[Card, ...], reading.column("cards"))
            return cards
        return page_cards(reading, self.on_page(reading))

    def _page_mains(self, file: str) -> Mains:
        if isinstance(reading := self.readings[file], StoredReading):
            mains: Mains = load(Mains, reading.column("mains"))
            return mains
        return tuple(map(main_figures, self.on_page(reading)))

    @cached_property
    def _number_on_page(self) -> dict[str, int]:
        return {mate.article.id: at for mates in self._by_file.values() for at, mate in enumerate(mates)}


def _page_order(reading: PageReading) -> tuple[int, str, str]:
    number = reading.page.meta.page_no or ""
    return (int(number) if number.isdecimal() else 10_000, number, reading.page.file)


def own_name(name: str, adcode: str) -> str:
    """Return the name of a place without the places above it."""
    return place_lineage(Place(adcode, name))[-1][1]


def gather(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Return the values of each key in their order, each once."""
    found: dict[K, dict[int, V]] = defaultdict(dict)
    for key, value in pairs:
        found[key].setdefault(hash(value) if isinstance(value, str) else id(value), value)
    return {key: tuple(values.values()) for key, values in found.items()}


def by_size(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return groups with the fullest first, then by name."""
    return tuple(sorted(groups, key=lambda group: (-len(group.entries), group.name)))

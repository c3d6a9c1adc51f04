"""The archive from the reader's side: what stands under each place, institution, person, topic, year and page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache

from build_scripts.model import Archive, Entry, Fact, PageReading, Place
from build_scripts.publishing.brief import Mains, article_row, page_cards, page_row
from build_scripts.publishing.card import main_figures, make_figure
from build_scripts.publishing.groups import gather, group_institutions, group_people, group_topics, split
from build_scripts.publishing.measures import Measure, gather_measures
from build_scripts.publishing.naming import name_key
from build_scripts.publishing.search.records import place_lineage
from build_scripts.publishing.views import Card, Figure, Group, PlaceNode
from build_scripts.state.codec import load
from build_scripts.state.light import StoredEntry, StoredReading, owners_in, whole_entry
from build_scripts.state.rows import ArticleRow, PageRow, PointRow

_PAGES = 1 << 10
"""Newspaper pages of which cards and main figures are held at a time."""
_ARTICLES = 1 << 9
"""Articles of which all figures are held at a time: a page of figures and the data of the live table share them."""


class Catalogue:
    """Everything that lists and index pages show, worked out once from an archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.rows: dict[str, ArticleRow] = {entry.article.id: _row_of(entry) for entry in archive.entries}
        rows = self.rows
        self.entries: tuple[Entry, ...] = tuple(sorted(archive.entries, key=lambda e: rows[e.article.id].order))
        self._cards = lru_cache(_PAGES)(self._page_cards)
        self._mains = lru_cache(_PAGES)(self._page_mains)
        self._figures = lru_cache(_ARTICLES)(self._figures_of_article)
        self.readings: dict[str, PageReading] = {reading.page.file: reading for reading in archive.readings}

    def work_out(self) -> None:
        """Work out now what is otherwise worked out when it is asked for, so that processes share it."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)

    def row(self, entry: Entry) -> ArticleRow:
        """Return what an article is listed, counted and found by."""
        return self.rows[entry.article.id]

    @cached_property
    def pages(self) -> dict[str, PageRow]:
        """What newspaper pages are listed, counted and found by, by their files."""
        return {file: self._page_row(reading) for file, reading in self.readings.items()}

    def _page_row(self, reading: PageReading) -> PageRow:
        return reading.row if isinstance(reading, StoredReading) else page_row(reading, self.on_page(reading))

    def reading_of(self, entry: Entry) -> PageReading:
        """Return the newspaper page that an article stands on."""
        return self.readings[entry.article.file]

    @cached_property
    def issues(self) -> dict[tuple[str, date], tuple[PageReading, ...]]:
        """The pages of each issue of a paper, in order of page number, where paper and day are known."""
        found: dict[tuple[str, date], list[PageReading]] = {}
        for file, row in self.pages.items():
            if row.publication and row.year:
                found.setdefault((row.publication, date(row.year, row.month, row.day)), []).append(self.readings[file])
        return {
            issue: tuple(sorted(readings, key=self._page_order) if len(readings) > 1 else readings)
            for issue, readings in found.items()
        }

    def _page_order(self, reading: PageReading) -> tuple[int, str, str]:
        number = self.pages[reading.page.file].page_no
        return (int(number) if number.isdecimal() else 10_000, number, reading.page.file)

    def issue_of(self, reading: PageReading) -> tuple[PageReading, ...]:
        """Return the pages of the issue that a page belongs to; nothing where its paper or day is not known."""
        row = self.pages[reading.page.file]
        return self.issues.get((row.publication, date(row.year, row.month, row.day)), ()) if row.year else ()

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
            for adcode, place in self.row(entry).places:
                parent, full = None, ""
                for code, name in lineage(adcode, place):
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
        return group_topics(self.entries, self.row)

    @cached_property
    def institutions(self) -> tuple[Group, ...]:
        """Institutions under their filed names, the fullest first."""
        return group_institutions(self.entries, self.row)

    @cached_property
    def _institution_by_key(self) -> dict[str, Group]:
        return {group.key: group for group in self.institutions}

    def institution(self, name: str) -> Group | None:
        """Return an institution by its filed name, where the archive has it."""
        return self._institution_by_key.get(name_key(name))

    @cached_property
    def people(self) -> tuple[Group, ...]:
        """People named in a function, those most often named first."""
        return group_people(self.entries, self.row)

    @cached_property
    def people_of(self) -> dict[str, tuple[Group, ...]]:
        """People by the filed name of their institution."""
        return gather((institution, group) for group in self.people for institution in group.forms)

    @cached_property
    def years(self) -> tuple[Group, ...]:
        """Years of publication, latest first; undated articles last."""
        found = self.by_year(self.entries)
        return tuple(
            Group(str(year) if year else "undated", f"{year}年" if year else "年份不详", found[year])
            for year in sorted(found, reverse=True)
        )

    def by_year(self, entries: Iterable[Entry]) -> dict[int, tuple[Entry, ...]]:
        """Return articles by the year of their publication; 0 where it is not known."""
        return split((self.row(entry).year, entry) for entry in entries)

    def by_month(self, entries: Iterable[Entry]) -> dict[int, tuple[Entry, ...]]:
        """Return articles of a year by month; 0 where it is not certain."""
        return split((self.row(entry).month, entry) for entry in entries)

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
        rows = ((self.row(entry), entry) for entry in self.entries)
        return split(((row.place, row.year), entry) for row, entry in rows if row.place and row.year)

    def of_place_and_year(self, name: str) -> tuple[Entry, ...]:
        """Return the articles about a place, printed in a year, by `code/year`, newest first."""
        code, _, year = name.partition("/")
        return self._of_place_and_year.get((code, int(year)), ())

    def near_day(self, name: str, reach: int) -> tuple[Entry, ...]:
        """Return the articles about a place that stand so near to a day of a year, by `code/year/day`."""
        of_year, _, day = name.rpartition("/")
        mates = self.of_place_and_year(of_year)
        first = bisect_left(mates, int(day), key=lambda mate: self.row(mate).order)
        last = bisect_right(mates, int(day), first, key=lambda mate: self.row(mate).order)
        return mates[max(0, first - reach) : last + reach]

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
        row = self.row(entry)
        mates = self._of_place_and_year.get((row.place, row.year), ())
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
        found = (self._figures(entry.article.file, entry.article.id) for entry in entries)
        return (figure for figures in found for figure in figures if figure.key or not key_only)

    def varied_figures(self, entries: Iterable[Entry]) -> Iterator[Figure]:
        """Yield the main figures of articles, a few of each, those first that can be compared; a text counts once."""
        for entry in self.each_once(entries):
            yield from self._mains(entry.article.file)[self._number_on_page[entry.article.id]]

    def figures_of(self, entries: Iterable[Entry], owners: frozenset[str]) -> Iterator[tuple[Entry, Fact]]:
        """Yield the facts of articles that belong to somebody, under any of these names."""
        named = (entry for entry in entries if not owners.isdisjoint(owners_in(entry)))
        return ((entry, fact) for entry in map(whole_entry, named) for fact in entry.facts if fact.entity in owners)

    def figure(self, entry: Entry, fact: Fact) -> Figure:
        """Return one fact for a list."""
        return make_figure(entry, fact)

    def card(self, entry: Entry) -> Card:
        """Return an article for a list; the same one in every list."""
        return self._cards(entry.article.file)[self._number_on_page[entry.article.id]]

    def points(self, entries: Iterable[Entry]) -> Iterator[PointRow]:
        """Yield the figures of articles that are compared between places and years."""
        return (point for entry in entries for point in self.row(entry).points)

    def _figures_of_article(self, file: str, article: str) -> tuple[Figure, ...]:
        entry = whole_entry(self.on_page(self.readings[file])[self._number_on_page[article]])
        return tuple(self.figure(entry, fact) for fact in entry.facts)

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


def _row_of(entry: Entry) -> ArticleRow:
    return entry.row if isinstance(entry, StoredEntry) else article_row(entry)


@lru_cache(1 << 14)
def lineage(code: str, name: str) -> tuple[tuple[str, str], ...]:
    """Return (code, own name) of a place and of all above it, from the province down."""
    return tuple(place_lineage(Place(code, name)))


def own_name(name: str, adcode: str) -> str:
    """Return the name of a place without the places above it."""
    return place_lineage(Place(adcode, name))[-1][1]

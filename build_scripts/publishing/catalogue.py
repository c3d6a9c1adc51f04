"""The archive from the reader's side: what stands under each place, institution, person, topic, year and page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TypeVar

from build_scripts.model import Archive, Entry, Fact, PageReading, Place
from build_scripts.publishing.measures import Measure, gather_measures, is_compared, measure_href
from build_scripts.publishing.naming import (
    LONG_LEAD_LENGTH,
    lead_of,
    name_key,
    newest_first,
    normalised_value,
    person_key,
    sentence_anchor,
    written_date,
    written_print_page,
    written_value,
)
from build_scripts.publishing.search.records import place_lineage
from build_scripts.publishing.views import Card, Figure, Group, Link, PlaceNode

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

KEY_FIGURES_ON_A_CARD = 3
FIGURES_OF_AN_ARTICLE = 3
"""Of one article among those of a place or topic."""
KIND_ORDER = ("医院", "基层", "疾控", "卫健", "养老", "政府", "高校", "科研", "社会组织", "媒体", "企业", "其他")


class Catalogue:
    """Everything that lists and index pages show, worked out once from an archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.entries: tuple[Entry, ...] = tuple(sorted(archive.entries, key=newest_first))
        self._cards: dict[str, Card] = {}
        self.readings: dict[str, PageReading] = {reading.page.file: reading for reading in archive.readings}

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
        return gather_measures(self.entries)

    @cached_property
    def measures_of(self) -> dict[str, tuple[Measure, ...]]:
        """Indicators by the code of each place that reports them."""
        return gather((code, measure) for measure in self.measures.values() for code in measure.by_place)

    @cached_property
    def _of_place_and_year(self) -> dict[tuple[str, int], tuple[Entry, ...]]:
        mains = ((main_place(entry), entry) for entry in self.entries)
        return gather(((place.adcode, year_of(entry)), entry) for place, entry in mains if place and year_of(entry))

    def nearby(self, entry: Entry, count: int) -> tuple[Entry, ...]:
        """Return what else was in the papers of its place that year, those nearest in time and not on its page."""
        place = main_place(entry)
        mates = self._of_place_and_year.get((place.adcode, year_of(entry)), ()) if place else ()
        at = next((number for number, mate in enumerate(mates) if mate is entry), 0)
        known = {entry.article.id, *(copy.article for copy in self.archive.relations.copies.get(entry.article.id, ()))}
        others = [mate for mate in mates[max(0, at - 2 * count) : at + 2 * count] if mate.article.id not in known]
        return tuple(mate for mate in others if mate.article.file != entry.article.file)[:count]

    def figures(self, entries: Iterable[Entry], *, key_only: bool = False) -> Iterator[Figure]:
        """Yield the facts of articles in their order."""
        return (self.figure(entry, fact) for entry in entries for fact in entry.facts if fact.key or not key_only)

    def varied_figures(self, entries: Iterable[Entry]) -> Iterator[Figure]:
        """Yield the main figures of articles, a few of each, those first that can be compared; a text counts once."""
        shown: set[str] = set()
        for entry in entries:
            copies = {copy.article for copy in self.archive.relations.copies.get(entry.article.id, ()) if copy.whole}
            if copies & shown:
                continue
            shown.add(entry.article.id)
            keys = sorted((fact for fact in entry.facts if fact.key), key=lambda fact: not is_compared(fact))
            yield from (self.figure(entry, fact) for fact in keys[:FIGURES_OF_AN_ARTICLE])

    def figure(self, entry: Entry, fact: Fact) -> Figure:
        """Return one fact for a list."""
        place = main_place(entry)
        lineage = place_lineage(place) if place else []
        return Figure(
            indicator=fact.indicator,
            value=written_value(fact),
            full=normalised_value(fact),
            number=f"{fact.value:f}",
            unit=fact.unit,
            time=fact.time or "",
            entity=fact.entity,
            place=Link(lineage[-1][1], f"places/{lineage[-1][0]}.html") if lineage else None,
            lineage=tuple(lineage),
            article=entry.article.title,
            href=f"articles/{entry.article.id}.html#{sentence_anchor(entry.article, fact)}",
            key=fact.key,
            year=year_of(entry) or None,
            kind=owner_kind(entry, fact),
            canonical=fact.comparable.name if fact.comparable else "",
            measure=measure_href(fact),
        )

    def card(self, entry: Entry) -> Card:
        """Return an article for a list; the same one in every list."""
        if (card := self._cards.get(entry.article.id)) is None:
            card = self._cards[entry.article.id] = self._make_card(entry)
        return card

    def _make_card(self, entry: Entry) -> Card:
        article, place = entry.article, main_place(entry)
        return Card(
            title=article.title,
            href=f"articles/{article.id}.html",
            over=article.column or article.kicker or "",
            lead=lead_of(article),
            long_lead=lead_of(article, LONG_LEAD_LENGTH),
            dated=written_date(entry.dating),
            printed_in=written_print_page(self.reading_of(entry).page.meta),
            place=place_lineage(place)[-1][1] if place else "",
            figures=len(entry.facts),
            key_figures=tuple(islice(self.figures([entry], key_only=True), KEY_FIGURES_ON_A_CARD)),
            checked=entry.checked,
            health_related=entry.health_related,
        )


def main_place(entry: Entry) -> Place | None:
    """Return the place that an article is about."""
    return next((place for place in entry.places if place.primary), entry.places[0] if entry.places else None)


def _page_order(reading: PageReading) -> tuple[int, str, str]:
    number = reading.page.meta.page_no or ""
    return (int(number) if number.isdecimal() else 10_000, number, reading.page.file)


def owner_kind(entry: Entry, fact: Fact) -> str:
    """Return what kind of owner a figure has: a place, or a kind of institution; empty where that is not known."""
    for institution in entry.institutions:
        if fact.entity in (institution.name, institution.canonical, *institution.mentions):
            return institution.kind
    is_place = any(place.name.endswith(fact.entity) for place in entry.places) if fact.entity else False
    return "地方" if is_place or (fact.comparable and fact.comparable.adcode) else ""


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


def year_of(entry: Entry) -> int:
    """Return the year of publication as well as it is known; 0 where it is not."""
    dating = entry.dating
    day = dating.issued or dating.earliest
    return dating.year or (day.year if day else 0)

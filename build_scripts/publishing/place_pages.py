"""Places: the tree of them, and for each what is known of it at a glance, over the years and beside its neighbours."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from functools import partial

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.jobs import EVERYTHING, Job, Made
from build_scripts.publishing.layout import up_from
from build_scripts.publishing.lists import GroupPage, group_jobs, page, section
from build_scripts.publishing.measures import Measure, Point
from build_scripts.publishing.relations import Related
from build_scripts.publishing.series import CHARTS, caution, line_chart, point_row, told_otherwise
from build_scripts.publishing.shelves import institution_links, topic_links
from build_scripts.publishing.views import Bars, Figure, LineChart, Link, PlaceNode, Tally

TALLIES = 4
"""Indicators at a glance, beside the two counts: six stand in a row."""
COMPARISONS = 3
SIBLINGS_IN_A_CHART = 12
SIBLINGS_ON_A_SHELF = 24
COUNTIES_IN_THE_TREE = 400
"""From here on the tree of all places stops at the cities: their pages lead on."""


def place_jobs(catalogue: Catalogue, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield the tree of places and the page of each."""
    yield Job("*places", lambda: _tree(catalogue))
    related = Related(catalogue)
    for node in catalogue.places.values():
        if f"places/{node.code}" not in only:
            continue
        made = partial(_place_page, catalogue, related, node)
        yield from group_jobs(catalogue, node.link, partial(getattr, node, "entries"), _trail(catalogue, node), made)


def _tree(catalogue: Catalogue) -> Made:
    text = page(
        "places.md.jinja",
        "地方",
        "按省、市、县区查看文章。",
        provinces=catalogue.provinces,
        count=len(catalogue.places),
        counties=len(catalogue.places) <= COUNTIES_IN_THE_TREE,
    )
    return [("places.md", text)]


def _trail(catalogue: Catalogue, node: PlaceNode) -> list[Link]:
    return [Link("地方", "places.html"), *(Link(above.name, above.link.href) for above in _above(catalogue, node))]


def _place_page(catalogue: Catalogue, related: Related, node: PlaceNode) -> GroupPage:
    family = _family(catalogue, node)
    measures = catalogue.measures_at.get(node.code, ())
    # Without the number of articles: one more in a place must not touch the pages of all places beside it.
    near = [Link(other.name, other.link.href) for other in family if other.code != node.code]
    return GroupPage(
        "places",
        node.code,
        node.name,
        node.entries,
        _trail(catalogue, node),
        [
            section("下属地方", (child.link for child in node.children)),
            section("机构", institution_links(catalogue, node.entries)),
            section("主题", topic_links(catalogue, node.entries)),
            section("同级地方", near[:SIBLINGS_ON_A_SHELF]),
        ],
        "" if node.full_name == node.name else node.full_name,
        figures=_figures(catalogue, node),
        tallies=(
            *_counts(catalogue, node),
            *(_tally(measure, measure.last(node.code)) for measure in measures[:TALLIES]),
        ),
        charts=tuple(_charts(node, measures)),
        bars=tuple(_comparisons(node, measures, family)),
        links=_ways_on(node, measures, family, catalogue.doubts[node.code]),
        clashes=related.rows_of_place(node.code),
    )


def _figures(catalogue: Catalogue, node: PlaceNode) -> Iterator[Figure]:
    """Yield the main figures of the health articles that are about a place or one below it."""
    entries = catalogue.healthy(node.entries)
    return (figure for figure in catalogue.varied_figures(entries) if node.code in dict(figure.lineage))


def _above(catalogue: Catalogue, node: PlaceNode) -> list[PlaceNode]:
    above: list[PlaceNode] = []
    while node.parent:
        node = catalogue.places[node.parent]
        above.insert(0, node)
    return above


def _family(catalogue: Catalogue, node: PlaceNode) -> tuple[PlaceNode, ...]:
    """Return a place with those beside it."""
    return catalogue.places[node.parent].children if node.parent else catalogue.provinces


def _counts(catalogue: Catalogue, node: PlaceNode) -> Iterator[Tally]:
    named = catalogue.table("institutions")["name"][catalogue.rows_in("institutions", node.entries)]
    yield Tally(str(len(node.entries)), "篇文章")
    if len(named):
        yield Tally(str(len({*named.tolist()})), "个机构")


def _tally(measure: Measure, point: Point) -> Tally:
    return Tally(
        point.written,
        measure.name,
        measure.href,
        f"{point.year}年{told_otherwise(point)}",
        Link(point.article, point.href),
    )


def _charts(node: PlaceNode, measures: tuple[Measure, ...]) -> Iterator[LineChart]:
    """Yield what has changed over the years."""
    long = [measure for measure in measures if len(measure.by_place.years(node.code)) > 1]
    for measure in sorted(long, key=lambda m: -len(m.by_place.years(node.code)))[:CHARTS]:
        yield line_chart(
            f"{node.name}{measure.name}", measure.href, measure.unit, measure.of(node.code), up_from(node.link.href)
        )


def _comparisons(node: PlaceNode, measures: tuple[Measure, ...], family: tuple[PlaceNode, ...]) -> Iterator[Bars]:
    """Yield indicators that places beside this one report too."""
    names = {other.code: other for other in family}
    shown = 0
    for measure in measures:
        known = [code for code in names if code in measure.by_place]
        if len(known) < 2 or shown == COMPARISONS:
            continue
        shown += 1
        points = [*map(measure.last, known)]
        whole = max(float(point.value) for point in points)
        ranked = sorted(points, key=lambda point: -point.value)
        kept = [p for n, p in enumerate(ranked) if n < SIBLINGS_IN_A_CHART or p.place == node.code]
        rows = tuple(
            replace(
                point_row(names[point.place].name, names[point.place].link.href, point, whole, f"{point.year}年"),
                mine=point.place == node.code,
            )
            for point in kept
        )
        yield Bars(
            f"{measure.name}：与同级地方相比",
            ("地方", measure.name),
            rows,
            caution(point.year for point in points),
            measure.href,
        )


def _ways_on(
    node: PlaceNode, measures: tuple[Measure, ...], family: tuple[PlaceNode, ...], doubts: int
) -> list[dict[str, str]]:
    codes = {other.code for measure in measures for other in family if measure.of(other.code)}
    others = [other.code for other in family if other.code in codes and other.code != node.code]
    ways = [{"name": "在数字表里看这个地方", "href": f"figures.html?place={node.code}"}]
    if doubts:
        ways.append({"name": f"{doubts}处数字对不上", "href": "contradictions.html"})
    if others:
        chosen = ",".join([node.code, *others[:2]])
        ways.insert(0, {"name": "与别的地方比一比", "href": f"compare.html?places={chosen}"})
    return ways

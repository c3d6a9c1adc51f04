"""Figures over the years and side by side: the charts of places, institutions, topics and indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from build_scripts.model import Entry, Fact
from build_scripts.publishing.charts import Dot, bar, over_time
from build_scripts.publishing.measures import Measure, Point, settle, to_point, year_of_series
from build_scripts.publishing.views import Bar, Bars, LineChart, PlaceNode

CHARTS = 4
TABLES = 3
PLACES_IN_A_TABLE = 12


def line_chart(title: str, href: str, unit: str, points: Iterable[Point], up: str) -> LineChart:
    """Return years, the earliest first, as a drawing and as a table; `up` leads from their page to the root."""
    years = tuple(points)
    dots = [Dot(point.year, point.value, point.written, f"{up}{point.href}") for point in years]
    rows = tuple(point_row(f"{point.year}年", "", point, 0.0) for point in reversed(years))
    return LineChart(title, href, over_time(f"{title}，历年", dots), rows, f"单位：{unit}")


def point_row(name: str, href: str, point: Point, whole: float, note: str = "") -> Bar:
    """Return a point as a row of a table; what other articles say of the same is told in it."""
    notes = f"{note}{told_otherwise(point)}".removeprefix("；")
    return Bar(name, href, bar(float(point.value), whole), point.written, point.href, notes)


def told_otherwise(point: Point) -> str:
    """Return what other articles say of the same place and year, in words."""
    return f"；另有文章作{'、'.join(other.written for other in point.others)}" if point.others else ""


def caution(years: Iterable[int]) -> str:
    """Return a warning where figures are of several years."""
    return "年份不同，比较时请留意。" if len(set(years)) > 1 else ""


def own_charts(name: str, facts: Iterable[tuple[Entry, Fact]], up: str) -> Iterator[LineChart]:
    """Yield what the figures of one owner, given with their articles, were in several years."""
    found: dict[tuple[str, str], dict[int, list[Point]]] = {}
    for entry, fact in facts:
        if year := year_of_series(fact):
            years = found.setdefault((fact.indicator, fact.unit), {})
            years.setdefault(year, []).append(to_point(entry, fact, year))
    series = sorted(
        ((what, years) for what, years in found.items() if len(years) > 1), key=lambda s: (-len(s[1]), s[0])
    )
    for (indicator, unit), years in series[:CHARTS]:
        yield line_chart(f"{name}{indicator}", "", unit, (settle(years[year]) for year in sorted(years)), up)


def side_by_side(nodes: dict[str, PlaceNode], measures: Iterable[Measure]) -> Iterator[Bars]:
    """Yield the indicators that are known of most places, each with the latest year of a place."""
    shared = (measure for measure in measures if len(measure.by_place) > 1)
    for measure in sorted(shared, key=lambda m: (-len(m.by_place), m.name))[:TABLES]:
        yield latest_of(nodes, measure, f"各地{measure.name}", PLACES_IN_A_TABLE)


def latest_of(nodes: dict[str, PlaceNode], measure: Measure, title: str, places: int) -> Bars:
    """Return the latest year of each place as bars, the greatest first."""
    latest = sorted(measure.latest(), key=lambda point: (-point.value, point.place))[:places]
    whole = float(max((point.value for point in latest), default=Decimal()))
    rows = tuple(
        point_row(place_of(nodes, point), place_href(nodes, point), point, whole, f"{point.year}年") for point in latest
    )
    return Bars(title, ("地方", measure.name), rows, caution(point.year for point in latest), measure.href)


def place_of(nodes: dict[str, PlaceNode], point: Point) -> str:
    """Return the full name of the place of a point."""
    return nodes[point.place].full_name if point.place in nodes else point.place


def place_href(nodes: dict[str, PlaceNode], point: Point) -> str:
    """Return the address of the place of a point; empty where it has no page."""
    return nodes[point.place].link.href if point.place in nodes else ""

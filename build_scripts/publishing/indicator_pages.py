"""Indicators that places share: a page each, and the data with which places are set side by side."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.charts import spread
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.jobs import EVERYTHING, Job, Made
from build_scripts.publishing.layout import path_of, up_from
from build_scripts.publishing.lists import page
from build_scripts.publishing.measures import Measure, Point, written_amount
from build_scripts.publishing.series import CHARTS, latest_of, line_chart, place_href, place_of
from build_scripts.publishing.views import Bars, Link, PlaceNode
from build_scripts.tables import read_table

PLACES_ON_A_PAGE = 100
ROWS_ON_A_PAGE = 100
"""The rest is in the table of figures, which has filters for it."""
ENOUGH_TO_SPREAD = 8
IN_AN_EXAMPLE = 3
DATA_FOLDER = "compare"


def indicator_jobs(catalogue: Catalogue, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield the page of comparisons, the page of each indicator, and the data of each place."""
    yield Job("*compare", lambda: _all_measures(catalogue))
    for measure in catalogue.measures.values():
        if f"indicators/{measure.key}" in only:
            yield Job(f"indicators/{measure.key}", partial(_indicator, catalogue, measure))
    for code in _compared(catalogue):
        if f"{DATA_FOLDER}/{code}" in only:
            yield Job(f"{DATA_FOLDER}/{code}", partial(_compare_file, catalogue, code))


def _all_measures(catalogue: Catalogue) -> Made:
    measures = tuple(catalogue.measures.values())
    rows = [{"measure": m, "places": len(m.by_place), "years": _span(m), "figures": m.count} for m in measures]
    text = page(
        "compare.md.jinja",
        "比较",
        "几个地方的同一指标并排看，每个数字都通向原文。",
        kind="compare",
        template="compare.html",
        rows=rows,
        example=_example(catalogue),
    )
    names = [[code, catalogue.places[code].full_name] for code in _compared(catalogue)]
    yield "compare.md", text
    yield f"{DATA_FOLDER}/places.js", f"weiwenCompare.places({script_literal(names)});\n"


def _indicator(catalogue: Catalogue, measure: Measure) -> Made:
    meanings = {row["name"]: row["meaning"] for row in read_table("comparable")["rows"]}
    yield path_of("indicators", measure.key, "md"), _indicator_page(catalogue, measure, meanings.get(measure.name, ""))


def _example(catalogue: Catalogue) -> dict[str, str] | None:
    """Return places that report the same indicator, those that report most, for readers to begin with."""
    shared = next((m for m in catalogue.measures.values() if len(m.by_place) > 1), None)
    codes = [code for code in (shared.by_place if shared else ()) if code in catalogue.places]
    chosen = sorted(codes, key=lambda code: (-len(catalogue.measures_at[code]), code))[:IN_AN_EXAMPLE]
    if len(chosen) < 2:
        return None
    return {"codes": ",".join(chosen), "names": "、".join(catalogue.places[code].name for code in chosen)}


def _indicator_page(catalogue: Catalogue, measure: Measure, meaning: str) -> str:
    nodes, up = catalogue.places, up_from(measure.href)
    latest = sorted(measure.latest(), key=lambda point: (-point.value, point.place))[:PLACES_ON_A_PAGE]
    charts = [
        line_chart(
            f"{place_of(nodes, measure.of(code)[0])}{measure.name}", measure.href, measure.unit, measure.of(code), up
        )
        for code in measure.longest(CHARTS)
    ]
    codes = [point.place for point in latest if point.place in nodes][:6]
    return page(
        "indicator.md.jinja",
        measure.name,
        f"{measure.name}：{len(measure.by_place)}个地方的数字并排看。",
        root=up,
        trail=[Link("比较", "compare.html")],
        measure=measure,
        meaning=meaning,
        bars=_latest(nodes, measure),
        charts=charts,
        spread=_spread(measure),
        count=measure.count,
        rows=[
            {"point": p, "name": place_of(nodes, p), "href": place_href(nodes, p)}
            for p in measure.newest(ROWS_ON_A_PAGE)
        ],
        compare=",".join(codes) if len(codes) > 1 else "",
    )


def _latest(nodes: dict[str, PlaceNode], measure: Measure) -> Bars:
    bars = latest_of(nodes, measure, "各地最近的数字", PLACES_ON_A_PAGE)
    left = len(measure.by_place) - PLACES_ON_A_PAGE
    return replace(
        bars, href="", note=f"{bars.note}{f'这里列数值最大的{PLACES_ON_A_PAGE}个地方。' if left > 0 else ''}"
    )


def _spread(measure: Measure) -> dict[str, Any] | None:
    """Return how the latest values of places are spread, where there are enough of them."""
    values = sorted(point.value for point in measure.latest())
    if len(values) < ENOUGH_TO_SPREAD or values[0] == values[-1]:
        return None
    low, middle, high = (written_amount(value, measure.unit) for value in (values[0], median(values), values[-1]))
    words = f"{len(values)}个地方：最小{low}，中位{middle}，最大{high}。"
    return {"drawing": spread(f"{measure.name}的分布：{words}", values, measure.unit), "words": words}


def _span(measure: Measure) -> str:
    years = measure.years
    return f"{years[0]}—{years[-1]}" if len(years) > 1 else str(years[0])


def _compared(catalogue: Catalogue) -> list[str]:
    return [code for code in sorted(catalogue.measures_at) if code in catalogue.places]


def _compare_file(catalogue: Catalogue, code: str) -> Made:
    """Yield what the page of comparisons loads of a place that is chosen."""
    node = catalogue.places[code]
    data = {
        "name": node.name,
        "full": node.full_name,
        "measures": [_measure_data(m, m.of(code)) for m in catalogue.measures_at[code]],
    }
    yield f"{DATA_FOLDER}/{code}.js", f"weiwenCompare.receive({script_literal(code)},{script_literal(data)});\n"


def _measure_data(measure: Measure, points: tuple[Point, ...]) -> dict[str, Any]:
    return {
        "name": measure.name,
        "unit": measure.unit,
        "href": measure.href,
        "points": [[p.year, float(p.value), p.written, p.printed, p.href, p.article] for p in points],
    }

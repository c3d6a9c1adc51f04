"""The pages of a portal as Markdown: front page, places, indicators side by side, the shards themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from build_scripts.portal.join import Joined, Measure, Place
from build_scripts.portal.summary import Point, Summary
from build_scripts.publishing.charts import bar
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.layout import up_from
from build_scripts.publishing.lists import page
from build_scripts.publishing.place_pages import COUNTIES_IN_THE_TREE
from build_scripts.publishing.search.index import FORMAT
from build_scripts.publishing.series import caution
from build_scripts.publishing.views import Bar, Bars, Link

LATEST = 100
ROWS = 300
TOPICS = 24
PLACES_IN_EXAMPLE = 3


def portal_files(joined: Joined, name: str, made: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file of a portal but those of its search."""
    yield "index.md", _home(joined)
    yield "places.md", _tree(joined)
    for place in joined.places.values():
        yield place.href.replace(".html", ".md"), _place(joined, place)
    yield "compare.md", _compare(joined)
    for measure in joined.measures.values():
        yield measure.href.replace(".html", ".md"), _measure(joined, measure)
    yield from _compare_files(joined)
    yield "shards.md", _shards(joined, made)
    yield "portal.json", _manifest(joined, name, made)


def _home(joined: Joined) -> str:
    provinces = joined.below.get("", ())
    items = [
        {"count": joined.articles, "name": "篇文章", "href": "shards.html"},
        {"count": len(joined.summaries), "name": "个档案", "href": "shards.html"},
        {"count": len(joined.places), "name": "个地方", "href": "places.html"},
        {"count": len(joined.measures), "name": "个可比的指标", "href": "compare.html"},
    ]
    return page(
        "portal_home.md.jinja",
        "首页",
        f"{len(joined.summaries)}个档案，一个入口：{joined.articles}篇文章一起查。",
        kind="home",
        template="home.html",
        items=items,
        shards=[_shard_row(summary) for summary in joined.summaries],
        provinces=[{"place": p, "below": joined.below.get(p.code, ())} for p in provinces],
        topics=[Link(topic, f"search.html?topic={quote(topic)}") for topic in joined.topics[:TOPICS]],
    )


def _tree(joined: Joined) -> str:
    return page(
        "portal_places.md.jinja",
        "地方",
        "各个档案的地方合成一棵树。",
        below=joined.below,
        count=len(joined.places),
        deep=len(joined.places) <= COUNTIES_IN_THE_TREE,
    )


def _place(joined: Joined, place: Place) -> str:
    up = up_from(place.href)
    measures = joined.measures_of(place.code)
    return page(
        "portal_place.md.jinja",
        place.name,
        f"{place.name}：{place.count}篇文章，在{len(place.of_shards)}个档案里。",
        kind="group",
        place=place,
        trail=[Link("地方", f"{up}places.html"), *(Link(p.name, f"{up}{p.href}") for p in _above(joined, place))],
        full_name=joined.full_name(place),
        search=f"{up}search.html?place={place.code}",
        compare=f"{up}compare.html?places={place.code}" if measures else "",
        shards=[Link(s.name, s.href(place.href, up), count) for s, count in place.of_shards],
        below=[Link(p.name, f"{up}{p.href}", p.count) for p in joined.below.get(place.code, ())],
        figures=[_figure_row(joined, measure, years[-1], up) for measure, years in measures],
    )


def _above(joined: Joined, place: Place) -> list[Place]:
    above: list[Place] = []
    while place.parent:
        place = joined.places[place.parent]
        above.insert(0, place)
    return above


def _figure_row(joined: Joined, measure: Measure, point: Point, up: str) -> dict[str, Any]:
    place = joined.places[point.place]
    return {
        "measure": Link(measure.name, f"{up}{measure.href}"),
        "place": Link(joined.full_name(place), f"{up}{place.href}"),
        "year": point.year,
        "value": Link(point.written, point.shard.href(point.href, up)),
        "printed": point.printed,
        "article": point.article,
        "shard": point.shard.name,
        "others": [Link(f"{o.written}（{o.shard.name}）", o.shard.href(o.href, up)) for o in point.others],
    }


def _compare(joined: Joined) -> str:
    rows = [
        {"measure": m, "places": len(m.by_place), "years": _span(m), "figures": len(m.points)}
        for m in joined.measures.values()
    ]
    return page(
        "compare.md.jinja",
        "比较",
        "各个档案的同一指标并排看，每个数字都通向原文。",
        kind="compare",
        template="compare.html",
        rows=rows,
        example=_example(joined),
    )


def _span(measure: Measure) -> str:
    years = sorted({one.year for one in measure.points})
    return f"{years[0]}—{years[-1]}" if len(years) > 1 else str(years[0])


def _example(joined: Joined) -> dict[str, str] | None:
    shared = next((m for m in joined.measures.values() if len(m.by_place) > 1), None)
    codes = list(shared.by_place)[:PLACES_IN_EXAMPLE] if shared else []
    names = "、".join(joined.places[code].name for code in codes)
    return {"codes": ",".join(codes), "names": names} if codes else None


def _measure(joined: Joined, measure: Measure) -> str:
    up = up_from(measure.href)
    latest = sorted((years[-1] for years in measure.by_place.values()), key=lambda one: (-one.value, one.place))
    whole = float(max(one.value for one in latest))
    newest = sorted(measure.points, key=lambda one: (-one.year, one.place))
    bars = Bars(
        "各地最近的数字",
        ("地方", measure.name),
        tuple(_bar(joined, one, whole, up) for one in latest[:LATEST]),
        caution(one.year for one in latest),
    )
    return page(
        "portal_indicator.md.jinja",
        measure.name,
        f"{measure.name}：{len(measure.by_place)}个地方的数字并排看，来自各个档案。",
        trail=[Link("比较", f"{up}compare.html")],
        measure=measure,
        bars=bars,
        rows=[_figure_row(joined, measure, one, up) for one in newest[:ROWS]],
        count=len(newest),
        compare=f"{up}compare.html?places={','.join([*measure.by_place][:PLACES_IN_EXAMPLE])}",
    )


def _bar(joined: Joined, point: Point, whole: float, up: str) -> Bar:
    place = joined.places[point.place]
    note = f"{point.year}年，{point.shard.name}"
    href = point.shard.href(point.href, up)
    return Bar(joined.full_name(place), f"{up}{place.href}", bar(float(point.value), whole), point.written, href, note)


def _compare_files(joined: Joined) -> Iterator[tuple[str, str]]:
    """Yield what the page of comparisons loads; it is the page of every archive, and knows nothing of shards."""
    codes = sorted({code for measure in joined.measures.values() for code in measure.by_place})
    names = [[code, joined.full_name(joined.places[code])] for code in codes]
    yield "compare/places.js", f"weiwenCompare.places({script_literal(names)});\n"
    for code in codes:
        place = joined.places[code]
        measures = [
            {"name": m.name, "unit": m.unit, "href": m.href, "points": [_point_row(one) for one in years]}
            for m, years in joined.measures_of(code)
        ]
        data = {"name": place.name, "full": joined.full_name(place), "measures": measures}
        yield f"compare/{code}.js", f"weiwenCompare.receive({script_literal(code)},{script_literal(data)});\n"


def _point_row(p: Point) -> list[object]:
    return [p.year, float(p.value), p.written, p.printed, p.shard.href(p.href), f"{p.article}（{p.shard.name}）"]


def _shards(joined: Joined, made: str) -> str:
    return page(
        "portal_shards.md.jinja",
        "各个档案",
        "这个入口连着哪些档案。",
        shards=[_shard_row(summary) for summary in joined.summaries],
        count=joined.articles,
        made=made,
    )


def _shard_row(summary: Summary) -> dict[str, Any]:
    years = sorted(year for year in summary.years if year)
    return {
        "name": summary.shard.name,
        "href": summary.shard.href("index.html"),
        "host": summary.shard.origin,
        "articles": summary.articles,
        "unchecked": summary.unchecked,
        "years": "" if not years else f"{years[0]}—{years[-1]}年" if len(years) > 1 else f"{years[0]}年",
        "places": len(summary.places),
    }


def _manifest(joined: Joined, name: str, made: str) -> str:
    rows = [
        {
            **_shard_row(s),
            "address": s.shard.address,
            "format": FORMAT,
            "by_year": {str(y): n for y, n in sorted(s.years.items())},
        }
        for s in joined.summaries
    ]
    for row in rows:
        del row["href"], row["host"]
    data = {"name": name, "made": made, "articles": joined.articles, "format": FORMAT, "shards": rows}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

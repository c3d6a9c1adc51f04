"""All figures: the newest as a table that needs no script, the rest by year, and as data for the live table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from build_scripts.model import Entry
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.lists import page
from build_scripts.publishing.views import Figure, Link

NEWEST = 200
"""Rows of the table that stands on the page before any script runs."""
ON_A_PAGE = 300
IN_A_FILE = 2000
DATA_FOLDER = "figures"
FILTERS = (("place", "地方"), ("indicator", "可比指标"), ("unit", "单位"), ("year", "年份"), ("kind", "对象类别"))
"""What the live table is narrowed by: name in the address and on the page."""


def figure_pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield the table of figures and the pages of its years, by path."""
    rows = list(catalogue.figures(catalogue.entries))
    years: dict[int, list[Figure]] = {}
    for row in rows:
        years.setdefault(row.year or 0, []).append(row)
    long = len(rows) > NEWEST
    links = [Link(_year_name(year), f"figures/{year}.html", len(years[year])) for year in sorted(years, reverse=True)]
    yield (
        "figures.md",
        page(
            "figures.md.jinja",
            "数字",
            "全部文章里的数字，每个都通向它出自的那句话。",
            kind="figures",
            template="figures.html",
            filters=FILTERS,
            rows=rows[:NEWEST],
            count=len(rows),
            years=links if long else [],
        ),
    )
    if long:
        for year, of_year in years.items():
            yield from _year_pages(year, of_year)


def _year_pages(year: int, rows: list[Figure]) -> Iterator[tuple[str, str]]:
    parts = _cut(rows, ON_A_PAGE)
    links = [Link(str(len(parts) - n), f"figures/{year}-p{len(parts) - n}.html") for n in range(len(parts))]
    links[0] = Link("最新", f"figures/{year}.html")
    for at, part in enumerate(parts):
        name = f"{_year_name(year)}的数字"
        yield (
            links[at].href.replace(".html", ".md"),
            page(
                "figures_year.md.jinja",
                name if not at else f"{name}（{links[at].name}）",
                f"{name}：{len(rows)}个。",
                root="../",
                trail=[Link("数字", "figures.html")],
                name=name,
                count=len(rows),
                rows=part,
                pages=links if len(links) > 1 else [],
                here=at,
            ),
        )


def _year_name(year: int) -> str:
    return f"{year}年" if year else "年份不详"


def _cut(rows: list[Any], size: int) -> list[list[Any]]:
    """Return rows, newest first, in parts that are full from the oldest up: what comes new touches the first."""
    head = len(rows) % size or min(size, len(rows))
    return [rows[:head], *(rows[at : at + size] for at in range(head, len(rows), size))] if rows else []


def figure_files(catalogue: Catalogue) -> dict[str, str]:
    """Return the data of the live table: files of so many figures, year by year, and what there is."""
    years: dict[int, list[tuple[Entry, Figure]]] = {}
    for entry in catalogue.entries:
        for figure in catalogue.figures([entry]):
            years.setdefault(figure.year or 0, []).append((entry, figure))
    files, shelves = {}, []
    for year in sorted(years, reverse=True):
        parts = _cut(years[year], IN_A_FILE)
        for at, part in enumerate(parts):
            name = f"{year}-{len(parts) - at}"
            shelves.append([name, year, len(part)])
            files[f"{DATA_FOLDER}/{name}.js"] = f"weiwenFigures.receive({script_literal(name)},{_data(part)});\n"
    files[f"{DATA_FOLDER}/index.js"] = f"weiwenFigures.shelves({script_literal(shelves)});\n"
    return files


def _data(part: list[tuple[Entry, Figure]]) -> str:
    """Return figures as a table of arrays; what many share, articles and places, stands once."""
    articles: dict[str, int] = {}
    places: dict[tuple[tuple[str, str], ...], int] = {}
    rows = []
    titles: list[list[str]] = []
    for entry, figure in part:
        article = articles.setdefault(entry.article.id, len(articles))
        if article == len(titles):
            titles.append([entry.article.id, figure.article])
        place = places.setdefault(figure.lineage, len(places))
        anchor = figure.href.partition("#")[2]
        cells = [figure.indicator, figure.value, figure.full, float(figure.number), figure.unit, figure.time]
        rows.append([*cells, figure.entity, place, article, anchor, int(figure.key), figure.kind, figure.canonical])
    return script_literal({"articles": titles, "places": list(places), "rows": rows})

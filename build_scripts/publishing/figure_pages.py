"""All figures: the newest as a table that needs no script, the rest by year, and as data for the live table."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import partial
from itertools import islice, pairwise
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.jobs import ALWAYS, EVERYTHING, Job, Made
from build_scripts.publishing.layout import up_from
from build_scripts.publishing.lists import page, section
from build_scripts.publishing.views import Figure, Link

NEWEST = 200
"""Rows of the table that stands on the page before any script runs."""
ON_A_PAGE = 300
IN_A_FILE = 2000
DATA_FOLDER = "figures"
FILTERS = (("place", "地方"), ("indicator", "可比指标"), ("unit", "单位"), ("year", "年份"), ("kind", "对象类别"))
"""What the live table is narrowed by: name in the address and on the page."""


def figure_jobs(catalogue: Catalogue, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield the table of the newest figures, all of them year by year, and the data of the live table.

    Their keys say of which articles they are, and so which are to be made: the others cost nothing.
    """
    if ALWAYS not in only:
        return
    years = catalogue.by_year(catalogue.some(np.flatnonzero(catalogue.article["figures"]).astype(np.int32)))
    counts = {year: catalogue.total("figures", entries) for year, entries in years.items()}
    long = sum(counts.values()) > NEWEST
    yield Job("*figures", lambda: _newest(catalogue, counts, linked=long))
    shelves: list[list[Any]] = []
    for year in sorted(years, reverse=True):
        parts = _cut(catalogue, years[year], ON_A_PAGE) if long else []
        links = [Link(_span(catalogue, part), f"{DATA_FOLDER}/{year}/{_last(catalogue, part)}.html") for part in parts]
        if long:
            yield Job(
                f"figures/{year}", partial(_year_page, catalogue, year, parts, links), catalogue.digest_of(years[year])
            )
        jobs: list[tuple[int, Job]] = []
        """With the number of the last article: what is made of the same ones is done together."""
        last = 0
        for at, part in enumerate(parts):
            beside = links[max(0, at - 1) : at + 2]
            made = partial(_part_page, catalogue, year, part, beside, links[at])
            last += len(part)
            jobs.append(
                (last, Job(f"figures/{year}-{_last(catalogue, part)}", made, f"{catalogue.digest_of(part)} {beside}"))
            )
        last = 0
        for part in _cut(catalogue, years[year], IN_A_FILE):
            name = f"{year}/{_last(catalogue, part)}"
            shelves.append([name, year, catalogue.total("figures", part)])
            last += len(part)
            jobs.append(
                (
                    last,
                    Job(f"{DATA_FOLDER}/{name}.js", partial(_file, catalogue, name, part), catalogue.digest_of(part)),
                )
            )
        yield from (job for _, job in sorted(jobs, key=itemgetter(0)))
    yield Job("*figures/index", lambda: [(f"{DATA_FOLDER}/index.js", _script("shelves", shelves))])


def _newest(catalogue: Catalogue, counts: dict[int, int], *, linked: bool) -> Made:
    links = [Link(_year_name(year), f"figures/{year}.html", counts[year]) for year in sorted(counts, reverse=True)]
    text = page(
        "figures.md.jinja",
        "数字",
        "全部文章里的数字，每个都通向它出自的那句话。",
        kind="figures",
        template="figures.html",
        filters=FILTERS,
        rows=list(islice(catalogue.figures(catalogue.entries), NEWEST)),
        count=sum(counts.values()),
        years=links if linked else [],
    )
    yield "figures.md", text


def _cut(catalogue: Catalogue, entries: Entries, figures: int) -> list[Entries]:
    """Return articles in parts of about so many figures.

    Where a part ends hangs on the article that it ends with, and not on how many come before: so one article more
    touches the part that it comes into, and no other.
    """
    here = catalogue.article["figures"][entries.numbers]
    count = np.cumsum(here)
    cuts = [0]
    for end in [*(np.flatnonzero(catalogue.sums_of(entries) % figures < here) + 1).tolist(), len(here)]:
        while (long := _end_of(count, cuts[-1], 3 * figures)) < end:
            cuts.append(long)
        if end > cuts[-1]:
            cuts.append(end)
    return [entries[start:end] for start, end in pairwise(cuts)]


def _end_of(count: npt.NDArray[np.integer[Any]], start: int, figures: int) -> int:
    """Return after which article there are so many figures since one; `count` has the figures up to each."""
    before = int(count[start - 1]) if start else 0
    return int(np.searchsorted(count, before + figures)) + 1


def _last(catalogue: Catalogue, part: Entries) -> str:
    return catalogue.id_of(int(part.numbers[-1]))


def _span(catalogue: Catalogue, part: Entries) -> str:
    """Return the days of a part, newest first."""
    first, last = (catalogue.words[catalogue.article["dated"][number]] for number in part.numbers[[0, -1]])
    return first if first == last else f"{first}至{last}"


def _year_page(catalogue: Catalogue, year: int, parts: list[Entries], links: list[Link]) -> Made:
    """Yield the list of the pages of a year."""
    counted = [
        Link(link.name, link.href, catalogue.total("figures", part)) for link, part in zip(links, parts, strict=True)
    ]
    name, count = f"{_year_name(year)}的数字", sum(link.count for link in counted)
    text = page(
        "groups.md.jinja",
        name,
        f"{name}：{count}个。",
        name=name,
        note=f"{count}个数字，分成{len(parts)}页，新的在前。",
        letters=False,
        shelves=[section("", counted)],
        root="../",
        pages=[],
        here=0,
        trail=[Link("数字", "figures.html")],
    )
    yield f"figures/{year}.md", text


def _part_page(catalogue: Catalogue, year: int, part: Entries, beside: list[Link], here: Link) -> Made:
    rows = list(catalogue.figures(part))
    name = f"{_year_name(year)}的数字"
    text = page(
        "figures_year.md.jinja",
        f"{name}（{here.name}）",
        f"{name}，{here.name}：{len(rows)}个。",
        root=up_from(here.href),
        trail=[Link("数字", "figures.html"), Link(_year_name(year), f"figures/{year}.html")],
        name=f"{name}（{here.name}）",
        count=len(rows),
        rows=rows,
        pages=beside if len(beside) > 1 else [],
        here=beside.index(here),
    )
    yield here.href.replace(".html", ".md"), text


def _year_name(year: int) -> str:
    return f"{year}年" if year else "年份不详"


def _script(call: str, *values: object) -> str:
    return f"weiwenFigures.{call}({','.join(map(script_literal, values))});\n"


def _file(catalogue: Catalogue, name: str, part: Entries) -> Made:
    numbers = part.numbers.tolist()
    rows = [(catalogue.id_of(number), figure) for number in numbers for figure in catalogue.figures_in(number)]
    yield f"{DATA_FOLDER}/{name}.js", f"weiwenFigures.receive({script_literal(name)},{_data(rows)});\n"


def _data(part: list[tuple[str, Figure]]) -> str:
    """Return figures as a table of arrays; what many share, articles and places, stands once."""
    articles: dict[str, int] = {}
    places: dict[tuple[tuple[str, str], ...], int] = {}
    rows = []
    titles: list[list[str]] = []
    for mine, figure in part:
        article = articles.setdefault(mine, len(articles))
        if article == len(titles):
            titles.append([mine, figure.article])
        place = places.setdefault(figure.lineage, len(places))
        anchor = figure.href.partition("#")[2]
        cells = [figure.indicator, figure.value, figure.full, float(figure.number), figure.unit, figure.time]
        rows.append([*cells, figure.entity, place, article, anchor, int(figure.key), figure.kind, figure.canonical])
    return script_literal({"articles": titles, "places": list(places), "rows": rows})

"""What a portal knows of a shard: its articles by year and place, its topics, papers, institutions and figures."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from build_scripts.portal.manifest import LIST, PortalError, Shard
from build_scripts.portal.sources import ShardFiles
from build_scripts.publishing.search.facets import MOST
from build_scripts.publishing.search.index import FORMAT
from build_scripts.publishing.search.records import Basis
from build_scripts.publishing.search.segments import ARTICLES
from build_scripts.publishing.search.texts import read_line

_CODE = re.compile(r"\d{6}")
_HREF = re.compile(r"articles/[\w-]+/[\w-]+\.html(?:#[\w-]+)?")


@dataclass(frozen=True, slots=True)
class Point:
    """A figure that a shard lets be compared."""

    measure: str
    unit: str
    place: str
    year: int
    value: Decimal
    written: str
    printed: str
    href: str
    """From the top of the shard."""
    article: str
    shard: Shard
    others: tuple[Point, ...] = ()
    """What other articles say of the same place and year, where that is another value."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a portal knows of a shard."""

    shard: Shard
    articles: int
    unchecked: int
    segments: tuple[str, ...]
    years: Counter[int]
    """How many articles of each year; 0 where it is not known."""
    places: dict[str, tuple[str, int]]
    """Code -> own name and how many articles are about it or what lies in it."""
    topics: tuple[str, ...]
    papers: tuple[str, ...] | None
    """None where there are more than its index lists."""
    institutions: Counter[str]
    points: tuple[Point, ...]


def read_summary(shard: Shard) -> Summary:
    """Read what a shard holds, as it is published.

    :raises PortalError: it cannot be read, or its index is of another form.
    """
    files = ShardFiles(shard)
    listed = files.read_data(LIST)
    check_format(shard, listed)
    years, places, institutions = Counter[int](), dict[str, tuple[str, int]](), Counter[str]()
    articles = unchecked = 0
    groups: dict[str, dict[str, None]] = {"topic": {}, "publication": {}}
    whole = True
    try:
        for name, _, _, _, _, _, _, gone in listed["segments"]:
            out = frozenset(gone)
            for number, line in enumerate(files.read_lines(f"search/{name}/{ARTICLES}")):
                if number in out:
                    continue
                _, checked, _, aside = read_line(line)
                about = json.loads(aside)
                articles += 1
                unchecked += not checked
                years[0 if about["basis"] == Basis.UNKNOWN else int(about["day"][0])] += 1
                for code, own in dict(about["regions"]).items():
                    if _CODE.fullmatch(code):
                        places[code] = (str(own), places.get(code, ("", 0))[1] + 1)
                institutions.update(map(str, about["institutions"]))
        for name, _, _, _, kinds, *_ in listed["segments"]:
            for kind in groups.keys() & set(kinds):
                rows = files.read_data(f"search/{name}/f/{kind}.js")[0]
                groups[kind].update(dict.fromkeys(str(value) for value, _ in rows))
                whole = whole and (kind != "publication" or len(rows) < MOST)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PortalError(f"{shard.name}：搜索索引里有读不懂的东西（{error}）；请用同一版程序重做这个分片") from error
    return Summary(
        shard,
        articles,
        unchecked,
        tuple(row[0] for row in listed["segments"]),
        years,
        places,
        tuple(groups["topic"]),
        tuple(groups["publication"]) if whole else None,
        institutions,
        tuple(_points(files)),
    )


def check_format(shard: Shard, listed: Any) -> None:  # noqa: ANN401  whatever was read
    """Make sure that an index has the form that this program reads.

    :raises PortalError: it has not.
    """
    found = listed.get("format") if isinstance(listed, dict) else None
    if found != FORMAT:
        version = f"第 {found} 版" if isinstance(found, int) else "没有写版本的旧"
        raise PortalError(
            f"{shard.name}：搜索索引是{version}格式，这里读第 {FORMAT} 版；请用同一版程序重做这个分片，再做入口"
        )


def _points(files: ShardFiles) -> Iterator[Point]:
    """Yield the figures that a shard hands to its own page of comparisons."""
    for row in files.read_call("compare/places.js")[0]:
        code = str(row[0])
        if not _CODE.fullmatch(code):
            raise PortalError(f"{files.shard.name}：compare/places.js 里有不是代码的“{code[:20]}”；请重做这个分片")
        try:
            yield from (
                _point(measure, point, code, files.shard)
                for measure in files.read_call(f"compare/{code}.js")[1]["measures"]
                for point in measure["points"]
            )
        except (ValueError, TypeError, KeyError, ArithmeticError) as error:
            raise PortalError(f"{files.shard.name}：compare/{code}.js 坏了（{error}）；请重做这个分片") from error


def _point(measure: Mapping[str, Any], point: Sequence[Any], code: str, shard: Shard) -> Point:
    year, value, written, printed, href, article = point
    if not _HREF.fullmatch(href):
        raise ValueError(href[:80])
    return Point(
        str(measure["name"]), str(measure["unit"]), code, int(year), Decimal(str(value)),
        str(written), str(printed), href, str(article), shard,
    )  # fmt: skip

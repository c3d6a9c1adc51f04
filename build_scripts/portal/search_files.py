"""What a portal's search knows by itself, in files beside its pages: the shards, names, and pairs of letters."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from build_scripts.portal.join import Joined, Place
from build_scripts.portal.pairs import Pairs, write_pairs
from build_scripts.portal.summary import Summary
from build_scripts.publishing.escaping import make_visible
from build_scripts.publishing.search.coding import FIRST_LETTER
from build_scripts.publishing.search.index import FORMAT, LIST
from build_scripts.publishing.search.names import Row, alias_groups, typed_forms, write_name_rows, write_traditional
from build_scripts.publishing.search.scripts import pack_data, write_new, write_script

INSTITUTIONS = 20_000
"""Names that are suggested while readers type: of the rest hardly anybody knows that they are there."""


def write_search_files(joined: Joined, pairs: Sequence[Pairs | None], folder: Path) -> None:
    """Write everything that docs/assets/search/portal.js reads from the portal itself."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for parent, places in joined.below.items():
        write_new(folder / f"f/{_group(parent)}.js", _rows(places))
    years = sorted((year for year in joined.years if year), reverse=True)
    data = {
        "format": FORMAT,
        "aliases": alias_groups(),
        "groups": [_group(parent) for parent in joined.below],
        "nameBits": write_name_rows(_names(joined), folder),
        "pairBits": write_pairs(pairs, folder / "pairs"),
        "years": [[year, joined.years[year]] for year in years],
        "shards": [_shard_row(summary) for summary in joined.summaries],
    }
    write_script(folder / LIST, pack_data(data))
    write_traditional(folder)


def _group(parent: str) -> str:
    return f"place-{parent}" if parent else "place"


def _rows(places: Sequence[Place]) -> list[list[object]]:
    frequent = sorted(places, key=lambda place: (-place.count, place.code))
    return [[place.code, make_visible(place.name), place.count] for place in frequent]


def _shard_row(summary: Summary) -> dict[str, object]:
    codes = sorted({int(code[:4]) for code in summary.places})
    return {
        "name": make_visible(summary.shard.name),
        "address": summary.shard.address,
        "articles": summary.articles,
        "unchecked": summary.unchecked,
        "years": sorted(year for year in summary.years if year),
        "places": "".join(chr(FIRST_LETTER + code) for code in codes),
        "topics": list(summary.topics),
        "papers": None if summary.papers is None else list(summary.papers),
        "segments": list(summary.segments),
    }


def _names(joined: Joined) -> Iterator[Row]:
    choices = [("place", place.code, place.name, place.count) for place in joined.places.values()]
    choices += [("institution", name, name, count) for name, count in joined.institutions.most_common(INSTITUTIONS)]
    choices += [("topic", topic, topic, 0) for topic in joined.topics]
    for kind, value, name, count in choices:
        yield from ((key, kind, value, make_visible(name), count) for key in typed_forms(kind, value, name))

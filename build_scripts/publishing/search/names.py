"""Names that readers may type, in small files by their first two letters: what is suggested, what is set apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from build_scripts.gazetteer import shorten
from build_scripts.publishing.search.facets import FacetLists
from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.grams import mix_name
from build_scripts.publishing.search.scripts import write_script

SHARD_BYTES = 3000
HEAD = 2
"""Letters that decide in which file a name is."""

Row = tuple[str, str, str, str, int]
"""What is typed, kind of facet, its value, its name, how many articles."""


def name_rows(facets: FacetLists) -> Iterator[Row]:
    """Yield a row for everything that can be typed for a place, an institution or a topic."""
    for kind, value, name, count in facets.counted():
        if kind not in {"place", "institution", "topic"}:
            continue
        keys = {fold_text(name)}
        if kind == "place":
            keys.add(fold_text(shorten(name)))
        yield from ((key, kind, value, name, count) for key in sorted(keys) if len(key) >= HEAD)


def write_names(facets: FacetLists, folder: Path) -> int:
    """Write the names of a segment and return how many bits of a head tell its file."""
    rows = sorted(name_rows(facets))
    size = 2 * len(json.dumps(rows, ensure_ascii=False))
    bits = max(0, (size // SHARD_BYTES).bit_length())
    files: list[list[Row]] = [[] for _ in range(1 << bits)]
    for row in rows:
        files[mix_name(row[0][:HEAD]) & ((1 << bits) - 1)].append(row)
    for number, kept in enumerate(files):
        write_script(folder / f"n/{number}.js", kept)
    return bits

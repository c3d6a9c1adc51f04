"""Small shards for tests: an index of some records with what else a portal reads of an archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from build_scripts.portal.join import Joined
from build_scripts.portal.known import read_pairs
from build_scripts.portal.manifest import Shard, way_to
from build_scripts.portal.search_files import write_search_files
from build_scripts.portal.summary import read_summary
from build_scripts.publishing.search.index import write_index
from build_scripts.publishing.search.records import Record


def write_shard(folder: Path, records: Iterable[Record], figures: dict[str, object] | None = None) -> Path:
    """Write what a portal reads of an archive; `figures` is what its page of comparisons loads, by code of place."""
    ordered = sorted(records, key=lambda record: record.order)
    write_index(ordered, len(ordered), folder / "search")
    compare = folder / "compare"
    compare.mkdir()
    names = json.dumps([[code, code] for code in figures or {}])
    (compare / "places.js").write_text(f"weiwenCompare.places({names});\n", encoding="utf-8")
    for code, data in (figures or {}).items():
        text = f"weiwenCompare.receive({json.dumps(code)},{json.dumps(data, ensure_ascii=False)});\n"
        (compare / f"{code}.js").write_text(text, encoding="utf-8")
    return folder


def join_shards(shards: Sequence[Path], portal: Path) -> Joined:
    """Join shards, named by their folders, and write the search of a portal of them."""
    named = (Shard(shard.name, str(shard), f"{way_to(shard, portal)}/") for shard in shards)
    summaries = [read_summary(shard) for shard in named]
    joined = Joined(summaries)
    kept = portal.with_name("kept")
    write_search_files(joined, [read_pairs(summary, kept) for summary in summaries], portal / "search")
    return joined

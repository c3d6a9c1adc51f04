"""The pairs of letters of shards on this machine, kept by segment: segments never change, so none is read twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from build_scripts.digests import digest_of
from build_scripts.portal.pairs import PAIR_BITS, Pairs, pairs_of
from build_scripts.portal.sources import ShardFiles
from build_scripts.portal.summary import Summary
from build_scripts.processes import spread
from build_scripts.progress import Progress
from build_scripts.publishing.search import folding, grams
from build_scripts.publishing.search.index import read_records


def read_all_pairs(summaries: Sequence[Summary], kept: Path, progress: Progress) -> list[Pairs | None]:
    """Return the pairs of letters of each shard, on all processors."""
    found = spread(_read_some, [(summary, kept) for summary in summaries], 1)
    return [*progress.over("看有哪些字", found, len(summaries), "个分片")]


def _read_some(wanted: Sequence[tuple[Summary, Path]]) -> list[Pairs | None]:
    return [read_pairs(summary, kept) for summary, kept in wanted]


def read_pairs(summary: Summary, kept: Path) -> Pairs | None:
    """Return the pairs of letters of a shard; None where it is only published, so that it is asked always."""
    folder = ShardFiles(summary.shard).folder
    if folder is None:
        return None
    found = np.zeros(1 << PAIR_BITS, np.bool_)
    kept.mkdir(parents=True, exist_ok=True)
    version = digest_of([Path(module.__file__ or "") for module in (folding, grams)])[:8]
    for name in summary.segments:
        path = kept / f"{name}-{version}.bits"
        if path.is_file():
            found |= np.unpackbits(np.frombuffer(path.read_bytes(), np.uint8)).astype(np.bool_)
            continue
        pairs = pairs_of(read_records(folder / "search", name))
        scratch = path.with_suffix(".new")
        scratch.write_bytes(np.packbits(pairs).tobytes())
        scratch.replace(path)
        found |= pairs
    return found


def forget_others(summaries: Iterable[Summary], kept: Path) -> None:
    """Remove what is kept of segments that are no more."""
    names = {name for summary in summaries for name in summary.segments}
    for path in kept.glob("*.bits"):
        if path.name.rpartition("-")[0] not in names:
            path.unlink()

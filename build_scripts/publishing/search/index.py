"""The index as a folder: segments that are never changed, and one list of them that is.

Adding rewrites only a small recent segment; once in a while it is merged with those about its size
(a log-structured merge tree). What is deleted or changed is crossed out in the list, so it is gone at once.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from build_scripts.publishing.search.names import alias_groups, write_traditional
from build_scripts.publishing.search.records import Record, parse_record
from build_scripts.publishing.search.scripts import read_script, write_script
from build_scripts.publishing.search.segments import ARTICLES, Segment, write_segment
from build_scripts.publishing.search.texts import pack_head, read_record

LIST = "list.js"
RECENT = 200
"""Articles that are written anew with every addition."""
RATIO = 8
"""A segment is merged with one that is not smaller than this part of it."""


@dataclass(slots=True)
class _Kept:
    """A segment and what is left of it."""

    segment: Segment
    articles: list[dict[str, Any]]
    """Of each article what `pack_head` wrote."""
    gone: set[int] = field(default_factory=set)

    @property
    def live(self) -> int:
        return self.segment.size - len(self.gone)


def write_index(records: Iterable[Record], size: int, folder: Path) -> None:
    """Write the index of `size` articles, which come newest first, in place of whatever the folder holds."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kept = [_keep(write_segment(records, size, folder), folder)] if size else []
    _write_list(kept, folder)


def write_index_of(lines: Path, folder: Path) -> None:
    """Write the index of the records in a file, one a line, newest first, without holding them all."""
    with lines.open(encoding="utf-8") as file:
        size = sum(1 for _ in file)
    with lines.open(encoding="utf-8") as file:
        write_index(map(parse_record, file), size, folder)


def update_index(folder: Path, changed: Sequence[Record], removed: Iterable[str] = ()) -> None:
    """Bring an index up to date: articles that are new or changed, and ids of those that are no more."""
    kept = _read_list(folder)
    known = {a["id"]: a["digest"] for k in kept for n, a in enumerate(k.articles) if n not in k.gone}
    new = [record for record in changed if known.get(record.id) != json.loads(pack_head(record))["digest"]]
    outdated = {*removed, *(record.id for record in new)}
    for k in kept:
        k.gone |= {number for number, article in enumerate(k.articles) if article["id"] in outdated}
    merged, kept = _choose(kept, len(new))
    records = [*new, *(record for k in merged for record in _read_live(k, folder))]
    if records:
        records.sort(key=lambda record: record.order)
        kept.append(_keep(write_segment(records, len(records), folder), folder))
    _write_list(kept, folder)


def read_digests(folder: Path) -> dict[str, str]:
    """Return the digest of every article of an index by its id, so that a caller can tell what changed."""
    return {a["id"]: a["digest"] for k in _read_list(folder) for n, a in enumerate(k.articles) if n not in k.gone}


def record_digest(record: Record) -> str:
    """Return the digest by which an index knows a record."""
    return str(json.loads(pack_head(record))["digest"])


def _choose(kept: list[_Kept], new: int) -> tuple[list[_Kept], list[_Kept]]:
    """Return the segments to write anew together with some new articles, and the others."""
    merged = [k for k in kept if k.live * 2 < k.segment.size]
    total = new + sum(k.live for k in merged)
    rest = sorted((k for k in kept if k not in merged), key=lambda k: k.live)
    while total and rest and rest[0].live <= max(RECENT, RATIO * total):
        if rest[0].live > RECENT and total < RECENT:
            break
        merged.append(rest.pop(0))
        total += merged[-1].live
    return merged, rest


def _read_live(kept: _Kept, folder: Path) -> Iterator[Record]:
    for number, article in enumerate(kept.articles):
        if number not in kept.gone:
            yield read_record(folder / kept.segment.name, number, article)


def _keep(segment: Segment, folder: Path) -> _Kept:
    lines = (folder / segment.name / ARTICLES).read_text(encoding="utf-8", errors="surrogatepass").splitlines()
    return _Kept(segment, [json.loads(line) for line in lines])


def _read_list(folder: Path) -> list[_Kept]:
    if not (folder / LIST).is_file():
        return []
    kept = []
    for name, size, bits, days, groups, name_bits, gone in read_script(folder / LIST)["segments"]:
        kept.append(_keep(Segment(name, size, bits, days, tuple(groups), name_bits), folder))
        kept[-1].gone = set(gone)
    return kept


def _write_list(kept: list[_Kept], folder: Path) -> None:
    """Write the list and remove the segments that it does not name."""
    kept = sorted((k for k in kept if k.live), key=lambda k: (-k.segment.size, k.segment.name))
    live = [article for k in kept for number, article in enumerate(k.articles) if number not in k.gone]
    rows = [
        [s.name, s.size, s.bits, s.days, s.groups, s.name_bits, sorted(gone)]
        for s, gone in ((k.segment, k.gone) for k in kept)
    ]
    unchecked = sum(not article["checked"] for article in live)
    write_script(
        folder / LIST, {"articles": len(live), "unchecked": unchecked, "aliases": alias_groups(), "segments": rows}
    )
    write_traditional(folder)
    names = {k.segment.name for k in kept}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in names:
            shutil.rmtree(path)

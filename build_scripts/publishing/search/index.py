"""The index as a folder: segments that are never changed, and one list of them that is.

Adding rewrites only a small recent segment; once in a while it is merged with those about its size
(a log-structured merge tree). What is deleted or changed is crossed out in the list, so it is gone at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from build_scripts.publishing.json_text import read_json
from build_scripts.publishing.search.facets import FacetKeys
from build_scripts.publishing.search.names import alias_groups, write_traditional
from build_scripts.publishing.search.phrases import read_phrases
from build_scripts.publishing.search.records import Order, Record, parse_order, parse_record
from build_scripts.publishing.search.scripts import pack_data, read_script, unpack_data, write_script
from build_scripts.publishing.search.segments import ARTICLES, FACETS, Segment, write_segment
from build_scripts.publishing.search.texts import read_line, read_record

LIST = "list.js"
FORMAT = 4
"""Number of the form that docs/search-index.md describes; another form has another, so that a portal can tell."""
RECENT = 200
"""Articles that are written anew with every addition."""
RATIO = 8
"""A segment is merged with one that is not smaller than this part of it."""


@dataclass(slots=True)
class _Kept:
    """A segment and what is left of it."""

    segment: Segment
    folder: Path
    """Where it lies."""
    gone: set[int] = field(default_factory=set)

    @property
    def live(self) -> int:
        return self.segment.size - len(self.gone)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield number and line of every article that is left."""
        lines = _read_lines(self.folder / ARTICLES)
        return ((number, line) for number, line in enumerate(lines) if number not in self.gone)


def write_index(records: Iterable[Record], size: int, folder: Path) -> None:
    """Write the index of `size` articles, which come newest first, in place of whatever the folder holds."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kept = [_keep(write_segment(records, size, folder), folder)] if size else []
    _write_list(kept, sum(not read_line(line)[1] for k in kept for _, line in k.lines()), folder)


def write_index_of(files: Sequence[Path], folder: Path) -> None:
    """Write the index of the records in files, one a line, without holding them all."""
    places: list[tuple[Order, int, int]] = []
    for number, path in enumerate(files):
        with path.open("rb") as file:
            at = 0
            for line in file:
                places.append((parse_order(line), number, at))
                at += len(line)
    places.sort()
    with ExitStack() as stack:
        opened = [stack.enter_context(path.open("rb")) for path in files]
        write_index((_record_at(opened[number], at) for _, number, at in places), len(places), folder)


def _record_at(file: IO[bytes], at: int) -> Record:
    file.seek(at)
    return parse_record(file.readline())


def update_index(folder: Path, records: Sequence[Record], outdated: Collection[str] = ()) -> None:
    """Bring an index up to date: articles that are not in it as they are, and ids of those in it that are outdated."""
    kept, unchecked = _read_list(folder)
    for k in kept if outdated else ():
        for number, line in [*k.lines()]:
            _, checked, name, _ = read_line(line)
            if name in outdated:
                k.gone.add(number)
                unchecked -= not checked
    merged, kept = _choose(kept, len(records))
    phrases = next(
        (k.segment.phrases for k in sorted([*kept, *merged], key=lambda k: -k.live) if k.segment.phrases), ""
    )
    anew = [*records, *(record for k in merged for record in _read_live(k, folder))]
    if anew:
        anew.sort(key=lambda record: record.order)
        kept.append(_keep(write_segment(anew, len(anew), folder, phrases), folder))
    _write_list(kept, unchecked + sum(not record.checked for record in records), folder)


def read_records(folder: Path, name: str) -> Iterator[Record]:
    """Yield the articles of one segment of an index, those that are crossed out too."""
    kept = next(k for k in _read_list(folder)[0] if k.segment.name == name)
    kept.gone = set()
    return _read_live(kept, folder)


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
    phrases = read_phrases(folder, kept.segment.phrases)
    return (read_record(kept.folder, number, line, phrases) for number, line in kept.lines())


def _keep(segment: Segment, folder: Path, gone: Iterable[int] = ()) -> _Kept:
    return _Kept(segment, folder / segment.name, set(gone))


def _read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="surrogatepass").split("\n")[:-1]


def _read_list(folder: Path) -> tuple[list[_Kept], int]:
    """Return the segments of an index, and how many of its articles nobody has checked."""
    known = unpack_data(read_script(folder / LIST))
    kept = [
        _keep(Segment(name, size, bits, tuple(days), tuple(groups), name_bits, phrases), folder, gone)
        for name, size, bits, days, groups, name_bits, phrases, gone in known["segments"]
    ]
    return kept, known["unchecked"]


def _check_facets(kept: list[_Kept]) -> None:
    """Make sure that no two facets of different segments have one key."""
    keys = FacetKeys()
    for k in kept if len(kept) > 1 else ():
        for facet in read_json(f"[{','.join(_read_lines(k.folder / FACETS))}]"):
            keys.keep(*facet)


def _write_list(kept: list[_Kept], unchecked: int, folder: Path) -> None:
    """Write the list and remove what it does not name."""
    kept = sorted((k for k in kept if k.live), key=lambda k: (-k.segment.size, k.segment.name))
    _check_facets(kept)
    rows = [
        [s.name, s.size, s.bits, s.days, s.groups, s.name_bits, s.phrases, sorted(gone)]
        for s, gone in ((k.segment, k.gone) for k in kept)
    ]
    articles = sum(k.live for k in kept)
    known = {"format": FORMAT, "articles": articles, "unchecked": unchecked, "aliases": alias_groups()}
    write_script(folder / LIST, pack_data({**known, "segments": rows}))
    write_traditional(folder)
    names = {k.segment.name for k in kept} | {f"{k.segment.phrases}.js" for k in kept}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in names:
            shutil.rmtree(path)
        elif path.name.startswith("phrases-") and path.name not in names:
            path.unlink()

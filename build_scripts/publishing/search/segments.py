"""A segment: the index of some articles, newest first, that is written once and never changed.

Articles stream through: their texts are written as they come, their terms are sorted batch by batch
and put aside by term, and each part is then merged by itself. Memory is that of a batch, not of the archive.
"""

from __future__ import annotations

import hashlib
import math
import shutil
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from build_scripts.publishing.search.coding import Numbers, gamma, pack_all
from build_scripts.publishing.search.facets import FacetLists
from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.grams import TERM_BITS, FacetKeys, scramble, text_terms, units_of
from build_scripts.publishing.search.lists import BODY, HEAD, HEADLINE, Postings, list_bits, pack_shards
from build_scripts.publishing.search.names import write_names
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.scripts import write_new
from build_scripts.publishing.search.texts import pack_head, text_files

SHARD_BYTES = 4096
"""What a term costs to fetch; smaller shards are more files."""
ARTICLES = "articles.txt"
LARGEST = 1 << 20
"""Articles that a segment can number."""
BATCH_UNITS = 1 << 21
BATCH_ARTICLES = 1 << 14
_PARTS = 7
"""Bits by which terms are put aside."""
_DOC_BITS, _PLACE_BITS = 20, 2
_LOCAL_BITS = 14
_PLACES = {"headline": HEADLINE, "kicker": HEAD, "deck": HEAD, "summary": HEAD}


@dataclass(frozen=True, slots=True)
class Segment:
    """What the list of segments says of one."""

    name: str
    size: int
    """How many articles it numbers."""
    bits: int
    """Leading bits of a term that tell its shard."""
    days: str
    """Runs of articles of one day, packed."""
    groups: tuple[str, ...]
    """Groups of facets that it has a file for."""
    name_bits: int
    """Bits of the head of a name that tell its file."""


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines with the same ends on any system."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="surrogatepass", newline="\n")


def write_segment(records: Iterable[Record], size: int, folder: Path) -> Segment:
    """Write a segment of `size` articles, which come newest first, below a folder; its name is that of its content."""
    if size > LARGEST:
        raise ValueError(f"一个索引段最多 {LARGEST} 篇文章，这里有 {size} 篇；请分成几个档案")
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / ".new"
    shutil.rmtree(work, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="weiwen-") as scratch:
        intake = _Intake(work, _Parts(Path(scratch)))
        for record in records:
            intake.add(record)
        intake.finish()
        if intake.count != size:
            raise ValueError(f"索引段应有 {size} 篇文章，读到 {intake.count} 篇")
        bits = _write_shards(intake.parts, size, work)
    intake.facets.write(work, size)
    name_bits = write_names(intake.facets, work)
    name = intake.digest.hexdigest()[:10]
    write_lines(work / ARTICLES, intake.lines)
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    work.rename(target)
    return Segment(name, size, bits, intake.days.pack(), intake.facets.groups, name_bits)


@dataclass(slots=True)
class _Days:
    """Runs of articles of one day."""

    runs: list[list[int]] = field(default_factory=list)

    def add(self, record: Record) -> None:
        year, month, day = record.day
        number = year * 416 + month * 32 + day
        if self.runs and self.runs[-1][:2] == [number, record.basis]:
            self.runs[-1][2] += 1
        else:
            self.runs.append([number, int(record.basis), 1])

    def pack(self) -> str:
        """Return how many runs (+1), then of each: how much earlier (+1) than the one before, basis (+1), articles."""
        codes = [len(self.runs) + 1]
        before = 10000 * 416
        for number, basis, count in self.runs:
            codes += [before - number + 1, basis + 1, count]
            before = number
        return pack_all(gamma(np.array(codes, np.uint64)))


class _Parts:
    """Sorted terms of batch after batch, put aside on disk by their leading bits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bases: list[int] = []
        """First article of each batch."""
        self.sizes: list[list[int]] = []
        """Of each batch, how many terms each part has."""

    def put(self, values: Numbers, base: int) -> None:
        """Put a batch aside: term, article within the batch and place in one number each, sorted."""
        bounds = np.arange(1, 1 << _PARTS, dtype=np.uint64) << np.uint64(TERM_BITS - _PARTS + _LOCAL_BITS + _PLACE_BITS)
        cuts = [0, *np.searchsorted(values, bounds).tolist(), values.size]
        for number, (start, end) in enumerate(pairwise(cuts)):
            with (self.folder / str(number)).open("ab") as file:
                values[start:end].tofile(file)
        self.bases.append(base)
        self.sizes.append([end - start for start, end in pairwise(cuts)])

    def read(self, number: int) -> Postings:
        """Return all that was put aside in a part, in order."""
        values = np.fromfile(self.folder / str(number), np.uint64) if self.bases else np.empty(0, np.uint64)
        counts = [sizes[number] for sizes in self.sizes]
        base = np.repeat(np.array(self.bases, np.uint64), counts)
        place_mask, local_mask = np.uint64((1 << _PLACE_BITS) - 1), np.uint64((1 << _LOCAL_BITS) - 1)
        docs = ((values >> np.uint64(_PLACE_BITS)) & local_mask) + base
        rest_bits = TERM_BITS - _PARTS
        rest = (values >> np.uint64(_LOCAL_BITS + _PLACE_BITS)) & np.uint64((1 << rest_bits) - 1)
        values = (rest << np.uint64(_DOC_BITS + _PLACE_BITS)) | (docs << np.uint64(_PLACE_BITS)) | (values & place_mask)
        values.sort()
        terms = (values >> np.uint64(_DOC_BITS + _PLACE_BITS)) | np.uint64(number << rest_bits)
        docs = (values >> np.uint64(_PLACE_BITS)) & np.uint64((1 << _DOC_BITS) - 1)
        return Postings(terms, docs, (values & place_mask).astype(np.uint8))


class _Intake:
    """Takes articles in one by one."""

    def __init__(self, folder: Path, parts: _Parts) -> None:
        self.folder, self.parts = folder, parts
        self.count = 0
        self.digest = hashlib.sha256()
        self.days = _Days()
        self.facets = FacetLists()
        self._facet_keys = FacetKeys()
        self.lines: list[str] = []
        """What a later run needs to know of each article beside its text."""
        self._clear()

    def _clear(self) -> None:
        self._units: list[bytes] = []
        self._lengths = array("q")
        self._tags = array("q")
        self._keys = array("Q")
        self._key_tags = array("Q")
        self._base = self.count
        self._size = 0

    def add(self, record: Record) -> None:
        """Write an article's text and keep its terms."""
        line = pack_head(record)
        self.digest.update(line.encode("utf-8", "surrogatepass"))
        self.lines.append(line)
        for path, text in text_files(record, self.count):
            write_new(self.folder / path, text)
        self.days.add(record)
        local = self.count - self._base
        for kind, _, text in record.fields:
            units = units_of(fold_text(text)).tobytes()
            self._units.append(units + b"\0\0")
            self._lengths.append(len(units) // 2 + 1)
            self._tags.append(local << _PLACE_BITS | _PLACES.get(kind, BODY))
            self._size += len(units) // 2 + 1
        for kind, value in self.facets.add(record, self.count):
            self._keys.append(self._facet_keys.find(kind, value))
            self._key_tags.append(local << _PLACE_BITS | BODY)
        self.count += 1
        if self._size >= BATCH_UNITS or self.count - self._base >= BATCH_ARTICLES:
            self.finish()

    def finish(self) -> None:
        """Put aside the terms of the articles since the last time."""
        if self.count == self._base:
            return
        shift = np.uint64(_LOCAL_BITS + _PLACE_BITS)
        tags = np.repeat(np.array(self._tags, np.uint64), np.array(self._lengths, np.int64))
        terms, real = text_terms(np.frombuffer(b"".join(self._units), np.uint16))
        pieces = [(t[keep] << shift) | tags[: t.size][keep] for t, keep in zip(terms, real, strict=True)]
        del terms, real
        keys = scramble(np.array(self._keys, np.uint64))
        values = np.concatenate([*pieces, (keys << shift) | np.array(self._key_tags, np.uint64)])
        values.sort()
        first = np.ones(values.size, np.bool_)
        first[1:] = (values[1:] >> np.uint64(_PLACE_BITS)) != (values[:-1] >> np.uint64(_PLACE_BITS))
        self.parts.put(values[first], self._base)
        self._clear()


def _write_shards(parts: _Parts, size: int, folder: Path) -> int:
    """Write all shards and return how many leading bits tell them apart."""
    known = list_bits(parts.read(0), size) << _PARTS
    wanted = max(0, round(math.log2(max(1, known / 8 / SHARD_BYTES))))
    for postings, shards in _gather(parts, wanted):
        for path, text in pack_shards(postings, size, wanted, shards):
            write_new(folder / path, text)
    return wanted


def _gather(parts: _Parts, bits: int) -> Iterator[tuple[Postings, range]]:
    """Yield postings with the shards that they fill."""
    if bits >= _PARTS:
        width = 1 << (bits - _PARTS)
        yield from ((parts.read(n), range(n * width, (n + 1) * width)) for n in range(1 << _PARTS))
        return
    width = 1 << (_PARTS - bits)
    for shard in range(1 << bits):
        read = [parts.read(n) for n in range(shard * width, (shard + 1) * width)]
        yield (
            Postings(
                np.concatenate([p.terms for p in read]),
                np.concatenate([p.docs for p in read]),
                np.concatenate([p.places for p in read]),
            ),
            range(shard, shard + 1),
        )

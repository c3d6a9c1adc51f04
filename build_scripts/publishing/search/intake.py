"""Articles on their way into a segment: their texts are written, their terms sorted batch by batch and put aside."""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from build_scripts.publishing.search.coding import Numbers
from build_scripts.publishing.search.facets import FacetKeys, FacetLists
from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.grams import SEVERAL, TERM_BITS, short_terms, text_terms, units_of
from build_scripts.publishing.search.lists import BODY, HEAD, HEADLINE, HINT_BITS, Postings
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.scripts import write_new
from build_scripts.publishing.search.texts import pack_line, pack_text, text_file

PART_BITS = 10
"""Bits by which terms are put aside."""
BATCH_UNITS = 1 << 20
BATCH_ARTICLES = 1 << 10
AT_ONCE = 1 << 19
"""Terms of some 300 articles, of which shards are made without putting them aside."""
_DOC_BITS, _PLACE_BITS = 20, 2 + HINT_BITS
_LOCAL_BITS = 10
_PLACES = {"headline": HEADLINE, "kicker": HEAD, "deck": HEAD, "summary": HEAD}


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

    def numbers(self) -> tuple[int, ...]:
        """Return of each run how much earlier it is than the one before, its basis, and how many articles it has."""
        befores = [10000 * 416, *(number for number, _, _ in self.runs)]
        return tuple(
            part
            for before, (number, basis, count) in zip(befores, self.runs, strict=False)
            for part in (before - number, basis, count)
        )


class Parts:
    """Sorted terms of batch after batch, put aside on disk by their leading bits; a first batch waits for another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bases: list[int] = []
        """First article of each batch."""
        self.sizes: list[list[int]] = []
        """Of each batch, how many terms each part has."""
        self.first: tuple[Numbers, int] | None = None

    def put(self, values: Numbers, base: int) -> None:
        """Put a batch aside: term, article within the batch, place and hint in one number each, sorted."""
        if not self.bases and self.first is None:
            self.first = values, base
            return
        if self.first:
            self._write(*self.first)
            self.first = None
        self._write(values, base)

    def whole(self) -> Postings | None:
        """Return all there is if it is a single, small batch; a larger one takes memory, so it is put aside."""
        if self.first and self.first[0].size > AT_ONCE:
            self._write(*self.first)
            self.first = None
        if not self.first:
            return None
        values, base = self.first
        place_mask, local_mask = np.uint64((1 << _PLACE_BITS) - 1), np.uint64((1 << _LOCAL_BITS) - 1)
        docs = ((values >> np.uint64(_PLACE_BITS)) & local_mask) + np.uint64(base)
        return Postings(values >> np.uint64(_LOCAL_BITS + _PLACE_BITS), docs, (values & place_mask).astype(np.uint8))

    def _write(self, values: Numbers, base: int) -> None:
        shift = TERM_BITS - PART_BITS + _LOCAL_BITS + _PLACE_BITS
        bounds = np.arange(1, 1 << PART_BITS, dtype=np.uint64) << np.uint64(shift)
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
        rest_bits = TERM_BITS - PART_BITS
        rest = (values >> np.uint64(_LOCAL_BITS + _PLACE_BITS)) & np.uint64((1 << rest_bits) - 1)
        values = (rest << np.uint64(_DOC_BITS + _PLACE_BITS)) | (docs << np.uint64(_PLACE_BITS)) | (values & place_mask)
        values.sort()
        terms = (values >> np.uint64(_DOC_BITS + _PLACE_BITS)) | np.uint64(number << rest_bits)
        docs = (values >> np.uint64(_PLACE_BITS)) & np.uint64((1 << _DOC_BITS) - 1)
        return Postings(terms, docs, (values & place_mask).astype(np.uint8))


class Intake:
    """Takes articles in one by one."""

    def __init__(self, folder: Path, parts: Parts, phrases: bytes) -> None:
        self.folder, self.parts, self.phrases = folder, parts, phrases
        self.count = 0
        self.digest = hashlib.sha256(phrases)
        self.days = _Days()
        self.facets = FacetLists()
        self.facet_keys = FacetKeys()
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
        line = pack_line(record)
        self.digest.update(line.encode("utf-8", "surrogatepass"))
        self.lines.append(line)
        write_new(self.folder / text_file(self.count), pack_text(record, self.phrases))
        self.days.add(record)
        local = self.count - self._base
        for kind, _, text in record.fields:
            units = units_of(fold_text(text)).tobytes()
            self._units.append(b"\0\0" + units)
            self._lengths.append(len(units) // 2 + 1)
            self._tags.append(local << _PLACE_BITS | _PLACES.get(kind, BODY) << HINT_BITS)
            self._size += len(units) // 2 + 1
        for kind, value in self.facets.add(record, self.count):
            self._keys.append(self.facet_keys.find(kind, value))
            self._key_tags.append(local << _PLACE_BITS | BODY << HINT_BITS)
        self.count += 1
        if self._size >= BATCH_UNITS or self.count - self._base >= BATCH_ARTICLES:
            self.finish()

    def finish(self) -> None:
        """Put aside the terms of the articles since the last time."""
        if self.count == self._base:
            return
        shift, place_shift = np.uint64(_LOCAL_BITS + _PLACE_BITS), np.uint64(_PLACE_BITS)
        tags = np.repeat(np.array(self._tags, np.uint64), np.array(self._lengths, np.int64))
        pieces = [(short_terms(np.array(self._keys, np.uint64)) << shift) | np.array(self._key_tags, np.uint64)]
        for numbers, real, hints in text_terms(np.frombuffer(b"".join(self._units), np.uint16), tags >> place_shift):
            places = tags[: real.size] | hints
            pieces.append((numbers[real] << shift) | places[real])
        values = np.concatenate(pieces)
        del pieces
        values.sort()
        self.parts.put(_at_their_best(values), self._base)
        self._clear()


def _at_their_best(values: Numbers) -> Numbers:
    """Return of each term in each article the best place, and the hint if it is always the same."""
    hint_mask = np.uint64((1 << HINT_BITS) - 1)
    first = np.ones(values.size, np.bool_)
    first[1:] = (values[1:] >> np.uint64(_PLACE_BITS)) != (values[:-1] >> np.uint64(_PLACE_BITS))
    other = np.zeros(values.size, np.bool_)
    other[1:] = ((values[1:] ^ values[:-1]) & hint_mask) > 0
    several = np.logical_or.reduceat(other & ~first, np.flatnonzero(first))
    best = values[first]
    best[several] = (best[several] & ~hint_mask) | np.uint64(SEVERAL)
    return best

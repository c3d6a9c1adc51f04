"""Shards: the lists of the terms that begin alike, each in one small file, and long lists in files of their own.

A shard is: how many terms (+1), the parameter of their gaps, then for each term its gap, how many articles, whether
its list is in a file, how many marked and how many loose articles (+1 each), for lists in files the number of the file
and whether the loose ones are in another one, then the list. Terms that the same articles have share a file; who does
not count to the end needs no loose ones, so many of them are by themselves, without hints.
docs/search-index.md describes the same for readers of the format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.search.coding import (
    UNIT,
    WORD,
    Codes,
    Counts,
    Numbers,
    gamma,
    gaps,
    pack_all,
)
from build_scripts.publishing.search.grams import TERM_BITS
from build_scripts.publishing.search.lists import HINT_BITS, OWN_FROM, Lists, Postings, firsts_of, make_lists

LOOSE_BITS = 8 * 100
"""Loose articles of a list in a file stay in the shard up to here."""
_PARAMETER_BITS = 6
_MOST_ONES = WORD - 1
"""Ones that a code may begin with: a code that crosses a word goes on in the next only, so it is no longer than one."""
_HEADER = 9
"""Codes before the list of a term."""


@dataclass(frozen=True, slots=True)
class ListFiles:
    """The files of long lists; terms with the same list have the same file."""

    numbers: dict[bytes, int] = field(default_factory=dict)

    def number(self, counts: tuple[int, ...], text: str) -> tuple[int, bool]:
        """Return the number of a list's file, and whether it is a new one."""
        digest = hashlib.blake2b(f"{counts}{text}".encode(), digest_size=16).digest()
        new = digest not in self.numbers
        return self.numbers.setdefault(digest, len(self.numbers)), new


def pack_shards(postings: Postings, size: int, bits: int, shards: range, files: ListFiles) -> Iterator[tuple[str, str]]:
    """Yield (file, text) of shards that hold all of the postings, which are of a segment of `size` articles."""
    if postings.terms.size == 0:
        yield from ((shard_file(number), pack_all(gamma(np.ones(1, np.uint64)))) for number in shards)
        return
    lists = make_lists(postings, size)
    own = lists.are_own
    apart = own & (lists.weigh(lists.loose) > LOOSE_BITS)
    numbers = np.zeros((2, own.size), np.uint64)
    for at in np.flatnonzero(own).tolist():
        for row, parts in enumerate((lists.parts[:-1], lists.parts[-1:])[: 1 + int(apart[at])]):
            codes = [part.codes.take(slice(*np.searchsorted(part.list_of, (at, at + 1)))) for part in parts]
            text = pack_all(*(codes if row == 0 else map(_without_hints, codes)))
            numbers[row, at], new = files.number(tuple(int(part.counts[at]) for part in parts), text)
            if new:
                yield list_file(int(numbers[row, at])), text
    yield from _pack_shards(lists, (own, apart, numbers), bits, shards)


def _without_hints(codes: Codes) -> Codes:
    return Codes(codes.bits >> np.uint64(HINT_BITS), codes.sizes - HINT_BITS)


def shard_file(number: int) -> str:
    """Return where a shard is kept below its segment."""
    return f"s/{number // 1000}/{number}.js"


def list_file(number: int) -> str:
    """Return where a long list is kept."""
    return f"l/{number // 1000}/{number}.js"


_Filed = tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], Numbers]
"""Which lists are in files, which of these have their loose articles in others, and the numbers of both files."""


def _pack_shards(lists: Lists, filed: _Filed, bits: int, shards: range) -> Iterator[tuple[str, str]]:
    own, apart, _ = filed
    rest_bits = TERM_BITS - bits
    shard_of = (lists.heads >> np.uint64(rest_bits)).astype(np.int64) - shards.start
    per_shard = np.bincount(shard_of, minlength=len(shards))
    gap = gaps(lists.heads & np.uint64((1 << rest_bits) - 1), firsts_of(shard_of))
    parameters = _gap_parameters(gap, shard_of, per_shard, rest_bits)
    aside = (own, own, apart)
    lengths = [np.where(gone, 0, part.counts) for part, gone in zip(lists.parts, aside, strict=True)]
    codes_of = _HEADER + sum(lengths, np.zeros_like(lists.counts))
    at = np.cumsum(codes_of) - codes_of + 2 * (shard_of + 1)
    shard_codes = 2 + np.bincount(shard_of, weights=codes_of, minlength=len(shards)).astype(np.int64)
    total = int(shard_codes.sum())
    codes = Codes(np.zeros(total, np.uint64), np.zeros(total, np.int64))
    shard_at = np.cumsum(shard_codes) - shard_codes
    _put(codes, shard_at, gamma(per_shard.astype(np.uint64) + np.uint64(1)))
    _put(codes, shard_at + 1, Codes(parameters.astype(np.uint64), np.full(len(shards), _PARAMETER_BITS)))
    for number, header in enumerate(_headers(lists, filed, gap, parameters[shard_of])):
        _put(codes, at + number, header)
    at += _HEADER
    for part, length, gone in zip(lists.parts, lengths, aside, strict=True):
        kept = ~gone[part.list_of]
        begin = (np.cumsum(part.counts) - part.counts)[part.list_of]
        place = at[part.list_of] + np.arange(part.list_of.size) - begin
        _put(codes, place[kept], part.codes.take(kept))
        at += length
    yield from _cut(codes, shard_at, shard_codes, shards)


def _gap_parameters(gap: Numbers, shard_of: Counts, per_shard: Counts, rest_bits: int) -> Counts:
    """Return the parameter of each shard with which its gaps take least; long terms of one beginning lie close."""
    best = np.full(per_shard.size, rest_bits, np.int64)
    least = per_shard * (rest_bits + 1)
    filled, starts = per_shard > 0, np.flatnonzero(firsts_of(shard_of))
    total, most = np.zeros(per_shard.size, np.int64), np.zeros(per_shard.size, np.int64)
    for k in range(rest_bits):
        if np.all(per_shard * (k + 1) >= least):
            break  # larger ones take more even without any gap
        ones = (gap >> np.uint64(k)).astype(np.int64)
        total[filled], most[filled] = np.add.reduceat(ones, starts), np.maximum.reduceat(ones, starts)
        bits = total + per_shard * (k + 1)
        better = (bits < least) & (most <= _MOST_ONES)
        best[better], least[better] = k, bits[better]
    return best


def _headers(lists: Lists, filed: _Filed, gap: Numbers, parameters: Counts) -> Iterator[Codes]:
    """Yield what stands before each list, code by code; `gap` is that between each term and the one before."""
    own, apart, numbers = filed
    k = parameters.astype(np.uint64)
    ones = gap >> k
    yield Codes(((np.uint64(1) << ones) - np.uint64(1)) << np.uint64(1), ones.astype(np.int64) + 1)
    yield Codes(gap & ((np.uint64(1) << k) - np.uint64(1)), parameters)
    yield gamma(lists.counts.astype(np.uint64))
    told = (lists.counts >= OWN_FROM) & ~lists.are_long
    yield Codes((own & told).astype(np.uint64), told.astype(np.int64))
    yield gamma(lists.heads_of.counts.astype(np.uint64) + np.uint64(1))
    yield gamma(lists.loose.counts.astype(np.uint64) + np.uint64(1))
    yield _where(own, gamma(numbers[0] + np.uint64(1)))
    yield Codes(apart.astype(np.uint64), own.astype(np.int64))
    yield _where(apart, gamma(numbers[1] + np.uint64(1)))


def _where(told: npt.NDArray[np.bool_], codes: Codes) -> Codes:
    """Return codes, but no bits where something is not told."""
    return Codes(np.where(told, codes.bits, np.uint64(0)), np.where(told, codes.sizes, 0))


def _put(codes: Codes, at: Counts, new: Codes) -> None:
    codes.bits[at] = new.bits
    codes.sizes[at] = new.sizes


def _cut(codes: Codes, shard_at: Counts, shard_codes: Counts, shards: range) -> Iterator[tuple[str, str]]:
    """Pack all shards in one go, each from a whole word on."""
    lengths = np.add.reduceat(codes.sizes, shard_at)
    words = -(-lengths // WORD)
    first_word = np.cumsum(words) - words
    begin = np.cumsum(lengths) - lengths
    starts = np.cumsum(codes.sizes) - codes.sizes + np.repeat(first_word * WORD - begin, shard_codes)
    text = codes.pack(starts, int(words.sum())).tobytes().decode("utf-16-le")
    for number, word, length in zip(shards, first_word.tolist(), lengths.tolist(), strict=True):
        start = word * (WORD // UNIT)
        yield shard_file(number), text[start : start + -(-length // UNIT)]

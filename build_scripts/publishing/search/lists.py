"""Postings as shards: for every term the articles that have it, and in which of them it heads the article.

A shard is: how many terms (+1), the parameter of their gaps, then for each term its gap, how many
articles, whether its list is in a file, how many marked and how many loose articles (+1 each), the articles as
gaps, the marked ones as gaps of ordinals, each with a bit for headline (0) or other head (1), the loose ones as gaps
of ordinals, each with its hint. Terms that the same articles have share a file, so few loose ones stay in the shard.
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
    bit_lengths,
    gamma,
    gaps,
    pack_all,
    rice,
    rice_parameters,
)
from build_scripts.publishing.search.grams import TERM_BITS

HEADLINE, HEAD, BODY = 0, 1, 2
"""Where in an article a term stands at its best."""
HINT_BITS = 3
"""Below the place: what follows a term that does not prove what stands before its second unit; zero if it does."""
OWN_FROM = 512
"""Articles from which a term may have its list in a file."""
OWN_BITS = 8 * 1000
LOOSE_BITS = 8 * 100
"""Loose articles of a list in a file stay in the shard up to here."""
LEAST_LONG = 128
LEAST_PART = 200
"""Articles, and part of the archive, from which a long term has a list at all, always in a file."""
_PARAMETER_BITS = 6
_HEADER = 8
"""Codes before the list of a term."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Which articles have which terms, in order of term and article, none twice."""

    terms: Numbers
    docs: Numbers
    places: npt.NDArray[np.uint8]
    """HEADLINE, HEAD or BODY, and below it the hint."""


@dataclass(frozen=True, slots=True)
class _Marks:
    """Some of the articles of each list."""

    counts: Counts
    codes: Codes
    list_of: Counts


@dataclass(frozen=True, slots=True)
class _Lists:
    """Postings as codes, list by list."""

    heads: Numbers
    """Each list's term."""
    starts: Counts
    """Where each begins in `articles`."""
    counts: Counts
    articles: Codes
    list_of: Counts
    """Of each article its list."""
    heads_of: _Marks
    """Where a term heads the article."""
    loose: _Marks

    @property
    def parts(self) -> tuple[_Marks, ...]:
        """What a list is made of, in order."""
        return _Marks(self.counts, self.articles, self.list_of), self.heads_of, self.loose

    @property
    def are_own(self) -> npt.NDArray[np.bool_]:
        """Which lists are in files: beside long terms of one beginning there is no room in a shard."""
        return self.are_long | ((self.counts >= OWN_FROM) & (self.weights > OWN_BITS))

    @property
    def are_long(self) -> npt.NDArray[np.bool_]:
        """Which lists are those of long terms."""
        long: npt.NDArray[np.bool_] = self.heads & np.uint64(1) == 1
        return long

    @property
    def weights(self) -> Counts:
        """Bits of each list."""
        return sum((self.weigh(part) for part in self.parts), np.zeros(self.counts.size, np.int64))

    def weigh(self, part: _Marks) -> Counts:
        """Return bits of a part of each list."""
        return np.bincount(part.list_of, weights=part.codes.sizes, minlength=self.counts.size).astype(np.int64)


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
    lists = _make_lists(postings, size)
    own = lists.are_own
    apart = own & (lists.weigh(lists.loose) > LOOSE_BITS)
    numbers = np.zeros(own.size, np.uint64)
    for at in np.flatnonzero(own).tolist():
        parts = lists.parts if apart[at] else lists.parts[:-1]
        text = pack_all(*(part.codes.take(slice(*np.searchsorted(part.list_of, (at, at + 1)))) for part in parts))
        numbers[at], new = files.number(tuple(int(part.counts[at]) for part in parts), text)
        if new:
            yield list_file(int(numbers[at])), text
    yield from _pack_shards(lists, (own, apart, numbers), bits, shards)


def shard_file(number: int) -> str:
    """Return where a shard is kept below its segment."""
    return f"s/{number // 1000}/{number}.js"


def list_file(number: int) -> str:
    """Return where a long list is kept."""
    return f"l/{number // 1000}/{number}.js"


def keep_frequent(postings: Postings, size: int) -> Postings:
    """Return postings without those of long terms that too few of `size` articles have."""
    least = max(LEAST_LONG, size // LEAST_PART)
    firsts = _firsts(postings.terms)
    counts = np.diff(np.flatnonzero(firsts), append=firsts.size)
    kept = np.repeat(counts >= least, counts) | ((postings.terms & np.uint64(1)) == 0)
    return Postings(postings.terms[kept], postings.docs[kept], postings.places[kept])


_Filed = tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], Numbers]
"""Which lists are in files, which of these have their loose articles there too, and the numbers of the files."""


def _firsts(terms: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Tell where in a sorted array another number begins."""
    firsts = np.ones(terms.size, np.bool_)
    firsts[1:] = terms[1:] != terms[:-1]
    return firsts


def _make_lists(postings: Postings, size: int) -> _Lists:
    firsts = _firsts(postings.terms)
    starts = np.flatnonzero(firsts)
    counts = np.diff(starts, append=firsts.size)
    list_of = np.repeat(np.arange(starts.size), counts)
    articles = rice(gaps(postings.docs, firsts), rice_parameters(counts, size)[list_of])
    places, hints = postings.places >> np.uint8(HINT_BITS), postings.places & np.uint8((1 << HINT_BITS) - 1)
    heads = _mark(places < BODY, places, 1, (list_of, starts, counts))
    loose = _mark(hints > 0, hints, HINT_BITS, (list_of, starts, counts))
    return _Lists(postings.terms[starts], starts, counts, articles, list_of, heads, loose)


def _mark(
    which: npt.NDArray[np.bool_], values: npt.NDArray[np.uint8], bits: int, of: tuple[Counts, Counts, Counts]
) -> _Marks:
    """Return some of the articles as gaps of their ordinals, each with some bits; `of`: the lists of all of them."""
    list_of, starts, counts = of
    marked = np.flatnonzero(which)
    marked_list = list_of[marked]
    marked_counts = np.bincount(marked_list, minlength=starts.size)
    ordinals = (marked - starts[marked_list]).astype(np.uint64)
    codes = rice(gaps(ordinals, _firsts(marked_list)), rice_parameters(marked_counts, counts)[marked_list])
    wide = Codes(codes.bits << np.uint64(bits) | values[marked].astype(np.uint64), codes.sizes + bits)
    return _Marks(marked_counts, wide, marked_list)


def _pack_shards(lists: _Lists, filed: _Filed, bits: int, shards: range) -> Iterator[tuple[str, str]]:
    own, apart, _ = filed
    rest_bits = TERM_BITS - bits
    shard_of = (lists.heads >> np.uint64(rest_bits)).astype(np.int64) - shards.start
    per_shard = np.bincount(shard_of, minlength=len(shards))
    parameters = rice_parameters(per_shard, 1 << rest_bits)
    aside = [own, own, apart]
    lengths = [np.where(gone, 0, part.counts) for part, gone in zip(lists.parts, aside, strict=True)]
    codes_of = _HEADER + sum(lengths, np.zeros_like(lists.counts))
    at = np.cumsum(codes_of) - codes_of + 2 * (shard_of + 1)
    shard_codes = 2 + np.bincount(shard_of, weights=codes_of, minlength=len(shards)).astype(np.int64)
    total = int(shard_codes.sum())
    codes = Codes(np.zeros(total, np.uint64), np.zeros(total, np.int64))
    shard_at = np.cumsum(shard_codes) - shard_codes
    _put(codes, shard_at, gamma(per_shard.astype(np.uint64) + np.uint64(1)))
    _put(codes, shard_at + 1, Codes(parameters.astype(np.uint64), np.full(len(shards), _PARAMETER_BITS)))
    for number, header in enumerate(_headers(lists, filed, parameters[shard_of], rest_bits)):
        _put(codes, at + number, header)
    at += _HEADER
    for part, length, gone in zip(lists.parts, lengths, aside, strict=True):
        kept = ~gone[part.list_of]
        begin = (np.cumsum(part.counts) - part.counts)[part.list_of]
        place = at[part.list_of] + np.arange(part.list_of.size) - begin
        _put(codes, place[kept], part.codes.take(kept))
        at += length
    yield from _cut(codes, shard_at, shard_codes, shards)


def _headers(lists: _Lists, filed: _Filed, parameters: Counts, rest_bits: int) -> Iterator[Codes]:
    """Yield what stands before each list, code by code."""
    own, apart, numbers = filed
    rest = lists.heads & np.uint64((1 << rest_bits) - 1)
    gap = gaps(rest, _firsts(lists.heads >> np.uint64(rest_bits)))
    k = parameters.astype(np.uint64)
    ones = gap >> k
    yield Codes(((np.uint64(1) << ones) - np.uint64(1)) << np.uint64(1), ones.astype(np.int64) + 1)
    yield Codes(gap & ((np.uint64(1) << k) - np.uint64(1)), parameters)
    yield gamma(lists.counts.astype(np.uint64))
    told = (lists.counts >= OWN_FROM) & ~lists.are_long
    yield Codes((own & told).astype(np.uint64), told.astype(np.int64))
    yield gamma(lists.heads_of.counts.astype(np.uint64) + np.uint64(1))
    yield gamma(lists.loose.counts.astype(np.uint64) + np.uint64(1))
    yield Codes(apart.astype(np.uint64), own.astype(np.int64))
    number = gamma(numbers + np.uint64(1))
    yield Codes(np.where(own, number.bits, np.uint64(0)), np.where(own, number.sizes, 0))


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


def list_bits(postings: Postings, size: int) -> int:
    """Return about how many bits the shards of some postings will have."""
    if postings.terms.size == 0:
        return 0
    lists = _make_lists(postings, size)
    kept = lists.weights[~lists.are_own]
    heads = 2 * bit_lengths(lists.counts.astype(np.uint64)) + 26
    return int(kept.sum() + heads.sum())

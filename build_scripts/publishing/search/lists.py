"""Postings as shards: for every term the articles that have it, and in which of them it heads the article.

A shard is: how many terms (+1), the parameter of their gaps, then for each term its gap, how many
articles, whether its list is in a file of its own, how many marked articles (+1), the articles as gaps,
the marked ones as gaps of ordinals, each with a bit for headline (0) or other head (1).
docs/search-index.md describes the same for readers of the format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
OWN_FROM = 512
"""Articles from which a term may have a file of its own."""
OWN_BITS = 8 * 2000
_PARAMETER_BITS = 6
_HEADER = 5
"""Codes before the list of a term."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Which articles have which terms, in order of term and article, none twice."""

    terms: Numbers
    docs: Numbers
    places: npt.NDArray[np.uint8]
    """HEADLINE, HEAD or BODY."""


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
    marked_counts: Counts
    marks: Codes
    marked_list: Counts

    @property
    def weights(self) -> Counts:
        """Bits of each list."""
        marks = np.bincount(self.marked_list, weights=self.marks.sizes, minlength=self.counts.size)
        return np.add.reduceat(self.articles.sizes, self.starts) + marks.astype(np.int64)


def pack_shards(postings: Postings, size: int, bits: int, shards: range) -> Iterator[tuple[str, str]]:
    """Yield (file, text) of shards that hold all of the postings, which are of a segment of `size` articles."""
    if postings.terms.size == 0:
        yield from ((shard_file(number), pack_all(gamma(np.ones(1, np.uint64)))) for number in shards)
        return
    lists = _make_lists(postings, size)
    own = (lists.counts >= OWN_FROM) & (lists.weights > OWN_BITS)
    for at in np.flatnonzero(own):
        articles, marks = lists.list_of == at, lists.marked_list == at
        text = pack_all(
            Codes(lists.articles.bits[articles], lists.articles.sizes[articles]),
            Codes(lists.marks.bits[marks], lists.marks.sizes[marks]),
        )
        yield list_file(int(lists.heads[at])), text
    yield from _pack_shards(lists, own, bits, shards)


def shard_file(number: int) -> str:
    """Return where a shard is kept below its segment."""
    return f"s/{number // 1000}/{number}.js"


def list_file(term: int) -> str:
    """Return where the list of a very frequent term is kept."""
    return f"l/{term:x}.js"


def _make_lists(postings: Postings, size: int) -> _Lists:
    firsts = np.ones(postings.terms.size, np.bool_)
    firsts[1:] = postings.terms[1:] != postings.terms[:-1]
    starts = np.flatnonzero(firsts)
    counts = np.diff(starts, append=firsts.size)
    list_of = np.repeat(np.arange(starts.size), counts)
    articles = rice(gaps(postings.docs, firsts), rice_parameters(counts, size)[list_of])
    marked = np.flatnonzero(postings.places < BODY)
    marked_list = list_of[marked]
    marked_firsts = np.ones(marked.size, np.bool_)
    marked_firsts[1:] = marked_list[1:] != marked_list[:-1]
    marked_counts = np.bincount(marked_list, minlength=starts.size)
    ordinals = (marked - starts[marked_list]).astype(np.uint64)
    marks = rice(gaps(ordinals, marked_firsts), rice_parameters(marked_counts, counts)[marked_list])
    marks = Codes((marks.bits << np.uint64(1)) | postings.places[marked].astype(np.uint64), marks.sizes + 1)
    return _Lists(postings.terms[starts], starts, counts, articles, list_of, marked_counts, marks, marked_list)


def _pack_shards(lists: _Lists, own: npt.NDArray[np.bool_], bits: int, shards: range) -> Iterator[tuple[str, str]]:
    rest_bits = TERM_BITS - bits
    shard_of = (lists.heads >> np.uint64(rest_bits)).astype(np.int64) - shards.start
    per_shard = np.bincount(shard_of, minlength=len(shards))
    parameters = rice_parameters(per_shard, 1 << rest_bits)
    codes_of = _HEADER + np.where(own, 0, lists.counts + lists.marked_counts)
    at = np.cumsum(codes_of) - codes_of + 2 * (shard_of + 1)
    shard_codes = 2 + np.bincount(shard_of, weights=codes_of, minlength=len(shards)).astype(np.int64)
    total = int(shard_codes.sum())
    codes = Codes(np.zeros(total, np.uint64), np.zeros(total, np.int64))
    shard_at = np.cumsum(shard_codes) - shard_codes
    _put(codes, shard_at, gamma(per_shard.astype(np.uint64) + np.uint64(1)))
    _put(codes, shard_at + 1, Codes(parameters.astype(np.uint64), np.full(len(shards), _PARAMETER_BITS)))
    for number, header in enumerate(_headers(lists, own, parameters[shard_of], rest_bits)):
        _put(codes, at + number, header)
    kept = ~own[lists.list_of]
    place = at[lists.list_of] + _HEADER + np.arange(lists.list_of.size) - lists.starts[lists.list_of]
    _put(codes, place[kept], Codes(lists.articles.bits[kept], lists.articles.sizes[kept]))
    kept = ~own[lists.marked_list]
    before = (np.cumsum(lists.marked_counts) - lists.marked_counts)[lists.marked_list]
    place = (at + _HEADER + lists.counts)[lists.marked_list] + np.arange(lists.marked_list.size) - before
    _put(codes, place[kept], Codes(lists.marks.bits[kept], lists.marks.sizes[kept]))
    yield from _cut(codes, shard_at, shard_codes, shards)


def _headers(lists: _Lists, own: npt.NDArray[np.bool_], parameters: Counts, rest_bits: int) -> Iterator[Codes]:
    """Yield what stands before each list, code by code."""
    rest = lists.heads & np.uint64((1 << rest_bits) - 1)
    firsts = np.ones(rest.size, np.bool_)
    firsts[1:] = (lists.heads[1:] >> np.uint64(rest_bits)) != (lists.heads[:-1] >> np.uint64(rest_bits))
    gap = gaps(rest, firsts)
    k = parameters.astype(np.uint64)
    ones = gap >> k
    yield Codes(((np.uint64(1) << ones) - np.uint64(1)) << np.uint64(1), ones.astype(np.int64) + 1)
    yield Codes(gap & ((np.uint64(1) << k) - np.uint64(1)), parameters)
    yield gamma(lists.counts.astype(np.uint64))
    yield Codes(own.astype(np.uint64), (lists.counts >= OWN_FROM).astype(np.int64))
    yield gamma(lists.marked_counts.astype(np.uint64) + np.uint64(1))


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
    weights = lists.weights
    kept = weights[(lists.counts < OWN_FROM) | (weights <= OWN_BITS)]
    heads = 2 * bit_lengths(lists.counts.astype(np.uint64)) + 26
    return int(kept.sum() + heads.sum())

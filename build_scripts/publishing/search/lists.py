"""Lists of articles: for every term the articles that have it, and in which of them it heads the article.

As codes, a list is its articles as gaps, the marked ones as gaps of ordinals, each with a bit for headline (0) or
other head (1), the loose ones as gaps of ordinals, each with its hint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.search.coding import Codes, Counts, Numbers, bit_lengths, gaps, rice, rice_parameters

HEADLINE, HEAD, BODY = 0, 1, 2
"""Where in an article a term stands at its best."""
HINT_BITS = 3
"""Below the place: what follows a term that does not prove what stands before its second unit; zero if it does."""
OWN_FROM = 512
"""Articles from which a term may have its list in a file."""
OWN_BITS = 8 * 1000
LEAST_LONG = 128
LEAST_PART = 500
"""Articles, and part of the archive, from which a long term has a list at all, always in a file."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Which articles have which terms, in order of term and article, none twice."""

    terms: Numbers
    docs: Numbers
    places: npt.NDArray[np.uint8]
    """HEADLINE, HEAD or BODY, and below it the hint."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Some of the articles of each list."""

    counts: Counts
    codes: Codes
    list_of: Counts


@dataclass(frozen=True, slots=True)
class Lists:
    """Postings as codes, list by list."""

    heads: Numbers
    """Each list's term."""
    starts: Counts
    """Where each begins in `articles`."""
    counts: Counts
    articles: Codes
    list_of: Counts
    """Of each article its list."""
    heads_of: Marks
    """Where a term heads the article."""
    loose: Marks

    @property
    def parts(self) -> tuple[Marks, ...]:
        """What a list is made of, in order."""
        return Marks(self.counts, self.articles, self.list_of), self.heads_of, self.loose

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

    def weigh(self, part: Marks) -> Counts:
        """Return bits of a part of each list."""
        return np.bincount(part.list_of, weights=part.codes.sizes, minlength=self.counts.size).astype(np.int64)


def keep_frequent(postings: Postings, size: int) -> Postings:
    """Return postings without those of long terms that too few of `size` articles have."""
    least = max(LEAST_LONG, size // LEAST_PART)
    firsts = firsts_of(postings.terms)
    counts = np.diff(np.flatnonzero(firsts), append=firsts.size)
    kept = np.repeat(counts >= least, counts) | ((postings.terms & np.uint64(1)) == 0)
    return Postings(postings.terms[kept], postings.docs[kept], postings.places[kept])


def firsts_of(terms: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Tell where in a sorted array another number begins."""
    firsts = np.ones(terms.size, np.bool_)
    firsts[1:] = terms[1:] != terms[:-1]
    return firsts


def make_lists(postings: Postings, size: int) -> Lists:
    """Return postings of a segment of `size` articles as codes."""
    firsts = firsts_of(postings.terms)
    starts = np.flatnonzero(firsts)
    counts = np.diff(starts, append=firsts.size)
    list_of = np.repeat(np.arange(starts.size), counts)
    articles = rice(gaps(postings.docs, firsts), rice_parameters(counts, size)[list_of])
    places, hints = postings.places >> np.uint8(HINT_BITS), postings.places & np.uint8((1 << HINT_BITS) - 1)
    heads = _mark(places < BODY, places, 1, (list_of, starts, counts))
    loose = _mark(hints > 0, hints, HINT_BITS, (list_of, starts, counts))
    return Lists(postings.terms[starts], starts, counts, articles, list_of, heads, loose)


def _mark(
    which: npt.NDArray[np.bool_], values: npt.NDArray[np.uint8], bits: int, of: tuple[Counts, Counts, Counts]
) -> Marks:
    """Return some of the articles as gaps of their ordinals, each with some bits; `of`: the lists of all of them."""
    list_of, starts, counts = of
    marked = np.flatnonzero(which)
    marked_list = list_of[marked]
    marked_counts = np.bincount(marked_list, minlength=starts.size)
    ordinals = (marked - starts[marked_list]).astype(np.uint64)
    codes = rice(gaps(ordinals, firsts_of(marked_list)), rice_parameters(marked_counts, counts)[marked_list])
    wide = Codes(codes.bits << np.uint64(bits) | values[marked].astype(np.uint64), codes.sizes + bits)
    return Marks(marked_counts, wide, marked_list)


def list_bits(postings: Postings, size: int) -> int:
    """Return about how many bits the shards of some postings will have."""
    if postings.terms.size == 0:
        return 0
    lists = make_lists(postings, size)
    kept = lists.weights[~lists.are_own]
    heads = 2 * bit_lengths(lists.counts.astype(np.uint64)) + 26
    return int(kept.sum() + heads.sum())

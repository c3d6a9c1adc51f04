"""What all articles of an archive have to do with each other, worked out at once from columns of numbers.

Sketches and vectors of a hundred thousand articles are six million numbers each, which take a quarter of a gigabyte as
columns and ten times that as objects. Sorted by number, those who hold the same one stand together; of each article
only those who stand with it are looked at, some thousand articles at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from build_scripts.model import Traits
from build_scripts.understanding.relations.copies import FEWEST_COMMON, MOST_HOLDERS
from build_scripts.understanding.relations.similar import CHAMPIONS, ONE, Near, is_near, key_of

Numbers = npt.NDArray[Any]
"""A column of whole numbers, as wide as they need it."""
_AT_A_TIME = 1 << 20
"""Meetings of two articles in one key that are looked at together."""
_ROWS = 1 << 16
"""Rows that are handed out together: as objects they are ten times as large as in columns."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Articles that hold the same key, one run after the other, each run with two at least."""

    holders: Numbers
    weights: Numbers
    first: Numbers
    """Of each holder, where its run begins."""
    length: Numbers
    """Of each holder, how long its run is."""

    def meetings(self, articles: int) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield pairs of articles with the product of their weights, once for each key that both hold.

        A pair is `article * articles + other`; those of one article come together, in order of articles.
        """
        order = np.argsort(self.holders, kind="stable")
        holders, first, length = self.holders[order].astype(np.int64), self.first[order], self.length[order]
        weights = self.weights[order].astype(np.int64)
        ends = np.searchsorted(holders, np.arange(articles), side="right")
        met = np.concatenate(([0], np.cumsum(length)))
        start = 0
        while start < holders.size:
            limit = int(np.searchsorted(met, met[start] + _AT_A_TIME, side="right")) - 1
            own = int(ends[holders[start]])
            whole = ends[np.searchsorted(ends, limit, side="right") - 1] if limit > own else own
            end = max(own, int(whole))
            part = slice(start, end)
            mine = np.repeat(np.arange(start, end), length[part])
            at = np.arange(mine.size) - np.repeat(met[part] - met[start], length[part])
            others = np.repeat(first[part], length[part]) + at
            yield holders[mine] * articles + self.holders[others], weights[mine] * self.weights[others]
            start = end


class AtOnce:
    """Articles whose relations are all wanted; they may be added in any order."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._sizes = array("q")
        self._entries, self._entry_counts = array("I"), array("H")
        self._terms, self._weights, self._term_counts = array("q"), array("H"), array("H")

    def add(self, traits: Traits) -> None:
        """Take in an article."""
        self._ids.append(traits.article)
        self._sizes.append(traits.size)
        self._entries.extend(traits.sketch)
        self._entry_counts.append(len(traits.sketch))
        self._terms.extend([key_of(term) for term, _ in traits.terms])
        self._weights.extend([weight for _, weight in traits.terms])
        self._term_counts.append(len(traits.terms))

    def finish(self) -> Known:
        """Return what is known of them, numbered in the order of their ids."""
        order = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order))
        return Known(
            [self._ids[number] for number in order],
            np.array(self._sizes)[order],
            np.array(self._entries),
            np.repeat(rank, self._entry_counts),
            np.array(self._terms),
            np.array(self._weights).astype(np.int16),
            np.repeat(rank, self._term_counts),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """Sketches and vectors of articles, as columns."""

    ids: list[str]
    sizes: Numbers
    entries: Numbers
    holds: Numbers
    """Of each entry of a sketch, whose it is."""
    terms: Numbers
    weights: Numbers
    tells: Numbers
    """Of each term, which article tells it."""

    def shingle_rows(self) -> Iterator[tuple[int, str]]:
        """Yield entry and article, in order."""
        order = np.lexsort((self.holds, self.entries))
        yield from _rows(order, self.entries, self.holds, self.ids)

    def term_rows(self) -> Iterator[tuple[int, int, str]]:
        """Yield term, negated weight and article, in order."""
        order = np.lexsort((self.tells, -self.weights, self.terms))
        for first in range(0, order.size, _ROWS):
            part = order[first : first + _ROWS]
            columns = self.terms[part].tolist(), (-self.weights[part]).tolist(), self.tells[part].tolist()
            yield from ((term, weight, self.ids[number]) for term, weight, number in zip(*columns, strict=True))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs of articles whose sketches have so much in common that they may be copies, in order."""
        order = np.lexsort((self.holds, self.entries))
        runs = _runs(self.entries[order], self.holds[order], np.ones(order.size, np.int16), MOST_HOLDERS)
        count = len(self.ids)
        fewest = np.minimum(FEWEST_COMMON, self.sizes // 20)
        for met, _ in runs.meetings(count):
            pairs, common = np.unique(met, return_counts=True)
            one, other = np.divmod(pairs, count)
            kept = (other > one) & (common >= np.minimum(fewest[one], fewest[other]))
            yield from (
                (self.ids[a], self.ids[b]) for a, b in zip(one[kept].tolist(), other[kept].tolist(), strict=True)
            )

    def nearest(self) -> Iterator[tuple[str, list[Near]]]:
        """Yield for each article that has any what `similar.nearest` returns, in order."""
        order = np.lexsort((self.tells, -self.weights, self.terms))
        champions = order[_place_in_run(self.terms[order]) < CHAMPIONS]
        runs = _runs(self.terms[champions], self.tells[champions], self.weights[champions], CHAMPIONS)
        count = len(self.ids)
        for met, products in runs.meetings(count):
            pairs, places = np.unique(met, return_inverse=True)
            sums = np.bincount(places, products + ONE, pairs.size).astype(np.int64)
            one, other = np.divmod(pairs, count)
            kept = is_near(sums) & (one != other)
            near: dict[int, list[Near]] = {}
            for mine, its, total in zip(one[kept].tolist(), other[kept].tolist(), sums[kept].tolist(), strict=True):
                near.setdefault(mine, []).append(Near(total % ONE, self.ids[its]))
            yield from ((self.ids[mine], sorted(ones, key=lambda one: one.rank)) for mine, ones in sorted(near.items()))

    def vectors(self) -> Vectors:
        """Return the vectors, to be asked for by article."""
        order = np.argsort(self.tells, kind="stable")
        ends = np.searchsorted(self.tells[order], np.arange(len(self.ids)), side="right")
        return Vectors(
            {name: number for number, name in enumerate(self.ids)}, self.terms[order], self.weights[order], ends
        )


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors by article."""

    numbers: dict[str, int]
    terms: Numbers
    weights: Numbers
    ends: Numbers

    def __getitem__(self, article: str) -> dict[int, int]:
        """Return the weights of an article by the keys of its terms."""
        number = self.numbers[article]
        part = slice(int(self.ends[number - 1]) if number else 0, int(self.ends[number]))
        return dict(zip(self.terms[part].tolist(), self.weights[part].tolist(), strict=True))


def _rows(order: Numbers, keys: Numbers, articles: Numbers, ids: list[str]) -> Iterator[tuple[int, str]]:
    for first in range(0, order.size, _ROWS):
        part = order[first : first + _ROWS]
        rows = zip(keys[part].tolist(), articles[part].tolist(), strict=True)
        yield from ((key, ids[number]) for key, number in rows)


def _starts(keys: Numbers) -> Any:  # noqa: ANN401  a column of truths
    """Tell of each of some sorted keys whether it is the first of its kind."""
    starts = np.ones(keys.size, np.bool_)
    starts[1:] = keys[1:] != keys[:-1]
    return starts


def _place_in_run(keys: Numbers) -> Numbers:
    starts = np.flatnonzero(_starts(keys))
    place: Numbers = np.arange(keys.size) - np.repeat(starts, np.diff(np.append(starts, keys.size)))
    return place


def _runs(keys: Numbers, holders: Numbers, weights: Numbers, longest: int) -> Runs:
    """Return the runs of sorted keys that two hold, and no more than so many."""
    starts = np.flatnonzero(_starts(keys))
    lengths = np.diff(np.append(starts, keys.size))
    kept = (lengths >= 2) & (lengths <= longest)
    here = np.repeat(kept, lengths)
    lengths = lengths[kept]
    first = np.concatenate(([0], np.cumsum(lengths)[:-1])) if lengths.size else lengths
    first, length = (np.repeat(column.astype(np.int32), lengths) for column in (first, lengths))
    return Runs(holders[here], weights[here], first, length)

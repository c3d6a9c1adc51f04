"""What stands under each of some numbers: the other side of a column."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from build_scripts.state.columns import Numbers

Keys = npt.NDArray[np.int32] | npt.NDArray[np.int64] | npt.NDArray[np.uint32]
Integers = npt.NDArray[np.integer[Any]]


class Inverse:
    """The rows of a column by what they hold, in their order."""

    def __init__(self, column: Keys, articles: Numbers, rows: Numbers | None = None) -> None:
        """`column` has the key of each row, `articles` its article, in rising order; `rows` are those to look at."""
        rows = np.arange(len(column), dtype=np.int32) if rows is None else rows
        rows = rows[_in_order(column[rows])]
        self._rows = rows
        held, there = column[rows], articles[rows]
        first = np.ones(len(rows), bool)
        first[1:] = held[1:] != held[:-1]
        self.keys = held[first]
        """All keys, in rising order."""
        self._starts = np.append(np.flatnonzero(first), len(rows))
        new = first.copy()
        new[1:] |= there[1:] != there[:-1]
        self._articles = there[new]
        self._begins = np.append(0, np.cumsum(new))[self._starts]

    @cached_property
    def firsts(self) -> Numbers:
        """The first row of each key."""
        firsts: Numbers = self._rows[self._starts[:-1]]
        return firsts

    @cached_property
    def lasts(self) -> Numbers:
        """The last row of each key."""
        lasts: Numbers = self._rows[self._starts[1:] - 1]
        return lasts

    @cached_property
    def counts(self) -> Numbers:
        """How many articles stand under each key."""
        counts: Numbers = np.diff(self._begins).astype(np.int32)
        return counts

    def rows_of(self, places: Numbers) -> Numbers:
        """Return the rows of some keys, given by their places among all, one key after the other."""
        return self._rows[spans(self._starts[places], self._starts[places + 1])]

    def rows(self, key: int) -> Numbers:
        """Return the rows that hold a key."""
        at = self._place.get(key, -1)
        return self._rows[self._starts[at] : self._starts[at + 1]] if at >= 0 else self._rows[:0]

    def articles(self, key: int) -> Numbers:
        """Return the articles under a key, each once."""
        at = self._place.get(key, -1)
        return self._articles[self._begins[at] : self._begins[at + 1]] if at >= 0 else self._articles[:0]

    @cached_property
    def _place(self) -> dict[int, int]:
        return {key: at for at, key in enumerate(self.keys.tolist())}


def spans(starts: Integers, ends: Integers) -> Numbers:
    """Return all numbers from each start to its end, one span after the other."""
    counts = ends - starts
    shift = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    numbers: Numbers = (np.arange(len(shift)) + shift).astype(np.int32)
    return numbers


def _in_order(column: Keys) -> Keys:
    """Return the rows of a column in the order of what they hold, equal ones as they come.

    Numbers that fit are sorted by their halves: numpy takes an eighth of the time for each.
    """
    most = int(column.max(initial=0))
    if most >= 1 << 32 or column.min(initial=0) < 0:
        return np.argsort(column, kind="stable")
    order = np.argsort(column.astype(np.uint16), kind="stable")
    if most >= 1 << 16:
        order = order[np.argsort((column >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def fullest(numbers: Numbers, most: int) -> list[tuple[int, int]]:
    """Return the numbers that come most often, with how often they do; of equal ones the first to come is first."""
    counts = np.bincount(numbers)
    first = np.zeros(len(counts), np.int32)
    first[numbers[::-1]] = np.arange(len(numbers), dtype=np.int32)[::-1]
    there = np.flatnonzero(counts)
    if len(there) > most:
        there = there[counts[there] >= np.partition(counts[there], -most)[-most]]
    order = there[np.lexsort((first[there], -counts[there]))[:most]]
    return list(zip(order.tolist(), counts[order].tolist(), strict=True))

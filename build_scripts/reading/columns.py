"""Columns of type that were printed out of order: which order of them is the best, and how sure that is.

Every order that is possible is weighed by its seams, so that an order and each seam of it have a
chance: the share that the orders with that seam have of all. Where there are more columns than can be
weighed in every order, they are moved as wholes until nothing is gained (or-opt, as for tours).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Worth = Sequence[Sequence[float]]
"""`worth[i][j]`: what it is worth that column j follows column i; the last entry of a row: that i is the last."""
MOST_WEIGHED = 7
"""Columns of which every order is weighed."""
MOST_MOVED = 32
"""Columns that are moved at all; the work grows with their cube."""
_ROUNDS = 8
_IMPOSSIBLE = -50.0


@dataclass(frozen=True, slots=True)
class Order:
    """The numbers of columns in an order, with what it is worth."""

    score: float
    columns: tuple[int, ...]


def orders(worth: Worth, last: int | None = None) -> list[Order]:
    """Return the orders of columns of which the first stays first; `last`, where known, is the one that ends them."""
    count = len(worth)
    if count > MOST_WEIGHED:
        return [_moved(worth)]
    found: list[Order] = []

    def extend(path: tuple[int, ...], score: float) -> None:
        row = worth[path[-1]]
        if len(path) == count:
            found.append(Order(score + row[count], path))
            return
        for column in range(1, count):
            if column in path or (column == last and len(path) < count - 1):
                continue
            step = row[column]
            if step > _IMPOSSIBLE:
                extend((*path, column), score + step)

    extend((0,), 0.0)
    return found


def chances(scores: Sequence[float]) -> list[float]:
    """Return the share that each of several scores, in nats, has of all."""
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def _moved(worth: Worth) -> Order:
    """Return an order from which no move of a run of columns gains anything; too many columns stay as printed."""
    count = len(worth)
    order = list(range(count))
    if count <= MOST_MOVED:
        for _ in range(_ROUNDS):
            gain, first, last, behind = _best_move(order, worth)
            if gain <= 0.01:
                break
            order = _move(order, first, last, behind)
    score = sum(worth[a][b] for a, b in pairwise(order)) + worth[order[-1]][count]
    return Order(score, tuple(order))


def _best_move(order: Sequence[int], worth: Worth) -> tuple[float, int, int, int]:
    """Return the gain of the best move, and the places of the run's first, its last, and what it goes behind."""
    count = len(order)
    path = [*order, count]  # the column of `worth` that stands for the article's end
    best = (0.0, 0, 0, 0)
    for first in range(1, count):
        before = worth[path[first - 1]]
        for last in range(first, count):
            after = path[last + 1]
            freed = before[after] - before[path[first]] - worth[path[last]][after]
            for behind in range(count):
                if first - 1 <= behind <= last:
                    continue
                row, following = worth[path[behind]], path[behind + 1]
                gain = freed + row[path[first]] + worth[path[last]][following] - row[following]
                if gain > best[0] + 1e-9:
                    best = (gain, first, last, behind)
    return best


def _move(order: Sequence[int], first: int, last: int, behind: int) -> list[int]:
    run = order[first : last + 1]
    if behind < first:
        return [*order[: behind + 1], *run, *order[behind + 1 : first], *order[last + 1 :]]
    return [*order[:first], *order[last + 1 : behind + 1], *run, *order[behind + 1 :]]

"""Columns of type that were printed out of order: which order of them is the best, and how sure that is.

Every order that is possible counts, by its seams: the best one is found, and the chance of each seam is the share that
the orders with it have of all (sums over what has been read and what was read last, as for tours). Where there are too
many columns for that, they are moved as wholes until nothing is gained (or-opt).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Worth = Sequence[Sequence[float]]
"""`worth[i][j]`: what it is worth that column j follows column i; the last entry of a row: that i is the last."""
MOST_WEIGHED = 9
"""Columns of which every order is weighed."""
MOST_MOVED = 32
"""Columns that are moved at all; the work grows with their cube."""
_ROUNDS = 8
IMPOSSIBLE = -60.0
"""What cannot be."""


@dataclass(frozen=True, slots=True)
class Orders:
    """The best order of columns, and all others as far as they count."""

    score: float
    columns: tuple[int, ...]
    total: float
    """What all orders are worth together: the logarithm of their sum."""
    chances: dict[tuple[int, int], float]
    """For two columns how likely the second follows the first."""


def orders(worth: Worth, printed: float = 0.0) -> Orders:
    """Return the orders of columns of which the first stays first; `printed`: by how much the printed one leads."""
    count = len(worth)
    found = _weighed(worth) if count <= MOST_WEIGHED else _moved(worth)
    if not printed:
        return found
    as_printed = tuple(range(count))
    own = score_of(as_printed, worth)
    more = _log_sum([found.total, own + printed + math.log1p(-math.exp(-printed))])
    share = math.exp(own + printed - more)
    rest = (found.total, more)
    chances = {seam: chance * math.exp(rest[0] - rest[1]) for seam, chance in found.chances.items()}
    added = share - math.exp(own - more)
    for seam in pairwise(as_printed):
        chances[seam] = chances.get(seam, 0.0) + added
    if own + printed >= found.score:
        return Orders(own + printed, as_printed, more, chances)
    return Orders(found.score, found.columns, more, chances)


def as_printed(count: int) -> Orders:
    """Return the printed order of so many columns, weighed beside no other."""
    columns = tuple(range(count))
    return Orders(0.0, columns, 0.0, dict.fromkeys(pairwise(columns), 1.0))


def score_of(order: Sequence[int], worth: Worth) -> float:
    """Return what an order is worth."""
    return sum(worth[a][b] for a, b in pairwise(order)) + worth[order[-1]][len(worth)]


def shares(scores: Sequence[float]) -> list[float]:
    """Return the share that each of several scores, in nats, has of all."""
    total = _log_sum(scores)
    return [math.exp(score - total) for score in scores]


def _log_sum(scores: Sequence[float]) -> float:
    top = max(scores)
    return top + math.log(sum(math.exp(score - top) for score in scores))


def _weighed(worth: Worth) -> Orders:
    """Return the best of all orders and the chance of each seam, by what was read before and what last."""
    count = len(worth)
    full = (1 << count) - 1
    best: list[dict[int, tuple[float, int]]] = [{} for _ in range(full + 1)]
    ways: list[dict[int, float]] = [{} for _ in range(full + 1)]
    best[1][0], ways[1][0] = (0.0, -1), 0.0
    weight = [[math.exp(max(w, IMPOSSIBLE)) for w in row] for row in worth]
    ways[1][0] = 1.0
    for read in range(1, full + 1, 2):
        for last, (score, _) in best[read].items():
            way, row, factors = ways[read][last], worth[last], weight[last]
            for column in range(1, count):
                after = read | 1 << column
                if after == read:
                    continue
                step = score + row[column]
                old = best[after].get(column)
                if old is None or step > old[0]:
                    best[after][column] = (step, last)
                ways[after][column] = ways[after].get(column, 0.0) + way * factors[column]
    last = max(best[full], key=lambda column: best[full][column][0] + worth[column][count])
    score = best[full][last][0] + worth[last][count]
    path, read = [], full
    while last >= 0:
        path.append(last)
        before = best[read][last][1]
        read &= ~(1 << last)
        last = before
    return _with_chances(Orders(score, tuple(reversed(path)), 0.0, {}), ways, weight)


def _with_chances(found: Orders, ways: list[dict[int, float]], weight: list[list[float]]) -> Orders:
    """Return orders with the chance of each seam: ways to come to it, times ways to go on from it."""
    count, full = len(weight), len(ways) - 1
    onward: list[dict[int, float]] = [{} for _ in range(full + 1)]
    onward[full] = {last: weight[last][count] for last in ways[full]}
    total = sum(ways[full][last] * rest for last, rest in onward[full].items())
    seams: dict[tuple[int, int], float] = {}
    for read in range(full - 2, 0, -2):
        for last, way in ways[read].items():
            rest, factors = 0.0, weight[last]
            for column in range(1, count):
                after = read | 1 << column
                if after != read:
                    part = factors[column] * onward[after][column]
                    rest += part
                    seams[last, column] = seams.get((last, column), 0.0) + way * part / total
            onward[read][last] = rest
    return Orders(found.score, found.columns, math.log(total), seams)


def _moved(worth: Worth) -> Orders:
    """Return an order from which no move of a run of columns gains anything; too many columns stay as printed."""
    count = len(worth)
    order = list(range(count))
    others: list[list[int]] = [list(order)]
    if count <= MOST_MOVED:
        for _ in range(_ROUNDS):
            gain, first, last, behind = _best_move(order, worth)
            if gain <= 0.01:
                break
            order = _move(order, first, last, behind)
            others.append(order)
    scores = [score_of(one, worth) for one in others]
    seams: dict[tuple[int, int], float] = {}
    for share, one in zip(shares(scores), others, strict=True):
        for seam in pairwise(one):
            seams[seam] = seams.get(seam, 0.0) + share
    return Orders(scores[-1], tuple(order), _log_sum(scores), seams)


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

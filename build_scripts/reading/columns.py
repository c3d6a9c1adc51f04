"""Columns of type that were printed out of order: pieces are moved as wholes until nothing is gained.

All that follows another is weighed, whether it joins or not: an end left hanging costs, a word that a
join makes gains, neighbours on the page gain a little. A run of pieces is taken out and put elsewhere
where that gains most, again and again (or-opt, as for tours); the new order is taken only if it is
clearly better than the printed one, so that a single weak join moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

BETTER = 2.0
"""By so much another order must be better than the printed one."""
MOST = 32
"""Runs that are weighed in one article, more than any column of the pages measured; the work grows with their cube."""
_ROUNDS = 8


def best_order(count: int, seam: Callable[[int, int], float], end: Callable[[int], float]) -> list[int]:
    """Return the numbers of `count` runs of pieces in reading order; the first stays first.

    `seam(i, j)` is what it is worth that run j follows run i, `end(i)` that the article ends with run i.
    """
    printed = list(range(count))
    if not 3 <= count <= MOST:
        return printed
    worth = [[seam(i, j) if i != j else 0.0 for j in range(count)] + [end(i)] for i in range(count)]
    order, gained = printed, 0.0
    for _ in range(_ROUNDS):
        gain, first, last, behind = _best_move(order, worth)
        if gain <= 0.01:
            break
        order, gained = _move(order, first, last, behind), gained + gain
    return order if gained >= BETTER else printed


def _best_move(order: Sequence[int], worth: Sequence[Sequence[float]]) -> tuple[float, int, int, int]:
    """Return the gain of the best move, and the places of the run's first, its last, and what it goes behind."""
    count = len(order)
    stop = count  # the column of `worth` that stands for the article's end
    path = [*order, stop]
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

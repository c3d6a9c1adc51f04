"""Columns of type that were printed out of order: the best order of all of them, found at once.

The flow is cut where something is wrong or may be: at ends that stay open, at beginnings inside a
sentence, at pictures, at crossheads, at the byline. All orders of the columns are weighed by the
sum of their seams (Held and Karp's dynamic programme over sets), and another order than the printed
one is taken only if it is clearly better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST = 9
"""Columns that are weighed; papers have up to six to a page, and the work doubles with each."""
BETTER = 2.0
"""By so much another order must be better than the printed one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a column may begin: number of its first piece, and how much speaks for it."""

    at: int
    weight: float


def cut_columns(text: Sequence[int], cuts: Sequence[Cut]) -> list[list[int]]:
    """Return the pieces of each column, in printed order; of too many cuts the weakest are left out."""
    kept = {c.at for c in sorted(cuts, key=lambda c: -c.weight)[: MOST - 1]}
    columns: list[list[int]] = []
    for i in text:
        if not columns or i in kept:
            columns.append([])
        columns[-1].append(i)
    return columns


def best_order(
    columns: Sequence[Sequence[int]], seam: Callable[[int, int], float], end: Callable[[int], float]
) -> list[int]:
    """Return the numbers of the columns in reading order; the first stays first.

    `seam(i, j)` is what it is worth that column j follows column i, `end(i)` that the article ends
    with column i.
    """
    count = len(columns)
    worth = [[seam(i, j) if i != j else 0.0 for j in range(count)] for i in range(count)]
    best: dict[tuple[int, int], tuple[float, int]] = {(1, 0): (0.0, -1)}
    for taken in range(1, 1 << count, 2):
        for last in range(count):
            so_far = best.get((taken, last))
            if so_far is None:
                continue
            for following in range(1, count):
                if taken >> following & 1:
                    continue
                key = (taken | 1 << following, following)
                score = so_far[0] + worth[last][following]
                if key not in best or score > best[key][0]:
                    best[key] = (score, last)
    full = (1 << count) - 1
    last = max(range(count), key=lambda i: best[full, i][0] + end(i) if (full, i) in best else float("-inf"))
    printed = sum(worth[i][i + 1] for i in range(count - 1)) + end(count - 1)
    if best[full, last][0] + end(last) < printed + BETTER:
        return list(range(count))
    order = []
    taken = full
    while last >= 0:
        order.append(last)
        taken, last = taken & ~(1 << last), best[taken, last][1]
    return order[::-1]

"""The best assignment of ends to beginnings, all at once (Kuhn and Munkres, by shortest augmenting paths)."""

from __future__ import annotations

from math import inf


def assign(scores: list[list[float]], unmatched: float) -> list[int | None]:
    """Return for each row the column that it gets, or None where `unmatched` scores better.

    `scores` is a rectangle; the sum over all rows is the greatest that any assignment has, no
    column given twice.
    """
    rows = len(scores)
    if not rows:
        return []
    width = len(scores[0])
    # Each row has a column of its own that stands for staying unmatched.
    cost = [[-s for s in row] + [-unmatched if k == i else inf for k in range(rows)] for i, row in enumerate(scores)]
    owner = _owners(cost, width + rows)
    result: list[int | None] = [None] * rows
    for column in range(width):
        if owner[column] is not None:
            result[owner[column] or 0] = column
    return result


def _owners(cost: list[list[float]], columns: int) -> list[int | None]:  # noqa: C901  one algorithm, read as one
    """Return the row that each column goes to."""
    row_price = [0.0] * len(cost)
    column_price = [0.0] * columns
    owner: list[int | None] = [None] * columns
    for start in range(len(cost)):
        distance, came_from, done = [inf] * columns, [-1] * columns, [False] * columns
        row, column = start, -1
        while True:
            nearest = -1
            for j in range(columns):
                if done[j]:
                    continue
                reach = cost[row][j] - row_price[row] - column_price[j]
                if column >= 0:
                    reach += distance[column]
                if reach < distance[j]:
                    distance[j], came_from[j] = reach, column
                if nearest < 0 or distance[j] < distance[nearest]:
                    nearest = j
            column = nearest
            done[column] = True
            following = owner[column]
            if following is None:
                break
            row = following
        total = distance[column]
        row_price[start] += total
        for j in range(columns):
            if done[j] and j != column:
                held = owner[j]
                if held is not None:
                    row_price[held] += total - distance[j]
                column_price[j] -= total - distance[j]
        while column >= 0:
            previous = came_from[column]
            owner[column] = owner[previous] if previous >= 0 else start
            column = previous
    return owner

"""The best order of an article's pieces: by columns as their lines of type show them, else by runs that hold together.

Every order is weighed by its seams, and each seam gets the chance that all orders together give it. Papers print most
articles in order: an order that is not printed must lead by so much as it is seldom.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from build_scripts.model import Role
from build_scripts.reading.columns import IMPOSSIBLE, MOST_MOVED, MOST_WEIGHED, Orders, as_printed, orders, shares
from build_scripts.reading.joins import Flow, Joins
from build_scripts.reading.numbered import NONE, goes_on_counting, points_of
from build_scripts.reading.pieces import in_one_column
from build_scripts.reading.transitions import KNOWN, Transitions
from build_scripts.reading.typeset import Layout
from build_scripts.tables import read_words

TRUST = 1.5
"""Columns that fit so well (nats) are the only ones that are moved; they alone can put a sound order in doubt."""
_SURE = 4.0
"""Neighbours of which this much proves that they belong together are not parted."""
_MAY_GO_ON = -2.0
"""A short line for which more than this speaks that it is text may be parted from what is printed below it."""
_MANY = 2.0
"""How much it counts that several layouts fit: at most one of them can be right."""
_BYLINE, _EARLIER = 6.0, 0.5
"""What speaks for a column below a byline in the middle following the lede, less for each run that is not its last."""
_CLOSING = 1.5
_COUNTING = 2
"""Columns that count points, from which on their numbers tell anything."""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the printed order is trusted."""

    next_column: float
    """What a seam has before others where its columns are neighbours on the page."""
    next_run: float
    """The same for runs."""
    lead_of_columns: float
    """By how much the printed order of the columns leads."""
    lead_of_runs: float
    """The same for runs."""


AS_PRINTED = Trust(0.3, 1.5, 0.8, 1.0)
AMONG_MOVED = Trust(0.0, 1.5, 0.1, 0.1)
"""The same on a page of which some columns were moved: what took them apart seldom left the others alone.

Runs that are less than columns keep their neighbours all the same, as made-up pages do whose readings are open.
"""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An order of the pieces and how likely each of its seams is; where nothing was in doubt, none is named."""

    order: list[int]
    chances: dict[tuple[int, int], float] = field(default_factory=dict)
    torn: frozenset[int] = frozenset()
    """Pieces with which a column begins inside a paragraph, as its lines show."""
    starts: tuple[int, ...] = ()
    """Pieces with which a column, or a run, may begin: each was weighed behind every other."""
    captions: tuple[int, ...] = ()
    """Pieces that stand between the columns and in none; without them the others are to be ordered anew."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The orders of an article's columns, or of the runs that hold together."""

    parts: list[list[int]]
    orders: Orders
    prior: float = 0.0
    torn: frozenset[int] = frozenset()


def arrange(
    joins: Joins, transitions: Transitions, byline_at: int | None, layouts: tuple[Layout, ...], trust: Trust
) -> Arrangement:
    """Return the best order of the pieces."""
    trusted = layouts if max((layout.weight for layout in layouts), default=0.0) >= TRUST else ()
    doubt = _MANY * math.log(max(1, len(trusted)))
    weighed = [_weigh_layout(joins, transitions, layout, doubt, trust) for layout in trusted]
    weighed.append(_weigh_runs(joins, transitions, byline_at, trust))
    seams: dict[tuple[int, int], float] = defaultdict(float)
    for share, one in zip(shares([one.orders.total + one.prior for one in weighed]), weighed, strict=True):
        for part in one.parts:
            for seam in pairwise(part):
                seams[seam] += share
        for (i, j), chance in one.orders.chances.items():
            seams[one.parts[i][-1], one.parts[j][0]] += share * chance
    # Of the best orders, the one whose seams are right most often by all of them.
    found = [([i for n in one.orders.columns for i in one.parts[n]], one.torn) for one in weighed]
    order, torn = max(found, key=lambda one: sum(seams[seam] for seam in pairwise(one[0])))
    starts = {part[0] for one in weighed for part in one.parts[1:]}
    return Arrangement(order, dict(seams), torn, tuple(sorted(starts)))


def _weigh_layout(joins: Joins, transitions: Transitions, layout: Layout, doubt: float, trust: Trust) -> _Weighed:
    """Return the orders of columns of which their lines show which begin inside a paragraph, and which comes last."""
    parts = [joins.text[a:b] for a, b in pairwise((*layout.starts, len(joins.text)))]

    def seam(i: int, j: int) -> float:
        right, torn = parts[j][0], layout.torn[j]
        look = transitions.look(right) if torn is None else KNOWN if torn else -KNOWN
        return transitions.weigh(parts[i][-1], right, look) + counted(i, j)

    counted = _counting(joins, parts)
    worth = _table(parts, seam, _ends(joins, transitions, parts), trust.next_column)
    if layout.short is not None:
        for i, row in enumerate(worth):
            row[-1] = row[-1] if i == layout.short else IMPOSSIBLE
    count = math.factorial(len(parts) - (1 if layout.short is None else 2)) if len(parts) <= MOST_WEIGHED else 1
    lead = trust.lead_of_columns + math.log(max(1.0, count / 4))
    torn = frozenset(part[0] for part, is_torn in zip(parts, layout.torn, strict=True) if is_torn is not False)
    prior = layout.weight - doubt - lead + _inside(transitions, parts) - trust.next_column * (len(parts) - 1)
    return _Weighed(parts, orders(worth, lead), prior, torn)


def _weigh_runs(joins: Joins, transitions: Transitions, byline_at: int | None, trust: Trust) -> _Weighed:
    """Return the orders of the runs that hold together."""
    flow, text = joins.flow, joins.text
    runs = _runs(joins, transitions, byline_at)
    if len(runs) > MOST_MOVED:  # the work grows with their square, and none would be moved
        return _Weighed(runs, as_printed(len(runs)))
    middle = byline_in_the_middle(flow, text, byline_at)
    # The lede ends before the first picture or crosshead, or earlier.
    rest = next((n for n, (role, _, _) in enumerate(flow) if n and role is not Role.BODY), len(flow))
    lede = sum(run[-1] < rest for run in runs) - 1

    def seam(i: int, j: int) -> float:
        worth = transitions.worth(runs[i][-1], runs[j][0])
        if middle and runs[j][0] == byline_at:
            worth += _BYLINE - _EARLIER * (lede - i) if i <= lede else -_BYLINE
        return worth + counted(i, j)

    counted = _counting(joins, runs)
    worth = _table(runs, seam, _ends(joins, transitions, runs), trust.next_run)
    prior = _inside(transitions, runs) - trust.next_run * (len(runs) - 1) - trust.lead_of_runs
    return _Weighed(runs, orders(worth, trust.lead_of_runs), prior)


def _counting(joins: Joins, parts: list[list[int]]) -> Callable[[int, int], float]:
    """Return what it is worth, by the points that they count, that a part follows another."""
    points = [points_of(joins.flow[i][1].text for i in part) for part in parts]
    if sum(found is not NONE for found in points) < _COUNTING:
        return lambda _left, _right: 0.0
    return lambda left, right: goes_on_counting(points[left], points[right])


def _inside(transitions: Transitions, parts: list[list[int]]) -> float:
    """Return what the seams inside the parts are worth."""
    return sum(transitions.worth(left, right) for part in parts for left, right in pairwise(part))


def _table(
    parts: list[list[int]], seam: Callable[[int, int], float], ends: list[float], near: float
) -> list[list[float]]:
    """Return a table of seams, with a little more for what is printed side by side."""
    numbers = range(len(parts))
    return [
        [seam(i, j) + (near if j == i + 1 else 0.0) if i != j else 0.0 for j in numbers] + [ends[i]] for i in numbers
    ]


def _ends(joins: Joins, transitions: Transitions, parts: list[list[int]]) -> list[float]:
    """Return for each part what it is worth that the article ends with it."""
    return [transitions.worth(part[-1], None) + (_CLOSING if _closes(joins.flow, part[-1]) else 0.0) for part in parts]


def _closes(flow: Flow, i: int) -> bool:
    return flow[i][1].text.startswith(read_words("headings", "closing_openers"))


def _runs(joins: Joins, transitions: Transitions, byline_at: int | None) -> list[list[int]]:
    """Return the pieces in runs that stay together: what is clearly joined is not parted."""
    runs = [[joins.text[0]]]
    for left, right in pairwise(joins.text):
        if _is_glued(joins, left, right, byline_at) and transitions.text_odds(left) < _MAY_GO_ON:
            runs[-1].append(right)
        else:
            runs.append([right])
    return runs


def _is_glued(joins: Joins, left: int, right: int, byline_at: int | None) -> bool:
    """Tell whether two neighbours stay together: a sure join, a crosshead and its text, two lines of a crosshead."""
    flow = joins.flow
    if right == byline_at:
        return False
    if in_one_column(flow[left][1], flow[right][1]):
        return True
    if left in joins.ends:
        return joins.may_join(left, right) and joins.link(left, right).seam.proof >= _SURE
    return flow[left][0] is Role.CROSSHEAD and not (flow[right][0] is Role.BODY and joins.is_torn_start(right))


def byline_in_the_middle(flow: Flow, text: list[int], byline_at: int | None) -> bool:
    """Tell whether the byline stands before a crosshead although other crossheads came before it."""
    if byline_at is None or byline_at >= len(flow) or flow[byline_at][0] is not Role.CROSSHEAD:
        return False
    return any(flow[i][0] is Role.CROSSHEAD for i in text if i < byline_at)

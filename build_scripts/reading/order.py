"""The flow of an article -> its blocks in reading order, with the joins that this makes.

Where the printed order leaves ends or beginnings hanging, columns of type were moved, and the best
order of all of them is looked for. A byline in the middle marks the column that the body begins with.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter

from build_scripts.model import Role
from build_scripts.reading.columns import MOST_WEIGHED, Order, chances, orders
from build_scripts.reading.joins import Flow, Joins, Link
from build_scripts.reading.mending import lost_ending
from build_scripts.reading.seams import PROOF, begins_inside, is_open
from build_scripts.reading.typeset import Layout, find_layouts
from build_scripts.tables import read_words

_DOUBT = 1.0
"""Neighbours that are joined by less than this may belong to columns that were moved."""
_SURE = 4.0
"""Neighbours that are joined by this much are not parted."""
_NEXT_COLUMN, _NEXT_RUN = 0.3, 0.75
"""What a seam has before others where its columns, or runs, are neighbours on the page."""
_LOST_STOP = -2.5
"""What it costs that the full stop of a whole sentence is lost."""
_TRUST = 1.5
"""Columns that fit so well (nats) are the only ones that are moved; they alone can put a sound order in doubt."""
_LEAD_OF_COLUMNS, _LEAD_OF_RUNS = 1.5, 2.0
"""By so much another order must lead the printed one: of columns known by their lines (more where there are many
orders), and of runs of pieces."""
_BYLINE = 6.0
_CLOSING = 1.5
_WRONG_START = -6.0
"""What it costs that an open end is followed by a column that begins a paragraph, as its lines show."""
_SENTENCE = -1.5
"""What it costs that a column ends with a sentence and yet its paragraph goes on in the next."""
_MAY_BE_TEXT = {"short_line", "after_byline"}
"""Rules by which a short line is taken for a crosshead although nothing marks it as one."""
_APART = -1.0
"""A line whose words do not go with those of the column after it is a crosshead all the same."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The reading order of a flow: numbers of its pieces, captions left out, and their links."""

    order: tuple[int, ...]
    links: tuple[Link, ...]
    text_lines: tuple[int, ...] = ()
    """Numbers of short lines that looked like crossheads and go on as running text in what follows."""


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """An order of the pieces and how likely each seam between its columns is; seams inside columns are not named."""

    order: list[int]
    chances: dict[tuple[int, int], float] = field(default_factory=dict)
    torn: frozenset[int] = frozenset()
    """Pieces with which a column begins inside a paragraph, as its lines show."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One order of an article's columns, or of the runs that hold together."""

    score: float
    parts: list[list[int]]
    order: Order
    torn: frozenset[int]


def order_flow(flow: Flow, byline_at: int | None) -> Ordered:
    """Return the order in which a careful reader takes the pieces of an article."""
    joins = Joins(flow)
    found = _Arrangement(joins.text)
    if joins.is_rubble:
        return Ordered(tuple(joins.text), ())
    if joins.may_be_sorted:
        in_doubt = _is_in_doubt(joins) or _byline_in_the_middle(flow, joins.text, byline_at)
        pieces = [flow[i][:2] for i in joins.text]
        layouts = find_layouts(pieces, unless_printed=not in_doubt) if joins.ends else ()
        if in_doubt or max((layout.weight for layout in layouts), default=-1.0) >= _TRUST:
            joins.look_closely()
            found = _arrange(joins, byline_at, layouts)
    lines = [left for left, right in pairwise(found.order) if _is_text_line(joins, left, right, found.torn)]
    joins.ends.update(lines)
    links = _links(joins, found)
    links += _torn_links(joins, dict(pairwise(found.order)), links)
    return Ordered(tuple(found.order), tuple(links), tuple(lines))


def _is_text_line(joins: Joins, left: int, right: int, torn: frozenset[int]) -> bool:
    """Tell whether a crosshead is a line of text: no column ends with a crosshead, none goes on in a word."""
    if not joins.closely or joins.flow[left][0] is not Role.CROSSHEAD or right not in joins.bodies:
        return False
    if joins.flow[right][1].begins or joins.flow[left][2] not in _MAY_BE_TEXT:
        return False
    proof = joins.link(left, right).seam.proof
    return (right in torn and proof > _APART) or (joins.is_torn_start(right) and proof >= PROOF)


def _links(joins: Joins, found: _Arrangement) -> list[Link]:
    """Return the joins of an order: of neighbours what is worth more than an open end, of others what was found."""
    links = []
    for left, right in pairwise(found.order):
        if not joins.may_join(left, right):
            continue
        link = joins.link(left, right)
        near = joins.after.get(left) == right
        if link.score > 0 or (not near and link.seam.score >= 0) or right in found.torn:
            links.append(replace(joins.with_second(link), chance=found.chances.get((left, right), 1.0)))
    return links


def _is_in_doubt(joins: Joins) -> bool:
    """Tell whether a printed seam has nothing that speaks for it, or two have no proof and could be exchanged."""
    unproved = 0
    for left, right in pairwise(joins.text):
        open_end = left in joins.ends
        if joins.worth(left, right) < (_DOUBT if open_end else 0.0):
            return True
        unproved += open_end and joins.may_join(left, right) and joins.link(left, right).seam.proof < PROOF
    return unproved > 1


def _arrange(joins: Joins, byline_at: int | None, layouts: tuple[Layout, ...]) -> _Arrangement:
    """Return the best order of the pieces, by columns as their lines show them, else by runs that hold together."""
    weighed: list[_Weighed] = []
    trust = max((layout.weight for layout in layouts), default=0.0)
    for layout in layouts if trust >= _TRUST else ():
        parts = _cut(joins.text, layout.starts)
        torn = frozenset(part[0] for part, is_torn in zip(parts, layout.torn, strict=True) if is_torn is not False)
        found = orders(_column_worth(joins, parts, layout), layout.short)
        lead = _LEAD_OF_COLUMNS + math.log(max(1.0, len(found) / 4))
        weighed += [_Weighed(_fair(o, lead) + layout.weight, parts, o, torn) for o in found]
    if not weighed:
        weighed = _weigh_runs(joins, byline_at)
    seams: dict[tuple[int, int], float] = defaultdict(float)
    for share, one in zip(chances([one.score for one in weighed]), weighed, strict=True):
        for i, j in pairwise(one.order.columns):
            seams[one.parts[i][-1], one.parts[j][0]] += share
    best = max(weighed, key=attrgetter("score"))
    return _Arrangement([i for n in best.order.columns for i in best.parts[n]], dict(seams), best.torn)


def _weigh_runs(joins: Joins, byline_at: int | None) -> list[_Weighed]:
    """Return the orders of the runs that hold together, the printed one among them."""
    runs = _runs(joins, byline_at)
    worth = _run_worth(joins, runs, byline_at)
    found = orders(worth)
    if len(runs) > MOST_WEIGHED:
        printed = tuple(range(len(runs)))
        found.append(Order(sum(worth[i][i + 1] for i in printed), printed))
    return [_Weighed(_fair(o, _LEAD_OF_RUNS), runs, o, frozenset()) for o in found]


def _fair(order: Order, lead: float) -> float:
    """Return what an order is worth where one that is not printed must lead by so much."""
    return order.score - (0.0 if order.columns == tuple(range(len(order.columns))) else lead)


def _cut(text: list[int], starts: tuple[int, ...]) -> list[list[int]]:
    return [text[a:b] for a, b in pairwise((*starts, len(text)))]


def _column_worth(joins: Joins, parts: list[list[int]], layout: Layout) -> list[list[float]]:
    """Return what it is worth that a column follows another, where their lines show which begin inside a paragraph."""
    return _worth(
        parts, lambda i, j: _odds(joins, parts[i][-1], parts[j][0], layout.torn[j]), _ends(joins, parts), _NEXT_COLUMN
    )


def _run_worth(joins: Joins, runs: list[list[int]], byline_at: int | None) -> list[list[float]]:
    """Return what it is worth that a run follows another, or ends the article."""
    flow, text = joins.flow, joins.text
    middle = _byline_in_the_middle(flow, text, byline_at)
    # The lede ends before the first picture or crosshead, or where a paragraph does not follow on.
    breaks = [n for n, (role, _, _) in enumerate(flow) if n and role is not Role.BODY]
    breaks += [right for left, right in pairwise(text) if joins.worth(left, right) < 0]
    rest = min(breaks, default=len(flow))
    lede = max(0, sum(run[-1] < rest for run in runs) - 1)

    def seam(i: int, j: int) -> float:
        worth = joins.worth(runs[i][-1], runs[j][0])
        if middle and runs[j][0] == byline_at:
            worth += _BYLINE if i == lede else -_BYLINE
        return worth

    ends = [joins.worth(run[-1], None) + (_CLOSING if _closes(flow, run[-1]) else 0.0) for run in runs]
    return _worth(runs, seam, ends, _NEXT_RUN)


def _worth(
    parts: list[list[int]], seam: Callable[[int, int], float], ends: list[float], near: float
) -> list[list[float]]:
    """Return a table of seams, with a little more for what is printed side by side."""
    numbers = range(len(parts))
    return [
        [seam(i, j) + (near if j == i + 1 else 0.0) if i != j else 0.0 for j in numbers] + [ends[i]] for i in numbers
    ]


def _ends(joins: Joins, parts: list[list[int]]) -> list[float]:
    """Return for each part what it is worth that the article ends with it."""
    return [
        (_closed(joins, part[-1]) if part[-1] in joins.ends else 0.0)
        + (_WRONG_START if joins.flow[part[-1]][0] is Role.CROSSHEAD else 0.0)
        + (_CLOSING if _closes(joins.flow, part[-1]) else 0.0)
        for part in parts
    ]


def _closed(joins: Joins, left: int) -> float:
    """Return what it costs that an open end goes on nowhere."""
    return _LOST_STOP if lost_ending(joins.flow[left][1].text) else _WRONG_START


def _odds(joins: Joins, left: int, right: int, torn: bool | None) -> float:  # noqa: FBT001  three answers, no switch
    """Return what speaks for one part following another; `torn`: whether the right one begins inside a paragraph."""
    look = joins.torn_look(right) if torn is None else 0.0
    if left in joins.ends:
        if torn is not False and joins.may_join(left, right):
            return joins.link(left, right).seam.proof + look
        return _closed(joins, left)
    if torn and joins.flow[left][0] is Role.CROSSHEAD and right in joins.bodies:
        return joins.link(left, right).seam.proof + _SENTENCE
    if torn:
        inside = begins_inside(joins.flow[right][1].text) or joins.flow[left][0] is not Role.BODY
        return _WRONG_START if inside else _SENTENCE
    return -look


def _runs(joins: Joins, byline_at: int | None) -> list[list[int]]:
    """Return the pieces in runs that stay together: what is clearly joined is not parted."""
    runs = [[joins.text[0]]]
    for left, right in pairwise(joins.text):
        if _is_glued(joins, left, right, byline_at):
            runs[-1].append(right)
        else:
            runs.append([right])
    return runs


def _is_glued(joins: Joins, left: int, right: int, byline_at: int | None) -> bool:
    """Tell whether two neighbours stay together: a sure join, a crosshead and its text, two lines of a crosshead."""
    if right == byline_at:
        return False
    if left in joins.ends:
        return joins.worth(left, right) >= _SURE
    flow = joins.flow
    return flow[left][0] is Role.CROSSHEAD and not (flow[right][0] is Role.BODY and joins.is_torn_start(right))


def _torn_links(joins: Joins, after: dict[int, int], links: list[Link]) -> list[Link]:
    """Join what stops inside a word or clause and finds no continuation to its neighbour: text is lost between."""
    lefts, rights = {link.left for link in links}, {link.right for link in links}
    torn = []
    for left, right in after.items():
        if left in lefts or right in rights or not joins.may_join(left, right):
            continue
        text, following = joins.flow[left][1].text, joins.flow[right][1]
        if is_open(text) and lost_ending(text) is None and not following.indented:
            torn.append(replace(joins.link(left, right), torn=True))
    return torn


def _byline_in_the_middle(flow: Flow, text: list[int], byline_at: int | None) -> bool:
    """Tell whether the byline stands before a crosshead although other crossheads came before it."""
    if byline_at is None or byline_at >= len(flow) or flow[byline_at][0] is not Role.CROSSHEAD:
        return False
    return any(flow[i][0] is Role.CROSSHEAD for i in text if i < byline_at)


def _closes(flow: Flow, i: int) -> bool:
    return flow[i][1].text.startswith(read_words("headings", "closing_openers"))

"""The flow of an article -> its blocks in reading order, with the joins that this makes.

Where the printed order leaves ends or beginnings hanging, columns of type were moved, and the best
order of all of them is looked for. A byline in the middle marks the column that the body begins with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from build_scripts.model import Role
from build_scripts.reading.arranging import AMONG_MOVED, AS_PRINTED, TRUST, Arrangement, arrange, byline_in_the_middle
from build_scripts.reading.joins import Flow, Joins, Link
from build_scripts.reading.mending import lost_ending
from build_scripts.reading.seams import PROOF, is_open
from build_scripts.reading.signatures import is_signed
from build_scripts.reading.transitions import Transitions
from build_scripts.reading.typeset import find_layouts

_DOUBT = 1.0
"""Neighbours that are joined by less than this may belong to columns that were moved."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The reading order of a flow: numbers of its pieces, captions left out, and their links."""

    order: tuple[int, ...]
    links: tuple[Link, ...]
    text_lines: tuple[int, ...] = ()
    """Numbers of short lines that looked like crossheads and go on as running text in what follows."""
    captions: tuple[int, ...] = ()
    """Numbers of sentences that stand between the columns and in none; they are not in the order."""


def order_flow(flow: Flow, byline_at: int | None, *, moved: bool = False) -> Ordered:
    """Return the order in which a careful reader takes the pieces of an article; `moved`: some of its page were."""
    joins = Joins(flow)
    if joins.is_rubble:
        return Ordered(tuple(joins.text), ())
    signed = {i for i in joins.bodies if is_signed(flow[i][1])}
    transitions = Transitions(joins, dict.fromkeys(joins.text, joins.indents), signed)
    found = Arrangement(joins.text)
    if joins.may_be_sorted:
        found = _arrangement(joins, transitions, byline_at, moved=moved)
    if found.captions:
        without = [
            (Role.CAPTION, piece, rule) if i in found.captions else (role, piece, rule)
            for i, (role, piece, rule) in enumerate(flow)
        ]
        return replace(order_flow(without, byline_at, moved=moved), captions=found.captions)
    lines = [
        left
        for left, right in pairwise(found.order)
        if joins.closely and transitions.is_text(left, right, torn=right in found.torn)
    ]
    joins.ends.update(lines)
    links = _links(joins, transitions, found)
    links += _torn_links(joins, dict(pairwise(found.order)), links)
    return Ordered(tuple(found.order), tuple(links), tuple(lines))


def _arrangement(joins: Joins, transitions: Transitions, byline_at: int | None, *, moved: bool) -> Arrangement:
    """Return the printed order where nothing puts it in doubt, else the best one."""
    in_doubt = (
        (moved and bool(joins.ends)) or _is_in_doubt(joins) or byline_in_the_middle(joins.flow, joins.text, byline_at)
    )
    pieces = [joins.flow[i][:2] for i in joins.text]
    layouts = find_layouts(pieces, unless_printed=not in_doubt) if joins.ends else ()
    if not in_doubt and max((layout.weight for layout in layouts), default=-1.0) < TRUST:
        return Arrangement(joins.text)
    out = [set(layout.left_out) for layout in layouts if layout.weight >= TRUST]
    if captions := set.intersection(*out) if out else set():
        return Arrangement(joins.text, captions=tuple(joins.text[i] for i in sorted(captions)))
    layouts = tuple(layout for layout in layouts if not layout.left_out)
    joins.look_closely()
    return arrange(joins, transitions, byline_at, layouts, AMONG_MOVED if moved else AS_PRINTED)


def _links(joins: Joins, transitions: Transitions, found: Arrangement) -> list[Link]:
    """Return the joins of an order: of neighbours what is worth more than an open end, of others what was found."""
    links = []
    for left, right in pairwise(found.order):
        if not joins.may_join(left, right):
            continue
        link = joins.link(left, right)
        near = joins.after.get(left) == right
        goes_on = joins.closely and (bool(link.overlap) or transitions.goes_on(left, right) > 0)
        if goes_on or (near and link.score > 0) or right in found.torn:
            links.append(_with_second(link, transitions, found) if joins.closely else link)
    return links


def _with_second(link: Link, transitions: Transitions, found: Arrangement) -> Link:
    """Return a join with its chance, and what came second for its left side among the beginnings of columns."""
    left, open_end = link.left, transitions.hanging(link.left)
    others = [(transitions.worth(left, i) - open_end, i) for i in found.starts if i not in {left, link.right}]
    score = transitions.worth(left, link.right) - open_end
    return replace(link, score=score, second=max(others, default=None), chance=found.chances[left, link.right])


def _is_in_doubt(joins: Joins) -> bool:
    """Tell whether a printed seam has nothing that speaks for it, or two have no proof and could be exchanged."""
    unproved = 0
    for left, right in pairwise(joins.text):
        open_end = left in joins.ends
        if joins.worth(left, right) < (_DOUBT if open_end else 0.0):
            return True
        unproved += open_end and joins.may_join(left, right) and joins.link(left, right).seam.proof < PROOF
    return unproved > 1 or (bool(joins.text) and joins.worth(joins.text[-1], None) < 0)


def _torn_links(joins: Joins, after: dict[int, int], links: list[Link]) -> list[Link]:
    """Join what stops inside a word or clause and finds no continuation to its neighbour: text is lost between."""
    lefts, rights = {link.left for link in links}, {link.right for link in links}
    torn = []
    for left, right in after.items():
        if left in lefts or right in rights or left in joins.jumped or not joins.may_join(left, right):
            continue
        text, following = joins.flow[left][1].text, joins.flow[right][1]
        if is_open(text) and lost_ending(text) is None and not following.indented:
            torn.append(replace(joins.link(left, right), torn=True))
    return torn

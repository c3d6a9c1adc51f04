"""A column of one article that is printed among those of the next goes home, where its seams say so."""

from __future__ import annotations

from itertools import pairwise

from build_scripts.model import Role
from build_scripts.reading.drafts import Draft
from build_scripts.reading.joins import Flow, Joins
from build_scripts.reading.order import order_flow
from build_scripts.reading.seams import is_open

ENOUGH = 3.0
"""By so much the seams must gain; more than for a move inside an article, for a stray column is rare."""
_MOST = 40
"""Pieces of two articles among which a stray column is looked for."""


def return_strays(drafts: list[Draft]) -> None:
    """Move columns between neighbouring drafts: what completes an article that stops open leaves the next."""
    for draft, following in pairwise(drafts):
        if _may_stop_open(draft):
            _take_back(draft, following)


def _may_stop_open(draft: Draft) -> bool:
    last = next((piece for role, piece, _ in reversed(draft.flow) if role is Role.BODY), None)
    return last is not None and not last.ends and is_open(last.text)


def _take_back(draft: Draft, following: Draft) -> None:
    flow: Flow = [*draft.flow, *following.flow]
    text = [i for i, (role, _, _) in enumerate(flow) if role is not Role.CAPTION]
    other = [i for i in text if i >= len(draft.flow)]
    if len(text) > _MOST or len(other) < 3:
        return
    seams = Joins(flow)
    last = order_flow(draft.flow, draft.byline_at).order[-1]
    if seams.worth(last, None) == 0:  # its own columns in better order end it
        return
    best = (ENOUGH, 0, 0)
    for a in range(1, len(other)):
        if flow[other[a]][0] is not Role.BODY:
            continue
        for b in range(a, len(other)):
            rest = other[b + 1] if b + 1 < len(other) else None
            gain = seams.worth(last, other[a]) - seams.worth(last, None) - seams.worth(other[a - 1], other[a])
            gain += seams.worth(other[a - 1], rest) - seams.worth(other[b], rest) + seams.worth(other[b], None)
            if gain > best[0]:
                best = (gain, a, b)
    gain, a, b = best
    if gain > ENOUGH:
        _move(draft, following, {i - len(draft.flow) for i in other[a : b + 1]})


def _move(draft: Draft, following: Draft, taken: set[int]) -> None:
    draft.flow += [row for i, row in enumerate(following.flow) if i in taken]
    if following.byline_at is not None:
        following.byline_at -= sum(i < following.byline_at for i in taken)
    following.flow = [row for i, row in enumerate(following.flow) if i not in taken]

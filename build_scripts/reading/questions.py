"""A column among questions and answers: where each paragraph names its speaker, one that does not is foreign."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, pairwise

from build_scripts.model import Role
from build_scripts.reading.joins import Flow
from build_scripts.reading.seams import begins_torn, is_open

_FEWEST = 3
"""Paragraphs with a speaker that make a text one of questions and answers."""
_SHARE = 0.6
"""Share of its paragraphs that begin with one."""
_BY_ONE, _BY_MORE = 2.6, 3.0
"""What it says that a column has one paragraph without a speaker, and more of them or a crosshead."""


def is_of_speakers(flow: Flow, path: Sequence[int]) -> bool:
    """Tell whether nearly all paragraphs of an article name their speaker, from the first that does."""
    said = list(dropwhile(lambda i: not is_said(flow, i), path))
    named = sum(is_said(flow, i) for i in said)
    return named >= _FEWEST and named >= _SHARE * (named + _unsaid(flow, said))


def is_foreign(flow: Flow, run: Sequence[int]) -> float:
    """Return what speaks against a run of pieces standing among questions and answers."""
    if any(is_said(flow, i) for i in run):
        return 0.0
    if any(flow[i][0] is Role.CROSSHEAD for i in run):
        return _BY_MORE
    unsaid = _unsaid(flow, run)
    return 0.0 if not unsaid else _BY_ONE if unsaid == 1 else _BY_MORE


def is_said(flow: Flow, i: int) -> bool:
    """Tell whether a piece begins with the name of who speaks, or with 问 or 答."""
    return flow[i][2] == "speaker"


def _unsaid(flow: Flow, path: Sequence[int]) -> int:
    """Return how many paragraphs begin in a run of pieces without a speaker."""
    first = path[:1] if path and not begins_torn(flow[path[0]][1].text) else ()
    starts = [right for left, right in pairwise(path) if not is_open(flow[left][1].text)]
    return sum(flow[i][0] is Role.BODY and not is_said(flow, i) for i in (*first, *starts))

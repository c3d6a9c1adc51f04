"""How the lines of a paragraph came through text extraction: broken, on one line with blanks, or without."""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise

from build_scripts.reading.pieces import Piece
from build_scripts.text import HAN, has_dateline

_LONG = 45
"""Characters of a line that no column holds (WIDEST, and marks that hang out): it was put together."""
_DATELINE = 24
"""Characters at the beginning of a paragraph among which blanks part names."""
_LEAST, _MOST = 8, 31
"""Characters from one blank to the next where each stands at the end of a printed line."""
_ENOUGH, _EVEN = 2, 0.7
"""How many such steps there must be, and which share of all."""
_BLANK = re.compile(rf"(?<=[{HAN}，。；：、？！”]) (?=\S)|(?<=\S) (?=[{HAN}“])")


class Setting(Enum):
    """How the lines of a paragraph came through text extraction."""

    BROKEN = "broken"
    """One printed line a line."""
    SPACED = "spaced"
    """On one line, with a blank at the end of each printed line."""
    PLAIN = "plain"
    """On one line, without."""


def setting_of(piece: Piece, *, from_start: bool = False) -> Setting | None:
    """Return how a piece is set; None where it is too short to tell.

    `from_start`: blanks count from its first character on, of which it then takes one more; what columns are weighed
    by was measured without.
    """
    if len(piece.lines) > 1:
        return Setting.BROKEN
    if len(piece.text) < _LONG:
        return None
    first = 0 if from_start and not has_dateline(piece.spaced) else _DATELINE
    blanks = [m.start() for m in _BLANK.finditer(piece.spaced, first)]
    steps = [b - a for a, b in pairwise(blanks if first else [0, *blanks])]
    even = sum(_LEAST <= step <= _MOST for step in steps)
    if len(steps) >= (_ENOUGH if first else _ENOUGH + 1) and even >= _EVEN * len(steps):
        return Setting.SPACED
    return None if blanks else Setting.PLAIN

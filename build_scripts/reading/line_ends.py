"""How likely a short line that looks like a crosshead is the last line of a column, which goes on in another.

Crossheads of one article are made alike, are short, and have no figures; the first line of a paragraph that its column
leaves alone has any length and is indented as paragraphs are. The weights were fitted (logistic regression) on 150 such
lines and 60 crossheads of set pages and on those of made-up pages whose readings are open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from build_scripts.model import Role
from build_scripts.reading.joins import Flow
from build_scripts.reading.pieces import Piece
from build_scripts.text import HAN

MAY_BE_TEXT = {"short_line", "after_byline"}
"""Rules by which a short line is taken for a crosshead although nothing marks it as one."""
_ALONE, _ALIKE = -2.0, -3.8
"""What speaks for text in a line of which nothing else is known; and where another is made like it or stands above."""
_FIGURE, _MARK, _LONG, _INDENTED, _TWO_PARTS = 3.9, 1.7, 3.6, 4.5, -2.4
_LONGEST = 16
"""Characters of a crosshead; few have more."""
_NEARLY = 1
"""Characters by which the lengths of two that are made alike differ."""
_INNER_MARK = re.compile("[，、：]")
_PARTS = re.compile(f"[{HAN}”] +[{HAN}“]")


def text_odds(flow: Flow) -> dict[int, float]:
    """Return for each short line that may be text what speaks for it (log odds), by its number in the flow."""
    lines = [i for i, (role, _, rule) in enumerate(flow) if role is Role.CROSSHEAD and rule in MAY_BE_TEXT]
    if not lines:
        return {}
    indents = any(piece.indented for role, piece, _ in flow if role is Role.BODY)
    heads = [piece for role, piece, _ in flow if role is Role.CROSSHEAD]
    return {
        i: _odds(flow[i][1], heads, indents=indents, below=i > 0 and flow[i - 1][0] is Role.CROSSHEAD) for i in lines
    }


def _odds(line: Piece, heads: Sequence[Piece], *, indents: bool, below: bool) -> float:
    text = line.text
    odds = _ALONE
    if below or any(other is not line and abs(len(other.text) - len(text)) <= _NEARLY for other in heads):
        odds += _ALIKE
    if any(char.isdigit() for char in text):
        odds += _FIGURE
    if _INNER_MARK.search(text) and not (text[0] == "“" and text[-1] == "”"):
        odds += _MARK
    if len(text) > _LONGEST:
        odds += _LONG
    if line.indented and indents:
        odds += _INDENTED
    return odds + (_TWO_PARTS if _PARTS.search(line.spaced) else 0.0)

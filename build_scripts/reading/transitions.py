"""What it is worth that one piece of text follows another, as log odds against two pieces chosen at random.

An end that is open asks for a beginning inside a paragraph, and the words that meet must fit; an end that is closed
asks for a beginning of its own. How a beginning looks was measured on paragraphs and on breaks set at random into our
articles. In a small share of all seams text is lost, so that nothing is impossible.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from build_scripts.model import Role
from build_scripts.reading.joins import Joins
from build_scripts.reading.line_ends import text_odds
from build_scripts.reading.mending import lost_ending
from build_scripts.reading.running_on import running_on
from build_scripts.reading.seams import begins_inside, begins_torn, is_opener

_LOST, _LOST_STOP = -4.5, -1.5
"""What it costs that an open end goes on nowhere; less where only the full stop is lost."""
_GAP = -3.5
"""What a join must be worth more than, where what follows an open end is known: else text is lost between."""
_TORN_OFF = -4.0
"""What it costs that a beginning inside a paragraph follows an end that is closed."""
_CLAUSE_OFF, _CLAUSE_AT_END = -1.5, -3.0
"""The same behind a semicolon, with which items of lists end in paragraphs of their own; and that an article does."""
_HEAD_AT_END, _HEAD_OVER_HEAD, _HEAD_OVER_TORN = -6.0, -3.0, -4.0
"""What it costs that nothing follows a crosshead, or another crosshead, or the middle of a paragraph."""
_OVER_JUMP = -1.5
"""What it costs that an end above a jump to another page goes on here: the jump stood below another column."""
_AFTER_SIGNATURE = -3.0
"""What it costs that a text goes on behind the names in brackets that close it."""
_LIKELY, _MARK, _TORN, _OPENER, _QUOTED, _NUMBER, _DAY = -0.7, 5.0, 1.9, -0.7, -1.8, 2.7, -3.1
"""What speaks for a beginning inside a paragraph: nothing; a mark that nothing begins with, half a word, the words
that open paragraphs, a quotation, a number; a day or a year."""
_BY_START = -0.3
"""And how much what stands behind full stops counts."""
_INDENTED, _NOT_INDENTED = -6.0, 3.5
"""The same, in an article that indents its paragraphs."""
_DATE = re.compile(r"\d{4}年|\d{1,2}月\d|\d{1,2}日")
KNOWN = 5.0
"""What speaks for or against a beginning inside a paragraph that the lines of its column show."""


class Transitions:
    """What it is worth that pieces follow one another; each seam is weighed when it is asked for and only once."""

    def __init__(self, joins: Joins, indents: Mapping[int, bool], signed: Collection[int] = ()) -> None:
        """Take the seams of a flow, which pieces are of an article with indents, and which a signature closes."""
        self.joins = joins
        self._indents = indents
        self._signed = signed
        self._halves = {i for i in joins.bodies if joins.flow[i][1].text[-1:] == "；"}
        self._closed = joins.bodies.difference(joins.ends, joins.jumped, self._halves, signed)
        self._known: dict[tuple[int, int | None], float] = {}
        self._looks: dict[int, float] = {}
        self._lines = {i: (-_either(0.0, -odds), -_either(0.0, odds)) for i, odds in text_odds(joins.flow).items()}

    def worth(self, left: int, right: int | None) -> float:
        """Return what it is worth that a piece follows another; None stands for the article's end."""
        key = left, right
        found = self._known.get(key)
        if found is None:
            look = 0.0 if right is None else self.look(right)
            found = self._known[key] = self.weigh(left, right, look)
        return found

    def weigh(self, left: int, right: int | None, look: float) -> float:
        """Return the same where it is known how the beginning looks."""
        joins = self.joins
        if right is not None and left in self._closed and joins.cannot_repeat(left, right):
            return _behind_end(look, _TORN_OFF)  # most seams of a page are of this kind
        if left in self._lines:
            text, head = self._lines[left]
            return _either(text + self._below_line(left, right, look), head + self._below_head(right, look))
        if joins.flow[left][0] is Role.CROSSHEAD:
            return self._below_head(right, look)
        hanging = self.hanging(left)
        if right is None:
            return _CLAUSE_AT_END if left in self._halves else hanging
        if left in self._signed:
            hanging += _AFTER_SIGNATURE
        if right not in joins.bodies:
            return hanging
        if joins.overlap(left, right):
            return joins.proof(left, right)
        if left in joins.ends and joins.may_join(left, right):
            inside, apart = _ways_to_begin(look)
            over = _OVER_JUMP if left in joins.jumped else 0.0
            return _either(joins.proof(left, right) + inside + over, hanging + apart)
        return hanging + _behind_end(look, _CLAUSE_OFF if left in self._halves else _TORN_OFF)

    def _below_head(self, right: int | None, look: float) -> float:
        """Return what it is worth that a piece stands below a crosshead."""
        if right is None:
            return _HEAD_AT_END
        return _behind_end(look, _HEAD_OVER_TORN) if right in self.joins.bodies else _HEAD_OVER_HEAD

    def _below_line(self, left: int, right: int | None, look: float) -> float:
        """Return what it is worth that a piece follows a short line which is text."""
        if right is None or right not in self.joins.bodies:
            return _LOST
        inside, apart = _ways_to_begin(look)
        return _either(self.joins.proof(left, right) + inside, _LOST + apart)

    def is_text(self, left: int, right: int, *, torn: bool = False) -> bool:
        """Tell whether a short line is rather text that goes on in a piece than a crosshead above it."""
        if left not in self._lines or right not in self.joins.bodies or self.joins.flow[right][1].begins:
            return False
        look = KNOWN if torn else self.look(right)
        text, head = self._lines[left]
        inside, _ = _ways_to_begin(look)
        return text + self.joins.proof(left, right) + inside > head + self._below_head(right, look)

    def text_odds(self, i: int) -> float:
        """Return what speaks for a short line being text and no crosshead; nothing where it is marked as one."""
        text, head = self._lines.get(i, (-KNOWN, 0.0))
        return text - head

    def hanging(self, left: int) -> float:
        """Return what it costs that a piece goes on nowhere: nothing, unless it stops without an end."""
        if left not in self.joins.ends or left in self.joins.jumped:
            return 0.0
        return _LOST_STOP if lost_ending(self.joins.flow[left][1].text) else _LOST

    def goes_on(self, left: int, right: int) -> float:
        """Return by how much it is worth more that an open end goes on in a piece than that it goes on nowhere."""
        return self.joins.proof(left, right) + self.look(right) - max(self.hanging(left), _GAP)

    def look(self, i: int) -> float:
        """Return what speaks for a piece's beginning inside a paragraph, and against its beginning one."""
        found = self._looks.get(i)
        if found is None:
            found = self._looks[i] = self._look(i) if i in self.joins.bodies else 0.0
        return found

    def _look(self, i: int) -> float:
        piece = self.joins.flow[i][1]
        if piece.begins:
            return -KNOWN
        text = piece.text
        inside = begins_inside(text)
        found = _MARK if inside else _TORN if begins_torn(text) else _LIKELY
        if not inside:
            found += _OPENER * is_opener(text) + _QUOTED * text.startswith("“") + _NUMBER * text[:1].isdigit()
            found += (_DAY if _DATE.match(text) else 0.0) + _BY_START * running_on("。", text[:2])
        if self._indents.get(i):
            found += _INDENTED if piece.indented else _NOT_INDENTED
        return found


@lru_cache(maxsize=1 << 12)
def _ways_to_begin(look: float) -> tuple[float, float]:
    """Return what it is worth that a beginning is inside a paragraph, and that it is one, by their shares."""
    return -_either(0.0, -look), -_either(0.0, look)


@lru_cache(maxsize=1 << 12)
def _behind_end(look: float, torn: float) -> float:
    """Return what a beginning is worth behind a closed end; `torn`: what it costs that it is inside a paragraph."""
    inside, apart = _ways_to_begin(look)
    return _either(apart, inside + torn)


def _either(one: float, other: float) -> float:
    """Return what it is worth that the one or the other is true."""
    top = max(one, other)
    return top + math.log1p(math.exp(min(one, other) - top))

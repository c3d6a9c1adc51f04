"""The seams of an article's pieces: what each is worth, weighed when it is asked for and only once.

A piece of running text that stops without an end is joined to what goes on in it. Neighbours on the
page are weighed by marks, grammar and the words of the dictionary; where the printed order is in
doubt, all that may follow one another are weighed more closely, as log odds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from build_scripts.model import Role
from build_scripts.reading.continuity import proof_closely, weigh_closely
from build_scripts.reading.mending import lost_ending
from build_scripts.reading.pieces import Piece
from build_scripts.reading.seams import (
    Seam,
    begins_inside,
    begins_torn,
    exact_overlap,
    is_open,
    overlap_of,
    weigh_seam,
)
from build_scripts.reading.signatures import is_signed

Flow = list[tuple[Role, Piece, str]]

_NEXT = 1.5
"""What a join gains where its two pieces are neighbours on the page."""
_OVERLAP = 4.0
_SHORT_REPEATED, _REPEATED, _LONG_REPEATED, _LONG = 3.0, 4.5, 7.0, 8
"""What a tail printed twice proves, and one of so many characters."""
_TWICE, _LEAST = 2, 4
_SHORT = 6
_INDENT = 4.0
"""What speaks against a continuation that is indented on a page that indents its paragraphs."""
_NO_INDENT = 1.5
_OPEN = 1.0
"""What a join without any evidence lacks against a paragraph that follows one that is ended."""
HANGING = -2.5
"""What it costs that an end or a beginning is left hanging."""
_LOST_STOP = -1.0
"""What it costs that the full stop of a whole sentence is lost."""
_ODD_START = -1.0
"""What it costs that a paragraph begins with a character that begins few."""


MOST_OPEN = 60
"""Open ends in one article beyond which it is read as printed: more than papers print."""


_MOST_JOINS = 2_000
"""Joins that are weighed closely in one article."""
_SHORTEST = 8
"""Characters that pieces of running text have on average; the narrowest columns hold nine to a line."""


@dataclass(frozen=True, slots=True)
class Link:
    """Piece `left` goes on in piece `right`; both are numbers in the flow."""

    left: int
    right: int
    seam: Seam
    overlap: int = 0
    """Characters of `right` that repeat the tail of `left`."""
    torn: bool = False
    """True where text is lost between the two."""
    score: float = 0.0
    """What the join was worth; leaving the end open is worth 0."""
    second: tuple[float, int] | None = None
    """Score and number of the next best continuation of `left` among those that were weighed."""
    chance: float = 1.0
    """How likely the two belong together, given all orders of the columns that were weighed."""


class Joins:
    """What it is worth that one piece of a flow follows another."""

    def __init__(self, flow: Flow) -> None:
        """Take the pieces of an article, or of two that stand one after the other."""
        self.flow = flow
        self.text = [i for i, (role, _, _) in enumerate(flow) if role is not Role.CAPTION]
        self.after = dict(pairwise(self.text))
        self.bodies = {i for i in self.text if flow[i][0] is Role.BODY}
        self.ends = {i for i in self.bodies if not flow[i][1].ends and is_open(flow[i][1].text)}
        self.jumped = {i for i in self.bodies if _is_before_jump(flow[i][1])}
        """Those that stop above a jump to another page; where columns were moved they may go on here all the same."""
        self.indents = any(flow[i][1].indented for i in self.bodies)
        self.closely = False
        """True from when the printed order is in doubt."""
        self._weighed: dict[int, dict[int, Link]] = defaultdict(dict)
        self._overlaps: dict[tuple[int, int], int] = {}

    @cached_property
    def _elsewhere(self) -> str:
        if len(self.ends) > MOST_OPEN:
            return ""
        return "\n".join(self.flow[i][1].text for i in self.text if i in self.bodies)

    @cached_property
    def _unrepeated(self) -> frozenset[int]:
        """Numbers of the pieces whose first characters are printed only there."""
        return frozenset(i for i in self.bodies if self._elsewhere.count(self.flow[i][1].text[:_LEAST]) < _TWICE)

    @cached_property
    def _is_short(self) -> bool:
        return sum(len(self.flow[i][1].text) for i in self.bodies) < _SHORTEST * len(self.bodies)

    @property
    def is_rubble(self) -> bool:
        """True for a text in crumbs, which no column of type is: nothing in it is joined."""
        return len(self.ends) > MOST_OPEN and self._is_short

    @property
    def may_be_sorted(self) -> bool:
        """True where all that may follow one another can be weighed; else the text is read as printed."""
        return len(self.ends) <= MOST_OPEN and len(self.ends) * len(self.text) <= _MOST_JOINS and not self._is_short

    def look_closely(self) -> None:
        """Weigh all that is asked for from now on as log odds."""
        self.closely = True
        self.ends |= self.jumped
        self._weighed.clear()
        self._overlaps.clear()

    def link(self, left: int, right: int) -> Link:
        """Return the join of an open end and a piece of running text."""
        found = self._weighed[left].get(right)
        if found is None:
            found = self._weighed[left][right] = self._weigh(left, right)
        return found

    def _weigh(self, left: int, right: int) -> Link:
        a, b = self.flow[left][1].text, self.flow[right][1].text
        near = self.after.get(left) == right
        overlap = self.overlap(left, right)
        if overlap and self.closely:
            proof = _proof_of_overlap(overlap)
            return Link(left, right, Seam(proof, "换栏处重印", proof), overlap, score=proof + _OVERLAP)
        seam = weigh_closely(a, b, self._elsewhere) if self.closely else weigh_seam(a, b, self._elsewhere)
        score = seam.score + (_OVERLAP if overlap else 0.0) + (_NEXT if near else 0.0)
        if self.indents and not overlap:
            score += -_INDENT if self.flow[right][1].indented else _NO_INDENT
        return Link(left, right, seam, overlap, score=score)

    def proof(self, left: int, right: int) -> float:
        """Return what only the two pieces give for their join, which needs no reasons; nothing of it is kept."""
        if not self.closely:
            return self.link(left, right).seam.proof
        if overlap := self.overlap(left, right):
            return _proof_of_overlap(overlap)
        return proof_closely(self.flow[left][1].text, self.flow[right][1].text, self._elsewhere)

    def overlap(self, left: int, right: int) -> int:
        """Return how many characters of a piece repeat the tail of another.

        Between pieces that are no neighbours only what the article prints these two times: names begin many paragraphs.
        """
        if self.cannot_repeat(left, right):
            return 0
        if left not in self.bodies or right not in self.bodies or left == right or self.flow[right][1].begins:
            return 0
        found = self._overlaps.get((left, right))
        if found is None:
            a, b = self.flow[left][1].text, self.flow[right][1].text
            if self.after.get(left) == right:
                found = overlap_of(a, b)
            else:
                found = exact_overlap(a, b, _LEAST if left in self.ends else 6) if self.closely else 0
                if found and self._elsewhere.count(b[:found]) != _TWICE:
                    found = 0
            self._overlaps[left, right] = found
        return found

    def cannot_repeat(self, left: int, right: int) -> bool:
        """Tell at a glance that a piece of running text repeats nothing of another; false where it has to be seen."""
        return self.closely and right in self._unrepeated and self.after.get(left) != right

    def may_join(self, left: int, right: int) -> bool:
        """Tell whether a piece may go on in another at all."""
        if left not in self.ends:
            return self.overlap(left, right) > 0
        return right in self.bodies and left != right and not self.flow[right][1].begins

    def worth(self, left: int, right: int | None) -> float:
        """Return what it is worth that a piece follows another, joined or not; None stands for the article's end."""
        if right is None:
            return HANGING if left in self.ends or self.flow[left][0] is Role.CROSSHEAD else 0.0
        apart = 0.0
        if left in self.ends:
            apart = _LOST_STOP if lost_ending(self.flow[left][1].text) else HANGING
        if self.flow[right][0] is not Role.BODY:
            return apart
        if self.is_torn_start(right):
            apart += HANGING
        elif left in self.bodies and begins_torn(self.flow[right][1].text):
            apart += _ODD_START
        return max(apart, self.joined(left, right)) if self.may_join(left, right) else apart

    def joined(self, left: int, right: int) -> float:
        """Return what a join is worth beside other orders of the pieces, without what neighbours gain."""
        near = self.after.get(left) == right
        return self.link(left, right).score - (_NEXT if near else 0.0) - _OPEN

    def is_torn_start(self, i: int) -> bool:
        """Tell whether a piece begins inside a sentence, or without the indent that its page gives to paragraphs."""
        piece = self.flow[i][1]
        return not piece.begins and (begins_inside(piece.text) or (self.indents and not piece.indented))


def _is_before_jump(piece: Piece) -> bool:
    """Tell whether only a jump below a piece says that it goes on in nothing on this page."""
    if not piece.ends or piece.begins or not is_open(piece.text) or piece.text[-1:] == "：":
        return False
    return not is_signed(piece)


def _proof_of_overlap(overlap: int) -> float:
    return _LONG_REPEATED if overlap >= _LONG else _REPEATED if overlap >= _SHORT else _SHORT_REPEATED

"""The seams of a whole page: what it is worth that a piece follows another, in one article or in two.

Log odds throughout: what the two give together, how the second looks that begins inside a sentence or not, and
what it costs that an open end goes on nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from build_scripts.model import Role
from build_scripts.reading.drafts import Draft
from build_scripts.reading.joins import Flow, Joins
from build_scripts.reading.mending import lost_ending
from build_scripts.reading.seams import PROOF, begins_inside, begins_torn, is_opener

_HANGING, _LOST_STOP = -4.0, -1.5
"""What it costs that an end goes on nowhere; less where only the full stop is lost."""
_AFTER_SIGNATURE = -3.0
"""What it costs that a text goes on behind the names in brackets that close it."""
_BEGINS, _INSIDE, _TORN, _OPENER = -4.0, 4.0, 1.5, -2.0
"""How a piece looks: known to begin; with a mark that nothing begins with; with half a word; as paragraphs open."""
_INDENTED, _NOT_INDENTED = -4.0, 2.5
"""The same, in an article that indents its paragraphs."""


class PageSeams:
    """What it is worth that pieces follow one another; pieces have their numbers in the flow of the page."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        """Take the articles of a page as far as they are known."""
        self.flow: Flow = [part for draft in drafts for part in draft.flow]
        self.paths: list[list[int]] = []
        """For each article the numbers of its pieces in reading order, captions left out."""
        self.joins = Joins(self.flow)
        self._signed: set[int] = set()
        at = 0
        for draft in drafts:
            path = [i for i in range(at, at + len(draft.flow)) if self.flow[i][0] is not Role.CAPTION]
            self.paths.append(path)
            if draft.signed and draft.bylines and draft.byline_at and draft.bylines[0].spaced[:1] in "（(":
                self._signed.update([i for i in path if i < at + draft.byline_at][-1:])
            at += len(draft.flow)
        self._indents = {i: any(self.flow[j][1].indented for j in path) for path in self.paths for i in path}
        self._known: dict[tuple[int, int | None], float] = {}
        self._looks: dict[int, float] = {}

    def are_in_doubt(self) -> bool:
        """Tell whether two seams are open or torn and not surely closed: a column in a wrong place breaks more."""
        joins = self.joins
        doubts = 0
        for path in self.paths:
            for left, right in zip_longest(path, path[1:]):  # the last goes on nowhere
                if left in joins.ends:
                    doubts += not (right is not None and self.is_proved(left, right))
                elif right is not None:
                    doubts += left in self._signed or (right in joins.bodies and begins_torn(self.flow[right][1].text))
            if doubts > 1:
                return True
        return False

    def is_proved(self, left: int, right: int) -> bool:
        """Tell whether the words or marks of two pieces prove that the one goes on in the other."""
        return self.joins.may_join(left, right) and self.joins.proof(left, right) >= PROOF

    def worth(self, left: int, right: int | None) -> float:
        """Return what it is worth that a piece follows another; None stands for the article's end."""
        key = left, right
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._weigh(left, right)
        return found

    def _weigh(self, left: int, right: int | None) -> float:
        hanging = 0.0
        if left in self.joins.ends:
            hanging = _LOST_STOP if lost_ending(self.flow[left][1].text) else _HANGING
        if right is None:
            return _HANGING if self.flow[left][0] is Role.CROSSHEAD else hanging
        if left in self._signed:
            hanging += _AFTER_SIGNATURE
        if right not in self.joins.bodies:
            return hanging
        apart = hanging - self.look(right)
        return max(self.joins.proof(left, right), apart) if self.joins.may_join(left, right) else apart

    def look(self, i: int) -> float:
        """Return what speaks for a piece's beginning inside a paragraph, and against its beginning one."""
        found = self._looks.get(i)
        if found is None:
            if i not in self.joins.bodies:
                return 0.0
            piece = self.flow[i][1]
            inside = begins_inside(piece.text)
            found = _INSIDE if inside else _TORN if begins_torn(piece.text) else 0.0
            found += _OPENER if is_opener(piece.text) and not inside else 0.0
            if self._indents[i]:
                found += _INDENTED if piece.indented else _NOT_INDENTED
            found = self._looks[i] = _BEGINS if piece.begins else found
        return found

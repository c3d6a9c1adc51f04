"""The seams of a whole page: what it is worth that a piece follows another, in one article or in two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest

from build_scripts.model import Role
from build_scripts.reading.drafts import Draft
from build_scripts.reading.joins import Flow, Joins
from build_scripts.reading.seams import PROOF, begins_torn
from build_scripts.reading.transitions import Transitions

_NEXT = 0.25
"""What a seam has before others where its pieces are neighbours on the page."""


class _Worth(dict[tuple[int, int | None], float]):
    """What it is worth that a piece follows another, weighed as it is asked for; None stands for the article's end."""

    def __init__(self, transitions: Transitions, following: Mapping[int, int]) -> None:
        """Take what weighs seams, and which piece stands next on the page."""
        super().__init__()
        self._transitions, self._next = transitions, following

    def __missing__(self, seam: tuple[int, int | None]) -> float:
        """Weigh a seam that is asked for the first time."""
        left, right = seam
        look = 0.0 if right is None else self._transitions.look(right)
        near = right is not None and self._next.get(left) == right
        found = self[seam] = self._transitions.weigh(left, right, look) + (_NEXT if near else 0.0)
        return found


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
        indents = {i: any(self.flow[j][1].indented for j in path) for path in self.paths for i in path}
        self._transitions = Transitions(self.joins, indents, self._signed)
        self.look = self._transitions.look
        printed = sorted((i for path in self.paths for i in path), key=lambda i: self.flow[i][1].line)
        self.worth = _Worth(self._transitions, dict(pairwise(printed)))

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

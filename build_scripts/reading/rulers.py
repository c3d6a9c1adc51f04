"""How many lines of type a text takes at a width."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

_HANGING = "，。；：、？！”）"
"""Marks that hang at the end of a full line rather than begin the next."""


class Rule:
    """A text whose characters are all of one width."""

    def __init__(self, text: str) -> None:
        """Take a text."""
        self._text = text

    def lines(self, width: int, indent: int, *, full: bool) -> int | None:
        """Return the lines that it takes at a width; None where its last line had to be full and is not."""
        text, size = self._text, len(self._text)
        at, count, room = 0, 0, width - indent
        while at < size:
            after = at + room
            if after > size and full:
                return None
            while after < size and text[after] in _HANGING:
                after += 1
            at, count, room = after, count + 1, width
        return count


class NarrowRule(Rule):
    """A text and the width of each of its characters."""

    def __init__(self, text: str, narrow: float) -> None:
        """Take a text; Latin letters and digits take `narrow` of a character."""
        super().__init__(text)
        self._narrow = narrow

    @cached_property
    def _ends(self) -> list[float]:
        return list(accumulate((self._narrow if c.isascii() else 1.0 for c in self._text), initial=0.0))

    def lines(self, width: int, indent: int, *, full: bool) -> int | None:
        """Return the lines that it takes at a width; None where its last line had to be full and is not."""
        text, ends = self._text, self._ends
        at, count, room = 0, 0, width - indent
        while at < len(text):
            start = ends[at]
            after = bisect_right(ends, start + room) - 1
            while after < len(text) and text[after] in _HANGING:
                after += 1
            if after >= len(text) and full and ends[-1] - start < room - 0.5:
                return None
            at, count, room = after, count + 1, width
        return count

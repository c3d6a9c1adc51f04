"""The pairs of characters that a page prints: a misread word is often printed right a few lines on."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from itertools import pairwise

from build_scripts.text import is_han

_ODD = 5
"""Characters that simplified print does not have, on a page that is not traditional."""


@cache
def usual_characters() -> frozenset[str]:
    """Return the characters of GB 2312, those of simplified print."""
    rows = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return frozenset(char for row in rows if (char := row.decode("gb2312", "ignore")))


class PageWords:
    """The pairs of characters that a page prints."""

    def __init__(self, text: str) -> None:
        """Take the text of a page, without spaces."""
        self.text = text
        self._behind: dict[str, set[str]] = defaultdict(set)
        self._ahead: dict[str, set[str]] = defaultdict(set)
        for before, after in set(pairwise(text)):
            self._behind[before].add(after)
            self._ahead[after].add(before)
        odd = sum(is_han(char) and char not in usual_characters() for char in self._behind)
        self.is_traditional = odd > _ODD
        """True where simplified print does not have many of its characters."""

    def beside(self, before: str, after: str) -> set[str]:
        """Return the characters that the page prints behind one or ahead of another."""
        return self._behind.get(before, set()) | self._ahead.get(after, set())


@lru_cache(maxsize=1)
def page_words(page_text: str) -> PageWords:
    """Return the pairs of a page, which all its texts share."""
    return PageWords(page_text)

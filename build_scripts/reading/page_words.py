"""The words of a page as evidence: a misread word is often printed right a few lines on."""

from __future__ import annotations

from functools import cache, lru_cache
from operator import add

from build_scripts.text import is_han

_ODD = 5
"""Characters that simplified print does not have, on a page that is not traditional."""


@cache
def usual_characters() -> frozenset[str]:
    """Return the characters of GB 2312, those of simplified print."""
    rows = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return frozenset(char for row in rows if (char := row.decode("gb2312", "ignore")))


class PageWords:
    """The text of a page, and whether it is traditional."""

    def __init__(self, text: str) -> None:
        """Take the text of a page, without spaces."""
        self.text = text
        self._pairs = set(map(add, text, text[1:]))
        self.is_traditional = sum(map(is_han, set(text) - usual_characters())) > _ODD
        """True where simplified print does not have many of its characters."""

    def beside(self, before: str, others: str, after: str) -> str:
        """Return those characters that the page prints behind one or ahead of another."""
        pairs = self._pairs
        return "".join(other for other in others if before + other in pairs or other + after in pairs)


@lru_cache(maxsize=1)
def page_words(page_text: str) -> PageWords:
    """Return the words of a page, which all its texts share."""
    return PageWords(page_text)

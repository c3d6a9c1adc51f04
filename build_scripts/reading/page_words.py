"""The words of a page as evidence: a misread word is often printed right a few lines on."""

from __future__ import annotations

from functools import cache, lru_cache

from build_scripts.lexicon import word_cost
from build_scripts.reading.parts import Kin, read_kin
from build_scripts.text import chars_ahead, chars_behind, is_han

_ODD = 5
"""Characters that simplified print does not have, on a page that is not traditional."""
RARE = 9.0
"""Cost of a word that is no word of every text: that the page prints 为了 proves nothing. A character that stands
alone more often is hardly a part of another, or another with one."""
_FEW = 12
"""Kin of a character that are looked for on the page without a word of the dictionary."""
_NO_KIN = Kin("", "")


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
        self._chars = frozenset(text)
        self._kin: dict[str, Kin] = {}
        self.is_traditional = sum(map(is_han, self._chars - usual_characters())) > _ODD
        """True where simplified print does not have many of its characters."""

    def kin(self, char: str) -> Kin:
        """Return those kin of a character that need no word of the dictionary: where the page prints them."""
        found = self._kin.get(char)
        if found is None:
            found = self._kin[char] = self._printed_kin(char)
        return found

    def _printed_kin(self, char: str) -> Kin:
        kin = _rare_kin(char)
        if kin is None:
            return _NO_KIN
        lost = self._printed(kin.lost) if len(kin.lost) <= _FEW else ""
        return Kin(lost, self._printed(kin.swapped) if char in usual_characters() else kin.swapped)

    def _printed(self, chars: str) -> str:
        return "" if self._chars.isdisjoint(chars) else "".join(char for char in chars if char in self._chars)

    def beside(self, before: str, others: str, after: str) -> str:
        """Return those characters that the page prints behind one or ahead of another."""
        found = chars_behind(before, self.text) | chars_ahead(after, self.text)
        return "".join(other for other in others if other in found)


@cache
def _rare_kin(char: str) -> Kin | None:
    """Return the kin of a character that seldom stands alone."""
    return None if word_cost(char) < RARE else read_kin().get(char)


@lru_cache(maxsize=1)
def page_words(page_text: str) -> PageWords:
    """Return the words of a page, which all its texts share."""
    return PageWords(page_text)

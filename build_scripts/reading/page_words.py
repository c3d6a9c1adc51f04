"""The words of a page as evidence: a misread word is often printed right a few lines on."""

from __future__ import annotations

from functools import cache, lru_cache
from operator import add

from build_scripts.lexicon import word_cost
from build_scripts.reading.company import rivals
from build_scripts.reading.parts import read_kin
from build_scripts.text import is_han

_ODD = 5
"""Characters that simplified print does not have, on a page that is not traditional."""
RARE = 9.0
"""Cost of a word that is no word of every text: that the page prints 为了 proves nothing. A character that stands
alone more often is hardly a part of another, or another with one."""
_FEW = 12
"""Kin of a character that are looked for on the page without a word of the dictionary."""


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
        self.pairs = frozenset(map(add, text, text[1:]))
        """All two characters that stand together: asking here is cheaper than going through the text."""
        self.chars = frozenset(text)
        self.rarer = PrintedRarer(self.chars)
        self.kin = PrintedKin(self.chars)
        self.is_traditional = sum(map(is_han, self.chars - usual_characters())) > _ODD
        """True where simplified print does not have many of its characters."""

    def prints(self, word: str) -> bool:
        """Tell whether the page prints a word of two or more characters that is not in every text."""
        return self.has(word) and (len(word) > 2 or word_cost(word) > RARE)

    def has(self, word: str) -> bool:
        """Tell whether two or more characters stand together on the page."""
        pairs = self.pairs
        return word[:2] in pairs and word[-2:] in pairs and (len(word) == 2 or word in self.text)


@cache
def kin_by_print(char: str) -> tuple[str, str]:
    """Return the kin of a character that need no word where a page prints them beside its neighbours: lost, swapped.

    A character that stands alone in every text is hardly a part of another, or another with one.
    """
    kin = read_kin().get(char)
    if kin is None or word_cost(char) < RARE:
        return "", ""
    return kin.lost if len(kin.lost) <= _FEW else "", kin.swapped if char in usual_characters() else ""


class PrintedRarer(dict[str, str]):
    """Characters with those of their rarer look-alikes that a page prints; filled as they are asked for."""

    def __init__(self, chars: frozenset[str]) -> None:
        """Take the characters of a page."""
        super().__init__()
        self._chars = chars

    def __missing__(self, char: str) -> str:
        """Return those of a character that is asked for the first time."""
        rival = rivals()[char]
        found = self[char] = "".join([other for other in rival.rarer if other in self._chars]) if rival else ""
        return found


class PrintedKin(dict[str, tuple[str, str]]):
    """Characters with those of their kin that need no word and that a page prints; filled as they are asked for."""

    def __init__(self, chars: frozenset[str]) -> None:
        """Take the characters of a page."""
        super().__init__()
        self._chars = chars

    def __missing__(self, char: str) -> tuple[str, str]:
        """Return those of a character that is asked for the first time: lost, swapped."""
        lost, swapped = kin_by_print(char)
        chars = self._chars
        found = self[char] = "".join([c for c in lost if c in chars]), "".join([c for c in swapped if c in chars])
        return found


@cache
def kin_without_proof(char: str) -> str:
    """Return those with another part that may be meant by a character that nobody prints, whatever stands beside it."""
    kin = read_kin().get(char)
    return "" if kin is None or word_cost(char) < RARE or char in usual_characters() else kin.swapped


@lru_cache(maxsize=1)
def page_words(page_text: str) -> PageWords:
    """Return the words of a page, which all its texts share."""
    return PageWords(page_text)

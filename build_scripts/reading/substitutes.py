"""Which characters may be meant by a printed one, as its neighbours speak for them, and the words that they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.reading.company import lookalikes, mistaken_often, rivals, stands_beside
from build_scripts.reading.page_words import RARE, PageWords, usual_characters
from build_scripts.reading.parts import read_kin
from build_scripts.reading.phrasing import read_word_pairs

_LONGEST = 4
"""Characters of the longest word that is looked for."""


class Likeness(Enum):
    """How a printed character is like the one that may be meant."""

    OFTEN = "mistaken often"
    ROW = "editors' row"
    SHAPE = "drawn alike"
    PART = "a part lost or gained"
    SWAPPED = "another part"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A character that may be meant, with the word that it makes."""

    other: str
    start: int
    word: str
    likeness: Likeness
    printed: bool
    """True where the page prints the word elsewhere."""


class Substitutes(NamedTuple):
    """What may be meant by a character, as its neighbours speak for it."""

    alike: str
    """Its look-alikes that stand beside one of its neighbours in some word."""
    lost: str
    """Its kin with a part more or less that make a word with one of its neighbours, or that the page prints there."""
    swapped: str
    """Its kin with another part that make a word with one of its neighbours, or that the page prints there."""


def substitutes(han: str, at: int, page: PageWords) -> Substitutes | None:
    """Return what may be meant by the character at an offset; None where nothing is."""
    char, before, after = han[at], han[at - 1 : at], han[at + 1 : at + 2]
    alike, lost, swapped_behind = _behind(before, char)
    others, more, swapped_ahead = _ahead(char, after)
    kin = page.kin(char)
    printed = page.beside(before, kin.lost, after) if kin.lost else ""
    swapped = page.beside(before, kin.swapped, after) if kin.swapped else ""
    if char not in usual_characters():
        swapped = kin.swapped  # nobody prints it, so that it needs no proof
    swapped = _union(swapped, _union(swapped_behind, swapped_ahead))
    if not (alike or others or lost or more or printed or swapped):
        return None
    return Substitutes(_union(alike, others), _union(_union(lost, more), printed), swapped)


@lru_cache(maxsize=1 << 16)
def _behind(before: str, char: str) -> tuple[str, str, str]:
    """Return the look-alikes of a character that stand behind another in words, and its kin that make one."""
    rival, kin, has_word = rivals()[char], read_kin().get(char), segmenter().has_word
    alike = rival.behind(before) if rival else ""
    if kin is None or not before.strip():
        return alike, "", ""
    lost = "".join(c for c in kin.lost if has_word(before + c))
    return alike, lost, _among(kin.swapped, _beside().behind.get(before))


@lru_cache(maxsize=1 << 16)
def _ahead(char: str, after: str) -> tuple[str, str, str]:
    """Return the same for another that stands behind them."""
    rival, kin, has_word = rivals()[char], read_kin().get(char), segmenter().has_word
    alike = rival.ahead(after) if rival else ""
    if kin is None or not after.strip():
        return alike, "", ""
    lost = "".join(c for c in kin.lost if has_word(c + after))
    return alike, lost, _among(kin.swapped, _beside().ahead.get(after))


class _Beside(NamedTuple):
    """Characters with those that make a word of two with them, in the table of word pairs."""

    behind: dict[str, str]
    ahead: dict[str, str]


@cache
def _beside() -> _Beside:
    behind: dict[str, str] = {}
    ahead: dict[str, str] = {}
    for word in read_word_pairs().numbers:
        if len(word) == 2:
            first, second = word[0], word[1]
            behind[first] = behind.get(first, "") + second
            ahead[second] = ahead.get(second, "") + first
    return _Beside(behind, ahead)


def _among(chars: str, known: str | None) -> str:
    return "".join(c for c in chars if c in known) if known else ""


def _union(some: str, others: str) -> str:
    return some + "".join(c for c in others if c not in some) if some and others else some or others


def find_alike(han: str, at: int, found: Substitutes, page: PageWords) -> Iterator[Candidate]:
    """Yield the look-alikes of a character, with the words that they make."""
    rows, often = lookalikes().get(han[at], ""), mistaken_often().get(han[at], "")
    for other in found.alike:
        likeness = Likeness.OFTEN if other in often else Likeness.ROW if other in rows else Likeness.SHAPE
        start, word = _word_over(han, at, other)
        yield Candidate(other, start, word, likeness, _is_printed(word, page))


def find_kin(han: str, at: int, found: Substitutes, page: PageWords) -> Iterator[Candidate]:
    """Yield the kin of a character that make words, those left out that are look-alikes too."""
    for likeness, chars in ((Likeness.PART, found.lost), (Likeness.SWAPPED, found.swapped)):
        for other in chars:
            if other not in found.alike:
                start, word = _word_over(han, at, other)
                if len(word) > 1:
                    yield Candidate(other, start, word, likeness, _is_printed(word, page))


def _is_printed(word: str, page: PageWords) -> bool:
    """Tell whether the page prints a word elsewhere that is not in every text."""
    return (len(word) > 2 or (len(word) > 1 and word_cost(word) > RARE)) and word in page.text


def _word_over(han: str, at: int, other: str) -> tuple[int, str]:
    """Return the longest word of the dictionary that a character makes with its neighbours, and where it begins."""
    has_word = segmenter().has_word
    first, last = _reach(han, at, other)
    for size in range(_LONGEST, 1, -1):
        for start in range(max(first, at - size + 1), min(at, last - size) + 1):
            word = han[start:at] + other + han[at + 1 : start + size]
            if has_word(word):
                return start, word
    return at, other


def _reach(han: str, at: int, other: str) -> tuple[int, int]:
    """Return from where to where a word may go that has a character at an offset."""
    behind, ahead = stands_beside(other, han[at - 1 : at], han[at + 1 : at + 2])
    return max(0, at - _LONGEST + 1) if behind else at, min(len(han), at + _LONGEST) if ahead else at + 1

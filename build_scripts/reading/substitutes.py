"""Which characters may be meant by a printed one, as its neighbours speak for them, and the words that they make."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from build_scripts.lexicon import segmenter
from build_scripts.reading.company import rivals, stands_beside
from build_scripts.reading.page_words import PageWords, kin_without_proof
from build_scripts.reading.parts import read_kin
from build_scripts.reading.phrasing import read_word_pairs

_LONGEST = 4
"""Characters of the longest word that is looked for."""


class Substitutes(NamedTuple):
    """What may be meant by a character, as its neighbours speak for it."""

    alike: str
    """Its look-alikes that stand beside one of its neighbours in some word."""
    lost: str
    """Its kin with a part more or less that make a word with one of its neighbours."""
    swapped: str
    """Its kin with another part that make a word with one of its neighbours."""


_NOTHING = Substitutes("", "", "")


def substitutes(before: str, char: str, after: str) -> Substitutes:
    """Return what may be meant by a character between two others, by the words of the dictionary."""
    behind, ahead = _behind(before, char), _ahead(char, after)
    if behind is _NOTHING or ahead is _NOTHING:
        return ahead if behind is _NOTHING else behind
    return Substitutes(*map(union, behind, ahead))


def printed_kin(before: str, char: str, after: str, page: PageWords) -> tuple[str, str]:
    """Return those kin of a character that the page prints beside one of its neighbours: lost and swapped."""
    lost, swapped = found = page.kin[char]
    if not lost and not swapped:
        return found
    pairs = page.pairs
    return (
        "".join([c for c in lost if before + c in pairs or c + after in pairs]) if lost else lost,
        "".join([c for c in swapped if before + c in pairs or c + after in pairs]) if swapped else swapped,
    )


@lru_cache(maxsize=1 << 16)
def _behind(before: str, char: str) -> Substitutes:
    """Return the look-alikes of a character that stand behind another in words, and its kin that make one."""
    rival, kin, has_word = rivals()[char], read_kin().get(char), segmenter().has_word
    alike, lost, swapped = rival.behind(before) if rival else "", "", kin_without_proof(char)
    if kin is not None and before.strip():
        lost = "".join([c for c in kin.lost if has_word(before + c)])
        swapped = swapped or _among(kin.swapped, _beside().behind.get(before))
    return Substitutes(alike, lost, swapped) if alike or lost or swapped else _NOTHING


@lru_cache(maxsize=1 << 16)
def _ahead(char: str, after: str) -> Substitutes:
    """Return the same for another that stands behind them."""
    rival, kin, has_word = rivals()[char], read_kin().get(char), segmenter().has_word
    alike, lost, swapped = rival.ahead(after) if rival else "", "", ""
    if kin is not None and after.strip():
        lost = "".join([c for c in kin.lost if has_word(c + after)])
        swapped = _among(kin.swapped, _beside().ahead.get(after))
    return Substitutes(alike, lost, swapped) if alike or lost or swapped else _NOTHING


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
    return "".join([c for c in chars if c in known]) if known else ""


def union(some: str, others: str) -> str:
    """Return some characters and those of others that are not among them."""
    return some + "".join([c for c in others if c not in some]) if some and others else some or others


def word_over(han: str, at: int, other: str) -> tuple[int, str]:
    """Return the longest word of the dictionary that a character makes with its neighbours, and where it begins."""
    behind, ahead = stands_beside(other, han[at - 1 : at], han[at + 1 : at + 2])
    left = han[max(0, at - _LONGEST + 1) : at] if behind else ""
    right = han[at + 1 : at + _LONGEST] if ahead else ""
    around, has_word = left + other + right, segmenter().has_word
    for start, end in _spans(len(left), len(right)):
        if has_word(around[start:end]):
            return at - len(left) + start, around[start:end]
    return at, other


@cache
def _spans(left: int, right: int) -> tuple[tuple[int, int], ...]:
    """Return where words may stand that take in a character with so many others on both sides, the longest first."""
    sizes = range(min(_LONGEST, left + 1 + right), 1, -1)
    return tuple(
        (start, start + size)
        for size in sizes
        for start in range(max(0, left - size + 1), min(left, left + 1 + right - size) + 1)
    )

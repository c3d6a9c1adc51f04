"""What speaks for a column of type belonging to one article and not to another, apart from its seams.

Names tell most: who is named in one article and in no other is spoken of there. Then words: a column shares more
pairs of characters with the rest of its article than with a neighbour. Then how its lines are set: an article keeps
to one width. All is in nats, measured on 3,000 fragments of some eighty articles, each beside the rest of its own
article and beside another, mostly of the same page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import add, or_

from build_scripts.gazetteer import load_gazetteer
from build_scripts.lexicon import segmenter, word_cost
from build_scripts.model import Role
from build_scripts.reading.drafts import Part
from build_scripts.reading.names import is_surname
from build_scripts.reading.settings import Setting, setting_of
from build_scripts.text import HAN

_BY_WORDS, _MOST_BY_WORDS = 60.0, 4.5
"""What a likeness of 1 would be worth, and the most that words are worth: 93 of 100 fragments are told by them."""
_BY_NAME = 4.0
"""What it is worth that a column has a name which only one of two articles has: 394 times right, once wrong."""
_BY_PLACE = 2.0
"""What it says against a move that only the article which a column stands in has its places: 676 times right, 30 wrong.

For a move names and words say enough; there places moved as many columns wrongly as rightly.
"""
_BY_HOUSE = 1.0
"""What it is worth that only one of two articles speaks of the same house of its own county or city, or of all of
that county: 430 times right, 50 wrong."""
_RARE_NAME = 18.0
"""Cost of the words of a name; what is more frequent is no name of a person."""
_OTHER_SETTING, _OTHER_WIDTH, _SAME_WIDTH = -2.0, -3.0, 1.0
"""What it says that a column is set unlike an article, in lines and not, or wider or narrower; or as wide."""
_ALIKE, _BY_LIKENESS = 0.07, 70.0
"""Likeness at which two texts are as often of one article as of two of a page (medians 0.10 and 0.05), and how fast
that changes."""
_SAME_MATTER = 0.33
"""Share of one article that stands in another which tells the same story; their words do not tell them apart."""
_RUN = re.compile(f"[{HAN}]{{2,}}")


@dataclass(frozen=True, slots=True)
class Column:
    """The pieces of a column by their numbers in the flow, and what is left of the article that it stands in."""

    pieces: Sequence[int]
    article: int
    rest: Sequence[int]


class Marks:
    """What the pieces of a page have in common; pieces have the numbers of its flow, articles those of its drafts."""

    def __init__(self, flow: Sequence[Part], heads: Sequence[str]) -> None:
        """Take the pieces of a page, and what is printed above each of its articles."""
        pairs, names, places, houses = _Bits(), _Bits(), _Bits(), _Bits()
        self._words = [_as_bits(_pairs(piece.text), pairs) for _, piece, _ in flow]
        self._names = [_as_bits(_names(piece.text), names) for _, piece, _ in flow]
        self._places = [_as_bits(_places(piece.text), places) for _, piece, _ in flow]
        self._houses = [_as_bits(_houses(piece.text), houses) for _, piece, _ in flow]
        self._heads = [_as_bits(_pairs(head), pairs) for head in heads]
        self._named = [_as_bits(_names(head), names) for head in heads]
        self._housed = [_as_bits(_houses(head), houses) for head in heads]
        self._placed = [_as_bits(_places(head), places) for head in heads]
        bodies = [piece if role is Role.BODY else None for role, piece, _ in flow]
        self._settings = [setting_of(piece) if piece else None for piece in bodies]
        self._widths = [piece.width if piece else 0.0 for piece in bodies]

    def weigh(self, column: Column, article: int, there: Sequence[int]) -> float:
        """Return what speaks for a column belonging to another article, with its pieces, than the one it stands in."""
        by_setting = self._weigh_setting(column.pieces, there) - self._weigh_setting(column.pieces, column.rest)
        words = _union(self._words, column.pieces)
        words_there = _union(self._words, there) | self._heads[article]
        words_here = _union(self._words, column.rest) | self._heads[column.article]
        if _common(words_there, words_here) > _SAME_MATTER:
            return by_setting
        likeness = _likeness(words, words_there) - _likeness(words, words_here)
        return (
            max(-_MOST_BY_WORDS, min(_MOST_BY_WORDS, _BY_WORDS * likeness))
            + _BY_NAME * _told_apart(self._names, self._named, column, article, there)
            + _BY_PLACE * min(0, _told_apart(self._places, self._placed, column, article, there))
            + _BY_HOUSE * _told_apart(self._houses, self._housed, column, article, there)
            + by_setting
        )

    def together(self, section: Sequence[int], article: int, pieces: Sequence[int]) -> float:
        """Return what speaks for a section and an article, with its pieces, being one."""
        own = {*section, *pieces}
        elsewhere = _union(self._names, [i for i in range(len(self._names)) if i not in own])
        names = _union(self._names, section) & (_union(self._names, pieces) | self._named[article]) & ~elsewhere
        likeness = _likeness(_union(self._words, section), _union(self._words, pieces) | self._heads[article])
        return _BY_LIKENESS * (likeness - _ALIKE) + _BY_NAME * bool(names)

    def _weigh_setting(self, column: Sequence[int], rest: Sequence[int]) -> float:
        """Return what it says that a column is set as the rest of an article is, or is not."""
        settings: list[set[Setting]] = [{s for i in some if (s := self._settings[i])} for some in (column, rest)]
        widths: list[set[float]] = [{w for i in some if (w := self._widths[i])} for some in (column, rest)]
        worth = _OTHER_SETTING if all(settings) and not settings[0] & settings[1] else 0.0
        if all(widths):
            near = min(abs(a - b) for a in widths[0] for b in widths[1])
            worth += _SAME_WIDTH if near <= 1 else _OTHER_WIDTH
        return worth


def _told_apart(table: Sequence[int], heads: Sequence[int], column: Column, article: int, there: Sequence[int]) -> int:
    """Return 1 where what only one of two articles names speaks for another, -1 for the own, 0 for both or neither."""
    named_there = _union(table, there) | heads[article]
    named_here = _union(table, column.rest) | heads[column.article]
    named = _union(table, column.pieces) & (named_there ^ named_here)
    return bool(named & named_there) - bool(named & named_here)


def _union(table: Sequence[int], numbers: Iterable[int]) -> int:
    found = 0
    for i in numbers:
        found |= table[i]
    return found


def _likeness(some: int, others: int) -> float:
    """Return how many members two sets share, beside how many they have (cosine)."""
    shared = (some & others).bit_count()
    return shared / math.sqrt(some.bit_count() * others.bit_count()) if shared else 0.0


def _common(some: int, others: int) -> float:
    """Return which share of the smaller of two sets is in the other."""
    return (some & others).bit_count() / max(1, min(some.bit_count(), others.bit_count()))


class _Bits(dict[str, int]):
    """A bit for everything that is asked for, given out one after the other."""

    def __missing__(self, one: str) -> int:
        """Give a bit to what is asked for the first time."""
        bit = self[one] = 1 << len(self)
        return bit


def _as_bits(found: Iterable[str], bits: _Bits) -> int:
    """Return a set as a number in which each member is a bit."""
    return reduce(or_, map(bits.__getitem__, found), 0)


def _pairs(text: str) -> Iterator[str]:
    """Return the pairs of Han characters that stand side by side in a text."""
    return chain.from_iterable(map(add, run, run[1:]) for run in _RUN.findall(text))


def _names(text: str) -> Iterator[str]:
    """Yield what may be names of people: a surname, and behind it characters that make no common word with it."""
    for run in _RUN.findall(text):
        words = segmenter().cut(run, hmm=False)
        for i, word in enumerate(words[:-1]):
            if len(word) > 1 or not is_surname(word):
                continue
            given = words[i + 1]
            if len(given) == 1 and i + 2 < len(words) and len(words[i + 2]) == 1:
                given += words[i + 2]
            if len(given) <= 2 and sum(map(word_cost, (word, *segmenter().cut(given, hmm=False)))) >= _RARE_NAME:
                yield word + given


_HOUSE = re.compile(
    "[县市区省镇乡](?:中医医?院|人民医院|妇幼保健院|疾控中心|卫生健康局|卫[健生计]局|医保局|卫健委)|[全我][县市区省]"
)


def _houses(text: str) -> list[str]:
    """Return the houses that a text names by their rank alone, and whether it speaks of all a county or a city."""
    return _HOUSE.findall(text)


def _places(text: str) -> Iterator[str]:
    """Yield the counties and cities that a text names, by their short names."""
    gazetteer = load_gazetteer()
    for run in _RUN.findall(text):
        for word in segmenter().cut(run, hmm=False):
            if len(word) == 1:
                continue
            codes = gazetteer.names.get(word, ())
            if not codes and word in gazetteer.shorts and all(kind == "ns" for _, kind in segmenter().tag(word)):
                codes = gazetteer.shorts[word]
            if codes:
                yield gazetteer[codes[0]].short

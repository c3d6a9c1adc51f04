"""Which of the characters that a printed one may be misread for makes likelier words, by a wide margin.

What the word pairs gain by a candidate is held against what one like it must gain: less where the two are
mistaken often or the page prints the word elsewhere, more beside a surname. The points were fitted (logistic
regression) on characters misread on purpose in clean pages, and on 725,000 characters of clean newspaper
text, where they show one false alarm in 25,000 characters, most of them in names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from build_scripts.lexicon import word_cost
from build_scripts.reading.company import candidates, lookalikes, mistaken_often
from build_scripts.reading.likelihood import cost_alone, gain_of, rough_gain, strangeness
from build_scripts.reading.misreads import Lookalike
from build_scripts.reading.name_guards import first_of_person, is_before_name, is_name
from build_scripts.reading.page_words import PageWords, usual_characters
from build_scripts.reading.substitutes import printed_kin, substitutes, union, word_over

_OFTEN, _ROW, _SHAPE, _PART, _SWAPPED = 6.0, 8.2, 11.8, 12.0, 15.0
"""Nats of the word pairs that are needed, by how two characters are alike: mistaken often, in an editors' row,
drawn alike, with a part more or less, with another part."""
_PRINTED = 6.3
"""Nats less where the page prints the word elsewhere."""
_UNUSUAL = 9.0
"""Nats less where no simplified print has the printed character: it is not among those of GB 2312."""
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
"""None of these is made: no figure stands in the archive that is not on the page."""
_NAME = 3.0
"""Nats more where what would be made is nothing but a name."""
_BEFORE_NAME = 2.0
"""Nats more before what ends a name: 镇, 公司."""
_SURNAME = 5.0
"""Nats more where a surname stands before."""
_ELSEWHERE = (0.0, 2.0, 3.5, 3.5, 5.0)
"""Nats more where the page prints the character elsewhere, once to four times: it is one of its subjects."""
_COMMON, _RARE = 8.0, 13.0
"""Cost of characters that stand in every text, whatever its subject, and of those that hardly stand in any."""
_ROUGH = 5.0
"""Nats that a rough reckoning may lack for a candidate that is weighed at all."""
_CLEAR = 1.5
"""Nats by which the best must beat the next."""
_STRANGE = 7.5
"""Nats that a character must cost between its neighbours; one in thirty of those rightly mended costs less."""
_STRANGE_OFTEN = 3.5
"""The same for those that are mistaken often: the commonest of them stand in every text, 人 for 入."""
_STRANGE_PART, _STRANGE_SWAPPED = 8.0, 10.0
"""The same for those that have a part more or less, and for those that have another."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of a text, with nothing but line feeds between what is Han."""

    text: str
    """As printed."""
    han: str
    words: list[str]


def likelier_word(clause: Clause, i: int, at: int, page: PageWords) -> Lookalike | None:
    """Return the character that is meant in place of the word `i` at an offset, where that is almost sure."""
    han, words, char = clause.han, clause.words, clause.words[i]
    if page.is_traditional:
        return None
    strange = strangeness(words[i - 1] if i else "", char, words[i + 1] if i + 1 < len(words) else "")
    if strange < _STRANGE_OFTEN or (strange < _STRANGE and char not in mistaken_often()):
        return None
    hopes = _hopes(han, at, page, strange)
    if not hopes:
        return None
    meant = _subject_cost(char, page)
    weighed = [
        (gain_of(han, at, hope.other) - (hope.needed + meant), hope)
        for hope in hopes
        if hope.rough > hope.needed + meant - _ROUGH
    ]
    if not weighed:
        return None
    weighed.sort(key=lambda pair: (pair[0], pair[1].other), reverse=True)
    worth, best = weighed[0]
    if worth < 0 or (len(weighed) > 1 and worth - weighed[1][0] < _CLEAR):
        return None
    found = Lookalike(at, best.other, best.word, best.start)
    return found if worth >= _names_cost(clause, i, found) else None


class Hope(NamedTuple):
    """A character that may be meant, with what decides whether it is."""

    other: str
    start: int
    word: str
    rough: float
    """About what is gained by it."""
    needed: float
    """What must be gained."""


def _hopes(han: str, at: int, page: PageWords, strange: float) -> list[Hope]:
    """Return what may be meant by a character and may gain what that needs, by a rough reckoning."""
    hopes = []
    for other, needs in _tried(han, at, page, strange):
        if other in _NUMERALS:
            continue
        start, word = word_over(han, at, other)
        if len(word) == 1:
            rough, needed = strange - cost_alone(word), needs.alone
        else:
            rough, needed = rough_gain(strange, word, at - start), needs.word
            if needs.printed - _ROUGH < rough and page.prints(word):
                needed = needs.printed
        if rough > needed - _ROUGH:
            hopes.append(Hope(other, start, word, rough, needed))
    return hopes


def _tried(han: str, at: int, page: PageWords, strange: float) -> list[tuple[str, Needs]]:
    """Return the characters that are weighed for one that is so strange between its neighbours."""
    before, char, after = han[at - 1 : at], han[at], han[at + 1 : at + 2]
    alike, lost, swapped = substitutes(before, char, after)
    if strange < _STRANGE:
        often = mistaken_often()[char]
        alike = "".join([other for other in alike if other in often]) if alike else alike
    tried = list(map(_needed_alike(char).__getitem__, alike)) if alike else []
    if strange >= _STRANGE_PART:
        printed_lost, printed_swapped = printed_kin(before, char, after, page)
        if lost or printed_lost:
            tried += [(other, _OF_PART) for other in union(lost, printed_lost) if other not in alike]
        if strange >= _STRANGE_SWAPPED and (swapped or printed_swapped):
            tried += [(other, _OF_SWAPPED) for other in union(swapped, printed_swapped) if other not in alike]
    return tried


class Needs(NamedTuple):
    """What a character must gain at least in place of another."""

    alone: float
    """Where it makes no word with its neighbours."""
    word: float
    """Where it makes one."""
    printed: float
    """Where it makes one that the page prints elsewhere."""


_OF_PART = Needs(math.inf, _PART, _PART - _PRINTED)
"""For those that have a part more or less; without a word they are not weighed at all."""
_OF_SWAPPED = Needs(math.inf, _SWAPPED, _SWAPPED - _PRINTED)
"""For those that have another part."""


@cache
def _needed_alike(char: str) -> dict[str, tuple[str, Needs]]:
    """Return each look-alike of a character with what it needs."""
    less = 0.0 if char in usual_characters() else _UNUSUAL
    rows, often = lookalikes().get(char, ""), mistaken_often().get(char, "")
    found = {}
    for other in candidates()[char]:
        needed = _OFTEN if other in often else _ROW if other in rows else _SHAPE
        found[other] = other, Needs(needed - less, needed - less, needed - _PRINTED - less)
    return found


def _subject_cost(char: str, page: PageWords) -> float:
    """Return what is needed more where the page prints the character elsewhere."""
    if not _COMMON < word_cost(char) <= _RARE:
        return 0.0
    return _ELSEWHERE[min(max(page.text.count(char) - 1, 0), len(_ELSEWHERE) - 1)]


def _names_cost(clause: Clause, i: int, found: Lookalike) -> float:
    """Return what is needed more beside names; a word that takes the surname in is no name: 周期."""
    text, at = clause.text, found.offset
    first = first_of_person(clause.words, i)
    of_person = first is not None and not (first and found.start <= at - first)
    cost = _SURNAME if of_person else 0.0
    cost += _NAME if is_name(found.word) else 0.0
    return cost + (_BEFORE_NAME if is_before_name(text, at + 1) else 0.0)

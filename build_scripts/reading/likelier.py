"""Which of the characters that a printed one may be misread for makes likelier words, by a wide margin.

What the word pairs gain by a candidate is held against what one like it must gain: less where the two are
mistaken often or the page prints the word elsewhere, more beside a surname. The points were fitted (logistic
regression) on characters misread on purpose in clean pages, and on 725,000 characters of clean newspaper
text, where they show one false alarm in 25,000 characters, most of them in names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from build_scripts.lexicon import word_cost
from build_scripts.reading.company import mistaken_often
from build_scripts.reading.likelihood import gain_of, rough_gain, strangeness
from build_scripts.reading.misreads import Lookalike
from build_scripts.reading.name_guards import first_of_person, is_before_name, is_name
from build_scripts.reading.page_words import PageWords, usual_characters
from build_scripts.reading.substitutes import Candidate, Likeness, find_alike, find_kin, substitutes

_NEEDED = {
    Likeness.OFTEN: 6.0,
    Likeness.ROW: 8.2,
    Likeness.SHAPE: 11.8,
    Likeness.PART: 12.0,
    Likeness.SWAPPED: 15.0,
}
"""Nats of the word pairs that are needed, by how the two characters are alike."""
_PRINTED = 6.3
"""Nats less where the page prints the word elsewhere."""
_UNUSUAL = 9.0
"""Nats less where no simplified print has the printed character: it is not among those of GB 2312."""
_DRAWN_ALIKE = (Likeness.OFTEN, Likeness.ROW, Likeness.SHAPE)
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
    han, words = clause.han, clause.words
    if page.is_traditional:
        return None
    strange = strangeness(words[i - 1] if i else "", words[i], words[i + 1] if i + 1 < len(words) else "")
    if strange < _STRANGE_OFTEN or (strange < _STRANGE and words[i] not in mistaken_often()):
        return None
    meant = _subject_cost(words[i], page)
    weighed = []
    for one in _find(han, at, page, strange):
        needed = _needed(one, words[i]) + meant
        if rough_gain(strange, one.word, at - one.start) > needed - _ROUGH:
            weighed.append((gain_of(han, at, one.other) - needed, one))
    if not weighed:
        return None
    weighed.sort(key=lambda pair: (pair[0], pair[1].other), reverse=True)
    worth, one = weighed[0]
    if worth < 0 or (len(weighed) > 1 and worth - weighed[1][0] < _CLEAR):
        return None
    found = Lookalike(at, one.other, one.word, one.start)
    return found if worth >= _names_cost(clause, i, found) else None


def _find(han: str, at: int, page: PageWords, strange: float) -> Iterator[Candidate]:
    """Yield what may be meant by a character that is so strange between its neighbours."""
    others = substitutes(han, at, page)
    if others is None:
        return
    alike = find_alike(han, at, others, page)
    if strange < _STRANGE_SWAPPED:
        others = others._replace(swapped="")
    kin = find_kin(han, at, others, page) if strange >= _STRANGE_PART else ()
    for one in chain(alike, kin):
        if (strange >= _STRANGE or one.likeness is Likeness.OFTEN) and one.other not in _NUMERALS:
            yield one


def _needed(one: Candidate, char: str) -> float:
    """Return what a candidate must gain at least in place of a character."""
    needed = _NEEDED[one.likeness] - (_PRINTED if one.printed else 0.0)
    return needed - (_UNUSUAL if one.likeness in _DRAWN_ALIKE and char not in usual_characters() else 0.0)


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

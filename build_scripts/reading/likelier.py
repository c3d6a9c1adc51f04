"""Which of the characters that a printed one may be misread for makes likelier words, by a wide margin.

Two models must agree: the frequencies of the segmenter's dictionary and, where it is certain enough by
itself, the word pairs. What the page prints elsewhere needs less: a misread word is often printed
right a few lines on. The limits were found on 350,000 characters of clean newspaper text, where they
show one false alarm in 10,000 characters, most of them names that the guards then let alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.reading.company import lookalikes, mistaken_often
from build_scripts.reading.likelihood import gain_of, strangeness
from build_scripts.reading.misreads import Lookalike
from build_scripts.reading.name_guards import first_of_person, is_name
from build_scripts.reading.page_words import PageWords, usual_characters
from build_scripts.reading.parts import kin_in_words, read_kin

GAIN = 7.0
"""Nats by which the mended clause must be likelier. At 7 the thirteen reference articles, which
have no such misprints, show two false alarms in 18,000 characters before the guards below, none after."""
MARGIN = 2.0
"""Nats by which the best look-alike must beat the next."""
_WINDOW = 7
"""Characters on either side within which words are weighed."""


class Likeness(Enum):
    """How a printed character is like the one that may be meant."""

    OFTEN = "mistaken often"
    ROW = "editors' row"
    SHAPE = "drawn alike"
    PART = "a part lost or gained"
    SWAPPED = "another part"


_NEEDED = {
    (Likeness.OFTEN, False): 5.5,
    (Likeness.ROW, False): 9.5,
    (Likeness.SHAPE, False): 12.0,
    (Likeness.PART, False): 13.0,
    (Likeness.OFTEN, True): 3.0,
    (Likeness.ROW, True): 4.0,
    (Likeness.SHAPE, True): 5.0,
    (Likeness.PART, True): 5.5,
    (Likeness.SWAPPED, True): 8.5,
}
"""Nats of the word pairs that are needed, without and with the word elsewhere on the page."""
_NEEDED_UNUSUAL = 16.0
"""Nats that are needed where no ordinary text has the printed character: it is not among those of GB 2312."""
_HANDICAP = {
    Likeness.OFTEN: 0.0,
    Likeness.ROW: 1.0,
    Likeness.SHAPE: 2.0,
    Likeness.PART: 3.0,
    Likeness.SWAPPED: 6.0,
}
"""Nats by which one that is less like must be likelier."""
_PRINTED = 2.5
"""Nats that it is worth that the page prints the word elsewhere."""
_STRANGE = 7.5
"""Nats that a character must cost between its neighbours; one in thirty of those rightly mended costs less."""
_STRANGER = 8.0
"""Nats that it must cost for those that differ by a part to be tried."""
_FEW = 12
"""Kin of a character that are looked for on the page without a word of the dictionary."""
_CLEAR = 1.5
"""Nats of the word pairs by which the best must beat the next."""
_AGREE = 1.0
"""Nats by which the word pairs must prefer what the dictionary prefers."""
_RARE = 9.0
"""Cost of a word that is no word of every text: that the page prints 为了 proves nothing."""
_AT_FIGURE = 3.0
"""Nats that are needed beyond that beside a figure, where the words of a clause are few."""
_OF_NAME = 5.0
"""Nats that are needed beyond that where a surname stands before."""


@dataclass(frozen=True, slots=True)
class _Choice:
    found: Lookalike
    likeness: Likeness
    printed: bool
    """True where the page prints the word elsewhere."""

    @property
    def worth(self) -> float:
        return self.found.gain - _HANDICAP[self.likeness] + (_PRINTED if self.printed else 0.0)

    @property
    def needed(self) -> float:
        return _NEEDED.get((self.likeness, self.printed), float("inf"))


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of a text, with nothing but line feeds between what is Han."""

    text: str
    """As printed."""
    han: str
    words: list[str]


def likelier_word(clause: Clause, i: int, at: int, others: str, page: PageWords) -> Lookalike | None:
    """Return the character that is meant in place of the word `i` at an offset, where that is almost sure.

    `others` are its look-alikes that make words with their neighbours.
    """
    text, han, words = clause.text, clause.han, clause.words
    strange = strangeness(_word(words, i - 1), words[i], _word(words, i + 1))
    if page.is_traditional or strange < (_STRANGE if others else _STRANGER):
        return None
    found = _choices(han, at, others, page, kin=strange >= _STRANGER)
    choices = sorted(found, key=lambda c: (c.worth, c.found.right), reverse=True)
    best = _best(han, words, i, at, others) if others else None
    if best is not None:
        if is_name(best.word) or best.gain < GAIN + _name_costs(words, i, best) + _figure_costs(text[at - 1 : at]):
            return None
        alike = [c for c in choices if c.likeness not in (Likeness.PART, Likeness.SWAPPED)]
        ahead = alike[0].worth - (alike[1].worth if len(alike) > 1 else 0.0) if alike else 0.0
        return best if alike and alike[0].found.right == best.right and ahead >= _AGREE else None
    if not choices:
        return None
    first = choices[0]
    needed = first.needed if han[at] in usual_characters() else _NEEDED_UNUSUAL
    needed += _name_costs(words, i, first.found) + _figure_costs(text[at - 1 : at + 2])
    clear = len(choices) == 1 or first.worth - choices[1].worth >= _CLEAR
    if first.found.gain < needed or not clear or len(first.found.word) == 1:
        return None
    if is_name(first.found.word) and not first.printed:
        return None
    return first.found


def _name_costs(words: list[str], i: int, found: Lookalike) -> float:
    """Return what is needed more where a name may stand; a word that takes the surname in is none: 周期."""
    first = first_of_person(words, i)
    return 0.0 if first is None or (first and found.start <= found.offset - first) else _OF_NAME


def _figure_costs(around: str) -> float:
    return _AT_FIGURE if any(map(str.isdigit, around)) else 0.0


def _choices(han: str, at: int, others: str, page: PageWords, *, kin: bool) -> Iterator[_Choice]:
    """Yield the characters that may be meant, each once, with the word that it makes and what that gains.

    `kin`: those that differ by a part are among them.
    """
    rows, often = lookalikes().get(han[at], ""), mistaken_often().get(han[at], "")
    for other in others:
        likeness = Likeness.OFTEN if other in often else Likeness.ROW if other in rows else Likeness.SHAPE
        yield _choice(han, at, other, likeness, page)
    for likeness, chars in _kin(han, at, page) if kin else ():
        for other in chars:
            if other not in others and len(_word_over(han, at, other)[1]) > 1:
                yield _choice(han, at, other, likeness, page)


def _kin(han: str, at: int, page: PageWords) -> Iterator[tuple[Likeness, str]]:
    """Yield the kin of a character that its neighbours speak for, by what differs."""
    char, before, after = han[at], han[at - 1 : at], han[at + 1 : at + 2]
    kin = read_kin().get(char)
    if kin is None:
        return
    lost = kin_in_words(before, char, after)
    if word_cost(char) < _RARE:  # what stands alone often is hardly a part of another, or another with one
        yield Likeness.PART, lost
        return
    if len(kin.lost) <= _FEW:
        lost += "".join(c for c in page.beside(before, kin.lost, after) if c not in lost)
    yield Likeness.PART, lost
    yield Likeness.SWAPPED, page.beside(before, kin.swapped, after) if char in usual_characters() else kin.swapped


def _word(words: list[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) and words[i] != "\n" else ""


def _choice(han: str, at: int, other: str, likeness: Likeness, page: PageWords) -> _Choice:
    start, word = _word_over(han, at, other)
    printed = (len(word) > 2 or (len(word) > 1 and word_cost(word) > _RARE)) and word in page.text
    return _Choice(Lookalike(at, other, word, start, gain_of(han, at, other)), likeness, printed)


def _word_over(han: str, at: int, other: str) -> tuple[int, str]:
    """Return the longest word of the dictionary that a character makes with its neighbours, and where it begins."""
    has_word = segmenter().has_word
    for size in (4, 3, 2):
        for start in range(max(0, at - size + 1), at + 1):
            word = han[start:at] + other + han[at + 1 : start + size]
            if len(word) == size and has_word(word):
                return start, word
    return at, other


def _best(han: str, words: list[str], i: int, at: int, others: str) -> Lookalike | None:
    """Return which of the others in place of the word `i` makes the words around it likelier by far, if one does."""
    first, last, left, right = i, i + 1, at, at + 1
    while first and left > at - _WINDOW and words[first - 1] != "\n":
        first -= 1
        left -= len(words[first])
    while last < len(words) and right <= at + _WINDOW and words[last] != "\n":
        right += len(words[last])
        last += 1
    before, after = han[left:at], han[at + 1 : right]
    printed = sum(map(word_cost, words[first:last]))
    found = []
    for other in others:
        mended = segmenter().cut(before + other + after, hmm=False)
        end = left
        for made in mended:
            end += len(made)
            if end > at:
                break
        if len(made) > 1:
            gain = printed - sum(map(word_cost, mended))
            found.append(Lookalike(at, other, made, end - len(made), gain))
    if not found:
        return None
    found.sort(key=lambda f: (f.gain, f.right, f.word), reverse=True)
    if found[0].gain < GAIN:
        return None
    return found[0] if len(found) == 1 or found[0].gain - found[1].gain >= MARGIN else None

"""Which of the characters that a printed one may be misread for makes likelier words, by a wide margin.

Two models must agree: the frequencies of the segmenter's dictionary and, where it is certain enough by
itself, the word pairs. What the page prints elsewhere needs less: a misread word is often printed
right a few lines on. The limits were found on 350,000 characters of clean newspaper text, where they
show one false alarm in 10,000 characters, most of them names that the guards then let alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.reading.likelihood import gain_of, strangeness
from build_scripts.reading.misreads import Lookalike
from build_scripts.reading.name_guards import first_of_person, is_name
from build_scripts.reading.page_words import PageWords, usual_characters
from build_scripts.reading.substitutes import Candidate, Likeness, find_alike, find_kin, substitutes

GAIN = 7.0
"""Nats by which the mended clause must be likelier. At 7 the thirteen reference articles, which
have no such misprints, show two false alarms in 18,000 characters before the guards below, none after."""
MARGIN = 2.0
"""Nats by which the best look-alike must beat the next."""
_WINDOW = 7
"""Characters on either side within which words are weighed."""


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
_PLAIN = 5.0
"""Cost of a character that stands alone in every other sentence: 的, 了, 在."""
_STRANGER = 8.0
"""Nats that it must cost for those that differ by a part to be tried."""
_CLEAR = 1.5
"""Nats of the word pairs by which the best must beat the next."""
_AGREE = 1.0
"""Nats by which the word pairs must prefer what the dictionary prefers."""
_AT_FIGURE = 3.0
"""Nats that are needed beyond that beside a figure, where the words of a clause are few."""
_OF_NAME = 5.0
"""Nats that are needed beyond that where a surname stands before."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A candidate that has been weighed."""

    found: Lookalike
    candidate: Candidate

    @property
    def worth(self) -> float:
        printed = _PRINTED if self.candidate.printed else 0.0
        return self.found.gain - _HANDICAP[self.candidate.likeness] + printed


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
    if strange < _STRANGE or (others := substitutes(han, at, page)) is None:
        return None
    if not others.alike and (strange < _STRANGER or word_cost(words[i]) < _PLAIN):
        return None
    best = _best(han, words, i, at, others.alike) if others.alike else None
    if best is None:
        candidates = list(find_alike(han, at, others, page))
        if strange >= _STRANGER:
            candidates += find_kin(han, at, others, page)
        return _by_pairs(clause, i, at, candidates)
    if is_name(best.word) or best.gain < GAIN + _name_costs(words, i, best) + _figure_costs(clause.text[at - 1 : at]):
        return None
    choices = _sorted([_weigh(han, at, one) for one in find_alike(han, at, others, page)])
    ahead = choices[0].worth - (choices[1].worth if len(choices) > 1 else 0.0)
    return best if choices[0].found.right == best.right and ahead >= _AGREE else None


def _by_pairs(clause: Clause, i: int, at: int, candidates: list[Candidate]) -> Lookalike | None:
    """Return the candidate that the word pairs alone are sure of."""
    text, han = clause.text, clause.han
    # The one that is meant makes a word; where none of those gains enough, the others need not be weighed.
    choices = [_weigh(han, at, one) for one in candidates if len(one.word) > 1]
    if not any(choice.found.gain >= _needed(choice.candidate, han[at]) for choice in choices):
        return None
    choices += [_weigh(han, at, one) for one in candidates if len(one.word) == 1]
    first, *rest = _sorted(choices)
    needed = _needed(first.candidate, han[at])
    needed += _name_costs(clause.words, i, first.found) + _figure_costs(text[at - 1 : at + 2])
    clear = not rest or first.worth - rest[0].worth >= _CLEAR
    if first.found.gain < needed or not clear or len(first.found.word) == 1:
        return None
    if is_name(first.found.word) and not first.candidate.printed:
        return None
    return first.found


def _needed(one: Candidate, char: str) -> float:
    """Return what a candidate must gain at least in place of a character."""
    return _NEEDED.get((one.likeness, one.printed), math.inf) if char in usual_characters() else _NEEDED_UNUSUAL


def _sorted(choices: list[_Choice]) -> list[_Choice]:
    return sorted(choices, key=lambda c: (c.worth, c.found.right), reverse=True)


def _weigh(han: str, at: int, one: Candidate) -> _Choice:
    return _Choice(Lookalike(at, one.other, one.word, one.start, gain_of(han, at, one.other)), one)


def _name_costs(words: list[str], i: int, found: Lookalike) -> float:
    """Return what is needed more where a name may stand; a word that takes the surname in is none: 周期."""
    first = first_of_person(words, i)
    return 0.0 if first is None or (first and found.start <= found.offset - first) else _OF_NAME


def _figure_costs(around: str) -> float:
    return _AT_FIGURE if any(map(str.isdigit, around)) else 0.0


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
    found = []
    for other in others:
        mended = segmenter().cut(before + other + after, hmm=False)
        end = left
        for made in mended:
            end += len(made)
            if end > at:
                break
        if len(made) > 1:
            gain = sum(map(word_cost, words[first:last])) - sum(map(word_cost, mended))
            found.append(Lookalike(at, other, made, end - len(made), gain))
    if not found:
        return None
    found.sort(key=lambda f: (f.gain, f.right, f.word), reverse=True)
    if found[0].gain < GAIN:
        return None
    return found[0] if len(found) == 1 or found[0].gain - found[1].gain >= MARGIN else None

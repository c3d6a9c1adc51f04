"""Misread characters found by what their look-alikes would make: the likelier words win, by a wide margin.

A character that stands alone between words is tried against the characters that it is misread
for. The gain is how much likelier the words of the clause become, by the frequencies of the
segmenter's dictionary (a unigram model). What the page prints twice in the same form, and names of
firms and people, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from build_scripts.gazetteer import load_gazetteer, town_names
from build_scripts.lexicon import segmenter, word_cost
from build_scripts.reading.bylines import dateline_end
from build_scripts.reading.company import rivals
from build_scripts.tables import read_table, read_words
from build_scripts.text import HAN

GAIN = 7.0
"""Nats by which the mended clause must be likelier. At 7 the thirteen reference articles, which
have no such misprints, show two false alarms in 18,000 characters before the guards below, none after."""
MARGIN = 2.0
"""Nats by which the best look-alike must beat the next."""
_WINDOW = 7
"""Characters on either side within which words are weighed."""
_RARE = 13.0
"""Cost of a character that hardly stands alone in ordinary text."""
_BETWEEN = re.compile(f"[^{HAN}]")
_NAME_AFTER = re.compile(f"[{HAN}]{{0,8}}(有限|公司|集团|股份)|[{HAN}]{{0,2}}(街道|社区|村|镇|乡)")
_NAME_REACH = 10
"""Characters that _NAME_AFTER looks at."""


Threes = list[tuple[str, set[str]]]
"""Characters with every three in a row on a page that each is among."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A misread character: offset in the text, and the words that it spoils and makes."""

    offset: int
    right: str
    word: str
    start: int
    """Offset of the word."""
    gain: float


class _Printed(dict[str, Threes]):
    """Characters with those of their rarer look-alikes that a page prints; filled as they are asked for."""

    def __init__(self, text: str) -> None:
        """Take the text of a page, without spaces."""
        super().__init__()
        self.text = text

    def __missing__(self, char: str) -> Threes:
        """Return the rarer look-alikes of a character that is asked for the first time."""
        rival = rivals()[char]
        others = rival.rarer if rival else ""
        found = self[char] = [(other, self._threes(other)) for other in others if other in self.text]
        return found

    def _threes(self, char: str) -> set[str]:
        """Return every three characters in a row on the page that a character is among."""
        found: set[str] = set()
        text, at = self.text, self.text.find(char)
        while at >= 0:
            found.update((text[at : at + 3], text[at - 1 : at + 2], text[at - 2 : at + 1]))
            at = text.find(char, at + 1)
        return found


@lru_cache(maxsize=1)
def _printed(page_text: str) -> _Printed:
    return _Printed(page_text)


def find_lookalikes(text: str, page_text: str) -> Iterator[Lookalike]:
    """Yield the characters of a text that are almost surely misread; `page_text` is what the page prints."""
    table, printed = rivals(), _printed(page_text)
    han = _BETWEEN.sub("\n", text)  # no word goes over what is not Han
    words = segmenter().cut(han, hmm=False)
    named = dateline_end(text)  # names can be any characters
    end = 0
    for i, word in enumerate(words):
        start = end
        end += len(word)
        if end - start > 1 or (rival := table[word]) is None or start < named:
            continue
        before, after = han[start - 1 : start], han[end : end + 1]
        keep_company = before in rival.behind or after in rival.ahead or rival.unknown
        others = rival.beside(before, after) if keep_company else ""
        rarer = printed[word]
        found = _printed_elsewhere(han, start, rarer, printed) if rarer else None
        if not (found or others) or _NAME_AFTER.match(text, end, end + _NAME_REACH):
            continue
        if found is None:
            found = _best(han, words, i, start, others)
            if found is None or _is_kept(han, start, page_text):
                continue
        if _is_of_person(text, start) or _is_of_town(han, start) or _names_a_place(found):
            continue
        yield found


@cache
def _towns() -> frozenset[str]:
    """Return the names of towns and streets without their rank: 彩屯 for 彩屯街道."""
    return frozenset(name for town in town_names() if len(name := _RANK.sub("", town)) > 1)


_RANK = re.compile("(?:街道(?:办事处)?|[镇乡村])$")


def _is_of_town(han: str, at: int) -> bool:
    """Tell whether a character stands in the name of a town, with a neighbour or two."""
    starts = range(max(0, at - 2), at + 1)
    return any(han[i : i + size] in _towns() for i in starts for size in (2, 3) if i + size > at)


def _names_a_place(found: Lookalike) -> bool:
    """Tell whether a mended word is the name of a place that the page does not print: 文县 for 交县. None is made."""
    place = load_gazetteer().match_prefix(found.word)
    return place is not None and place[0] == found.word and found.offset < found.start + len(found.word) - 1


@cache
def _person() -> re.Pattern[str]:
    said = "|".join(read_words("headings", "said"))
    return re.compile(rf"[{read_table('bylines')['surnames']}][{HAN}]{{1,2}}(?={said})")


def _is_of_person(text: str, at: int) -> bool:
    """Tell whether a character stands in the name of somebody who speaks: 霍建民说."""
    return any(at >= k and (m := _person().match(text, at - k)) is not None and m.end() > at for k in (1, 2))


def _repeated(phrase: str, page_text: str) -> bool:
    """Tell whether a page prints a phrase twice or more."""
    first = page_text.find(phrase)
    return first >= 0 and page_text.find(phrase, first + len(phrase)) >= 0


def _is_kept(han: str, at: int, page_text: str) -> bool:
    """Tell whether the page prints the character in the same company elsewhere."""
    if word_cost(han[at]) > _RARE:
        return False
    around = [han[max(0, at - 1) : at + 1], han[at : at + 2]]
    return any(len(pair) == 2 and "\n" not in pair and _repeated(pair, page_text) for pair in around)


def _printed_elsewhere(han: str, at: int, others: Threes, page: _Printed) -> Lookalike | None:
    """Return the look-alike whose three characters the page prints elsewhere, where the printed ones stand once."""
    char = han[at]
    for start in range(max(at - 2, 0), at + 1):
        before, after = han[start:at], han[at + 1 : start + 3]
        for other, known in others:
            mended = before + other + after
            if mended not in known or len(mended) < 3:
                continue
            printed = before + char + after
            # Printed twice it is meant so, and a word of its own speaks for what is printed.
            if page.text.count(printed) == 1 and len(segmenter().cut(printed, hmm=False)) == 3:
                return Lookalike(at, other, mended, start, GAIN)
    return None


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

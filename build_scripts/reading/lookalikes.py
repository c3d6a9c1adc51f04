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
from itertools import accumulate

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.tables import RULES
from build_scripts.text import HAN

GAIN = 7.0
"""Nats by which the mended clause must be likelier. At 7 the thirteen reference articles, which
have no such misprints, show two false alarms in 18,000 characters before the guards below, none after."""
MARGIN = 2.0
"""Nats by which the best look-alike must beat the next."""
_WINDOW = 7
"""Characters on either side within which words are weighed."""
_RARE = 11.0
"""Cost of a character that hardly stands alone in ordinary text."""
_BETWEEN = re.compile(f"[^{HAN}]")
_NAME_AFTER = re.compile(f"[{HAN}]{{0,8}}(有限|公司|集团|股份)|[{HAN}]{{0,2}}(街道|社区|村|镇|乡)")
_NAME_REACH = 10
"""Characters that _NAME_AFTER looks at."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A misread character: offset in the text, and the words that it spoils and makes."""

    offset: int
    right: str
    word: str
    start: int
    """Offset of the word."""
    gain: float


@cache
def lookalikes() -> dict[str, str]:
    """Return for each character those that it is taken for."""
    table: dict[str, str] = {}
    for line in (RULES / "lookalikes.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        for char in line.strip():
            others = [c for c in line.strip() if c != char and c not in table.get(char, "")]
            table[char] = table.get(char, "") + "".join(others)
    return table


@cache
def _rarer() -> dict[str, str]:
    """Return for each character its look-alikes that are rarer: what is rare is read as what is common."""
    rarer = {c: "".join(o for o in others if word_cost(c) < word_cost(o)) for c, others in lookalikes().items()}
    return {char: others for char, others in rarer.items() if others}


@lru_cache(maxsize=1)
def _threes(page_text: str) -> set[str]:
    """Return every three characters that stand in a row on a page."""
    return {page_text[i : i + 3] for i in range(len(page_text) - 2)}


def find_lookalikes(text: str, page_text: str) -> Iterator[Lookalike]:
    """Yield the characters of a text that are almost surely misread; `page_text` is what the page prints."""
    table, rarer, threes = lookalikes(), _rarer(), _threes(page_text)
    han = _BETWEEN.sub("\n", text)  # no word goes over what is not Han
    words = segmenter().cut(han, hmm=False)
    starts = [0, *accumulate(map(len, words))]
    for i, word in enumerate(words):
        if word not in table:
            continue
        start = starts[i]
        if _NAME_AFTER.match(text, start + 1, start + 1 + _NAME_REACH):
            continue
        found = None
        if word in rarer:
            found = _printed_elsewhere(han, start, page_text, threes)
        if found is None:
            found = _best(han, words, starts, i)
            if found is not None and _is_kept(han, start, page_text):
                continue
        if found is not None:
            yield found


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


def _printed_elsewhere(han: str, at: int, page_text: str, threes: set[str]) -> Lookalike | None:
    """Return the look-alike whose three characters the page prints elsewhere, where the printed ones stand once."""
    char = han[at]
    others = _rarer()[char]
    for start in range(max(at - 2, 0), at + 1):
        before, after = han[start:at], han[at + 1 : start + 3]
        for other in others:
            mended = before + other + after
            if mended not in threes:
                continue
            printed = before + char + after
            # Printed twice it is meant so, and a word of its own speaks for what is printed.
            if page_text.count(printed) == 1 and len(segmenter().cut(printed, hmm=False)) == 3:
                return Lookalike(at, other, mended, start, GAIN)
    return None


def _best(han: str, words: list[str], starts: list[int], i: int) -> Lookalike | None:
    """Return the look-alike of a character that makes the words around it likelier by far, if there is one."""
    at = starts[i]
    first, last = i, i + 1
    while first and starts[first] > at - _WINDOW and words[first - 1] != "\n":
        first -= 1
    while last < len(words) and starts[last] <= at + _WINDOW and words[last] != "\n":
        last += 1
    before, after = han[starts[first] : at], han[at + 1 : starts[last]]
    found = []
    for other in lookalikes()[words[i]]:
        mended = segmenter().cut(before + other + after, hmm=False)
        end = starts[first]
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

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
from functools import cache

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.tables import RULES
from build_scripts.text import HAN

GAIN = 7.0
"""Nats by which the mended clause must be likelier. At 7 the thirteen reference articles, which
have no such misprints, show two false alarms in 18,000 characters before the guards below, none after."""
MARGIN = 2.0
"""Nats by which the best look-alike must beat the next."""
_WINDOW = 7
_CLAUSE = re.compile(f"[{HAN}]+")
_NAME_AFTER = re.compile(f"[{HAN}]{{0,8}}(有限|公司|集团|股份)|[{HAN}]{{0,2}}(街道|社区|村|镇|乡)")


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


def find_lookalikes(text: str, page_text: str) -> Iterator[Lookalike]:
    """Yield the characters of a text that are almost surely misread; `page_text` is what the page prints."""
    for clause in _CLAUSE.finditer(text):
        yield from _in_clause(clause.group(), clause.start(), text[clause.end() :], page_text)


def _in_clause(clause: str, base: int, after: str, page_text: str) -> Iterator[Lookalike]:
    words = _spans(clause)
    table = lookalikes()
    for word, start, _ in words:
        if len(word) > 1 or word not in table:
            continue
        if _NAME_AFTER.match(clause[start + 1 :] + after[:4]):
            continue
        best = _printed_elsewhere(clause, start, page_text)
        if best is None and not _is_kept(clause, start, page_text):
            best = _best(clause, start, words)
        if best is not None:
            yield Lookalike(base + start, best[1], best[2], base + best[3], best[0])


def _spans(clause: str) -> list[tuple[str, int, int]]:
    spans, at = [], 0
    for word in segmenter().cut(clause, hmm=False):
        spans.append((word, at, at + len(word)))
        at += len(word)
    return spans


def _is_kept(clause: str, at: int, page_text: str) -> bool:
    """Tell whether the page prints the character in the same company elsewhere."""
    around = [clause[max(0, at - 1) : at + 1], clause[at : at + 2]]
    return any(len(pair) == 2 and page_text.count(pair) > 1 for pair in around) and not _rare(clause[at])


def _rare(char: str) -> bool:
    """Tell whether a character hardly stands alone in ordinary text."""
    return word_cost(char) > 11.0


def _printed_elsewhere(clause: str, at: int, page_text: str) -> tuple[float, str, str, int] | None:
    """Return the look-alike whose three characters the page prints elsewhere, where the printed ones stand once."""
    for start in (at - 2, at - 1, at):
        printed = clause[max(start, 0) : start + 3]
        if start < 0 or len(printed) < 3 or page_text.count(printed) != 1:
            continue
        if len(segmenter().cut(printed, hmm=False)) < 3:  # a word of its own speaks for what is printed
            continue
        for other in lookalikes()[clause[at]]:
            mended = printed[: at - start] + other + printed[at - start + 1 :]
            if mended in page_text and word_cost(printed[at - start]) < word_cost(other):  # rare is read as common
                return GAIN, other, mended, start
    return None


def _best(clause: str, at: int, words: list[tuple[str, int, int]]) -> tuple[float, str, str, int] | None:
    near = [w for w in words if w[2] > at - _WINDOW and w[1] <= at + _WINDOW]
    low, high = near[0][1], near[-1][2]
    printed = sum(word_cost(w) for w, _, _ in near)
    found = []
    for other in lookalikes()[clause[at]]:
        spans = _spans(clause[low:at] + other + clause[at + 1 : high])
        word, start = next((w, s) for w, s, e in spans if s <= at - low < e)
        if len(word) > 1:
            found.append((printed - sum(word_cost(w) for w, _, _ in spans), other, word, low + start))
    found.sort(reverse=True)
    if not found or found[0][0] < GAIN:
        return None
    return found[0] if len(found) == 1 or found[0][0] - found[1][0] >= MARGIN else None

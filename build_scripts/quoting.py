"""Quoted source text is found again whatever its spaces, the width of its signs and its quotation marks."""

from __future__ import annotations

import difflib
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, islice

from build_scripts.editing import Quote
from build_scripts.model import Grade, Problem, RawPage

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟「」『』", '"'),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("—–―─‐‑−", "-"),
        "。": ".",
    }
)
_LONGEST_LINE = 5_000
"""Longer lines are not searched for what a lost quotation may have become."""
_LONGEST_QUOTE = 40
_MOST_LINES = 100
_FEW = 8


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).translate(_ALIKE)
    return "".join(plain.split()).casefold()


@lru_cache(maxsize=1 << 15)  # more than the texts and lines of one page, so that it is folded once
def fold(text: str) -> str:
    """Return text as it is compared: without spaces, in one width."""
    return "".join(map(_fold, text))


def find_quote(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of a text that read as the quotation does, none over another."""
    wanted = fold(quote)
    if not wanted or wanted not in fold(text):
        return ()
    folded: list[str] = []
    sources: list[int] = []
    for at, char in enumerate(text):
        for part in _fold(char):
            folded.append(part)
            sources.append(at)
    plain = "".join(folded)
    spans = []
    at = plain.find(wanted)
    while at >= 0:
        spans.append((sources[at], sources[at + len(wanted) - 1] + 1))
        at = plain.find(wanted, at + len(wanted))
    return tuple(spans)


class Finder:
    """Many texts in which many quotations are looked for: folded once, searched as one."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._folded = [fold(text) for text in texts]
        self._plain: str | None = None
        self._starts: list[int] = []

    def numbers(self, quote: str) -> list[int]:
        """Return the numbers of the texts that have the quoted words, in order."""
        wanted = fold(quote)
        if not wanted:
            return []
        if self._plain is None:
            # No folded text has a line feed, so that no quotation is found across two.
            self._plain = "\n".join(self._folded)
            self._starts = list(accumulate((len(text) + 1 for text in self._folded), initial=0))
        found = []
        at = self._plain.find(wanted)
        while at >= 0:
            found.append(bisect_right(self._starts, at) - 1)
            at = self._plain.find(wanted, self._starts[found[-1] + 1])
        return found

    def change(self, number: int, text: str) -> None:
        """Put another text in the place of one."""
        if (folded := fold(text)) != self._folded[number]:
            self._folded[number] = folded
            self._plain = None


@lru_cache(maxsize=4)
def _finder(lines: tuple[str, ...]) -> Finder:
    return Finder(lines)


def lines_with(lines: tuple[str, ...], quote: str) -> list[int]:
    """Return the numbers, from 1, of the lines of a page that have the quoted words."""
    return [at + 1 for at in _finder(lines).numbers(quote)]


def prints(lines: tuple[str, ...], quote: str) -> bool:
    """Tell whether one of the lines of a page has the quoted words."""
    return bool(lines_with(lines, quote))


@lru_cache(maxsize=4)
def _lines_by_gram(lines: tuple[str, ...]) -> dict[str, list[int]]:
    """Return the lines of a page in which each pair of characters stands."""
    found = defaultdict[str, list[int]](list)
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST_LINE:
            for gram in _grams(fold(line)):
                found[gram].append(at)
    return found


def _grams(plain: str) -> set[str]:
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _likely(lines: tuple[str, ...], wanted: str) -> list[str]:
    """Return the few lines that share most with a quotation, told by the rarest of its pairs of characters."""
    index = _lines_by_gram(lines)
    grams = sorted(_grams(wanted) & index.keys(), key=lambda gram: (len(index[gram]), gram))
    near = list(islice(dict.fromkeys(at for gram in grams for at in index[gram]), _MOST_LINES))
    return [lines[at] for at in sorted(near, key=lambda at: (-sum(g in fold(lines[at]) for g in grams), at))[:_FEW]]


def nearest(lines: tuple[str, ...], quote: str) -> str | None:
    """Return what a page prints that is most like a quotation that it does not print."""
    quote = quote[:_LONGEST_QUOTE]
    best, found = max(3, len(quote) // 2) - 1, None
    for line in _likely(lines, fold(quote)):
        match = difflib.SequenceMatcher(None, quote, line, autojunk=False).find_longest_match()
        if match.size > best:
            start = max(0, match.b - match.a)
            best, found = match.size, line[start : start + len(quote)].strip()
    return found


def no_longer_fits(page: RawPage, what: str, quote: Quote, reason: str = "", remedy: str = "") -> Problem:
    """Return what an editor is told of a decision that cannot be carried out."""
    remedy = remedy or "请改成原文里现有的字，或者删去这一条"
    if not reason:
        reason = "原文里没有这几个字"
        if like := nearest(page.lines, quote.text):
            remedy = f"原文里最接近的是“{like[:24]}”；{remedy}"
    found = f"{what}“{quote.text[:16]}”用不上了：{reason}"
    return Problem(page.decisions.file, quote.line, found, remedy, Grade.WARNING)


def idle(page: RawPage, what: str, quote: Quote, reason: str) -> Problem:
    """Return what an editor is told of a decision that changes nothing."""
    found = f"{what}“{quote.text[:16]}”没有用到：{reason}"
    return Problem(page.decisions.file, quote.line, found, "这一条可以留着，也可以删去", Grade.HINT)

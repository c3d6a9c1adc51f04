"""Quoted source text is found again whatever its spaces, the width of its signs and its quotation marks."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

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


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).translate(_ALIKE)
    return "".join(plain.split()).casefold()


def fold(text: str) -> str:
    """Return text as it is compared: without spaces, in one width."""
    return "".join(map(_fold, text))


def find_quote(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of a text that read as the quotation does, none over another."""
    wanted = fold(quote)
    if not wanted:
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


def nearest(lines: Iterable[str], quote: str) -> str | None:
    """Return what a page prints that is most like a quotation that it does not print."""
    best, found = max(3, len(quote) // 2) - 1, None
    for line in lines:
        if len(line) > _LONGEST_LINE:
            continue
        match = difflib.SequenceMatcher(None, quote, line, autojunk=False).find_longest_match()
        if match.size > best:
            start = max(0, match.b - match.a)
            best, found = match.size, line[start : start + len(quote)].strip()
    return found

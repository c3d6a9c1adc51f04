"""Mending of characters: misprints, tails printed twice, words cut off at the end of a column.

Every change is a Correction with its reason; what cannot be mended from the text itself is left
as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from build_scripts.lexicon import segmenter
from build_scripts.model import Correction, CorrectionKind
from build_scripts.reading.company import followers
from build_scripts.reading.lookalikes import find_lookalikes
from build_scripts.tables import read_table, read_words
from build_scripts.text import is_han


@dataclass(frozen=True, slots=True)
class Misprint:
    """A row of `rules/misprints.yml`: a misreading and the words around it that prove it."""

    name: str
    pattern: re.Pattern[str]
    fixed: str
    """Replacement of the whole match, with groups."""
    reason: str


@cache
def misprint_rows() -> tuple[Misprint, ...]:
    """Return the curated misreadings."""
    return tuple(
        Misprint(r["name"], re.compile(r["pattern"]), r["fixed"], r["reason"]) for r in read_table("misprints")
    )


def mend_misprints(text: str, line: int, paragraph: int | None, page_text: str) -> tuple[str, list[Correction]]:
    """Return the text with its certain misreadings mended; `page_text` is what the page prints elsewhere."""
    text, found = _mend_rows(text, line, paragraph)
    hits = list(find_lookalikes(text, page_text))
    if not hits:
        return text, found
    mended, done = list(text), 0
    for hit in hits:
        start, end, why = hit.start, hit.start + len(hit.word), "不成词"
        if end - start == 1:
            why = "不合上下文"
            if start > done and is_han(text[start - 1]):
                start -= 1  # shown with its neighbour, for by itself it says nothing
        raw, done = text[start:end], end
        word = raw[: hit.offset - start] + hit.right + raw[hit.offset - start + 1 :]
        reason = f"“{text[hit.offset]}”“{hit.right}”形近，“{raw}”{why}，作“{word}”"
        found.append(Correction(raw, word, CorrectionKind.MISPRINT, reason, line, paragraph, start))
        mended[hit.offset] = hit.right
    return "".join(mended), found


def _mend_rows(text: str, line: int, paragraph: int | None) -> tuple[str, list[Correction]]:
    found: list[Correction] = []
    for row in misprint_rows():
        match = row.pattern.search(text)
        while match:
            fixed = match.expand(row.fixed)
            if fixed == match.group():
                break
            found.append(
                Correction(match.group(), fixed, CorrectionKind.MISPRINT, row.reason, line, paragraph, match.start())
            )
            text = text[: match.start()] + fixed + text[match.end() :]
            match = row.pattern.search(text, match.start() + len(fixed))
    return text, found


@cache
def _common_characters() -> frozenset[str]:
    """Return the level-one characters of GB 2312, the 3,755 that ordinary Chinese print is made of."""
    rows = (bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return frozenset(char for r in rows if (char := r.decode("gb2312", "ignore")))


def lost_ending(text: str) -> str | None:
    """Return what completes a paragraph that was cut off at a column's end; None where that is not certain.

    Either the last word is whole and only the full stop is gone, or one word that begins with
    the last character is twenty times as frequent as any other (秩 -> 秩序).
    """
    return _ending_of(text[-8:]) if is_han(text[-1:]) else None


@lru_cache(maxsize=1024)
def _ending_of(tail: str) -> str | None:
    last = segmenter().cut(tail)[-1]
    if len(last) >= 2 and segmenter().has_word(last):
        return None if last in read_words("headings", "needs_object") else "。"
    if len(last) == 1 and is_han(last):
        second = _second_character(last)
        return f"{second}。" if second else None
    return None


@lru_cache(maxsize=4096)
def _second_character(first: str) -> str | None:
    """Return the second character of the one word that a character almost always begins."""
    words = [first + c for c in followers(first, _common_characters()) if segmenter().has_word(first + c)]
    ranked = [*sorted(((segmenter().suggest_freq(w), w) for w in words), reverse=True), (0, ""), (0, "")]
    return ranked[0][1][1] if ranked[0][0] >= max(500, 20 * ranked[1][0]) else None

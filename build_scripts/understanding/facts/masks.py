"""Numbers that are no figures: dates, ordinals, grades and names, whose characters are taken out before counting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.understanding.facts.tables import read_rows

_ALIKE = ("0123456789", "零〇一二三四五六七八九十百千万两半")
"""Beginnings at which nearly the same masks can match, so that one pattern does for all of them."""
_UNMATCHED = (-1, -1)
"""The span of a group that matches nothing."""


@dataclass(frozen=True, slots=True)
class Mask:
    """A row of the table of numbers that are no figures."""

    name: str
    begins: re.Pattern[str]
    """Characters that a match can begin with."""
    pattern: str


@cache
def masks() -> tuple[Mask, ...]:
    """Return the rows of the table in order."""
    rows = read_rows("not_figures")
    return tuple(Mask(str(r["name"]), re.compile(f"[{r['begins']}]"), str(r["pattern"])) for r in rows)


@cache
def _beginning() -> re.Pattern[str]:
    """Return the pattern of the characters at which masks are tried."""
    return re.compile(f"[{''.join(m.begins.pattern[1:-1] for m in masks())}]")


@cache
def _masks_at(char: str) -> tuple[re.Pattern[str], tuple[int, ...]]:
    """Return one pattern that tries each mask that may begin there, a group each, and the masks' numbers."""
    chars = next((kind for kind in _ALIKE if char in kind), char)
    numbers = tuple(i for i, m in enumerate(masks()) if any(map(m.begins.match, chars)))
    return _tried_at_once(numbers), numbers


@cache
def _tried_at_once(numbers: tuple[int, ...]) -> re.Pattern[str]:
    tried = (masks()[i] for i in numbers)
    return re.compile("".join(f"(?:(?={m.begins.pattern})(?=({m.pattern}))|)" for m in tried))


def take_names(text: str, taken: bytearray) -> None:
    """Mark the characters of every number that is no figure; matches of one mask do not overlap."""
    ends = [0] * len(masks())
    for beginning in _beginning().finditer(text):
        pattern, numbers = _masks_at(beginning[0])
        match = pattern.match(text, beginning.start())
        if match is None or match.lastindex is None:
            continue
        spans = match.regs[1:]
        if spans.count(_UNMATCHED) == len(spans) - 1:
            spans, numbers = (
                spans[match.lastindex - 1 : match.lastindex],
                numbers[match.lastindex - 1 : match.lastindex],
            )
        for number, (start, end) in zip(numbers, spans, strict=True):
            if end > start >= ends[number]:
                ends[number] = end
                taken[start:end] = b"\1" * (end - start)

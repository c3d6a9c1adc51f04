"""The measure of the columns of a page: how wide a column is, and which lines fill it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Width:
    """The measure of a column: its width in Han characters, and what a Latin letter or digit takes of one."""

    width: float
    latin: float

    def of(self, line: str) -> float:
        """Return the width of a line; stray blanks inside it take none."""
        wide, narrow = _count(line)
        return wide + self.latin * narrow

    def is_filled_by(self, line: str) -> bool:
        """Tell whether a line takes the whole width of the column, and is not set wider."""
        return self.width - 1 <= self.of(line) <= self.width + _hang(line)

    def is_left_by(self, line: str, below: str) -> bool:
        """Tell whether a line stops short only because the number that the line below begins with fits in no more."""
        number = _NUMBER.match(below)
        if number is None or line[-1:] in "。！？；":
            return False
        return self.of(line) + self.of(number.group()) > self.width and self.of(line) > self.width / 2

    def is_opened_by(self, line: str) -> bool:
        """Tell whether a line stops short by the indent that a paragraph begins with and that extraction has lost.

        It has a mark inside, for it might be a head.
        """
        if not self.width - _INDENT <= self.of(line) < self.width - 1:
            return False
        return line[-1:] not in _ENDS and _MARK.search(line) is not None

    def is_passed_by(self, line: str) -> bool:
        """Tell whether a line is set wider than the column; marks may hang out of one."""
        return self.of(line) > self.width + _hang(line)


def _hang(line: str) -> float:
    """Return by how much a line may be set wider than its column."""
    return _HANGING if line[-1:] in "，。、；：？！”’）》,.;:?!" else 1


_ASCII = re.compile(r"[\x00-\x7f]+")


@lru_cache(maxsize=4096)
def _count(line: str) -> tuple[int, int]:
    """Return how many characters of a line are as wide as Han and how many are Latin or digits."""
    wide = len(_ASCII.sub("", line))
    return wide, len(line) - line.count(" ") - wide


def measure_blocks(lines: list[list[str]]) -> list[Width | None]:
    """Return the measure of each block that is set in a column; short blocks take that of the columns near them."""
    running = [_running(block) for block in lines]
    narrow = [max(map(_least_width, block)) <= WIDEST + 2 for block in lines]
    found = [_column_width(block) if running[i] and narrow[i] else None for i, block in enumerate(lines)]
    widths = list(found)
    for i, block in enumerate(lines):
        if running[i] and narrow[i] and found[i] is None:
            near = range(max(0, i - NEAR), min(len(lines), i + NEAR + 1))
            measured = [w for j in sorted(near, key=lambda j: abs(j - i)) if (w := found[j])]
            widths[i] = next((w for w in measured if _fits(block, w)), None)
            if widths[i] is None and all(narrow[j] for j in near if running[j]):
                together = _column_width([line for j in near if running[j] for line in lines[j]])
                widths[i] = together if together and _fits(block, together) else None
    return widths


def _least_width(line: str) -> float:
    """Return the width that a line has at least, whatever its Latin letters take."""
    wide, latin = _count(line)
    return wide + _LEAST_LATIN * latin


def _fits(block: list[str], width: Width) -> bool:
    """Tell whether the lines of a short block fill a column: all but the last, or that one alone."""
    lengths = [width.of(line) for line in block]
    full = [n for line, n in zip(block[:-1], lengths, strict=False) if not _may_be_short(line, width)] or lengths
    return all(width.width - 1 <= n <= width.width + 1 for n in full) and max(lengths) <= width.width + 1


def _may_be_short(line: str, width: Width) -> bool:
    """Tell whether a line need not fill its column: the last of a paragraph, or the first without its indent."""
    return line[-1:] in "。！？；" or width.is_opened_by(line)


_NUMBER = re.compile(r"\d[\d.,]*[%％‰]?")


_LATIN = (1.0, 0.5)
"""What a Latin letter or digit may take of the width of a Han character."""
_LEAST_LATIN = min(_LATIN)
WIDEST = 40
"""Characters of the widest column: those of Chinese papers hold 9 to 30, 40 leaves room for wide settings."""
_INDENT = 3
"""Characters by which the first line of a paragraph is shorter at most: two, and a mark that fits in no more."""
_ENDS = "。！？；：”"
_HANGING = 2
"""Characters by which marks may hang out of a column."""
_SET_WIDER = 0.1
"""Share of lines of a block that may be set over more than one column: the line above a page, headlines, decks."""
NEAR = 6
"""Blocks within which two columns of a page may be taken to be of one width."""


_MARK = re.compile("[，。；、,;]")


def _running(lines: list[str]) -> bool:
    return any(map(_MARK.search, lines))


def _column_width(lines: list[str]) -> Width | None:
    """Return the width that most lines of running text have, or None for lines that are not set in a column.

    Columns of type hold 9 characters at least.
    """
    if len(lines) < 3:
        return None
    best: tuple[int, Width] | None = None
    for latin in _LATIN:
        measure = Width(0.0, latin)
        lengths = [measure.of(line) for line in lines]
        # Marks may hang out of a column, one or two, so that the commonest length tells more than the longest.
        counts = Counter(lengths)
        width = max(counts, key=lambda n: (counts[n], n))
        passed = [length > width + _hang(line) for line, length in zip(lines, lengths, strict=True)]
        if sum(passed) > _SET_WIDER * len(lines):
            continue
        measured = zip(lines, lengths, passed, strict=True)
        filled = [line for line, length, wider in measured if width - 1 <= length and not wider]
        full = len(filled)
        # A page without blank lines has headlines and last lines between; then most full lines break a sentence.
        broken = sum(line[-1:] not in "。！？；：”" for line in filled)
        share = 0.35 if len(lines) >= 8 and broken >= 0.6 * full else 0.5
        if 9 <= width <= WIDEST and full >= max(2, share * len(lengths)) and (best is None or full > best[0]):
            best = (full, Width(width, latin))
    return best[1] if best else None

"""Markdown without its marks, line by line, as far as newspaper texts use it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from build_scripts.model import RawPage
from build_scripts.reading.formats import CELL, PlainLine, Run, join_runs
from build_scripts.reading.pieces import Mark

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}(?P<marks>#{1,6})[ \t\u3000]++(?P<text>(?:\S|\s++(?!#*+\s*+$))*+)")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"\s{0,3}([-*_])(\s*\1){2,}\s*$")
_PREFIX = re.compile(r"\s*(?:>\s?)*(?P<item>[-*+][ \t]+(?:\[[ xX]\]\s)?)?")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s")
_TABLE_RULE = re.compile(r"\s*+\|?\s*+:?-+:?\s*+(\|\s*+:?-+:?\s*+)+\|?\s*$|\s*+\|\s*+:?-+:?\s*+\|\s*$")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]]+\]:\s*\S+")
_DROPPED = re.compile(r"<(script|style|iframe|noscript|template)\b", re.IGNORECASE)
_HARD_BREAK = re.compile(r"((?<! ) {2,}+|\\|<br\s*/?>)\s*+$", re.IGNORECASE)
_INLINE = (
    # Each pattern's groups are what stays; all else of the match is mark-up.
    # What opens it again ends none of them, so that a line of nothing but openings is read once, not at each.
    re.compile(r"<!--(?:(?!<!--).)*?-->"),
    re.compile(r"!\[[^\]\[]*\](?:\((?:(?!!\[)[^)])*\)|\[[^\]\[]*\])"),
    re.compile(r"\[([^\]\[]+)\](?:\([^)\[]*\)|\[[^\]\[]*\])"),
    re.compile(r"<((?:https?|mailto):[^<>\s]+)>"),
    re.compile(r"</?[A-Za-z][^<>]*>"),
    re.compile(r"(?<!`)`([^`]+)`(?!`)"),
    re.compile(r"\*\*\*(?=\S)((?:(?!\*\*\*).)+)(?<=\S)\*\*\*"),
    re.compile(r"\*\*(?=\S)((?:(?!\*\*).)+)(?<=\S)\*\*"),
    re.compile(r"(?<![A-Za-z0-9_])__(?=\S)((?:(?!__).)+)(?<=\S)__(?![A-Za-z0-9_])"),
    re.compile(r"~~(?=\S)((?:(?!~~).)+)(?<=\S)~~"),
    re.compile(r"(?<!\*)\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?!\*)"),
    re.compile(r"(?<![A-Za-z0-9_])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![A-Za-z0-9_])"),
    re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])"),
)


def markdown_lines(page: RawPage) -> list[PlainLine]:
    """Return the plain lines of a Markdown page; blank ones part the blocks."""
    reader = _Reader(page, _rows(page))
    for number in range(page.first_text_line, len(page.lines) + 1):
        reader.read(number)
    reader.end_block()
    return reader.lines


@dataclass(slots=True)
class _Reader:
    """Collects plain lines block by block."""

    page: RawPage
    rows: frozenset[int]
    """Lines that are rows of tables."""
    lines: list[PlainLine] = field(default_factory=list)
    block: list[PlainLine] = field(default_factory=list)
    fence: str = ""
    """What closes the code block that is open."""
    dropped: str = ""
    """What closes the script or style that is open."""
    broken: bool = True
    """True where the next line begins a plain line of its own."""

    def end_block(self) -> None:
        """Put away the block that is open, and the blank line after it."""
        if self.block:
            self.lines += [*self.block, PlainLine()]
        self.block = []
        self.broken = True

    def read(self, number: int) -> None:
        """Read the next line of the source."""
        raw = self.page.lines[number - 1]
        if self.dropped or (opened := _DROPPED.search(raw)):
            end = self.dropped or (opened.group(1).lower() if opened else "")
            self.dropped = "" if f"</{end}" in raw.lower() else end
        elif self.fence or (fence := _FENCE.match(raw)):
            if self.fence and not raw.strip().startswith(self.fence):
                self.block.append(PlainLine([Run(raw, number, 0, len(raw))]))
            else:
                self.fence = "" if self.fence else (fence.group(1) if fence else "")
            self.broken = True
        elif not _TABLE_RULE.match(raw):
            self._read_text(raw, number)

    def _read_text(self, raw: str, number: int) -> None:
        if len(self.block) == 1 and _UNDERLINE.match(raw) and not self.block[0].mark:
            self.block[0].level = 1 if "=" in raw else 2
            self.end_block()
        elif not raw.strip() or _RULE.match(raw) or _DEFINITION.match(raw):
            self.end_block()
        elif heading := _HEADING.match(raw):
            self.end_block()
            self.block = [PlainLine(_kept(raw, number, *heading.span("text")), level=len(heading["marks"]))]
            self.end_block()
        elif number in self.rows:
            self.block.append(PlainLine(_cells(raw, number), mark=Mark.ROW))
            self.broken = True
        else:
            self._add(raw, number)

    def _add(self, raw: str, number: int) -> None:
        """Add a line of running text to the block that is open; an item of a list opens one."""
        prefix = _PREFIX.match(raw)
        start = prefix.end() if prefix else 0
        item = bool(prefix and prefix["item"])
        if item or _NUMBERED.match(raw):
            self.end_block()
        hard = _HARD_BREAK.search(raw, start)
        runs = _kept(raw, number, start, hard.start() if hard else len(raw.rstrip()))
        if not runs:
            return  # a picture alone
        if self.broken or not self.block:
            self.block.append(PlainLine(runs, mark=Mark.ITEM if item else None))
        else:
            join_runs(self.block[-1].runs, runs)
        self.broken = bool(hard)


def _rows(page: RawPage) -> frozenset[int]:
    """Return the lines that are rows of tables: blocks of them of which the second is a rule of hyphens."""
    found: set[int] = set()
    numbers = (n for n in range(page.first_text_line, len(page.lines) + 1) if "|" in page.lines[n - 1])
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        block = [number for _, number in group]
        if block[0] < len(page.lines) and _TABLE_RULE.match(page.lines[block[0]]):
            found.update(block)
    return frozenset(found)


def _cells(raw: str, number: int) -> list[Run]:
    runs: list[Run] = []
    keep = _flags(raw, 0, len(raw))
    for match in re.finditer(r"[^|]+", raw):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        kept = _runs(raw, keep, number, start, match.start() + len(words.rstrip()))
        if kept:
            runs += [Run(CELL, 0, 0, 0), *kept] if runs else kept
    return runs


def _kept(raw: str, number: int, start: int, end: int) -> list[Run]:
    """Return the runs of a line that are no mark-up."""
    return _runs(raw, _flags(raw, start, end), number, start, end)


def _flags(raw: str, start: int, end: int) -> list[bool]:
    """Tell for each character of a line whether it is text."""
    keep = [start <= i < end for i in range(len(raw))]
    text = raw
    for pattern in _INLINE:
        found = False
        for match in pattern.finditer(text, start, end):
            found = True
            inner = {i for g in range(1, len(match.groups()) + 1) for i in range(*match.span(g))}
            for i in range(*match.span()):
                keep[i] = keep[i] and i in inner
        if found:  # what was taken for mark-up is no mark again: the stars of **a** are no two of *a*
            text = "".join(
                c if k or not start <= i < end else _GONE for i, (c, k) in enumerate(zip(raw, keep, strict=True))
            )
    return keep


_GONE = "\ufdd0"
"""Stands for a character that was taken for mark-up; it is no character that texts have."""


def _runs(raw: str, keep: list[bool], number: int, start: int, end: int) -> list[Run]:
    runs = []
    at = start
    while at < end:
        to = at
        while to < end and keep[to] == keep[at]:
            to += 1
        if keep[at]:
            runs.append(Run(raw[at:to], number, at, to))
        at = to
    return runs

"""Printed lines -> pieces: paragraphs or parts of paragraphs as one column of type holds them.

A blank line ends a piece. Inside a block of lines, lines that fill the column are put together;
a short line or an indent ends a paragraph. Words broken over columns are joined later, by evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.model import RawPage
from build_scripts.reading.typography import close_up, split_wrapped, widen

PICTURE_GAP = 3
"""Blank lines that text extraction leaves where a picture stood (counted on real pages)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one raw line."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the raw lines it comes from."""

    text: str
    """Closed up, punctuation in full width; headings keep the spaces between their parts in `spaced`."""
    spaced: str
    spans: tuple[Span, ...]
    block: int
    """Number of the block of lines between blank lines."""
    gap_before: int
    """Blank lines before it; 0 inside a block."""
    wrapped: bool = False
    """True where it was put together from lines of one column."""

    @property
    def line(self) -> int:
        """First source line."""
        return self.spans[0].line

    @property
    def lines(self) -> tuple[int, ...]:
        """Source lines, each once, in order."""
        return tuple(dict.fromkeys(s.line for s in self.spans))


def cut_pieces(page: RawPage) -> tuple[Piece, ...]:
    """Return the pieces of a page in printed order."""
    pieces: list[Piece] = []
    for block, (gap, spans) in enumerate(_blocks(page)):
        for group in _paragraphs(page, spans):
            pieces += _pieces_of(page, group, block, gap if not pieces or pieces[-1].block != block else 0)
    return tuple(pieces)


def _blocks(page: RawPage) -> Iterator[tuple[int, list[Span]]]:
    block: list[Span] = []
    gap = before = 0
    for number, raw in enumerate(page.lines, 1):
        if number < page.first_text_line:
            continue
        text = raw.strip()
        if not text:
            if block:
                yield before, block
                block, gap = [], 0
            gap += 1
            continue
        if not block:
            before, gap = gap, 0
        start = raw.index(text)
        block.append(Span(number, start, start + len(text)))
    if block:
        yield before, block


def _paragraphs(page: RawPage, spans: list[Span]) -> list[list[Span]]:
    """Group the lines of a block into paragraphs: a short line ends one, an indent begins one."""
    base = min(s.start for s in spans)
    lengths = [_measure(page.lines[s.line - 1][base : s.end]) for s in spans]
    width = _column_width(lengths)
    running = any(re.search("[，。；,;]", page.lines[s.line - 1]) for s in spans)
    if width is None or not running:
        return [[s] for s in spans]
    groups = [[spans[0]]]
    for length_before, span in zip(lengths, spans[1:], strict=False):
        if length_before < width - 1 or span.start > base:
            groups.append([])
        groups[-1].append(span)
    return groups


def _measure(text: str) -> float:
    """Return the width of a line in Han characters; Latin letters and digits take half of one."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _column_width(lengths: list[float]) -> float | None:
    """Return the width that most lines of a block have, or None for lines that are not set in a column.

    Columns of type hold 9 to 30 characters in Chinese papers; 40 leaves room for wide settings.
    """
    width = max(lengths)
    full = sum(n >= width - 2 for n in lengths)
    if len(lengths) < 3 or not 9 <= width <= 40:
        return None
    return width if full >= max(2, 0.5 * len(lengths)) else None


def _pieces_of(page: RawPage, spans: list[Span], block: int, gap: int) -> list[Piece]:
    raw = [page.lines[s.line - 1][s.start : s.end] for s in spans]
    if len(spans) > 1:
        joined = "".join(f" {r}" if _needs_space(raw[i - 1], r) else r for i, r in enumerate(raw))
        return [_piece(joined, tuple(spans), block, gap, wrapped=True)]
    parts = split_wrapped(raw[0])
    if len(parts) == 1:
        return [_piece(raw[0], tuple(spans), block, gap)]
    pieces, at = [], spans[0].start
    for i, part in enumerate(parts):
        at, end = _find(page.lines[spans[0].line - 1], part, at)
        pieces.append(_piece(part, (Span(spans[0].line, at, end),), block, 0 if i else gap))
        at = end
    return pieces


def _needs_space(before: str, after: str) -> bool:
    return bool(re.search(r"[A-Za-z,.]$", before) and re.match(r"[A-Za-z]", after))


def _find(raw: str, part: str, at: int) -> tuple[int, int]:
    pattern = re.compile(r"\s+".join(map(re.escape, part.split())))
    match = pattern.search(raw, at)
    assert match, "a part of a line is found in its line"  # noqa: S101  true by construction
    return match.span()


def _piece(raw: str, spans: tuple[Span, ...], block: int, gap: int, *, wrapped: bool = False) -> Piece:
    wide = widen(raw)
    return Piece(close_up(wide), close_up(wide, keep_spaces=True), spans, block, gap, wrapped)

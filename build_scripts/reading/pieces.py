"""Printed lines -> pieces: paragraphs or parts of paragraphs as one column of type holds them.

A blank line ends a piece. Inside a block of lines, lines that fill the column are put together;
a short line or an indent ends a paragraph. Words broken over columns are joined later, by evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from build_scripts.model import ParagraphKind, RawPage
from build_scripts.reading.measures import WIDEST, Width, measure_blocks
from build_scripts.reading.typography import close_up, split_wrapped, widen

UNIT_OF_TABLE = re.compile(r"^[（(]?(?:计量)?单位[:：]\S{1,12}[）)]?$")
"""The line over a table that says what it counts in."""
PICTURE_GAP = 3
"""Blank lines that text extraction leaves where a picture stood (counted on real pages)."""


class Mark(Enum):
    """What mark-up can say of a line; its value is the name of the rule that `explain` prints."""

    HEADLINE = "marked_headline"
    CROSSHEAD = "marked_crosshead"
    ITEM = "marked_item"
    ROW = "marked_row"
    CAPTION = "marked_caption"
    NAVIGATION = "marked_navigation"


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
    indented: bool = False
    """True where its first line stands in from the edge, as the first line of a paragraph does."""
    full: bool = False
    """True where it is a line that fills its column: running text, for heads do not."""
    kind: ParagraphKind = ParagraphKind.PROSE
    begins: bool = False
    """True where it is known that nothing goes on in it, whatever its first words are."""
    ends: bool = False
    """True where it is known that it goes on in nothing on this page."""
    mark: Mark | None = None
    """What the mark-up of the source says it to be; None where there is none, or where it says nothing."""
    width: float = 0.0
    """Characters of a line of the column that it is set in; 0 where its lines do not tell."""

    @property
    def line(self) -> int:
        """First source line."""
        return self.spans[0].line

    @property
    def lines(self) -> tuple[int, ...]:
        """Source lines, each once, in order."""
        return tuple(dict.fromkeys(s.line for s in self.spans))


def in_one_column(before: Piece, after: Piece) -> bool:
    """Tell whether two neighbours are lines of one column: in one block, as long as lines of type or known as such."""
    if before.block != after.block:
        return False
    return bool(before.width) or max(len(before.text), len(after.text)) <= WIDEST


def cut_pieces(page: RawPage) -> tuple[Piece, ...]:
    """Return the pieces of a page in printed order."""
    pieces: list[Piece] = []
    blocks = list(_blocks(page))
    widths = measure_blocks([_text_lines(page, spans) for _, spans in blocks])
    for block, (gap, spans) in enumerate(blocks):
        for group in _paragraphs(page, spans, widths[block]):
            new = pieces_of(page, tuple(group), block, gap if not pieces or pieces[-1].block != block else 0)
            width = widths[block]
            if width and len(group) == 1 and width.is_filled_by(page.lines[group[0].line - 1][: group[0].end]):
                new = [replace(piece, full=True, width=width.width) for piece in new]
            elif width:
                new = [replace(piece, width=width.width) for piece in new]
            pieces += new
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


def _paragraphs(page: RawPage, spans: list[Span], width: Width | None) -> list[list[Span]]:
    """Group the lines of a block into paragraphs: a short line ends one, an indent begins one."""
    if width is None:
        return [[s] for s in spans]
    base = min(s.start for s in spans)
    groups = [[spans[0]]]
    for before, span in pairwise(spans):
        above, below = (page.lines[s.line - 1][base : s.end] for s in (before, span))
        ended = not width.is_filled_by(above) and not width.is_left_by(above, below)
        if ended and len(groups[-1]) == 1:
            ended = not width.is_opened_by(above)
        row = _is_row(above) or _is_row(below) or UNIT_OF_TABLE.match(below.strip())
        if row or ended or span.start > base or width.is_passed_by(below):
            groups.append([])
        groups[-1].append(span)
    return groups


def _lines(page: RawPage, spans: list[Span]) -> list[str]:
    base = min(s.start for s in spans)
    return [page.lines[s.line - 1][base : s.end] for s in spans]


def _text_lines(page: RawPage, spans: list[Span]) -> list[str]:
    """Return the lines of a block without the rows of tables, which tell nothing of the width of its column."""
    lines = _lines(page, spans)
    return [line for line in lines if not _is_row(line)] or lines


def _is_row(line: str) -> bool:
    """Tell whether a line is a row of a table: cells apart by tabs, or by blanks with a telephone number last."""
    return "\t" in line.strip() or (line[-1:].isdigit() and _BY_BLANKS.match(line.strip()) is not None)


_BY_BLANKS = re.compile(r"\S+(?: \S+)+ \d[\d-]{5,}$")


def pieces_of(page: RawPage, spans: tuple[Span, ...], block: int, gap: int) -> list[Piece]:
    """Return the piece of several lines, or those of one line that holds several."""
    raw = [page.lines[s.line - 1][s.start : s.end] for s in spans]
    indented = spans[0].start > 0
    if len(spans) > 1:
        joined = "".join(f" {r}" if _needs_space(raw[i - 1], r) else r for i, r in enumerate(raw))
        return [_piece(joined, spans, block, gap, indented=indented)]
    parts = split_wrapped(raw[0])
    if len(parts) == 1:
        return [_piece(raw[0], spans, block, gap, indented=indented)]
    pieces, at = [], spans[0].start
    for i, part in enumerate(parts):
        at, end = _find(page.lines[spans[0].line - 1], part, at)
        pieces.append(_piece(part, (Span(spans[0].line, at, end),), block, 0 if i else gap))
        at = end
    return pieces


def _needs_space(before: str, after: str) -> bool:
    return bool(_LATIN_START.match(after) and _LATIN_END.search(before))


_LATIN_START, _LATIN_END = re.compile("[A-Za-z]"), re.compile("[A-Za-z,.]$")


def _find(raw: str, part: str, at: int) -> tuple[int, int]:
    """Return where the words of a part of a line stand in it, from an offset on."""
    first, *others = part.split()
    start = raw.index(first, at)
    end = start + len(first)
    for word in others:
        end = raw.index(word, end) + len(word)
    return start, end


def _piece(raw: str, spans: tuple[Span, ...], block: int, gap: int, *, indented: bool = False) -> Piece:
    spaced = close_up(widen(raw), keep_spaces=True)
    return Piece(close_up(spaced) if " " in spaced else spaced, spaced, spans, block, gap, indented)

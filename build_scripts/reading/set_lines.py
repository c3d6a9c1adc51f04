"""Lines that are kept as lines: stanzas of verse and rows of tables."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from build_scripts.model import ParagraphKind, RawPage
from build_scripts.reading.bylines import has_dateline, parse_byline
from build_scripts.reading.pieces import Mark, Piece
from build_scripts.tables import read_patterns, read_table
from build_scripts.text import is_han

LONGEST_VERSE = 18
"""Characters of a line of verse; columns of type are narrower only in captions."""
LEAST_LINES = 4
"""Lines that a poem has at least, all stanzas together; a headline of several parts has three."""
_CELLS = re.compile(r"\s*[\t｜|]\s*|\s{2,}|[\u3000\u2002\u2003]+")
_INSIDE = re.compile("[。！？；，：、].")
_INSIDE_SUNG = re.compile("[。！？；：].")
_SENTENCE = re.compile("[。！？；]")


def set_lines(page: RawPage, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces of a page with the lines of each stanza and of each table put into one."""
    blocks = [tuple(group) for _, group in groupby(pieces, key=lambda p: p.block)]
    kinds = [_kind(page, block) for block in blocks]
    _drop_short_poems(blocks, kinds)
    set_pieces: list[Piece] = []
    for block, kind in zip(blocks, kinds, strict=True):
        set_pieces += [_as_one(page, block, kind)] if kind else block
    return tuple(set_pieces)


def _kind(page: RawPage, block: tuple[Piece, ...]) -> ParagraphKind | None:
    if all(p.mark is Mark.ROW for p in block):
        return ParagraphKind.TABLE
    if len(block) < 2 or any(len(p.spans) > 1 or p.mark for p in block):
        return None
    if _is_table([_cells(page, p) for p in block]):
        return ParagraphKind.TABLE
    return ParagraphKind.VERSE if _is_stanza(block) else None


def _cells(page: RawPage, piece: Piece) -> list[str]:
    span = piece.spans[0]
    raw = page.lines[span.line - 1][span.start : span.end].strip().strip("|｜").strip()
    return _CELLS.split(raw)


def _is_table(rows: list[list[str]]) -> bool:
    """Tell whether lines are rows: of the same number of short cells, with figures in most of them."""
    counts = {len(row) for row in rows}
    if len(rows) < 2 or len(counts) != 1 or min(counts) < 2:
        return False
    if any(len(cell) > 24 or _SENTENCE.search(cell) for row in rows for cell in row):
        return False
    figures = sum(any(c.isdigit() for cell in row for c in cell) for row in rows)
    return figures >= 2 if len(rows) < 4 else figures >= len(rows) / 2


def _is_stanza(block: tuple[Piece, ...]) -> bool:
    """Tell whether the lines of a block are verse: short, whole, without marks inside, and none a head or byline."""
    lines = [p.text for p in block]
    sung = len(block) >= LEAST_LINES and all(line.count("，") <= 1 and len(line) <= 16 for line in lines)
    inside = _INSIDE_SUNG if sung else _INSIDE
    if any(not 2 <= len(line) <= LONGEST_VERSE or inside.search(line) for line in lines):
        return False
    if any(not is_han(line[0]) and line[0] not in "“‘「《" for line in lines):
        return False
    if any(p.full or parse_byline(p.spaced) or has_dateline(p.spaced) or _is_page_line(p.spaced) for p in block):
        return False
    return len(block) >= LEAST_LINES or all(not _SENTENCE.search(line) for line in lines)


def _is_page_line(spaced: str) -> bool:
    if any(row.pattern.search(spaced) for row in read_patterns("furniture")):
        return True
    return any(re.search(row["pattern"], spaced) for row in read_table("headings")["columns"])


def _drop_short_poems(blocks: list[tuple[Piece, ...]], kinds: list[ParagraphKind | None]) -> None:
    """Take back what stands alone with too few lines: a headline in two parts is no couplet."""
    at = 0
    for kind, run in groupby(kinds):
        length = len(list(run))
        lines = sum(len(block) for block in blocks[at : at + length])
        if kind is ParagraphKind.VERSE and lines < LEAST_LINES:
            kinds[at : at + length] = [None] * length
        at += length


def _as_one(page: RawPage, block: tuple[Piece, ...], kind: ParagraphKind) -> Piece:
    lines = ["\u3000".join(_cells(page, p)) if kind is ParagraphKind.TABLE else p.spaced for p in block]
    text = "\n".join(lines)
    spans = tuple(s for p in block for s in p.spans)
    return replace(block[0], text=text, spaced=text, spans=spans, kind=kind, begins=True, ends=True)

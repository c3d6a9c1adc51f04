"""Lines that are kept as lines: stanzas of verse and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from build_scripts.model import ParagraphKind, RawPage
from build_scripts.reading.bylines import parse_byline
from build_scripts.reading.pieces import UNIT_OF_TABLE, Mark, Piece
from build_scripts.tables import read_patterns, read_table
from build_scripts.text import has_dateline, is_han

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
    blocks = [part for _, group in groupby(pieces, key=lambda p: p.block) for part in _parts(page, tuple(group))]
    kinds = [_kind(page, block) for block in blocks]
    _drop_short_poems(blocks, kinds)
    set_pieces: list[Piece] = []
    for block, kind in zip(blocks, kinds, strict=True):
        set_pieces += [_as_one(page, block, kind)] if kind else block
    return tuple(set_pieces)


_IN_COLUMNS = re.compile(r"\S\s*[\t｜]\s*\S")


def _parts(page: RawPage, block: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
    """Yield a block, or its parts where rows of a table or a note on the author stand among other lines."""
    if len(block) > 1 and (block[-1].text[:1], block[-1].text[-1:]) == ("（", "）"):
        yield from _parts(page, block[:-1])
        yield block[-1:]
        return
    rows = [len(p.spans) == 1 and bool(_IN_COLUMNS.search(page.lines[p.line - 1])) for p in block]
    if not any(rows):
        rows = _rows_by_blanks(block)
    if sum(rows) < LEAST_ROWS or all(rows):
        yield block
        return
    for i, piece in enumerate(block[:-1]):
        rows[i] = rows[i] or (rows[i + 1] and UNIT_OF_TABLE.match(piece.text) is not None)
    for _, part in groupby(zip(rows, block, strict=True), key=lambda pair: pair[0]):
        yield tuple(piece for _, piece in part)


def _rows_by_blanks(block: tuple[Piece, ...]) -> list[bool]:
    """Tell which lines are rows of a table whose cells stand apart by single blanks: as many in each, a number last."""
    cells = [p.spaced.split(" ") if len(p.spans) == 1 else [] for p in block]
    rows = [False] * len(block)
    at = 0
    for count, run in groupby(map(len, cells)):
        length = len(list(run))
        lines = cells[at : at + length]
        numbers = sum(line[-1].replace("-", "").isdigit() for line in lines if line)
        if count >= LEAST_CELLS and length >= LEAST_LINES and numbers >= length - 1:
            rows[at : at + length] = [True] * length
        at += length
    return rows


LEAST_CELLS = 3
"""Cells of a row whose cells stand apart by single blanks."""
LEAST_ROWS = 3
"""Rows by which a table is known that stands among other lines without blank ones."""


def _kind(page: RawPage, block: tuple[Piece, ...]) -> ParagraphKind | None:
    if all(p.mark is Mark.ROW for p in block):
        return ParagraphKind.TABLE
    if len(block) < 2 or any(len(p.spans) > 1 or p.mark for p in block):
        return None
    rows = block[1:] if UNIT_OF_TABLE.match(block[0].text) else block
    if _is_table([_cells(page, p) for p in rows]) or all(_rows_by_blanks(block)):
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
    blanks = kind is ParagraphKind.TABLE and all(_rows_by_blanks(block))
    rows = [p.spaced.split(" ") if blanks else _cells(page, p) for p in block]
    lines = ["\u3000".join(row) for row in rows] if kind is ParagraphKind.TABLE else [p.spaced for p in block]
    text = "\n".join(lines)
    spans = tuple(s for p in block for s in p.spans)
    return replace(block[0], text=text, spaced=text, spans=spans, kind=kind, begins=True, ends=True)

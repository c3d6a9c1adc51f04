"""What came second: how a piece of a page would have been read, had the rule that decided not been there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.model import LedgerRow, PageReading, RawPage
from build_scripts.reading.bylines import parse_byline
from build_scripts.reading.head_lines import LONGEST_HEAD
from build_scripts.reading.pieces import Piece, Span
from build_scripts.reading.roles import shape_pieces
from build_scripts.reading.typography import close_up, widen
from build_scripts.tables import read_patterns
from build_scripts.text import has_dateline


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of the page with the rules that speak for it, the one that decided first."""

    rows: tuple[LedgerRow, ...]
    rules: tuple[str, ...]

    @property
    def second(self) -> str | None:
        """The rule that would have decided otherwise."""
        return self.rules[1] if len(self.rules) > 1 else None


def gather_evidence(reading: PageReading) -> Iterator[Evidence]:
    """Yield the pieces of a page in printed order; lines that one rule put together are one piece."""
    group: list[LedgerRow] = []
    for row in reading.ledger:
        if group and not _same_piece(group[-1], row):
            yield _evidence(reading.page, group)
            group = []
        group.append(row)
    if group:
        yield _evidence(reading.page, group)


def _same_piece(before: LedgerRow, row: LedgerRow) -> bool:
    alike = (before.role, before.article, before.rule) == (row.role, row.article, row.rule)
    return alike and row.line == before.line + 1


def _evidence(page: RawPage, group: list[LedgerRow]) -> Evidence:
    decided = group[0].rule
    piece = _piece(page, group)
    alone = shape_pieces((piece,))[0].rule
    rules = [decided, *(name for name in (alone, *_matching(piece)) if name != decided)]
    return Evidence(tuple(group), tuple(dict.fromkeys(rules)))


def _piece(page: RawPage, group: list[LedgerRow]) -> Piece:
    text = widen("".join(page.lines[row.line - 1][row.start : row.end] for row in group))
    above = page.lines[: group[0].line - 1]
    blank = next((n for n, line in enumerate(reversed(above)) if line.strip()), len(above))
    spans = tuple(Span(row.line, row.start, row.end) for row in group)
    return Piece(close_up(text), close_up(text, keep_spaces=True), spans, 0, blank)


def _matching(piece: Piece) -> Iterator[str]:
    """Yield the names of the rules that match a piece by its own words, in the order in which they are asked."""
    for row in read_patterns("furniture"):
        if row.pattern.search(piece.spaced):
            yield row.name
    if parse_byline(piece.spaced):
        yield "byline"
    if has_dateline(piece.spaced):
        yield "dateline"
    if len(piece.text) <= LONGEST_HEAD and piece.text[-1:] not in "。！？；，、":
        yield "short_line"
    yield "running_text"

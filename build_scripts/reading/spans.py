"""Cutting a piece in two where it holds two things, with the raw spans of each part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from build_scripts.model import RawPage
from build_scripts.reading.pieces import Piece, Span
from build_scripts.reading.typography import close_up, widen


def split_piece(
    page: RawPage, piece: Piece, patterns: tuple[re.Pattern[str], ...], signs: tuple[str, ...]
) -> Iterator[Piece]:
    """Yield a piece cut before and after what the patterns match in its raw text; whole where none does.

    None of them matches where none of the `signs` stands.
    """
    if not any(sign in piece.text for sign in signs):
        yield piece
        return
    raws = [page.lines[s.line - 1][s.start : s.end] for s in piece.spans]
    raw = "".join(raws)
    cuts = sorted({at for pattern in patterns for m in pattern.finditer(raw) for at in m.span()} - {0, len(raw)})
    if not cuts:
        yield piece
        return
    bounds = [0, *cuts, len(raw)]
    for left, right in pairwise(bounds):
        if raw[left:right].strip():
            yield _part(piece, raw, left, right, first=left == 0)


def _part(piece: Piece, raw: str, left: int, right: int, *, first: bool) -> Piece:
    words = raw[left:right]
    left += len(words) - len(words.lstrip())
    right -= len(words) - len(words.rstrip())
    spaced = close_up(widen(raw[left:right]), keep_spaces=True)
    return replace(
        piece,
        text=close_up(spaced),
        spaced=spaced,
        spans=tuple(_spans(piece.spans, left, right)),
        gap_before=piece.gap_before if first else 0,
        indented=piece.indented and first,
    )


def _spans(spans: tuple[Span, ...], left: int, right: int) -> Iterator[Span]:
    """Yield the raw spans of a part of the text that the spans hold together."""
    at = 0
    for span in spans:
        length = span.end - span.start
        start, end = max(left - at, 0), min(right - at, length)
        if start < end:
            yield Span(span.line, span.start + start, span.start + end)
        at += length

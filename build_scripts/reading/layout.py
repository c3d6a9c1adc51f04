"""The first half of reading as two steps: a page's pieces, and their shapes in their surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from build_scripts.model import RawPage
from build_scripts.reading.formats import is_marked_up, take_off_markup
from build_scripts.reading.jumps import cut_jumps, settle_jumps
from build_scripts.reading.pieces import Piece, cut_pieces
from build_scripts.reading.roles import Shaped, shape_pieces
from build_scripts.reading.set_lines import set_lines
from build_scripts.reading.spans import split_piece
from build_scripts.reading.surroundings import settle_surroundings
from build_scripts.text import HAN

_NAME = f"[{HAN}·]{{2,12}}"
_MIXED = (
    # The author in a line of a web page is a byline, what stands around is none.
    re.compile(
        rf"作者(?<!\S作者)[:：]\s*{_NAME}(?:\s+{_NAME}(?![:：]))*(?=\s+\S{{2,4}}[:：])"
        rf"|(?<=\s)作者[:：]\s*{_NAME}(?:\s+{_NAME}(?![:：]))*$"
    ),
    # An editor in brackets closes the text of a web page.
    re.compile(rf"(?<=[。！？”])\s*[（(【\[](?:责任编辑|责编|编辑)[:：]?[{HAN} 　]{{2,10}}[）)】\]]\s*$"),
)


def lay_out(page: RawPage) -> tuple[Piece, ...]:
    """Return the pieces of a page: paragraphs and parts of them, stanzas, tables, jumps."""
    if is_marked_up(page.file):
        plain = take_off_markup(page)
        marked = (replace(p, mark=plain.mark_of(p)) for p in cut_pieces(plain.page))
        return tuple(plain.to_source(p) for p in _set(plain.page, tuple(marked)))
    return _set(page, cut_pieces(page))


def _set(page: RawPage, cut: tuple[Piece, ...]) -> tuple[Piece, ...]:
    pieces = (part for piece in cut_jumps(page, cut) for part in split_piece(page, piece, _MIXED, ("作者", "编")))
    pieces = (part for piece in pieces for part in _captions(page, piece))
    pieces = (part for piece in pieces for part in _reporters(page, piece))
    return set_lines(page, tuple(pieces))


_REPORTERS = re.compile(rf"(?<=\s)(?:本[报网刊])?记者\s*[:：]?\s*{_NAME}(?:\s+{_NAME})*\s*$")


def _reporters(page: RawPage, piece: Piece) -> Iterator[Piece]:
    """Yield the line of a web page that says where a text is from, and the reporters whom it names, apart."""
    return split_piece(page, piece, (_REPORTERS,), ("来源：", "来源:") if "记者" in piece.text else ())


_NEXT_CAPTION = re.compile(r"(?<=[。！？”摄）])\s*(?=图?[②-⑳]|图[2-9二三四五六][:：])")


_FIRST_CAPTION = re.compile("[①-⑨]|图[①1一][:：]?")


def _captions(page: RawPage, piece: Piece) -> Iterator[Piece]:
    """Yield the captions of a line that holds several, each with its number."""
    numbered = _FIRST_CAPTION.match(piece.text) is not None
    return split_piece(page, piece, (_NEXT_CAPTION,), (*"②③④⑤⑥⑦⑧⑨", "图") if numbered else ())


def shape_page(pieces: tuple[Piece, ...]) -> tuple[Shaped, ...]:
    """Give each piece its shape, first by its own words, then by what stands around it."""
    return settle_jumps(settle_surroundings(shape_pieces(pieces)))

"""Signatures at the end of a text, and lines that say who took a picture."""

from __future__ import annotations

import re

from build_scripts.model import Author
from build_scripts.reading.bylines import parse_byline
from build_scripts.reading.pieces import Piece
from build_scripts.text import HAN

_SIGNATURE = re.compile(rf"[（(]([{HAN}·、\s/／]{{2,40}})[）)]$")


def closing_signature(text: str) -> tuple[str, tuple[Author, ...]]:
    """Split a bracketed signature from the end of a paragraph: …。（记者 某某）."""
    match = _SIGNATURE.search(text)
    before = text[: match.start()].rstrip() if match else ""
    if not match or before[-1:] not in "。！？”…":
        return text, ()
    authors = parse_byline(match.group())
    return (before, authors) if authors else (text, ())


def is_signed(piece: Piece) -> bool:
    """Tell whether a piece ends with the names, in brackets, of who wrote the text that it closes."""
    return piece.text[-1:] in "）)" and bool(closing_signature(piece.spaced)[1])


def picture_credit(text: str) -> bool:
    """Tell whether a line says who took a picture, and nothing else: 丁一 摄, 通讯员 何三 供图."""
    return bool(_CREDIT.search(text)) and parse_byline(text) is not None


_CREDIT = re.compile(r"(?:摄|摄影|供图|图片|图)[）)]?$")

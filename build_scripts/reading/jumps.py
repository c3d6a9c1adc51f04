"""Jumps: where an article goes on at another page (下转第4版) or comes from one (上接第1版).

A jump is furniture. What stands before it goes on nowhere on this page, and what stands after 上接
is no part of the article above; the numbers are kept with the articles.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from build_scripts.model import RawPage
from build_scripts.reading.drafts import Draft
from build_scripts.reading.pieces import Piece
from build_scripts.reading.roles import AFTER_JUMP, Shape, Shaped
from build_scripts.reading.spans import split_piece

_NUMBER = r"第?\s*+(?P<no>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[A-Z]\s*\d{1,3})\s*版"
_TO = re.compile(rf"(?:紧?接|下转|转至?|下接)\s*+{_NUMBER}")
_FROM = re.compile(rf"上接\s*+{_NUMBER}|^[（(【]?紧接\s*+{_NUMBER.replace('<no>', '<no2>')}")
_TAIL = re.compile(rf"[（(【]\s*+(?:下转|紧接|转至?)\s*+{_NUMBER}[^（）()。，]{{0,12}}[）)】]\s*$")
_START = re.compile(rf"^\s*+[（(【]\s*+(?:上接|紧接|接)\s*+{_NUMBER}[^（）()。，]{{0,24}}[）)】]")
_TENS = "〇一二三四五六七八九"


def cut_jumps(page: RawPage, pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Yield the pieces of a page with jumps cut off from the text that they are printed with."""
    for piece in pieces:
        yield from split_piece(page, piece, (_START, _TAIL), ("版",))


def settle_jumps(shaped: tuple[Shaped, ...]) -> tuple[Shaped, ...]:
    """Note that text before a jump ends here, and that text after one begins an article."""
    items = list(shaped)
    texts = [i for i, item in enumerate(items) if item.shape is not Shape.FURNITURE]
    for i, item in enumerate(items):
        if item.rule != "jump_line":
            continue
        at = bisect_left(texts, i)
        if _FROM.search(item.text):
            after = texts[at] if at < len(texts) else None
            if after is not None and items[after].shape is Shape.BODY:
                piece = replace(items[after].piece, begins=True)
                items[after] = replace(items[after], piece=piece, rule=AFTER_JUMP)
        elif at:
            before = texts[at - 1]
            shape = Shape.BODY if items[before].shape is Shape.HEAD else items[before].shape
            items[before] = replace(items[before], shape=shape, piece=replace(items[before].piece, ends=True))
    return tuple(items)


def note_jumps(drafts: list[Draft], furniture: list[Shaped]) -> None:
    """Give each jump to the article that it stands behind, or before."""
    jumps = [item for item in furniture if item.rule == "jump_line"]
    printed = sorted(((place, d) for d in drafts for place in _places(d)), key=lambda pair: pair[0]) if jumps else []
    for item in jumps:
        at = bisect_left(printed, _place(item.piece), key=lambda pair: pair[0])
        if match := _FROM.search(item.text):
            if at < len(printed):
                printed[at][1].jump_from = _number(match["no"] or match["no2"])
        elif (match := _TO.search(item.text)) and at:
            printed[at - 1][1].jump_to = _number(match["no"])


def _place(piece: Piece) -> tuple[int, int]:
    return piece.spans[0].line, piece.spans[0].start


def _places(draft: Draft) -> Iterator[tuple[int, int]]:
    for _, piece, _ in [*draft.heads, *draft.flow]:
        yield _place(piece)


def _number(printed: str) -> str:
    """Return a page number in Arabic digits: 四 -> 4, 十二 -> 12, A1 as it is."""
    plain = re.sub(r"\s", "", printed)
    if plain[0] not in _TENS + "十":
        return str(int(plain)) if plain.isdigit() else plain
    tens, ten, ones = plain.rpartition("十")
    value = (_TENS.index(tens) if tens in _TENS and tens else 1) * 10 if ten else 0
    return str(value + (_TENS.index(ones) if ones else 0))

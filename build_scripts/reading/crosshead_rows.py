"""Crossheads stand in rows: what is made like the others of its page is one of them, what is unlike is none."""

from __future__ import annotations

from build_scripts.reading.roles import Shape, Shaped
from build_scripts.reading.seams import is_open, weigh_seam
from build_scripts.text import has_dateline

_ROW = 200
"""Pieces before and after a crosshead among which its likes are looked for: more than a page has."""
LONGEST_CROSSHEAD = 18
"""Characters of a crosshead in one part; longer ones of the pages measured have two parts."""


def unlike_crossheads(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line between two halves of a text is made unlike the crossheads of its page.

    Crossheads of a page have all one part or all two; the bare name of a picture breaks the row.
    """
    item = items[i]
    if item.shape is not Shape.HEAD or not 0 < i < len(items) - 1 or len(item.text) > LONGEST_CROSSHEAD:
        return False
    before, after = items[i - 1], items[i + 1]
    if not (before.shape is after.shape is Shape.BODY) or not is_open(before.text) or after.piece.indented:
        return False
    if has_dateline(after.piece.spaced):
        return False
    others = _others(items, i)
    if not others:
        return False
    unlike = not any(others) if " " in item.piece.spaced else sum(others) > len(others) / 2
    return unlike and weigh_seam(before.text, after.text).score >= 0


def _others(items: list[Shaped], i: int) -> list[bool]:
    """Return for each other short line over a text without dateline whether it has two parts."""
    return [
        " " in items[j].piece.spaced or items[j + 1].piece.block == items[j].piece.block
        for j in range(max(0, i - _ROW), min(len(items) - 1, i + _ROW))
        if items[j].shape is Shape.HEAD
        and j != i
        and items[j + 1].shape is Shape.BODY
        and not has_dateline(items[j + 1].piece.spaced)
    ]


def stands_in_row(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line in two parts is one of several: of crossheads, whatever stands around it."""
    return items[i].shape is Shape.HEAD and " " in items[i].piece.spaced and any(_others(items, i))

"""Lines around a picture: what goes on with its caption, who took it, and the text that stands below its headline."""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.reading.roles import GOES_ON, Shape, Shaped
from build_scripts.reading.seams import is_open
from build_scripts.reading.showing import may_show, shows
from build_scripts.reading.signatures import picture_credit

_LONGEST_CAPTION_LINE = 40
"""Characters of a line that goes on with the caption above it."""
_LONGEST_CAPTION = 60
"""Characters of a caption of one sentence."""
_CREDITED = re.compile("(?:摄影?|图片?|照片|提供)[）)]?$")


def is_picture_with_headline(items: list[Shaped], i: int) -> bool:
    """Tell whether 图片新闻 stands over a headline with a text of its own, and not over a caption only."""
    head, text = items[i + 1 : i + 2], items[i + 2 : i + 3]
    return bool(head and text) and head[0].shape is Shape.HEAD and text[0].shape in (Shape.BODY, Shape.CAPTION)


def as_text(item: Shaped) -> Shaped:
    """Return what stands below the headline of a picture as its text, where it is more than a caption."""
    told = item.shape is Shape.CAPTION and len(item.text) > _LONGEST_CAPTION_LINE
    return replace(item, shape=Shape.BODY, rule="caption_is_the_text") if told else item


def shape_below_caption(items: list[Shaped], i: int) -> tuple[Shape, str] | None:
    """Return the shape of a line that belongs to the caption right above it, and the rule; None for other lines."""
    if _goes_on_with_caption(items, i):
        return Shape.CAPTION, GOES_ON
    if _stands_over_credit(items, i):
        return Shape.CAPTION, "over_picture_credit"
    return (Shape.CAPTION, "picture_credit") if _is_credit(items, i) else None


def _stands_over_credit(items: list[Shaped], i: int) -> bool:
    """Tell whether a line of one sentence stands right above who took a picture, and nothing else in its block."""
    item, credit = items[i], items[i + 1] if i + 1 < len(items) else None
    if credit is None or credit.piece.block != item.piece.block or item.piece.gap_before == 0:
        return False
    if item.shape not in _MAY_BE_CAPTION or len(item.text) > _LONGEST_CAPTION or not may_show(item.text):
        return False
    one = not re.search("[。！？]", item.text[:-1]) and not is_open(item.text.rstrip("。") + "。")
    signs = credit.shape is Shape.BYLINE and credit.text[:1] not in "（("
    return one and signs and _TAKEN.search(credit.text) is not None


_MAY_BE_CAPTION = (Shape.BODY, Shape.HEAD, Shape.CAPTION)
_TAKEN = re.compile("(?:摄|供图)[）)]?$")


def _goes_on_with_caption(items: list[Shaped], i: int) -> bool:
    """Tell whether a line goes on with the caption right above it, which breaks off at the width of its picture."""
    item, before = items[i], items[i - 1] if i else None
    if before is None or before.shape is not Shape.CAPTION or before.rule not in ("caption_words", GOES_ON):
        return False
    same = item.piece.block == before.piece.block and item.shape in (Shape.BODY, Shape.HEAD)
    if not same or not is_open(before.text) or _CREDITED.search(before.text):
        return False
    longest = min(_LONGEST_CAPTION_LINE, len(before.text) + 2)
    return item.rule in ("running_text", "short_line") and len(item.text) <= longest


def _is_credit(items: list[Shaped], i: int) -> bool:
    """Tell whether a line right below a caption says who took the picture."""
    item, before = items[i], items[i - 1] if i else None
    if item.shape is not Shape.BYLINE or before is None or before.shape is not Shape.CAPTION:
        return False
    return item.piece.gap_before <= 1 and picture_credit(item.piece.spaced)


def captions_below_crossheads(run: list[Shaped]) -> list[Shaped]:
    """Return short lines inside a text with the captions told among them.

    Crossheads do not stand over one another a blank line apart: a longer line in one part that speaks of a picture,
    below one or over it, is a caption.
    """
    if len(run) != _TWO or any(s.shape is not Shape.HEAD for s in run) or run[1].piece.gap_before == 0:
        return run
    short, long = sorted(run, key=lambda item: len(item.text))
    worth = shows(long.text)
    if " " in long.piece.spaced or len(long.text) < len(short.text) + _LONGER or worth < max(_SHOWS, shows(short.text)):
        return run
    return [replace(s, shape=Shape.CAPTION, rule="beside_crosshead") if s is long else s for s in run]


_TWO = 2
_LONGER, _SHOWS = 4, 1.0
"""Characters by which a caption is longer than the crosshead that it stands beside, and what it must show."""

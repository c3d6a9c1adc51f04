"""Lines around a picture: what goes on with its caption, who took it, and the text that stands below its headline."""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.reading.roles import GOES_ON, Shape, Shaped
from build_scripts.reading.seams import is_open
from build_scripts.reading.signatures import picture_credit

_LONGEST_CAPTION_LINE = 40
"""Characters of a line that goes on with the caption above it."""
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
    return (Shape.CAPTION, "picture_credit") if _is_credit(items, i) else None


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

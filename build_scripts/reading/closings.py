"""What closes a text for good: the office that issued it and the day, or a last call."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from build_scripts.reading.roles import Shape, Shaped
from build_scripts.tables import read_words

LAST_LINES = ("issued_on", "issued_by")
"""Rules of what closes a text for good."""
_DAY = re.compile(r"^[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日$")


@cache
def _office() -> tuple[str, ...]:
    return read_words("headings", "office_ends")


def settle_closing(items: list[Shaped]) -> None:
    """Take a date that stands below a text, and the office above it, as the end of the text."""
    last = next((i for i in range(len(items) - 1, 0, -1) if items[i].shape is not Shape.FURNITURE), None)
    if last and items[last].rule == "short_line" and items[last].text.endswith("！"):
        items[last] = _closing(items[last], "last_words")
    text = next((i for i, item in enumerate(items) if item.shape is Shape.BODY), len(items))
    for i in range(text + 1, len(items)):
        item, before = items[i], items[i - 1]
        if not _DAY.match(item.text):
            continue
        is_office = before.shape in (Shape.HEAD, Shape.BYLINE) and before.text.endswith(_office())
        is_last = last is None or i >= last
        if not is_office and (not is_last or before.shape is not Shape.BODY):
            continue
        if is_office:
            items[i - 1] = _closing(before, "issued_by")
        items[i] = _closing(item, "issued_on")


def _closing(item: Shaped, rule: str) -> Shaped:
    return replace(item, shape=Shape.BODY, rule=rule, kind=None, piece=replace(item.piece, begins=True, ends=True))

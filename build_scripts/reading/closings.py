"""What closes a text for good: the office that issued it and the day, or a last call."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from build_scripts.reading.roles import Shape, Shaped
from build_scripts.tables import read_words

LAST_LINES = ("issued_on", "issued_by")
"""Rules of what signs a text for good."""
_NUMERAL = "[\\d一二三四五六七八九十]"
_WRITTEN = rf"[\d〇○零一二三四五六七八九十]{{4}}年\s*{_NUMERAL}{{1,2}}月\s*{_NUMERAL}{{1,3}}日"
_DAY = re.compile(f"^{_WRITTEN}$")
_DAY_AT_END = re.compile(f"(?:^|[\\s（(])({_WRITTEN})[）)]?$")


@cache
def _office() -> tuple[str, ...]:
    return read_words("headings", "office_ends")


def settle_closing(items: list[Shaped]) -> None:
    """Take a date that stands below a text, and the office above it, as what signs the text."""
    last = next((i for i in range(len(items) - 1, 0, -1) if items[i].shape is not Shape.FURNITURE), None)
    if last and items[last].rule == "short_line" and items[last].text.endswith("！"):
        item = items[last]
        whole = replace(item.piece, begins=True, ends=True)
        items[last] = replace(item, shape=Shape.BODY, rule="last_words", kind=None, piece=whole)
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
            items[i - 1] = replace(before, shape=Shape.BYLINE, rule="issued_by", kind=None)
        items[i] = replace(item, shape=Shape.BYLINE, rule="issued_on", kind=None)


def day_below(spaced: str) -> str | None:
    """Return the day that a line below a text gives, alone or behind the office that issued it."""
    return found[1] if (found := _DAY_AT_END.search(spaced)) else None

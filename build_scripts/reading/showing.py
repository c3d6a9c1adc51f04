"""What stands under a picture says who is doing what and where; running text argues, counts and goes on.

Each row of the table speaks for the one or the other; their sum tells the words of a picture from a sentence or a part
of one that stands alone on a line: of those it was fitted on, nine in ten captions and one other in seventy pass SHOWS.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from build_scripts.reading.roles import Shape, Shaped
from build_scripts.reading.seams import is_open, is_torn_off, weigh_seam
from build_scripts.tables import read_table

_MAY_SHOW, _MAY_NAME = -0.9, -0.1
"""What the words of a picture are worth more than, nearly always: in a sentence, and without an end."""
_SHOWS, _CLEARLY = 0.9, 1.9
"""What they are worth more than in a break of the text, and where nothing but the words speaks for a picture."""
_NONE = -1.6
"""What it is worth that no row speaks."""
_TORN = -1.1
"""What it is worth that a line begins in the middle of a sentence."""
_SHORTEST, _SHORT, _LONGEST = 6, 10, 60
"""Characters of a caption that only its words tell; a short one must show more."""
_SHORT_SHOWS = 2.0


@cache
def _rows() -> tuple[tuple[Callable[[str], object], float], ...]:
    return tuple((re.compile(row["pattern"]).search, row["worth"]) for row in read_table("showing"))


@lru_cache(maxsize=1024)
def shows(text: str) -> float:
    """Return how much the words of a line speak for a picture above them; what speaks for running text is below 0."""
    plain = text.rstrip("。")
    worth = sum(worth for search, worth in _rows() if search(plain))
    return _NONE + worth + (_TORN if is_torn_off(plain) else 0.0)


def may_show(text: str) -> bool:
    """Tell whether a line may stand under a picture, for all that its words say."""
    return shows(text) >= (_MAY_SHOW if text[-1:] == "。" else _MAY_NAME)


def shows_a_picture(items: list[Shaped], i: int) -> bool:
    """Tell whether a sentence alone between two blank lines says what a picture shows, and goes on with nothing."""
    item = items[i]
    if item.rule != "running_text" or not 0 < i < len(items) - 1 or not _is_sentence(item.text):
        return False
    block, after = item.piece.block, items[i + 1]
    if block in (items[i - 1].piece.block, after.piece.block) or item.piece.indented:
        return False
    worth = shows(item.text)
    if worth < (_SHOWS if len(item.text) >= _SHORT else _SHORT_SHOWS):
        return False
    if any(item.text[:-1] in other.text for other in items if other is not item):
        return False  # a tail printed twice
    before = next((s for s in reversed(items[:i]) if s.shape is not Shape.CAPTION), None)
    if before is None or before.shape is not Shape.BODY or before.piece.ends:
        return False
    if after.shape is Shape.BODY and (is_torn_off(after.text) or weigh_seam(before.text, after.text).proof > 0):
        return not is_open(before.text) or weigh_seam(before.text, item.text).proof <= 0
    return worth >= _CLEARLY and (not is_open(before.text) or weigh_seam(before.text, item.text).proof <= 0)


def _is_sentence(text: str) -> bool:
    return _SHORTEST <= len(text) <= _LONGEST and text[-1:] == "。" and not re.search("[。！？；]", text[:-1])

"""Lines that somebody speaks or signs with: greetings, questions and answers, notes on the author."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from build_scripts.reading.bylines import parse_byline
from build_scripts.reading.names import bare_names, is_place
from build_scripts.reading.pieces import Piece
from build_scripts.tables import read_words
from build_scripts.text import HAN


@cache
def _speaker() -> re.Pattern[str]:
    words = "|".join(map(re.escape, read_words("headings", "speakers")))
    return re.compile(rf"^(?:{words})\s*[:：]")


_NAMED_SPEAKER = re.compile(rf"^([{HAN}·]{{2,8}})：.*[。？！…”]$")


@cache
def _greeting() -> re.Pattern[str]:
    words = "|".join(map(re.escape, read_words("headings", "greetings")))
    closing = "|".join(map(re.escape, read_words("headings", "closing_words")))
    return re.compile(
        rf"^(?:{words})[^。；？]{{0,60}}[：:！!]$|^各(?:[{HAN}]|[、，（）])+：$|^[{HAN}、，]{{2,30}}(?:们|各位代表|各位委员)：$"
        rf"|^(?:{closing})[！!。：:]?$"
    )


_SPEECH_DATE = re.compile(r"^（\d{4}年\d{1,2}月\d{1,2}日[^，。）]{0,12}）$")
_AUTHOR_NOTE = re.compile("^（(?:本文)?作者(?:单位|系|为|是|简介)[^（）]{2,60}）$")


class Said(Enum):
    """How a line speaks; its value is the name of the rule that `explain` prints."""

    GREETING = "greeting"
    SPEAKER = "speaker"
    AUTHOR_NOTE = "author_note"
    SPEECH_DATE = "speech_date"


def said_as(piece: Piece) -> Said | None:
    """Return how a line speaks; None for a line that does not, among them bylines that begin so: 记者：丁一."""
    text = piece.text
    if _greeting().match(text):
        return Said.GREETING
    named = _NAMED_SPEAKER.match(text)
    if _speaker().match(text) or (named and bare_names(named.group(1)) and not is_place(named.group(1))):
        return Said.SPEAKER if parse_byline(piece.spaced) is None else None
    if _AUTHOR_NOTE.match(text):
        return Said.AUTHOR_NOTE
    return Said.SPEECH_DATE if _SPEECH_DATE.match(text) else None

"""Pure helpers for Chinese text that every wing may use."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_SENTENCE_END = re.compile(r"[。！？!?…；;](?:(?<![；;])[。！？!?…]*[”’\"』」）)]*|(?<=[；;])(?=\s|$))")
"""Begins with all signs that it may begin with, so that the search skips from one to the next."""
DATELINE = re.compile(
    rf"^(?:(?=[（(](?:本报|本刊|本网|特约|见习|实习|融媒体|全媒体)*(?:记者(?!手记|注|按|站)|通讯员)[{HAN}·、\s]{{2,40}}[）)][\s{HAN}\d“])"
    rf"|[（(【]?(?P<head>本报讯|本报综合消息|本报[{HAN}]{{0,8}}?\d{{0,4}}年?\d{{0,2}}月?\d{{1,2}}日?[讯电]|[{HAN}]{{2,8}}(?:讯|电)(?=[\s（(])"
    rf"|(?:据?新华社|据?中新社|据[{HAN}]{{2,8}})[{HAN}]{{0,6}}\d{{1,2}}月\d{{1,2}}日电)[）)】]?[\s:：]*)"
)
"""Where a paragraph opens as a news report does; what follows may name its authors, or nothing but they open it."""


def is_han(char: str) -> bool:
    """Tell whether a character is a Chinese ideograph."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char == "〇" or "\uf900" <= char <= "\ufaff"


@lru_cache(maxsize=256)
def chars_behind(char: str, text: str) -> frozenset[str]:
    """Return the characters that stand behind one in a text; none where no character is given."""
    found, at = set(), text.find(char) if char else -1
    while -1 < at < len(text) - 1:
        found.add(text[at + 1])
        at = text.find(char, at + 1)
    return frozenset(found)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence; together they cover the whole text."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() > start:
            yield start, match.end()
            start = match.end()
    if start < len(text):
        yield start, len(text)


def sentence_number(text: str, offset: int) -> int:
    """Return which sentence of a text an offset lies in, counted from 1.

    >>> [sentence_number("有。没有。", offset) for offset in (0, 1, 2, 4, 5)]
    [1, 1, 2, 2, 1]
    """
    return bisect_right(_starts(text), offset) if offset < len(text) else 1


@lru_cache(maxsize=64)
def _starts(text: str) -> tuple[int, ...]:
    """Return where sentences begin; a paragraph is asked for once for each of its figures."""
    return tuple(start for start, _ in sentences(text))


def has_dateline(text: str) -> bool:
    """Tell whether a paragraph opens as a news report does: 本报讯, 本报…日电, （记者 某某）."""
    return bool(DATELINE.match(text))

"""Lists of links to other reports, as web pages print them below a text."""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.reading.pieces import Mark
from build_scripts.reading.roles import Shape, Shaped

_LINK_MARK = re.compile(r"^[·•◆◇▪■□●○>＞»\-*]\s*|^\d{1,2}[.、]\s*|^[\[［]?\d{4}-\d{1,2}-\d{1,2}")
_WHERE = re.compile("(?:当前|您)(?:现在|当前|目前)?(?:所在)?的?位置")


def settle_links(items: list[Shaped], at: int, known_end: int) -> int:
    """Take the short lines below 相关新闻 as links; a head over running text is no list of links.

    Return where the links end. Below a head before `known_end` they end there: all up to it are links.
    """
    end = known_end
    if at >= known_end:
        end = next((i for i in range(at + 1, len(items)) if not _is_link_below(items, at, i)), len(items))
    if end == at + 1 < len(items) and items[end].shape is Shape.BODY:
        items[at] = replace(items[at], shape=Shape.HEAD, rule="head_of_a_box", kind=None)
        return end
    if end == at + 2 < len(items) and _IN_PRINT.search(items[at].text) and _is_headline_over(items, at + 1):
        items[at] = replace(items[at], shape=Shape.COLUMN, rule="label_over_headline", kind=None)
        return end
    for i in range(max(at + 1, known_end), end):
        if items[i].shape is not Shape.FURNITURE:
            items[i] = replace(items[i], shape=Shape.FURNITURE, rule="web_link", kind=items[at].kind)
    return end


_IN_PRINT = re.compile("链接|延伸阅读")
"""Labels that papers print over a box with a headline and a text of its own."""


def _is_headline_over(items: list[Shaped], i: int) -> bool:
    """Tell whether a line is a headline with running text below, and no link of a list."""
    marked = _LINK_MARK.match(items[i].text) is not None
    return items[i].shape is Shape.HEAD and not marked and items[i + 1].shape is Shape.BODY


def _is_link_below(items: list[Shaped], at: int, i: int) -> bool:
    """Tell whether a piece goes on with the links below a head: what begins another report does not."""
    item = items[i]
    if item.shape is Shape.FURNITURE:
        return not _WHERE.match(item.text)
    unlike = item.piece.gap_before > 0 and bool(_LINK_MARK.match(items[at + 1].text)) != bool(
        _LINK_MARK.match(item.text)
    )
    return _is_link(item) and not unlike and not is_above_source(items, i)


def is_above_source(items: list[Shaped], i: int) -> bool:
    """Tell whether the line that web pages print below a headline follows: where a report is from and when."""
    after = items[i + 1] if i + 1 < len(items) else None
    return after is not None and after.shape is Shape.FURNITURE and after.rule in ("web_date_line", "web_source_line")


def _is_link(item: Shaped) -> bool:
    if item.shape is Shape.FURNITURE:
        return True
    text = item.text
    short = len(text) <= 60 and text[-1:] not in "。！；"
    return short and (item.shape is not Shape.BODY or item.piece.mark is Mark.ITEM or bool(_LINK_MARK.match(text)))

"""The line that a paper prints above a page: date, page number, name of the page."""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.model import PageMeta
from build_scripts.reading.metadata import parse_day
from build_scripts.reading.roles import Shape, Shaped

_DAY = re.compile(r"\d{4}年\s*\d{1,2}月\s*\d{1,2}日")
_PAGE = re.compile(r"第?\s*([A-Z]?\d{1,3})\s*版")
_REST = re.compile(r"星期[一二三四五六日天]|农历\S*|总?第\s*\S{1,8}期|(责任?编辑|责编|编辑|版式|校对)\S*.*$")


def read_page_head(shaped: tuple[Shaped, ...], meta: PageMeta) -> PageMeta:
    """Return the meta data of a page with what its own head line prints; what an operator gave stays."""
    for item in shaped:
        if item.shape is Shape.FURNITURE and item.rule == "page_head_date":
            return _with(meta, item.piece.spaced)
    return meta


def _with(meta: PageMeta, line: str) -> PageMeta:
    day = _DAY.search(line)
    issued = parse_day(day.group()) if day else None
    page = _PAGE.search(line)
    name = _REST.sub("", _PAGE.sub("", _DAY.sub("", line))).strip(" ·|｜")
    if issued and meta.issue_date is None:
        meta = replace(meta, issue_date=issued, date_basis="报上所印")
    return replace(
        meta,
        page_no=meta.page_no or (page.group(1) if page else None),
        page_name=meta.page_name or (name if 2 <= len(name) <= 8 else None),
    )

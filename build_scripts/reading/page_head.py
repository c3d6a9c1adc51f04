"""The line that a paper prints above a page: date, page number, name of the page."""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.model import PageMeta
from build_scripts.reading.intake_rules import intake_rules
from build_scripts.reading.metadata import parse_day
from build_scripts.reading.roles import Shape, Shaped

_HEADS = (
    "page_head_date",
    "page_head_day",
    "page_head_of_all_kinds",
    "page_head_with_paper",
    "page_head_with_credits",
    "page_head_with_points",
)
_DAY = re.compile(r"\d{4}年\s*\d{1,2}月\s*\d{1,2}日|\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)")
_PAGE = re.compile(r"第?\s*([A-Z]?\d{1,3}|(?<=第)[一二三四五六七八九十]{1,3})\s*版")
_REST = re.compile(r"星期[一二三四五六日天]|农历\S*|总?第\s*\S{1,8}期|(责任?编辑|责编|编辑|版式|校对)\S*.*$")
_SOURCE = re.compile(r"(?<!信息)(?:稿件|文章|新闻)?(?:来源|稿源)\s*[:：]\s*《?([^\s|｜》，。（(]{2,16})")
_PAPER_BESIDE_HOUR = re.compile(r"\d[:：]\d{2}\s+[|｜]?\s*(\S{2,12})$")
_PUT_UP = re.compile(
    r"(?:^|发布(?:时间|日期)\s*[:：]\s*|^(?:时间|日期)\s*[:：]\s*|[|｜\s])"
    r"(?P<day>(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}))"
)


def read_page_head(shaped: tuple[Shaped, ...], meta: PageMeta) -> PageMeta:
    """Return the meta data of a page with what its own head line prints; what an operator gave stays."""
    for item in shaped:
        if item.shape is Shape.FURNITURE and item.rule in _HEADS and _DAY.search(item.text):
            return _with(meta, item.piece.spaced)
    for item in shaped:
        if item.shape is Shape.FURNITURE and item.rule == "page_number" and "版" in item.text:
            meta = _with(meta, item.piece.spaced)
        if item.shape is Shape.FURNITURE and item.rule in ("web_source_line", "web_date_line"):
            meta = _with_source(meta, item.piece.spaced)
    return meta


def _with_source(meta: PageMeta, line: str) -> PageMeta:
    """Return the meta data with what a line of a web page says: where a text is from and when it was put up."""
    source = _SOURCE.search(line) or _PAPER_BESIDE_HOUR.search(line)
    day = _PUT_UP.search(line)
    issued = parse_day(day.group("day")) if day else None
    if meta.publication is None and source and source.group(1).endswith(intake_rules().publication_endings):
        meta = replace(meta, publication=source.group(1))
    if meta.issue_date is None and issued:
        meta = replace(meta, issue_date=issued, date_basis="报上所印")
    return meta


def _with(meta: PageMeta, line: str) -> PageMeta:
    day = _DAY.search(line)
    issued = parse_day(day.group()) if day else None
    page = _PAGE.search(line)
    words = re.split(r"[\s·|｜]+", _REST.sub("", _PAGE.sub(" ", _DAY.sub(" ", line))).strip(" ·|｜"))
    paper = next((w for w in words if len(words) > 1 and w.endswith(intake_rules().publication_endings)), None)
    name = " ".join(w for w in words if w != paper)
    if issued and meta.issue_date is None:
        meta = replace(meta, issue_date=issued, date_basis="报上所印")
    return replace(
        meta,
        publication=meta.publication or paper,
        page_no=meta.page_no or (page.group(1) if page else None),
        page_name=meta.page_name or (name if 2 <= len(name) <= 8 else None),
    )

"""File name, head and sidecar -> PageMeta: each claim is checked, and contradictions are reported."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from build_scripts.model import Grade, PageMeta, Problem
from build_scripts.reading.heads import Claim
from build_scripts.reading.intake_rules import intake_rules

NAME, HEAD, SIDECAR = "文件名", "文件开头", "附表"

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_HAN_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DATE = re.compile(r"(\d{4})(?:\s*[-_./年]\s*(\d{1,2})\s*[-_./月]\s*(\d{1,2})\s*日?|(\d\d)(\d\d))")
_WEEKDAY = re.compile(r"[\s(（]*(?:星期|周|礼拜)[一二三四五六日天][)）]*$")
_NAME_DATE = re.compile(
    r"(?<!\d)(?:18|19|20)\d\d\s*[-_./年]\s*\d{1,2}\s*[-_./月]\s*\d{1,2}\s*日?(?!\d)"
    r"|(?<![0-9A-Za-z])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![0-9a-z]|[A-Z](?!\d{1,3}版))"
)
_NAME_PAGE = re.compile(r"第?\s*(?<![0-9A-Za-z])([A-Za-z]?\d{1,3}|(?<=第)[一二三四五六七八九十]{1,3})\s*版")
_PAGE_NO = re.compile(r"第?\s*+([A-Za-z]{0,2}+)\s*+-?\s*+(\d{1,3}|[一二三四五六七八九十]{1,3})\s*版?")
_SEPARATORS = re.compile(r"[\s\-_—–·,，、.。()（）\[\]【】《》]+")
# 申报, the first modern newspaper of long life in Chinese, began in 1872.
_FIRST_YEAR = 1872


def parse_day(text: str) -> date | None:
    """Return the day that is written in any of the usual ways; None where it is none or impossible."""
    plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip()).strip()
    if match := _HAN_DATE.fullmatch(plain):
        year = int("".join(_DIGITS[c] for c in match[1]))
        month, day = _small_number(match[2]), _small_number(match[3])
    elif match := _DATE.fullmatch(plain):
        year, month, day = int(match[1]), int(match[2] or match[4]), int(match[3] or match[5])
    else:
        return None
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def _small_number(han: str) -> int:
    """Return a Chinese numeral below 100; 0 where it is malformed."""
    tens, ten, ones = han.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (int(_DIGITS.get(tens, "1")) * 10 if ten else 0) + int(_DIGITS.get(ones, "0"))


def read_name(stem: str) -> tuple[Claim, ...]:
    """Return what a file name says, without its ending: date, page and publication in any order."""
    claims: list[Claim] = []
    rest = unicodedata.normalize("NFKC", stem)
    if match := _NAME_DATE.search(rest):
        claims.append(Claim("issue_date", match[0], 0))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    if match := _NAME_PAGE.search(rest):
        claims.append(Claim("page_no", match[1], 0))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    publication = next(filter(_is_publication, _SEPARATORS.split(rest)), None)
    return (*claims, Claim("publication", publication, 0)) if publication else tuple(claims)


def _is_publication(piece: str) -> bool:
    rules = intake_rules()
    if piece in rules.no_publications or piece.endswith(rules.no_publication_endings):
        return False
    return piece.endswith(rules.publication_endings) and len(piece) <= 20


def settle_meta(
    file: str, sidecar_file: str, claims: dict[str, tuple[Claim, ...]], today: date
) -> tuple[PageMeta, tuple[Problem, ...]]:
    """Return the metadata of a page; the sidecar overrides the head, and the head the file name.

    `claims` has one tuple for each of NAME, HEAD and SIDECAR that there is.
    """
    meta = PageMeta()
    problems: list[Problem] = []
    for source in (NAME, HEAD, SIDECAR):
        for claim in claims.get(source, ()):
            place = sidecar_file if source == SIDECAR else file
            value, problem = _checked(place, source, claim, today)
            if problem:
                problems.append(problem)
            if value is None:
                continue
            before = getattr(meta, claim.field)
            if source == HEAD and before not in {None, value}:
                problems.append(_contradiction(file, claim, before, value))
            meta = _with(meta, claim.field, value, source)
    return meta, tuple(problems)


def _with(meta: PageMeta, field: str, value: str | date, source: str) -> PageMeta:
    if isinstance(value, date):
        return replace(meta, issue_date=value, date_basis=source)
    return PageMeta(
        publication=value if field == "publication" else meta.publication,
        issue_date=meta.issue_date,
        date_basis=meta.date_basis,
        page_no=value if field == "page_no" else meta.page_no,
        page_name=value if field == "page_name" else meta.page_name,
        url=value if field == "url" else meta.url,
    )


def _contradiction(file: str, claim: Claim, before: str | date, value: str | date) -> Problem:
    name = intake_rules().names[claim.field]
    found = f"{name}有两种说法：文件名是“{before}”，文件开头是“{value}”，采用后者"
    return Problem(file, claim.line, found, "请改正文件名或文件开头", Grade.WARNING)


def _checked(place: str, source: str, claim: Claim, today: date) -> tuple[str | date | None, Problem | None]:
    """Return the value in its normal form, or why it is not used."""
    shown = claim.value[:60]
    if claim.field == "issue_date":
        day = parse_day(claim.value)
        if day is None:
            found = f"{source}里的日期“{shown}”读不懂，或者没有这一天"
            return None, Problem(place, claim.line, found, "请写成“2025-01-13”的样子")
        # China is ahead of most clocks: tomorrow's paper may be there today.
        if today < date.max and day > today + timedelta(days=1):
            return None, Problem(place, claim.line, f"{source}里的日期“{shown}”还没有到", "请核对年月日")
        return day, None
    if claim.field == "page_no":
        number = parse_page_no(claim.value)
        problem = Problem(place, claim.line, f"版次“{shown}”读不懂，没有采用", "请写成“08”或“A08”", Grade.WARNING)
        return number, None if number else problem
    if claim.field == "url" and not _is_web_address(claim.value):
        remedy = "请写完整的网址，以 http:// 或 https:// 开头"
        return None, Problem(place, claim.line, f"链接“{shown}”不是网址，没有采用", remedy, Grade.WARNING)
    return claim.value.strip("《》 \u3000") or None, None


def parse_page_no(text: str) -> str | None:
    """Return a page number in its normal form: 8 for 第08版, A08 for a08."""
    match = _PAGE_NO.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        return None
    digits = match[2] if match[2].isascii() else str(_small_number(match[2]))
    if int(digits) == 0:
        return None
    return f"{match[1].upper()}{digits}" if match[1] else str(int(digits))


def _is_web_address(text: str) -> bool:
    """Tell whether a text may be published as a link."""
    if re.search(r"[\s<>\"'`\\{}|^\x00-\x1f]", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False

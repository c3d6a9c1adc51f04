"""Chinese and Arabic numerals, and mixtures of both, as Decimal."""

from __future__ import annotations

import re
from decimal import Decimal

HAN_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

ARABIC = r"(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d{1,15})(?:[.．·]\d{1,8})?"
HAN = r"[零〇一二两三四五六七八九十百千]{1,9}"
NUMBER = (
    rf"(?:{ARABIC}(?:亿{ARABIC}万|万\d千(?![克米瓦卡])|万\d{{4}}(?!\d)|[百千]?[万亿]|[百千](?![克米瓦卡字分]))?"
    rf"|{HAN}(?:点[零〇一二三四五六七八九]{{1,4}})?(?:亿(?:{HAN}万)?|万)?(?:(?<=[万亿]){HAN})?|[万亿])"
)
"""A number with its 万 or 亿; whether it is well formed `to_decimal` tells."""


_HUNDRED_MILLIONS = re.compile(r"([\d.]+)亿([\d.]+)万")
_TEN_THOUSANDS = re.compile(r"([\d.]+)万(\d+)(千)?")
_MIXED = re.compile(r"([\d.]+)([百千万亿]*)")
_DIGIT_BY_DIGIT = re.compile(r"[零〇一二三四五六七八九]{3,}")


def to_decimal(text: str) -> Decimal | None:
    """Return the value of a numeral, None where it is not well formed (三四百, 一二三)."""
    if text.isdecimal():
        return Decimal(text)
    text = text.replace(",", "").replace(" ", "").replace("．", ".").replace("·", ".")
    parts = _HUNDRED_MILLIONS.fullmatch(text)
    if parts:
        return Decimal(parts[1]) * 10**8 + Decimal(parts[2]) * 10**4
    parts = _TEN_THOUSANDS.fullmatch(text)
    if parts:
        return Decimal(parts[1]) * 10**4 + Decimal(parts[2]) * (1000 if parts[3] else 1)
    mixed = _MIXED.fullmatch(text)
    if mixed:
        value = Decimal(mixed[1])
        for mark in mixed[2]:
            value *= _SMALL.get(mark, 0) or _LARGE[mark]
        return value
    return _han_to_decimal(text)


def _han_to_decimal(text: str) -> Decimal | None:
    """Return the value of a numeral in Chinese characters, with 点 as decimal mark."""
    for mark in ("亿", "万"):
        if mark in text:
            head, _, tail = text.rpartition(mark)
            if len(tail) == 1:
                return None  # 三万五 is 35000 or 30005: not ours to say
            high = _han_to_decimal(head) if head else Decimal(1)
            low = _han_to_decimal(tail) if tail else Decimal(0)
            return None if high is None or low is None else high * _LARGE[mark] + low
    whole, _, fraction = text.partition("点")
    value = _section(whole)
    if value is None or any(c not in HAN_DIGITS for c in fraction):
        return None
    digits = "".join(str(HAN_DIGITS[c]) for c in fraction)
    return Decimal(f"{value}.{digits}" if digits else value)


def _section(text: str) -> int | None:
    """Return a numeral below 万, None where digits and 十百千 do not alternate as they should."""
    if _DIGIT_BY_DIGIT.fullmatch(text) and ("零" in text or "〇" in text):
        return int("".join(str(HAN_DIGITS[c]) for c in text))
    total, digit, last = 0, None, 10**4
    for i, char in enumerate(text):
        if char in HAN_DIGITS:
            if digit not in (None, 0):
                return None
            digit = HAN_DIGITS[char]
            continue
        size = _SMALL.get(char, 0)
        if not size or size >= last or (digit is None and i and char != "十"):
            return None
        total += (1 if digit is None else digit) * size
        digit, last = None, size
    if digit and last > 10 and total and "零" not in text and "〇" not in text:
        return None  # 一百五 is 150 or 105: not ours to say
    return total + (digit or 0)

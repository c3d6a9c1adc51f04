"""What a printed figure may stand for: 1.2万 for anything that rounds to it, 近5000 for somewhat less."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from build_scripts.model import Fact

_BELOW = frozenset({"不足", "不到", "未满", "不超过", "不高于", "低于", "少于", "最多", "以下", "以内"})
_ABOVE = frozenset({"超过", "超出", "超", "逾", "不低于", "不少于", "高于", "至少", "突破", "以上"})
_SOMEWHAT_ABOVE = frozenset({"余", "多", "上"})
_EXACT = frozenset({None, "达"})
_NEARLY = Decimal("0.8")
_ABOUT = Decimal("0.15")
_DECIMALS = re.compile(r"\d[\d,，]*[.．·](\d+)\s*([百千万亿]*)")
_PLAIN = re.compile(r"\d[\d,，]*[^\d.．·百千万亿%‰]+")
"""A number printed in full with its unit."""
_TIMES = {"百": 2, "千": 3, "万": 4, "亿": 8}
_ENDLESS = Decimal("Infinity")


class Span(NamedTuple):
    """All values that a figure may stand for."""

    low: Decimal
    high: Decimal


def step(fact: Fact) -> Decimal:
    """Return the place of the last digit that is meant: 1000 for 1.2万, 0.1 for 96.0%, 1 for 12034."""
    if decimals := _DECIMALS.search(fact.printed):
        return Decimal(1).scaleb(sum(_TIMES[sign] for sign in decimals[2]) - len(decimals[1]))
    exponent = fact.value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def span_of(fact: Fact, *, beside: bool = False) -> Span:
    """Return the values that a figure may stand for; papers round and cut off: a whole step either way is allowed.

    `beside`: the figure is held against others of its own sentence, which were rounded as it was.
    """
    value, unit = fact.value, step(fact)
    if fact.value_max is not None:
        return Span(value, fact.value_max)
    if fact.qualifier in _BELOW:
        return Span(Decimal(0), value)
    if fact.qualifier in _ABOVE:
        return Span(value, _ENDLESS)
    if fact.qualifier in _SOMEWHAT_ABOVE:
        return Span(value, value + 2 * unit)
    if fact.qualifier == "近":
        return Span(value * _NEARLY, value)
    if fact.qualifier == "约":
        return Span(value * (1 - _ABOUT) - unit, value * (1 + _ABOUT) + unit)
    if fact.qualifier not in _EXACT:
        return Span(Decimal(0), _ENDLESS)
    if beside:
        half = Decimal(0) if _PLAIN.fullmatch(fact.printed) else unit / 2
        return Span(value - half, value + half)
    counted = unit == 1 and fact.unit not in {"%", "‰"}
    return Span(value, value) if counted else Span(value - unit, value + unit)


def apart(one: Span, other: Span) -> bool:
    """Tell whether two figures cannot be the same."""
    return one.low > other.high or other.low > one.high


def scaled(span: Span, times: Decimal) -> Span:
    """Return a span in another unit."""
    return Span(span.low * times, span.high * times)

"""Quantities that are more than number and unit: 八成五, 三分之一, 翻一番, 居全省首位."""

from __future__ import annotations

import re
from decimal import Decimal

from build_scripts.understanding.facts.numerals import HAN_DIGITS, to_decimal
from build_scripts.understanding.facts.quantity import (
    LONGEST_QUALIFIER,
    Quantity,
    choose_qualifier,
    qualifier_after,
    qualifier_before,
)
from build_scripts.understanding.facts.tables import Form, units


def find_special(form: Form, text: str, taken: bytearray) -> list[Quantity]:
    """Return the quantities of a special form, and mark their characters as taken."""
    found = []
    for match in form.search.find(text):
        start, end = form.search.span(match)
        value = _special_value(form, match)
        if value is None or any(taken[start:end]):
            continue
        names = match.groupdict()
        before = qualifier_before().search(text[max(0, start - LONGEST_QUALIFIER) : start])
        after = qualifier_after().match(text[end : end + 3])
        inside, behind = names.get("q"), after and after[0]
        qualifier, weak = choose_qualifier(inside or (before and before[0]), inside or behind, behind, "")
        unit = names.get("u") or form.unit
        rank = unit == "位"
        kind = "rank" if rank else units().get(unit, form.kind)
        first = start - len(before[0]) if before and not rank else start
        last = end + len(after[0]) if after and not rank else end
        found.append(
            Quantity(
                first,
                start,
                end,
                last,
                value,
                None,
                unit,
                None if rank else qualifier,
                weak,
                kind,
                names.get("region") or "",
            )
        )
        taken[first:last] = b"\1" * (last - first)
    return found


def _special_value(form: Form, match: re.Match[str]) -> Decimal | None:
    """Return the value that a special form prints."""
    names = match.groupdict()
    if names.get("m"):
        return Decimal(names["m"]) * 60 + Decimal(names["s"])
    number = to_decimal(names["n"]) if names.get("n") else form.value
    if number is None:
        return None
    if names.get("d"):
        divisor = to_decimal(names["d"])
        return (number / divisor).quantize(Decimal("0.0001")) if divisor and number < divisor else None
    if names.get("t"):
        number += Decimal(5 if names["t"] == "半" else HAN_DIGITS[names["t"]]) / 10
    return number

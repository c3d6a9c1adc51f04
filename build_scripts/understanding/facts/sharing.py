"""What quantities share: a unit or a qualifier that a list prints once, and a 约 that stands before the verb."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.numerals import NUMBER, to_decimal
from build_scripts.understanding.facts.quantity import Quantity

_NUMBER = re.compile(NUMBER)
_LISTED = re.compile(rf"(?:(?:{NUMBER})、){{1,8}}(?:{NUMBER}(?:和|及))?$|{NUMBER}(?:和|及)$")


def share_units(found: list[Quantity], text: str) -> list[Quantity]:
    """Return the quantities, with those added whose unit is printed only at the end of their list (33、150、58个)."""
    found, shared = _share_long_units(found, text), []
    if "分别" not in text:
        return found
    for quantity in found:
        if quantity.kind == "rank" or "分别" not in text[max(0, quantity.start - 90) : quantity.start]:
            continue
        if before := _LISTED.search(text[max(0, quantity.start - 60) : quantity.start]):
            offset = quantity.start - len(before[0])
            for match in _NUMBER.finditer(before[0]):
                value = to_decimal(match[0])
                here, there = offset + match.start(), offset + match.end()
                if value is not None and not any(q.start < there and here < q.end for q in found):
                    shared.append(
                        Quantity(
                            here, here, there, there, value, None, quantity.unit, None, weak=False, kind=quantity.kind
                        )
                    )
    return sorted([*found, *shared], key=lambda q: q.start)


def _share_long_units(found: list[Quantity], text: str) -> list[Quantity]:
    """Return the quantities, a bare 个 with the unit that only the last of its list prints (1.9个和4.3个百分点)."""
    shared = list(found)
    for i in range(len(found) - 1, 0, -1):
        first, second = found[i - 1], shared[i]
        if first.unit == "个" and len(second.unit) > 1 and second.unit[0] == "个":
            between = text[first.end : second.number_start]
            if between in {"、", "和", "与", "及", "或"} and "." in text[first.number_start : first.unit_end]:
                shared[i - 1] = first._replace(unit=second.unit, kind=second.kind)
    return shared


def share_qualifiers(found: list[Quantity], text: str) -> list[Quantity]:
    """Return the quantities with the qualifier of a list said once for all (分别不低于90%、25%; 75%、70%以上)."""
    shared = list(found)
    for i in range(1, len(found)):
        first, second = shared[i - 1], found[i]
        if text[first.end : second.start] not in {"、", "和", "及"} or first.unit != second.unit:
            continue
        if second.qualifier == "不等":  # said of all of them, so of none
            shared[i] = second._replace(qualifier=None)
            continue
        if "分别" not in text[max(0, first.start - 40) : first.start] and not (i > 1 and shared[i - 1].listed):
            continue
        shared[i] = second._replace(listed=True)
        shared[i - 1] = first._replace(listed=True)
        if second.qualifier is None and first.qualifier and (first.listed or first.start < first.number_start):
            shared[i] = shared[i]._replace(qualifier=first.qualifier, weak=first.weak)
        elif second.end > second.unit_end and second.qualifier and (first.qualifier is None or first.weak):
            shared[i - 1] = shared[i - 1]._replace(qualifier=second.qualifier, weak=False)
    return shared


def with_about(quantity: Quantity, text: str) -> Quantity:
    """Return a quantity with the qualifier that stands before its verb or whole: 约占三成, 不超过造价的两成."""
    if quantity.qualifier is not None or quantity.kind == "rank":
        return quantity
    here = quantity.start
    if _ABOUT.search(text, max(0, here - 2), here):
        return quantity._replace(qualifier="约", weak=False)
    if text[here - 1 : here] == "的" and quantity.kind in {"percent", "times"}:
        said = _ABOUT_WHOLE.search(text, max(0, here - 16), here)
        return quantity._replace(qualifier=said[1], weak=False) if said else quantity
    return quantity


_ABOUT = re.compile(r"约[占有需]$")
_ABOUT_WHOLE = re.compile(
    r"((?<![签预制履大契相节公])约|不超过|超过|不到|不足|不低于|接近)(?:为|占|是)?(?!的)[^，。；、\d]{1,10}的$"
)

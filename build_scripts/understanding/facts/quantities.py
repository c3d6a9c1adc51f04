"""Quantities of a text: number, unit and qualifier with their exact spans."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from build_scripts.understanding.facts.judging import is_figure
from build_scripts.understanding.facts.masks import take_names
from build_scripts.understanding.facts.numerals import HAN_DIGITS, NUMBER, to_decimal
from build_scripts.understanding.facts.tables import (
    Form,
    forms,
    qualifier_pattern,
    qualifiers,
    unit_pattern,
    units,
)


class Quantity(NamedTuple):
    """A number that measures something."""

    start: int
    """Offset of the first character, a qualifier included."""
    number_start: int
    unit_end: int
    end: int
    """Offset after the last character, a qualifier included."""
    value: Decimal
    value_max: Decimal | None
    unit: str
    qualifier: str | None
    weak: bool
    """True where the qualifier is only 达."""
    kind: str
    """Kind of the unit, `rank` for a place in an order, `bare` where no unit is printed."""
    region: str = ""
    """For ranks: among whom (全省)."""
    listed: bool = False
    """True for members of a list that share what is said once (分别达到6个、14个)."""


_WIDE = re.compile("[０-９．％]")
_NARROW = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


@cache
def _general() -> re.Pattern[str]:
    """Return the pattern of number, unit and qualifier."""
    unit = unit_pattern()
    return re.compile(
        rf"(?P<pre>{qualifier_pattern('before')})?"
        rf"(?P<a>{NUMBER})(?P<mid>{qualifier_pattern('inside')})?(?P<mult>[百千]?[万亿])?(?P<mid2>余|多)?"
        rf"(?:(?P<ua>{unit})?(?:[—–~～－-]{{1,2}}|至|到)(?P<b>{NUMBER})(?P<midb>余|多)?)?"
        rf"(?: ?(?P<unit>{unit}))?(?P<mid3>多|余)?(?: ?(?P<post>{qualifier_pattern('after')}))?"
    )


_DIGIT = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿]")


_NUMBER = re.compile(NUMBER)


def _number_at(text: str, here: int, position: int) -> re.Match[str] | None:
    """Return the number at a numeral with its unit and qualifiers; `position` is the end of the number before."""
    before = _qualifier_before().search(text, max(position, here - _LONGEST_QUALIFIER), here)
    return (before and _general().match(text, before.start())) or _general().match(text, here)


_LONGEST_QUALIFIER = 4


@cache
def _qualifier_before() -> re.Pattern[str]:
    """Return the pattern of a qualifier that ends where a number begins."""
    return re.compile(rf"(?:{qualifier_pattern('before')})$")


@cache
def _qualifier_after() -> re.Pattern[str]:
    """Return the pattern of a qualifier behind a special form."""
    return re.compile(f"{qualifier_pattern('after')}|{qualifier_pattern('inside')}(?!人|个|名)")


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; none overlap."""
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    taken = bytearray(len(text) + 1)
    found = [q for form in forms() if form.search.needs in text for q in _special(form, text, taken)]
    if _DIGIT.search(text):
        found += _plain(text, taken)
    if not found:
        return []
    found = [_with_about(q, text) for q in found]
    return _share_qualifiers(_share_units(sorted(found, key=lambda q: q.start), text), text)


def _plain(text: str, taken: bytearray) -> list[Quantity]:
    """Return the quantities of number and unit outside the characters that are taken by a form or are a name."""
    take_names(text, taken)
    found, position = [], 0
    while digit := _DIGIT.search(text, position):
        here = digit.start()
        if taken[here] and (number := _NUMBER.match(text, here)):
            position = number.end()  # the name of something, whatever stands around it
            continue
        found_match = _number_at(text, here, position)
        quantity = _read(found_match, text, taken) if found_match else None
        position = quantity.end if quantity else found_match.end("a") if found_match else here + 1
        position = max(position, here + 1)
        if quantity:
            found.append(quantity)
    return found


def _with_about(quantity: Quantity, text: str) -> Quantity:
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
_ABOUT_WHOLE = re.compile(r"((?<![签预制履大契相节公])约|不超过|超过|不到|不足|不低于|接近)(?:为|占|是)?(?!的)[^，。；、\d]{1,10}的$")


def _special(form: Form, text: str, taken: bytearray) -> list[Quantity]:
    """Return the quantities of a special form, and mark their characters as taken."""
    found = []
    for match in form.search.find(text):
        start, end = form.search.span(match)
        value = _special_value(form, match)
        if value is None or any(taken[start:end]):
            continue
        names = match.groupdict()
        before = _qualifier_before().search(text[max(0, start - _LONGEST_QUALIFIER) : start])
        after = _qualifier_after().match(text[end : end + 3])
        word = names.get("q") or (before and before[0])
        qualifier, weak = _qualifier(word, after and after[0], after and after[0], "")
        unit = names.get("u") or form.unit
        rank = unit == "位"
        kind = "rank" if rank else units().get(unit, "percent")
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


def _qualifier(before: str | None, inside: str | None, after: str | None, number: str) -> tuple[str | None, bool]:
    """Return the qualifier that counts, and whether it is a weak one (达)."""
    table = qualifiers()
    candidates = [("inside", inside), ("before", before), ("after", after)]
    rows = [table[side, word] for side, word in candidates if word and (side, word) in table]
    rows = [r for r in rows if not r.only or r.only.match(number)]
    for row in sorted(rows, key=lambda r: r.weak):
        return row.shown, row.weak
    return None, False


def _read(match: re.Match[str], text: str, taken: bytearray) -> Quantity | None:
    """Return the quantity of a match, None where it is not one."""
    number, unit = match["a"], match["unit"] or ""
    start, end = match.start("a"), match.end("unit") if match["unit"] else match.end("b" if match["b"] else "a")
    if any(taken[start:end]) or (start and text[start - 1] in "0123456789.第几/"):
        return None
    if start > 1 and text[start - 1] in ",·. " and text[start - 2].isdecimal():
        return None  # the end of a number whose beginning was not understood
    value, value_max = to_decimal(number), None
    inside = match["mid"] or match["mid2"] or match["mid3"] or match["midb"]
    scale = to_decimal(match["mult"]) if match["mult"] else Decimal(1)
    if value is None or scale is None:
        return None
    value *= scale
    if unit and start > 1 and text[start - 1] in _MINUS and text[start - 2] in _BEFORE_MINUS:
        value, start = -value, start - 1
    if match["b"]:
        value_max = to_decimal(match["b"])
        if value_max is None or text[max(0, start - 1) : start] in {"从", "由"}:
            return None
        if not match["ua"] and not match["mult"]:
            value = _same_scale(value, number, match["b"])
        if value_max <= value or (match["ua"] and match["unit"] and match["ua"] != match["unit"]):
            return None
    if not is_figure(match, text, value, unit):
        return None
    qualifier, weak = _qualifier(match["pre"], inside, match["post"], number)
    unit_end = match.end("unit") if match["unit"] else max(match.end(g) for g in ("a", "b", "mid", "mult", "mid2"))
    first = match.start("pre") if match["pre"] and not _part_of_word(match, text) else start
    if first == start and match["pre"]:
        qualifier, weak = _qualifier(None, inside, match["post"], number)
    last = max(unit_end, match.end("mid3"), match.end("post"))
    kind = units().get(unit, "bare")
    return Quantity(first, start, unit_end, last, value.normalize() + 0, value_max, unit, qualifier, weak, kind)


_RECORD = re.compile(r"(?:单[次日月天]|一[天次日]|每[天日]|历史|高峰)[^，。；]{0,12}$")
"""The most on one day is a record and no bound."""
_MINUS, _BEFORE_MINUS = frozenset("-－−"), frozenset("为是达率至到")
"""Signs of a negative value, and what stands before one (自然增长率为-0.87‰)."""


def _part_of_word(match: re.Match[str], text: str) -> bool:
    """Tell whether a qualifier is the end of another word (签约, 附近, 会上)."""
    before = text[max(0, match.start("pre") - 1) : match.start("pre")]
    word = match["pre"]
    if word == "上":
        return not match["a"].startswith(("百", "千", "万")) or before in _OF_SHANG
    if word in {"最多", "最少"}:
        return bool(_RECORD.search(text, max(0, match.start("pre") - 16), match.start("pre")))
    return before in _COMPOUNDS.get(word, ())


_COMPOUNDS = {"约": frozenset("签预制履大契相节公"), "近": frozenset("附邻临靠远新"), "超": frozenset("彩B腔黑")}
_OF_SHANG = frozenset("会线网路以之手早晚车")
"""Characters that make a word with 约, 近, 超 (彩超) and 上."""


def _same_scale(value: Decimal, first: str, second: str) -> Decimal:
    """Return the lower end of 30至50万 with the 万 of the upper end."""
    mark = re.search(r"[百千]?[万亿]$", second)
    if mark and not re.search(r"[万亿]$", first):
        return value * (to_decimal(mark[0]) or 1)
    return value


_LISTED = re.compile(rf"(?:(?:{NUMBER})、){{1,8}}(?:{NUMBER}(?:和|及))?$|{NUMBER}(?:和|及)$")


def _share_units(found: list[Quantity], text: str) -> list[Quantity]:
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


def _share_qualifiers(found: list[Quantity], text: str) -> list[Quantity]:
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

"""Quantities of a text: number, unit and qualifier with their exact spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from build_scripts.understanding.facts.numerals import HAN_DIGITS, NUMBER, to_decimal
from build_scripts.understanding.facts.tables import (
    Form,
    alternation,
    forms,
    masks,
    qualifier_pattern,
    qualifiers,
    units,
    units_with_han,
)


@dataclass(frozen=True, slots=True)
class Quantity:
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


@cache
def _general() -> re.Pattern[str]:
    """Return the pattern of number, unit and qualifier."""
    unit = rf"个?(?:半)?(?:{alternation(list(units()))})" if False else alternation(list(units()))
    return re.compile(
        rf"(?P<pre>{qualifier_pattern('before')})?"
        rf"(?P<a>{NUMBER})(?P<mid>{qualifier_pattern('inside')})?(?P<mult>[百千]?[万亿])?(?P<mid2>余|多)?"
        rf"(?:(?P<ua>{unit})?(?:[—–~～－-]{{1,2}}|至|到)(?P<b>{NUMBER})(?P<midb>余|多)?)?"
        rf"(?P<unit>{unit})?(?P<mid3>多|余)?(?P<post>{qualifier_pattern('after')})?"
    )


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; none overlap."""
    taken = bytearray(len(text) + 1)
    found = [q for form in forms() for q in _special(form, text, taken)]
    for pattern in masks():
        for match in pattern.finditer(text):
            for i in range(match.start(), match.end()):
                taken[i] = taken[i] or 1
    pattern, position = _general(), 0
    while match := pattern.search(text, position):
        quantity = _read(match, text, taken)
        position = max(quantity.end if quantity else match.end("a"), match.start() + 1)
        if quantity:
            found.append(quantity)
    return _share_units(sorted(found, key=lambda q: q.start), text)


def _special(form: Form, text: str, taken: bytearray) -> list[Quantity]:
    """Return the quantities of a special form, and mark their characters as taken."""
    found = []
    for match in form.pattern.finditer(text):
        start, end = match.span()
        value = _special_value(form, match)
        if value is None or any(taken[start:end]):
            continue
        names = match.groupdict()
        before = re.search(rf"(?:{qualifier_pattern('before')})$", text[max(0, start - 4) : start])
        after = re.match(qualifier_pattern("after"), text[end : end + 3])
        qualifier, weak = _qualifier(before and before[0], None, after and after[0], "")
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
        for i in range(first, last):
            taken[i] = 2
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
        number += Decimal(HAN_DIGITS[names["t"]]) / 10
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
    if any(taken[start:end]) or (start and text[start - 1] in "0123456789.第几数/."):
        return None
    value, value_max = to_decimal(number), None
    inside = match["mid"] or match["mid2"] or match["mid3"] or match["midb"]
    scale = to_decimal(match["mult"]) if match["mult"] else Decimal(1)
    if value is None or scale is None:
        return None
    value *= scale
    if match["b"]:
        value_max = to_decimal(match["b"])
        if value_max is None or text[max(0, start - 1) : start] in {"从", "由"}:
            return None
        if not match["ua"] and not match["mult"]:
            value = _same_scale(value, number, match["b"])
        if value_max <= value or (match["ua"] and match["unit"] and match["ua"] != match["unit"]):
            return None
    if not _is_figure(match, text, value, unit):
        return None
    qualifier, weak = _qualifier(match["pre"], inside, match["post"], number)
    unit_end = match.end("unit") if match["unit"] else max(match.end(g) for g in ("a", "b", "mid", "mult", "mid2"))
    first = match.start("pre") if match["pre"] and not _part_of_word(match, text) else start
    if first == start and match["pre"]:
        qualifier, weak = _qualifier(None, inside, match["post"], number)
    last = max(unit_end, match.end("mid3"), match.end("post"))
    kind = units().get(unit, "bare")
    return Quantity(first, start, unit_end, last, value.normalize() + 0, value_max, unit, qualifier, weak, kind)


def _part_of_word(match: re.Match[str], text: str) -> bool:
    """Tell whether a qualifier is the end of another word (签约, 附近, 会上)."""
    before = text[max(0, match.start("pre") - 1) : match.start("pre")]
    word = match["pre"]
    if word == "上":
        return not match["a"].startswith(("百", "千", "万")) or before in set("会线网路以之手早晚车")
    return (word, before) in {("约", c) for c in "签预制履大契相节公"} | {("近", c) for c in "附邻临靠远新"}


def _same_scale(value: Decimal, first: str, second: str) -> Decimal:
    """Return the lower end of 30至50万 with the 万 of the upper end."""
    mark = re.search(r"[百千]?[万亿]$", second)
    if mark and not re.search(r"[万亿]$", first):
        return value * (to_decimal(mark[0]) or 1)
    return value


_VAGUE_AFTER = re.compile(r"(?:方面|层面|环节|阶段|问题|字|关键|维度|原则|坚持|确保|必须|不|转变|意识)")
_BARE_AFTER = re.compile(r"$|[，。；、！？：）)…”]|(?:和|及|以上|以下|左右)")
_BARE_BEFORE = re.compile(r"(?:达到?|为|至|到|约|近|超|逾|有|共|口|数|量|破|过|足|于|计|民|人|者)$")


def _is_figure(match: re.Match[str], text: str, value: Decimal, unit: str) -> bool:
    """Tell whether number and unit measure something here."""
    number, after = match["a"], text[match.end("unit") if match["unit"] else match.end() :][:6]
    han = number[0] not in "0123456789"
    if not unit:
        large = number[-1] in "万亿" or match["mult"]
        before = text[max(0, match.start("a") - 3) : match.start("a")]
        return bool(large and not han and _BARE_AFTER.match(after) and (match["pre"] or _BARE_BEFORE.search(before)))
    if value == 0:
        return False
    kind = units()[unit]
    if han and not _han_counts(match, text, value, unit, after):
        return False
    if kind in {"duration", "age", "score"}:
        return _measures_time(match, text, kind, after)
    if kind == "medal":
        before = text[max(0, match.start("a") - 2) : match.start("a")]
        return bool(re.search(r"[\u4e00-\u9fff银金]$", before)) and bool(re.match(r"\d|[、，。；和]|$", after))
    return True


def _han_counts(match: re.Match[str], text: str, value: Decimal, unit: str, after: str) -> bool:
    """Tell whether a numeral in Chinese characters is a count and not a turn of phrase."""
    marked = match["pre"] or match["mid"] or match["mid2"]
    if match["a"] in {"百", "千", "万", "亿"}:
        return bool(marked)
    if value == 1:
        before = text[max(0, match.start() - 2) : match.start()]
        return before in {"唯一", "仅有"} or (unit in {"倍"} and bool(re.match(r"[，。；]|$", after)))
    if unit not in units_with_han():
        return value >= 10 and bool(marked or value % 10 == 0)
    if value < 10 and units()[unit] == "count":
        return not _VAGUE_AFTER.match(after)
    return True


_SPENT = re.compile(
    r"(?:用时|用了|仅用|只用|只需|仅需|需要|耗时|历时|时间|时长|住院日|时限|周期|平均|缩短|压缩|减少|提前|延长|降|"
    r"等待|等候|候诊|间隔|反应|响应|不到|不足|工期|期限)"
)
_VALID = re.compile(r"(?:之内|以内|内)[^，。；]{0,6}(?:复诊|挂号|免|有效|报销|复查|退)")
_AGED = re.compile(r"(?:寿命|平均年龄|年龄)[^，。；]{0,8}$")
_SCORED = re.compile(r"(?:得分|评分|总分|满意度|指数|考核|成绩)[^，。；]{0,8}$")


def _measures_time(match: re.Match[str], text: str, kind: str, after: str) -> bool:
    """Tell whether days, hours, years of age or points are a result here, and no date, deadline or opening time."""
    before = text[max(0, match.start() - 14) : match.start("a")]
    clause = re.split(r"[，。；：！？（）]", before)[-1]
    if kind == "score":
        return bool(_SCORED.search(clause))
    if kind == "age":
        ranged = match["b"] or (
            match["post"] in {"以上", "以下"}
            and re.match(
                r"[^，。；]{0,14}[，。；]?[^，。；]{0,4}(?:免费|享受|可|优先|发放|补贴|每)", text[match.end() :]
            )
        )
        return bool(_AGED.search(clause) or ranged)
    if match["post"] == "以内" or after.startswith(("内", "之内")):
        return bool(_VALID.match(text[match.end("unit") :]))
    return bool(_SPENT.search(clause) or match["post"] == "左右")


def _share_units(found: list[Quantity], text: str) -> list[Quantity]:
    """Return the quantities, with those added whose unit is printed only at the end of their list (33、150、58个)."""
    shared = []
    for quantity in found:
        before = re.search(
            rf"(?:(?:{NUMBER})、){{1,8}}(?:{NUMBER}(?:和|及))?$|{NUMBER}(?:和|及)$",
            text[max(0, quantity.start - 60) : quantity.start],
        )
        if before and quantity.kind not in {"rank"} and "分别" in text[max(0, quantity.start - 90) : quantity.start]:
            offset = quantity.start - len(before[0])
            for match in re.finditer(NUMBER, before[0]):
                value = to_decimal(match[0])
                here, there = offset + match.start(), offset + match.end()
                if value is not None and not any(q.start < there and here < q.end for q in found):
                    shared.append(
                        Quantity(
                            here, here, there, there, value, None, quantity.unit, None, weak=False, kind=quantity.kind
                        )
                    )
    return sorted([*found, *shared], key=lambda q: q.start)

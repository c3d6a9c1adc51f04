"""Quantities of a text: number, unit and qualifier with their exact spans."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from build_scripts.understanding.facts.judging import is_figure
from build_scripts.understanding.facts.masks import take_names
from build_scripts.understanding.facts.numerals import NUMBER, to_decimal
from build_scripts.understanding.facts.quantity import LONGEST_QUALIFIER, Quantity, choose_qualifier, qualifier_before
from build_scripts.understanding.facts.sharing import share_qualifiers, share_units, with_about
from build_scripts.understanding.facts.special_forms import find_special
from build_scripts.understanding.facts.tables import forms, qualifier_pattern, unit_pattern, units

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
_ONE = Decimal(1)


def _number_at(text: str, here: int, position: int) -> re.Match[str] | None:
    """Return the number at a numeral with its unit and qualifiers; `position` is the end of the number before."""
    before = qualifier_before().search(text, max(position, here - LONGEST_QUALIFIER), here)
    return (before and _general().match(text, before.start())) or _general().match(text, here)


def narrow(text: str) -> str:
    """Return a text with its digits and percent signs in half width, character for character."""
    return text.translate(_NARROW) if _WIDE.search(text) else text


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; none overlap."""
    text = narrow(text)
    taken = bytearray(len(text) + 1)
    found = [q for form in forms() if form.search.needs in text for q in find_special(form, text, taken)]
    if _DIGIT.search(text):
        found += _plain(text, taken)
    if not found:
        return []
    found = [with_about(q, text) for q in found]
    return share_qualifiers(share_units(sorted(found, key=lambda q: q.start), text), text)


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


def _read(match: re.Match[str], text: str, taken: bytearray) -> Quantity | None:
    """Return the quantity of a match, None where it is not one."""
    pre, number, upper, unit, post = match.group("pre", "a", "b", "unit", "post")
    start, end = match.start("a"), match.end("unit" if unit else "b" if upper else "a")
    unit = unit or ""
    if taken.find(1, start, end) >= 0 or (start and text[start - 1] in "0123456789.第几/百千万亿"):
        return None
    if start > 1 and text[start - 1] in ",·. " and text[start - 2].isdecimal():
        return None  # the end of a number whose beginning was not understood
    value, value_max = to_decimal(number), None
    mid, mid2, mid3, midb, mult = match.group("mid", "mid2", "mid3", "midb", "mult")
    inside = mid or mid2 or mid3 or midb
    scale = to_decimal(mult) if mult else _ONE
    if value is None or scale is None:
        return None
    value *= scale
    if unit and start > 1 and text[start - 1] in _MINUS and text[start - 2] in _BEFORE_MINUS:
        value, start = -value, start - 1
    if upper:
        value, value_max = _ends_of_range(match, value)
        if value_max is None or value_max <= value or text[max(0, start - 1) : start] in {"从", "由"}:
            return None
    if not is_figure(match, text, value, unit):
        return None
    qualifier, weak = choose_qualifier(pre, inside, post, number)
    unit_end = match.end("unit") if unit else max(match.end(g) for g in ("a", "b", "mid", "mult", "mid2"))
    first = match.start("pre") if pre and not _part_of_word(match, text) else start
    if first == start and pre:
        qualifier, weak = choose_qualifier(None, inside, post, number)
    last = max(unit_end, match.end("mid3"), match.end("post"))
    kind = units().get(unit, "bare")
    return Quantity(first, start, unit_end, last, value.normalize() + 0, value_max, unit, qualifier, weak, kind)


def _ends_of_range(match: re.Match[str], value: Decimal) -> tuple[Decimal, Decimal | None]:
    """Return the ends of a range, the upper one None where it is not one; 30至50万 is of 万 on both sides."""
    upper = None if match["ua"] and match["unit"] and match["ua"] != match["unit"] else to_decimal(match["b"])
    mark = re.search(r"[百千]?[万亿]$", match["b"])
    if not match["ua"] and not match["mult"] and mark and not re.search(r"[万亿]$", match["a"]):
        value *= to_decimal(mark[0]) or 1
    return value, upper


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

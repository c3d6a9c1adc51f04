"""The labels of the figure corpus stand on its texts: checked without the extractor, so held-out texts stay unseen."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import combinations

import pytest

from tests.figures import DEV, HELD_OUT, Case, read_cases

DIGITS = {char: Decimal(i) for i, char in enumerate("零一二三四五六七八九")} | {"〇": Decimal(0), "两": Decimal(2)}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
HAN = "零〇一二两三四五六七八九十百千万亿"
PRINTED = re.compile(rf"(?<!\d)-?\d[\d,]*(?:[.·]\d+)?[百千万亿]{{0,2}}|[{HAN}]+(?:[点成][{HAN}半]+)?|[半首]")
CLOCK = re.compile(r"(\d+)分(\d+)秒")
FRACTION = re.compile(rf"([{HAN}]+|\d+)分之([{HAN}]+|\d+)")
QUALIFIERS = {"达": "达", "约": "约|左右|大约"}
"""Printed forms of a qualifier where they are not the qualifier itself."""
UNITS = {"%": "%|百分", "‰": "‰|千分之", "/10万": "/10万|十万分之", "位": "[位首最冠名]|第[一二三四五六]"}
"""Printed forms of a unit where they are not the unit itself."""


def _han(printed: str) -> Decimal:
    """Return the value of a Chinese numeral: 两千三百, 九十三点四, 八成二."""
    if cut := re.search("[点成]", printed):
        tail = "".join(str(DIGITS[char]) for char in printed[cut.end() :].replace("半", "五"))
        return _han(printed[: cut.start()]) + Decimal(f"0.{tail}")
    if all(char in DIGITS for char in printed):
        return Decimal("".join(str(DIGITS[char]) for char in printed))
    total = section = digit = Decimal(0)
    for char in printed:
        if char in DIGITS:
            digit = DIGITS[char]
        elif SCALES[char] < SCALES["万"]:
            section, digit = section + (digit or 1) * SCALES[char], Decimal(0)
        else:
            total, section, digit = (total + (section + digit or 1)) * SCALES[char], Decimal(0), Decimal(0)
    return total + section + digit


def _value(printed: str) -> Decimal:
    if printed in {"半", "首"}:
        return Decimal("0.5") if printed == "半" else Decimal(1)
    arabic = re.match(r"[-\d,.·]+", printed)
    if not arabic:
        return _han(printed)
    value = Decimal(arabic[0].replace(",", "").replace("·", "."))
    for char in printed[arabic.end() :]:
        value *= SCALES[char]
    return value


def printed_values(text: str) -> set[Decimal]:
    """Return every value that the numbers of a text may stand for; 10余万 is read as 10万."""
    text = re.sub("(?<=[^万亿])[余多](?=[万亿])", "", text)
    values = {_value(found[0]) for found in PRINTED.finditer(text)}
    values |= {Decimal(minutes) * 60 + Decimal(seconds) for minutes, seconds in CLOCK.findall(text)}
    for below, above in FRACTION.findall(text):
        values |= {_value(above)} | ({round(_value(above) / _value(below), 4)} if _value(below) else set())
    return values


def problems(case: Case) -> list[str]:
    """Return what is wrong with the labels of a text."""
    text = unicodedata.normalize("NFKC", case.text)
    values, found = printed_values(text), []
    for fact in case.facts:
        absent = {fact.value, fact.value_max} - values - {None}
        found += [f"{value} is not printed: {fact.indicator}" for value in absent]
        unit = unicodedata.normalize("NFKC", fact.unit)
        if not re.search(UNITS.get(fact.unit) or re.escape(unit.removeprefix("个")), text):
            found.append(f"{fact.unit} is not printed: {fact.indicator}")
        if fact.qualifier and not re.search(QUALIFIERS.get(fact.qualifier, re.escape(fact.qualifier)), text):
            found.append(f"{fact.qualifier} is not printed: {fact.indicator}")
        if not fact.indicator or not fact.entity:
            found.append(f"{fact.value} {fact.unit} has no indicator or no entity")
    return found


@pytest.mark.parametrize("name", DEV + HELD_OUT)
def test_every_label_is_printed_in_its_text(name: str) -> None:
    wrong = [(number, problem) for number, case in enumerate(read_cases(name)) for problem in problems(case)]
    assert not wrong


@pytest.mark.parametrize(("one", "other"), tuple(combinations(DEV + HELD_OUT, 2)))
def test_no_text_stands_in_two_parts(one: str, other: str) -> None:
    assert not {case.text for case in read_cases(one)} & {case.text for case in read_cases(other)}

"""Comparable figures: what gets a common name and unit, and what looks like it and does not."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Article, Dating, Fact, Paragraph, Place
from build_scripts.tables import read_table
from build_scripts.understanding.comparable import convert, factor, mark_comparable, row_of, rows
from build_scripts.understanding.facts.extract import extract_facts
from build_scripts.understanding.facts.quantities import find_quantities
from build_scripts.understanding.ownership import place_of

CASES = [
    pytest.param(case, id=f"{path.stem}-{case['why']}")
    for path in sorted((Path(__file__).parent / "cases/comparable").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
CITY = Place("210700", "辽宁省锦州市", primary=True)


def facts_of(text: str, title: str = "题") -> tuple[Fact, ...]:
    article = Article("0-1", "甲.txt", 1, 1, title, False, None, None, None, None, (), (Paragraph(text, (1,)),))
    dating = Dating(None, 2024, None, "文件名")
    return mark_comparable(extract_facts(article, (CITY,), (), dating), article, ((CITY,), ()), dating)


@pytest.mark.parametrize("case", CASES)
def test_only_what_is_whole_reached_and_of_one_time_is_comparable(case: dict[str, Any]) -> None:
    found = [f.comparable for f in facts_of(case["text"], case.get("title", "题")) if f.comparable]
    shown = [" ".join(str(part) for part in (c.name, f"{c.value}{c.unit}", c.year, c.adcode) if part) for c in found]
    assert shown == case["want"]


def test_every_indicator_of_the_table_names_its_own_example_and_not_the_other() -> None:
    table = read_table("comparable")["rows"]
    assert len(table) >= 60
    assert len({row["name"] for row in table}) == len(table)
    for row, compiled in zip(table, rows(), strict=True):
        named = row_of(row["positive"], row["unit"])
        assert named, row["name"]
        assert named.name == row["name"]
        assert not re.fullmatch(compiled.pattern, row["negative"]), row["name"]


def test_every_conversion_fits_its_example_and_not_the_other() -> None:
    for row in read_table("conversions"):
        good = {q.unit for q in find_quantities(row["positive"])}
        bad = {q.unit for q in find_quantities(row["negative"])}
        assert row["one"] in good, row
        assert all(factor(unit, row["other"]) is None for unit in bad), row


def test_units_are_converted_exactly() -> None:
    assert convert(Decimal(42), "亩", "平方米") == 28000
    assert convert(Decimal("5.6"), "公顷", "平方米") == 56000
    assert convert(Decimal(700), "秒", "分钟") == Decimal("11.6667")
    assert convert(Decimal(8), "成", "%") == 80
    assert convert(Decimal(8), "人次", "人") is None


def test_every_guard_finds_its_example_and_not_the_other() -> None:
    for row in read_table("not_comparable"):
        pattern = re.compile(row["pattern"])
        assert pattern.search(row["positive"]), row["name"]
        assert not pattern.search(row["negative"]), row["name"]


def test_the_owner_of_a_figure_is_a_place_only_where_there_is_one_of_its_name() -> None:
    assert place_of("锦州市", (CITY,)) == "210700"
    assert place_of("辽宁省", (CITY,)) == "210000"
    assert place_of("朝阳区", (CITY,)) is None
    assert place_of("朝阳区", (Place("110105", "北京市朝阳区"),)) == "110105"
    assert place_of("鼓楼区", ()) is None
    assert all(place_of(load_gazetteer().full_name(code), ()) in {code, None} for code in ("210804", "371502"))

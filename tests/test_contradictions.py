"""Contradictions: what cannot all be right is shown with its sources; what only looks like it is left alone."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import Article, Dating, Entry, Fact, Paragraph, Place
from build_scripts.pipeline import read_archive
from build_scripts.tables import read_table
from build_scripts.understanding.comparable import mark_comparable
from build_scripts.understanding.facts.extract import extract_facts
from build_scripts.understanding.relations.across import find_across
from build_scripts.understanding.relations.relate import relate
from build_scripts.understanding.relations.tolerance import apart, span_of
from build_scripts.understanding.relations.within import find_within

CASES = Path(__file__).parent / "cases/contradictions"
CITY = Place("210700", "辽宁省锦州市", primary=True)


def rows_of(name: str) -> list[Any]:
    rows = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["why"]) for row in rows]


def entry_of(text: str, name: str = "0-1") -> Entry:
    article = Article(name, "甲.txt", 1, 1, "题", False, None, None, None, None, (), (Paragraph(text, (1,)),))
    dating = Dating(None, 2024, None, "文件名")
    facts = mark_comparable(extract_facts(article, (CITY,), (), dating), article, ((CITY,), ()), dating)
    return Entry(article, dating, (CITY,), (), (), (), facts, health_related=True)


@pytest.mark.parametrize("row", rows_of("inside_an_article"))
def test_an_article_contradicts_itself(row: dict[str, Any]) -> None:
    entry = entry_of(row["text"])
    found = list(find_within(entry.article, entry.facts))
    assert [c.clash.value for c in found] == row["want"]
    assert all(cited.fact in entry.facts for c in found for cited in c.figures)


@pytest.mark.parametrize("row", rows_of("no_contradiction_inside_an_article"))
def test_an_article_does_not_contradict_itself(row: dict[str, Any]) -> None:
    entry = entry_of(row["text"])
    assert [c.found for c in find_within(entry.article, entry.facts)] == []
    assert [c.found for c in find_across([entry], {})] == []


def across(texts: list[str]) -> list[str]:
    return [c.found for c in find_across([entry_of(text, f"0-{n}") for n, text in enumerate(texts)], {})]


@pytest.mark.parametrize("row", rows_of("between_articles"))
def test_two_articles_contradict_each_other(row: dict[str, Any]) -> None:
    assert across(row["texts"]) == row["want"]
    assert across([row["texts"][0]] * 2) == []


@pytest.mark.parametrize("row", rows_of("no_contradiction_between_articles"))
def test_two_articles_do_not_contradict_each_other(row: dict[str, Any]) -> None:
    assert across(row["texts"]) == []
    assert across(row["texts"][::-1]) == []


def test_a_list_of_many_is_no_contradiction() -> None:
    text = "。".join(f"2022年，全市家庭医生签约率为{n}1.5%" for n in (3, 5, 7))
    assert across([text, "2022年，全市家庭医生签约率为91.5%。"]) == []


def test_two_prints_of_one_text_differ_in_a_figure() -> None:
    text = (
        "昨天上午，锦州市妇婴医院新门诊楼启用。新楼共六层，挂号、缴费、取药都在一楼大厅，患者不用再上下跑。"
        "新楼启用以后，开放式门诊综合服务中心38家同时开诊，医院还为每一层配了导诊员，老人由专人陪同。"
    )
    entries = [entry_of(text, "0-1"), entry_of(text.replace("38家", "83家"), "0-2")]
    found = list(find_across(entries, relate(entries).copies))
    assert [[cited.fact.printed for cited in c.figures] for c in found] == [["38家", "83家"]]


@given(st.integers(1, 10**9), st.sampled_from([None, "近", "约", "余", "超", "不足", "以上", "达"]))
def test_a_figure_never_contradicts_itself(number: int, qualifier: str | None) -> None:
    fact = replace(entry_of("全市有床位60张。").facts[0], value=Decimal(number), printed=f"{number}张")
    assert not apart(span_of(fact), span_of(replace(fact, qualifier=qualifier)))


def test_no_text_of_the_starter_archive_and_the_sample_issue_contradicts_itself_by_mistake() -> None:
    for folder in ("source_articles", "tests/sample_issue/pages"):
        archive = read_archive(Path(__file__).parents[1] / folder)
        wanted = archive.relations.contradictions
        assert all(len(c.figures) == 1 or len({f.fact.value for f in c.figures}) > 1 for c in wanted)


def test_every_word_of_the_table_finds_its_example_and_not_the_other() -> None:
    for row in read_table("contradictions")["words"]:
        assert re.search(row["pattern"], row["positive"]), row["name"]
        assert not re.search(row["pattern"], row["negative"]), row["name"]
    for row in read_table("contradictions")["partitions"]:
        assert sum(word in row["positive"] for word in row["words"]) >= 2, row["name"]
        assert sum(word in row["negative"] for word in row["words"]) == 1, row["name"]


def shown(fact: Fact) -> str:
    return f"{span_of(fact).low.normalize():f}..{span_of(fact).high.normalize():f}"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("全市诊疗1.2万人次。", "11000..13000"),
        ("全市有医院12034家。", "12034..12034"),
        ("全市有护士近5000人。", "4000..5000"),
        ("全市有护士300余人。", "300..500"),
        ("全市家庭医生签约率为96.0%。", "95.9..96.1"),
        ("全市有护士不足5000人。", "0..5000"),
    ],
)
def test_what_a_printed_figure_may_stand_for(text: str, span: str) -> None:
    assert shown(entry_of(text).facts[0]) == span

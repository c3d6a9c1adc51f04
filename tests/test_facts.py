"""Figures: what is one, its value, what it measures, whose it is and when; and every rule against its examples."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.model import Article, Dating, Fact, Institution, Paragraph, Place
from build_scripts.understanding.facts.extract import extract_facts
from build_scripts.understanding.facts.keys import MOST
from build_scripts.understanding.facts.masks import Mask, masks, take_names
from build_scripts.understanding.facts.quantities import find_quantities
from build_scripts.understanding.facts.suffixes import full_name
from build_scripts.understanding.facts.tables import Row, forms, read_rows
from tests.figures import FIELDS, HELD_OUT, Case, facts_of, read_cases, score_corpus

FLOORS = yaml.safe_load((Path(__file__).parent / "floors.yml").read_text(encoding="utf-8"))
CASES = Path(__file__).parent / "cases" / "facts"
PIECES = (
    *"、，。（）“”％的第每成 3万约由到个和有一",
    *(
        "全市",
        "床位",
        "人次",
        "分别为",
        "二十",
        "医院",
        "2024年",
        "增长",
        "其中",
        "分之",
        "居全省首位",
        "半天",
        "12",
        ".5",
    ),
)


def rows_of(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8")))


def facts_in(row: dict[str, Any]) -> tuple[Fact, ...]:
    return facts_of(Case(row["text"], row.get("place", "辽宁省锦州市"), 2024, tuple(row.get("institutions", ())), ()))


def article_of(*texts: str) -> Article:
    return Article(
        "00000000-1", "a.txt", 1, 1, "一", title_is_ours=False, kicker=None, deck=None, column=None, summary=None,
        byline=(), paragraphs=tuple(Paragraph(text, (n,)) for n, text in enumerate(texts, 1)),
    )  # fmt: skip


def article_in(row: dict[str, Any]) -> tuple[Fact, ...]:
    """Return the figures of a row that may tell more than its text: headline, deck, paragraphs, code of the place."""
    body = article_of(*row["text"].split("\n"))
    article = replace(body, title=row.get("title", "一"), kicker=row.get("kicker"), deck=row.get("deck"))
    names = tuple(Institution(n, n, "其他", None, (n,)) for n in row.get("institutions", ()))
    place = Place(row.get("code", "000000"), row.get("place", "辽宁省锦州市"), primary=True)
    return extract_facts(article, (place,), names, Dating(None, 2024, None, "文内"))


def why(row: Any) -> str:  # noqa: ANN401 - a row, or what is compiled from it
    return str(row.get("why", row.get("name"))) if isinstance(row, dict) else "pattern"


@pytest.mark.parametrize("row", rows_of("not_every_number_is_a_figure"), ids=why)
def test_text_without_figures(row: dict[str, Any]) -> None:
    assert [f.quote for f in facts_in(row)] == []


@pytest.mark.parametrize("row", rows_of("value_unit_and_qualifier"), ids=why)
def test_value_unit_and_qualifier(row: dict[str, Any]) -> None:
    def shown(fact: Fact) -> str:
        value = f"{fact.value.normalize():f}" + (f"..{fact.value_max.normalize():f}" if fact.value_max else "")
        return " ".join(part for part in (f"{fact.printed} =", value, fact.unit, fact.qualifier) if part)

    assert [shown(f) for f in facts_in(row)] == row["figures"]


@pytest.mark.parametrize("row", rows_of("indicator_is_understood_alone"), ids=why)
def test_indicator_is_understood_alone(row: dict[str, Any]) -> None:
    assert [f.indicator for f in facts_in(row)] == row["indicators"]


@pytest.mark.parametrize("row", rows_of("owner_and_time"), ids=why)
def test_owner_and_time(row: dict[str, Any]) -> None:
    assert [[f.entity, f.time] for f in article_in(row)] == row["rows"]


def test_same_number_printed_twice_for_the_same_thing_counts_once() -> None:
    article = article_of("全市建成公办卫生室44家。", "目前，44家公办卫生室全部投用，44家药店入网。")
    facts = extract_facts(article, (), (), Dating(None, None, None, "未知"))
    assert [(f.paragraph, int(f.value)) for f in facts] == [(0, 44), (1, 44)]
    assert "药店" in facts[1].indicator


def test_value_after_a_change_knows_the_value_before() -> None:
    facts = facts_in({"text": "补助由每人每年36元提高到89元，床位由60张增至100张，护士120人。"})
    assert [(int(f.value), f.changed_from and int(f.changed_from)) for f in facts] == [
        (36, None), (89, 36), (60, None), (100, 60), (120, None)
    ]  # fmt: skip


def test_box_never_says_the_same_twice() -> None:
    article = article_of("大会从24件候选提案中选出9件。", "这24件提案来自群众，两个小组参与。", "全市新建卫生室36个。")
    keys = [f.indicator for f in extract_facts(article, (), (), Dating(None, None, None, "未知")) if f.key]
    assert keys == ["候选提案数", "选出的候选提案数", "新建卫生室数"]


def test_box_shows_a_change_once() -> None:
    facts = facts_in({"text": "床位由60张增至100张，门诊量由1.2万人次增加到3.4万人次，新建卫生室36个。"})
    assert [f.indicator for f in facts if f.key] == ["床位数", "门诊量", "新建卫生室数"]


@pytest.mark.parametrize("row", read_rows("units"), ids=why)
def test_unit_is_found_where_it_measures_and_nowhere_else(row: Row) -> None:
    assert row["name"] in {q.unit for q in find_quantities(str(row["positive"]))}
    assert row["name"] not in {q.unit for q in find_quantities(str(row["negative"]))}


@pytest.mark.parametrize("row", read_rows("qualifiers"), ids=why)
def test_qualifier_is_read(row: Row) -> None:
    shown = row.get("shown", row["name"])
    assert shown in {q.qualifier for q in find_quantities(str(row["positive"]))}
    assert shown not in {q.qualifier for q in find_quantities(str(row["negative"]))}


@pytest.mark.parametrize(("row", "form"), list(zip(read_rows("figure_forms"), forms(), strict=True)), ids=why)
def test_special_form_is_found(row: Row, form: Any) -> None:  # noqa: ANN401 - parametrised
    assert any(form.search.find(str(row["positive"])))
    assert not any(form.search.find(str(row["negative"])))


@pytest.mark.parametrize(("row", "mask"), list(zip(read_rows("not_figures"), masks(), strict=True)), ids=why)
def test_number_that_is_no_figure_is_left_alone(row: Row, mask: Mask) -> None:
    text = str(row["positive"])
    found = re.search(mask.pattern, text)
    assert found
    assert mask.begins.match(found[0])
    assert not re.search(mask.pattern, str(row["negative"]))
    taken = bytearray(len(text) + 1)
    take_names(text, taken)
    assert all(taken[found.start() : found.end()])


@given(st.lists(st.sampled_from([str(r[side]) for r in read_rows("not_figures") for side in ("positive", "negative")])))
def test_masks_tried_together_take_what_each_takes_alone(texts: list[str]) -> None:
    text = "".join(texts)
    together, alone = bytearray(len(text) + 1), bytearray(len(text) + 1)
    take_names(text, together)
    for mask in masks():
        for match in re.finditer(mask.pattern, text):
            alone[match.start() : match.end()] = b"\1" * len(match[0])
    assert together == alone


@pytest.mark.parametrize("row", read_rows("indicator_names"), ids=why)
def test_short_indicator_gets_its_full_name(row: Row) -> None:
    name = str(row["name"])
    assert full_name(name, str(row["positive"])) == row["full"]
    assert full_name(name, str(row["negative"])) == name


@pytest.mark.parametrize("corpus", FLOORS["figures"])
def test_corpus_keeps_its_floors(corpus: str) -> None:
    floors, score = FLOORS["figures"][corpus], score_corpus(*(HELD_OUT if corpus == "set aside" else (corpus,)))
    assert score.hit >= floors["precision"] * score.found
    assert score.hit >= floors["recall"] * score.wanted
    for name in FIELDS:
        assert score.right[name] >= floors[name] * score.hit, name


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=80))
def test_every_figure_stands_at_its_span(text: str) -> None:
    case = Case(text, "辽宁省锦州市", 2024, (), ())
    facts = facts_of(case)
    assert facts == facts_of(case)
    for fact in facts:
        assert text[fact.start : fact.end] == fact.quote
        assert fact.printed in fact.quote
        assert re.search(r"[\d０-９一二三四五六七八九十百千万亿两半首最翻]", fact.printed)
    assert sum(f.key for f in facts) <= MOST


def test_spans_are_those_of_their_own_paragraph() -> None:
    article = article_of(*(case.text for case in read_cases("figures_dev")))
    for fact in extract_facts(article, (), (), Dating(None, None, None, "未知")):
        assert article.paragraphs[fact.paragraph].text[fact.start : fact.end] == fact.quote

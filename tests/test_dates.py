"""Dates: what a page proves, how words are resolved, and every rule against its own examples."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import Article, Dating, PageMeta, Paragraph
from build_scripts.tables import read_table
from build_scripts.understanding.dates import date_articles, resolve_time
from build_scripts.understanding.time_words import find_spans, load_date_rules

CASES = Path(__file__).parent / "cases" / "dates"
PROOFS = yaml.safe_load((CASES / "years_that_words_prove.yml").read_text(encoding="utf-8"))
WORDS = yaml.safe_load((CASES / "words_resolved.yml").read_text(encoding="utf-8"))
RULE_ROWS = {k: v for k, v in read_table("dates").items() if isinstance(v, dict)}


def article(body: list[str]) -> Article:
    paragraphs = tuple(Paragraph(text, ()) for text in body)
    return Article("a-1", "a.txt", 1, 1, "一则消息", True, None, None, None, None, (), paragraphs)


@pytest.mark.parametrize("case", PROOFS, ids=lambda case: case["why"])
def test_page_proves_its_year(case: dict[str, Any]) -> None:
    datings = date_articles(tuple(map(article, case["articles"])), PageMeta(**case.get("meta", {})))
    assert {d.year for d in datings} == {case["year"]}
    if "earliest" in case:
        assert [d.earliest.isoformat() if d.earliest else None for d in datings] == case["earliest"]
    issued = case.get("issued")
    assert {d.issued.isoformat() if d.issued else None for d in datings} == {issued}
    basis = case.get("basis", "据文内推断" if case["year"] else "未知")
    assert {d.basis for d in datings} == {basis}
    assert basis != "据文内推断" or all(d.evidence for d in datings)


@pytest.mark.parametrize("case", WORDS, ids=lambda case: case["words"])
def test_words_are_resolved(case: dict[str, Any]) -> None:
    issued = case.get("issued")
    dating = Dating(issued, issued.year if issued else case["year"], None, "文件名")
    assert resolve_time(case["words"], dating) == case["want"]


@pytest.mark.parametrize("name", RULE_ROWS)
def test_rule_holds_its_own_examples(name: str) -> None:
    pattern = getattr(load_date_rules(), name)
    assert pattern.search(RULE_ROWS[name]["positive"])
    assert not pattern.search(RULE_ROWS[name]["negative"])


@given(st.text(max_size=60), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_given_date_wins_over_every_text(text: str, day: date) -> None:
    (dating,) = date_articles((article([text]),), PageMeta(issue_date=day, date_basis="文件名"))
    assert (dating.issued, dating.year, dating.basis) == (day, day.year, "文件名")


@given(st.text(alphabet="2019034年月日至去今预计到，。底 ", max_size=40))
def test_spans_hold_and_month_and_day_are_never_guessed(text: str) -> None:
    assert all(span.sentence in text and span.start < span.end for span in find_spans(text))
    (dating,) = date_articles((article([text]),), PageMeta())
    assert dating.issued is None

"""Sidecars: each case is a page, what its editors decided, how it then reads, and what they are told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.editing import UNDECIDED
from build_scripts.model import Article, Correction, Grade, PageMeta, PageReading
from build_scripts.quoting import find_quote, fold
from build_scripts.reading.page import read_page
from build_scripts.reading.pages import decode_page
from build_scripts.reading.sidecar import read_decisions
from build_scripts.reading.slots import printed
from build_scripts.tables import read_table

DOCS = Path(__file__).parents[1] / "docs/sidecar.md"
CASES = sorted((Path(__file__).parent / "cases/sidecar").glob("*.yml"))


def read(page: str, sidecar: str, file: str = "页.txt") -> tuple[PageReading, list[str]]:
    raw, problems = decode_page(file, page.encode(), sidecar.encode())
    assert raw, problems
    reading = read_page(raw)
    assert not [p for p in (*problems, *reading.problems) if p.grade is Grade.ERROR]
    return reading, [str(p) for p in (*problems, *reading.problems)]


def shown(correction: Correction) -> str:
    return f"{correction.raw}→{correction.fixed} {correction.verdict.value} {correction.line}"


def seen(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "title_is_ours": article.title_is_ours,
        "deck": article.deck,
        "byline": [a.name for a in article.byline],
        "paragraphs": [p.text for p in article.paragraphs],
        "lines": [line for p in article.paragraphs for line in p.lines],
        "crossheads": [c.text for c in article.crossheads],
        "corrections": [shown(c) for c in article.corrections],
        "refused": [shown(c) for c in article.refused],
        "joins": [f"{j.from_line}→{j.to_line} {'certain' if j.certain else 'open'} {j.why}" for j in article.joins],
        "checked": article.checked,
    }


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_page_is_read_as_its_editors_decided(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    reading, problems = read(case["page"], case["sidecar"], case.get("file", "页.txt"))
    assert problems == case["problems"]
    assert len(reading.articles) == len(case["articles"])
    for article, want in zip(reading.articles, case["articles"], strict=True):
        assert {key: seen(article)[key] for key in want} == want
        spans_hold(article)
    rows = {row.line: f"{row.role.value} {row.rule}" for row in reading.ledger}
    assert {line: rows[line] for line in case.get("roles", ())} == case.get("roles", {})


def spans_hold(article: Article) -> None:
    for c in article.corrections:
        if c.paragraph is not None:
            assert article.paragraphs[c.paragraph].text[c.start : c.start + len(c.fixed)] == c.fixed
    for c in article.refused:
        if c.paragraph is not None:
            assert article.paragraphs[c.paragraph].text[c.start : c.start + len(c.raw)] == c.raw


PAGE = "慢病管理进了村\n\n高血压、糖尿病这类慢牲病患者，以前总怕断药。护土跟着换药，药品跟着车走，人人放心。\n"
WORDS = st.text(st.sampled_from("慢牲性病患者护土士跟着药，。"), min_size=1, max_size=4)
ENTRY = st.one_of(
    st.builds(lambda a, b: {"原文": a, "改为": b}, WORDS, WORDS | st.just("")),
    st.builds(lambda a: {"原文": a, "拒绝": True}, WORDS),
    st.builds(lambda a: {"原文": a, "接受": True}, WORDS),
)


@given(st.lists(ENTRY, max_size=5))
def test_whatever_editors_decide_every_change_can_be_undone(entries: list[dict[str, Any]]) -> None:
    reading, _ = read(PAGE, yaml.safe_dump({"更正": entries}, allow_unicode=True))
    article = reading.articles[0]
    spans_hold(article)
    here = tuple(c for c in article.corrections if c.paragraph == 0)
    assert fold(printed(article.paragraphs[0].text, here)[0]) == fold(PAGE.split("\n")[2])


@given(st.text(st.sampled_from("更正原文改为:： -\n[]{}#&*'\"ab拒绝true顺序归类作正"), max_size=80))
def test_no_sidecar_is_beyond_a_message(text: str) -> None:
    page, problems = decode_page("页.txt", PAGE.encode(), text.encode())
    assert page or any(p.grade is Grade.ERROR for p in problems)
    if page:
        read_page(page)


def test_a_page_without_decisions_is_as_it_was() -> None:
    page, _ = decode_page("页.txt", PAGE.encode(), None)
    assert page
    assert page.decisions == UNDECIDED


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL))
def test_every_example_of_the_handbook_is_understood(example: str) -> None:
    page, problems = decode_page("页.txt", PAGE.encode(), example.encode())
    assert page
    assert not problems
    assert (page.decisions, page.meta) != (replace(UNDECIDED, file="页.yml"), PageMeta())


def test_every_word_of_the_table_is_in_the_handbook() -> None:
    text = DOCS.read_text(encoding="utf-8")
    table = read_table("sidecar")
    rows = [row for part in ("decisions", "correction", "article", "role") for row in table[part]]
    assert not [row["words"][0] for row in rows if row["words"][0] not in text]


def test_aliases_are_refused() -> None:
    bomb = "文章起点: &a [x, x]\n顺序: &b [*a, *a]\n"
    decisions, left, problems = read_decisions("页.yml", tuple(bomb.split("\n")))
    assert not left
    assert not decisions.starts
    assert [p.grade for p in problems] == [Grade.ERROR]


def test_quotations_are_found_whatever_their_width() -> None:
    assert find_quote("住院 (3 天)，“好转”", '院（3天),"好') == ((1, 11),)


def test_a_headline_of_our_own_goes_with_the_words_it_is_made_of() -> None:
    page = "乡村医生王大明每月上门，药品跟着车走，老人们说这样的日子让人放心。"
    reading, problems = read(page, "更正:\n  - {原文: 王大明, 改为: 王大朋}")
    assert not problems
    (article,) = reading.articles
    assert (article.title, article.title_is_ours) == ("乡村医生王大朋每月上门", True)


def test_a_decision_looks_only_at_the_texts_that_it_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of decisions on a long page are no hundreds of searches of every paragraph."""
    looked: list[str] = []

    def counted(text: str, quote: str) -> tuple[tuple[int, int], ...]:
        looked.append(text)
        return find_quote(text, quote)

    monkeypatch.setattr("build_scripts.reading.wording.find_quote", counted)
    monkeypatch.setattr("build_scripts.reading.edits.find_quote", counted)
    page = "\n\n".join(f"第{n}村的村医每月上门，药品跟着车走，老人们说这样的日子让人放心。" for n in range(200))
    fixes = [{"原文": f"第{n}村的村医", "改为": f"第{n}村的医生"} for n in range(200)]
    reading, problems = read(page, yaml.safe_dump({"更正": fixes}, allow_unicode=True))
    assert not problems
    assert sum(len(article.corrections) for article in reading.articles) == len(fixes)
    assert len(looked) <= 5 * len(fixes)

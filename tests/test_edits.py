"""The editor's hand on places, institutions, people, topics and figures: each case is a page and its sidecar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import Entry, Grade, Problem
from build_scripts.reading.page import read_page
from build_scripts.reading.pages import decode_page
from build_scripts.understanding.entry import understand_page
from build_scripts.understanding.facts.keys import MOST
from build_scripts.understanding.relations.relate import relate

CASES = sorted((Path(__file__).parent / "cases/edits").glob("*.yml"))


def read(page: str, sidecar: str) -> tuple[tuple[Entry, ...], list[Problem]]:
    raw, problems = decode_page("页.txt", page.encode(), sidecar.encode())
    assert raw, problems
    reading = read_page(raw)
    entries, unfit = understand_page(reading)
    return entries, [*problems, *reading.problems, *unfit]


def line(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part)


def seen(entry: Entry) -> dict[str, list[str]]:
    def told(*, checked: bool) -> str:
        return "核对" if checked else ""

    return {
        "places": [line(p.adcode, p.name, p.primary and "主要", told(checked=p.checked)) for p in entry.places],
        "institutions": [line(i.canonical, i.kind, told(checked=i.checked)) for i in entry.institutions],
        "people": [line(p.name, p.title, told(checked=p.checked)) for p in entry.people],
        "topics": [line(t.label, told(checked=t.checked)) for t in entry.topics],
        "facts": [
            line(f.printed, f.indicator, f.entity, f.time, f.key and "主要", told(checked=f.checked))
            for f in entry.facts
        ],
        "edits": list(entry.edits),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_an_article_says_what_its_editors_decided(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries, problems = read(case["page"], case["sidecar"])
    assert [str(problem) for problem in problems] == case["problems"]
    found = seen(entries[case.get("article", 0)])
    assert [c.found for c in relate(entries).contradictions] == case.get("contradictions", [])
    wanted = {key: case[key] for key in found if key in case}
    assert {key: found[key] for key in wanted} == wanted
    for entry in entries:
        spans_hold(entry)


def spans_hold(entry: Entry) -> None:
    for fact in entry.facts:
        text = entry.article.paragraphs[fact.paragraph].text
        assert text[fact.start : fact.end] == fact.quote
        assert fact.printed in fact.quote


PAGE = "".join(f"全市第{n}批建成卫生室{n}36个，培训村医{n}20人。\n" for n in range(1, 7))
WORDS = st.text(st.sampled_from("全市建成卫生室36个，培训村医20人第一批"), min_size=1, max_size=8)
ENTRY = st.one_of(
    st.builds(lambda a, b: {"原文": a, "数值": b, "指标": "某数", "主要": True}, WORDS, WORDS),
    st.builds(lambda a: {"原文": a, "删去": True}, WORDS),
    st.builds(lambda a: {"原文": a, "指标": "某数"}, WORDS),
)


@given(st.lists(ENTRY, max_size=5))
def test_whatever_editors_decide_no_figure_is_invented(entries: list[dict[str, Any]]) -> None:
    understood, problems = read(f"卫生室建成\n\n{PAGE}", yaml.safe_dump({"数字": entries}, allow_unicode=True))
    assert not [p for p in problems if p.grade is Grade.ERROR]
    for entry in understood:
        spans_hold(entry)
        keys = [fact for fact in entry.facts if fact.key]
        assert len(keys) <= max(MOST, sum(fact.checked for fact in keys))

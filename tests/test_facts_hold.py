"""Two things hold for every figure on every text: it stands word for word at its span, and its value is printed there.

And one for what is no figure: dates, ordinals, grades, names and idioms give none, whatever stands around them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.model import Article, Fact
from build_scripts.pipeline import read_archive
from tests.figures import DEV, HELD_OUT, Case, facts_of, read_cases
from tests.gold import SHARED
from tests.test_corpus import printed_values

HERE = Path(__file__).parent
PAGES = {
    "five real pages": SHARED / "pages",
    "sample issue": HERE / "sample_issue/pages",
    "blind pages": HERE / "blind/dev/pages",
    "blind pages set aside": HERE / "blind/held_out/pages",
    "starter archive": HERE.parent / "source_articles",
}
IMPLIED = {Decimal(1): ("最", "首", "冠", "番", "唯一"), Decimal(100): ("百分百", "百分之百")}
"""Values that words say without a number."""


def is_readable(value: Decimal, quote: str) -> bool:
    """Tell whether a value is printed in a quote; 30至50万 prints 300000, 2小时40分 its sum, 个半 a half more."""
    text = unicodedata.normalize("NFKC", quote).replace("−", "-")
    values = printed_values(text)
    values |= {Decimal(hours) * 60 + Decimal(minutes) for hours, minutes in re.findall(r"(\d+)个?小时(\d+)分", text)}
    values |= {value + Decimal("0.5") for value in values if re.search(r"[\d一二两三四五六七八九十]个半", text)}
    scaled = {
        scale * value for value in values for scale in (1, 10**4, 10**8) if scale == 1 or "万" in text or "亿" in text
    }
    return value in scaled or any(word in text for word in IMPLIED.get(value, ()))


def faults(article: Article, facts: Iterable[Fact]) -> list[Fact]:
    """Return the figures that are not what their words say."""
    return [
        f
        for f in facts
        if article.paragraphs[f.paragraph].text[f.start : f.end] != f.quote
        or f.printed not in f.quote
        or not all(is_readable(value, f.quote) for value in (f.value, f.value_max) if value is not None)
    ]


def faults_in(case: Case) -> list[str]:
    """Return the quotes of a text's figures that are not what their words say."""
    facts = facts_of(case)
    return [
        f.quote
        for f in facts
        if case.text[f.start : f.end] != f.quote
        or f.printed not in f.quote
        or not all(is_readable(value, f.quote) for value in (f.value, f.value_max) if value is not None)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_of_whole_pages_is_printed_where_it_says(name: str) -> None:
    if not PAGES[name].is_dir():
        pytest.skip("the real pages are not part of the project")
    for entry in read_archive(PAGES[name]).entries:
        assert not faults(entry.article, entry.facts)


@pytest.mark.parametrize("name", DEV + HELD_OUT)
def test_every_figure_of_the_corpus_is_printed_where_it_says(name: str) -> None:
    assert not any(faults_in(case) for case in read_cases(name))


@cache
def texts() -> tuple[str, ...]:
    return tuple(case.text for name in DEV for case in read_cases(name))


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Draw a text of the corpus with characters lost, doubled, changed or moved, or two texts run together."""
    chars = list(draw(st.sampled_from(texts())))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(chars) - 1)))
        cut = draw(st.integers(0, 6))
        match draw(st.integers(0, 3)):
            case 0:
                del chars[at : at + cut]
            case 1:
                chars[at:at] = chars[at : at + cut]
            case 2:
                chars[at:at] = draw(
                    st.sampled_from(["万", "0", "3", "，", "、", "第", "月", "至", "个", "余", "分之", "%"])
                )
            case _:
                chars = chars[at:] + list("，") + chars[:at]
    return "".join(chars) + draw(st.sampled_from(["", *texts()]))


@settings(max_examples=80, deadline=None)
@given(mutations())
def test_every_figure_of_a_spoilt_text_is_printed_where_it_says(text: str) -> None:
    assert not faults_in(Case(text, "辽宁省锦州市", 2024, (), ()))


@cache
def without_figures() -> tuple[str, ...]:
    path = HERE / "cases/facts/not_every_number_is_a_figure.yml"
    return tuple(row["text"] for row in yaml.safe_load(path.read_text(encoding="utf-8")))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.booleans().flatmap(lambda plain: st.sampled_from(without_figures() if plain else texts())), max_size=5)
)
def test_what_is_no_figure_gives_none_whatever_stands_around_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    facts, start = facts_of(Case(text, "辽宁省锦州市", 2024, (), ())), 0
    for piece in pieces:
        end = start + len(piece)
        assert piece not in without_figures() or not [f for f in facts if start <= f.start and f.end <= end]
        start = end

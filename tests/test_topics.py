"""Topics: small articles with the labels they must earn, and what the table must hold to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import Article, Paragraph
from build_scripts.understanding.topics import find_topics, is_health_related, rules

CASES = [
    pytest.param(case, id=f"{path.stem}-{case['why']}")
    for path in sorted((Path(__file__).parent / "cases" / "topics").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def article(title: str, body: list[str]) -> Article:
    paragraphs = tuple(Paragraph(text, ()) for text in body)
    return Article("a-1", "a.txt", 1, 1, title, False, None, None, None, None, (), paragraphs)


@pytest.mark.parametrize("case", CASES)
def test_articles_earn_their_topics(case: dict[str, Any]) -> None:
    read = article(case["title"], case["body"])
    topics = find_topics(read)
    assert {t.label for t in topics} == set(case["labels"])
    assert is_health_related(read, topics) == ("非卫生健康" not in case["labels"])


@given(
    st.lists(st.sampled_from(["献血", "托育", "中医药", "急救", "医保局", "道路", "。", "人才"]), max_size=30).map(
        "".join
    )
)
def test_every_reason_stands_in_the_article(text: str) -> None:
    for topic in find_topics(article("一则消息", [text])):
        assert all(word in text for word in topic.reasons)
        assert topic.reasons or topic.label == rules().not_health


def test_every_label_can_be_earned_by_its_own_words() -> None:
    for label, words in rules().weights.items():
        text = "，".join(word for word in words if word not in rules().struck[label])
        assert label in {t.label for t in find_topics(article("一则消息", [text]))}

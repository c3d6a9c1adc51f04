"""Which figures are for the box: what the headline speaks of, coverage and change before incidental counts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from build_scripts.model import Article, Fact
from build_scripts.understanding.facts.tables import units

MOST = 14
"""A reader takes in about this many figures at a glance; a short article has fewer, see `_room`."""
_TOTAL = re.compile(r"总|累计|新增|年门诊|投资|签约|覆盖|面积|床|占比|率|人次|减少|资金|患者|服务")
_RATE = re.compile(r"率|占比|比例")
_CHANGE = re.compile(r"(?:增长|提升|提高|下降|增加|减少|上升|缩短|上涨|[低高])$")
_SAVED = re.compile(r"节|省|减免|降|报销|补偿|补助|结余")
_FEW = re.compile(r"[二两三四五六七八九][^十百千万亿]*$")
"""Two or five of something, in Chinese characters: a turn of phrase more than a result."""
_INCIDENTAL = re.compile(r"批次|方面|选手|年龄|门槛|先生|女士|老汉|大爷|大妈|只掏|每[车班箱]|每人每年|候诊")
_WIDE = re.compile(r"全[市县区省州院旗]|我[市县区]")
_COMPARED = re.compile(r"同比|环比|较|比[^例]")
_PLAN = re.compile(r"计划|将|力争|预计|下一步|明年|规划|到20[23]\d年|今后|打算")
_LONG_SENTENCE = 600
"""Characters before a figure in which its sentence begins."""
_WORD = re.compile(r"[\u4e00-\u9fff]+")
_COUNTED = frozenset(("count", "occasions", "bare"))
_SIZED = frozenset(("money", "measure"))


class Stand(NamedTuple):
    """Where a figure stands in its article."""

    late: float
    """How many of the article's figures stand before it, as a share of them."""
    before: str
    """The words of its sentence before the number."""
    opens: bool
    """True for the first figure of its sentence."""
    ends: bool
    """True in the last paragraph."""
    biggest: bool
    """True where no figure of its unit is larger."""
    told: int
    """Pairs of characters that its indicator shares with the headlines."""


def weigh(fact: Fact, stand: Stand) -> float:
    """Return how much a figure tells a reader.

    The weights were fitted to the figures that readers of ninety articles marked (logistic regression, each page judged
    by the others) and rounded.
    """
    kind, name = units().get(fact.unit, "bare"), fact.indicator
    size = math.log10(abs(float(fact.value)) + 1)
    weight = 0.6 * min(4.0, size) if kind in _COUNTED else 0.4 * size if kind in _SIZED else 0.0
    weight += {"percent": 0.7, "money": -0.2, "medal": 0.6}.get(kind, 0.0)
    weight += 0.7 * bool(_RATE.search(name)) + 0.5 * bool(_TOTAL.search(name)) + 0.3 * bool(_SAVED.search(name))
    weight -= 0.9 * bool(_CHANGE.search(name)) + 0.4 * bool(_INCIDENTAL.search(name)) + 1.2 * ("中的" in name)
    weight += 1.4 * (fact.changed_from is not None) - 1.2 * name.endswith("（原）")
    weight -= 1.0 * (kind == "count" and bool(_FEW.match(fact.printed))) + 0.3 * bool(fact.qualifier)
    weight += 0.5 * bool(_WIDE.search(stand.before)) + 0.4 * bool(_PLAN.search(stand.before))
    weight -= 0.6 * bool(_COMPARED.search(stand.before[-10:])) + 1.0 * (
        stand.before.rfind("（") > stand.before.rfind("）")
    )
    weight += 0.4 * (stand.told > 0) + 0.6 * (stand.told > 1) + 0.5 * stand.biggest + 0.5 * bool(fact.time)
    weight += 0.8 * (fact.paragraph == 0) + 0.6 * stand.ends + 0.3 * stand.opens
    return weight - 0.8 * stand.late


def _stands(facts: tuple[Fact, ...], article: Article) -> Iterator[Stand]:
    """Yield where each figure stands."""
    texts = [p.text for p in article.paragraphs]
    heads = (None if article.title_is_ours else article.title, article.kicker, article.deck)
    told = _pairs("\n".join(head for head in heads if head))
    most: dict[str, Decimal] = {}
    for fact in facts:
        most[fact.unit] = max(fact.value, most.get(fact.unit, fact.value))
    last, sentence = (-1, -1), (-1, -1)
    for i, fact in enumerate(facts):
        text = texts[fact.paragraph]
        here = max(fact.start, text.find(fact.printed, fact.start, fact.end))
        start = 1 + max(text.rfind(stop, max(0, fact.start - _LONG_SENTENCE), fact.start) for stop in "。！？")
        start = start or max(0, fact.start - _LONG_SENTENCE)
        last, sentence = sentence, (fact.paragraph, start)
        yield Stand(
            i / len(facts),
            text[start:here],
            opens=last != sentence,
            ends=1 < fact.paragraph == len(texts) - 1,
            biggest=fact.value == most[fact.unit],
            told=len(told & _pairs(fact.indicator)),
        )


def _pairs(text: str) -> set[str]:
    """Return the pairs of Han characters of a text."""
    return {run[i : i + 2] for run in _WORD.findall(text) for i in range(len(run) - 1)}


_LEAST = -0.5
"""What weighs no more stands in no box, however few figures there are."""


def _room(amount: int) -> int:
    """Return how many of the figures of an article are for the box."""
    return min(MOST, math.ceil(2.5 * math.sqrt(amount)))


def _say_the_same(a: Fact, b: Fact) -> bool:
    """Tell whether two figures measure the same, before or after a change, or are one number under kindred names."""
    if a.entity != b.entity:
        return False
    if a.indicator.removesuffix("（原）") == b.indicator.removesuffix("（原）"):
        return True
    if a.unit != b.unit or a.value != b.value or a.unit == "位":
        return False
    return any(a.indicator[i : i + 2] in b.indicator for i in range(len(a.indicator) - 1))


def mark_keys(facts: tuple[Fact, ...], article: Article) -> tuple[Fact, ...]:
    """Return the figures with those for the box marked, never two that say the same."""
    weights = [weigh(fact, stand) for fact, stand in zip(facts, _stands(facts, article), strict=True)]
    chosen: set[int] = set()
    for i in sorted(range(len(facts)), key=lambda i: (-weights[i], i)):
        if len(chosen) == _room(len(facts)) or weights[i] <= _LEAST:
            break  # the rest weigh no more
        if not any(_say_the_same(facts[i], facts[k]) for k in chosen):
            chosen.add(i)
    return tuple(replace(f, key=True) if i in chosen else f for i, f in enumerate(facts))

"""Which figures are for the box: magnitude, money, coverage and change before incidental counts."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from build_scripts.model import Fact
from build_scripts.understanding.facts.tables import units

MOST = 10
"""A reader takes in about this many figures at a glance; a short article has fewer, see `_room`."""
_TOTAL = re.compile(r"总|累计|新增|年门诊|投资|签约|覆盖|面积|床|占比|率|人次|减少|资金|患者|服务")
_RATE = re.compile(r"率|占比|比例")
_CHANGE = re.compile(r"(?:增长|提升|提高|下降|增加|减少|上升|缩短|上涨|[低高])$")
_AHEAD = frozenset(("年底", "未来", "今后"))
_FEW = re.compile(r"[二两三四五六七八九][^十百千万亿]*$")
"""Two or five of something, in Chinese characters: a turn of phrase more than a result."""
_INCIDENTAL = re.compile(r"批次|方面|选手|年龄|门槛|先生|女士|老汉|大爷|大妈|只掏|每[车班箱]|每人每年|候诊")
_YEAR = re.compile(r"\d{4}年")


_WEIGHTS = {"money": 1.2, "percent": 2.5, "occasions": 1.2, "measure": 0.8, "bare": 1.0, "times": 2.0, "age": -1.0,
            "duration": 1.0, "medal": 2.0, "score": 1.5, "count": 0.9}  # fmt: skip


def weigh(fact: Fact, place: int, amount: int) -> float:
    """Return how much a figure tells a reader; `place` is its rank in reading order among `amount`.

    The weights were fitted to the figures that readers of about eighty articles marked (logistic regression, each set
    of pages judged by the others) and rounded.
    """
    kind = units().get(fact.unit, "bare")
    name = fact.indicator
    weight = _WEIGHTS[kind]
    if fact.unit == "位" and "排名" in name:
        weight = 2.5
    size = math.log10(abs(float(fact.value)) + 1)
    weight += min(4.0, size) if kind in {"count", "occasions", "bare"} else 0.9 * size if kind in _SIZED else 0.0
    weight += 2.5 * (fact.changed_from is not None) + 1.5 * bool(_RATE.search(name)) + 1.1 * bool(_TOTAL.search(name))
    weight -= 2.5 * bool(_CHANGE.search(name)) + 2.5 * bool(_INCIDENTAL.search(name)) + 1.5 * ("中的" in name)
    weight -= (
        1.5 * name.endswith("（原）") + 1.0 * (fact.time in _AHEAD) + bool(kind == "count" and _FEW.match(fact.printed))
    )
    weight += 0.8 * bool(fact.time and _YEAR.search(fact.time)) + 0.7 * (fact.paragraph == 0)
    return weight + 2.0 * (1 - place / max(1, amount))


_LEAST = 1.5
"""What weighs no more stands in no box, however few figures there are."""
_SIZED = frozenset(("money", "measure"))


def _room(amount: int) -> int:
    """Return how many of the figures of an article are for the box."""
    return min(MOST, math.ceil(2.4 * math.sqrt(amount)))


def _in_bracket(fact: Fact, texts: tuple[str, ...]) -> bool:
    """Tell whether a figure is an aside: 投资1.2亿元（债券资金9600万元）."""
    before = texts[fact.paragraph][max(0, fact.start - 12) : fact.start]
    return before.rfind("（") > before.rfind("）")


def _say_the_same(a: Fact, b: Fact) -> bool:
    """Tell whether two figures measure the same, before or after a change, or are one number under kindred names."""
    if a.entity != b.entity:
        return False
    if a.indicator.removesuffix("（原）") == b.indicator.removesuffix("（原）"):
        return True
    if a.unit != b.unit or a.value != b.value or a.unit == "位":
        return False
    return any(a.indicator[i : i + 2] in b.indicator for i in range(len(a.indicator) - 1))


def mark_keys(facts: tuple[Fact, ...], texts: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return the figures with those for the box marked, never two that say the same; asides in brackets come last."""
    weights = [weigh(f, i, len(facts)) - 1.0 * _in_bracket(f, texts) for i, f in enumerate(facts)]
    chosen: set[int] = set()
    for i in sorted(range(len(facts)), key=lambda i: (-weights[i], i)):
        if len(chosen) == _room(len(facts)) or weights[i] <= _LEAST:
            break  # the rest weigh no more
        if not any(_say_the_same(facts[i], facts[k]) for k in chosen):
            chosen.add(i)
    return tuple(replace(f, key=True) if i in chosen else f for i, f in enumerate(facts))

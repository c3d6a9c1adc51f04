"""The name of an indicator put into the form that readers know: 病床 -> 病床数, 签约率 -> 家庭医生签约率."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.understanding.facts.phrases import is_bare_verb
from build_scripts.understanding.facts.tables import read_rows
from build_scripts.understanding.facts.word_lists import pattern_of

_SUFFIX = {
    "人": "数", "名": "数", "位": "数", "次": "次数", "例": "例数", "期": "期数", "场": "场数", "轮": "轮次",
    "批": "批次", "台": "台数", "份": "份数", "户": "户数", "篇": "数", "处": "处数", "种": "种数",
}  # fmt: skip


_MEASURE = {"平方米": "面积", "公顷": "面积", "亩": "面积", "平方公里": "面积", "公里": "里程", "千米": "里程"}


def with_suffix(head: str, unit: str, kind: str) -> str:
    """Return the name of the indicator with the word for its measure (病床 -> 病床数)."""
    if pattern_of("measures", r"(?:WORDS)(?:（[^（）]{1,20}）)?$").search(head):
        return head
    if kind == "occasions":
        return head if head.endswith(unit) else head + unit
    if (unit == "人" and is_bare_verb(head[-2:])) or (unit in {"人", "名"} and head.endswith(("队", "团", "小组"))):
        return head + "人数"
    if kind == "count":
        plain = unit == head[-1:] or (unit == "处" and head.endswith(tuple("点站所屋室院")))
        return head + ("数" if plain else _SUFFIX.get(unit, "数"))
    if kind == "measure":
        return head + _MEASURE.get(unit, "量")
    if kind == "money":
        return head if len(head) > 4 and not is_bare_verb(head[-2:]) else head + "金额"
    if kind == "duration":
        return _with_spell(head, unit)
    if kind == "medal":
        return head + {"金": "金牌数", "银": "银牌数", "铜": "铜牌数"}[unit]
    if kind == "bare":
        return head + "数"
    return head


_SPELL = {"年": "年限", "天": "天数", "日": "天数", "半天": "天数"}
_SERVES = re.compile(r"(?:服务|工作|[驻进下]\S|坐诊|锻炼|隔离|待)(?:不少于|不低于|至少|满|期|期满|要满|上)?$")
"""What somebody does for so many days or years: 回乡服务 -> 回乡服务年限."""


def _with_spell(head: str, unit: str) -> str:
    """Return the name of how long something takes, or somebody serves."""
    if unit in _SPELL and _SERVES.search(head):
        return re.sub(r"(?:不少于|不低于|至少|满|期|期满|要满|上)$", "", head) + _SPELL[unit]
    if head.endswith(("快", "慢", "了")):
        return head
    return re.sub(r"(?:只|仅)?(?:用|需|用了|需要)$", "", head) + "用时"


@cache
def _names() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Return the table of short indicators and their full names."""
    rows = read_rows("indicator_names")
    return tuple((str(r["name"]), re.compile(str(r["near"])), str(r["full"])) for r in rows)


@cache
def _short_names() -> tuple[str, ...]:
    return tuple(short for short, _, _ in _names())


def full_name(name: str, paragraph: str) -> str:
    """Return the name that a reader understands without the sentence."""
    if not name.startswith(_short_names()):
        return name
    for short, near, full in _names():
        if name.startswith(short) and near.search(paragraph) and not name.startswith(full):
            return full + name[len(short) :]
    return name

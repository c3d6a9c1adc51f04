"""What a quantity measures: a noun phrase cut from its clause, completed from the clauses before."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.after_unit import name_after_unit
from build_scripts.understanding.facts.before_number import name_before_number
from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.phrases import (
    LONGEST,
    PER,
    clean_left,
    ends_in_verb,
    split_right,
    strip_tail,
)
from build_scripts.understanding.facts.shares import name_share
from build_scripts.understanding.facts.special import name_investment, name_medal, name_rank, name_term
from build_scripts.understanding.facts.suffixes import full_name

_AMONG = re.compile(r"^(.{2,14}?)(?:当中|之中|中|里)(?=[评选挑推遴筛票抽])")
_OPENING = re.compile(r"^(?:（[^（）]{1,2}）)?[的、\s]*")
_INNER_SCOPE = re.compile(r"(?<=[\u4e00-\u9fff])全[市县区省州](?=[\u4e00-\u9fff]{2})(?!排名|位次)")


def name_indicator(spot: Spot, memory: Memory, names: tuple[str, ...], paragraph: str) -> str:
    """Return what a quantity measures, and remember it for the quantities after it."""
    _enter_list(spot, memory)
    left = clean_left(spot.left, names)
    right = _OPENING.sub("", spot.right)
    if left.endswith(("从", "由")) and (among := _AMONG.match(right)):
        right = among[1]
    served = left.endswith(("为", "给", "向", "让", "使"))
    subject, said = split_right(right, served=served) if right else ("", "")
    bare, kind = strip_tail(left), spot.quantity.kind
    if kind == "rank":
        name = name_rank(left, spot.quantity.region, memory)
    elif kind == "medal":
        name = name_medal(spot)
    elif kind in {"percent", "times"}:
        name = name_share(spot, left, subject, said, memory)
    elif kind in {"age", "duration"} and name_term(spot, subject, clean_left(spot.following, names)):
        name = name_term(spot, subject, clean_left(spot.following, names))
    elif kind == "money" and (invested := name_investment(spot, bare, right, subject, memory)):
        name = invested
    elif subject and (kind == "count" or not bare or ends_in_verb(bare) or PER.search(bare)):
        name = name_after_unit(spot, left, subject, said, memory)
    else:
        name = name_before_number(spot, left, "" if subject else right, memory, names)
    if kind in {"count", "money"}:
        name = _part_of_whole(name, memory)
    if "全" in name:
        name = _INNER_SCOPE.sub("", name)
    return full_name(_whole_quotes(_with_rate(spot, name, memory)).strip("，、 的"), paragraph)


_RATE = re.compile(
    r"每(?:\d{0,4}|[一二三四五六七八九十])?(?:[十百千]?万|[百千])(?:名|个|位)?[\u4e00-\u9fff]{0,6}?(?:人口|居民|老年人|老人|儿童|人)"
)


def _with_rate(spot: Spot, name: str, memory: Memory) -> str:
    """Return an indicator with its denominator, which the members of a list share: 每千人口床位5.9张、护士4人."""
    rate = _RATE.search(spot.left) if "每" in spot.left else None
    memory.rate = rate[0] if rate else memory.rate if spot.follows else ""
    if memory.rate and memory.rate in name[1:]:
        name = re.sub(r"^的|(?<=.)拥有(?=数$)", "", name.replace(memory.rate, ""))
    return name if not memory.rate or memory.rate in name or spot.quantity.kind == "percent" else memory.rate + name


def _whole_quotes(name: str) -> str:
    """Return a name without a quotation mark or bracket that has lost its other half."""
    for opening, closing in (("“", "”"), ("（", "）")):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name


def _enter_list(spot: Spot, memory: Memory) -> None:
    """Remember of what the members of a list are part (其中), and forget the verb of the list before."""
    if "其中" in spot.left[:3] or spot.prior.endswith("其中"):
        memory.whole = re.sub(r"(?:数|例数|户数)$", "", memory.recent[-1]) if memory.recent else ""
    elif not spot.follows:
        memory.whole = ""
    if not spot.follows:
        memory.verb = ""


def _part_of_whole(name: str, memory: Memory) -> str:
    """Return an indicator with the whole that it is part of: 录用卫生人才中的博士数."""
    if re.search(r"[增降减占]", memory.whole):
        return name
    fits = len(memory.whole) + len(name) <= LONGEST and memory.whole not in name
    return f"{memory.whole}中的{name}" if memory.whole and fits else name

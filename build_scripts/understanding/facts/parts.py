"""Lists of parts: what their members are part of (其中), and of how many they are counted (每千人口)."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.phrases import LONGEST
from build_scripts.understanding.facts.suffixes import with_suffix
from build_scripts.understanding.facts.word_lists import tokens_of

_RATE = re.compile(
    r"每(?:\d{0,4}|[一二三四五六七八九十])?(?:[十百千]?万|[百千])(?:名|个|位)?[\u4e00-\u9fff]{0,6}?(?:人口|居民|老年人|老人|儿童|人)"
)


def with_rate(spot: Spot, name: str, memory: Memory) -> str:
    """Return an indicator with its denominator, which the members of a list share: 每千人口床位5.9张、护士4人."""
    rate = _RATE.search(spot.left) if "每" in spot.left else None
    memory.rate = rate[0] if rate else memory.rate if spot.follows else ""
    if memory.rate and memory.rate in name[1:]:
        name = re.sub(r"^的|(?<=.)拥有(?=数$)", "", name.replace(memory.rate, ""))
    return name if not memory.rate or memory.rate in name or spot.quantity.kind == "percent" else memory.rate + name


def enter_list(spot: Spot, memory: Memory) -> None:
    """Remember of what the members of a list are part (其中), and forget the verb of the list before."""
    if "其中" in spot.left[:3] or spot.prior.endswith("其中"):
        memory.whole = re.sub(r"(?:数|例数|户数)$", "", memory.recent[-1]) if memory.recent else ""
        memory.whole_unit = memory.unit
    elif not spot.follows:
        memory.whole = ""
    if not spot.follows:
        memory.verb = ""


_KIND = re.compile(r"[\u4e00-\u9fff]{1,8}(?:科|性|籍|族|型|类|级)$")


def part_of_whole(name: str, spot: Spot, memory: Memory) -> str:
    """Return an indicator with the whole that it is part of: 卫生人才中的博士数, 医院床位数 of beds."""
    if not memory.whole:
        return name
    unit = spot.quantity.unit
    if unit == memory.whole_unit:
        noun, part = tokens_of(memory.whole)[-1][0], re.sub(r"(?:台数|例数|份数|数)$", "", name)
        if len(noun) > 1 and noun not in name and (unit in "张台份" or (unit in "人名位" and _KIND.fullmatch(part))):
            return with_suffix(part + noun, unit, spot.quantity.kind)
    if re.search(r"[增降减占]", memory.whole):
        return name
    fits = len(memory.whole) + len(name) <= LONGEST and memory.whole not in name
    return f"{memory.whole}中的{name}" if fits else name

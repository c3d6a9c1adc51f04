"""What a quantity measures: a noun phrase cut from its clause, completed from the clauses before."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.after_unit import name_after_unit
from build_scripts.understanding.facts.before_number import name_before_number
from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.completing import complete
from build_scripts.understanding.facts.cutting import clean_left, strip_tail
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.parts import enter_list, part_of_whole, with_rate
from build_scripts.understanding.facts.payments import name_price, name_share_of_fee, name_spending
from build_scripts.understanding.facts.phrases import PER, ends_in_verb, split_right
from build_scripts.understanding.facts.shares import name_share
from build_scripts.understanding.facts.special import name_investment, name_medal, name_rank, name_term
from build_scripts.understanding.facts.suffixes import full_name
from build_scripts.understanding.facts.word_lists import pattern_of

_LOOSE = re.compile(r"^(?:（[^（）]{1,2}）|[、，的])+")
"""What a phrase has lost its beginning before: （套）更新, 、改建卫生院."""
_AMONG = re.compile(r"^(.{2,14}?)(?:当中|之中|中|里)(?=[评选挑推遴筛票抽])")
_OPENING = re.compile(r"^(?:（[^（）]{1,2}）)?[的、\s]*(?:从中|由此|因此)?(?:(?:之|以)?内(?=[出完办赶到抵送反响]))?")
_INNER_SCOPE = re.compile(r"(?<=[\u4e00-\u9fff])全[市县区省州](?=[\u4e00-\u9fff]{2})(?!排名|位次)")


def name_indicator(spot: Spot, memory: Memory, names: tuple[str, ...], paragraph: str) -> str:
    """Return what a quantity measures, and remember it for the quantities after it."""
    enter_list(spot, memory)
    kind = spot.quantity.kind
    name = _name_of(spot, memory, names)
    if kind in {"count", "money"}:
        name = part_of_whole(name, spot, memory)
    if "全" in name:
        name = _INNER_SCOPE.sub("", name)
    name = _whole_quotes(with_rate(spot, name, memory)).strip("，、 的")
    full = full_name(name, paragraph)
    name = full if full != name else complete(name, spot, memory, names, paragraph)
    name = _LOOSE.sub("", name) or "数"
    name = name if name != "数" else "人数" if spot.quantity.unit in "人名位" else "数量"
    if kind == "count" and memory.head:
        memory.counted, memory.counted_in = memory.head, spot.sentence_start
    return name


def _name_of(spot: Spot, memory: Memory, names: tuple[str, ...]) -> str:
    """Return what a quantity measures by its kind and by the side on which its noun stands."""
    left = clean_left(spot.left, names)
    right = _OPENING.sub("", spot.right)
    if left.endswith(("从", "由")) and (among := _AMONG.match(right)):
        right = among[1]
    served = left.endswith(("为", "给", "向", "让", "使")) or spot.left.endswith(("把", "将"))
    subject, said = split_right(right, served=served) if right else ("", "")
    kind = spot.quantity.kind
    if kind == "rank":
        return name_rank(left, spot.quantity.region, memory)
    if kind == "medal":
        return name_medal(spot)
    if kind in {"percent", "times"}:
        return name_share(spot, left, subject, said, memory)
    following = clean_left(spot.following, names)
    if kind == "money" and (paid := _name_paid(spot, left, right, memory)):
        return paid
    special = (kind in {"age", "duration"} and name_term(spot, subject, following)) or (
        kind == "money" and name_investment(spot, strip_tail(left), right, subject, memory)
    )
    if special:
        return special
    if spot.quantity.unit == "人" and _POPULATION.search(spot.left) and _INHABITANTS.match(spot.right):
        memory.keep("人口", "人")
        return "人口数"
    if subject and _stands_behind(spot, strip_tail(left), subject):
        return name_after_unit(spot, left, subject, said, memory)
    return name_before_number(spot, left, "" if subject else right, memory, names)


def _name_paid(spot: Spot, left: str, right: str, memory: Memory) -> str:
    """Return what is bought for money, what a thing costs or who pays a fee; empty for other money."""
    return (
        name_price(left, spot, memory)
        or name_share_of_fee(left, memory)
        or name_spending(spot, strip_tail(left), right)
    )


_POPULATION = re.compile(r"(?:^|[，是有])(?:全|我|本|该)[市县区省州旗镇乡村](?:共|总|有|总共|共有)?$")
_PAID = re.compile(
    r"(?:作为?|用作|充作)?([\u4e00-\u9fff]{0,10}(?:罚款|罚金|补贴|补助|奖金|奖励|资金|经费|贷款|工资|津贴|周转金|债券|基金|借款|赔偿|押金|债务?|欠款|欠账|交通费|药费|学费|路费|医疗费|手术费))$"
)


_INHABITANTS = re.compile(r"[口中里，]|$")


def _stands_behind(spot: Spot, bare: str, subject: str) -> bool:
    """Tell whether the noun behind the unit is what is measured, and not the words before the number."""
    people = spot.quantity.kind == "bare" and not spot.right.startswith("的")
    if spot.quantity.kind == "count" or people or not bare or ends_in_verb(bare) or PER.search(bare):
        return True
    return _is_paid(spot, subject)


def _is_paid(spot: Spot, subject: str) -> bool:
    """Tell whether the noun behind a sum says what it is: 处以1500元罚款; a large thing stands behind a measure."""
    if spot.quantity.kind == "measure":
        return spot.right.startswith("的") and not pattern_of("measures", r"(?:WORDS)$").search(strip_tail(spot.left))
    return spot.quantity.kind == "money" and bool(_PAID.fullmatch(subject))


def _whole_quotes(name: str) -> str:
    """Return a name without a quotation mark or bracket that has lost its other half."""
    for opening, closing in (("“", "”"), ("（", "）")):
        if (opening in name or closing in name) and name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name

"""Figures that share words: 省、市、县级分别为33个、150个、58个; 由45分钟压缩到20分钟."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.cutting import clean_left, strip_tail
from build_scripts.understanding.facts.phrases import is_bare_verb, is_growth
from build_scripts.understanding.facts.suffixes import with_suffix
from build_scripts.understanding.facts.tables import words
from build_scripts.understanding.facts.word_lists import tokens_of

_CHANGE = re.compile(
    r"(?:提高|提升|增加|扩大|上升|升|增长|增|下降|降低|降|减少|减|缩短|压缩|缩减|缩小|扩充|扩|发展|攀升|变|调整|提|调|涨|跌)(?:到|至|为)"
)


_FROM = re.compile(r"[由从][^，。；]{0,12}$")


def name_lists(spots: list[Spot], names: list[str], forms: tuple[str, ...]) -> list[str]:
    """Return the indicators with those of lists and of changes from one value to another put right."""
    named = list(names)
    for i in range(1, len(spots)):
        if _is_change(spots[i - 1], spots[i]):
            _name_change(spots, named, i, forms)
    i = 0
    while i < len(spots):
        j = i + 1
        while (
            j < len(spots)
            and spots[j].follows
            and not spots[j].left.strip("、和与及以 ")
            and spots[j].clause == spots[i].clause
        ):
            j += 1
        if j - i >= 2:
            _name_group(spots, named, i, j, forms)
        i = j
    _share_what_is_said(spots, named)
    _share_levels(spots, named, forms)
    return named


def _share_what_is_said(spots: list[Spot], named: list[str]) -> None:
    """Let two subjects share one predicate: 8家县医院和45家卫生院都完成了改造."""
    for i in range(1, len(spots)):
        before, here = spots[i - 1], spots[i]
        if not (here.follows and here.clause == before.clause and not here.left and before.quantity.kind == "count"):
            continue
        said = re.match(r"^(.{2,22})的(.{2,20})$", named[i])
        if said and before.right and here.right.startswith(said[2][:2]) and named[i - 1].startswith(before.right):
            named[i - 1] = f"{said[1]}的{named[i - 1]}"


_MEMBER = re.compile(r"[\u4e00-\u9fff]{2,5}(?<![补津经资费金助贴率额量])")
_PAID_TO = re.compile(
    r"[\u4e00-\u9fff]{2,5}?((?:每[人户][每月年天日]*|每[月年天])?(?:生活|岗位|安家|住房)?(?:补贴|补助|津贴|奖金|奖励|待遇|收费|缴费|工资)(?:标准|金额)?(?:（每[^（）]+）)?)"
)
"""A sum for one of several groups: 本科生补贴（每月）; the groups after it print only their name."""
_ACCOUNT = re.compile(r"(?:收入|支出|结余)$")
_LEVEL = re.compile(r"国家级|部级|省级|市级|县级|区级|乡级|镇级|村级|州级|旗级|盟级")


def _share_levels(spots: list[Spot], named: list[str], forms: tuple[str, ...]) -> None:
    """Give a member of a list that prints only its level the noun of the first: 国家级专科2个、省级5个."""
    for i in range(1, len(spots)):
        if not spots[i].follows:
            continue
        own = strip_tail(clean_left(spots[i].left, forms))
        if (
            _MEMBER.fullmatch(own)
            and spots[i].quantity.unit == spots[i - 1].quantity.unit
            and (paid := _PAID_TO.fullmatch(named[i - 1]))
        ):
            named[i] = f"{own}{paid[1]}"
        account, level = _ACCOUNT.fullmatch(own), _LEVEL.fullmatch(own)
        if account and _ACCOUNT.search(named[i - 1]):
            named[i] = _ACCOUNT.sub(account[0], named[i - 1], count=1)
        if level and spots[i].quantity.unit == spots[i - 1].quantity.unit:
            named[i] = _LEVEL.sub(level[0], named[i - 1], count=1) if _LEVEL.search(named[i - 1]) else named[i]


def _is_change(before: Spot, after: Spot) -> bool:
    """Tell whether two quantities are the state before and after a change."""
    if before.quantity.kind != after.quantity.kind or after.clause - before.clause > 1:
        return False
    if not _FROM.search(before.left):
        return False
    return bool(_CHANGE.match(after.left.lstrip("，").lstrip("的人员了")) or _CHANGE.search(after.left[:8]))


def _name_change(spots: list[Spot], named: list[str], i: int, forms: tuple[str, ...]) -> None:
    """Name both values of a change by what changes."""
    before = spots[i - 1]
    head = clean_left(re.sub(r"(?:由|从)[^由从]{0,12}$", "", before.left), forms)
    head = strip_tail(head)
    if head:
        head = with_suffix(head, before.quantity.unit, before.quantity.kind)
        named[i - 1], named[i] = f"{head}（原）", head


def _name_group(spots: list[Spot], named: list[str], i: int, j: int, forms: tuple[str, ...]) -> None:
    """Give each member of a list its own head: A、B分别为1个、2个."""
    group = spots[i:j]
    left = clean_left(group[0].left, forms)
    before = _named_before(spots, named, i, j)
    if i and (owners := _owners_counted(spots[i - 1], spots[i], j - i)):
        thing = left.split("分别")[1]
        same = [k for k in range(i - 1) if spots[k].quantity.unit == spots[i].quantity.unit]
        noun = tokens_of(re.sub(r"数$", "", named[same[-1]]))[-1][0] if same and is_bare_verb(thing) else ""
        left = f"{owners}分别{thing}{noun}"
    heads = (_of_each_before(left, before) if before else []) or _of_each_owner(left) or _of_each_part(left)
    if len(heads) != len(group):
        return
    for k, (head, measured) in enumerate(heads):
        named[i + k] = head if measured else with_suffix(head, group[k].quantity.unit, group[k].quantity.kind)


_COUNTED = re.compile(r"^([\u4e00-\u9fff]{1,6}?)分别")


def _owners_counted(before: Spot, first: Spot, size: int) -> str:
    """Return 东院区、西院区、南院区 where 东、西、南三个院区 own the members of a list."""
    match = _COUNTED.match(first.left)
    owners = _parts(before.left)
    fits = match and first.clause == before.clause and before.quantity.value == size == len(owners)
    return "、".join(owner + match[1] for owner in owners) if match and fits else ""


def _named_before(spots: list[Spot], named: list[str], i: int, j: int) -> list[str]:
    """Return what as many figures just before a list measure, without the word for their measure."""
    first = i - (j - i)
    if first < 0 or spots[i].clause - spots[first].clause > _REACH:
        return []
    return [re.sub(r"(?:例数|户数|人数|人次|数)$", "", name) for name in named[first:i]]


_REACH = 5
"""Clauses back in which 分别 can find what it speaks of."""
_GROWN = "增长|下降|提高|提升|减少|增加|上升|降低"
Heads = list[tuple[str, bool]]
"""Names of the members of a list, and whether they already say what the measure is."""


def _of_each_before(left: str, before: list[str]) -> Heads:
    """Return the heads of a list that speaks of the figures before it: 分别增长8%、9%; 分别占A、B的3%、4%."""
    growth = left.replace("分别", "")
    if is_growth(growth):
        return [(name + growth, True) for name in before]
    parts = _parts(strip_tail(re.sub(r"^分别", "", left.rstrip("的"))))
    if parts and parts[0].startswith("占") and len(parts) == len(before):
        return [(f"{name}占{part.removeprefix('占')}比例", True) for name, part in zip(before, parts, strict=True)]
    if len(parts) == 1 and "分别" in left:
        return [(re.sub(r"签约|中的", "", name) + parts[0], True) for name in before]
    return []


def _of_each_owner(left: str) -> Heads:
    """Return the heads of a list with an owner for each member: A县、B县分别建成基地3亩、4亩."""
    shared = re.match(r"^([^，]{2,40}?)(?:[两二三四五六七八九十][县市区地州镇院家])?分别([\u4e00-\u9fff“”]{3,})$", left)
    thing = strip_tail(shared[2]) if shared else ""
    if not shared or not thing or re.fullmatch(_GROWN, thing):
        return []
    return [(owner + thing, False) for owner in _parts(shared[1])]


def _of_each_part(left: str) -> Heads:
    """Return the heads of a list that names its members before their numbers: A、B分别为3个、4个."""
    grown = re.search(rf"分别({_GROWN})(?:了)?$", left)
    head = strip_tail(re.sub(r"^分别", "", left[: grown.start()] if grown else left))
    verb = re.match(r"^(?:建成|建有|建立|新建|设立|新增|创建|获评|获得|拥有|培育)", head)
    parts = _share_tail(_parts(head[verb.end() :] if verb else head))
    return [((verb[0] if verb else "") + part + (grown[1] if grown else ""), bool(grown)) for part in parts]


def _parts(text: str) -> list[str]:
    """Return the members of a list of names."""
    return [p for p in re.split(r"、|以及|和|与|及(?!以)", text) if p]


def _share_tail(parts: list[str]) -> list[str]:
    """Return the parts of a list with the words that only the last one prints: 省、市级专科 -> 省级专科、市级专科."""
    if len(parts) < 2:
        return parts
    last = parts[-1]
    levels = sorted(words("indicator_words", "levels"), key=len, reverse=True)
    level = next((x for x in levels if last.startswith(x)), None)
    if level and all(p in levels for p in parts[:-1]):
        tail = last[len(level) :]
        shared = re.sub(r"^(?:[三两二四五])?级", "", tail)
        return [f"{p.removesuffix('级')}级{shared}" for p in [*parts[:-1], level]]
    for size in (3, 2, 1):
        stem = parts[0][-size:]
        at = last.rfind(stem)
        if len(stem) == size and at > 0 and at + size < len(last):
            tail = last[at + size :]
            return [p if p.endswith(tail) else p + tail for p in parts[:-1]] + [last]
    measure = re.search(r"(?:[\u4e00-\u9fff]{0,2}(?:率|占比|比例|比重)|人次|人数|床位|面积)$", last)
    if measure and not any(re.search(r"率|比|量|数|额|费$", p) for p in parts[:-1]):
        return [p + measure[0] for p in parts[:-1]] + [last]
    return parts

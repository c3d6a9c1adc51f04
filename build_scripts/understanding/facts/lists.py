"""Figures that share words: 省、市、县级分别为33个、150个、58个; 由45分钟压缩到20分钟."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.phrases import clean_left, is_growth, strip_tail
from build_scripts.understanding.facts.suffixes import with_suffix
from build_scripts.understanding.facts.tables import words

_CHANGE = re.compile(
    r"(?:提高|提升|增加|扩大|上升|升|增长|增|下降|降低|降|减少|减|缩短|压缩|缩减|缩小|扩充|扩|发展|攀升|变|调整|涨|跌)(?:到|至|为)"
)


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
    return named


def _is_change(before: Spot, after: Spot) -> bool:
    """Tell whether two quantities are the state before and after a change."""
    if before.quantity.kind != after.quantity.kind or after.clause - before.clause > 1:
        return False
    opening = re.search(r"(?:由|从)[^，。；]{0,12}$", before.left)
    return bool(
        (opening and _CHANGE.match(re.sub(r"^[的人员了]+", "", after.left.lstrip("，"))))
        or (opening and _CHANGE.search(after.left[:8]))
    )


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
    if is_growth(left.replace("分别", "")) and i >= len(group):
        growth = strip_tail(left.replace("分别", ""))
        growth = left.replace("分别", "")
        for k in range(len(group)):
            previous = re.sub(r"数$", "", named[i - len(group) + k])
            named[i + k] = f"{previous}{growth}"
        return
    tail_verb = re.search(r"分别(增长|下降|提高|提升|减少|增加|上升|降低)(?:了)?$", left)
    head = re.sub(r"分别(?:增长|下降|提高|提升|减少|增加|上升|降低)(?:了)?$", "", left)
    head = strip_tail(re.sub(r"^分别", "", head))
    verb = re.match(r"^(?:建成|建有|建立|新建|设立|新增|创建|获评|获得|拥有|培育)", head)
    body = head[verb.end() :] if verb else head
    parts = [p for p in re.split(r"、|以及|和|与|及(?!以)", body) if p]
    shared = re.match(r"^([^，]{2,40}?)(?:[两二三四五六七八九]?[县市区地州镇院家])?分别([\u4e00-\u9fff“”]{3,})$", left)
    owners = [p for p in re.split(r"、|和|与", shared[1]) if p] if shared else []
    if shared and len(owners) == len(group):
        for k, owner in enumerate(owners):
            named[i + k] = with_suffix(
                f"{owner}{strip_tail(shared[2])}", group[k].quantity.unit, group[k].quantity.kind
            )
        return
    if len(parts) == 1 and i >= len(group) and "分别" in left and head:
        for k in range(len(group)):
            whole = re.sub(r"(?:例数|户数|人次|数)$|签约|中的", "", named[i - len(group) + k])
            named[i + k] = f"{whole}{head}"
        return
    if len(parts) != len(group):
        return
    for k, part in enumerate(_share_tail(parts)):
        name = (verb[0] if verb else "") + part + (tail_verb[1] if tail_verb else "")
        named[i + k] = name if tail_verb else with_suffix(name, group[k].quantity.unit, group[k].quantity.kind)


def _share_tail(parts: list[str]) -> list[str]:
    """Return the parts of a list with the words that only the last one prints: 省、市级专科 -> 省级专科、市级专科."""
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

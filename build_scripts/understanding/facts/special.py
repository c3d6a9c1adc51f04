"""Indicators of ranks, medals, terms and investments, whose clauses are built in their own way."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.cutting import strip_tail
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.phrases import LONGEST, is_bare_verb, last_verb_phrase
from build_scripts.understanding.facts.suffixes import with_suffix
from build_scripts.understanding.facts.word_lists import pattern_of, tokens_of, word_set

_AMONG = re.compile(r"在?((?:全[国省市区县州盟旗]|同[级类])[\u4e00-\u9fff]{0,6})$")


def name_rank(left: str, region: str, memory: Memory) -> str:
    """Return the indicator of a place in an order: what is ranked, and among whom."""
    among = _AMONG.search(left)
    left, region = (left[: among.start()], among[1]) if among and not region else (left, region)
    head = re.sub(r"(?:连续.{1,4}年|稳|均|位|排名|名)$", "", strip_tail(left))
    head = last_verb_phrase(head, LONGEST) if len(head) > 20 else head
    head = head if len(head) >= 2 and not is_bare_verb(head) else memory.head
    if head in {"数量", "总数", "总量", "占比", "比例", "规模", "得分"}:
        head = memory.head + head if memory.head else head
    where = region if not region or region[0] in "全省市同国我" else f"在{region}"
    return f"{head}{where}排名"


INVESTED = re.compile(
    r"(?:(?:在|为|给|对|用)[^，\d]{1,16}?)?"
    r"(建设|新建|改建|扩建|改扩建|改造|用于|启动|购置|购买|采购|实施|打造|引进|添置|更新|升级)了?([^的，]{2,})"
)
_INVESTS_ALONE = re.compile(
    r"(?:[^，]{0,8}(?:财政|[两三四]级))?(?:累计|总共?|共计?|计划|将|拟|准备|先后)?(?:投资|投入|出资|斥资|拨款)"
)


_GIVEN = re.compile(r"(?:拿出|统筹|争取到?|列支|筹措|筹集|安排|拨付|划拨|捐资|捐款|捐赠)$")


def _name_given(bare: str, right: str) -> str:
    """Return the indicator of money set aside for something: 拿出90万元设立助医金."""
    tokens = tokens_of(right[:22])
    if not _GIVEN.search(bare) or len(tokens) < 2:
        return ""
    return f"{right[:22]}的资金" if tokens[0][0] in word_set("verbs") | {"用于"} and len(right) <= LONGEST else ""


_COUNTED = re.compile(r"\d+(?:余|多)?[个项处座所家台辆套张间万元]+")
_BUILT = re.compile(r"(新建|改建|扩建|改扩建|改造|建设|购置|建)了?([\u4e00-\u9fff]{2,16})$")


def name_investment(spot: Spot, bare: str, right: str, subject: str, memory: Memory) -> str:
    """Return the indicator of money that builds or buys something (门诊楼建设投资), empty for other money."""
    spent = re.search(r"(?:投资|投入|出资|斥资|耗资)$", bare)
    if not spent:
        return _name_given(bare, spot.right)
    if spot.right.startswith("的") and subject:
        memory.keep(subject, spot.quantity.unit)
        return f"{subject}{spent[0]}"
    alone = not right and _INVESTS_ALONE.fullmatch(bare)
    match = INVESTED.match(right) or (INVESTED.match(spot.following) if alone else None)
    before = _BUILT.search(spot.prior) if alone and not match else None
    if before:
        memory.keep(before[2], spot.quantity.unit)
        verb = "建设" if before[1] == "建" else before[1]
        return f"{before[2]}{verb}{spent[0]}"
    if not match:
        return ""
    thing = next(filter(None, reversed(_COUNTED.split(match[2]))))[:LONGEST]
    memory.keep(thing, spot.quantity.unit)
    verb = "" if match[1] in {"用于", "启动", "实施"} else match[1]
    return f"{thing.removesuffix(verb)}{verb}{spent[0]}"


def _valid_for(spot: Spot) -> str:
    """Return for how long something holds that a paper is given out for, as the words around name it: 挂号."""
    near = pattern_of("valid_things", "(?:WORDS)").search(spot.right + spot.prior + spot.following)
    return f"{near.group()}的有效期限" if near else ""


_AT_LAST = re.compile(r"^(?:(?:之|以)?内)?(?:的?时间)?(?:就|即|便)?(?:可|能)?(?:顺利|迅速|快速)?")


def name_term(spot: Spot, subject: str, following: str) -> str:
    """Return the indicator of an age limit, a term of validity or the time that something took; empty for others."""
    if spot.quantity.kind == "age" and "年龄" in spot.left:
        return ""
    if spot.quantity.kind == "age" and (subject or spot.quantity.value % 1 == 0):
        limited = spot.quantity.qualifier and following
        ranged = spot.quantity.qualifier or spot.quantity.value_max
        return f"{following[:18]}的年龄门槛" if limited else f"{subject}年龄" if ranged else ""
    if spot.quantity.unit in {"日", "天"} and re.match(r"(?:之内|以内|内)", spot.right):
        return _valid_for(spot) or f"{re.sub(r'^(?:之内|以内|内)的?', '', spot.right)[:12]}的期限"
    if re.search(r"(?:^|只|仅|就|总共|共)(?:用|用了|用时|花了|需|需要|不到)?$", spot.left) and spot.right:
        done = _AT_LAST.sub("", spot.right).split("的")[0]
        return f"{done}用时" if 2 <= len(done) <= LONGEST else ""
    return ""


def name_medal(spot: Spot) -> str:
    """Return the indicator of medals, with the contest where it is named."""
    contest = re.search(r"[\u4e00-\u9fff]{2,20}(?:大赛|比赛|竞赛|运动会|锦标赛|技能赛)", spot.prior + spot.left)
    name = re.sub(r"^.*?(?:在|参加|于)", "", contest[0]) if contest else ""
    return with_suffix(name, spot.quantity.unit, "medal")

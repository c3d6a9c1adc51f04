"""Indicators whose noun stands before the number: 病床44张."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.cutting import clean_left, strip_tail
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.phrases import (
    LONGEST,
    PER,
    drop_empty_verb,
    is_bare_verb,
    is_growth,
    last_verb_phrase,
    noun_of,
)
from build_scripts.understanding.facts.suffixes import with_suffix
from build_scripts.understanding.facts.word_lists import tokens_of, word_set
from build_scripts.understanding.facts.wording import (
    chosen_from,
    completed_by_prior,
    of_a_facility,
    put_verb_first,
    topic_of,
    without_particles,
)

_TELLING = frozenset(
    ["人", "人次", "例", "次", "元", "亩", "平方米", "例次", "台次", "剂次", "毫升", "户", "份", "公里"]
)


def _without_verbs(noun: str, least: int = 2) -> str:
    """Return what is counted without what was done to it before: 改造提升卫生室 -> 卫生室."""
    verbs = word_set("verbs")
    for word, _ in tokens_of(noun):
        if word not in verbs or len(noun) - len(word) < least:
            break
        noun = noun[len(word) :]
    return noun


def _said_before(spot: Spot) -> str:
    """Return what the clause before speaks of, where it holds no figure: 发放营养补助，每人每月180元."""
    prior = re.sub(r"^.*这样的|[“”]", "", spot.prior)
    if not 2 <= len(prior) <= 40 or re.search(r"\d", prior):
        return ""
    noun = noun_of(last_verb_phrase(clean_left(prior.split("的")[-1], ())))
    return noun if 2 <= len(noun) <= 14 and not is_bare_verb(noun) and "的" not in noun else ""


_CHANGED = re.compile(
    r"^(.{2,16}?)(?:从|由)[^从由]{2,20}(?:提高|提升|增加|扩大|上升|升|增长|增|下降|降低|降|减少|减|缩短|压缩|扩充|发展|攀升|涨|跌)(?:到|至|为)"
)


_WAITS = re.compile(r"(平均)?(?:最多|最长|至少)?(?:要|需要?|得)?等(?:待|候)?(?:了|上)?$")
_TIME = r"(?:(?:19|20)\d\d年(?:度|底|末|初)?|去年|今年|前年|上年|当年|全年)"
_WHEN = re.compile(rf"(?:(?<=[由从到至为])|(?<=[\u4e00-\u9fff]{{2}})|^){_TIME}(?:的|为|是|达|共|已|就)*(?:做了?|有)?$")
"""A time between what is counted and its number: 手术去年做了217台, 由2015年的6.8万户."""
_PARTICLES = re.compile(r"^在(?=.{2})|[由从以]$")
_AGAIN = re.compile(
    r"^(?:再|又|已|则|进一步)?(?:增|升|提|扩|减|降|上升|下降|减少|增加|提高|提升|扩大|缩短|压缩)[\u4e00-\u9fff]?(?:到|至|为)$"
)
"""A second step of a change says nothing new of what changes: 再提高到2020年的63.9%."""
_EXAMPLES = re.compile(
    r"^(?P<verb>[\u4e00-\u9fff]{0,4}?)[^、，]{2,14}(?:、[^、，]{2,14})+等(?P<noun>[\u4e00-\u9fff]{2,8})$"
)


def _without_examples(left: str) -> str:
    """Return 配备设备 for 配备制氧机、肺功能仪等设备: the noun says what the examples are."""
    match = _EXAMPLES.match(left)
    if not match or is_bare_verb(match["noun"]):
        return left
    verb = next((word for word, _ in tokens_of(left)[:1] if word in word_set("verbs")), "")
    return verb + match["noun"]


def name_before_number(spot: Spot, left: str, said: str, memory: Memory, names: tuple[str, ...]) -> str:
    """Return the indicator where the noun stands before the number: 病床44张."""
    quantity = spot.quantity
    unit, kind = quantity.unit, quantity.kind
    if changed := _CHANGED.match(left):
        left = changed[1]
    if kind == "duration" and (waits := _WAITS.search(left)):
        return f"{last_verb_phrase(strip_tail(left[: waits.start()]))}{waits[1] or ''}等待时间"
    left = _without_examples(_AGAIN.sub("", _WHEN.sub("", left)))
    per, head = _head_and_share(left)
    if kind == "duration" and _TAKES.fullmatch(head):
        head = "用时"
    head = completed_by_prior(without_particles(_PARTICLES.sub("", head)), spot, names, memory.head)
    if chosen := chosen_from(spot, head):
        return with_suffix(chosen, unit, kind)
    if left.rstrip("位名余").endswith("等") and said:
        return f"{said}{with_suffix('', unit, kind) if kind != 'count' else '人数' if unit in '人名位' else '数'}"
    grown, bare = is_growth(left), not head or is_bare_verb(head)
    known = _known_before(spot, left, head, memory, paid=bool(per)) if grown or bare else ""
    if grown and known:
        return with_suffix(f"{known}{head or left}".removesuffix("了"), unit, kind)
    if bare:
        return _name_by_known(spot, left, (head, said, known, per), memory)
    head = of_a_facility(head) or last_verb_phrase(put_verb_first(head))
    head = drop_empty_verb(head)
    noun = noun_of(head)
    memory.keep(noun, unit)
    if noun != head and not spot.follows:
        memory.verb = head[: len(head) - len(noun)] if head.endswith(noun) else ""
    elif spot.follows and memory.verb and noun == head:
        head = memory.verb + head
    name = with_suffix(head, unit, kind)
    return f"{name}（{per}）" if per and per not in name else name


def _known_before(spot: Spot, left: str, head: str, memory: Memory, *, paid: bool) -> str:
    """Return what the clauses before speak of, for one that leaves its noun out."""
    if spot.quantity.kind == "money" and _SUMMED.fullmatch(left) and re.search(r"\d", spot.prior):
        return memory.head
    return (
        topic_of(spot)
        or (_said_before(spot) if paid and not head else "")
        or (memory.head if spot.follows and not left else "")
        or memory.heads.get(spot.quantity.unit)
        or (_said_before(spot) if not head else "")
        or memory.head
    )


_SUMMED = re.compile(r"(?:金额)?(?:合计|共计|总计|总额|金额)(?:为|达)?")
"""The money of what was just counted: 欠费113笔，合计41万元."""
_TAKES = re.compile(r"(?:平均)?(?:只|仅)?(?:用时?|需|需要|耗时|历时)?(?:了|平均)?")


def _head_and_share(left: str) -> tuple[str, str]:
    """Return for whom and how often a sum is paid (每人每月), and the words that name it."""
    per, head = PER.search(left), strip_tail(left)
    if per and head.endswith(per[0]):
        head = strip_tail(head[: -len(per[0])])
    elif per and head.startswith(per[0]):
        head = _without_verbs(head[len(per[0]) :])
    return per[0] if per else "", head


def _name_by_known(spot: Spot, left: str, told: tuple[str, str, str, str], memory: Memory) -> str:
    """Return the indicator of a clause that leaves its noun out: 累计18个; 新建5家."""
    head, said, known, per = told
    unit, kind = spot.quantity.unit, spot.quantity.kind
    if head and per:
        return f"{with_suffix(head, unit, kind) if kind == 'duration' else head}（{per}）"
    if head:
        if unit in _TELLING and len(head) >= 2:
            return head + ("人数" if unit == "人" else with_suffix("", unit, kind))
        return with_suffix(f"{head}{_without_verbs(known)}", unit, kind)
    if unit in {"人", "人次"} and said and not spot.follows:
        return f"{re.sub(r'^(?:是|为)', '', said)[:LONGEST]}{'人数' if unit == '人' else unit}"
    if kind == "count" and known and re.search(r"(?:累计|总计|总数)(?:已?达|为)?$", left):
        return with_suffix(f"{known}累计", unit, kind)
    name = with_suffix(f"{memory.verb}{known}" if spot.follows else known, unit, kind)
    name = f"{name}（{per}）" if per and per not in name else name
    return f"{said}的{name}" if 2 <= len(said) <= LONGEST else name

"""Indicators of percentages and multiples: of whom the share is, and what it is a share in."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.cutting import strip_tail
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.phrases import LONGEST, is_bare_verb, is_growth, last_verb_phrase
from build_scripts.understanding.facts.word_lists import word_set

_COMPARED = re.compile(r"^(.{2,14}?)(?:与|较|比|同)[^，]{1,12}(?:相比|比)$")


_FROM = re.compile(r"(?<=[率重例比])[由从][^由从，]{1,10}$")
_ABOUT = re.compile(r"约(?=占$)")
_TOWARDS = re.compile(r"^对(?=[^的]{2,12}的)")
_TAKES_UP = re.compile(r"^占(?:到|了|据)")
_REFERRED = re.compile(r"(?:这一|该|上述)(?:比例|数字|数据|占比|比重|指标)(.*)")
_GROWTH = re.compile(r"(?:同比|环比|较.{1,6}|比.{1,6})?(?:增长|下降|提高|提升)$")
_PART = re.compile(r"^(?:本轮|总数|数量|总量|规模|其|同比|环比)")


def name_share(spot: Spot, left: str, subject: str, said: str, memory: Memory) -> str:
    """Return the indicator of a percentage or a multiple."""
    left = _FROM.sub("", _ABOUT.sub("", left))
    raw = _TOWARDS.sub("", left.rstrip("的"))
    bare = _TAKES_UP.sub("占", strip_tail(raw))
    if raw in {"按", "按照"} or is_growth(raw) or not bare:
        return _share_unnamed(spot, raw, (subject, said), memory)
    if spot.quantity.unit == "番":
        memory.keep(bare, "番")
        return f"{bare.removesuffix('翻')}增长"
    if spot.quantity.kind == "times" and re.match(r"(?:是|为|相当于)", left):
        return f"{memory.head}与{strip_tail(re.sub(r'^(?:是|为|相当于)', '', raw))}之比"
    if bare.startswith("占"):
        return f"{memory.head}{bare}比例"
    referred = _REFERRED.match(raw)
    if referred and memory.head:
        return f"{memory.head}{'' if referred[1].endswith(('年', '月')) else referred[1]}"
    compared = _COMPARED.match(spot.prior)
    if bare in word_set("short_rates") and spot.prior and memory.head and bare[:2] not in memory.head:
        return memory.head + bare
    if _PART.match(bare) and (compared or memory.head):
        bare = (compared[1] if compared else memory.head) + bare
    head = _with_share(last_verb_phrase(bare) if len(bare) > 18 else bare, spot.quantity.kind)
    if is_bare_verb(head) and memory.head:
        head = memory.head + head
    memory.keep(_GROWTH.sub("", head), spot.quantity.unit)
    return f"{head}{subject}占比" if subject and spot.quantity.kind == "percent" and len(head) <= 4 else head


def _with_share(head: str, kind: str) -> str:
    """Return a phrase with the word for a share that it prints only in part: 总费用占产值 -> 总费用占产值比例."""
    if kind == "percent" and re.search(r".占[^占率比例]{2,}$", head):
        return f"{head}比例"
    return re.sub(r"占比?$", "", head) + "占比" if re.search(r"[^率比重]占$|占比$", head) else head


def _share_unnamed(spot: Spot, raw: str, right: tuple[str, str], memory: Memory) -> str:
    """Return the indicator of a share that nothing before its number names: 同比增长5%, 按60%给予救助."""
    subject, said = right
    if raw in {"按", "按照"} and said + subject:
        return re.sub(r"^(?:给予|予以|进行|的?比例|的?标准)+", "", subject + said)[:LONGEST] + "比例"
    if not is_growth(raw) and (subject or said):
        return _share_of_group(spot, subject, said, memory)
    growth = re.sub(r"(?:了|到|至|约|近|超)$", "", raw) if strip_tail(raw) else ""
    if raw and spot.left.endswith(f"年均{raw}"):
        growth = f"年均{growth}"
    return f"{memory.head}{growth}" if memory.head else growth or "占比"


def _share_of_group(spot: Spot, subject: str, said: str, memory: Memory) -> str:
    """Return the indicator of a share whose group follows it: 97%的卫生院达到标准."""
    said = said[:LONGEST]
    if re.match(r"能够|可以|能|可", subject) and memory.head:
        done = re.sub(r"^(?:能够|可以|能|可)", "", subject)
        return f"{done}{said}的{memory.head}占比"
    memory.keep(subject, spot.quantity.unit)
    if said and subject:
        return f"{said}的{subject}占比"
    return f"{subject}占比" if subject else f"{said}的比例"

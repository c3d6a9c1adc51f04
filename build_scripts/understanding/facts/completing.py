"""Names that a reader does not understand alone are completed by what their sentence speaks of: 收费 -> 托育园收费."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.cutting import clean_left
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.tables import alternation, words
from build_scripts.understanding.facts.word_lists import joint_words, tokens_of, word_set

_UP_TO = re.compile(r"[^，。；：！？\d]*")
_EDGE = re.compile(r"(?:里|上|中|内|方面|工作|的|等)+$")
_NO_TOPIC = re.compile(
    r"学期|季度|记者|主任|局长|院长|介绍|表示|数据|截至|^[本该这那其此]|之[前后]|以[来后前]|期间|^(?:通过|经过|随着|由于)"
)
_NEITHER = re.compile(r"(?:医院|卫生院|诊所|中心|血站|[卫生财民政教育]局|委员会|集团|公司|大学|学院|面积|人次)$")
"""Who does something is no topic, for it is whose the figure is, and no other measure is one."""
LONGEST_TOPIC = 14
_LEFT_OVER = frozenset(("结余", "节余"))
"""Money left over is of the money named before."""


@cache
def _generic() -> re.Pattern[str]:
    """Return the pattern of names that say what was measured but not of what."""
    heads = alternation(words("indicator_words", "generic_heads"))
    return re.compile(
        rf"(?:年内|当年|累计|其中|平均|人均|户均|次均|例均|每人|单人|单次|年|日|月)?(?P<head>{heads})(?:金额|数|人数|用时|份数|台数|次数|例数|场数|种数|户数|期数|点数|面积)?(?P<per>（[^（）]*）)?"
    )


def complete(name: str, spot: Spot, memory: Memory, names: tuple[str, ...], paragraph: str) -> str:
    """Return a name with the topic of its sentence where it says nothing alone."""
    match = _generic().fullmatch(name)
    if match is None:
        return name
    topic = _topic_of(spot, memory, names, paragraph)
    counted = memory.counted if memory.counted_in == spot.sentence_start and _is_thing(memory.counted) else ""
    per_head = name.startswith(("人均", "户均", "例均", "每人"))
    told = (counted or topic) if per_head else (topic or counted)
    if not told and match["head"] in _LEFT_OVER and len(memory.recent) > 1 and spot.prior:
        told = memory.recent[-2]
    return name if not told or told in name or match["head"][:2] in told else f"{told}{name}"


def _topic_of(spot: Spot, memory: Memory, names: tuple[str, ...], paragraph: str) -> str:
    """Return what the part of the sentence before the next semicolon speaks of, else its sentence."""
    parted = paragraph.rfind("；", spot.sentence_start, spot.clause_start) + 1
    for start in (parted, spot.sentence_start) if parted else (spot.sentence_start,):
        if start not in memory.topics:
            memory.topics[start] = _subject(paragraph, start, names)
        if memory.topics[start]:
            return memory.topics[start]
    return ""


def _subject(text: str, start: int, names: tuple[str, ...]) -> str:
    """Return the noun phrase that opens a clause, without owner and time; empty where none does."""
    opening = _UP_TO.match(text, start, start + 40)
    clause = clean_left(opening[0], names) if opening else ""
    if opening and not clause and text[opening.end() : opening.end() + 1] == "，":  # 目前，
        opening = _UP_TO.match(text, opening.end() + 1, start + 40)
        clause = clean_left(opening[0], names) if opening else ""
    if not clause or _NO_TOPIC.search(clause[:20]):
        return ""
    stops, weak = joint_words("verbs", "predicates"), word_set("weak_verbs")
    kept: list[tuple[str, str]] = []
    quoted = False
    for word, flag in tokens_of(clause):
        quoted = word == "“" or (quoted and word != "”")
        if quoted or word == "”":
            kept.append((word, "n"))
            continue
        if flag[:1] in {"d", "p", "c", "r", "u"} or (flag[:1] == "v" and flag != "vn" and word not in weak):
            break
        if word in stops and word not in weak and kept:
            break
        kept.append((word, flag))
    topic = _EDGE.sub("", "".join(word for word, _ in kept))
    if kept and kept[0][0] in word_set("verbs") and kept[0][1] == "v":
        return ""
    if _NEITHER.search(topic):
        return ""
    named = kept and (kept[-1][1][:1] in {"n", "j", "l"} or kept[-1][1] == "vn" or kept[-1][0] in weak)
    return topic if named and 2 <= len(topic) <= LONGEST_TOPIC else ""


def _is_thing(phrase: str) -> bool:
    """Tell whether a phrase names things and no deed: 膝关节置换手术, not 享受待遇."""
    tokens = tokens_of(phrase)
    return (
        len(phrase) >= 2
        and tokens[0][0] not in joint_words("verbs", "predicates")
        and tokens[-1][1][:1] in {"n", "j", "l"}
    )

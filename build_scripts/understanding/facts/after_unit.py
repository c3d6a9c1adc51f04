"""Indicators whose noun follows the unit: 44家村卫生室建成投用."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.cutting import strip_tail
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.phrases import (
    PER,
    drop_empty_verb,
    first_verb,
    goes_to_the_people,
    is_bare_verb,
    verb_of,
)
from build_scripts.understanding.facts.suffixes import with_suffix
from build_scripts.understanding.facts.word_lists import tokens_of, word_set
from build_scripts.understanding.facts.wording import (
    without_particles,
)

_ADVERBS = re.compile(r"^(?:均已|均|各|已经|已|全部|都|正|还|也|正在|顺利|将)+")
_TWINS = re.compile(r"^([^、]{2,}([^、]{2}))、[^、]{2,}\2$")


def name_after_unit(spot: Spot, left: str, subject: str, said: str, memory: Memory) -> str:
    """Return the indicator where the noun follows the unit: 44家公办村卫生室建成投用."""
    quantity = spot.quantity
    subject = _TWINS.sub(r"\1", subject.strip("，、 "))
    if spot.last and spot.right.endswith("的") and memory.head and subject and said == "":
        subject = f"{subject}的{memory.head}"
    memory.keep(subject, quantity.unit)
    said = _ADVERBS.sub("", said.replace("\1", "，")).strip("，、 ")
    named = with_suffix(_plain_subject(subject, said, quantity.kind), quantity.unit, quantity.kind)
    if quantity.kind == "measure" and spot.right.startswith("的"):
        return named
    per = PER.search(left)
    if quantity.kind == "money" and left:
        return f"{named}（{per[0]}）" if per else named
    return _name_counted(spot, without_particles(left), named, said, memory)


def _plain_subject(subject: str, said: str, kind: str) -> str:
    """Return the noun behind a unit without 标准, 作为 and 里有 around it."""
    if subject.startswith("标准"):
        subject = re.sub(r"^标准(?:给予|发放|安排|予以)?", "", subject + said) or "标准"
    if kind == "money":
        subject = re.sub(r"^(?:作为?|用作|充作)(?=.{2})", "", subject)
    return re.sub(r"(?:里|中|当中)?有?$", "", subject) if subject.endswith(_INSIDE) else subject


_INSIDE = ("里", "中", "里有", "中有")
_ENDING = re.compile(r"[了由从的]+$")
_LIKENESS = re.compile(r"^分别|[像如似]|仿佛")
_NO_OWNER = re.compile(r"等$|记者|[里内上中]$|[设建办修添招]了?$|[在将把由从对为向给与]|\d")
_SAYS_NOTHING = frozenset("目标 标准 任务 要求 规定 水平 条件 规模".split())


def _name_counted(spot: Spot, left: str, named: str, said: str, memory: Memory) -> str:
    """Return the name of things counted with what was done to them before the number or is said of them after it."""
    verb = verb_of(left) if not left.endswith("等") else first_verb(left)
    said = said or _said_after(spot, left, verb)
    if not verb and _possesses(spot, left):
        named = f"{strip_tail(left)}的{named}" if left.endswith("的") else strip_tail(left) + named
    said = _ENDING.sub("", said.split("的")[0])
    if spot.last and said and _is_thing(said):
        return f"{verb}{said}的{named}" if verb else named
    telling = said not in _SAYS_NOTHING and not _LIKENESS.search(said)
    if 2 <= len(said) <= 22 and spot.quantity.kind == "count" and telling:
        return f"{said.removesuffix('工作')}的{named}"
    if verb and not spot.follows:
        memory.verb = verb
    return drop_empty_verb(f"{verb or (memory.verb if spot.follows else '')}{named}")


def _possesses(spot: Spot, left: str) -> bool:
    """Tell whether the words before a number name what the things counted belong to."""
    owner = strip_tail(left)
    return (
        not spot.shared
        and 2 <= len(owner) <= 10
        and not _NO_OWNER.search(left)
        and not owner.endswith(("里", "内", "上", "中"))
        and not is_bare_verb(owner)
    )


def _said_after(spot: Spot, left: str, verb: str) -> str:
    """Return what the clause after says of a subject: 城关医院等5所医疗机构，通过评审."""
    subject = not verb and (not left or left.endswith("等")) and not first_verb(left)
    opening = tokens_of(spot.following)[0][0] if spot.following and subject and spot.last else ""
    told = opening in word_set("predicates") and not re.search(r"\d", spot.following)
    return without_particles(spot.following).replace("的", "") if told else ""


def _is_thing(said: str) -> bool:
    """Tell whether what follows 的 is a thing of those who are counted (村民的档案)."""
    tokens = tokens_of(said)
    return (
        not goes_to_the_people(said)
        and all(flag.startswith("n") for _, flag in tokens)
        and not any(w in word_set("predicates") for w, _ in tokens)
    )

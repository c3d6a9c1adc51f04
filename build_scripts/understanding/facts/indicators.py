"""What a quantity measures: a noun phrase cut from its clause, completed from the clauses before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

import rjieba

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.tables import alternation, read_rows, words

_SUFFIX = {
    "人": "数", "名": "数", "位": "数", "次": "次数", "例": "例数", "期": "期数", "场": "场数", "轮": "轮次",
    "台": "台数", "份": "份数", "户": "户数", "篇": "数", "处": "处数",
}  # fmt: skip
_MEASURE = {"平方米": "面积", "公顷": "面积", "亩": "面积", "平方公里": "面积", "公里": "里程", "千米": "里程"}
LONGEST = 26


@dataclass(slots=True)
class Memory:
    """What earlier quantities of the article measured, for clauses that leave it out."""

    head: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)

    def keep(self, head: str, unit: str) -> None:
        """Remember what the last quantity measured."""
        if head:
            self.head = head
            self.heads[unit] = head
            self.recent = [*self.recent[-5:], head]


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(words("indicator_words", name))


@cache
def _pattern(name: str, template: str) -> re.Pattern[str]:
    """Return a pattern made of a word list and a template with WORDS in it."""
    return re.compile(template.replace("WORDS", alternation(list(words("indicator_words", name)))))


@cache
def _tokens(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a phrase with their parts of speech."""
    return tuple(rjieba.tag(text))


def clean_left(text: str, names: tuple[str, ...]) -> str:
    """Return the words before a number without subject, time and other leads."""
    text = re.sub(r"^[、\s”’）]+", "", text.replace("\1", "，")).strip()
    lead = _pattern("leads", r"^(?:WORDS)(?=.)")
    time = re.compile(
        r"^(?:自|从|到|于|在)?\d{2,4}年(?:度|底|末|初|以来)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|底|末|起|至今)?|^\d{1,2}月(?:\d{1,2}日|底|末|份)?"
    )
    owner = re.compile(rf"^(?:{alternation(list(names))})(?:的|共|各)?") if names else None
    for _ in range(8):
        before = text
        for pattern in (time, owner, lead):
            text = pattern.sub("", text, count=1) if pattern else text
        if text == before:
            break
    return text


def strip_tail(text: str) -> str:
    """Return the words before a number without copulas and adverbs at their end."""
    pattern = _pattern("tails", r"(?:WORDS)$")
    for _ in range(5):
        match = pattern.search(text)
        if not match or (match.start() == 0 and match[0] in _list("verbs")):
            break
        text = text[: match.start()]
    return text


def is_bare_verb(text: str) -> bool:
    """Tell whether a phrase only says that something is done, not to what."""
    if not text or text in _list("verbs"):
        return bool(text)
    tokens = _tokens(text)
    verbs, growth = _list("verbs"), _list("growth")
    return all(w in verbs or w in growth or f in {"d", "v", "vd", "p", "u", "ul", "uj"} for w, f in tokens)


def is_growth(text: str) -> bool:
    """Tell whether a phrase only says that something grew or fell (同比增长, 较上年提高)."""
    return bool(
        _pattern(
            "growth",
            r"^(?:分别|又|同比|环比|年均|累计|平均|(?:较|比|与)[^，]{1,12}?(?:相比)?|了)*(?:WORDS)(?:了|到|至|约|近|超)?$",
        ).match(text)
    )


def split_right(text: str) -> tuple[str, str]:
    """Return the noun phrase after a unit, and what is said of it."""
    text = text.replace("\1", "，")
    predicates = _list("predicates")
    position, depth = 0, 0
    tokens = _tokens(text)
    for i, (word, flag) in enumerate(tokens):
        depth += word.count("“") + word.count("（") - word.count("”") - word.count("）")
        function = flag in {"d", "p"} and word not in {"原", "新", "最"}
        if depth <= 0 and (word in predicates or function) and not (i and _is_attribute(tokens, i)):
            break
        if word == "的" and i and depth <= 0:
            return text[:position], text[position + 1 :]
        position += len(word)
    return text[:position], text[position:]


def _is_attribute(tokens: tuple[tuple[str, str], ...], i: int) -> bool:
    """Tell whether a verb is part of a longer name (签约居民, 免费筛查项目)."""
    rest = tokens[i + 1 :]
    word, flag = tokens[i]
    return (
        len(rest) == 1
        and len(word) >= 2
        and flag not in {"d", "p"}
        and rest[0][1].startswith("n")
        and len(rest[0][0]) >= 2
    )


def last_verb_phrase(text: str, longest: int = 14) -> str:
    """Return a clause from its last telling verb on, so that its subject is left out."""
    tokens, verbs, light = _tokens(text), _list("verbs"), _list("light_verbs")
    position, cut = 0, 0
    for i, (word, _) in enumerate(tokens):
        inside = text[:position].count("“") > text[:position].count("”")
        if (word in verbs or word in light) and i and not inside and position <= len(text) - 4:
            cut = position if word in verbs else position + len(word)
        position += len(word)
    if cut and (len(text) > longest or cut > 0):
        text = text[cut:]
    return text if len(text) <= LONGEST else text[-LONGEST:]


def with_suffix(head: str, unit: str, kind: str) -> str:
    """Return the name of the indicator with the word for its measure (病床 -> 病床数)."""
    if _pattern("measures", r"(?:WORDS)(?:（[^（）]{1,20}）)?$").search(head):
        return head
    if kind == "occasions":
        return head if head.endswith(unit) else head + unit
    if kind == "count":
        return head + _SUFFIX.get(unit, "数")
    if kind == "measure":
        return head + _MEASURE.get(unit, "量")
    if kind == "money":
        return head if len(head) > 4 and not is_bare_verb(head[-2:]) else head + "金额"
    if kind == "duration":
        return head + "用时"
    if kind == "medal":
        return head + {"金": "金牌数", "银": "银牌数", "铜": "铜牌数"}[unit]
    if kind == "bare":
        return head + "数"
    return head


def name_indicator(spot: Spot, memory: Memory, names: tuple[str, ...], paragraph: str) -> str:
    """Return what a quantity measures, and remember it for the quantities after it."""
    quantity = spot.quantity
    left = clean_left(spot.left, names)
    right = re.sub(r"^[的、\s]+", "", spot.right)
    kind, unit = quantity.kind, quantity.unit
    among = "其中" in spot.left[:3]
    subject, said = split_right(right) if right else ("", "")
    if kind == "rank":
        name = _rank(left, quantity.region, memory)
    elif kind in {"percent", "times"}:
        name = _share(spot, left, subject, said, memory)
    elif subject and (kind == "count" or kind == "medal" or is_bare_verb(strip_tail(left)) or not strip_tail(left)):
        name = _counted(spot, left, subject, said, memory)
    else:
        name = _preceding(spot, left, right if not subject else "", memory)
    if among and memory.recent and kind in {"count", "percent", "money"}:
        whole = re.sub(r"(?:数|例数|户数)$", "", memory.recent[-1])
        if len(whole) + len(name) <= LONGEST and whole not in name:
            name = f"{whole}中的{name}"
    return _full_name(name.strip("，、 的"), paragraph)


def _rank(left: str, region: str, memory: Memory) -> str:
    """Return the indicator of a place in an order: what is ranked, and among whom."""
    head = re.sub(r"(?:连续.{1,4}年|稳|均|位|排名|名)$", "", strip_tail(left))
    head = last_verb_phrase(head, LONGEST) if len(head) > 20 else head
    head = head if len(head) >= 2 and not is_bare_verb(head) else memory.head
    return f"{head}{region if region.startswith(('全', '省', '市', '同', '国', '我')) else '在' + region if region else ''}排名"


def _share(spot: Spot, left: str, subject: str, said: str, memory: Memory) -> str:
    """Return the indicator of a percentage or a multiple."""
    raw = left.rstrip("的")
    if is_growth(raw) or not strip_tail(raw):
        if subject and not is_growth(raw):
            name = f"{said}的{subject}占比" if said and len(said) <= LONGEST else f"{subject}占比"
            memory.keep(subject, spot.quantity.unit)
            return name
        growth = re.sub(r"(?:了|到|至|约|近|超)$", "", raw)
        return f"{memory.head}{growth}" if memory.head else growth or "占比"
    head = strip_tail(raw)
    if spot.quantity.kind == "times" and re.match(r"(?:是|为|相当于)", left):
        return f"{memory.head}与{strip_tail(re.sub(r'^(?:是|为|相当于)', '', raw))}之比"
    if re.match(r"占", head):
        return f"{memory.head}{head}比例"
    head = last_verb_phrase(head) if len(head) > 18 else head
    if re.search(r"[^率比重]占$|占比$", head):
        head = re.sub(r"占比?$", "", head) + "占比"
    if is_bare_verb(head) and memory.head:
        head = memory.head + head
    memory.keep(re.sub(r"(?:同比|环比|较.{1,6}|比.{1,6})?(?:增长|下降|提高|提升)$", "", head), spot.quantity.unit)
    if subject and spot.quantity.kind == "percent" and len(head) <= 4:
        return f"{head}{subject}占比"
    return head


def _counted(spot: Spot, left: str, subject: str, said: str, memory: Memory) -> str:
    """Return the indicator where the noun follows the unit: 44家公办村卫生室建成投用."""
    quantity = spot.quantity
    subject = subject.strip("，、 ")
    memory.keep(subject, quantity.unit)
    said = re.sub(r"^(?:均已|均|已经|已|全部|都|正|还|也|正在|顺利|将)+", "", said.replace("\1", "，")).strip("，、 ")
    named = with_suffix(subject, quantity.unit, quantity.kind)
    if quantity.kind == "money" and left:
        per = re.search(r"每(?:人|户|例|床|间|张)(?:每(?:人|月|年|天|次))?", left)
        return f"{named}（{per[0]}）" if per else named
    verb = _verb_of(left)
    if said and 2 <= len(said) <= LONGEST and quantity.kind == "count":
        said = re.sub(r"工作$", "", said)
        return f"{said}的{named}"
    return f"{verb}{named}"


def _verb_of(left: str) -> str:
    """Return the verb phrase that stands before a number: 新增, 到位, 帮扶."""
    left = strip_tail(left) if strip_tail(left) else left
    tokens, verbs, light = _tokens(left), _list("verbs"), _list("light_verbs")
    found = ""
    for word, _ in tokens:
        found = found + word if found or (word in verbs and word not in light) else ""
        if word in verbs and word not in light:
            found = found if len(found) <= 8 else word
    return found if 0 < len(found) <= 8 and (found in verbs or any(w in verbs for w, _ in _tokens(found)[-1:])) else ""


def _preceding(spot: Spot, left: str, said: str, memory: Memory) -> str:
    """Return the indicator where the noun stands before the number: 病床44张."""
    quantity = spot.quantity
    head = strip_tail(left)
    if re.search(r"(?:以|由|从)$", head):
        head = head[:-1]
    if is_growth(left) or is_bare_verb(head):
        known = memory.heads.get(quantity.unit) or memory.head
        growth = is_growth(left)
        name = f"{known}{head or left}" if growth else f"{head}{known}"
        return (
            with_suffix(name, quantity.unit, quantity.kind)
            if known
            else with_suffix(head or left, quantity.unit, quantity.kind)
        )
    if not head:
        known = memory.heads.get(quantity.unit) or memory.head
        name = with_suffix(known, quantity.unit, quantity.kind)
        return f"{said}的{name}" if 2 <= len(said) <= LONGEST else name
    head = last_verb_phrase(head)
    memory.keep(_noun_of(head), quantity.unit)
    return with_suffix(head, quantity.unit, quantity.kind)


def _noun_of(head: str) -> str:
    """Return what a phrase speaks of, without the verb that opens it."""
    tokens, verbs = _tokens(head), _list("verbs")
    position = 0
    for word, _ in tokens:
        if word not in verbs or position + len(word) >= len(head):
            break
        position += len(word)
    return re.sub(r"(?:数|数量|人数)$", "", head[position:]) or head


@cache
def _names() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Return the table of short indicators and their full names."""
    rows = read_rows("indicator_names")
    return tuple((str(r["name"]), re.compile(str(r["near"])), str(r["full"])) for r in rows)


def _full_name(name: str, paragraph: str) -> str:
    """Return the name that a reader understands without the sentence."""
    for short, near, full in _names():
        if name.startswith(short) and near.search(paragraph) and not name.startswith(full):
            return full + name[len(short) :]
    return name

"""What a quantity measures: a noun phrase cut from its clause, completed from the clauses before."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.phrases import (
    LONGEST,
    clean_left,
    drop_empty_verb,
    ends_in_verb,
    first_verb,
    is_bare_verb,
    is_growth,
    last_verb_phrase,
    noun_of,
    split_right,
    strip_tail,
    tokens_of,
    verb_of,
    word_set,
)
from build_scripts.understanding.facts.special import name_investment, name_medal, name_rank, name_term
from build_scripts.understanding.facts.suffixes import full_name, with_suffix

PER = re.compile(
    r"(?:每|人均|户均)(?:人|户|例|床|间|张|次|名|台|餐|个)(?:每(?:人|月|年|天|次|日))?|每(?:年|月|天|次|餐)|[人户床次]均$"
)


def name_indicator(spot: Spot, memory: Memory, names: tuple[str, ...], paragraph: str) -> str:
    """Return what a quantity measures, and remember it for the quantities after it."""
    _enter_list(spot, memory)
    left = clean_left(spot.left, names)
    right = re.sub(r"^(?:（[^（）]{1,2}）)?[的、\s]*", "", spot.right)
    subject, said = split_right(right) if right else ("", "")
    bare, kind = strip_tail(left), spot.quantity.kind
    if kind == "rank":
        name = name_rank(left, spot.quantity.region, memory)
    elif kind == "medal":
        name = name_medal(spot)
    elif kind in {"percent", "times"}:
        name = _share(spot, left, subject, said, memory)
    elif kind in {"age", "duration"} and name_term(spot, subject, clean_left(spot.following, names)):
        name = name_term(spot, subject, clean_left(spot.following, names))
    elif kind == "money" and (invested := name_investment(spot, bare, right, subject, memory)):
        name = invested
    elif subject and (kind == "count" or not bare or ends_in_verb(bare) or PER.search(bare)):
        name = _counted(spot, left, subject, said, memory)
    else:
        name = _preceding(spot, left, "" if subject else right, memory)
    if kind in {"count", "money"}:
        name = _part_of_whole(name, memory)
    name = re.sub(r"(?<=[\u4e00-\u9fff])全[市县区省州](?=[\u4e00-\u9fff]{2})(?!排名|位次)", "", name)
    return full_name(_whole_quotes(_with_rate(spot, name, memory)).strip("，、 的"), paragraph)


_RATE = re.compile(
    r"每(?:\d{0,4}|[一二三四五六七八九十])?(?:[十百千]?万|[百千])(?:名|个|位)?[\u4e00-\u9fff]{0,6}?(?:人口|居民|老年人|老人|儿童|人)"
)


def _with_rate(spot: Spot, name: str, memory: Memory) -> str:
    """Return an indicator with its denominator, which the members of a list share: 每千人口床位5.9张、护士4人."""
    rate = _RATE.search(spot.left)
    memory.rate = rate[0] if rate else memory.rate if spot.follows else ""
    return name if not memory.rate or memory.rate in name or spot.quantity.kind == "percent" else memory.rate + name


def _whole_quotes(name: str) -> str:
    """Return a name without a quotation mark or bracket that has lost its other half."""
    for opening, closing in (("“", "”"), ("（", "）")):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name


def _enter_list(spot: Spot, memory: Memory) -> None:
    """Remember of what the members of a list are part (其中), and forget the verb of the list before."""
    if "其中" in spot.left[:3] or spot.prior.endswith("其中"):
        memory.whole = re.sub(r"(?:数|例数|户数)$", "", memory.recent[-1]) if memory.recent else ""
    elif not spot.follows:
        memory.whole = ""
    if not spot.follows:
        memory.verb = ""


def _part_of_whole(name: str, memory: Memory) -> str:
    """Return an indicator with the whole that it is part of: 录用卫生人才中的博士数."""
    if re.search(r"[增降减占]", memory.whole):
        return name
    fits = len(memory.whole) + len(name) <= LONGEST and memory.whole not in name
    return f"{memory.whole}中的{name}" if memory.whole and fits else name


_COMPARED = re.compile(r"^(.{2,14}?)(?:与|较|比|同)[^，]{1,12}(?:相比|比)$")


_PART = re.compile(r"^(?:本轮|总数|数量|总量|规模|其|同比|环比)")


def _share(spot: Spot, left: str, subject: str, said: str, memory: Memory) -> str:
    """Return the indicator of a percentage or a multiple."""
    raw = left.rstrip("的")
    bare = strip_tail(raw)
    if is_growth(raw) or not bare:
        if not is_growth(raw) and (subject or said):
            said = said if len(said) <= LONGEST else said[:LONGEST]
            memory.keep(subject, spot.quantity.unit)
            return (
                f"{said}的{subject}占比"
                if said and subject
                else f"{subject or said + '的'}{'占比' if subject else '比例'}"
            )
        growth = re.sub(r"(?:了|到|至|约|近|超)$", "", raw)
        return f"{memory.head}{growth}" if memory.head else growth or "占比"
    if spot.quantity.unit == "番":
        memory.keep(bare, "番")
        return f"{bare.removesuffix('翻')}增长"
    if spot.quantity.kind == "times" and re.match(r"(?:是|为|相当于)", left):
        return f"{memory.head}与{strip_tail(re.sub(r'^(?:是|为|相当于)', '', raw))}之比"
    if re.match(r"占", bare):
        return f"{memory.head}{bare}比例"
    referred = re.match(r"(?:这一|该|上述)(?:比例|数字|数据|占比|比重|指标)(.*)", raw)
    if referred and memory.head:
        return f"{memory.head}{'' if referred[1].endswith(('年', '月')) else referred[1]}"
    compared = _COMPARED.match(spot.prior)
    if _PART.match(bare) and (compared or memory.head):
        bare = (compared[1] if compared else memory.head) + bare
    head = last_verb_phrase(bare) if len(bare) > 18 else bare
    if re.search(r"[^率比重]占$|占比$", head):
        head = re.sub(r"占比?$", "", head) + "占比"
    if is_bare_verb(head) and memory.head:
        head = memory.head + head
    memory.keep(re.sub(r"(?:同比|环比|较.{1,6}|比.{1,6})?(?:增长|下降|提高|提升)$", "", head), spot.quantity.unit)
    return f"{head}{subject}占比" if subject and spot.quantity.kind == "percent" and len(head) <= 4 else head


def _counted(spot: Spot, left: str, subject: str, said: str, memory: Memory) -> str:
    """Return the indicator where the noun follows the unit: 44家公办村卫生室建成投用."""
    quantity = spot.quantity
    subject = subject.strip("，、 ")
    if spot.last and spot.right.endswith("的") and memory.head and subject and said == "":
        subject = f"{subject}的{memory.head}"
    memory.keep(subject, quantity.unit)
    said = re.sub(r"^(?:均已|均|已经|已|全部|都|正|还|也|正在|顺利|将)+", "", said.replace("\1", "，")).strip("，、 ")
    if subject.startswith("标准"):
        subject = re.sub(r"^标准(?:给予|发放|安排|予以)?", "", subject + said) or "标准"
    subject = re.sub(r"(?:里|中|当中)?有?$", "", subject) if re.search(r"[里中]有?$", subject) else subject
    named = with_suffix(subject, quantity.unit, quantity.kind)
    per = PER.search(left)
    if quantity.kind == "money" and left:
        return f"{named}（{per[0]}）" if per else named
    verb = verb_of(left) if not left.endswith("等") else first_verb(left)
    owner = strip_tail(left)
    possessor = (
        not spot.shared
        and 2 <= len(owner) <= 10
        and not re.search(r"等$|记者|[里内上中]$|[在将把由从对为向给与]|\d", left)
    )
    if not verb and possessor and not is_bare_verb(owner):
        named = f"{owner}的{named}" if left.endswith("的") else owner + named
        verb = ""
    said = re.sub(r"[了由从的]+$", "", said.split("的")[0])
    if said in {"目标", "标准", "任务", "要求", "规定", "水平", "条件", "规模"}:
        said = ""
    if 2 <= len(said) <= 22 and quantity.kind == "count" and not re.search(r"[像如似]|仿佛", said):
        return f"{re.sub(r'工作$', '', said)}的{named}"
    if verb and not spot.follows:
        memory.verb = verb
    return drop_empty_verb(f"{verb or (memory.verb if spot.follows else '')}{named}")


_TELLING = frozenset(
    ["人", "人次", "例", "次", "元", "亩", "平方米", "例次", "台次", "剂次", "毫升", "户", "份", "公里"]
)


def _without_verbs(noun: str) -> str:
    """Return what is counted without what was done to it before: 改造提升卫生室 -> 卫生室."""
    verbs = word_set("verbs")
    for word, _ in tokens_of(noun):
        if word not in verbs or len(noun) - len(word) < 3:
            break
        noun = noun[len(word) :]
    return noun


def _said_before(spot: Spot) -> str:
    """Return what the clause before speaks of, where it holds no figure: 发放营养补助，每人每月180元."""
    prior = re.sub(r"^.*这样的|[“”]", "", spot.prior)
    if not 2 <= len(prior) <= 40 or re.search(r"\d", prior):
        return ""
    noun = noun_of(last_verb_phrase(clean_left(prior, ())))
    return noun if 2 <= len(noun) <= 14 and not is_bare_verb(noun) and "的" not in noun else ""


def _preceding(spot: Spot, left: str, said: str, memory: Memory) -> str:
    """Return the indicator where the noun stands before the number: 病床44张."""
    quantity = spot.quantity
    unit, kind = quantity.unit, quantity.kind
    per = PER.search(left)
    head = strip_tail(left)
    if per and head.endswith(per[0]):
        head = strip_tail(head[: -len(per[0])])
    head = re.sub(r"[由从以]$", "", head)
    known = memory.heads.get(unit) or (_said_before(spot) if not head else "") or memory.head
    if left.rstrip("位名余").endswith("等") and said:
        return f"{said}{with_suffix('', unit, kind) if kind != 'count' else '人数' if unit in '人名位' else '数'}"
    if is_growth(left) and known:
        return with_suffix(f"{known}{head or left}", unit, kind)
    if head and is_bare_verb(head):
        if unit in _TELLING and len(head) >= 2:
            return head + ("人数" if unit == "人" else with_suffix("", unit, kind))
        return with_suffix(f"{head}{_without_verbs(known)}", unit, kind)
    if not head and unit == "人" and said and not spot.follows:
        return f"{re.sub(r'^(?:是|为)', '', said)[:LONGEST]}人数"
    if not head:
        name = with_suffix(f"{memory.verb}{known}" if spot.follows else known, unit, kind)
        name = f"{name}（{per[0]}）" if per and per[0] not in name else name
        return f"{said}的{name}" if 2 <= len(said) <= LONGEST else name
    head = last_verb_phrase(head)
    head = drop_empty_verb(head)
    noun = noun_of(head)
    memory.keep(noun, unit)
    if noun != head and not spot.follows:
        memory.verb = head[: len(head) - len(noun)] if head.endswith(noun) else ""
    elif spot.follows and memory.verb and noun == head:
        head = memory.verb + head
    name = with_suffix(head, unit, kind)
    return f"{name}（{per[0]}）" if per and per[0] not in name else name

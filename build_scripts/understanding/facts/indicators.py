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
    "批": "批次", "台": "台数", "份": "份数", "户": "户数", "篇": "数", "处": "处数",
}  # fmt: skip
_MEASURE = {"平方米": "面积", "公顷": "面积", "亩": "面积", "平方公里": "面积", "公里": "里程", "千米": "里程"}
LONGEST = 26


@dataclass(slots=True)
class Memory:
    """What earlier quantities of the article measured, for clauses that leave it out."""

    head: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    whole: str = ""
    """What the members of a list introduced by 其中 are part of."""
    verb: str = ""
    """The verb that opens the list that is being read."""

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


_MODAL = frozenset(("可以", "可", "能", "能够", "已", "现", "将"))


def clean_left(text: str, names: tuple[str, ...]) -> str:
    """Return the words before a number without subject, time and other leads."""
    text = re.sub(r"^[、\s”’）]+", "", text.replace("\1", "，")).strip()
    text = text[-60:]
    if text in _MODAL:
        return ""
    lead = _pattern("leads", r"^(?:WORDS)(?=.)")
    time = re.compile(
        r"^(?:自|从|到|于|在)?\d{2,4}年(?:度|底|末|初|以来)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|底|末|起|至今)?|^\d{1,2}月(?:\d{1,2}日|底|末|份)?"
    )
    owner = re.compile(rf"^(?:{alternation(list(names))})(?:的|共|各)?") if names else None
    office = re.compile(
        r"^[\u4e00-\u9fff]{0,6}?(?:卫健委|卫健局|卫生健康委|卫生健康局|卫生局|卫计委|卫计局|医保局|医疗保障局|民政局|人社局|疾控局|政府|卫生健康系统|卫健系统|部门)"
    )
    for _ in range(8):
        before = text
        for pattern in (time, owner, office, _LOCAL, lead):
            text = pattern.sub("", text, count=1).lstrip("的") if pattern else text
        if text == before:
            break
    return "" if text in _MODAL else text


_LOCAL = re.compile(
    r"^(?![全社院病景小园城地山库诊郊辖服街我本该各])[\u4e00-\u9fff]{2,3}(?<![社院病景小园城地山库诊郊辖务])[市县区州](?=[\u4e00-\u9fff]{2})(?!级|民|场|域)"
)


@cache
def _tail_pattern() -> re.Pattern[str]:
    """Return the pattern of copulas before a number; a single character must not be the end of a word (签约, 人均)."""
    tails = words("indicator_words", "tails")
    long, short = [w for w in tails if len(w) > 1], [w for w in tails if len(w) == 1]
    return re.compile(
        rf"(?:{alternation(long)}|(?<![签预附拥所人户日月年次床节]){alternation(short).replace('|', '|(?<![签预附拥所人户日月年次床节])')})$"
    )


def strip_tail(text: str) -> str:
    """Return the words before a number without copulas and adverbs at their end."""
    pattern = _tail_pattern()
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
    if _pattern("measures", r"(?:WORDS)$").search(text) and not is_growth(text) and len(text) >= 2:
        return False
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


_ATTRIBUTIVE = frozenset(
    "签约 免费 随访 接种 参保 建档 服务 培训 报告 比较 上门 入户 在线 报名 发展 支援 集中 联合 持续".split()
)


def _is_attribute(tokens: tuple[tuple[str, str], ...], i: int) -> bool:
    """Tell whether a verb is part of a longer name (家庭医生签约团队)."""
    rest, word = tokens[i + 1 :], tokens[i][0]
    return 1 <= len(rest) <= 2 and word in _ATTRIBUTIVE and rest[-1][1].startswith("n") and len(rest[-1][0]) >= 2


_BEFORE_VERB = frozenset("累计 新 年均 日均 首批 免费 拟 计划 规划 柔性 新增".split())


def last_verb_phrase(text: str, longest: int = 14) -> str:
    """Return a clause from its last telling verb on, so that its subject is left out."""
    tokens, verbs, light = _tokens(text), _list("verbs"), _list("light_verbs")
    position, cut = 0, 0
    weak = _list("weak_verbs")
    verbs = verbs - weak
    for i, (word, _) in enumerate(tokens):
        inside = text[:position].count("“") > text[:position].count("”")
        if (word in verbs or (word in light and len(word) > 1)) and i and not inside and position <= len(text) - 4:
            cut = position if word in verbs else position + len(word)
            if tokens[i - 1][0] in _BEFORE_VERB:
                cut -= len(tokens[i - 1][0])
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
        return head + ("数" if unit == head[-1:] else _SUFFIX.get(unit, "数"))
    if kind == "measure":
        return head + _MEASURE.get(unit, "量")
    if kind == "money":
        return head if len(head) > 4 and not is_bare_verb(head[-2:]) else head + "金额"
    if kind == "duration":
        return re.sub(r"(?:只|仅)?(?:用|需|用了|需要)$", "", head) + "用时"
    if kind == "medal":
        return head + {"金": "金牌数", "银": "银牌数", "铜": "铜牌数"}[unit]
    if kind == "bare":
        return head + "数"
    return head


_PER = re.compile(
    r"(?:每|人均|户均)(?:人|户|例|床|间|张|次|名|台|餐|个)(?:每(?:人|月|年|天|次|日))?|每(?:年|月|天|次|餐)|[人户床次]均$"
)


def name_indicator(spot: Spot, memory: Memory, names: tuple[str, ...], paragraph: str) -> str:
    """Return what a quantity measures, and remember it for the quantities after it."""
    quantity = spot.quantity
    left = clean_left(spot.left, names)
    right = re.sub(r"^(?:（[^（）]{1,2}）)?[的、\s]*", "", spot.right)
    kind, unit = quantity.kind, quantity.unit
    if "其中" in spot.left[:3] or re.search(r"其中$", spot.prior):
        memory.whole = re.sub(r"(?:数|例数|户数)$", "", memory.recent[-1]) if memory.recent else ""
    elif not spot.follows:
        memory.whole = ""
    if not spot.follows:
        memory.verb = ""
    subject, said = split_right(right) if right else ("", "")
    bare = strip_tail(left)
    if kind == "rank":
        name = _rank(left, quantity.region, memory)
    elif kind == "age" and (quantity.qualifier or quantity.value_max):
        name = (
            f"{clean_left(spot.following, names)[:18]}的年龄门槛"
            if spot.following and quantity.qualifier
            else f"{subject}年龄"
        )
    elif kind == "duration" and _deadline(spot):
        name = _deadline(spot)
    elif kind in {"percent", "times"}:
        name = _share(spot, left, subject, said, memory)
    elif kind == "medal":
        name = _medal(spot)
    elif kind == "money" and re.search(r"(?:投资|投入|出资|斥资|耗资)$", bare) and _INVESTED.match(right):
        name = _invested(bare, right, memory, unit)
    elif (
        kind == "money"
        and not right
        and re.fullmatch(r"(?:累计|总|共)?(?:投资|投入)", bare)
        and _INVESTED.match(spot.following)
    ):
        name = _invested(bare, spot.following, memory, unit)
    elif kind == "money" and spot.right.startswith("的") and subject and bare[-2:] in {"投资", "投入", "耗资", "斥资"}:
        memory.keep(subject, unit)
        name = f"{subject}{bare[-2:]}"
    elif subject and (kind == "count" or not bare or _ends_in_verb(bare) or _PER.search(bare)):
        name = _counted(spot, left, subject, said, memory)
    else:
        name = _preceding(spot, left, right if not subject else "", memory)
    if memory.whole and kind in {"count", "percent", "money"}:
        if len(memory.whole) + len(name) <= LONGEST and memory.whole not in name:
            name = f"{memory.whole}中的{name}"
    return _full_name(name.strip("，、 的"), paragraph)


_INVESTED = re.compile(r"(建设|新建|改建|扩建|改扩建|改造|用于|启动|购置|采购|实施|打造)了?([^的，]{2,})")


def _invested(left: str, right: str, memory: Memory, unit: str) -> str:
    """Return the indicator of money that builds or buys something: 门诊楼建设投资."""
    match = _INVESTED.match(right)
    verb, thing = (match[1], match[2]) if match else ("", right)
    thing = re.split(r"\d+[个项处座所家]", thing)[-1][:LONGEST]
    memory.keep(thing, unit)
    if verb in {"用于", "启动", "实施"}:
        verb = ""
    return f"{thing.removesuffix(verb)}{verb}{left[-2:]}"


def _deadline(spot: Spot) -> str:
    """Return the indicator of a term of validity or of the time that something took, empty for other durations."""
    if spot.quantity.unit in {"日", "天"} and re.match(r"(?:之内|以内|内)", spot.right):
        near = spot.right + spot.prior
        return "挂号的有效期限" if "挂号" in near else f"{re.sub(r'^(?:之内|以内|内)的?', '', spot.right)[:12]}的期限"
    if re.search(r"(?:^|只|仅|就|总共|共)(?:用|用了|用时|花了|需|需要|不到)?$", spot.left) and spot.right:
        done = re.sub(r"^(?:的?时间)?(?:就|即|便)?(?:可|能)?(?:顺利|迅速|快速)?", "", spot.right).split("的")[0]
        return f"{done}用时" if 2 <= len(done) <= LONGEST else ""
    return ""


def _medal(spot: Spot) -> str:
    """Return the indicator of medals, with the contest where it is named."""
    contest = re.search(r"[\u4e00-\u9fff]{2,20}(?:大赛|比赛|竞赛|运动会|锦标赛|技能赛)", spot.prior + spot.left)
    name = re.sub(r"^.*?(?:在|参加|于)", "", contest[0]) if contest else ""
    return with_suffix(name, spot.quantity.unit, "medal")


def _rank(left: str, region: str, memory: Memory) -> str:
    """Return the indicator of a place in an order: what is ranked, and among whom."""
    head = re.sub(r"(?:连续.{1,4}年|稳|均|位|排名|名)$", "", strip_tail(left))
    head = last_verb_phrase(head, LONGEST) if len(head) > 20 else head
    head = head if len(head) >= 2 and not is_bare_verb(head) else memory.head
    return f"{head}{region if region.startswith(('全', '省', '市', '同', '国', '我')) else '在' + region if region else ''}排名"


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
    if spot.right.endswith("的") and memory.head and subject and said == "":
        subject = f"{subject}的{memory.head}"
    memory.keep(subject, quantity.unit)
    said = re.sub(r"^(?:均已|均|已经|已|全部|都|正|还|也|正在|顺利|将)+", "", said.replace("\1", "，")).strip("，、 ")
    named = with_suffix(subject, quantity.unit, quantity.kind)
    per = _PER.search(left)
    if quantity.kind == "money" and left:
        return f"{named}（{per[0]}）" if per else named
    verb = _verb_of(left)
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
    return _drop_empty_verb(f"{verb or (memory.verb if spot.follows else '')}{named}")


def _ends_in_verb(text: str) -> bool:
    """Tell whether a phrase ends in a verb whose object follows the number (安排5亿元专项资金)."""
    return is_bare_verb(text) or _tokens(text)[-1][0] in _list("verbs")


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


_TELLING = frozenset(
    ["人", "人次", "例", "次", "元", "亩", "平方米", "例次", "台次", "剂次", "毫升", "户", "份", "公里"]
)


def _preceding(spot: Spot, left: str, said: str, memory: Memory) -> str:
    """Return the indicator where the noun stands before the number: 病床44张."""
    quantity = spot.quantity
    unit, kind = quantity.unit, quantity.kind
    per = _PER.search(left)
    head = strip_tail(left)
    if per and head.endswith(per[0]):
        head = strip_tail(head[: -len(per[0])])
    head = re.sub(r"[由从以]$", "", head)
    known = memory.heads.get(unit) or memory.head
    if left.rstrip("位名余").endswith("等") and said:
        return f"{said}{with_suffix('', unit, kind) if kind != 'count' else '人数' if unit in '人名位' else '数'}"
    if is_growth(left) and known:
        return with_suffix(f"{known}{head or left}", unit, kind)
    if head and is_bare_verb(head):
        if unit in _TELLING and len(head) >= 2:
            return head + ("人数" if unit == "人" else with_suffix("", unit, kind))
        return with_suffix(f"{head}{known}", unit, kind)
    if not head:
        name = with_suffix(f"{memory.verb}{known}" if spot.follows else known, unit, kind)
        return f"{said}的{name}" if 2 <= len(said) <= LONGEST else name
    head = last_verb_phrase(head)
    head = _drop_empty_verb(head)
    noun = _noun_of(head)
    memory.keep(noun, unit)
    if noun != head and not spot.follows:
        memory.verb = head[: len(head) - len(noun)] if head.endswith(noun) else ""
    elif spot.follows and memory.verb and noun == head:
        head = memory.verb + head
    name = with_suffix(head, unit, kind)
    return f"{name}（{per[0]}）" if per and per[0] not in name else name


def _drop_empty_verb(head: str) -> str:
    """Return a phrase without a verb that says nothing of its own: 开展远程会诊 -> 远程会诊."""
    for verb in sorted(_list("empty_verbs"), key=len, reverse=True):
        if head.startswith(verb) and len(head) - len(verb) >= 3 and _tokens(head)[0][0] in {verb, verb[:2], verb[:4]}:
            return head[len(verb) :]
    return head


def _noun_of(head: str) -> str:
    """Return what a phrase speaks of, without the verb that opens it."""
    tokens, verbs, weak = _tokens(head), _list("verbs"), _list("weak_verbs")
    position = 0
    for word, _ in tokens:
        if word not in verbs or word in weak or position + len(word) >= len(head):
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

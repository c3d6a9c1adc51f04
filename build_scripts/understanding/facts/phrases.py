"""Cutting a clause: what stands before and after a number, without subject, adverbs and copulas."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from build_scripts.lexicon import segmenter
from build_scripts.understanding.facts.tables import alternation, words

LONGEST = 26
PER = re.compile(
    r"每个[\u4e00-\u9fff]{2,4}?(?=补助|奖励|补贴|支持)|(?:每|人均|户均)(?:人|户|例|床|间|张|次|名|台|餐|个)(?:每(?:人|月|年|天|次|日))?|每(?:年|月|天|次|餐)|[人户床次]均$"
)
"""For whom or how often something is paid or done: 每人每月."""


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a word list of the table as a set."""
    return frozenset(words("indicator_words", name))


@cache
def joint_words(name: str, other: str) -> frozenset[str]:
    """Return two word lists of the table as one set."""
    return word_set(name) | word_set(other)


@cache
def strong_verbs() -> frozenset[str]:
    """Return the verbs that are hardly ever part of a noun."""
    return word_set("verbs") - word_set("weak_verbs")


@cache
def pattern_of(name: str, template: str) -> re.Pattern[str]:
    """Return a pattern made of a word list and a template with WORDS in it."""
    return re.compile(template.replace("WORDS", alternation(list(words("indicator_words", name)))))


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a phrase with their parts of speech."""
    return tuple(segmenter().tag(text))


_THESE = re.compile(r"^(?:这些|这批|这几|上述)[\u4e00-\u9fff]{1,5}?(?=共|已|累计|还|先后|就)")
_SCOPE = re.compile(r"(?:全|我|本|该)[市县区州省院国盟旗镇]")
_MODAL = frozenset(("可以", "可", "能", "能够", "已", "现", "将"))


_LOCAL = re.compile(
    r"^(?![全社院病景小园城地山库诊郊辖服街我本该各])[\u4e00-\u9fff]{2,3}(?<![社院病景小园城地山库诊郊辖务])[市县区州](?=[\u4e00-\u9fff]{2})(?!级|民|场|域)"
)


def clean_left(text: str, names: tuple[str, ...]) -> str:
    """Return the words before a number without subject, time and other leads."""
    text = _OPEN_MARKS.sub("", text.replace("\1", "，")).strip()
    text = text if "”" in text else text.lstrip("“")
    text = _THESE.sub("", text) if text[:1] in ("这", "上") else text
    text = text[-60:]
    if not text or text in _MODAL:
        return ""
    for _ in range(8):
        before = text
        for without in (_without_time, lambda t: _without_owner(t, names), _without_office, _without_lead):
            text = without(text).lstrip("的")
        if text == before:
            break
    return "" if text in _MODAL or _SCOPE.fullmatch(text) else text


_OPEN_MARKS = re.compile(r"^[、\s”’）]+")


def _without_time(text: str) -> str:
    """Return a clause without the time that opens it."""
    dated = text[:1].isdecimal() or text[:1] in ("自", "从", "到", "于", "在")
    return _LEADING_TIME.sub("", text, count=1) if dated else text


def _without_owner(text: str, names: tuple[str, ...]) -> str:
    """Return a clause without the known name that opens it; the longest name stands first."""
    if not text.startswith(names):
        return text
    rest = text[len(next(n for n in names if text.startswith(n))) :]
    return rest[1:] if rest[:1] in ("的", "共", "各") else rest


def _without_office(text: str) -> str:
    """Return a clause without the office or the bare place that opens it."""
    if _OFFICE_END.search(text, 0, 16):
        text = _OFFICE.sub("", text, count=1).lstrip("的")
    return _LOCAL.sub("", text, count=1) if _LOCAL_END.search(text, 2, 4) else text


def _without_lead(text: str) -> str:
    """Return a clause without a word that says nothing of what is counted."""
    return pattern_of("leads", r"^(?:WORDS)(?=.)").sub("", text, count=1)


_LEADING_TIME = re.compile(
    r"^(?:自|从|到|于|在)?\d{2,4}年(?:度|底|末|初|以来)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|底|末|起|至今)?"
    r"|^\d{1,2}月(?:\d{1,2}日|底|末|份)?"
)
_OFFICE = re.compile(
    r"^[\u4e00-\u9fff]{0,6}?(?:卫健委|卫健局|卫生健康委|卫生健康局|卫生局|卫计委|卫计局|医保局|医疗保障局|民政局|"
    r"人社局|疾控局|政府|卫生健康系统|卫健系统|部门)"
)


_OFFICE_END = re.compile(r"[委局府统门]")
_LOCAL_END = re.compile(r"[市县区州]")


@cache
def _tail_pattern() -> re.Pattern[str]:
    """Return the pattern of copulas before a number; a single character must not be the end of a word (签约, 人均)."""
    tails = words("indicator_words", "tails")
    long, short = [w for w in tails if len(w) > 1], [w for w in tails if len(w) == 1]
    return re.compile(rf"(?:{alternation(long)}|(?<![签预附拥所人户日月年次床节])(?:{alternation(short)}))$")


@cache
def _tail_ends() -> tuple[int, frozenset[str]]:
    """Return the length of the longest tail, and the characters that tails end with."""
    tails = words("indicator_words", "tails")
    return max(map(len, tails)), frozenset(tail[-1] for tail in tails)


def strip_tail(text: str) -> str:
    """Return the words before a number without copulas and adverbs at their end."""
    pattern = _tail_pattern()
    longest, endings = _tail_ends()
    for _ in range(5):
        if text[-1:] not in endings:
            break
        match = pattern.search(text, max(0, len(text) - longest))
        if not match or (match.start() == 0 and match[0] in word_set("verbs")):
            break
        text = text[: match.start()]
    return text


def is_bare_verb(text: str) -> bool:
    """Tell whether a phrase only says that something is done, not to what."""
    if not text or text in word_set("verbs"):
        return bool(text)
    if pattern_of("measures", r"(?:WORDS)$").search(text) and not is_growth(text) and len(text) >= 2:
        return False
    tokens = tokens_of(text)
    verbs, growth = word_set("verbs"), word_set("growth")
    return all(w in verbs or w in growth or f in {"d", "v", "vd", "p", "u", "ul", "uj"} for w, f in tokens)


def is_growth(text: str) -> bool:
    """Tell whether a phrase only says that something grew or fell (同比增长, 较上年提高)."""
    return bool(
        pattern_of(
            "growth",
            r"^(?:分别|又|同比|环比|年均|累计|平均|(?:较|比|与)[^，]{1,12}?(?:相比)?|了)*(?:WORDS)(?:了|到|至|约|近|超)?$",
        ).match(text)
    )


def split_right(text: str, *, served: bool = False) -> tuple[str, str]:
    """Return the noun phrase after a unit, and what is said of it; `served` where something is done for it."""
    text = text.replace("\1", "，")
    predicates = word_set("predicates")
    position, depth = 0, 0
    tokens = tokens_of(text)
    for i, (word, flag) in enumerate(tokens):
        depth += word.count("“") + word.count("（") - word.count("”") - word.count("）")
        told = word in predicates or _tells(tokens, i) or (served and i and flag == "v" and len(word) > 1)
        if depth <= 0 and told and not (i and _is_attribute(tokens, i)):
            break
        if word == "的" and i and depth <= 0:
            return text[:position], text[position + 1 :]
        position += len(word)
    return text[:position], text[position:]


def _tells(tokens: tuple[tuple[str, str], ...], i: int) -> bool:
    """Tell whether a word opens a predicate by its kind: 已, 在, or a verb with 了 or 到 after it."""
    word, flag = tokens[i]
    done = flag[:1] in {"v", "a"} and i + 1 < len(tokens) and tokens[i + 1][0] in {"了", "到", "至"}
    return done or (flag in {"d", "p"} and word not in {"原", "新", "最"} and (i > 0 or len(word) == 1))


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
    tokens, verbs, light = tokens_of(text), strong_verbs(), word_set("light_verbs")
    position, cut = 0, 0
    generic = word_set("generic_nouns")
    for i, (word, _) in enumerate(tokens):
        if word == "有" and 0 < position <= 8:
            return text[:position] + text[position + 1 :]
        inside = text[:position].count("“") > text[:position].count("”")
        if (word in verbs or (word in light and len(word) > 1)) and i and not inside and position <= len(text) - 4:
            if tokens[i - 1][0] in {"和", "、", "及", "与"} or (i == len(tokens) - 2 and tokens[-1][0] in generic):
                position += len(word)
                continue
            cut = position if word in verbs else position + len(word)
            if tokens[i - 1][0] in _BEFORE_VERB:
                cut -= len(tokens[i - 1][0])
        position += len(word)
    if cut and (len(text) > longest or cut > 0):
        text = text[cut:]
    return text if len(text) <= LONGEST else text[-LONGEST:]


def ends_in_verb(text: str) -> bool:
    """Tell whether a phrase ends in a verb whose object follows the number (安排5亿元专项资金)."""
    return is_bare_verb(text) or tokens_of(text)[-1][0] in word_set("verbs")


def first_verb(left: str) -> str:
    """Return the verb that opens a list (办理参保登记、备案等23项业务)."""
    return next((word for word, _ in tokens_of(left) if word in strong_verbs()), "")


def verb_of(left: str) -> str:
    """Return the verb phrase that stands before a number: 新增, 到位, 帮扶."""
    left = strip_tail(left) or left
    tokens, verbs, light = tokens_of(left), word_set("verbs"), word_set("light_verbs")
    found = ""
    for word, _ in tokens:
        found = found + word if found or (word in verbs and word not in light) else ""
        if word in verbs and word not in light:
            found = found if len(found) <= 8 else word
    return (
        found if 0 < len(found) <= 8 and (found in verbs or any(w in verbs for w, _ in tokens_of(found)[-1:])) else ""
    )


def noun_of(head: str) -> str:
    """Return what a phrase speaks of, without the verb that opens it."""
    tokens, verbs, weak = tokens_of(head), word_set("verbs"), word_set("weak_verbs")
    position = 0
    for word, _ in tokens:
        if (word not in verbs and word not in _BEFORE_VERB) or word in weak or position + len(word) >= len(head):
            break
        position += len(word)
    return _AMOUNT.sub("", head[position:]) or head


_AMOUNT = re.compile(r"(?:数|数量|人数)$")


@cache
def _empty_verbs() -> tuple[str, ...]:
    return tuple(sorted(word_set("empty_verbs"), key=len, reverse=True))


def drop_empty_verb(head: str) -> str:
    """Return a phrase without a verb that says nothing of its own: 开展远程会诊 -> 远程会诊."""
    for verb in _empty_verbs() if head.startswith(_empty_verbs()) else ():
        if (
            head.startswith(verb)
            and len(head) - len(verb) >= (2 if verb == "设" else 3)
            and tokens_of(head)[0][0] in {verb, verb[:2], verb[:4]}
        ):
            return head[len(verb) :]
    return head

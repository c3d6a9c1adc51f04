"""Phrases around a number: its noun phrase, what is said of it, its verb."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.understanding.facts.cutting import strip_tail
from build_scripts.understanding.facts.tables import words
from build_scripts.understanding.facts.word_lists import pattern_of, strong_verbs, tokens_of, word_set

LONGEST = 26
PER = re.compile(
    r"每个[\u4e00-\u9fff]{2,4}?(?=补助|奖励|补贴|支持)|(?:每|人均|户均)(?:人|户|例|床|间|张|次|名|台|餐|个)(?:每(?:人|月|年|天|次|日))?|每(?:年|月|天|次|餐)|[人户床次]均$"
)
"""For whom or how often something is paid or done: 每人每月."""


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
            r"^(?:分别|又|同比|环比|年均|累计|平均|(?:较|比|与|低于|高于)[^，]{1,12}?(?:相比)?|了|平均|少|多)*(?:WORDS)(?:了|到|至|出|约|近|超)*$",
        ).match(text)
    )


_DEPTH = {"“": 1, "（": 1, "”": -1, "）": -1}
"""How deep each mark leads into quotes and brackets; a mark is always a word of its own."""


def split_right(text: str, *, served: bool = False) -> tuple[str, str]:
    """Return the noun phrase after a unit, and what is said of it; `served` where something is done for it."""
    text = text.replace("\1", "，")
    predicates = word_set("predicates")
    position, depth = 0, 0
    tokens = tokens_of(text)
    for i, (word, flag) in enumerate(tokens):
        depth += _DEPTH.get(word, 0)
        told = word in predicates or _tells(tokens, i) or (served and i and flag == "v" and len(word) > 1)
        told = told or (i > 0 and word[0] == "每") or _acts(tokens, i)
        qualifies = i == 0 and flag[:1] == "v" and len(tokens) > 2 and tokens[1][0] == "的"
        if depth <= 0 and told and not qualifies and not (i and _is_attribute(tokens, i)):
            break
        if word == "的" and i and depth <= 0 and not (i == 1 and tokens[0][1][:1] == "v"):
            return text[:position], text[position + 1 :]
        position += len(word)
    return text[:position], text[position:]


def _tells(tokens: tuple[tuple[str, str], ...], i: int) -> bool:
    """Tell whether a word opens a predicate by its kind: 已, 在, or a verb with 了 or 到 after it."""
    word, flag = tokens[i]
    after = tokens[i + 1][0] if i + 1 < len(tokens) else ""
    done = (
        after in {"了", "到", "至"} if flag[:1] in {"v", "a"} else i > 0 and (after == "了" or after.endswith("一遍"))
    )
    return (
        done
        or (i > 0 and flag in {"l", "i"} and len(word) > 3)
        or (flag in {"d", "p"} and word not in {"原", "新", "最"} and (i > 0 or len(word) == 1))
    )


def _acts(tokens: tuple[tuple[str, str], ...], i: int) -> bool:
    """Tell whether a verb follows its subject and opens what is said of it: 科室|延时到八点, 队员|接力抢救."""
    word, flag = tokens[i]
    if i > 0 and tokens[i - 1][0].endswith(words("indicator_words", "people")) and _people_do(word, flag):
        return True
    follows = i > 0 and tokens[i - 1][1][:1] == "n" and flag == "v" and len(word) > 1
    if not follows or i + 1 == len(tokens) or tokens[i - 1][0] in _KINDS or tokens[i - 1][0] in word_set("levels"):
        return False
    if tokens[i + 1][0] in word_set("ailing"):  # 甲状腺功能|低下|患儿
        return False
    return word not in _ATTRIBUTIVE and word[-1] not in "所院站室科" and word not in word_set("weak_verbs")


_TO_THE_PEOPLE = re.compile(r"[驻下进回返入](?:乡|村|户|镇|点|校)")


def goes_to_the_people(word: str) -> bool:
    """Tell whether a word says that somebody goes among the people: 驻乡, 进村; dictionaries take it for a noun."""
    return bool(_TO_THE_PEOPLE.fullmatch(word))


def _people_do(word: str, flag: str) -> bool:
    """Tell whether a word behind people says what they do: 专家|驻乡, 大学生|挽起袖子, and no kind of them."""
    if goes_to_the_people(word):
        return True
    return flag in {"v", "ad", "vd"} and word not in _ATTRIBUTIVE and word not in word_set("weak_verbs")


_KINDS = frozenset("基层 农村 城市 城乡 社区 中医 家庭 临床 健康 专业 公共 心理 卫生".split())
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
        if (word in verbs or (word in light and len(word) > 1)) and i and position <= len(text) - 4:
            if text.count("“", 0, position) > text.count("”", 0, position):
                position += len(word)
                continue
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
            and len(head) - len(verb) >= (2 if verb in {"设", "有"} else 3)
            and tokens_of(head)[0][0] in {verb, verb[:2], verb[:4]}
        ):
            return head[len(verb) :]
    return head

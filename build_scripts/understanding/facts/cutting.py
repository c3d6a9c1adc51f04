"""Cutting what stands before a number: without subject, time and adverbs at its head, copulas at its end."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.understanding.facts.tables import alternation, words
from build_scripts.understanding.facts.word_lists import pattern_of, word_set

_THESE = re.compile(r"^(?:这些|这批|这几|上述)[\u4e00-\u9fff]{1,5}?(?=共|已|累计|还|先后|就)")
_SCOPE = re.compile(r"(?:全|我|本|该)[市县区州省院国盟旗镇]")
_MODAL = frozenset(("可以", "可", "能", "能够", "已", "现", "将", "其中", "其中有", "其余", "另外"))


_LOCAL = re.compile(
    r"^(?![全社院病景小园城地山库诊郊辖服街我本该各])[\u4e00-\u9fff]{2,3}(?<![社院病景小园城地山库诊郊辖务])[市县区州](?=[\u4e00-\u9fff]{2})(?!级|民|场|域)"
)


def clean_left(text: str, names: tuple[str, ...]) -> str:
    """Return the words before a number without subject, time and other leads."""
    if not text:
        return ""
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
    dated = text[:1].isdecimal() or text[:1] in _TIME_BEGINS
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


_TIME_BEGINS = frozenset("自从到于在截前上下一二两三四五六七八九十")
_LEADING_TIME = re.compile(
    r"^(?:自|从|到|于|在)?\d{2,4}年(?:度|底|末|初|以来)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|底|末|起|至今)?"
    r"|^(?:自|从|到|截至)?\d{1,2}月(?:\d{1,2}日|底|末|份)?"
    r"|^(?:前?[一二三四]季度|[上下]半年|前\d{1,2}个月|(?:\d{1,2}|[一二两三四五六七八九十]{1,3})年(?:来|间|里)?(?![级制龄期度]))"
)
_OFFICE = re.compile(
    r"^[\u4e00-\u9fff]{0,6}?(?:卫健委|卫健局|卫生健康委|卫生健康局|卫生局|卫计委|卫计局|医保局|医疗保障局|民政局|"
    r"人社局|疾控局|政府|卫生健康系统|卫健系统|(?<!全)部门(?!诊))"
)


_OFFICE_END = re.compile(r"[委局府统门]")
_LOCAL_END = re.compile(r"[市县区州]")


@cache
def _tail_pattern() -> re.Pattern[str]:
    """Return the pattern of copulas before a number; a single character must not be the end of a word (签约, 人均)."""
    tails = words("indicator_words", "tails")
    in_words = [w for w in tails if w in "约有近均"]
    plain = [w for w in tails if w not in in_words]
    return re.compile(rf"(?:{alternation(plain)}|(?<![签预附拥所人户日月年次床节])(?:{alternation(in_words)}))$")


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

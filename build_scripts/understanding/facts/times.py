"""When a figure holds: the words that say so, with the year filled in where the article has one."""

from __future__ import annotations

import re

from build_scripts.model import Dating
from build_scripts.understanding.dates import resolve_time

_YEAR = r"(?:19|20)\d{2}年"
_TIME = re.compile(
    rf"(?:截至|截止|到|至)?(?:{_YEAR}|去年|今年|前年|上年|当年)?"
    r"(?:以来|上半年|下半年|前三季度|前\d{1,2}个月|[一二三四]季度|年?底|年?末|年?初)?"
    r"(?:\d{1,2}[至—-]\d{1,2}月|\d{1,2}月(?:份)?(?:\d{1,2}日|底|末|初|中旬|上旬|下旬)?)?"
    r"(?:[至—-](?:\d{1,2}月)?\d{1,2}[日月])?(?:以来|底|末|起|期间)?"
)
_LOOSE = re.compile(r"累计|年均|日均|月均|单日|(?<![人户床名例家])每(?:年|月|天|周)")
_WORDS = re.compile(
    r"(?<![一-鿿])[一-鿿]{2,10}?(?:以来|期间)|“[^”]{2,8}”(?:期间|以来)|"
    r"自[一-鿿]{2,8}?以来|近半年|半年来|[一两二三四五]年时间|首[年月周]|前\d{1,2}个月|截至目前|目前|如今|现在|近年来|近[一二两三四五六七八九十]年来?|过去[一二三四五]年|[一二两三四五]年来|"
    r"“十[一二三四五]五”(?:期间|时期|以来)?|"
    r"改革前|改革后|改造前|改造后|年底|未来|此前|曾经|以前|过去|原来|日前|当天|当日|全年|今后"
)


_DATED = re.compile(
    rf"(?<![比较与])(?<!建于)(?<!立于)(?<!办于)(?<!生于)(?:截至|截止)?(?:{_YEAR}|去年|今年(?!\d)|前年|\d{{1,2}}[至—-]\d{{1,2}}月|\d{{1,2}}月(?:\d{{1,2}}日|底|末|初|份|中旬))"
)


_CLOCK = re.compile(r"[年月周前期来现如改未此曾以过原日当全今底十]")
"""Characters one of which every expression of time contains."""


def find_times(text: str) -> list[tuple[int, int, str]]:
    """Return the expressions of time of a text with their spans."""
    found: list[tuple[int, int, str]] = []
    if not _CLOCK.search(text):
        return found
    for match in _DATED.finditer(text):
        whole = _TIME.match(text, match.start())
        end = max(match.end(), whole.end() if whole else 0)
        founded = re.match(r"\d{0,2}月?(?:建院|成立|创办|创建|出生|毕业|建成投用)", text[end : end + 8])
        if not founded and (not found or found[-1][1] <= match.start()):
            found.append((match.start(), end, text[match.start() : end]))
    loose = ((m.start(), m.end(), m[0]) for m in _WORDS.finditer(text))
    found += [word for word in loose if not any(s < word[1] and word[0] < e for s, e, _ in found)]
    return sorted(found)


def _is_of_before(text: str, offset: int, time: tuple[int, int, str], start: int) -> bool:
    """Tell whether a time belongs to the value before a change only: 由2018年的1.9人增加到3.6人."""
    begin, end = offset + time[0], offset + time[1]
    opened = text[max(0, begin - 1) : begin] in {"由", "从"} and text[end : end + 1] == "的"
    return opened and bool(re.search(r"\d.*[到至为]", text[end:start]))


def time_of(text: str, start: int, sentence_start: int, clause_start: int, dating: Dating) -> str | None:
    """Return the time of a figure at `start`: the last expression before it in its sentence, its own clause first."""
    found = [t for t in find_times(text[sentence_start:start]) if t[1] <= start - sentence_start]
    inside = [t for t in found if t[0] >= clause_start - sentence_start]
    for group in ([t for t in part if not _is_of_before(text, sentence_start, t, start)] for part in (inside, found)):
        if group:
            words = group[-1][2]
            prefix = re.match(r"(?:截至|截止)?", words)
            lead = prefix[0] if prefix else ""
            words = words[len(lead) :]
            months = dating.year and re.match(r"\d{1,2}[至—-]\d{1,2}月", words)
            return lead + (f"{dating.year}年{words}" if months else resolve_time(words, dating))
    loose = _LOOSE.search(text, max(clause_start, start - 60), start)
    return loose[0] if loose else None

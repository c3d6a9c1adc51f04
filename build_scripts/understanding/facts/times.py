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
_LOOSE = re.compile(
    r"累计|年均|日均|月均|单日|首日|(?<![人户床名例家])每(?:年|月|天|周)|"
    r"(?<![\d一二三四五六七八九十今去前当每半上全近新历百少青成老周本往同常多几整])年(?=接诊|门诊|采|住院|收治|诊疗|服务|产|手术|检测|培训|输)"
)
_SPELL = re.compile(
    r"(?<![第续近满了干作业龄过均\d一二两三四五六七八九十前每月周])"
    r"(?:(?:[一二两三四五六七八九十]{1,3}|\d{1,2})年(?:间|里|来|多来)?(?![级制前后期度限龄以之底末初轻满]|多[^来]|\d)|[一二两三四五六]个月(?=[内里来间])|百日)"
)
"""How long something took to come about; a time only where nothing better stands in the sentence."""
_SINCE = ("以来", "期间")
_WHEN = re.compile(
    r"(?=[自近半一两二三四五首前截目如现过“改搬扩整合托建投启开运上实试最起当年未此曾以原日全今])(?:"
    r"自[一-鿿]{2,8}?以来|近半年|半年来|[一两二三四五]年时间|首[年月周]|前\d{1,2}个月|截至目前|目前|如今|现在|近年来|近[一二两三四五六七八九十]年来?|过去[一二三四五]年|[一二两三四五]年来|"
    r"“十[一二三四五]五”(?:期间|时期|以来)?|"
    r"(?:改革|改造|改水|搬迁|改建|扩建|整合|合并|托管|建院|投入使用|投用|启用|开通|运行|上线|实施|试点|启动)(?:之?[前后](?=[，一-鿿])|以来|初期)|"
    r"(?:开通|上线|启用|开业|开诊|运行)(?:首[日周月年]|百日|满月)|最初|起初|当初|上世纪[\d一二三四五六七八九十]{1,2}十?年代|年底|未来|此前|曾经|以前|过去|原来|日前|当天|当日|全年|今后)"
)
"""Words that say when; most characters begin none of them, which the set of those that do tells at once."""
_WHEN_OR_SINCE = re.compile(rf"(?<![一-鿿])[一-鿿]{{2,10}}?(?:以来|期间)|“[^”]{{2,8}}”(?:期间|以来)|{_WHEN.pattern}")
"""The same with what any words before 以来 or 期间 say."""


_DATED = re.compile(
    rf"(?=[截去今前\d一二三四上下])(?<![比较与])(?<!建于)(?<!立于)(?<!办于)(?<!生于)(?:截至|截止)?(?:{_YEAR}|去年|今年(?!\d)|前年|\d{{1,2}}[至—-]\d{{1,2}}月|\d{{1,2}}月(?:\d{{1,2}}日|底|末|初|份|中旬)|"
    rf"(?:^|(?<=[，。；：]))\d{{1,2}}月(?=，)|[一二三四]季度末?(?=，)|[上下]半年(?=，))"
)


_CLOCK = re.compile(r"[年月周前期来现如改未此曾以过原日当全今底十初后百]")
"""Characters one of which every expression of time contains."""


_FOUNDED = re.compile(r"\d{0,2}月?(?:建院|成立|创办|创建|出生|毕业|建成投用)(?!时)")
_MONTHS = re.compile(r"\d{1,2}[至—-]\d{1,2}月")
_SPELL_UNIT = re.compile("[年月日]")


Times = list[tuple[int, int, str]]
"""Expressions of time with their spans."""


def find_times(text: str) -> Times:
    """Return the expressions of time of a paragraph with their spans."""
    found: Times = []
    if not _CLOCK.search(text):
        return found
    for match in _DATED.finditer(text):
        whole = _TIME.match(text, match.start())
        end = max(match.end(), whole.end() if whole else 0)
        founded = _FOUNDED.match(text, end, end + 8)
        if not founded and (not found or found[-1][1] <= match.start()):
            found.append((match.start(), end, text[match.start() : end]))
    words = _WHEN_OR_SINCE if any(word in text for word in _SINCE) else _WHEN
    loose = ((m.start(), m.end(), m[0]) for m in words.finditer(text))
    found += [word for word in loose if not any(s < word[1] and word[0] < e for s, e, _ in found)]
    return sorted(found)


def _is_of_before(text: str, time: tuple[int, int, str], start: int) -> bool:
    """Tell whether a time belongs to the value before a change only: 由2018年的1.9人增加到3.6人."""
    begin, end, _ = time
    opened = text[max(0, begin - 1) : begin] in {"由", "从"} and text[end : end + 1] == "的"
    return opened and bool(re.search(r"\d.*[到至为]", text[end:start]))


def time_of(text: str, times: Times, span: tuple[int, int], clause_start: int, dating: Dating) -> str | None:
    """Return the time of a figure: the last expression before it in its sentence, its own clause first.

    `span` is where its sentence begins and where the figure does.
    """
    sentence_start, start = span
    found = [t for t in times if sentence_start <= t[0] and t[1] <= start]
    inside = [t for t in found if t[0] >= clause_start]
    for group in ([t for t in part if not _is_of_before(text, t, start)] for part in (inside, found)):
        if group:
            words = group[-1][2]
            lead = words[:2] if words.startswith(("截至", "截止")) else ""
            words = words[len(lead) :]
            months = dating.year and _MONTHS.match(words)
            return lead + (f"{dating.year}年{words}" if months else resolve_time(words, dating))
    loose = _LOOSE.search(text, max(clause_start, start - 60), start)
    if loose:
        return "每年" if loose[0] == "年" else loose[0]
    spelled = _SPELL_UNIT.search(text, sentence_start, start)
    spells = list(_SPELL.finditer(text, sentence_start, start)) if spelled else []
    return spells[-1][0] if spells else None


_COMPARED = re.compile(
    rf"(?:与|较|比|同)(?P<time>{_YEAR}(?:底|末|初)?|“十[一二三四]五”(?:末|初|期末|时期)?|去年|上年)(?:相?比)?"
    rf"|(?P<first>{_YEAR})(?=[—–~～至到-]{{1,2}}(?:19|20)?\d\d)|(?P<once>过去|以前|从前|原来|原先|此前)(?=，)"
)


def time_before(text: str, start: int, sentence_start: int, dating: Dating) -> str | None:
    """Return the time of a value before a change that the sentence is set against: 与2010年相比，由12‰降至8‰."""
    told = [
        match["time"] or match["first"] or match["once"] for match in _COMPARED.finditer(text, sentence_start, start)
    ]
    return resolve_time(told[-1], dating) if told else None

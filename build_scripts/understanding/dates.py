"""When each article was published: as given or printed, else the year that the words of its page prove."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from build_scripts.model import Article, Dating, PageMeta
from build_scripts.understanding.time_words import Span, find_spans, load_date_rules

_DATELINE = re.compile(
    r"(?:本报|本刊|本台|新华社|记者)[^，。\d]{0,12}((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日(?:[讯电]|消息|报道)"
)
_LAST_YEAR = re.compile(r"去年|上年(?!度?同期)")
_THIS_YEAR = re.compile(r"今年(?:(?:是|（|\()?\s*|[^。；]{0,24}[发布定]《)((?:19|20)\d\d)年?")
_AGO = re.compile(r"(\d|[一二两三四五六七八九十])年前(?!后)")
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_SINCE = re.compile(r"[，。；\n](\d|[一二两三四五六七八九十])年多?[来间]，?")
_NEAR = 200
"""Characters before N年来 in which its beginning must be told."""
_FESTIVAL = re.compile(
    r"(1|2)月(\d{1,2})日[，、（(是]{0,2}(?:农历)?(?:(?:正月|大年)?初([一二三四五六七八九十])|除夕|大年三十)"
)
_EARLIER = re.compile(r"[比较与同和]$")
_SAME_TIME = re.compile(r"同期|同月|同时段")
_COMPARED = re.compile(r"较|比|自|从|以来|同期|至|到")


@dataclass(frozen=True, slots=True)
class _Proof:
    """A lower bound of the day of publication and the words that prove it."""

    year: int
    earliest: date
    words: str
    carries: bool = True
    """Sets the year; False where only the day is bounded."""


def date_articles(articles: tuple[Article, ...], meta: PageMeta) -> tuple[Dating, ...]:
    """Return when each article was published; the articles of a page share one issue and so one year."""
    if meta.issue_date:
        day, basis = meta.issue_date, meta.date_basis or "文件名"
        return tuple(Dating(day, day.year, day, basis) for _ in articles)
    for article in articles:
        if printed := _printed_day(article):
            day, words = printed
            return tuple(Dating(day, day.year, day, "报上所印", words) for _ in articles)
    spans = [tuple(s for text in _texts(a) for s in find_spans(text)) for a in articles]
    proofs = [tuple(_prove(a, s)) for a, s in zip(articles, spans, strict=True)]
    everything = [(p, a) for a, mine in zip(articles, proofs, strict=True) for p in mine if p.carries]
    if not everything:
        return tuple(Dating(None, None, None, "未知") for _ in articles)
    best, source = max(everything, key=lambda item: (item[0].year, item[0].earliest))
    return tuple(
        _infer(mine, own, best, None if source is a else source.title)
        for a, mine, own in zip(articles, proofs, spans, strict=True)
    )


def _texts(article: Article) -> Iterator[str]:
    title = None if article.title_is_ours else article.title
    yield from (t for t in (title, article.kicker, article.deck, article.summary) if t)
    yield from (p.text for p in article.paragraphs)
    yield from (c.text for c in article.captions)
    if article.signed_on:
        yield article.signed_on


def _printed_day(article: Article) -> tuple[date, str] | None:
    """Return the day that a dateline prints with its year."""
    for paragraph in article.paragraphs[:1]:
        if match := _DATELINE.search(paragraph.text[:60]):
            try:
                return date(*(int(g) for g in match.groups())), match[0]
            except ValueError:
                return None
    return None


def _prove(article: Article, spans: tuple[Span, ...]) -> Iterator[_Proof]:
    """Yield every bound that the text of one article proves."""
    dated = [(s, s.year) for s in spans if s.year is not None]
    for span, year in dated:
        if span.past and (day := span.first_day(year)):
            carries = not span.origin
            yield _Proof(year + (1 if span.closed else 0), day, _quote(span), carries)
        if span.past and _EARLIER.search(span.sentence[: span.start]) and _SAME_TIME.match(span.sentence, span.end):
            yield _Proof(year + 1, date(year + 1, 1, 1), _quote(span))  # what is compared came after
        yield from _last_year(span, year)
    yield from _turn_of_year([s for s in spans if s.year is None and s.past], dated)
    past = [(s, y) for s, y in dated if s.past]
    yield from _years_ago(article, past)
    yield from _years_since(article)
    yield from _new_year(article, max((y for _, y in past), default=0))
    for text in _texts(article):
        for match in _THIS_YEAR.finditer(text):
            yield _Proof(int(match[1]), date(int(match[1]), 1, 1), match[0])
        yield from _known_events(text)


def _last_year(span: Span, year: int) -> Iterator[_Proof]:
    """Yield what 去年 proves beside a year: 去年……“2024年……” is 2025; 2021年以来……去年 is 2022 or later."""
    for match in _LAST_YEAR.finditer(span.sentence):
        between = span.sentence[min(match.end(), span.end) : max(match.start(), span.start)]
        after_span = match.start() >= span.end
        same = not after_span and len(between) <= 20 and not _COMPARED.search(between) and not span.at_end
        since = after_span and span.sentence[span.end : span.end + 2] == "以来"
        if (same or since) and span.past:
            yield _Proof(year + 1, date(year + 1, 1, 1), _quote(span))


def _turn_of_year(bare: list[Span], dated: list[tuple[Span, int]]) -> Iterator[_Proof]:
    """Yield the next year where a day of winter without year follows an autumn that carries its year."""
    autumns = [(s, y) for s, y in dated if s.past and (s.month or 0) >= 9]
    if not autumns or not bare:
        return
    last, year = max(autumns, key=lambda item: item[1])
    if any(s.past and y > year for s, y in dated):
        return
    for span in bare:
        if _LAST_YEAR.search(span.sentence[: span.start]) or (span.month or 12) > 4:
            continue
        if day := span.first_day(year + 1):
            yield _Proof(year + 1, day, f"{_quote(last)}；{_quote(span)}")


def _years_ago(article: Article, past: list[tuple[Span, int]]) -> Iterator[_Proof]:
    """Yield N years after a dated event that is also told as N年前."""
    newest = max((y for _, y in past), default=0)
    for event in load_date_rules().same_event:
        dated = {y: s for s, y in past if y >= newest - 10 and event.search(s.sentence)}
        for text in _texts(article) if dated else ():
            for match in _AGO.finditer(text):
                count = _count(match[1])
                if not event.search(text[match.start() : match.end() + 40]):
                    continue
                for year, span in dated.items():
                    if newest <= year + count <= newest + 2:
                        yield _Proof(year + count, date(year, span.month or 1, 1), f"{match[0]}；{_quote(span)}")


def _years_since(article: Article) -> Iterator[_Proof]:
    """Yield N years after an event where the text goes on with what N年来 have brought: 2020年8月……三年来."""
    before = ""
    for paragraph in article.paragraphs:
        text = f"{before}\n{paragraph.text}"
        for match in _SINCE.finditer(text, len(before)):
            told = [s for s in find_spans(text[max(0, match.start() - _NEAR) : match.start() + 1]) if s.year and s.past]
            if not told or told[-1].origin or told[-1].year is None:
                continue
            year = told[-1].year + _count(match[1])
            yield _Proof(year, date(year, 1, 1), f"{_quote(told[-1])}；{match[0][1:].strip('，')}")
        before = paragraph.text


def _new_year(article: Article, newest: int) -> Iterator[_Proof]:
    """Yield the year in which a printed day was the printed day of the Spring Festival: 2月16日，农历正月初五."""
    for text in _texts(article):
        for match in _FESTIVAL.finditer(text):
            before = -1 if match[3] is None else _NUMERALS[match[3]] - 1
            for first in load_date_rules().spring_festivals:
                day = first + timedelta(days=before)
                if (day.month, day.day) == (int(match[1]), int(match[2])) and newest <= day.year <= newest + 2:
                    yield _Proof(day.year, day, match[0])


def _count(printed: str) -> int:
    return int(printed) if printed.isdigit() else _NUMERALS[printed]


def _known_events(text: str) -> Iterator[_Proof]:
    rules = load_date_rules()
    for name, day in rules.events.items():
        at = text.find(name)
        if at >= 0 and not rules.event_ahead.search(text[:at]):
            yield _Proof(day.year, day, name)


def _quote(span: Span) -> str:
    """Return the clause of a printed time, with the next one where it is short."""
    start = max(span.sentence.rfind(mark, 0, span.start) for mark in "，。；： 　") + 1
    end = span.end
    while end < len(span.sentence) and (span.sentence[end] not in "，。；！？" or end - start < 14):
        end += 1
    return span.sentence[max(start, span.start - 20) : min(end, span.end + 40)].strip("，。；！？ ")


def _infer(mine: tuple[_Proof, ...], spans: tuple[Span, ...], best: _Proof, title: str | None) -> Dating:
    """Return the dating of one article: the year of its page, the earliest day from its own words."""
    days = [p.earliest for p in mine]
    for span in spans:
        if span.year is None and span.past and (span.told_in or best.year) >= best.year:
            year = best.year - 1 if _LAST_YEAR.search(span.sentence[: span.start]) else best.year
            day = span.first_day(year)
            days += [day] if day else []
    evidence = best.words if title is None else f"同版《{title}》：{best.words}"
    return Dating(None, best.year, max(days, default=None), "据文内推断", evidence)


_RELATIVE = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年度": 0, "本年": 0, "明年": 1, "后年": 2}
_RELATIVE_WORD = re.compile("|".join(_RELATIVE))
_ABSOLUTE_YEAR = re.compile(r"(?:19|20)\d\d|[一二][〇零九][〇零一二三四五六七八九]{2}年")
_BARE_TIME = re.compile(
    r"^((?:截至|截止|自|从|到|至|预计|于)?)(年[初中底末]|[上下]半年|第?[一二三四1-4]季度|(\d{1,2})月(?:(\d{1,2})日)?)"
)
_DAY_WORDS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "当天": 0}
_MONTHS = {"上月": -1, "上个月": -1, "本月": 0}


def resolve_time(words: str, dating: Dating) -> str:
    """Return a printed time with its year (去年 -> 2024年, 1月10日 -> 2025年1月10日), unchanged without proof."""
    text = words.strip()
    if dating.year is None or _ABSOLUTE_YEAR.search(text):
        return text
    if match := _RELATIVE_WORD.search(text):
        year = dating.year + _RELATIVE[match[0]]
        return f"{text[: match.start()]}{year}年{text[match.end() :]}"
    if dating.issued and (resolved := _by_issue(text, dating.issued)):
        return resolved
    if match := _BARE_TIME.match(text):
        return f"{match[1]}{dating.year}年{text[match.end(1) :]}"
    return text


def _by_issue(text: str, issued: date) -> str | None:
    """Return what 昨天 and 上月 mean on a known day; a day later in the year is not given a year."""
    if text in _DAY_WORDS:
        day = issued + timedelta(days=_DAY_WORDS[text])
        return f"{day.year}年{day.month}月{day.day}日"
    if text in _MONTHS:
        day = issued.replace(day=1) + timedelta(days=_MONTHS[text])
        return f"{day.year}年{day.month}月"
    match = _BARE_TIME.match(text)
    ahead = match and match[3] and (int(match[3]), int(match[4] or 1)) > (issued.month, issued.day)
    return text if ahead else None  # of last year, or still to come: the words alone do not tell

"""Years and days as a text prints them, told apart into what is past and what is planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from build_scripts.tables import read_table
from build_scripts.text import sentences

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇零九]?[〇零一二三四五六七八九]{2,3})\s*年"
_DAY = r"(?P<month>1[0-2]|0?[1-9])\s*月(?:\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*日)?"
_ABSOLUTE = re.compile(rf"{_YEAR}(?:度)?\s*(?:{_DAY}|(?P<end>年?(?:底|末)|全年|12月底))?")
_BARE = re.compile(
    rf"(?<![\d月.至到—-])(?<!\d年)(?<!\d年\s){_DAY}(?:\s*(?:至|到|—|-|~)\s*(?:(?P<month2>1[0-2]|0?[1-9])\s*月)?\s*(?P<day2>3[01]|[12]\d|0?[1-9])\s*日)?"
)
_LONGEST = 800  # characters; the longest sentence seen in print has about 400
_CLAUSE = re.compile(r"[，。；：！？\n]")


@dataclass(frozen=True, slots=True)
class Span:
    """A printed time: a year, month or day, with its sentence."""

    year: int | None
    """None where only month and day are printed."""
    month: int | None
    day: int | None
    at_end: bool
    """The end of the year is meant: 2023年年底."""
    closed: bool
    """The year is over: 截至2023年底."""
    past: bool
    origin: bool
    """Tells where something comes from (建于1956年), which proves nothing of the paper."""
    told_in: int | None
    """The year printed before it in its paragraph, for a day without year; None: it is of the paper's own year."""
    sentence: str
    start: int
    """Offsets in the sentence."""
    end: int

    def first_day(self, year: int) -> date | None:
        """Return the first day of the period, the last for the end of a year; None for a day that never was."""
        if self.at_end:
            return date(year, 12, 31 if self.closed else 1)
        try:
            return date(year, self.month or 1, self.day or 1)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DateRules:
    """The editor's rules, compiled."""

    future_before: re.Pattern[str]
    past_before: re.Pattern[str]
    future_after: re.Pattern[str]
    future_next: re.Pattern[str]
    done: re.Pattern[str]
    done_next: re.Pattern[str]
    range_before: re.Pattern[str]
    range_planned: re.Pattern[str]
    origin_before: re.Pattern[str]
    origin_after: re.Pattern[str]
    takes_effect: re.Pattern[str]
    same_event: tuple[re.Pattern[str], ...]
    events: Mapping[str, date]
    event_ahead: re.Pattern[str]
    spring_festivals: tuple[date, ...]


@cache
def load_date_rules() -> DateRules:
    """Read the rules once."""
    data = read_table("dates")
    return DateRules(
        re.compile(data["future_before"]["pattern"]),
        re.compile(data["past_before"]["pattern"]),
        re.compile(data["future_after"]["pattern"]),
        re.compile(data["future_next"]["pattern"]),
        re.compile(data["done_words"]),
        re.compile(data["done_next"]["pattern"]),
        re.compile(data["range_before"]["pattern"]),
        re.compile(data["range_planned"]),
        re.compile(data["origin_before"]),
        re.compile(data["origin_after"]),
        re.compile(data["takes_effect"]),
        tuple(re.compile(row) for row in data["same_event"]),
        {row["name"]: date.fromisoformat(row["date"]) for row in data["events"]},
        re.compile(data["event_ahead"]),
        tuple(map(date.fromisoformat, data["spring_festivals"])),
    )


def read_year(printed: str) -> int | None:
    """Return a year in digits or in Chinese numerals."""
    digits = printed.translate(_DIGITS)
    return int(digits) if len(digits) == 4 and digits[:2] in {"19", "20"} else None


def find_spans(text: str) -> Iterator[Span]:
    """Yield every year, and every day without a year, of a paragraph with whether it is treated as past."""
    told_in: int | None = None
    for sentence in _pieces(text):
        if "月" not in sentence and "年" not in sentence:
            continue
        taken = [match for match in _ABSOLUTE.finditer(sentence) if read_year(match["year"])]
        for match in taken:
            yield _span(match, read_year(match["year"]), sentence, None)
        for match in _BARE.finditer(sentence):
            this_year = sentence[: match.start()].endswith(("今年", "去年"))
            before = any(m.start() <= match.start() for m in taken)
            if (match["day"] or this_year) and not before:
                yield _span(match, None, sentence, None if this_year else told_in)
        told_in = read_year(taken[-1]["year"]) if taken else told_in


def _pieces(text: str) -> Iterator[str]:
    """Yield the sentences of a text, endless ones in pieces, so that the work stays in proportion to the text."""
    for begin, finish in sentences(text):
        for start in range(begin, finish, _LONGEST):
            yield text[start : min(finish, start + _LONGEST)]


def _span(match: re.Match[str], year: int | None, sentence: str, told_in: int | None) -> Span:
    groups, rules = match.groupdict(), load_date_rules()
    month = groups.get("month2") or groups["month"]
    day = groups.get("day2") or groups["day"]
    start, end = match.start(), sentence.index("年", match.start()) + 1 if year else match.end()
    at_end = bool(groups.get("end")) or (month == "12" and sentence[match.end() : match.end() + 1] in {"底", "末"})
    origin = bool(rules.origin_before.search(sentence[:start]) or rules.origin_after.match(sentence, end))
    past = is_past(sentence, start, end) and not rules.takes_effect.match(sentence, end)
    return Span(
        year,
        int(month) if month else None,
        int(day) if day else None,
        at_end,
        at_end and sentence[:start].endswith(("截至", "截止", "截止到", "截至到")),
        past,
        origin,
        told_in,
        sentence,
        match.start(),
        match.end(),
    )


def is_past(sentence: str, start: int, end: int) -> bool:
    """Tell whether the time printed there is treated as past or present, and not as planned."""
    rules = load_date_rules()
    before = _CLAUSE.split(sentence[:start])[-1]
    after = _CLAUSE.split(sentence[end:], maxsplit=1)[0]
    if before.count("《") > before.count("》") or re.search(r"每年?$", before):
        return False
    if rules.range_before.search(before):
        return not rules.range_planned.search(before + after)
    if rules.past_before.search(before) or (before in {"到", "至"} and rules.done_next.match(sentence, end)):
        return True
    if rules.future_before.search(before) or rules.future_next.match(sentence, end):
        return False
    return not rules.future_after.match(after) or bool(rules.done.search(before + after))

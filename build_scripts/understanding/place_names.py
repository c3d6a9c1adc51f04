"""Where place names stand in a text and how they are used: as a place, in an institution's name, in passing."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cache
from typing import NamedTuple

from build_scripts.gazetteer import Level, load_gazetteer
from build_scripts.lexicon import segmenter
from build_scripts.tables import read_table
from build_scripts.understanding.words import WordTable

_NAME_RUN = r"[^\s，。、；：！？“”‘’（）()《》【】\[\]…—·•与和同及对在为是的将把被由从到向了等以]"
_BOUNDARY = re.compile(r"(?:^|[^\u4e00-\u9fff]|[在到赴于对为与从由向是及和将以等省市州盟])$")
_QUOTE = re.compile(r"“[^“”]{14,600}”")


class Form(IntEnum):
    """How much of its name a mention prints."""

    FULL = auto()
    SHORT = auto()
    WEAK = auto()
    """A short county name that counts only where other evidence establishes the county."""
    LISTED = auto()
    """A short county name that is a common word too: counts only in a list beside its neighbours (雄县、容城、安新)."""


class Use(IntEnum):
    """What a mention does in its sentence."""

    PLAIN = auto()
    PREFIX = auto()
    """Stands only before a place that it contains."""
    INSTITUTION = auto()
    SCHOOL = auto()
    TITLE = auto()
    """In somebody's title or the name of an award."""
    PASSING = auto()
    QUOTED = auto()


class Mention(NamedTuple):
    """A place name at its place in a text."""

    start: int
    end: int
    codes: tuple[str, ...]
    """All places that it may mean; one after it has been resolved."""
    form: Form
    use: Use = Use.PLAIN
    partner: bool = False
    """Near words of partnership: 对口支援, 签约, 召开 …"""


@dataclass(frozen=True, slots=True)
class Rules:
    """The editor's rules, compiled."""

    names: WordTable
    meaning: Mapping[str, tuple[tuple[str, ...], Form | None]]
    """Name -> codes of the places that may bear it; form None blocks the characters."""
    generic: frozenset[str]
    after_short_not: re.Pattern[str]
    school: re.Pattern[str]
    institution: re.Pattern[str]
    award: re.Pattern[str]
    title: re.Pattern[str]
    passing_before: re.Pattern[str]
    passing_after: re.Pattern[str]
    passing_around: re.Pattern[str]
    partner: re.Pattern[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _short_form(level: Level, name: str, cities: frozenset[str], words: frozenset[str]) -> Form | None:
    """Return how far a short name may be trusted alone; None for words that are hardly ever places."""
    if level is Level.PROVINCE or (level is Level.CITY and name not in cities):
        return Form.SHORT
    if level is Level.CITY:
        return None
    return Form.LISTED if name in words else Form.WEAK


@cache
def load_rules() -> Rules:
    """Read and compile the rules once."""
    data = read_table("places")
    gazetteer = load_gazetteer()
    table: dict[str, tuple[tuple[str, ...], Form | None]] = {}
    cities, words = _words(data["common_cities"]), _words(data["common_words"])
    for name, codes in gazetteer.shorts.items():
        if form := _short_form(gazetteer[codes[0]].level, name, cities, words):
            table[name] = (codes, form)
    generic = _words(data["generic_names"])
    zones = tuple(name for name in gazetteer.names if name.endswith(("开发区", "高新区", "经开区")))
    for name in generic - gazetteer.names.keys():
        counties = {gazetteer.names[z][0] for z in zones if z.endswith(name)}
        table[name] = (tuple(sorted(c for c in counties if gazetteer[c].level is Level.COUNTY)), Form.FULL)
    table |= {name: (codes, Form.FULL) for name, codes in gazetteer.names.items()}
    table |= {name: (gazetteer.names[name], Form.WEAK) for name in _words(data["wordlike_names"])}
    table |= {name: ((), None) for name in _words(data["not_places"]) if name not in table}
    char = f"(?:(?!{data['verbs']}){_NAME_RUN})"
    tail = f"{char}{{0,14}}?"
    return Rules(
        WordTable(table),
        table,
        generic,
        re.compile(data["after_short_not"]["pattern"]),
        re.compile(tail + data["school_tail"]["pattern"]),
        re.compile(tail + data["institution_tail"]["pattern"]),
        re.compile(data["award_tail"]["pattern"].replace("[^ ]", char)),
        re.compile(f"{char}{{0,18}}?" + data["title_tail"]["pattern"]),
        re.compile(data["passing_before"]["pattern"]),
        re.compile(data["passing_after"]["pattern"]),
        re.compile(data["passing_around"]["pattern"]),
        re.compile(data["partner_near"]["pattern"]),
    )


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the place names of a text, chains (营口市鲅鱼圈区) narrowed to what fits, each with its use."""
    rules = load_rules()
    found = list(_chain(_keep_listed(text, list(_scan(text, rules)))))
    if not found:
        return ()
    quoted = [
        edge for match in (_QUOTE.finditer(text) if "“" in text else ()) if "，" in match[0] for edge in match.span()
    ]
    mentions = []
    for mention in found:
        use = mention.use if mention.use is Use.PREFIX else _use_of(text, mention, rules)
        if use is Use.PLAIN and bisect(quoted, mention.start) % 2:
            use = Use.QUOTED
        near = rules.partner.search(text, max(0, mention.start - 12), mention.end + 12)
        mentions.append(Mention(mention.start, mention.end, mention.codes, mention.form, use, partner=bool(near)))
    return tuple(mentions)


def _scan(text: str, rules: Rules) -> Iterator[Mention]:
    """Yield names from left to right, the longest at each place; blocked words take their characters."""
    end = 0
    for start, names in rules.names.starts(text):
        for name in names if start >= end else ():
            if not text.startswith(name, start):
                continue
            codes, form = rules.meaning[name]
            if form is None or _stands(text, start, name, form, rules):
                end = start + len(name)
                if form:
                    yield Mention(start, end, codes, form)
                break


def _stands(text: str, start: int, name: str, form: Form, rules: Rules) -> bool:
    """Tell whether a name stands there as a name and not inside other words."""
    end = start + len(name)
    if form is not Form.FULL:
        return rules.after_short_not.match(text, end) is None and not _cuts_a_word(text, start, end)
    following = text[end : end + 1]
    if name.endswith("县") and following in {"级", "域", "区"}:
        return len(name) > 2 and following == "域"
    if name.endswith("市") and following == "场":
        return text[end : end + 3] == "场监管"
    if len(name) > 2:
        return True
    return bool(_BOUNDARY.search(text[max(0, start - 1) : start])) and not _cuts_a_word(text, start, end)


def _keep_listed(text: str, mentions: list[Mention]) -> list[Mention]:
    """Drop common words except in a list beside a county of the same prefecture."""
    kept: list[Mention] = []
    for index, mention in enumerate(mentions):
        if mention.form is not Form.LISTED:
            kept.append(mention)
            continue
        near = [m for m in (*kept[-1:], *mentions[index + 1 : index + 2]) if m.form is not Form.LISTED]
        beside = [m for m in near if "、" in (text[m.end : mention.start], text[mention.end : m.start])]
        codes = tuple(c for c in mention.codes if any(c[:4] == o[:4] != o for m in beside for o in m.codes))
        if codes:
            kept.append(mention._replace(codes=codes, form=Form.WEAK))
    return kept


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Tell whether a name would begin or end inside a word of the dictionary: 提高|县级, 普通|化验."""
    begin = max(0, start - 8)
    for word, first, last in segmenter().tokenize(text[begin : end + 8]):
        crosses = first < start - begin < last or start - begin < first < end - begin < last
        if crosses and segmenter().has_word(word):
            return True
    return False


def _chain(mentions: list[Mention]) -> Iterator[Mention]:
    """Narrow names that follow each other directly to places within each other."""
    gazetteer = load_gazetteer()
    for index, listed in enumerate(mentions):
        mention = listed
        codes, following = mention.codes, mentions[index + 1] if index + 1 < len(mentions) else None
        if index and mentions[index - 1].end == mention.start:
            inside = tuple(c for c in codes if any(gazetteer.within(c, p) for p in mentions[index - 1].codes))
            if inside:
                form = Form.SHORT if mention.form is Form.WEAK else mention.form
                mentions[index] = mention = mention._replace(codes=inside, form=form)
        if following and following.start == mention.end:
            above = tuple(
                c
                for c in mention.codes
                if any(gazetteer.within(f, c) for f in following.codes if f not in mention.codes or f != c)
            )
            if above:
                yield mention._replace(codes=above, use=Use.PREFIX)
                continue
        yield mention


def _use_of(text: str, mention: Mention, rules: Rules) -> Use:
    """Return what a mention does, judged by the words around it."""
    before, end = text[max(0, mention.start - 26) : mention.start], mention.end
    if rules.award.match(text, end) or rules.title.match(text, end):
        return Use.TITLE
    if rules.passing_before.search(before) or rules.passing_after.match(text, end):
        return Use.PASSING
    if before[-1:] in "去到赴往在" and rules.passing_around.match(f"{before[-1:]}◆{text[end : end + 10]}"):
        return Use.PASSING
    institution, school = rules.institution.match(text, end), rules.school.match(text, end)
    if school and (not institution or school.end() <= institution.end()):
        return Use.SCHOOL
    return Use.INSTITUTION if institution else Use.PLAIN

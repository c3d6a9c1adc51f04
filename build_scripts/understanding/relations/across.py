"""The same thing of the same owner at the same time with different values, in two articles or two places of one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations

from build_scripts.model import Cited, Clash, Contradiction, Copy, Entry, Fact, Nature
from build_scripts.tables import read_table
from build_scripts.understanding.comparable import factor, row_of
from build_scripts.understanding.ownership import owner_key
from build_scripts.understanding.relations.tolerance import Span, apart, scaled, span_of

_BETWEEN = "\x1f"
"""Stands in no text: invisible characters are left out when a page is read."""
_MOST_VALUES = 6
"""Sources that one contradiction names."""
_LONGEST_NAME = re.compile(r"[\u4e00-\u9fff]{6,}")
_OPEN_ENDED = re.compile(r"以来|至今|起$|目前|如今|现在|期间|近|累计|日均|每")
_PREFIX = re.compile(r"^(?:截至|截止|到|至)")
_BARE_YEAR = re.compile(r"((?:19|20)\d\d)年")
_YEAR_END = re.compile(r"年(?:年底|年末|底|末|12月底|12月31日)$")


Claim = tuple[str, float, float]
"""Owner, indicator and time of a figure as one text, and from what to what it may be."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with what makes it the same as another."""

    entry: Entry
    fact: Fact
    span: Span
    """In the unit of its group."""


def find_across(entries: Sequence[Entry], copies: Mapping[str, tuple[Copy, ...]]) -> Iterator[Contradiction]:
    """Yield figures of the same thing that differ; first those of whole articles printed twice."""
    by_id = {entry.article.id: entry for entry in entries}
    for mine in sorted(by_id):
        for copy in sorted(copies.get(mine, ()), key=lambda copy: copy.article):
            if copy.whole and mine < copy.article:
                yield from in_copies(by_id[mine], by_id[copy.article])
    holders: defaultdict[str, list[Entry]] = defaultdict(list)
    for _, entry in sorted(by_id.items()):
        for claim in dict.fromkeys(claim for claim, _, _ in claims_of(entry)):
            holders[claim].append(entry)
    for claim, held in sorted(holders.items()):
        yield from about_claim(claim, held, copies)


def claims_of(entry: Entry) -> tuple[Claim, ...]:
    """Return what each figure of an article claims that others may contradict."""
    keys = ((fact, _key(entry, fact)) for fact in entry.facts)
    spans = ((_BETWEEN.join(key), _told(entry, fact).span) for fact, key in keys if key)
    return tuple(sorted((claim, float(span.low), float(span.high)) for claim, span in spans))


def about_claim(
    claim: str, entries: Iterable[Entry], copies: Mapping[str, tuple[Copy, ...]]
) -> Iterator[Contradiction]:
    """Yield the contradiction between all figures of one owner, indicator and time, where there is one."""
    told = [
        _told(entry, fact)
        for entry in sorted(entries, key=lambda entry: entry.article.id)
        for fact in entry.facts
        if (key := _key(entry, fact)) and _BETWEEN.join(key) == claim
    ]
    owner, name, _ = claim.split(_BETWEEN, 2)
    if _differ(told, copies):
        yield _contradiction(owner, name, told)


def time_key(entry: Entry, fact: Fact) -> str | None:
    """Return a time that means the same in every article; None for what only its reader's day makes clear."""
    time = fact.time
    if time is None or _OPEN_ENDED.search(time):
        day = entry.dating.issued
        open_ended = time is not None and re.search(r"以来|起$|期间|近|累计|日均|每", time)
        return f"{day.isoformat()} {time if open_ended else ''}" if day else None
    time = _YEAR_END.sub("年底", _PREFIX.sub("", time))
    if bare := _BARE_YEAR.fullmatch(time):
        over = entry.dating.year is not None and int(bare[1]) < entry.dating.year
        day = entry.dating.issued
        return time if over else f"{day.isoformat()} {time}" if day else None
    return time if _BARE_YEAR.match(time) else None


def _key(entry: Entry, fact: Fact) -> tuple[str, str, str] | None:
    """Return owner, indicator and time of a figure that may be held against those of other articles."""
    same = fact.comparable
    if same is None or same.nature is Nature.WORK or same.name in _loose():
        return None
    owner = owner_key(fact.entity, entry.places, entry.institutions)
    time = time_key(entry, fact)
    return (owner, same.name, time) if owner and time else None


@cache
def _loose() -> frozenset[str]:
    """Return the indicators that say too little of what was counted to be held against each other."""
    return frozenset(row["name"] for row in read_table("comparable")["rows"] if row.get("loose"))


def _told(entry: Entry, fact: Fact) -> Told:
    row = row_of(fact.indicator, fact.unit)
    times = factor(fact.unit, row.unit) if row else None
    span = span_of(fact)
    return Told(entry, fact, scaled(span, Decimal(times.numerator) / Decimal(times.denominator)) if times else span)


def _differ(told: Sequence[Told], copies: Mapping[str, tuple[Copy, ...]]) -> bool:
    """Tell whether figures of one thing cannot be the same; several in one article are an enumeration."""
    by_article = defaultdict(set)
    for item in told:
        by_article[item.entry.article.id].add(item.fact.value)
    if any(len(values) > 2 for values in by_article.values()):
        return False
    pairs = combinations(told, 2)
    return any(apart(a.span, b.span) and not _told_already(a, b, copies) for a, b in pairs)


def _told_already(one: Told, other: Told, copies: Mapping[str, tuple[Copy, ...]]) -> bool:
    """Tell whether two figures stand in copies of one text, or in one sentence: a list of several."""
    if one.entry is other.entry:
        dated = all(_BARE_YEAR.search(item.fact.time or "") for item in (one, other))
        return not dated or one.fact.paragraph == other.fact.paragraph
    return any(copy.article == other.entry.article.id for copy in copies.get(one.entry.article.id, ()))


def _contradiction(owner: str, name: str, told: Sequence[Told]) -> Contradiction:
    values: dict[Decimal, Told] = {}
    for item in told:
        values.setdefault(item.span.low, item)
    kept = sorted(values.values(), key=lambda item: (item.entry.article.id, item.fact.paragraph, item.fact.start))
    kept = kept[:_MOST_VALUES]
    first = kept[0].fact
    shown = "、".join(dict.fromkeys(f"{item.fact.qualifier or ''}{item.fact.printed}" for item in kept))
    time = f"{first.time}，" if first.time else ""
    found = f"{first.entity}{time and f'（{first.time}）'}的{name}，各处所印不同：{shown}"
    adcode = owner if owner.isdecimal() else None
    return Contradiction(Clash.VALUES, found, tuple(Cited(item.entry.article.id, item.fact) for item in kept), adcode)


def in_copies(one: Entry, other: Entry) -> Iterator[Contradiction]:
    """Yield figures that differ between two prints of one text: one of them was mistyped or misread."""
    ours, theirs = _once(one.facts), _once(other.facts)
    for key, fact in ours.items():
        match = theirs.get(key)
        if match and (fact.value, fact.value_max) != (match.value, match.value_max):
            found = f"同一篇稿件的两个版本，{fact.indicator}不同：{fact.printed}、{match.printed}"
            figures = (Cited(one.article.id, fact), Cited(other.article.id, match))
            adcode = fact.comparable.adcode if fact.comparable else None
            yield Contradiction(Clash.VALUES, found, figures, adcode)


def _once(facts: Sequence[Fact]) -> dict[tuple[str, str, str], Fact]:
    """Return the figures whose indicator, owner and unit no other figure of their article has."""
    found: defaultdict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if _LONGEST_NAME.search(fact.indicator):
            found[fact.indicator, fact.entity, fact.unit].append(fact)
    return {key: held[0] for key, held in found.items() if len(held) == 1}

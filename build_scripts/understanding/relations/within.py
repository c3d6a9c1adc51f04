"""Figures of one article that cannot all be right: parts above their whole, growth that its ends deny."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from build_scripts.model import Article, Cited, Clash, Contradiction, Fact
from build_scripts.tables import read_table
from build_scripts.text import sentences
from build_scripts.understanding.comparable import factor
from build_scripts.understanding.facts.tables import units
from build_scripts.understanding.relations.tolerance import Span, apart, scaled, span_of

_ADDED_UP = frozenset({"count", "occasions", "money", "measure"})
"""Kinds of units whose parts add up; ages, times and shares are averages."""
_RANKS = frozenset({"位", "名次"})
_MARGIN = Decimal(2)
"""Percentage points by which growth may miss: papers round both ends."""
_NEXT_TO = 16
"""Characters between a change and its rate of growth."""
_CLAUSE = re.compile(r"[，；。：！？]")


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure at its place in its sentence."""

    fact: Fact
    start: int
    """Span of number and unit in the paragraph."""
    end: int


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return next(re.compile(row["pattern"]) for row in read_table("contradictions")["words"] if row["name"] == name)


@cache
def _partitions() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row["words"]) for row in read_table("contradictions")["partitions"])


def find_within(article: Article, facts: Sequence[Fact]) -> Iterator[Contradiction]:
    """Yield what contradicts itself inside an article."""
    for fact in facts:
        if _is_over(fact):
            found = f"“{fact.indicator}”印作{fact.printed}，比例不会超过百分之百"
            yield Contradiction(Clash.LIMIT, found, (Cited(article.id, fact),))
    for number, paragraph in enumerate(article.paragraphs):
        here = [fact for fact in facts if fact.paragraph == number]
        if len(here) < 2:
            continue
        for start, end in sentences(paragraph.text):
            spots = _spots([fact for fact in here if start <= fact.start < end], paragraph.text)
            text = paragraph.text
            for clash, found, figures in (*_parts(spots, text), *_shares(spots, text), *_changes(spots, text)):
                yield Contradiction(clash, found, tuple(Cited(article.id, spot.fact) for spot in figures))


def _is_over(fact: Fact) -> bool:
    low = span_of(fact).low
    return fact.unit == "%" and fact.value > 100 and low > 100 and bool(_pattern("limit").search(fact.indicator))


def _spots(facts: Sequence[Fact], text: str) -> list[Spot]:
    """Return figures with the place of their number, in the order of the text."""
    found, after = [], 0
    for fact in sorted(facts, key=lambda fact: (fact.end, fact.start)):
        at = text.find(fact.printed, max(after, fact.start))
        if at >= 0:
            found.append(Spot(fact, at, at + len(fact.printed)))
            after = at + len(fact.printed)
    return found


Found = tuple[Clash, str, tuple[Spot, ...]]


def _parts(spots: Sequence[Spot], text: str) -> Iterator[Found]:
    """Yield wholes that are smaller than what the text calls a part of them."""
    for at, (whole, first) in enumerate(pairwise(spots)):
        between = text[whole.end : first.start]
        mark = _pattern("part").search(between)
        if not mark or _CLAUSE.search(between[mark.end() :]) or not _is_whole(whole, text):
            continue
        parts = _run_of_parts(spots[at + 1 :], whole, text)
        top = span_of(whole.fact, beside=True).high
        too_large = [part for part in parts if _in_unit_of(part.fact, whole.fact).low > top]
        if too_large:
            words = f"“{too_large[0].fact.printed}”是“{whole.fact.printed}”的一部分，却比它大"
            yield Clash.PART, words, (whole, too_large[0])
        elif len(parts) > 1 and _is_partition(parts, text):
            total = sum((_in_unit_of(part.fact, whole.fact).low for part in parts), Decimal(0))
            if total > top:
                words = f"各部分合计{_shown(total)}，比总数{whole.fact.printed}大"
                yield Clash.SUM, words, (whole, *parts)


def _is_whole(spot: Spot, text: str) -> bool:
    """Tell whether a figure before 其中 is a total, and not the size of a change."""
    clause = _CLAUSE.split(text[: spot.start])[-1]
    return units().get(spot.fact.unit, "count") in _ADDED_UP and not _pattern("no total").search(
        clause + spot.fact.indicator
    )


def _run_of_parts(spots: Sequence[Spot], whole: Spot, text: str) -> list[Spot]:
    """Return the figures after 其中 that are counted as the whole is; another kind of figure ends them."""
    parts: list[Spot] = []
    for spot in spots:
        lead = text[parts[-1].end : spot.start] if parts else ""
        if factor(spot.fact.unit, whole.fact.unit) is None or re.search(r"[；。]|另|此外|还有|比|较", lead):
            break
        parts.append(spot)
    return parts


def _in_unit_of(part: Fact, whole: Fact) -> Span:
    times = factor(part.unit, whole.unit)
    span = span_of(part, beside=True)
    return scaled(span, Decimal(times.numerator) / Decimal(times.denominator)) if times else span


def _is_partition(parts: Sequence[Spot], text: str) -> bool:
    """Tell whether parts never overlap: each is called by another word of one row of the table."""
    labels = []
    for at, part in enumerate(parts):
        first = parts[at - 1].end if at else max(0, part.start - 24)
        labels.append(re.split(r"其中", text[first : part.start])[-1])
    for words in _partitions():
        named = [[word for word in words if word in label] for label in labels]
        longest = [max(found, key=len) for found in named if found]
        if len(longest) == len(parts) == len(set(longest)):
            return True
    return False


def _shares(spots: Sequence[Spot], text: str) -> Iterator[Found]:
    """Yield shares of one whole that add up to more than all of it."""
    run: list[Spot] = []
    for spot in (*spots, None):
        lead = text[run[-1].end : spot.start] if spot and run else ""
        if spot and spot.fact.unit == "%" and spot.fact.value_max is None and not re.search(r"[；。]", lead):
            run.append(spot)
            continue
        total = sum((span_of(one.fact, beside=True).low for one in run), Decimal(0))
        if len(run) > 1 and total > 100 and _make_up_a_whole([_clause_before(one, text) for one in run]):
            yield Clash.SHARES, f"各部分的比例合计{_shown(total)}%", tuple(run)
        run = [spot] if spot and spot.fact.unit == "%" else []


def _make_up_a_whole(clauses: Sequence[str]) -> bool:
    """Tell whether clauses give shares to groups that never overlap: each is a word of one row, and 占."""
    for words in _partitions():
        named = [
            next((w for w in words if c.startswith(w) and _pattern("share").match(c, len(w))), "") for c in clauses
        ]
        if all(named) and len(set(named)) == len(named):
            return True
    return False


def _clause_before(spot: Spot, text: str) -> str:
    return re.split(r"[，、；。：！？]", text[: spot.start])[-1].removeprefix("其中")


def _changes(spots: Sequence[Spot], text: str) -> Iterator[Found]:
    """Yield changes that go the other way than their verb, and rates of growth that their two ends deny."""
    for at, (before, after) in enumerate(pairwise(spots)):
        if after.fact.changed_from != before.fact.value or not before.fact.indicator.endswith("（原）"):
            continue
        times = factor(after.fact.unit, before.fact.unit)
        if times is None or after.fact.unit in _RANKS:
            continue
        old, new = span_of(before.fact, beside=True), _in_unit_of(after.fact, before.fact)
        verb = text[before.end : after.start]
        up, down = _pattern("up").search(verb), _pattern("down").search(verb)
        if (up and new.high < old.low) or (down and new.low > old.high):
            words = f"写的是“{verb[-6:].lstrip('，、')}”，数值却由{before.fact.printed}变为{after.fact.printed}"
            yield Clash.DIRECTION, words, (before, after)
        elif at + 2 < len(spots):
            yield from _growth(before, after, spots[at + 2], text)


def _growth(before: Spot, after: Spot, rate: Spot, text: str) -> Iterator[Found]:
    lead = text[after.end : rate.start].lstrip("，、,")
    up, down = _pattern("growth").search(lead), _pattern("fall").search(lead)
    if len(lead) > _NEXT_TO or not (up or down) or _pattern("other base").search(lead):
        return
    old, new = span_of(before.fact, beside=True), _in_unit_of(after.fact, before.fact)
    if old.low <= 0 or not new.high.is_finite() or not old.high.is_finite():
        return
    if rate.fact.unit == "个百分点" and before.fact.unit == "%":
        low, high = new.low - old.high, new.high - old.low
    elif rate.fact.unit == "%" and before.fact.unit != "%":
        low, high = (new.low / old.high - 1) * 100, (new.high / old.low - 1) * 100
    else:
        return
    low, high = (low, high) if up else (-high, -low)
    said = span_of(rate.fact)
    if apart(Span(low - _MARGIN, high + _MARGIN), said):
        sum_up = f"由{before.fact.printed}到{after.fact.printed}，算得{_shown((low + high) / 2)}{rate.fact.unit}"
        words = f"{sum_up}，文中写{rate.fact.printed}"
        yield Clash.GROWTH, words, (before, after, rate)


def _shown(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1')).normalize():f}"

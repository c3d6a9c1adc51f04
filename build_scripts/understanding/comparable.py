"""Figures that may be set beside each other: a common name and unit for what many places and years report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from build_scripts.model import Article, Comparable, Dating, Fact, Institution, Nature, Place
from build_scripts.tables import read_table
from build_scripts.text import sentences
from build_scripts.understanding.ownership import fits_scope, place_of

_CLAUSE_ENDS = "，；。：！？\n"
_DECIMALS = Decimal("0.0001")
"""Converted values are rounded to this; no paper prints finer."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_WHOLE_YEAR = re.compile(r"(?:19|20)\d\d年(?:度|全年)?")
_UNTIL = re.compile(r"[到至]")
_NOW = frozenset({"目前", "截至目前", "现在", "如今", "到目前为止"})


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator of the table."""

    name: str
    unit: str
    nature: Nature
    pattern: str
    over: bool
    """True for a share that may be over 100 %."""


@cache
def rows() -> tuple[Row, ...]:
    """Return the comparable indicators; the first that fits decides."""
    table = read_table("comparable")
    natures = {"level": Nature.LEVEL, "rate": Nature.RATE, "flow": Nature.FLOW, "work": Nature.WORK}
    return tuple(
        Row(
            row["name"],
            row["unit"],
            natures[row["nature"]],
            f"{table['leading']}*?(?:{row['pattern']})",
            row.get("over", False),
        )
        for row in table["rows"]
    )


@lru_cache(maxsize=1 << 14)
def row_of(indicator: str, unit: str) -> Row | None:
    """Return the row that names an indicator measured in a unit."""
    return next((row for fits, row in _rows_in(unit) if fits(indicator)), None)


@cache
def _rows_in(unit: str) -> tuple[tuple[Callable[[str], object], Row], ...]:
    """Return the comparable indicators that can be measured in a unit, each behind its test."""
    return tuple((_compiled(row.pattern).fullmatch, row) for row in rows() if factor(unit, row.unit) is not None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _factors() -> dict[tuple[str, str], Fraction]:
    return {(row["one"], row["other"]): Fraction(str(row["is"])) for row in read_table("conversions")}


def factor(unit: str, other: str) -> Fraction | None:
    """Return how many of another unit one unit is; None where they measure different things."""
    return Fraction(1) if unit == other else _factors().get((unit, other))


def convert(value: Decimal, unit: str, other: str) -> Decimal | None:
    """Return a value in another unit; None where the units measure different things."""
    times = factor(unit, other)
    if times is None or times == 1:
        return None if times is None else value
    exact = Fraction(value) * times
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_DECIMALS)
    return Decimal(f"{rounded.normalize():f}")


@cache
def _guards() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["in"], re.compile(row["pattern"])) for row in read_table("not_comparable"))


def is_guarded(indicator: str, text: str, start: int) -> bool:
    """Tell whether words before a figure make it a part, a plan or a sum, which its indicator does not say."""
    before = text[next((first for first, end in sentences(text) if first <= start < end), 0) : start]
    clause = before[max(before.rfind(mark) for mark in _CLAUSE_ENDS) + 1 :]
    where = {"indicator": indicator, "clause": clause, "sentence": before}
    return any(
        scope == "indicator" or match[0] not in indicator
        for scope, pattern in _guards()
        for match in pattern.finditer(where[scope])
    )


Known = tuple[tuple[Place, ...], tuple[Institution, ...]]


def mark_comparable(facts: Iterable[Fact], article: Article, known: Known, dating: Dating) -> tuple[Fact, ...]:
    """Return figures with what makes them comparable, where that is certain."""
    texts = [paragraph.text for paragraph in article.paragraphs]
    dating = _of_report(article.title, dating)
    compared = ((fact, compare(fact, texts[fact.paragraph], known, dating)) for fact in facts)
    return tuple(fact if fact.comparable == found else replace(fact, comparable=found) for fact, found in compared)


def compare(fact: Fact, text: str, known: Known, dating: Dating) -> Comparable | None:
    """Return a figure of a paragraph under its common name; None where it is another thing, or not for certain."""
    row = row_of(fact.indicator, fact.unit)
    here = text.find(fact.printed, fact.start, fact.end)
    if row is None or is_guarded(fact.indicator, text, here if here >= 0 else fact.end):
        return None
    value = convert(fact.value, fact.unit, row.unit)
    year = _year_of(fact, row, text, dating)
    planned = year is not None and (year > dating.year if dating.year else bool(_UNTIL.match(fact.time or "")))
    if value is None or planned or (row.nature is Nature.RATE and value > 100 and not row.over):
        return None
    adcode = None if row.nature is Nature.WORK else place_of(fact.entity, *known)
    if not fits_scope(adcode, text[: fact.end]):
        return None
    top = None if fact.value_max is None else convert(fact.value_max, fact.unit, row.unit)
    return Comparable(row.name, row.nature, value, top, row.unit, year, adcode)


def _year_of(fact: Fact, row: Row, text: str, dating: Dating) -> int | None:
    """Return the year of a figure; what is done in part of a year, or built once, stands for none."""
    printed = _YEAR.search(fact.time or "")
    if row.nature is Nature.WORK:
        return None
    if row.nature is Nature.FLOW:
        return int(printed[1]) if printed and _WHOLE_YEAR.fullmatch(fact.time or "") else None
    if printed:
        return int(printed[1])
    if fact.time in _NOW:
        return dating.year
    told_before = {int(year) for year in _YEAR.findall(text[: fact.start])}
    return dating.year if fact.time is None and told_before <= {dating.year} else None


def _of_report(title: str, dating: Dating) -> Dating:
    """Return the dating by which a report's figures hold: 2013年统计公报, printed in 2014, tells of 2013."""
    years = {int(year) for year in _YEAR.findall(title)}
    told = years.pop() if len(years) == 1 else None
    return replace(dating, year=told) if told and dating.year and told < dating.year else dating

"""The editors' tables that the figures are read with, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from build_scripts.understanding.facts.numerals import NUMBER

RULES = Path(__file__).parents[2] / "rules"
Row = dict[str, str | bool | int | float | list[str]]


def read_rows(table: str) -> list[Row]:
    """Return the rows of `rules/TABLE.yml`."""
    rows = yaml.load((RULES / f"{table}.yml").read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    return list(rows)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Form:
    """A figure that is more than number and unit."""

    name: str
    pattern: re.Pattern[str]
    value: Decimal | None
    unit: str
    needs: str = ""
    """Words without which the pattern cannot match."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word beside a number that says how exact it is."""

    name: str
    side: str
    shown: str
    weak: bool
    only: re.Pattern[str] | None


def alternation(words: list[str]) -> str:
    """Return a pattern that prefers the longest word."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@cache
def units() -> dict[str, str]:
    """Return the kind of each unit."""
    return {str(r["name"]): str(r["kind"]) for r in read_rows("units")}


@cache
def unit_pattern() -> str:
    """Return a pattern of all units, the longest first, each with what may not follow it."""
    rows = sorted(read_rows("units"), key=lambda r: (-len(str(r["name"])), str(r["name"])))
    return "|".join(re.escape(str(r["name"])) + (f"(?!{r['unless']})" if r.get("unless") else "") for r in rows)


@cache
def units_with_han() -> frozenset[str]:
    """Return the units that a small numeral in Chinese characters may count."""
    return frozenset(str(r["name"]) for r in read_rows("units") if r.get("han"))


@cache
def qualifiers() -> dict[tuple[str, str], Qualifier]:
    """Return the qualifiers by side and name."""
    found = {}
    for r in read_rows("qualifiers"):
        only = re.compile(str(r["only"])) if "only" in r else None
        name, side = str(r["name"]), str(r["side"])
        found[side, name] = Qualifier(name, side, str(r.get("shown", name)), bool(r.get("weak")), only)
    return found


@cache
def qualifier_pattern(side: str) -> str:
    """Return a pattern of all qualifiers of a side."""
    return alternation([name for s, name in qualifiers() if s == side])


@cache
def masks() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of numbers that are no figures, each with the words that it needs."""
    return tuple((re.compile(str(r["pattern"])), str(r.get("needs", ""))) for r in read_rows("not_figures"))


@cache
def forms() -> tuple[Form, ...]:
    """Return the special forms in the order of the table."""
    found = []
    for r in read_rows("figure_forms"):
        pattern = re.compile(str(r["pattern"]).replace("{n}", NUMBER))
        value = Decimal(str(r["value"])) if "value" in r else None
        found.append(Form(str(r["name"]), pattern, value, str(r.get("unit", "")), str(r.get("needs", ""))))
    return tuple(found)


@cache
def words(table: str, name: str) -> tuple[str, ...]:
    """Return the word list of a row of a table."""
    for r in read_rows(table):
        if r["name"] == name:
            listed = r["words"]
            return tuple(listed) if isinstance(listed, list) else tuple(str(listed).split())
    raise KeyError(name)

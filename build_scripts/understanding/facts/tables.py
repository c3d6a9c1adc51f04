"""The editors' tables that the figures are read with, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from build_scripts.tables import read_table
from build_scripts.understanding.facts.numerals import NUMBER
from build_scripts.understanding.words import alternatives

Row = dict[str, str | bool | int | float | list[str]]
_WHOLE = rf"(?<![\d.．·]){NUMBER}"
"""A number that is not the end of a longer one: 2.2.64 is a misprint."""


def read_rows(table: str) -> list[Row]:
    """Return the rows of `rules/TABLE.yml`."""
    return list(read_table(table))


@dataclass(frozen=True, slots=True)
class Search:
    """A pattern of the table that a text is searched for, and what spares the search."""

    pattern: str
    """As the table has it, or looked for only at characters that it can begin with; then its group `whole` matches."""
    needs: str
    """Words without which the pattern cannot match."""
    anchored: bool
    """True where the pattern looks only at characters that it can begin with."""

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a text; none overlap."""
        if self.needs not in text:
            return
        end = 0
        for match in _compiled(self.pattern).finditer(text):
            if self.anchored:
                if match.start() < end:
                    continue
                end = match.end("whole")
            yield match

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Return the span of a match."""
        return match.span("whole") if self.anchored else match.span()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern, compiled when the first text has the words that it needs."""
    return re.compile(pattern)


def _search(row: Row) -> Search:
    """Return the search of a row; with `begins` the engine skips from one such character to the next, much faster."""
    pattern, needs = str(row["pattern"]).replace("{n}", _WHOLE), str(row.get("needs", ""))
    if begins := row.get("begins"):
        return Search(f"[{begins}](?<=(?=(?P<whole>{pattern})).)", needs, anchored=True)
    return Search(pattern, needs, anchored=False)


@dataclass(frozen=True, slots=True)
class Form:
    """A figure that is more than number and unit."""

    name: str
    search: Search
    value: Decimal | None
    unit: str
    kind: str
    """Kind of a unit that the table of units does not have."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word beside a number that says how exact it is."""

    name: str
    side: str
    shown: str
    weak: bool
    only: re.Pattern[str] | None


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that prefers the longest word; without words one that matches nothing."""
    return alternatives(words) or "(?!)"


@cache
def units() -> dict[str, str]:
    """Return the kind of each unit."""
    return {str(r["name"]): str(r["kind"]) for r in read_rows("units")}


@cache
def unit_pattern() -> str:
    """Return a pattern of all units, the longest first, each with what may not follow it."""
    unless = {str(r["name"]): f"(?!{r['unless']})" if r.get("unless") else "" for r in read_rows("units")}
    return alternatives(unless, unless)


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
def forms() -> tuple[Form, ...]:
    """Return the special forms in the order of the table."""
    found = []
    for r in read_rows("figure_forms"):
        value = Decimal(str(r["value"])) if "value" in r else None
        found.append(Form(str(r["name"]), _search(r), value, str(r.get("unit", "")), str(r.get("kind", "percent"))))
    return tuple(found)


@cache
def words(table: str, name: str) -> tuple[str, ...]:
    """Return the word list of a row of a table."""
    for r in read_rows(table):
        if r["name"] == name:
            listed = r["words"]
            return tuple(listed) if isinstance(listed, list) else tuple(str(listed).split())
    raise KeyError(name)

"""A quantity, and the words beside its number that say how exact it is."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from build_scripts.understanding.facts.tables import qualifier_pattern, qualifiers


class Quantity(NamedTuple):
    """A number that measures something."""

    start: int
    """Offset of the first character, a qualifier included."""
    number_start: int
    unit_end: int
    end: int
    """Offset after the last character, a qualifier included."""
    value: Decimal
    value_max: Decimal | None
    unit: str
    qualifier: str | None
    weak: bool
    """True where the qualifier is only 达."""
    kind: str
    """Kind of the unit, `rank` for a place in an order, `bare` where no unit is printed."""
    region: str = ""
    """For ranks: among whom (全省)."""
    listed: bool = False
    """True for members of a list that share what is said once (分别达到6个、14个)."""


LONGEST_QUALIFIER = 4


@cache
def qualifier_before() -> re.Pattern[str]:
    """Return the pattern of a qualifier that ends where a number begins."""
    return re.compile(rf"(?:{qualifier_pattern('before')})$")


@cache
def qualifier_after() -> re.Pattern[str]:
    """Return the pattern of a qualifier behind a special form."""
    return re.compile(f"{qualifier_pattern('after')}|{qualifier_pattern('inside')}(?!人|个|名)")


def choose_qualifier(before: str | None, inside: str | None, after: str | None, number: str) -> tuple[str | None, bool]:
    """Return the qualifier that counts, and whether it is a weak one (达)."""
    if not (before or inside or after):
        return None, False
    table = qualifiers()
    candidates = [("inside", inside), ("before", before), ("after", after)]
    rows = [table[side, word] for side, word in candidates if word and (side, word) in table]
    rows = [r for r in rows if not r.only or r.only.match(number)]
    for row in sorted(rows, key=lambda r: r.weak):
        return row.shown, row.weak
    return None, False

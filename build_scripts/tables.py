"""Readers of the editors' tables in `rules/`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from build_scripts.kept import made_of

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A rule of one row: the name that `explain` prints, a pattern, and what a match means."""

    name: str
    pattern: re.Pattern[str]
    meaning: str
    positive: str
    negative: str


@cache
def read_table(name: str) -> Any:  # noqa: ANN401  the edge where YAML comes in; callers give it its shape
    """Return the content of `rules/<name>.yml`, days as text; kept as JSON it is read ten times as fast."""
    return json.loads(made_of(RULES / f"{name}.yml", _as_json))


def _as_json(text: bytes) -> bytes:
    import yaml  # only where a table is new

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
    return json.dumps(content, ensure_ascii=False, default=date.isoformat).encode()


@cache
def read_patterns(name: str) -> tuple[PatternRow, ...]:
    """Return a table of pattern rows in order; the first that matches decides."""
    return tuple(
        PatternRow(r["name"], re.compile(r["pattern"]), r["meaning"], r["positive"], r["negative"])
        for r in read_table(name)
    )


@cache
def read_words(name: str, key: str) -> tuple[str, ...]:
    """Return one list of words of a table."""
    return tuple(read_table(name)[key])

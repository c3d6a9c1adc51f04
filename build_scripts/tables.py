"""Readers of the editors' tables in `rules/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A rule of one row: the name that `explain` prints, a pattern, and what a match means."""

    name: str
    pattern: re.Pattern[str]
    meaning: str
    positive: str
    negative: str


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read_table(name: str) -> Any:  # noqa: ANN401  the edge where YAML comes in; callers give it its shape
    """Return the content of `rules/<name>.yml`."""
    text = (RULES / f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one


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

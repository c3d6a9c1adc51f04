"""The table of institutions, compiled once: endings by kind, and the words that do or do not belong to a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.tables import read_table
from build_scripts.text import HAN
from build_scripts.understanding.words import WordTable, alternatives


@dataclass(frozen=True, slots=True)
class Rules:
    """The table of institutions, compiled."""

    ends: WordTable
    kind: dict[str, str]
    tagged_ends: tuple[str, ...]
    need: dict[str, str]
    before: frozenset[str]
    inside: frozenset[str]
    soft: frozenset[str]
    generic: frozenset[str]
    vague: frozenset[str]
    bare: frozenset[str]
    lead: frozenset[str]
    levels: frozenset[str]
    place_ends: tuple[str, ...]
    org_ends: tuple[str, ...]
    not_places: frozenset[str]
    heads: frozenset[str]
    joining: frozenset[str]
    never: frozenset[str]
    not_followed: dict[str, str]
    branch: re.Pattern[str]
    surnames: frozenset[str]


@cache
def rules() -> Rules:
    """Compile the table once."""
    table = read_table("institutions")
    kind, need = {}, {}
    for label, groups in table["ends"].items():
        for condition, ends in groups.items():
            for end in ends:
                kind[end] = label
                need[end] = condition
    plain = alternatives(table["plain_branches"])
    branch = rf"(?!{plain})[{HAN}]{{1,5}}?(?:{alternatives(table['branches'])})|分院(?!长)"
    return Rules(
        ends=WordTable(kind),
        kind=kind,
        tagged_ends=tuple(table["tagged_ends"]),
        need=need,
        before=frozenset(table["before"]),
        inside=frozenset(table["inside"]),
        soft=frozenset(table["soft"]),
        surnames=frozenset("".join(read_table("people")["surnames"].split())),
        generic=frozenset(table["generic"]),
        vague=frozenset(table["vague"]),
        bare=frozenset(table["bare"]),
        lead=frozenset(table["lead"]),
        levels=frozenset(table["levels"]),
        place_ends=tuple(table["place_ends"]),
        org_ends=tuple(table["org_ends"]),
        not_places=frozenset(table["not_places"]),
        heads=frozenset(table["heads"]),
        joining=frozenset(table["joining_places"]),
        never=frozenset(table["never"]),
        not_followed=dict(table["not_followed"]),
        branch=re.compile(branch),
    )

"""Who is named without a function of the health services: patients, their families, passers-by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.tables import read_table

_NEAR = 16
"""Characters before a function and behind a name that tell who somebody is."""


@dataclass(frozen=True, slots=True)
class BystanderRules:
    """The rows of the table, compiled."""

    everyday: frozenset[str]
    """Functions that anybody may have: 教师, 驾驶员."""
    before: re.Pattern[str]
    before_everyday: re.Pattern[str]
    after: re.Pattern[str]


@cache
def bystander_rules() -> BystanderRules:
    """Compile the table once."""
    table = read_table("people")
    rows = {row["name"]: re.compile(row["pattern"]) for row in table["bystanders"]}
    return BystanderRules(
        frozenset(table["everyday"]),
        rows["words before the function"],
        rows["words before an everyday function"],
        rows["words behind the name"],
    )


def is_bystander(text: str, name: tuple[int, int], title: str, *, placed: bool) -> bool:
    """Tell whether somebody named at a span holds no office; `placed`: the function names an institution."""
    rules = bystander_rules()
    begin = name[0] - len(title) if text[: name[0]].endswith(title) else name[0]
    before = text[max(0, begin - _NEAR) : begin]
    if rules.before.search(before) or rules.after.match(text, name[1]):
        return True
    if not any(title.endswith(function) for function in rules.everyday):
        return False
    return not placed or bool(rules.before_everyday.search(before + title))

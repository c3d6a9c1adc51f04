"""One action of an editor -> the sheet as it reads then, or the reason why it cannot be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import islice

from build_scripts.model import Grade, Problem, Role
from build_scripts.operating.review.actions import ACTIONS, Action, RefusedActionError
from build_scripts.operating.review.blocks import blocks_of
from build_scripts.operating.review.sheet import Sheet, read_sheet
from build_scripts.reading.sidecar_entries import Entry, read_entries

_TRIES = 12
"""Ways of saying the same that are tried."""


def decide(sheet: Sheet, action: Action) -> Sheet:
    """Return the sheet with what an editor has decided; nothing is changed on disk."""
    if sheet.is_broken:
        raise RefusedActionError("附表里有读不懂的地方，请先用文本编辑器改好")
    make = ACTIONS.get(str(action.get("do")))
    if make is None:
        raise RefusedActionError("没有这个操作")
    why = ""
    for text in islice(make(sheet, action), _TRIES):
        if text == sheet.sidecar:
            continue
        after = read_sheet(sheet.page.file, sheet.data, text)
        complaint = _complaint(sheet, after, action)
        if complaint is None:
            return after
        why = why or complaint
    raise RefusedActionError(why or "这样改没有效果，没有写进附表")


def _complaint(before: Sheet, after: Sheet, action: Action) -> str | None:
    """Return what is wrong with a sheet after an action; None where it is as it was wanted."""
    if after.is_broken:
        return "这样写进附表会读不懂"
    old = Counter(_said(entry) for entry in read_entries(before.sidecar))
    for entry in read_entries(after.sidecar):
        if old[_said(entry)] > 0:
            old[_said(entry)] -= 1
            continue
        for problem in after.problems:
            if problem.file == after.sidecar_file and entry.first < problem.line <= entry.last + 1 and _counts(problem):
                return f"{problem.found}；{problem.remedy}"
    known = {(p.found, p.grade) for p in before.problems}
    if fresh := [p for p in after.problems if p.grade is Grade.ERROR and (p.found, p.grade) not in known]:
        return f"{fresh[0].found}；{fresh[0].remedy}"
    done = _EFFECTS.get(str(action["do"]))
    return None if done is None or done(before, after, action) else "这样改没有效果，没有写进附表"


def _said(entry: Entry) -> tuple[object, ...]:
    return entry.section, tuple(entry.fields.items()), entry.quotes


def _counts(problem: Problem) -> bool:
    """Tell whether a problem of a decision speaks against it: a crosshead in an order stays a crosshead."""
    return problem.grade is not Grade.HINT or not problem.found.startswith("顺序")


def _begins(_: Sheet, sheet: Sheet, action: Action) -> bool:
    line = action.get("line")
    return any(line in (article.first_line, _top_line(sheet, article.id)) for article in sheet.reading.articles)


def _top_line(sheet: Sheet, article: str) -> int:
    return min((row.line for row in sheet.reading.ledger if row.article == article), default=0)


def _is_role(_: Sheet, sheet: Sheet, action: Action) -> bool:
    rows = [row for row in sheet.reading.ledger if row.line == action.get("line")]
    return any(row.role is Role(action["role"]) for row in rows)


def _is_order(_: Sheet, sheet: Sheet, action: Action) -> bool:
    wanted = [int(line) for line in action["order"]]
    read = [[line for block in blocks_of(a) for line in block if line in wanted] for a in sheet.reading.articles]
    return wanted in read


def _is_named(before: Sheet, sheet: Sheet, action: Action) -> bool:
    """Tell whether an article names what was added or renamed, and no longer what was struck."""
    old, new = (_names(s, action) for s in (before, sheet))
    if gone := action.get("strike"):
        return gone not in {name for name, *_ in new}
    return bool(new - old)


def _names(sheet: Sheet, action: Action) -> set[tuple[str, str, bool]]:
    """Return the names of a kind in an article, each with what it is filed under and whether it is a main one."""
    entry = sheet.entries[min(int(action["article"]), len(sheet.entries) - 1)]
    return {
        (getattr(thing, "label", None) or thing.name, getattr(thing, "canonical", ""), getattr(thing, "primary", False))
        for thing in getattr(entry, str(action["section"]))
    }


def _is_struck(before: Sheet, sheet: Sheet, action: Action) -> bool:
    counts = [sum(len(entry.facts) for entry in s.entries) for s in (before, sheet)]
    return counts[1] < counts[0] if action.get("strike") else counts[1] == counts[0]


_EFFECTS: Mapping[str, Callable[[Sheet, Sheet, Action], bool]] = {
    "start": _begins,
    "move_start": _begins,
    "role": _is_role,
    "order": _is_order,
    "name": _is_named,
    "fact": _is_struck,
}
"""What must hold after an action, where reading back without complaint does not say it: sheet before, sheet after."""

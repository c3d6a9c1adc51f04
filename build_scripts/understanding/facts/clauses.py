"""Where a quantity stands: its clause, and the words left and right that belong to it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from build_scripts.understanding.facts.quantity import Quantity

_MORE = r"(?:[，。；：！？…\n;]|,(?!\d{3}))*"
_STOP = re.compile(rf"[，。；：！？…\n;,—](?:(?<=—)—+|(?<![—,]){_MORE}|(?<=,)(?!\d{{3}}){_MORE})")
"""Stops in a row, or a dash; begins with all signs that it may begin with, so that the search skips to the next."""
_FULL_STOP = re.compile(r"[。！？]")
_STOPS = frozenset("，。；：！？…\n,;")
_BRACKET = re.compile(r"[（(][^（）()]{0,80}[）)]")
_QUOTED = re.compile(r"“[^“”。]{1,24}”|《[^《》]{1,60}》")
_JOINS = ("、", "以及", "和", "与", "及")
_JOIN_FIRST = re.compile("|".join(_JOINS))
_AND = re.compile(r"以及|和|与")
HOLE = "\0"


class Spot(NamedTuple):
    """A quantity in its clause."""

    quantity: Quantity
    left: str
    """Words of the clause before it that may name what is measured."""
    left_start: int
    right: str
    """Words after it."""
    right_end: int
    clause: int
    """Number of the clause in the paragraph; quantities of one clause share it."""
    sentence_start: int
    clause_start: int
    shared: bool
    """True where the words before it may belong to the quantity before, as no 、 or 和 divides them."""
    last: bool
    """True for the last quantity of its clause."""
    follows: bool
    """True where only 、 or 和 stands between it and the quantity before: members of one list."""
    prior: str
    """The clause before, as printed; empty at the start of a sentence."""
    following: str
    """The clause after."""


class _Clause(NamedTuple):
    """A clause that holds quantities, and its neighbours."""

    start: int
    end: int
    number: int
    sentence: int
    """Where its sentence begins."""
    prior: str
    following: str


def _view(text: str, quantities: list[Quantity]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with bracketed quantities and quoted stops blanked, and the spans of those brackets."""
    if "（" not in text and "(" not in text and "“" not in text and "《" not in text:
        return text, []
    chars, brackets = list(text), []
    for match in _BRACKET.finditer(text):
        if any(match.start() < q.start < match.end() for q in quantities):
            brackets.append(match.span())
            chars[match.start() : match.end()] = HOLE * (match.end() - match.start())
        else:
            _hide_stops(chars, match)
    for match in _QUOTED.finditer(text):
        _hide_stops(chars, match)
    return "".join(chars), brackets


def _hide_stops(chars: list[str], match: re.Match[str]) -> None:
    """Replace the stops inside brackets or quotes by a character that does not end a clause."""
    for i in range(match.start(), match.end()):
        if chars[i] in _STOPS:
            chars[i] = "\1"


def _clauses(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the clauses of a stretch of text."""
    stops = [match.span() for match in _STOP.finditer(view, start, end)]
    return list(zip([start, *(after for _, after in stops)], [*(stop for stop, _ in stops), end], strict=True))


def place_quantities(text: str, quantities: list[Quantity]) -> list[Spot]:
    """Return each quantity with the words of its clause that belong to it."""
    if not quantities:
        return []
    view, brackets = _view(text, quantities)
    spans = [(s, e, False) for s, e in _clauses(view, 0, len(text))]
    for start, end in brackets:
        spans += [(s, e, True) for s, e in _clauses(text, start + 1, end - 1)]
    spans.sort()
    ends = [0, *(m.end() for m in _FULL_STOP.finditer(text))]
    starts = [q.start for q in quantities]
    placed: list[Spot] = []
    for number, (start, end, inner) in enumerate(spans):
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            continue
        source, inside = text if inner else view, quantities[first : bisect_left(starts, end)]
        members = [q for q in inside if source[q.start] != HOLE]
        if not members:
            continue
        sentence = ends[bisect_right(ends, start) - 1]
        prior = text[slice(*spans[number - 1][:2])] if number and spans[number - 1][0] >= sentence else ""
        following = (
            text[slice(*spans[number + 1][:2])] if text[end : end + 1] == "，" and number + 1 < len(spans) else ""
        )
        placed += _in_clause(text, source, members, _Clause(start, end, number, sentence, prior, following))
    return sorted(placed, key=lambda p: p.quantity.start)


def _in_clause(text: str, source: str, members: list[Quantity], clause: _Clause) -> list[Spot]:
    """Return the quantities of one clause; those that touch (3批27名队员) share the words after the last."""
    placed: list[Spot] = []
    for i in range(len(members) - 1, -1, -1):
        quantity = members[i]
        left_start, follows = (clause.start, False) if i == 0 else _after(source, members[i - 1], quantity)
        right_end = clause.end if i == len(members) - 1 else _before(source, quantity, members[i + 1])
        right = _words(text, source, min(quantity.end, right_end), right_end)
        if placed and members[i + 1].start == quantity.end:
            right, right_end = placed[-1].right, placed[-1].right_end
        placed.append(
            Spot(
                quantity=quantity,
                left=_words(text, source, left_start, quantity.start),
                left_start=left_start,
                right=right,
                right_end=right_end,
                clause=clause.number,
                sentence_start=clause.sentence,
                clause_start=clause.start,
                shared=i > 0 and left_start == members[i - 1].end,
                last=i == len(members) - 1,
                follows=follows,
                prior=clause.prior,
                following=clause.following,
            )
        )
    return placed


def _words(text: str, source: str, start: int, end: int) -> str:
    """Return the printed words of a stretch without what was blanked."""
    if HOLE not in source[start:end]:
        return text[start:end]
    return "".join(c for c, s in zip(text[start:end], source[start:end], strict=True) if s != HOLE)


def _after(view: str, before: Quantity, here: Quantity) -> tuple[int, bool]:
    """Return where the words of a quantity begin that follows another in its clause."""
    between = view[before.end : here.start]
    lead = _JOIN_FIRST.match(between)
    if lead and lead.end() == len(between):
        return here.start, True
    if not between:
        return here.start, False
    if lead:
        return before.end + lead.end(), True
    if between.endswith(_JOINS):
        return here.start, True
    if "、" in between:
        return before.end + between.rindex("、") + 1, True
    joins = list(_AND.finditer(between))
    if joins and joins[-1].end() < len(between):
        return before.end + joins[-1].end(), True
    return before.end, False


def _before(view: str, here: Quantity, after: Quantity) -> int:
    """Return where the words of a quantity end that is followed by another in its clause."""
    between = view[here.end : after.start]
    if not between:
        return here.end
    if between.startswith(_JOINS):
        return here.end
    if between.endswith(_JOINS):
        return here.end + len(between) - (2 if between.endswith("以及") else 1)
    if "、" in between:
        return here.end + between.rindex("、")
    joins = list(_AND.finditer(between))
    return here.end + joins[-1].start() if joins and joins[-1].start() > 0 else after.start

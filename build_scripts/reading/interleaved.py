"""How text is set tells apart articles whose columns lie between one another on a page.

Text extraction treats each article alike from end to end: it breaks the lines at the width of the column, or puts
paragraphs on one line, with a blank where each printed line ended or without. So a block set as an earlier article is,
and not as the one above it, goes on with the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from build_scripts.model import Role
from build_scripts.reading.drafts import Draft, is_brief, is_closed
from build_scripts.reading.pieces import Piece
from build_scripts.reading.roles import Shape, Shaped
from build_scripts.reading.settings import Setting, setting_of
from build_scripts.text import has_dateline

_AHEAD = 12
"""Pieces below among which one is looked for that is long enough to tell."""


def resume(drafts: list[Draft], rest: list[Shaped], i: int) -> Shaped:
    """Make the draft current that goes on at a piece; return the piece, with the rule that found it if one did."""
    item = rest[i]
    if _resume_by_setting(drafts, rest, i):
        return _noting(item, "resumed_by_setting")
    if _resume_by_width(drafts, rest, i):
        return _noting(item, "resumed_by_width")
    if _resume_by_speaker(drafts, rest[i]):
        return item
    if _resume_below_end(drafts, rest, i):
        return _noting(item, "resumed_below_end")
    if _resume_by_make(drafts, rest, i):
        return _noting(item, "resumed_by_make")
    return _noting(item, "resumed_by_number") if _resume_by_number(drafts, item) else item


def _noting(item: Shaped, rule: str) -> Shaped:
    """Return a piece with the rule that gave it to its article, where no other rule told more than that it is text."""
    return replace(item, rule=rule) if item.rule in ("running_text", "numbered_head", "short_line") else item


def _resume_by_setting(drafts: list[Draft], rest: list[Shaped], i: int) -> bool:
    """Go on with an earlier draft, where only that one is set like what stands here."""
    if len(drafts) < 2 or _opens(rest, i):
        return False
    here, current = _coming(rest, i), _setting_of_draft(drafts[-1])
    if here is None or current is None or here is current:
        return False
    alike = [d for d in drafts[:-1] if not is_brief(d) and _setting_of_draft(d) is here]
    if len(alike) == 1 and (alike[0].resumed or not is_closed(alike[0])):
        _go_on_with(drafts, alike[0])
        return True
    return False


_OTHER_WIDTH = 12.0
"""Characters by which the columns of two articles differ at least for their widths to tell them apart."""


_HEADS = 3
"""A text, and the two lines of a crosshead above it."""


def _resume_by_width(drafts: list[Draft], rest: list[Shaped], i: int) -> bool:
    """Go on with an earlier draft, where only its columns are as wide as the one that begins here."""
    if len(drafts) < 2 or rest[i].shape not in (Shape.BODY, Shape.HEAD) or not rest[i].piece.gap_before:
        return False
    text = next((s.piece for s in islice(rest, i, i + _HEADS) if s.shape is Shape.BODY), None)
    current = _widths(drafts[-1])
    if text is None or not text.width or not current or _opens(rest, i):
        return False
    if min(abs(width - text.width) for width in current) < _OTHER_WIDTH:
        return False
    alike = [d for d in drafts[:-1] if d.bodies and all(abs(w - text.width) <= 1 for w in _widths(d) or {0.0})]
    if len(alike) == 1 and (alike[0].resumed or not is_closed(alike[0])):
        _go_on_with(drafts, alike[0])
        return True
    return False


def _widths(draft: Draft) -> set[float]:
    """Return how wide the columns of a draft are, as far as their lines tell."""
    return {piece.width for role, piece, _ in draft.flow if role is Role.BODY and piece.width}


def _go_on_with(drafts: list[Draft], draft: Draft) -> None:
    _take_figure_back(drafts[-1], draft)
    draft.resumed = drafts[-1].resumed = True
    drafts.remove(draft)
    drafts.append(draft)


def _resume_by_speaker(drafts: list[Draft], item: Shaped) -> bool:
    """Go on with the only earlier draft of questions and answers at a question, where the current one has none."""
    if item.rule != "speaker" or not item.text.startswith("问") or len(drafts) < 2 or _speaks(drafts[-1]):
        return False
    asking = [draft for draft in drafts[:-1] if _speaks(draft)]
    if len(asking) == 1 and drafts[-1].bodies:
        _go_on_with(drafts, asking[0])
    return len(asking) == 1


def _speaks(draft: Draft) -> bool:
    return any(rule == "speaker" for _, _, rule in draft.flow)


def _resume_below_end(drafts: list[Draft], rest: list[Shaped], i: int) -> bool:
    """Go on with the only draft that breaks off, where the current one has ended with its office and day."""
    if rest[i].shape is not Shape.BODY or has_dateline(rest[i].piece.spaced):
        return False
    if not drafts or not drafts[-1].issued:
        return False
    waiting = [d for d in drafts[:-1] if d.bodies and not is_closed(d)]
    if len(waiting) != 1:
        return False
    _go_on_with(drafts, waiting[0])
    return True


def _resume_by_make(drafts: list[Draft], rest: list[Shaped], i: int) -> bool:
    """Go on with the draft that breaks off and whose crossheads are made as one is: its neighbour has none such."""
    if len(drafts) < 2 or rest[i].shape is not Shape.HEAD or _opens(rest, i):
        return False
    below = rest[i + 1].piece if i + 1 < len(rest) and rest[i + 1].shape is Shape.HEAD else None
    make = _make(rest[i].piece, below)
    if make is None:
        return _resume_by_parts(drafts, rest[i].piece)
    if make in _makes(drafts[-1]):
        return False
    waiting = [d for d in drafts[:-1] if make in _makes(d) and not is_closed(d)]
    if len(waiting) == 1:
        _go_on_with(drafts, waiting[0])
    return len(waiting) == 1


def _resume_by_parts(drafts: list[Draft], piece: Piece) -> bool:
    """Go on below a brief with the only draft that breaks off, at a line in two parts as long as its crossheads'."""
    made = _parts(piece)
    if len(made) < _SECOND or not is_brief(drafts[-1]) or not is_closed(drafts[-1]):
        return False
    waiting = [d for d in drafts[:-1] if d.bodies and not is_closed(d)]
    heads = [p for role, p, _ in waiting[0].flow if role is Role.CROSSHEAD] if len(waiting) == 1 else []
    if not heads or any(_parts(head) != made for head in heads):
        return False
    _go_on_with(drafts, waiting[0])
    return True


def _parts(piece: Piece) -> tuple[int, ...]:
    return tuple(map(len, piece.spaced.split()))


_QUOTED = re.compile("“[^“”]*”")


def _make(piece: Piece, below: Piece | None) -> str | None:
    """Return how a crosshead is made: what stands around its quoted words, or the length of the first of its two lines.

    None where it is made as any line is.
    """
    if below is not None and below.block == piece.block and len(piece.text) < len(below.text):
        return f"{len(piece.text)} over more"
    around = _QUOTED.sub("“”", piece.text)
    return None if around in (piece.text, "“”") else around


def _makes(draft: Draft) -> set[str | None]:
    heads = [piece for role, piece, _ in draft.flow if role is Role.CROSSHEAD]
    return {_make(piece, below) for piece, below in zip(heads, [*heads[1:], None], strict=False)} - {None}


def _take_figure_back(current: Draft, home: Draft) -> None:
    """Give an article that breaks off before a figure the piece that begins with one, right above where it goes on."""
    bodies = [(i, piece) for i, (role, piece, _) in enumerate(current.flow) if role is Role.BODY]
    if len(bodies) < _SECOND or bodies[-1][0] != len(current.flow) - 1 or is_closed(home):
        return
    last = next((p for role, p, _ in reversed(home.flow) if role is Role.BODY), None)
    if last and _BEFORE_FIGURE.search(last.text) and _FIGURE_FIRST.match(bodies[-1][1].text):
        home.flow.append(current.flow.pop())


_BEFORE_FIGURE = re.compile("(?:率|比例|占比|比重|[达到至为共有近超约升降加少投])$")
_FIGURE_FIRST = re.compile(r"\d[\d.,]*(?![\d年月日岁时号、.．路])")


def _resume_by_number(drafts: list[Draft], item: Shaped) -> bool:
    """Go on with the draft whose numbered heads a head goes on with: 二、 after 一、."""
    number = _number(item.piece) if item.shape is Shape.CROSSHEAD else 0
    if len(drafts) < 2:
        return False
    if number < _SECOND or number - 1 in _numbers(drafts[-1]):
        return _resume_by_inner_number(drafts, item)
    waiting = [d for d in drafts[:-1] if number - 1 in (found := _numbers(d)) and number not in found]
    if len(waiting) == 1:
        _go_on_with(drafts, waiting[0])
    return len(waiting) == 1


def _resume_by_inner_number(drafts: list[Draft], item: Shaped) -> bool:
    """Go on with the draft whose last number of the second rank is the one before: （二） after （一）."""
    number = _inner_number(item.piece)
    if number < _SECOND or _last_inner(drafts[-1]) == number - 1:
        return False
    waiting = [d for d in drafts[:-1] if _last_inner(d) == number - 1]
    if len(waiting) == 1:
        _go_on_with(drafts, waiting[0])
    return len(waiting) == 1


def _inner_number(piece: Piece) -> int:
    """Return the number of the second rank that a piece begins with, （一） to （十）; 0 where it has none."""
    found = _INNER.match(piece.text)
    return _NUMERALS.index(found.group(1)) + 1 if found else 0


def _last_inner(draft: Draft) -> int:
    """Return the last number of the second rank since the last head of the first; 0 where there is none."""
    for _, piece, _ in reversed(draft.flow):
        if inner := _inner_number(piece):
            return inner
        if _number(piece):
            break
    return 0


_SECOND = 2
_NUMERALS = "一二三四五六七八九十"
_INNER = re.compile(f"（([{_NUMERALS}])）")
_NUMBER = re.compile(f"([{_NUMERALS}])、")


def _number(piece: Piece) -> int:
    """Return the number that a head of the first rank has, 一、 to 十、; 0 where it has none."""
    found = _NUMBER.match(piece.text)
    return _NUMERALS.index(found.group(1)) + 1 if found else 0


def _numbers(draft: Draft) -> set[int]:
    return {_number(piece) for role, piece, _ in draft.flow if role is Role.CROSSHEAD}


def in_printed_order(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts as they begin on the page."""
    return sorted(drafts, key=lambda d: min((p.line for p in _pieces(d)), default=0))


def _pieces(draft: Draft) -> list[Piece]:
    return [*(p for _, p, _ in draft.heads), *draft.bylines, *(p for _, p, _ in draft.flow)]


def _opens(rest: list[Shaped], i: int) -> bool:
    """Tell whether the short lines at a place are the head of another article, by what they are made of."""
    for item in islice(rest, i, i + _AHEAD):
        if item.shape is Shape.BODY:
            return has_dateline(item.piece.spaced)
        if item.shape in (Shape.BYLINE, Shape.DECK, Shape.KICKER, Shape.COLUMN, Shape.SUMMARY):
            return True
    return True


def _coming(rest: list[Shaped], i: int) -> Setting | None:
    """Return how the text is set from a place on, by its first piece that tells."""
    text = False
    for item in islice(rest, i, i + _AHEAD):
        if item.shape is Shape.BODY:
            text = True
            if found := setting_of(item.piece, from_start=True):
                return found
        elif text and item.shape is not Shape.CAPTION:
            return None
    return None


def _setting_of_draft(draft: Draft) -> Setting | None:
    """Return how a draft is set; None where too little tells, or where its pieces differ."""
    known = [
        found for role, piece, _ in draft.flow if role is Role.BODY and (found := setting_of(piece, from_start=True))
    ]
    return known[0] if known and len(set(known)) == 1 else None

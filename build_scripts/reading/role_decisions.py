"""An editor's decisions on what lines are: a false crosshead is text, an advertisement belongs to no article.

The lines take their role before articles are gathered, so that whatever stands around them is read accordingly;
what gathering still makes otherwise of them is set right afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from build_scripts.editing import RoleDecision
from build_scripts.model import ROLE_WORDS, LedgerRow, Problem, RawPage, Role
from build_scripts.quoting import Finder, find_quote, fold, no_longer_fits
from build_scripts.reading.decisions import Place, cut_at, place_of
from build_scripts.reading.drafts import Draft
from build_scripts.reading.formats import is_marked_up
from build_scripts.reading.pieces import Mark, Piece, Span
from build_scripts.reading.roles import EDITOR_ROLE, Shape, Shaped

_SHAPES = {
    Role.COLUMN: Shape.COLUMN,
    Role.KICKER: Shape.KICKER,
    Role.HEADLINE: Shape.HEAD,
    Role.DECK: Shape.DECK,
    Role.BYLINE: Shape.BYLINE,
    Role.SUMMARY: Shape.SUMMARY,
    Role.CROSSHEAD: Shape.CROSSHEAD,
    Role.BODY: Shape.BODY,
    Role.CAPTION: Shape.CAPTION,
    Role.FURNITURE: Shape.FURNITURE,
}
_WHOLE = (Role.BODY, Role.CAPTION, Role.SUMMARY)
"""Roles that paragraphs have: they are given to all lines of one; the others to the quoted lines only."""
_FLOW = (Role.BODY, Role.CROSSHEAD, Role.CAPTION)
_WHAT = "归类"
Roles = dict[Place, RoleDecision]


def find_roles(page: RawPage, pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], Roles, tuple[Problem, ...]]:
    """Return the pieces, cut where a decision speaks of some lines of one, what is decided by place, and problems."""
    if not page.decisions.roles:
        return pieces, {}, ()
    problems: list[Problem] = []
    roles: Roles = {}
    cuts: set[Place] = set()
    texts = [_raw(page, piece) for piece in pieces]
    finder = Finder(texts)
    for decision in page.decisions.roles:
        hits = _clearest(texts, finder.numbers(decision.quote.text), decision.quote.text)
        if len(hits) != 1:
            lines = "、".join(str(pieces[hit].line) for hit in hits[:5])
            reason = f"原文里有{len(hits)}处这几个字（第{lines}行），请多引几个字" if hits else ""
            problems.append(no_longer_fits(page, _WHAT, decision.quote, reason))
            continue
        spans = _spans_of(page, pieces[hits[0]], decision)
        cuts |= {place_of(span) for span in spans}
        roles[place_of(spans[0])] = decision
    pieces = tuple(part for piece in pieces for part in cut_at(page, piece, cuts))
    return pieces, roles, tuple(problems)


def _raw(page: RawPage, piece: Piece) -> str:
    return "".join(page.lines[span.line - 1][span.start : span.end] for span in piece.spans)


def _clearest(texts: list[str], hits: list[int], quote: str) -> list[int]:
    """Return where a quotation stands: as a whole line, at the beginning of one, or anywhere."""
    wanted = fold(quote)
    whole = [hit for hit in hits if fold(texts[hit]) == wanted]
    return whole or [hit for hit in hits if fold(texts[hit]).startswith(wanted)] or hits


def _spans_of(page: RawPage, piece: Piece, decision: RoleDecision) -> list[Span]:
    """Return the span at which the part of a piece begins that is decided on, and the one that follows it."""
    if Role(decision.role) in _WHOLE or is_marked_up(page.file):
        return [piece.spans[0]]
    start, end = find_quote(_raw(page, piece), decision.quote.text)[0]
    offset, quoted = 0, []
    for span in piece.spans:
        if offset < end and start < offset + span.end - span.start:
            quoted.append(span)
        offset += span.end - span.start
    following = [span for span in piece.spans if span.line > quoted[-1].line]
    return [next(span for span in piece.spans if span.line == quoted[0].line), *following[:1]]


def shape_as_decided(shaped: tuple[Shaped, ...], roles: Roles) -> tuple[Shaped, ...]:
    """Return the pieces of a page with the shapes that editors gave them."""
    return tuple(_shaped(item, roles) for item in shaped) if roles else shaped


def _shaped(item: Shaped, roles: Roles) -> Shaped:
    decision = roles.get(place_of(item.piece.spans[0]))
    if decision is None:
        return item
    role = Role(decision.role)
    mark = Mark.HEADLINE if role is Role.HEADLINE else None  # a headline opens an article
    kind = ROLE_WORDS[role] if role is Role.FURNITURE else None
    return Shaped(replace(item.piece, mark=mark), _SHAPES[role], EDITOR_ROLE, kind)


def settle_roles(drafts: list[Draft], roles: Roles) -> None:
    """Set right, in the drafts of a page, the lines that gathering made something else of."""
    for draft in drafts if roles else ():
        for role, piece, rule in [*draft.heads, *draft.flow]:
            decision = roles.get(place_of(piece.spans[0]))
            wanted = Role(decision.role) if decision else role
            if wanted is not role and wanted not in (Role.BYLINE, Role.FURNITURE):
                _move(draft, (role, piece, rule), wanted)
            elif decision:
                _renamed(draft, piece)


def _renamed(draft: Draft, piece: Piece) -> None:
    """Say of a line that stands where an editor wants it that it was decided."""
    for parts in (draft.heads, draft.flow):
        parts[:] = [(role, p, EDITOR_ROLE if p is piece else rule) for role, p, rule in parts]


def _move(draft: Draft, part: tuple[Role, Piece, str], wanted: Role) -> None:
    """Give a line another role, and the place in its draft that goes with it."""
    role, piece, _ = part
    if role in _FLOW:
        at = draft.flow.index(part)
        del draft.flow[at]
        if draft.byline_at is not None and at < draft.byline_at:
            draft.byline_at -= 1
    else:
        draft.heads.remove(part)
    parts = draft.flow if wanted in _FLOW else draft.heads
    at = next((i for i, (_, other, _) in enumerate(parts) if other.line > piece.line), len(parts))
    parts.insert(at, (wanted, piece, EDITOR_ROLE))
    if wanted in _FLOW and draft.byline_at is not None and at < draft.byline_at:
        draft.byline_at += 1
    if Role.COLUMN in (role, wanted):
        draft.column = " ".join(p.spaced for p in draft.head(Role.COLUMN)) or None


def check_roles(page: RawPage, roles: Roles, ledger: list[LedgerRow]) -> Iterator[Problem]:
    """Yield a problem for each line that could not be made what an editor said."""
    found: Mapping[Place, Role] = {(row.line, row.start): row.role for row in ledger}
    for place, decision in roles.items():
        role = found.get(place)
        if role is not Role(decision.role):
            now = f"读成了{ROLE_WORDS[role]}" if role else "没有单独读成一行"
            reason = f"第{place[0]}行{now}，改不成{ROLE_WORDS[Role(decision.role)]}"
            yield no_longer_fits(page, _WHAT, decision.quote, reason, "请改作别的一类，或者多引几个字")

"""A headline that an editor gives, where it stands among the lines of its article: they leave the text for the head."""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.editing import ArticleDecision
from build_scripts.model import RawPage, Role
from build_scripts.quoting import fold
from build_scripts.reading.decisions import cut_at, place_of
from build_scripts.reading.drafts import EDITOR_TITLE, Draft, Part
from build_scripts.reading.pieces import Piece, Span

_MOST_LINES = 6
"""Printed lines of one headline."""
Unit = tuple[Piece, tuple[Span, ...], str]
"""A printed line of a piece: its spans, and its words as they are compared."""


def take_out_titles(page: RawPage, drafts: list[Draft]) -> None:
    """Make the lines of each article that print the headline which its editor gives its headline."""
    decisions = [decision for decision in page.decisions.articles if decision.title]
    texts = [_words(draft) for draft in drafts] if decisions else []
    for decision in decisions:
        hits = [draft for draft, text in zip(drafts, texts, strict=True) if _is_meant(draft, text, decision)]
        if len(hits) == 1 and decision.title:
            _take_out(page, hits[0], fold(decision.title))


def _words(draft: Draft) -> str:
    return "".join(fold(piece.text) for _, piece, _ in [*draft.heads, *draft.flow])


def _is_meant(draft: Draft, text: str, decision: ArticleDecision) -> bool:
    return draft.bodies > 0 and fold(decision.quote.text) in text


def _take_out(page: RawPage, draft: Draft, wanted: str) -> None:
    run = _run(page, draft, wanted)
    parts = {id(unit[0]): unit[0] for unit in run}
    if not run or all(any(piece is head for head in draft.head(Role.HEADLINE)) for piece in parts.values()):
        return
    lines = {span.line for _, spans, _ in run for span in spans}
    cut = {key: _cut(page, piece, lines) for key, piece in parts.items()}
    if any(set(piece.lines) & lines and not set(piece.lines) <= lines for pieces in cut.values() for piece in pieces):
        return  # a piece that cannot be taken apart
    flow = [part for old in draft.flow for part in _without(old, cut.get(id(old[1])), lines)]
    if not any(role is Role.BODY for role, _, _ in flow):
        return
    first = run[0][0].line
    heads = [part for old in draft.heads for part in _without(old, cut.get(id(old[1])), lines)]
    title = [piece for pieces in cut.values() for piece in pieces if set(piece.lines) <= lines]
    # What was taken for the headline stays in the head.
    heads = [(_beside(role, piece, first), piece, rule) for role, piece, rule in heads]
    heads += [(Role.HEADLINE, piece, EDITOR_TITLE) for piece in title]
    if draft.byline_at is not None:
        above = draft.flow[: draft.byline_at]
        draft.byline_at = sum(1 for old in above for _ in _without(old, cut.get(id(old[1])), lines))
    draft.heads, draft.flow = sorted(heads, key=lambda part: part[1].line), flow


def _run(page: RawPage, draft: Draft, wanted: str) -> list[Unit]:
    """Return the printed lines of an article that together are the wanted words."""
    units = [unit for piece in _printed_order(draft) for unit in _units(page, piece)]
    for start in range(len(units)):
        text = ""
        for end in range(start, min(start + _MOST_LINES, len(units))):
            text += units[end][2]
            if text == wanted:
                return units[start : end + 1]
            if not wanted.startswith(text):
                break
    return []


def _printed_order(draft: Draft) -> list[Piece]:
    return sorted((piece for _, piece, _ in [*draft.heads, *draft.flow]), key=lambda piece: place_of(piece.spans[0]))


def _units(page: RawPage, piece: Piece) -> Iterator[Unit]:
    for line in piece.lines:
        spans = tuple(span for span in piece.spans if span.line == line)
        yield piece, spans, fold("".join(page.lines[span.line - 1][span.start : span.end] for span in spans))


def _cut(page: RawPage, piece: Piece, lines: set[int]) -> list[Piece]:
    """Return a piece in parts that are wholly of the lines or not of them at all."""
    starts = {
        place_of(span)
        for before, span in zip(piece.spans, piece.spans[1:], strict=False)
        if _parts(before, span, lines)
    }
    return list(cut_at(page, piece, starts))


def _parts(before: Span, span: Span, lines: set[int]) -> bool:
    return (before.line in lines) != (span.line in lines)


def _without(old: Part, cut: list[Piece] | None, lines: set[int]) -> Iterator[Part]:
    """Yield what a part of a draft leaves when lines are taken out of it."""
    role, _, rule = old
    if cut is None:
        yield old
    else:
        yield from ((role, piece, rule) for piece in cut if not set(piece.lines) & lines)


def _beside(role: Role, piece: Piece, first: int) -> Role:
    if role is not Role.HEADLINE:
        return role
    return Role.KICKER if piece.line < first else Role.DECK

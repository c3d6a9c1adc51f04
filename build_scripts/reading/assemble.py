"""A draft -> an Article: paragraphs joined and mended, head and byline read, every change recorded."""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.model import (
    Article,
    Author,
    Caption,
    Correction,
    CorrectionKind,
    RawPage,
    Role,
)
from build_scripts.reading.bylines import dateline_authors, read_byline
from build_scripts.reading.certainty import Ground, is_settled, neighbours
from build_scripts.reading.closings import day_below
from build_scripts.reading.drafts import EDITOR_TITLE, Draft
from build_scripts.reading.language import language_of
from build_scripts.reading.mending import mend_misprints
from build_scripts.reading.order import Ordered
from build_scripts.reading.paragraphs import Body, build_body
from build_scripts.reading.roles import strip_summary_mark
from build_scripts.reading.signatures import closing_signature
from build_scripts.reading.titles import made_title


def assemble(draft: Draft, page: RawPage, ordered: Ordered, page_text: str, *, page_in_order: bool = True) -> Article:
    """Return the article of a draft that has running text, in the order that was found for it."""
    body = Body(
        Ground(is_settled(draft.flow, ordered.links), page_in_order), neighbours(draft.flow), page_text=page_text
    )
    build_body(body, draft, ordered)
    first, last = _line_range(draft)
    byline, signed = _byline(draft, body)
    corrections: list[Correction] = []
    title = _head_text(draft, Role.HEADLINE, corrections, page_text)
    return Article(
        id=draft.id,
        file=page.file,
        first_line=first,
        last_line=last,
        title=title or made_title(body.paragraphs[0].text),
        title_is_ours=title is None,
        kicker=_head_text(draft, Role.KICKER, corrections, page_text),
        deck=_deck(draft, corrections, page_text),
        column=draft.column,
        summary=_summary(draft),
        byline=byline + signed,
        signed_on=next(filter(None, (day_below(piece.spaced) for piece in draft.bylines)), None),
        paragraphs=tuple(body.paragraphs),
        crossheads=tuple(body.crossheads),
        captions=_captions(draft, body),
        corrections=tuple(corrections + body.corrections),
        gaps=tuple(body.gaps),
        joins=tuple(body.joins),
        jump_from=draft.jump_from,
        jump_to=draft.jump_to,
        language=language_of("".join(p.text for p in body.paragraphs)),
    )


def captions_as_body(draft: Draft) -> None:
    """Make the caption the text of an article that has a headline and a picture and nothing else."""
    if draft.head(Role.HEADLINE):
        draft.flow = [
            (Role.BODY, piece, "caption_is_the_text")
            if role is Role.CAPTION and len(piece.text) > 20
            else (role, piece, rule)
            for role, piece, rule in draft.flow
        ]


def _line_range(draft: Draft) -> tuple[int, int]:
    pieces = [p for _, p, _ in [*draft.heads, *draft.flow]] + draft.bylines
    lines = [s.line for p in pieces for s in p.spans]
    heads = [p.line for _, p, rule in draft.heads if rule != EDITOR_TITLE] or [min(lines)]
    return min(heads), max(lines)


def _byline(draft: Draft, body: Body) -> tuple[tuple[Author, ...], tuple[Author, ...]]:
    authors: list[Author] = []
    for piece in draft.bylines:
        if day_below(piece.spaced) == piece.spaced:
            continue
        for author in read_byline(piece.spaced) or (Author(piece.spaced, None),):
            role = author.role or (authors[-1].role if authors and piece.spaced[:1] not in "□■●◎" else None)
            authors.append(replace(author, role=role))
    if not authors:
        authors += dateline_authors(next(p.spaced for r, p, _ in draft.flow if r is Role.BODY))
    last = body.paragraphs[-1]
    # The names of a signature are told apart by blanks, which the closed-up text has lost.
    _, signed = closing_signature(draft.flow[next(reversed(body.paragraph_of))][1].spaced)
    at = max(last.text.rfind("（"), last.text.rfind("("))
    if signed and at >= 0:
        body.paragraphs[-1] = replace(last, text=last.text[:at])
    return tuple(authors), tuple(a for a in signed if a.name not in {b.name for b in authors})


def _head_text(draft: Draft, role: Role, corrections: list[Correction], page_text: str) -> str | None:
    pieces = draft.head(role)
    if not pieces:
        return None
    text, found = mend_misprints(" ".join(p.spaced for p in pieces), pieces[0].line, None, page_text)
    corrections += found
    return text


def _deck(draft: Draft, corrections: list[Correction], page_text: str) -> str | None:
    text = _head_text(draft, Role.DECK, corrections, page_text)
    rules = [(p, rule) for role, p, rule in draft.heads if role is Role.DECK]
    if text is None or rules[0][1] != "dash_read_as_one":
        return text
    piece = rules[0][0]
    stem = re.match(r"一[^，。 ]{2,8}", text)
    raw = stem.group()[:7] if stem else text[:7]
    corrections.append(Correction(raw, f"——{raw[1:]}", CorrectionKind.MISPRINT, "副题前的破折号读成“一”", piece.line))
    return f"——{text[1:]}"


def _summary(draft: Draft) -> str | None:
    pieces = draft.head(Role.SUMMARY)
    return "".join(strip_summary_mark(p.text) for p in pieces) or None


_PLACE = re.compile(
    "^(?:[①-⑳][:：]?|图[①-⑳][:：]|图[1-9一二三四五六七八九][:：]|[↑↓←→↖↗↘↙▲▼◀▶△▽]"
    "|[（(]?(?:[左右中][上下]|[上下][左右中]?|[左右题])图(?:[（(][左右上下中][）)])?[）)]?[:：])"
)
"""What tells where on the page the picture of a caption stood."""


def _captions(draft: Draft, body: Body) -> tuple[Caption, ...]:
    captions = []
    before = None
    for i, (role, piece, _) in enumerate(draft.flow):
        before = body.paragraph_of.get(i, before)
        if role is Role.CAPTION:
            captions.append(Caption(_PLACE.sub("", piece.text), before, piece.lines))
    return tuple(captions)

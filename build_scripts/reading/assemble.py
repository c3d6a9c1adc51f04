"""A draft -> an Article: paragraphs joined and mended, head and byline read, every change recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from build_scripts.model import (
    Article,
    Author,
    Caption,
    Correction,
    CorrectionKind,
    Crosshead,
    Gap,
    Join,
    Paragraph,
    RawPage,
    Role,
)
from build_scripts.reading.bylines import close_names, closing_signature, dateline_authors, has_dateline, read_byline
from build_scripts.reading.certainty import Ground, is_certain, is_settled, neighbours
from build_scripts.reading.drafts import Draft
from build_scripts.reading.language import language_of
from build_scripts.reading.mending import lost_ending, mend_misprints
from build_scripts.reading.order import Link, Ordered
from build_scripts.reading.pieces import Piece
from build_scripts.reading.roles import strip_summary_mark
from build_scripts.reading.seams import is_open
from build_scripts.reading.titles import made_title

_LATIN_WORD = re.compile("[A-Za-z]{2}")


@dataclass(slots=True)
class _Body:
    """The body while it is put together."""

    ground: Ground
    after: dict[int, int]
    """Number of a piece in the flow -> number of the next, captions left out."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    crossheads: list[Crosshead] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    page_text: str = ""
    """Everything that the page prints, without spaces: what stands there elsewhere is no misprint."""
    paragraph_of: dict[int, int] = field(default_factory=dict)
    """Number in the flow -> number of the paragraph it went into."""


def assemble(draft: Draft, page: RawPage, ordered: Ordered, page_text: str, *, page_in_order: bool = True) -> Article:
    """Return the article of a draft that has running text, in the order that was found for it."""
    body = _Body(
        Ground(is_settled(draft.flow, ordered.links), page_in_order), neighbours(draft.flow), page_text=page_text
    )
    _build_body(body, draft, ordered)
    first, last = _line_range(draft)
    byline, signed = _byline(draft, body)
    corrections: list[Correction] = []
    title = _head_text(draft, Role.HEADLINE, corrections, page_text)
    return Article(
        id=f"{page.page_id}-{first}",
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
    heads = [p.line for _, p, _ in draft.heads] or [min(lines)]
    return min(heads), max(lines)


def _build_body(body: _Body, draft: Draft, ordered: Ordered) -> None:
    links = {link.left: link for link in ordered.links}
    pending: list[Piece] = []
    i = 0
    while i < len(ordered.order):
        number = ordered.order[i]
        role, piece, _ = draft.flow[number]
        if role is Role.CROSSHEAD:
            pending.append(piece)
            i += 1
            continue
        chain = [number]
        while (
            (link := links.get(chain[-1]))
            and i + len(chain) < len(ordered.order)
            and ordered.order[i + len(chain)] == link.right
        ):
            chain.append(link.right)
        _crosshead(body, pending)
        pending = []
        _paragraph(body, draft, chain, links)
        i += len(chain)
    _crosshead(body, pending)


def _crosshead(body: _Body, pieces: list[Piece]) -> None:
    """Add the crossheads that wait for their paragraph; lines of one block are one crosshead in parts."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and groups[-1][-1].block == piece.block and piece.gap_before == 0 and len(groups[-1]) < 3:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    for group in groups:
        text = " ".join(p.spaced for p in group)
        mended, found = mend_misprints(text, group[0].line, None, body.page_text)
        body.corrections += found
        body.crossheads.append(Crosshead(mended, len(body.paragraphs), group[0].line))


def _paragraph(body: _Body, draft: Draft, chain: list[int], links: dict[int, Link]) -> None:
    number = len(body.paragraphs)
    pieces = [draft.flow[i][1] for i in chain]
    text = _opening(pieces[0])
    for left, piece in zip(chain, pieces[1:], strict=False):
        link = links[left]
        if link.overlap:
            text = _merge_overlap(body, text, piece, link, number)
            continue
        if link.torn:
            body.gaps.append(Gap(number, len(text), text[-8:], piece.text[:8]))
        body.joins.append(_join(body, draft, link, number, len(text)))
        text += f" {piece.text}" if text[-1:].isascii() and _LATIN_WORD.match(piece.text) else piece.text
    text = _finish(body, text, pieces[-1], number)
    text, found = mend_misprints(text, pieces[0].line, number, body.page_text)
    if found:  # what was mended inside an earlier correction is part of what that one shows
        body.corrections = [
            replace(c, fixed=text[c.start : c.start + len(c.fixed)]) if c.paragraph == number else c
            for c in body.corrections
        ]
    body.corrections += [replace(c, line=_line_of(c, pieces)) for c in found]
    for i in chain:
        body.paragraph_of[i] = number
    lines = tuple(dict.fromkeys(line for p in pieces for line in p.lines))
    body.paragraphs.append(Paragraph(text, lines, pieces[0].kind))


def _join(body: _Body, draft: Draft, link: Link, number: int, offset: int) -> Join:
    flow = draft.flow
    certain = is_certain(link, body.ground, near=body.after.get(link.left) == link.right)
    score = link.seam.score if link.torn else link.score
    second = (round(link.second[0], 2), flow[link.second[1]][1].line) if link.second else None
    from_line, to_line = flow[link.left][1].lines[-1], flow[link.right][1].line
    return Join(number, offset, from_line, to_line, certain, link.seam.why, round(score, 2), second)


def _opening(piece: Piece) -> str:
    """Return a paragraph's first piece; a dateline keeps the spaces between its parts."""
    if not has_dateline(piece.spaced):
        return piece.text
    if bracket := re.match(r"[^（。，]{2,24}（[^（）。]{2,60}）", piece.spaced):
        return close_names(bracket.group()) + piece.text[len(bracket.group().replace(" ", "")) :]
    parts = piece.spaced.split(" ")
    at = next((i for i, p in enumerate(parts) if p.endswith("报道")), 0)
    head = " ".join(parts[: at + 1])
    rest = piece.text[len(head.replace(" ", "")) :]
    return f"{head} {rest}" if rest and at + 1 < len(parts) else piece.text


def _line_of(correction: Correction, pieces: list[Piece]) -> int:
    """Return the source line of the piece that shows the misprint."""
    return next((p.line for p in pieces if correction.raw in p.text), correction.line)


def _merge_overlap(body: _Body, text: str, piece: Piece, link: Link, number: int) -> str:
    head, rest = piece.text[: link.overlap], piece.text[link.overlap :]
    keep = len(text) - link.overlap
    tail, first = text[keep:], 0
    while tail[first] != head[first]:
        first += 1  # the halves of the seam were read differently: the second reading is whole
    if first:
        raw, fixed = text[keep - 1 : keep + first], text[keep - 1 : keep] + head[:first]
        reason = "换栏处重印的同一句尾作此字"
        body.corrections.append(Correction(raw, fixed, CorrectionKind.MISPRINT, reason, piece.line, number, keep - 1))
    body.corrections.append(
        Correction(
            tail[first:] + head,
            head[first:],
            CorrectionKind.OVERLAP,
            "换栏处同一句尾印了两遍，只留一遍",
            piece.line,
            number,
            keep + first,
        )
    )
    return text[:keep] + head + rest


def _finish(body: _Body, text: str, piece: Piece, number: int) -> str:
    """Complete or mark a paragraph that stops without an end."""
    if piece.ends or not is_open(text) or text[-1] in "”’）】》":
        return text
    ending = lost_ending(text)
    if ending is None:
        body.gaps.append(Gap(number, len(text), text[-8:], ""))
        return text
    raw = re.split(r"[，、；：]", text)[-1][-8:]
    reason = "栏末缺句号" if ending == "。" else f"栏末缺字，按词补“{ending}”"
    body.corrections.append(
        Correction(raw, raw + ending, CorrectionKind.LOST, reason, piece.lines[-1], number, len(text) - len(raw))
    )
    return text + ending


def _byline(draft: Draft, body: _Body) -> tuple[tuple[Author, ...], tuple[Author, ...]]:
    authors: list[Author] = []
    for piece in draft.bylines:
        for author in read_byline(piece.spaced):
            role = author.role or (authors[-1].role if authors and piece.spaced[:1] not in "□■●◎" else None)
            authors.append(replace(author, role=role))
    if not authors:
        authors += dateline_authors(next(p.spaced for r, p, _ in draft.flow if r is Role.BODY))
    last = body.paragraphs[-1]
    text, signed = closing_signature(last.text)
    if signed:
        body.paragraphs[-1] = replace(last, text=text)
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


def _captions(draft: Draft, body: _Body) -> tuple[Caption, ...]:
    captions = []
    before = None
    for i, (role, piece, _) in enumerate(draft.flow):
        before = body.paragraph_of.get(i, before)
        if role is Role.CAPTION:
            text = re.sub(r"^[①-⑳]\s*", "", piece.text)
            captions.append(Caption(text, before, piece.lines))
    return tuple(captions)

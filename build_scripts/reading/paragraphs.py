"""The flow of an article in its order -> paragraphs and crossheads, joined and mended, every change recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from build_scripts.model import Correction, CorrectionKind, Crosshead, Gap, Join, Paragraph, Role
from build_scripts.reading.bylines import close_names
from build_scripts.reading.certainty import Ground, is_certain
from build_scripts.reading.drafts import Draft
from build_scripts.reading.joins import Link
from build_scripts.reading.mending import lost_ending, mend_misprints
from build_scripts.reading.order import Ordered
from build_scripts.reading.pieces import Piece
from build_scripts.reading.seams import is_open
from build_scripts.text import has_dateline

_LATIN_WORD = re.compile("[A-Za-z]{2}")


@dataclass(slots=True)
class Body:
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


def build_body(body: Body, draft: Draft, ordered: Ordered) -> None:
    """Put the pieces of a flow together, in the order that was found for them."""
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


_HEAD_MARKS = "■□●○◆◇★☆▲△►▶▌▍▪ "
"""Marks that papers set before crossheads; they are no words of theirs."""


def _crosshead(body: Body, pieces: list[Piece]) -> None:
    """Add the crossheads that wait for their paragraph; lines of one block are one crosshead in parts."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and groups[-1][-1].block == piece.block and piece.gap_before == 0 and len(groups[-1]) < 3:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    for group in groups:
        text = " ".join(p.spaced for p in group).lstrip(_HEAD_MARKS)
        mended, found = mend_misprints(text, group[0].line, None, body.page_text)
        body.corrections += found
        body.crossheads.append(Crosshead(mended, len(body.paragraphs), group[0].line))


def _paragraph(body: Body, draft: Draft, chain: list[int], links: dict[int, Link]) -> None:
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
    lines = tuple(dict.fromkeys([span.line for p in pieces for span in p.spans]))
    body.paragraphs.append(Paragraph(text, lines, pieces[0].kind))


def _join(body: Body, draft: Draft, link: Link, number: int, offset: int) -> Join:
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
        return close_names(bracket.group()).replace(" （", "（") + piece.text[len(bracket.group().replace(" ", "")) :]
    parts = piece.spaced.split(" ")
    at = next((i for i, p in enumerate(parts) if p.endswith("报道")), 0)
    head = " ".join(parts[: at + 1])
    rest = piece.text[len(head.replace(" ", "")) :]
    return f"{head} {rest}" if rest and at + 1 < len(parts) else piece.text


def _line_of(correction: Correction, pieces: list[Piece]) -> int:
    """Return the source line of the piece that shows the misprint."""
    return next((p.line for p in pieces if correction.raw in p.text), correction.line)


def _merge_overlap(body: Body, text: str, piece: Piece, link: Link, number: int) -> str:
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


def _finish(body: Body, text: str, piece: Piece, number: int) -> str:
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

"""The texts of an article by name, so that a change of characters keeps every offset that stands on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from build_scripts.model import Article, Correction

_HEADS = ("title", "kicker", "deck", "summary", "column")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a text stands in an article."""

    field: str
    """title, kicker, deck, summary, column, paragraphs, crossheads or captions."""
    number: int = 0

    @property
    def paragraph(self) -> int | None:
        """Number of the paragraph; None for a text that is none."""
        return self.number if self.field == "paragraphs" else None


def slots(article: Article) -> Iterator[tuple[Slot, str]]:
    """Yield every text that an article prints; a headline of our own is made of its words and none of them."""
    for name in _HEADS:
        if (text := getattr(article, name)) and not (name == "title" and article.title_is_ours):
            yield Slot(name), text
    for name in ("paragraphs", "crossheads", "captions"):
        for number, part in enumerate(getattr(article, name)):
            yield Slot(name, number), part.text


def text_of(article: Article, slot: Slot) -> str:
    """Return one text of an article."""
    part = getattr(article, slot.field)
    text: str = (part or "") if slot.field in _HEADS else part[slot.number].text
    return text


def lines_of(article: Article, slot: Slot) -> tuple[int, ...]:
    """Return the source lines that a text may come from, for the line of a correction."""
    if slot.field == "crossheads":
        return (article.crossheads[slot.number].line,)
    if slot.field in {"paragraphs", "captions"}:
        lines: tuple[int, ...] = getattr(article, slot.field)[slot.number].lines
        return lines
    return tuple(range(article.first_line, article.last_line + 1))


def corrections_of(article: Article, slot: Slot, text: str) -> tuple[Correction, ...]:
    """Return the corrections that stand in a text; those of heads, crossheads and captions are known by their words."""
    return tuple(
        c
        for c in article.corrections
        if c.paragraph == slot.paragraph and (c.paragraph is not None or text[c.start :].startswith(c.fixed))
    )


def printed(text: str, corrections: tuple[Correction, ...]) -> tuple[str, tuple[tuple[int, int, Correction], ...]]:
    """Return a text with its corrections undone, and where the printed words of each then stand."""
    shift, spans = 0, []
    out = text
    for c in sorted(corrections, key=lambda c: c.start):
        at = c.start + shift
        if at < 0 or out[at : at + len(c.fixed)] != c.fixed:
            continue  # it lies over one that was undone already
        out = out[:at] + c.raw + out[at + len(c.fixed) :]
        spans.append((at, at + len(c.raw), c))
        shift += len(c.raw) - len(c.fixed)
    return out, tuple(spans)


def splice(article: Article, slot: Slot, start: int, end: int, new: str) -> Article:
    """Return an article with characters of one text replaced; whatever stood behind them moves along."""
    delta = len(new) - (end - start)

    def moved(offset: int) -> int:
        return offset + delta if offset >= end else min(offset, start + len(new))

    text = text_of(article, slot)
    article = with_text(article, slot, text[:start] + new + text[end:])
    if slot.paragraph is None:
        return article
    here = slot.paragraph
    return replace(
        article,
        corrections=tuple(replace(c, start=moved(c.start)) if c.paragraph == here else c for c in article.corrections),
        refused=tuple(replace(c, start=moved(c.start)) if c.paragraph == here else c for c in article.refused),
        gaps=tuple(replace(g, offset=moved(g.offset)) if g.paragraph == here else g for g in article.gaps),
        joins=tuple(replace(j, offset=moved(j.offset)) if j.paragraph == here else j for j in article.joins),
    )


def with_text(article: Article, slot: Slot, text: str) -> Article:
    """Return an article with one of its texts replaced."""
    if slot.field in _HEADS:
        heads: dict[str, Any] = {slot.field: text}
        return replace(article, **heads)
    parts: list[Any] = list(getattr(article, slot.field))
    parts[slot.number] = replace(parts[slot.number], text=text)
    changed: dict[str, Any] = {slot.field: tuple(parts)}
    return replace(article, **changed)


def without(article: Article, correction: Correction) -> Article:
    """Return an article without the record of a correction."""
    return replace(article, corrections=tuple(c for c in article.corrections if c is not correction))

"""The blocks of an article and the shortest list of them that puts them into a wanted order."""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.model import Article, Role
from build_scripts.operating.review.quotes import line_quotes
from build_scripts.operating.review.sheet import Sheet, read_sheet

Block = tuple[int, ...]
"""Its source lines as they are read."""


def units_of(article: Article) -> list[list[int]]:
    """Return what an editor can move, each by the first lines of its blocks: paragraphs and crossheads as read now."""
    units: list[list[int]] = []
    for number, paragraph in enumerate(article.paragraphs):
        units += [[c.line] for c in article.crossheads if c.before == number]
        seams = {join.to_line for join in article.joins if join.paragraph == number}
        units.append([paragraph.lines[0], *(line for line in paragraph.lines[1:] if line in seams)])
    return units


def blocks_of(article: Article) -> list[Block]:
    """Return the blocks of an article in the order in which it is read."""
    lines = {paragraph.lines[0]: paragraph.lines for paragraph in article.paragraphs}
    found: list[list[int]] = []
    for unit in units_of(article):
        for line in lines.get(unit[0], (unit[0],)):
            if line in unit:
                found.append([])
            found[-1].append(line)
    return [tuple(block) for block in found]


def starts_of(sheet: Sheet, article: Article) -> Iterator[tuple[int, int]]:
    """Yield line and offset at which each block of an article begins."""
    for block in blocks_of(article):
        rows = [r for r in sheet.reading.ledger if r.line == block[0] and r.article == article.id]
        yield block[0], rows[0].start if rows else 0


def ordered_quotes(sheet: Sheet, article: Article, text: str, wanted: list[int]) -> Iterator[list[str]]:
    """Yield lists of quotations that make an article read in the wanted order of first lines.

    `text` is the sidecar without an order of this article: what it gives is the order that need not be said.
    """
    base = read_sheet(sheet.page.file, sheet.data, text)
    plain = max(base.reading.articles, key=lambda other: len(_lines(other) & _lines(article)), default=None)
    now = blocks_of(article)
    if plain is None or sorted(wanted) != sorted(block[0] for block in now):
        return
    cuts = {block[0] for block in (*now, *blocks_of(plain))}
    by_first = {block[0]: block for block in now}
    firsts = [line for first in wanted for line in by_first[first] if line in cuts]
    machine = [line for block in blocks_of(plain) for line in block if line in cuts]
    before = dict(zip(machine[1:], machine, strict=False))
    listed = [
        line for at, line in enumerate(firsts) if (before.get(line) != firsts[at - 1] if at else line != machine[0])
    ]
    if not listed:
        yield []
        return
    rows = {r.line: r for r in reversed(base.reading.ledger) if r.article == plain.id and r.role is not Role.FURNITURE}
    choices = [line_quotes(base.reading, rows[line]) for line in listed]
    if len(choices) == 1:  # one block alone moves nowhere: what it goes behind is listed too
        first = next(line for line in firsts if line != listed[0])
        listed.insert(0 if firsts.index(first) < firsts.index(listed[0]) else 1, first)
        choices = [line_quotes(base.reading, rows[line]) for line in listed]
    for size in range(3):
        yield [quotes[min(size, len(quotes) - 1)] for quotes in choices]


def _lines(article: Article) -> set[int]:
    return {line for paragraph in article.paragraphs for line in paragraph.lines}

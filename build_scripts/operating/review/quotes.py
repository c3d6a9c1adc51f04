"""Which words of the source a decision quotes: few enough to survive a new scan, enough to stand only once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from build_scripts.model import Article, Fact, LedgerRow, PageReading, Role
from build_scripts.quoting import find_quote, fold

_SIZES = (6, 8, 11, 15, 20, 28, 40)
_CLAUSE = (4, 14)
"""So long is a clause that is quoted as a whole rather than cut somewhere."""
_AROUND = (0, 2, 4, 7, 11, 16)
_NEXT_LINES = 3
_LATIN_GAP = re.compile(r"(?<=[A-Za-z0-9]) (?=[A-Za-z0-9])")


def tidy(text: str) -> str:
    """Return words as they are quoted: blanks only between Latin words.

    >>> tidy(" 村医 每月  上门 WHO  2024 ")
    '村医每月上门WHO 2024'
    """
    return _LATIN_GAP.sub("\0", " ".join(text.split())).replace(" ", "").replace("\0", " ")


def beginnings(words: str) -> Iterator[str]:
    """Yield longer and longer beginnings of a text, the whole of it last."""
    words = tidy(words)
    clause = re.split("[，。；：、！？,;]", words, maxsplit=1)[0]
    if _CLAUSE[0] <= len(clause) <= _CLAUSE[1]:
        yield clause
    yield from (words[:size].strip() for size in _SIZES if size < len(words))
    if words:
        yield words[:60]


def unique_first(candidates: Iterable[str], is_unique: Callable[[str], bool]) -> list[str]:
    """Return quotations, the shortest that stand only once before those that do not."""
    found = list(dict.fromkeys(candidates))
    return sorted(found, key=lambda words: not is_unique(words))


def line_quotes(reading: PageReading, row: LedgerRow) -> list[str]:
    """Return quotations for the printed line of a row, by which it is told from the beginning of every other line."""
    lines = reading.page.lines
    firsts = {(r.line, r.start) for r in reading.ledger}
    starts = [fold(_running(lines, line, start)) for line, start in firsts]
    here = _running(lines, row.line, row.start)
    own = tidy(lines[row.line - 1][row.start : row.end])
    short = [words for words in beginnings(own) if len(words) <= len(own)]
    longer = [tidy(here)[: len(own) + more] for more in (4, 8, 16)]

    def is_unique(words: str) -> bool:
        wanted = fold(words)
        return sum(start.startswith(wanted) for start in starts) == 1

    return unique_first([*short, *longer], is_unique)


def _running(lines: tuple[str, ...], line: int, start: int) -> str:
    return "".join((lines[line - 1][start:], *lines[line : line + _NEXT_LINES]))


def article_quotes(reading: PageReading, article: Article) -> list[str]:
    """Return quotations that only one article has: first words of its paragraphs, a printed line each."""
    rows = [r for r in reading.ledger if r.article == article.id and r.role is Role.BODY]
    shared = {r.line for r in reading.ledger if r.article not in (article.id, None)}
    page = fold("\n".join(reading.page.lines))
    texts = [
        tidy(reading.page.lines[r.line - 1][r.start : r.end])
        for r in sorted(rows, key=lambda r: (_order(article, r.line), r.start))
        if r.line not in shared
    ]
    longest = sorted(texts[:8], key=lambda text: len(text) < _SIZES[0])
    found = [words for text in longest for words in beginnings(text)]
    return unique_first(found, lambda words: page.count(fold(words)) == 1)


def _order(article: Article, line: int) -> int:
    lines = [at for paragraph in article.paragraphs for at in paragraph.lines]
    return lines.index(line) if line in lines else len(lines)


def span_quotes(text: str, start: int, end: int, others: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield spans of a text around some of its words, such first as stand nowhere else in it or in other texts."""
    elsewhere = [fold(other) for other in others]
    spans = [(max(0, start - more), min(len(text), end + more)) for more in _AROUND]

    def is_common(span: tuple[int, int]) -> bool:
        words = text[span[0] : span[1]]
        return len(find_quote(text, words)) != 1 or any(fold(words) in other for other in elsewhere)

    yield from sorted(dict.fromkeys(spans), key=is_common)


def fact_quotes(article: Article, fact: Fact, others: Iterable[str]) -> list[str]:
    """Return quotations for the words that carry a figure, its number among them."""
    text = article.paragraphs[fact.paragraph].text
    at = max(fact.start, text.find(fact.printed, fact.start))
    first = max(fact.start, at - 12)
    return [text[a:b] for a, b in span_quotes(text, first, at + len(fact.printed), others)]

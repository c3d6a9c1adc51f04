"""What editors have withdrawn is taken out of a reading before anything is made of it: its words, lines and pictures.

The page as received stays where it is. A withdrawal that no longer fits keeps its whole page offline, because the
other way out would be to publish again what somebody had a reason to take down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import replace

from build_scripts.captions import captions_in_order
from build_scripts.model import Entry, Grade, LedgerRow, PageReading, Picture, RawPage, Withdrawn


def withdraw(reading: PageReading, entries: tuple[Entry, ...]) -> tuple[PageReading | None, tuple[Entry, ...]]:
    """Return a reading and its entries without what is withdrawn; nothing where it is not known what that is."""
    left = _withdrawn(reading)
    kept = {article.id for article in left.articles} if left else set[str]()
    return left, tuple(entry for entry in entries if entry.article.id in kept)


def _withdrawn(reading: PageReading) -> PageReading | None:
    """Return a reading without what is withdrawn; None where it is not known what that is.

    Lines keep their numbers: what is taken out is blank. With an article goes all that belongs to no other one, for
    nobody knows what of its words stands there, and the picture of the whole page.
    """
    page = reading.page
    if any(p.grade is Grade.ERROR and p.file == page.decisions.file for p in reading.problems):
        return None
    if page.decisions.withdrawn is not None:
        reason = page.decisions.withdrawn
        gone = (Withdrawn(page.page_id, reason, whole_page=True), *(Withdrawn(a.id, reason) for a in reading.articles))
        nothing = replace(page, lines=tuple("" for _ in page.lines), pictures=())
        return replace(reading, page=nothing, articles=(), ledger=(), withdrawn=gone)
    gone = tuple(Withdrawn(a.id, a.withdrawn) for a in reading.articles if a.withdrawn is not None)
    if not gone:
        return reading
    kept = {a.id for a in reading.articles if a.withdrawn is None}
    blank = replace(page, lines=_blanked(page.lines, kept, reading.ledger), pictures=_pictures_of(page, kept, reading))
    articles = tuple(a for a in reading.articles if a.id in kept)
    ledger = tuple(row for row in reading.ledger if row.article in kept)
    return replace(reading, page=blank, articles=articles, ledger=ledger, withdrawn=gone)


def _blanked(lines: tuple[str, ...], kept: Container[str], ledger: Iterable[LedgerRow]) -> tuple[str, ...]:
    """Return lines with spaces for all that stands in no article that is kept, so that the rest keeps its place."""
    rows = defaultdict[int, list[LedgerRow]](list)
    for row in ledger:
        if row.article in kept:
            rows[row.line].append(row)
    left = []
    for number, line in enumerate(lines, 1):
        blank = [" "] * len(line)
        for row in rows[number]:
            blank[row.start : row.end] = line[row.start : row.end]
        left.append("".join(blank).rstrip())
    return tuple(left)


def _pictures_of(page: RawPage, kept: Container[str], reading: PageReading) -> tuple[Picture, ...]:
    """Return the pictures whose captions are kept, numbered by what is left."""
    numbered = {picture.number: picture for picture in page.pictures if picture.number}
    places = enumerate(captions_in_order(reading.articles), 1)
    left = (numbered.get(n) for n, (_, article, _) in places if article in kept)
    return tuple(replace(picture, number=n) for n, picture in enumerate(left, 1) if picture)

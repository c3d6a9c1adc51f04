"""What the search knows of an article: the text in which it is found, and what it can be filtered by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import msgspec

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Article, Dating, Entry, PageMeta, Place
from build_scripts.publishing.escaping import make_visible
from build_scripts.publishing.json_text import write_tight_json
from build_scripts.publishing.naming import (
    paragraph_anchor,
    sentence_anchor,
    written_byline,
    written_date,
)

_PROVINCE = re.compile(r"(?:北京|天津|上海|重庆)市|.+?(?:省|自治区|特别行政区)")
_PREFECTURE = re.compile(r".+?(?:自治州|地区|市|盟)(?=.)")

Field = tuple[str, str, str]
"""Kind, id of the paragraph on the page or empty, text."""
Order = tuple[tuple[int, int, int], int, str]
"""Sorts what is newest first."""
FIELD_KINDS = (
    *(
        "headline",
        "kicker",
        "deck",
        "summary",
        "column",
        "crosshead",
        "byline",
        "paragraph",
        "caption",
        "printed",
        "figure",
    ),
)


class Basis(IntEnum):
    """What the day of a record says."""

    ISSUED = 0
    YEAR = 1
    """Only its year is known."""
    EARLIEST = 2
    """Printed in that year, not before that day."""
    UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Record:
    """An article as the search knows it; everything in it can be shown to readers as it is."""

    id: str
    title: str
    day: tuple[int, int, int]
    """Year, month and day by which it is sorted, zero where unknown."""
    basis: Basis
    dated: str
    """The date for readers."""
    publication: str
    places: tuple[tuple[str, str], ...]
    """Code and name of the places that it is about."""
    regions: tuple[tuple[str, str], ...]
    """Code and name of these and of all above them, each once."""
    topics: tuple[str, ...]
    institutions: tuple[str, ...]
    """Names under which they are filed."""
    checked: bool
    fields: tuple[Field, ...]

    @property
    def year(self) -> int | None:
        """The year it was printed in, where known."""
        return None if self.basis is Basis.UNKNOWN else self.day[0]

    @property
    def order(self) -> Order:
        """Newest first, what has only a year after its dated ones."""
        return _order(self.day, self.basis, self.id)


def _order(day: tuple[int, int, int], basis: int, name: str) -> Order:
    return (-day[0], -day[1], -day[2]), basis, name


def search_record(entry: Entry, meta: PageMeta) -> Record:
    """Return an article as the search knows it."""
    article, dating = entry.article, entry.dating
    day, basis = search_day(dating)
    lineages = [place_lineage(place) for place in entry.places]
    fields = (*search_fields(article), *figure_fields(entry))
    return Record(
        id=article.id,
        title=make_visible(article.title),
        day=day,
        basis=basis,
        dated=written_date(dating),
        publication=make_visible(meta.publication or ""),
        places=tuple((lineage[-1][0], lineage[-1][1]) for lineage in lineages),
        regions=tuple(dict.fromkeys(step for lineage in lineages for step in lineage)),
        topics=tuple(topic.label for topic in entry.topics),
        institutions=tuple(dict.fromkeys(make_visible(i.canonical) for i in entry.institutions)),
        checked=entry.checked,
        fields=tuple((kind, anchor, make_visible(text)) for kind, anchor, text in fields if text),
    )


def search_day(dating: Dating) -> tuple[tuple[int, int, int], Basis]:
    """Return the day by which an article is sorted, and what it says."""
    day = dating.issued or dating.earliest
    if day and dating.year in {None, day.year}:
        known = Basis.ISSUED if dating.issued else Basis.EARLIEST if dating.year else Basis.UNKNOWN
        return (day.year, day.month, day.day), known
    return ((dating.year, 0, 0), Basis.YEAR) if dating.year else ((0, 0, 0), Basis.UNKNOWN)


_record = msgspec.json.Decoder(Record).decode


@dataclass(frozen=True, slots=True)
class _Place:
    """Of a record what it is sorted by."""

    id: str
    day: tuple[int, int, int]
    basis: int


_place = msgspec.json.Decoder(_Place).decode


def record_line(record: Record) -> str:
    """Return a record as one line of JSON."""
    return write_tight_json(record)


def parse_record(line: str | bytes) -> Record:
    """Return the record of a line that `record_line` wrote."""
    record: Record = _record(line)
    return record


def parse_order(line: bytes) -> Order:
    """Return the order of the record of a line, without reading the rest."""
    found = _place(line)
    return _order(found.day, found.basis, found.id)


def search_fields(article: Article) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, anchor, text) of everything in which an article is found, in the order of the page."""
    yield "headline", "", article.title
    yield "kicker", "", article.kicker or ""
    yield "deck", "", article.deck or ""
    yield "column", "", article.column or ""
    yield "byline", "", written_byline(article.byline)
    yield "summary", "", article.summary or ""
    for crosshead in article.crossheads:
        yield "crosshead", nearest_anchor(article, crosshead.before), crosshead.text
    for number, paragraph in enumerate(article.paragraphs):
        yield "paragraph", paragraph_anchor(number), paragraph.text
    for caption in article.captions:
        yield "caption", nearest_anchor(article, caption.after or 0), caption.text
    for anchor, text in printed_texts(article):
        yield "printed", anchor, text


def figure_fields(entry: Entry) -> Iterator[Field]:
    """Yield the figures of the box as they read there."""
    for fact in entry.facts:
        if fact.key:
            yield "figure", sentence_anchor(entry.article, fact), f"{fact.indicator} {fact.printed}"


def nearest_anchor(article: Article, number: int) -> str:
    """Return the id of a paragraph on the article's page; the last one for what stands after it."""
    return paragraph_anchor(min(number, len(article.paragraphs) - 1)) if article.paragraphs else ""


def printed_texts(article: Article) -> Iterator[tuple[str, str]]:
    """Yield (anchor, text) of whatever was corrected, as the paper prints it."""
    for number, paragraph in enumerate(article.paragraphs):
        here = [c for c in article.corrections if c.paragraph == number]
        text = paragraph.text
        for c in sorted(here, key=lambda c: c.start, reverse=True):
            if text[c.start : c.start + len(c.fixed)] == c.fixed:
                text = text[: c.start] + c.raw + text[c.start + len(c.fixed) :]
        if text != paragraph.text:
            yield paragraph_anchor(number), text
    outside = [c for c in article.corrections if c.paragraph is None and c.fixed]
    heads = (article.title, article.kicker, article.deck, article.summary)
    for head in (*heads, *(c.text for c in article.crossheads), *(c.text for c in article.captions)):
        text = head or ""
        for c in outside:
            text = text.replace(c.fixed, c.raw)
        if text != (head or ""):
            yield "", text


def place_lineage(place: Place) -> list[tuple[str, str]]:
    """Return (code, own name) of a place and of all above it, from the province down (GB/T 2260).

    A code that the gazetteer does not know is cut from the place's full name.
    """
    code, rest = place.adcode, place.name
    gazetteer = load_gazetteer()
    if code in gazetteer:
        return [(d.adcode, d.name) for d in (*gazetteer.ancestors(code), gazetteer[code])]
    lineage: list[tuple[str, str]] = []
    province = _PROVINCE.match(rest)
    if province and not code.endswith("0000"):
        lineage.append((f"{code[:2]}0000", province[0]))
        rest = rest[province.end() :]
        prefecture = _PREFECTURE.match(rest)
        if prefecture and not code.endswith("00"):
            lineage.append((f"{code[:4]}00", prefecture[0]))
            rest = rest[prefecture.end() :]
    return [*lineage, (code, rest)]

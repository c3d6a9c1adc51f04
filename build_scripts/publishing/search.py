"""The data of the search page: the text of every article with what it can be filtered by.

The browser's engine (docs/assets/search/engine.js) reads the one file that this makes; its typedefs
name the same fields. A script and not JSON, because pages opened from a folder may not fetch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from build_scripts.gazetteer import load_gazetteer, shorten
from build_scripts.model import Archive, Article, Entry, PageMeta, Place
from build_scripts.publishing.escaping import make_visible
from build_scripts.publishing.naming import newest_first, paragraph_anchor, written_byline, written_date

DATA_PATH = "search/data.js"
_PROVINCE = re.compile(r"(?:北京|天津|上海|重庆)市|.+?(?:省|自治区|特别行政区)")
_PREFECTURE = re.compile(r".+?(?:自治州|地区|市|盟)(?=.)")


def search_files(archive: Archive) -> dict[str, str]:
    """Return the files that the search loads in the browser, by their path in the site."""
    metas = {reading.page.file: reading.page.meta for reading in archive.readings}
    entries = sorted(archive.entries, key=newest_first)
    data = {
        "articles": [search_article(entry, metas.get(entry.article.file, PageMeta())) for entry in entries],
        "places": search_places(place for entry in archive.entries for place in entry.places),
        "topics": sorted({topic.label for entry in archive.entries for topic in entry.topics}),
        "unchecked": sum(not entry.checked for entry in archive.entries),
    }
    return {DATA_PATH: f"weiwenSearch.receive({script_literal(data)});\n"}


def search_article(entry: Entry, meta: PageMeta) -> dict[str, Any]:
    """Return an article as the engine's `Article`."""
    article, dating = entry.article, entry.dating
    return {
        "id": article.id,
        "path": f"articles/{article.id}.html",
        "title": make_visible(article.title),
        "issued": dating.issued.isoformat() if dating.issued else "",
        "dated": written_date(dating),
        "year": dating.year,
        "publication": make_visible(meta.publication or ""),
        "places": [place.adcode for place in entry.places],
        "topics": [topic.label for topic in entry.topics],
        "checked": entry.checked,
        "fields": [
            {"kind": kind, "anchor": anchor, "text": make_visible(text)}
            for kind, anchor, text in search_fields(article)
            if text
        ],
    }


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


def search_places(places: Iterable[Place]) -> list[dict[str, str | None]]:
    """Return the places of the archive and all above them, in order of code, each with its parent's code."""
    rows: dict[str, dict[str, str | None]] = {}
    for place in places:
        parent: str | None = None
        for code, name in place_lineage(place):
            rows[code] = {"code": code, "name": name, "short": shorten(name), "parent": parent}
            parent = code
    return [rows[code] for code in sorted(rows)]


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


def script_literal(data: object) -> str:
    """Return data as a JavaScript literal that is safe in any file: no lone surrogate, no line separator."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[\u2028\u2029\ud800-\udfff<\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", text)

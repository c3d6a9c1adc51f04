"""Feeds of the archive, of each place with all below it, and of each topic: Atom (RFC 4287) and JSON Feed 1.1.

What came into the archive last stands first. Addresses are full where the site's own is known, and
relative to the feed elsewhere.
"""

from __future__ import annotations

import heapq
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from build_scripts.model import Place
from build_scripts.publishing.catalogue import own_name
from build_scripts.publishing.escaping import make_visible
from build_scripts.publishing.exports.changes import Event
from build_scripts.publishing.exports.columns import Row, article_path
from build_scripts.publishing.machines.structured import Site
from build_scripts.publishing.naming import LONG_LEAD_LENGTH, name_key
from build_scripts.publishing.search.records import place_lineage

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
NEWEST = 50
"""Entries of a feed, as in the lists of the site."""
UNKNOWN_DAY = "1970-01-01"
"""Atom asks each entry for a day; this one says that none is known."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article in a feed."""

    id: str
    title: str
    lead: str
    path: str
    issued: str | None
    updated: str
    """When it came into the archive, where that is known; else the earliest day that the page proves."""
    topics: tuple[str, ...]
    authors: tuple[str, ...]


class Feeds:
    """Gathers the newest articles of every feed while all pass by; memory is bounded by the feeds."""

    def __init__(self, site: Site, own: Callable[[str, str], str] = own_name) -> None:
        self._site = site
        self._own_name = own
        self._names: dict[str, str] = {"feed": site.name}
        self._newest: dict[str, list[tuple[tuple[int, str], int, Item]]] = defaultdict(list)
        self._count = 0

    def add(self, row: Row, came: Event) -> None:
        """Put an article into the feeds that it belongs to."""
        day = row["date"] or row["earliest"] or (f"{row['year']}-01-01" if row["year"] else "")
        self._count += 1
        ranked = ((came.version, day), -self._count, _item(row, came.day or day or UNKNOWN_DAY))
        for stem, name in self._feeds_of(row):
            self._names.setdefault(stem, name)
            heap = self._newest[stem]
            heapq.heappush(heap, ranked)
            if len(heap) > NEWEST:
                heapq.heappop(heap)

    def write(self, folder: Path) -> None:
        """Write every feed in both forms below the root of the site."""
        for stem in sorted({"feed", *self._newest}):
            items = [item for _, _, item in sorted(self._newest[stem], key=lambda ranked: ranked[:2], reverse=True)]
            feed = Feed(self._site, stem, self._names[stem], tuple(items))
            path = folder / f"{stem}.xml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(atom_feed(feed))
            path.with_suffix(".json").write_text(json_feed(feed), encoding="utf-8", errors="replace")

    def _feeds_of(self, row: Row) -> Iterator[tuple[str, str]]:
        yield "feed", self._site.name
        places: dict[str, str] = {}
        for place in row["places"]:
            places.update(place_lineage(Place(place["adcode"], place["name"])))
        for code, name in places.items():
            yield f"places/{code}", f"{self._site.name}：{name}"
        for topic in row["topics"]:
            yield f"topics/{name_key(topic)}", f"{self._site.name}：{topic}"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written."""

    site: Site
    stem: str
    """Its address from the root of the site, without ending."""
    name: str
    items: tuple[Item, ...]

    @property
    def page(self) -> str:
        """Return the page that it is the feed of."""
        return "index.html" if self.stem == "feed" else f"{self.stem}.html"

    def address(self, path: str) -> str:
        """Return an address as the feed gives it."""
        return self.site.url + path if self.site.url else "../" * self.stem.count("/") + path


def atom_feed(feed: Feed) -> bytes:
    """Return a feed as Atom."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-Hans"})
    _put(root, "id", _urn(feed.stem))
    _put(root, "title", feed.name)
    _put(root, "subtitle", feed.site.description)
    _put(root, "updated", _moment(max((item.updated for item in feed.items), default=UNKNOWN_DAY)))
    _put(SubElement(root, "author"), "name", feed.site.name)
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.address(feed.page)})
    own = {"rel": "self", "type": "application/atom+xml", "href": feed.address(f"{feed.stem}.xml")}
    SubElement(root, "link", own)
    for item in feed.items:
        entry = SubElement(root, "entry")
        _put(entry, "id", _urn(item.id))
        _put(entry, "title", item.title)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": feed.address(item.path)})
        _put(entry, "updated", _moment(item.updated))
        if item.issued:
            _put(entry, "published", _moment(item.issued))
        for author in item.authors:
            _put(SubElement(entry, "author"), "name", author)
        for topic in item.topics:
            SubElement(entry, "category", {"term": make_visible(topic)})
        _put(entry, "summary", item.lead)
    indent(root)
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"


def json_feed(feed: Feed) -> str:
    """Return a feed as JSON Feed."""
    data = {
        "version": JSON_FEED,
        "title": feed.name,
        "description": feed.site.description,
        "home_page_url": feed.address(feed.page),
        "feed_url": feed.address(f"{feed.stem}.json"),
        "language": "zh-Hans",
        "items": [_json_item(feed, item) for item in feed.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _json_item(feed: Feed, item: Item) -> dict[str, object]:
    known: dict[str, object] = {"date_published": _moment(item.issued)} if item.issued else {}
    known |= {"authors": [{"name": name} for name in item.authors]} if item.authors else {}
    return {
        "id": _urn(item.id),
        "url": feed.address(item.path),
        "title": item.title,
        "content_text": item.lead,
        "tags": list(item.topics),
        **known,
    }


def _item(row: Row, updated: str) -> Item:
    texts: Iterable[str] = (row["summary"] or "", *(paragraph["text"] for paragraph in row["paragraphs"]))
    lead = "".join(texts)
    return Item(
        row["id"],
        make_visible(row["title"]),
        make_visible(f"{lead[:LONG_LEAD_LENGTH]}……" if len(lead) > LONG_LEAD_LENGTH else lead),
        article_path(row),
        row["date"],
        updated,
        tuple(row["topics"]),
        tuple(make_visible(author["name"]) for author in row["byline"]),
    )


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = make_visible(text)


def _urn(name: str) -> str:
    return f"urn:weiwen:{name.replace('/', ':')}"


def _moment(day: str) -> str:
    """Return the beginning of a day in China."""
    return f"{day}T00:00:00+08:00"

"""Feeds of the archive, of each place with all below it, and of each topic: Atom (RFC 4287) and JSON Feed 1.1.

What came into the archive last stands first. Addresses are full where the site's own is known, and
relative to the feed elsewhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import msgspec

from build_scripts.keys import name_key
from build_scripts.model import Place
from build_scripts.publishing.escaping import make_visible
from build_scripts.publishing.exports.changes import Event
from build_scripts.publishing.exports.columns import Row, article_path
from build_scripts.publishing.layout import path_of, up_from
from build_scripts.publishing.machines.structured import Site
from build_scripts.publishing.naming import LONG_LEAD_LENGTH
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


_item_of = msgspec.json.Decoder(Item).decode
_TABLES = """
CREATE TABLE item (article TEXT PRIMARY KEY, item BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE member (stem TEXT NOT NULL, version INTEGER NOT NULL, day TEXT NOT NULL, file TEXT NOT NULL,
  line INTEGER NOT NULL, article TEXT NOT NULL);
CREATE TABLE feed (stem TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
"""
_INDEXES = (
    "CREATE INDEX newest ON member (stem, version DESC, day DESC, file, line, article)",
    "CREATE INDEX feeds_of ON member (article)",
)
"""Of a great many members they are made in a third of the time once all are there."""
_NEWEST = "SELECT article FROM member WHERE stem = ? ORDER BY version DESC, day DESC, file, line, article LIMIT ?"


class Feeds:
    """The members of every feed, kept in a file between builds: only feeds whose members changed are written."""

    def __init__(self, path: Path, site: Site, *, anew: bool) -> None:
        """With `anew` nothing is kept, and all feeds are written."""
        self._site, self._anew = site, anew
        if anew:
            path.unlink(missing_ok=True)
        self._sql = sqlite3.connect(path, isolation_level=None)
        self._sql.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if anew:
            self._sql.executescript(_TABLES)
        self._sql.execute("BEGIN")
        self._touched: set[str] = {"feed"} if anew else set()

    def add(self, row: Row, came: Event) -> None:
        """Put an article into the feeds that it belongs to, and take it out of others."""
        mine, source = row["id"], row["source"]
        if not self._anew:
            self.drop(mine)
        day = row["date"] or row["earliest"] or (f"{row['year']}-01-01" if row["year"] else "")
        item = _item(row, came.day or day or UNKNOWN_DAY)
        feeds = dict(self._feeds_of(row))
        self._sql.execute("INSERT INTO item VALUES (?, ?)", (mine, msgspec.json.encode(item)))
        new = feeds.keys() - self._touched
        self._sql.executemany("INSERT OR IGNORE INTO feed VALUES (?, ?)", [(stem, feeds[stem]) for stem in new])
        self._touched |= new
        place = (came.version, day, source["file"], source["first_line"], mine)
        self._sql.executemany("INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)", [(stem, *place) for stem in feeds])

    def drop(self, article: str) -> None:
        """Take an article out of all feeds."""
        for (stem,) in self._sql.execute("SELECT stem FROM member WHERE article = ?", (article,)):
            self._touched.add(stem)
        self._sql.execute("DELETE FROM member WHERE article = ?", (article,))
        self._sql.execute("DELETE FROM item WHERE article = ?", (article,))

    def write(self, folder: Path, stay: Callable[[str], None] | None, leave: Callable[[str], None]) -> None:
        """Write every feed that has changed in both forms below the root of the site; the others stay there.

        `leave` is told of those that have no members any more; `stay` of the others, where it wants to know.
        """
        for statement in _INDEXES if self._anew else ():
            self._sql.execute(statement)
        for stem in sorted(self._touched):
            items = [self._read(article) for (article,) in self._sql.execute(_NEWEST, (stem, NEWEST))]
            if not items and stem != "feed":
                self._sql.execute("DELETE FROM feed WHERE stem = ?", (stem,))
                for ending in ("xml", "json"):
                    leave(feed_path(stem, ending))
                continue
            name = self._sql.execute("SELECT name FROM feed WHERE stem = ?", (stem,)).fetchone()
            feed = Feed(self._site, stem, name[0] if name else self._site.name, tuple(items))
            path = folder / feed_path(stem, "xml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(atom_feed(feed))
            path.with_suffix(".json").write_text(json_feed(feed), encoding="utf-8", errors="replace")
        if stay:
            stems = {"feed", *(stem for (stem,) in self._sql.execute("SELECT stem FROM feed"))}
            for stem in stems - self._touched:
                stay(feed_path(stem, "xml"))
                stay(feed_path(stem, "json"))
        self._sql.execute("COMMIT")
        self._sql.close()

    def _read(self, article: str) -> Item:
        row = self._sql.execute("SELECT item FROM item WHERE article = ?", (article,)).fetchone()
        item: Item = _item_of(row[0])
        return item

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
    """What it is of: `places/210800`, or `feed` of everything."""
    name: str
    items: tuple[Item, ...]

    @property
    def page(self) -> str:
        """Return the page that it is the feed of."""
        return "index.html" if self.stem == "feed" else feed_path(self.stem, "html")

    def address(self, path: str) -> str:
        """Return an address as the feed gives it."""
        return (self.site.url or up_from(self.page)) + path


def feed_path(stem: str, ending: str) -> str:
    """Return where a feed lies: beside the page that it is the feed of."""
    kind, _, name = stem.partition("/")
    return path_of(kind, name, ending) if name else f"{stem}.{ending}"


def atom_feed(feed: Feed) -> bytes:
    """Return a feed as Atom."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-Hans"})
    _put(root, "id", _urn(feed.stem))
    _put(root, "title", feed.name)
    _put(root, "subtitle", feed.site.description)
    _put(root, "updated", _moment(max((item.updated for item in feed.items), default=UNKNOWN_DAY)))
    _put(SubElement(root, "author"), "name", feed.site.name)
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.address(feed.page)})
    own = {"rel": "self", "type": "application/atom+xml", "href": feed.address(feed_path(feed.stem, "xml"))}
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
        "feed_url": feed.address(feed_path(feed.stem, "json")),
        "language": "zh-Hans",
        "items": [_json_item(feed, item) for item in feed.items],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n"


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

"""Addresses of the first programs, which put all pages of a kind into one folder: what was published there leads on.

Where a site that they made stands, or only its log of changes is left, each of its articles, newspaper pages and lists
has a small page at its former address that leads to where it is now. A new archive has none, nothing that comes new
gets one, and one whose page is gone goes too. The feeds of places, which programs fetch, are copied instead.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from build_scripts.keys import name_key, person_key
from build_scripts.model import Place
from build_scripts.publishing.exports.columns import Row
from build_scripts.publishing.exports.moves import print_page_of
from build_scripts.publishing.layout import SHELVED, list_stem, path_of, way
from build_scripts.publishing.machines.head import POLICY
from build_scripts.publishing.publication import files_below, put
from build_scripts.publishing.search.records import place_lineage

if TYPE_CHECKING:
    from build_scripts.publishing.exports.write import Last

_FEEDS = (".xml", ".json")
_FORMS = (
    re.compile(r"(?P<kind>articles)/(?P<name>[0-9a-f]{8}-\w+)()\.(?P<ending>html)"),
    re.compile(r"(?P<kind>pages)/(?P<name>[0-9a-f]{8})()\.(?P<ending>html)"),
    re.compile(r"(?P<kind>institutions|people|topics)/(?P<name>[0-9a-f]{8})(?:-(?P<part>[\dp-]+))?\.(?P<ending>html)"),
    re.compile(r"(?P<kind>figures)/(?P<name>\d+)-(?P<part>[0-9a-f]{8}-\w+)\.(?P<ending>html)"),
    re.compile(r"(?P<kind>places)/(?P<name>\d{6})(?:-(?P<part>[\dp-]+))?\.(?P<ending>html|xml|json)"),
)
"""Former addresses: kind of page, its name, and what tells one of the pages that go on beside it."""


def address_now(former: str) -> str | None:
    """Return where what has a former address lies now; None for an address that is none, or is what it was.

    >>> address_now("articles/433f35f0-9c1e2a.html"), address_now("topics/0a1b2c3d-2024-p2.html")
    ('articles/43/433f35f0-9c1e2a.html', 'topics/0a1b2c3d/2024-p2.html')
    >>> address_now("topics/0a1b2c3d.html"), address_now("articles/43/433f35f0-9c1e2a.html")
    (None, None)
    """
    found = next((match for form in _FORMS if (match := form.fullmatch(former))), None)
    if not found:
        return None
    known = found.groupdict()
    kind, name, part, ending = known["kind"], known["name"], known.get("part"), known["ending"]
    now = f"{list_stem(kind, name, part)}.{ending}" if part else path_of(kind, name, ending)
    return now if now != former else None


def former_address(now: str) -> str | None:
    """Return the former address of what lies somewhere, if its kind had another.

    >>> former_address("places/21/210800/2024.html"), former_address("places/21/210800.xml"), former_address("a/b.html")
    ('places/210800-2024.html', 'places/210800.xml', None)
    """
    kind, *between = now.split("/")[:-1] or [""]
    last = now.rpartition("/")[2]
    if kind in SHELVED:
        between = between[1:]
    former = f"{kind}/{'-'.join([*between, last])}"
    return former if address_now(former) == now else None


def named_formerly(row: Row) -> Iterator[str]:
    """Yield the former addresses of the lists that an article is in."""
    people, institutions = row["people"], row["institutions"]
    for place in row["places"]:
        for code, _ in place_lineage(Place(place["adcode"], place["name"])):
            yield from (f"places/{code}.{ending}" for ending in ("html", "xml", "json"))
    for known in institutions:
        yield f"institutions/{name_key(known['canonical'])}.html"
    for one in people:
        yield f"people/{person_key(one['name'], one['institution'], one['title'])}.html"


def formerly_published(articles: Iterable[str], standing: Path | None) -> Iterator[str]:
    """Yield the former addresses of articles and their newspaper pages, and all that stand in the last site."""
    for article in articles:
        yield f"articles/{article}.html"
        yield f"pages/{print_page_of(article)}.html"
    for kind in ("articles", "pages", "institutions", "people", "places", "topics", "figures"):
        folder = standing / kind if standing else None
        if folder and folder.is_dir():
            yield from (f"{kind}/{item.name}" for item in folder.iterdir() if item.is_file())


def keep_former(folder: Path, last: Last, addresses: Iterable[str], url: str) -> None:
    """Let former addresses lead to where things are now, in a site that is all there but for what stays of the last."""
    for former in sorted(set(addresses)):
        now = address_now(former)
        if now and (source := _source(folder, last, now)):
            _write(folder / former, source, former, now, url)
    if last.gone is None:
        return
    left = [path for path in last.gone if not (folder / path).is_file()]  # else a notice stands there now
    last.gone.update(was for path in left if (was := former_address(path)) and last.has(was))
    for path in [path for path in files_below(folder / "places", "places/") if path.endswith(_FEEDS)]:
        if (was := former_address(path)) and last.has(was):
            _write(folder / was, folder / path, was, path, url)


def _source(folder: Path, last: Last, path: str) -> Path | None:
    """Return a file of the new site where it lies now: written anew, or in the last site, of which it stays."""
    if (folder / path).is_file():
        return folder / path
    stays: Container[str] = last.stays
    kept = path not in last.gone if last.gone is not None else path in stays
    return last.folder / path if last.folder and kept and last.has(path) else None


def _write(target: Path, source: Path, former: str, now: str, url: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if former.endswith(".html"):
        target.write_text(_page(way(former, now), url + now if url else way(former, now)), encoding="utf-8")
    elif url:  # addresses in a feed are full then, and good from anywhere
        put(source, target)


def _page(to: str, full: str) -> str:
    to, full = html.escape(to), html.escape(full)
    return (
        f'<!doctype html>\n<html lang="zh-Hans">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<title>换了地址</title>\n<link rel="canonical" href="{full}">\n'
        f'<noscript><meta http-equiv="refresh" content="0; url={to}"></noscript>\n'
        f'<p>现在的地址：<a id="now" href="{to}">{full}</a></p>\n'
        '<script src="../assets/moved.js"></script>\n</html>\n'
    )

"""What guides machines through the site: robots.txt, site maps in parts, and the description of its search.

The last two need full addresses, and are made only where the site's own is known.
"""

from __future__ import annotations

import html
import os
from collections.abc import Container, Iterable
from itertools import chain
from pathlib import Path

from build_scripts.publishing.machines.structured import Site

PART = 10_000
"""Addresses of one part; the protocol allows 50,000."""
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_addresses(folder: Path, site: Site, hidden: Container[str] = (), stays: Iterable[str] = ()) -> None:
    """Write what search engines ask for first into a finished site; the site maps leave out what is hidden.

    `stays` are files of the site that are not in this folder.
    """
    where = f"Sitemap: {site.url}sitemap.xml\n" if site.url else ""
    (folder / "robots.txt").write_text(f"User-agent: *\nDisallow:\n{where}", encoding="utf-8")
    if not site.url:
        return
    (folder / "opensearch.xml").write_text(open_search(site), encoding="utf-8")
    parts = []
    (folder / "sitemaps").mkdir(exist_ok=True)
    for kind, every in sorted(_pages(folder, stays).items()):
        paths = sorted(path for path in every if path not in hidden)
        for start in range(0, len(paths), PART):
            parts.append(f"sitemaps/{kind}-{start // PART + 1}.xml")
            (folder / parts[-1]).write_text(site_map(site, paths[start : start + PART]), encoding="utf-8")
    (folder / "sitemap.xml").write_text(site_map(site, parts, index=True), encoding="utf-8")


def site_map(site: Site, paths: Iterable[str], *, index: bool = False) -> str:
    """Return a site map of pages, or the index of its parts."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    rows = "".join(f"<{inner}><loc>{html.escape(site.url + path)}</loc></{inner}>\n" for path in paths)
    return f'{_HEAD}<{outer} xmlns="{_SITEMAPS}">\n{rows}</{outer}>\n'


def open_search(site: Site) -> str:
    """Return the description by which browsers take the site's search among their own (OpenSearch 1.1)."""
    name, words = html.escape(site.name), html.escape(site.description)
    find = html.escape(f"{site.url}search.html?q={{searchTerms}}")
    return (
        f'{_HEAD}<OpenSearchDescription xmlns="{_OPENSEARCH}">\n'
        f"<ShortName>{name[:16]}</ShortName>\n<Description>{words}</Description>\n"
        f'<Url type="text/html" template="{find}"/>\n'
        f'<Image width="32" height="32" type="image/svg+xml">{html.escape(site.url)}assets/icon.svg</Image>\n'
        "<InputEncoding>UTF-8</InputEncoding>\n<Language>zh-CN</Language>\n</OpenSearchDescription>\n"
    )


def _pages(folder: Path, stays: Iterable[str]) -> dict[str, set[str]]:
    """Return the addresses of the pages in each folder of the site and all below it."""
    here = (Path(base, name).relative_to(folder).as_posix() for base, _, names in os.walk(folder) for name in names)
    pages: dict[str, set[str]] = {}
    for path in chain(here, stays):
        if path.endswith(".html") and path != "404.html":
            pages.setdefault(path.partition("/")[0] if "/" in path else "top", set()).add(path)
    return pages

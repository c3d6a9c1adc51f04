"""What stands in the head of a page for browsers, search engines, chat programs and reference managers."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from build_scripts.publishing.escaping import make_visible
from build_scripts.publishing.layout import path_of, up_from
from build_scripts.publishing.machines.structured import Site, article_data, dataset_data, script_json
from build_scripts.publishing.share.words import can_set

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
"""The security policy of every page: nothing from other hosts, no script or style written into a page."""

FEEDS = (("xml", "application/atom+xml"), ("json", "application/feed+json"))
"""Ending and media type of both forms of a feed."""


@dataclass(frozen=True, slots=True)
class Here:
    """The page whose head is written."""

    path: str
    """From the root of the site: articles/43/433f35f0-9c1e2a.html."""
    title: str
    description: str
    meta: Mapping[str, Any]
    """Its front matter."""

    @property
    def up(self) -> str:
        """Return the way from this page to the root."""
        return up_from(self.path)


def head_tags(here: Here | None, site: Site, *, policy: bool = True) -> Markup:
    """Return the tags of a page; those that need full addresses only where the site's own is known.

    The page of lost addresses has no place of its own (None), so that it links to nothing.
    """
    tags = [*_policy()] if policy else []
    if here is None:
        return Markup("\n  ".join(tags))  # noqa: S704  constants
    if here.meta.get("kind") == "retired":
        return Markup("\n  ".join([*tags, *_retired(here, site)]))  # noqa: S704  each is built from escaped parts
    tags += [*_preview(here, site), *_links(here, site)]
    if here.meta.get("kind") == "article":
        tags += [*_article_tags(here, site), _script(article_data(here.meta, site, here.path))]
    if here.meta.get("kind") == "downloads":
        tags.append(_script(dataset_data(site, here.path, here.description, cut="cut" in here.meta)))
    return Markup("\n  ".join(tags))  # noqa: S704  each is built from escaped parts


def portal_tags(here: Here | None, site: Site, hosts: Iterable[str]) -> Markup:
    """Return the tags of a page of a portal, whose search may ask the hosts that its operator has listed."""
    tags = [*_policy(tuple(hosts)), *(_preview(here, site) if here else ())]
    return Markup("\n  ".join(tags))  # noqa: S704  each is built from escaped parts


@cache
def _policy(hosts: tuple[str, ...] = ()) -> tuple[str, ...]:
    policy = POLICY.replace("connect-src 'self'", " ".join(["connect-src 'self'", *map(_safe, hosts)]))
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="referrer" content="strict-origin-when-cross-origin">',
    )


def _retired(here: Here, site: Site) -> Iterator[str]:
    new = here.meta.get("moved_to")
    if not new:
        yield _name("robots", "noindex")
    else:
        there = posixpath.normpath(posixpath.join(posixpath.dirname(here.path), new))
        yield f'<link rel="canonical" href="{quote(site.url + there if site.url else new, safe=":/")}">'
        yield f'<meta http-equiv="refresh" content="0; url={quote(str(new))}">'


def _preview(here: Here, site: Site) -> Iterator[str]:
    """Yield Open Graph: what a link to the page shows in other programs."""
    article = here.meta.get("kind") == "article"
    yield _property("og:type", "article" if article else "website")
    yield _property("og:site_name", site.name)
    yield _property("og:title", here.title)
    yield _property("og:description", here.description)
    yield _property("og:locale", "zh_CN")
    if site.url:
        yield _property("og:url", site.url + here.path)
        own = article and can_set(here.meta["title"])
        yield _property(
            "og:image", site.url + (path_of("share", here.meta["id"], "png") if own else "assets/share.png")
        )
        yield _property("og:image:width", "1200")
        yield _property("og:image:height", "630")
        yield _name("twitter:card", "summary_large_image")
    if article:
        if here.meta["date"]:
            yield _property("article:published_time", here.meta["date"])
        yield from (_property("article:tag", tag) for tag in here.meta["topics"])


def _links(here: Here, site: Site) -> Iterator[str]:
    yield from _feeds(f"{here.up}feed", site.name)
    if here.meta.get("kind") == "group" and here.path.startswith(("places/", "topics/")):
        yield from _feeds(f"{here.up}{here.path.removesuffix('.html')}", f"{site.name}：{here.title}")
    if site.url:
        yield (
            '<link rel="search" type="application/opensearchdescription+xml" '
            f'href="{here.up}opensearch.xml" title="{_safe(site.name)}">'
        )
    if here.meta.get("kind") == "article":
        yield _alternate(f"{here.meta['id']}.json", "application/json", "本文的数据")
        yield _alternate(f"{here.meta['id']}.md", "text/markdown", "本文的 Markdown")


@lru_cache
def _feeds(stem: str, name: str) -> tuple[str, ...]:
    return tuple(_alternate(f"{stem}.{ending}", kind, name) for ending, kind in FEEDS)


def _article_tags(here: Here, site: Site) -> Iterator[str]:
    """Yield the tags by which reference managers know an article (Highwire Press names)."""
    meta, source = here.meta, here.meta["source"]
    pairs: list[tuple[str, str | None]] = [
        ("citation_title", meta["title"]),
        *(("citation_author", author["name"]) for author in meta["byline"]),
        ("citation_publication_date", (meta["date"] or "").replace("-", "/") or str(meta["year"] or "")),
        ("citation_journal_title", source["publication"]),
        ("citation_firstpage", source["page_no"]),
        ("citation_language", meta["language"]),
        ("citation_id", meta["id"]),
        *(("citation_keywords", label) for label in meta["topics"]),
    ]
    if site.url:
        pairs.append(("citation_public_url", site.url + here.path))
        pairs.append(("citation_fulltext_html_url", site.url + here.path))
    yield from (_name(name, value) for name, value in pairs if value)


def _script(data: Mapping[str, Any]) -> str:
    return f'<script type="application/ld+json">{script_json(data)}</script>'


def _name(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{_safe(content)}">'


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{_safe(content)}">'


def _safe(text: str) -> str:
    return html.escape(make_visible(text))


def _alternate(href: str, kind: str, title: str) -> str:
    return f'<link rel="alternate" type="{kind}" href="{quote(href)}" title="{_safe(title)}">'

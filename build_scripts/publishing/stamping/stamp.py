"""One generated file in, the finished page out, or the word that MkDocs must render it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url

from build_scripts.publishing.front_matter import read_front_matter
from build_scripts.publishing.stamping.environment import like_folder
from build_scripts.publishing.stamping.shells import NOBODY, Guard, PageKind, Shell, make_shell
from build_scripts.publishing.stamping.small_markdown import Heading, render_small

_NOT_LIKE_OTHERS = frozenset({"index", "README"})
"""Names of files that MkDocs publishes under another, or as the home of a folder."""
_LINKS = 20_000
"""Links of the last pages that are remembered; neighbours share most of theirs."""


class Stamper:
    """Stamps the pages of one build; it holds the shells of all their kinds."""

    def __init__(
        self, env: jinja2.Environment, config: MkDocsConfig, generated: Path, finish: Callable[[str], str]
    ) -> None:
        """`finish` is what is done to every page after it has been rendered."""
        self.config, self.folder = config, generated
        self._env, self._finish = env, finish
        self._shells: dict[PageKind, Shell | None] = {}
        self._alone = {quote(page_of(uri)) for uri in pages_in(config.nav)}
        self._links = lru_cache(_LINKS)(self._find_link)

    def stamp(self, uri: str) -> bytes | None:
        """Return the page of a generated Markdown file, or None where it must go through MkDocs."""
        folder, _, name = uri.rpartition("/")
        with open(f"{self.folder}/{uri}", "rb") as file:  # noqa: PTH123  a path object costs as much as the reading
            parts = read_front_matter(file.read().decode())
        if parts is None or name.removesuffix(".md") in _NOT_LIKE_OTHERS:
            return None
        meta, text = parts
        path = page_of(uri)
        address = quote(path)
        shell = self._shell(meta, address)
        rendered = render_small(text, lambda target: self._find(folder, target))
        if shell is None or rendered is None or not meta.get("title") or not meta.get("kind"):
            return None
        content, headings = rendered
        if headings and headings[0][2] != 1:  # a section before the title nests in a way of its own
            return None
        site = self.config.site_url
        page = Guard(
            url=address,
            canonical_url=urljoin(f"{site.rstrip('/')}/", address) if site else None,
            meta=meta,
            title=meta["title"],
            content=content,
            toc=TableOfContents([]),
            is_homepage=False,
            file=Guard(dest_uri=path),
        )
        try:
            html = shell.fill(page, _outline(headings))
        except Exception:  # noqa: BLE001  a page that asks for more, or a fault of a template: MkDocs tells where it is
            return None
        return html.encode("utf-8", errors="xmlcharrefreplace")

    def _shell(self, meta: Mapping[str, Any], address: str) -> Shell | None:
        shared = address if address in self._alone else "nowhere/" * address.count("/") + NOBODY
        kind = PageKind(str(meta.get("template", "main.html")), str(meta.get("kind")), shared)
        if kind not in self._shells:
            self._shells[kind] = make_shell(self._env, self.config, kind, self._finish)
        return self._shells[kind]

    def _find(self, folder: str, target: str) -> str | None:
        up = "../" * (folder.count("/") + 1)
        from_root = folder and target.startswith(up)
        return self._links(like_folder(folder, target.removeprefix(up)) if from_root else folder, target)

    def _find_link(self, folder: str, target: str) -> str | None:
        """Return the address of the page of a file, from a page in a folder; None where there is no such file."""
        path, mark, anchor = target.partition("#")
        uri = posixpath.normpath(posixpath.join(folder, path))
        if uri.startswith("../") or not os.path.isfile(f"{self.folder}/{uri}"):  # noqa: PTH113  as above
            return None
        return get_relative_url(quote(page_of(uri)), f"{folder}/{NOBODY}") + mark + anchor


def pages_in(nav: object) -> Iterator[str]:
    """Yield the source files that the masthead leads to."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        yield from pages_in(list(nav.values()))
    elif isinstance(nav, list):
        for item in nav:
            yield from pages_in(item)


def page_of(uri: str) -> str:
    """Return the path of what a file becomes in the site."""
    return f"{uri.removesuffix('.md')}.html" if uri.endswith(".md") else uri


def _outline(headings: tuple[Heading, ...]) -> list[AnchorLink]:
    """Return the sections of a page, as MkDocs has them below its titles."""
    return [AnchorLink(words, name, level) for words, name, level in headings if level > 1]

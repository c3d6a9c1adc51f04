"""Addresses that were cited stay: what is no more, or was withdrawn, leaves a page that says so or leads on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from build_scripts.model import Withdrawn
from build_scripts.publishing.escaping import escape
from build_scripts.publishing.exports.changes import Event
from build_scripts.publishing.exports.moves import print_page_of
from build_scripts.publishing.layout import path_of, way
from build_scripts.publishing.markdown import with_front_matter

WITHDRAWN = "_pieces/withdrawn.json"
"""Ids of what is withdrawn, in the generated folder; no part of the site."""


def notices(withdrawn: Iterable[Withdrawn]) -> Iterator[tuple[str, str]]:
    """Yield the pages that stand where something was withdrawn, by path. Nothing of what it said is on them."""
    pages = {one.id for one in withdrawn if one.whole_page}
    for one in withdrawn:
        name = "这一版已经撤下" if one.whole_page else "这篇文章已经撤下"
        words = [f"# {name}", f"原因：{escape(one.reason)}" if one.reason else "编辑把它撤下了。"]
        if not one.whole_page and print_page_of(one.id) not in pages:
            to = way(path_of("articles", one.id), path_of("pages", print_page_of(one.id), "md"))
            words.append(f"它所在的版面还在：[看这一版其余的文章]({to})。")
        yield path_of("pages" if one.whole_page else "articles", one.id, "md"), _page(name, words)


def read_withdrawn(generated: Path) -> frozenset[str]:
    """Return the ids of articles and whole pages that are withdrawn, as `written_ids` wrote them."""
    path = generated / WITHDRAWN
    return frozenset(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else frozenset()


def written_ids(withdrawn: Iterable[Withdrawn]) -> str:
    """Return the ids of what is withdrawn, for the steps that come after the pages."""
    return json.dumps([one.id for one in withdrawn])


def retired_pages(gone: Iterable[Event], moves: Mapping[str, str], print_pages: Container[str]) -> dict[str, str]:
    """Return the Markdown of a page for each article that is gone, and for each newspaper page that is, by path.

    `moves` leads from an article to where its readers are sent; `print_pages` are the ids of all that have a page.
    """
    events = tuple(gone)
    pages = {path_of("articles", e.id, "md"): retired_page(e, moves.get(e.id), print_pages) for e in events}
    for old in dict.fromkeys(print_page_of(event.id) for event in events):
        if old not in print_pages:
            targets = Counter(print_page_of(new) for event, new in moves.items() if print_page_of(event) == old)
            new = next((page for page, _ in targets.most_common() if page in print_pages), None)
            pages[path_of("pages", old, "md")] = _retired_print_page(old, new)
    return pages


def retired_page(event: Event, moved_to: str | None, print_pages: Container[str]) -> str:
    """Return the page that stands where an article was."""
    here, page = path_of("articles", event.id), print_page_of(event.id)
    words = [f"原来这里是{f'《{escape(event.title)}》' if event.title else '一篇文章'}，编号{event.id}。"]
    if moved_to:
        return _moved("这篇文章换了地址", words, way(here, path_of("articles", moved_to)))
    if page in print_pages:
        words.append(f"它所在的版面还在：[看整版和这一版现在的文章]({way(here, path_of('pages', page, 'md'))})。")
    else:
        words.append("它所在的版面也已经撤下。可以用上面的搜索框找相关的文章。")
    return _page("这篇文章已不在档案里", ["# 这篇文章已不在档案里", *words])


def _retired_print_page(page: str, moved_to: str | None) -> str:
    if moved_to:
        to = way(path_of("pages", page), path_of("pages", moved_to))
        return _moved("这一版换了地址", [f"原来这里是一版报纸，编号{page}。"], to)
    words = ["# 这一版已不在档案里", f"原来这里是一版报纸，编号{page}。可以用上面的搜索框找相关的文章。"]
    return _page("这一版已不在档案里", words)


def _moved(name: str, words: list[str], target: str) -> str:
    to = f"现在它的地址是[这一页]({target.removesuffix('.html')}.md)。"
    return _page(name, [f"# {name}", *words, to], moved_to=target)


def _page(title: str, words: Iterable[str], **more: str) -> str:
    about: dict[str, Any] = {
        "title": title,
        "description": "旧地址仍然有效，从这里可以找到现在的内容。" if more else title,
        "kind": "retired",
        **more,
    }
    return with_front_matter(about, "\n\n".join(words))

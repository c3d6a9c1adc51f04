"""Addresses that were cited stay: an article that is no more leaves a page that says so, or leads to its new place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from build_scripts.publishing.escaping import escape
from build_scripts.publishing.exports.changes import Event
from build_scripts.publishing.markdown import with_front_matter


def retired_pages(gone: Iterable[Event], lines: Iterable[str], print_pages: frozenset[str]) -> dict[str, str]:
    """Return the Markdown of a page for each article that is gone, by its path.

    `lines` are those of `articles.jsonl`. Where an article of the same newspaper page bears the same title, the
    reading of the page has only been mended, and the old address leads on to it; `print_pages` are all their ids.
    """
    events = tuple(gone)
    pages = {print_page_of(event.id) for event in events}
    now = {(print_page_of(row["id"]), row["title"]): str(row["id"]) for row in _rows(lines, pages)} if events else {}
    return {
        f"articles/{event.id}.md": retired_page(event, now.get((print_page_of(event.id), event.title)), print_pages)
        for event in events
    }


def retired_page(event: Event, moved_to: str | None, print_pages: frozenset[str]) -> str:
    """Return the page that stands where an article was."""
    about: dict[str, Any] = {
        "title": "这篇文章换了地址" if moved_to else "这篇文章已不在档案里",
        "description": "旧地址仍然有效，从这里可以找到现在的内容。",
        "kind": "retired",
    }
    page = print_page_of(event.id)
    words = [f"# {about['title']}", f"原来这里是《{escape(event.title)}》，编号{event.id}。"]
    if moved_to:
        about["moved_to"] = f"{moved_to}.html"
        words.append(f"重新整理版面之后，它的新地址是[这一页]({moved_to}.md)。")
    elif page in print_pages:
        words.append(f"它所在的版面还在：[看整版和这一版现在的文章](../pages/{page}.md)。")
    else:
        words.append("它所在的版面也已经撤下。可以用上面的搜索框找相关的文章。")
    return with_front_matter(about, "\n\n".join(words))


def print_page_of(article: str) -> str:
    """Return the id of the newspaper page that an article stands on."""
    return article.partition("-")[0]


def _rows(lines: Iterable[str], pages: set[str]) -> Iterable[Mapping[str, Any]]:
    rows: Iterable[Mapping[str, Any]] = (json.loads(line) for line in lines)
    return (row for row in rows if print_page_of(row["id"]) in pages)

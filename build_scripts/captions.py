"""The order of a page's captions, by which the numbered pictures that lie beside it are told apart."""

from __future__ import annotations

from collections.abc import Iterable

from build_scripts.model import Article


def captions_in_order(articles: Iterable[Article]) -> list[tuple[int, str, int]]:
    """Return first line, article and number there of each caption of a page, as they are printed."""
    return sorted(
        (min(caption.lines, default=0), article.id, at)
        for article in articles
        for at, caption in enumerate(article.captions)
    )

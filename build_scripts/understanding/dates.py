"""Dates."""
from __future__ import annotations
from build_scripts.model import Article, Dating, PageMeta
def date_articles(articles: tuple[Article, ...], meta: PageMeta) -> tuple[Dating, ...]:
    return tuple(Dating(None, None, None, "未知") for _ in articles)

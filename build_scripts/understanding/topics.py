"""Topics."""
from __future__ import annotations
from build_scripts.model import Article, Topic
def find_topics(article: Article) -> tuple[Topic, ...]:
    return ()
def is_health_related(article: Article, topics: tuple[Topic, ...]) -> bool:
    return True

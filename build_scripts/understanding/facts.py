"""Facts."""
from __future__ import annotations
from build_scripts.model import Article, Dating, Fact, Institution, Place
def extract_facts(article: Article, places: tuple[Place, ...], institutions: tuple[Institution, ...], dating: Dating) -> tuple[Fact, ...]:
    return ()

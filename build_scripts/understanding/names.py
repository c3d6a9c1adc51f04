"""Names."""
from __future__ import annotations
from build_scripts.model import Article, Institution, Person, Place
def find_institutions(article: Article, places: tuple[Place, ...]) -> tuple[Institution, ...]:
    return ()
def find_people(article: Article, institutions: tuple[Institution, ...]) -> tuple[Person, ...]:
    return ()

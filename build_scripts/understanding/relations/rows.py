"""The tables in which a state file keeps relations: by what articles are found, and what was decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from build_scripts.model import Contradiction, Copy, Similar, Traits
from build_scripts.state.codec import load
from build_scripts.understanding.relations.copies import in_order
from build_scripts.understanding.relations.similar import key_of


class Keys:
    """By what articles may be related to others."""

    def __init__(self, traits: Iterable[Traits]) -> None:
        self.terms: set[int] = set()
        self.entries: set[int] = set()
        self.claims: set[str] = set()
        for one in traits:
            self.terms.update(key_of(term) for term, _ in one.terms)
            self.entries.update(one.sketch)
            self.claims.update(claim for claim, _, _ in one.claims)


def entry_rows(traits: Iterable[Traits]) -> list[tuple[int, str]]:
    """Return entry and article of sketches, in order."""
    return sorted((entry, one.article) for one in traits for entry in one.sketch)


def term_rows(traits: Iterable[Traits]) -> list[tuple[int, int, str]]:
    """Return term, negated weight and article of vectors, in order."""
    return sorted((key_of(term), -weight, one.article) for one in traits for term, weight in one.terms)


def claim_rows(trait: Traits) -> Iterator[tuple[str, str, int, float, float]]:
    """Yield each claim of an article, how often it is made, and from what to what all of it may be."""
    for claim, made in groupby(trait.claims, key=itemgetter(0)):
        spans = [span[1:] for span in made]
        yield claim, trait.article, len(spans), max(low for low, _ in spans), min(high for _, high in spans)


def read_copies(sql: Callable[..., sqlite3.Cursor], article: str) -> tuple[Copy, ...]:
    """Return the copies of an article from a state file."""
    rows = sql("SELECT other, shared, whole FROM copy WHERE article = ?", (article,))
    return in_order(Copy(other, shared, bool(whole)) for other, shared, whole in rows)


def read_all_copies(sql: Callable[..., sqlite3.Cursor]) -> dict[str, tuple[Copy, ...]]:
    """Return the copies of all articles that have any."""
    found: dict[str, list[Copy]] = {}
    for article, other, shared, whole in sql("SELECT article, other, shared, whole FROM copy ORDER BY article"):
        found.setdefault(article, []).append(Copy(other, shared, bool(whole)))
    return {article: in_order(copies) for article, copies in found.items()}


def read_similar(sql: Callable[..., sqlite3.Cursor], article: str) -> tuple[Similar, ...]:
    """Return the articles that are like one from a state file."""
    row = sql("SELECT data FROM similar WHERE article = ?", (article,)).fetchone()
    found: tuple[Similar, ...] = load(tuple[Similar, ...], row[0]) if row else ()
    return found


def read_contradictions(sql: Callable[..., sqlite3.Cursor]) -> tuple[Contradiction, ...]:
    """Return all contradictions from a state file, in their order."""
    found: list[Contradiction] = []
    for (data,) in sql("SELECT data FROM clash ORDER BY key"):
        found += load(tuple[Contradiction, ...], data)
    return tuple(found)

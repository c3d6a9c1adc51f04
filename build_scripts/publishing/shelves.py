"""Rows of links that several kinds of pages show: the topics, institutions, people and places of some articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from build_scripts.model import Entry
from build_scripts.publishing.catalogue import Catalogue, lineage
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.naming import name_key
from build_scripts.publishing.views import Link

T = TypeVar("T")
CHIPS_ON_A_PAGE = 24


def topic_links(catalogue: Catalogue, entries: Iterable[Entry]) -> tuple[Link, ...]:
    """Return the topics of articles, the fullest first."""
    found = _fullest(label for entry in entries for label in catalogue.row(entry).topics)
    return tuple(Link(label, path_of("topics", name_key(label)), n) for label, n in found)


def institution_links(catalogue: Catalogue, entries: Iterable[Entry]) -> tuple[Link, ...]:
    """Return the institutions of articles, the fullest first."""
    found = _fullest(name for e in entries for name in {i[0]: None for i in catalogue.row(e).institutions})
    return tuple(Link(name, path_of("institutions", name_key(name)), n) for name, n in found)


def place_links(catalogue: Catalogue, entries: Iterable[Entry]) -> tuple[Link, ...]:
    """Return the places of articles, the fullest first."""
    found = _fullest((code, lineage(code, name)[-1][1]) for e in entries for code, name in catalogue.row(e).places)
    return tuple(Link(name, path_of("places", code), n) for (code, name), n in found)


def people_links(catalogue: Catalogue, institution: str) -> tuple[Link, ...]:
    """Return the people of an institution."""
    return tuple(
        Link(f"{g.name}（{g.note}）" if g.note else g.name, path_of("people", g.key), len(g.entries))
        for g in catalogue.people_of.get(institution, ())[:CHIPS_ON_A_PAGE]
    )


def _fullest(things: Iterable[T]) -> list[tuple[T, int]]:
    return Counter(things).most_common(CHIPS_ON_A_PAGE)

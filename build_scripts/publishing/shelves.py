"""Rows of links that several kinds of pages show: the topics, institutions, people and places of some articles."""

from __future__ import annotations

from build_scripts.keys import name_key
from build_scripts.publishing.catalogue import Catalogue, own_name
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.views import Link
from build_scripts.state.columns import APART

CHIPS_ON_A_PAGE = 24


def topic_links(catalogue: Catalogue, entries: Entries) -> tuple[Link, ...]:
    """Return the topics of articles, the fullest first."""
    found = catalogue.most_common("topics", "label", entries, CHIPS_ON_A_PAGE)
    return tuple(Link(label, path_of("topics", name_key(label)), n) for label, n in found)


def institution_links(catalogue: Catalogue, entries: Entries) -> tuple[Link, ...]:
    """Return the institutions of articles, the fullest first."""
    found = catalogue.most_common("institutions", "name", entries, CHIPS_ON_A_PAGE)
    return tuple(Link(name, path_of("institutions", name_key(name)), n) for name, n in found)


def place_links(catalogue: Catalogue, entries: Entries) -> tuple[Link, ...]:
    """Return the places of articles, the fullest first."""
    found = catalogue.most_common("places", "place", entries, CHIPS_ON_A_PAGE)
    places = ((word.partition(APART), n) for word, n in found)
    return tuple(Link(own_name(name, code), path_of("places", code), n) for (code, _, name), n in places)


def people_links(catalogue: Catalogue, institution: str) -> tuple[Link, ...]:
    """Return the people of an institution."""
    return tuple(
        Link(f"{g.name}（{g.note}）" if g.note else g.name, path_of("people", g.key), len(g.entries))
        for g in catalogue.people_of(institution)[:CHIPS_ON_A_PAGE]
    )

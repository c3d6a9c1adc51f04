"""Rows of links that several kinds of pages show: the topics, institutions, people and places of some articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from build_scripts.model import Entry
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.naming import name_key
from build_scripts.publishing.search.records import place_lineage
from build_scripts.publishing.views import Link

CHIPS_ON_A_PAGE = 24


def topic_links(entries: Iterable[Entry]) -> tuple[Link, ...]:
    """Return the topics of articles, the fullest first."""
    return _counted((topic.label, f"topics/{name_key(topic.label)}.html") for e in entries for topic in e.topics)


def institution_links(entries: Iterable[Entry]) -> tuple[Link, ...]:
    """Return the institutions of articles, the fullest first."""
    names = (name for e in entries for name in dict.fromkeys(i.canonical for i in e.institutions))
    return _counted((name, f"institutions/{name_key(name)}.html") for name in names)


def place_links(entries: Iterable[Entry]) -> tuple[Link, ...]:
    """Return the places of articles, the fullest first."""
    return _counted((place_lineage(place)[-1][1], f"places/{place.adcode}.html") for e in entries for place in e.places)


def people_links(catalogue: Catalogue, institution: str) -> tuple[Link, ...]:
    """Return the people of an institution."""
    return tuple(
        Link(f"{g.name}（{g.note}）" if g.note else g.name, f"people/{g.key}.html", len(g.entries))
        for g in catalogue.people_of.get(institution, ())[:CHIPS_ON_A_PAGE]
    )


def _counted(pairs: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    counts = Counter(pairs)
    return tuple(Link(name, href, n) for (name, href), n in counts.most_common(CHIPS_ON_A_PAGE))

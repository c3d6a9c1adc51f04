"""An article and a figure as lists show them."""

from __future__ import annotations

from collections.abc import Iterable

from build_scripts.model import Entry, Fact, PageMeta, Place
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.measures import is_compared, measure_href
from build_scripts.publishing.naming import (
    lead_of,
    normalised_value,
    sentence_anchor,
    written_date,
    written_print_page,
    written_value,
)
from build_scripts.publishing.search.records import place_lineage
from build_scripts.publishing.views import Card, Figure, Link

FIGURES_OF_AN_ARTICLE = 3
"""Of one article among those of a place or topic."""


def make_card(entry: Entry, meta: PageMeta) -> Card:
    """Return an article for a list."""
    article, place = entry.article, main_place(entry)
    return Card(
        title=article.title,
        href=path_of("articles", article.id),
        over=article.column or article.kicker or "",
        lead=lead_of(article),
        dated=written_date(entry.dating),
        printed_in=written_print_page(meta),
        place=place_lineage(place)[-1][1] if place else "",
        figures=len(entry.facts),
        checked=entry.checked,
        health_related=entry.health_related,
    )


def make_figure(entry: Entry, fact: Fact) -> Figure:
    """Return one fact for a list."""
    return make_figures(entry, (fact,))[0]


def make_figures(entry: Entry, facts: Iterable[Fact]) -> tuple[Figure, ...]:
    """Return some facts of an article for a list."""
    article, place = entry.article, main_place(entry)
    lineage = tuple(place_lineage(place)) if place else ()
    link = Link(lineage[-1][1], path_of("places", lineage[-1][0])) if lineage else None
    path, year = path_of("articles", article.id), year_of(entry) or None
    return tuple(
        Figure(
            indicator=fact.indicator,
            value=written_value(fact),
            full=normalised_value(fact),
            number=f"{fact.value:f}",
            unit=fact.unit,
            time=fact.time or "",
            entity=fact.entity,
            place=link,
            lineage=lineage,
            article=article.title,
            href=f"{path}#{sentence_anchor(article, fact)}",
            key=fact.key,
            year=year,
            kind=owner_kind(entry, fact),
            canonical=fact.comparable.name if fact.comparable else "",
            measure=measure_href(fact),
        )
        for fact in facts
    )


def main_figures(entry: Entry) -> tuple[Figure, ...]:
    """Return the main figures of an article, those first that can be compared."""
    keys = sorted((fact for fact in entry.facts if fact.key), key=lambda fact: not is_compared(fact))
    return make_figures(entry, keys[:FIGURES_OF_AN_ARTICLE])


def main_place(entry: Entry) -> Place | None:
    """Return the place that an article is about."""
    return next((place for place in entry.places if place.primary), entry.places[0] if entry.places else None)


def owner_kind(entry: Entry, fact: Fact) -> str:
    """Return what kind of owner a figure has: a place, or a kind of institution; empty where that is not known."""
    for institution in entry.institutions:
        if fact.entity in (institution.name, institution.canonical, *institution.mentions):
            return institution.kind
    is_place = any(place.name.endswith(fact.entity) for place in entry.places) if fact.entity else False
    return "地方" if is_place or (fact.comparable and fact.comparable.adcode) else ""


def year_of(entry: Entry) -> int:
    """Return the year of publication as well as it is known; 0 where it is not."""
    dating = entry.dating
    day = dating.issued or dating.earliest
    return dating.year or (day.year if day else 0)

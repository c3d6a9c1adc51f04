"""The stages of understanding in order: an article of a page goes in, an entry comes out."""

from __future__ import annotations

from build_scripts.model import Entry, PageReading
from build_scripts.understanding.comparable import mark_comparable
from build_scripts.understanding.dates import date_articles
from build_scripts.understanding.facts import extract_facts
from build_scripts.understanding.names import find_institutions, find_people
from build_scripts.understanding.places import find_places
from build_scripts.understanding.topics import find_topics, is_health_related


def understand(reading: PageReading) -> tuple[Entry, ...]:
    """Return an entry for each article; the articles of a page settle each other's places and year."""
    articles = reading.articles
    places = find_places(articles, reading.page.meta)
    datings = date_articles(articles, reading.page.meta)
    entries = []
    for article, here, dating in zip(articles, places, datings, strict=True):
        institutions = find_institutions(article, here)
        people = find_people(article, institutions)
        topics = find_topics(article)
        facts = extract_facts(article, here, institutions, dating)
        health_related = is_health_related(article, topics)
        if health_related:  # beds of inns are not beds of hospitals
            facts = mark_comparable(facts, article, (here, institutions), dating)
        entries.append(
            Entry(
                article=article,
                dating=dating,
                places=here,
                institutions=institutions,
                people=people,
                topics=topics,
                facts=facts,
                health_related=health_related,
                checked=article.checked,
            )
        )
    return tuple(entries)

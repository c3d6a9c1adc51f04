"""The stages of understanding in order: an article of a page goes in, an entry comes out."""

from __future__ import annotations

from build_scripts.model import Entry, PageReading, Problem
from build_scripts.understanding.comparable import mark_comparable
from build_scripts.understanding.dates import date_articles
from build_scripts.understanding.desk import Desk
from build_scripts.understanding.edited_facts import edit_facts
from build_scripts.understanding.edited_names import edit_institutions, edit_people, edit_places, edit_topics
from build_scripts.understanding.facts.extract import extract_facts
from build_scripts.understanding.names import find_institutions, find_people
from build_scripts.understanding.places import find_places
from build_scripts.understanding.topics import find_topics, is_health_related


def understand(reading: PageReading) -> tuple[Entry, ...]:
    """Return an entry for each article; the articles of a page settle each other's places and year."""
    return understand_page(reading)[0]


def understand_page(reading: PageReading) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the entries of a page as its editors decided, and which decisions no longer fit."""
    articles, desk = reading.articles, Desk(reading)
    places = find_places(articles, reading.page.meta)
    datings = date_articles(articles, reading.page.meta)
    entries = []
    for article, found, dating in zip(articles, places, datings, strict=True):
        here = edit_places(found, article, desk)
        institutions = edit_institutions(find_institutions(article, here), article, desk)
        people = edit_people(find_people(article, institutions), article, desk)
        topics = edit_topics(find_topics(article), article, desk)
        facts = edit_facts(extract_facts(article, here, institutions, dating), article, here, desk)
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
                edits=desk.edits(article),
            )
        )
    return tuple(entries), tuple(desk.problems)

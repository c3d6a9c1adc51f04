"""Which jobs the changes of some newspaper pages touch: those whose lists the pages are in, and those that name them.

Every page leaves with its jobs a set of keys: names of the lists that its articles are in, and marks for what cannot be
named before all is known (`near:` the articles of a place about a day, `family:` the places beside one, `issue:` the
pages of an issue). When it changes, its old and its new keys are what is touched. A random history of changes, compared
with what is made at once (tests/test_incremental.py), shows whether anything is missing here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from build_scripts.gazetteer import load_gazetteer
from build_scripts.keys import name_key, person_key
from build_scripts.model import PageReading
from build_scripts.publishing import timeline
from build_scripts.publishing.catalogue import Catalogue, lineage
from build_scripts.state.rows import ArticleRow


def keys_of(catalogue: Catalogue, reading: PageReading) -> Iterator[str]:
    """Yield the keys of a newspaper page."""
    page = catalogue.row_of(reading)
    yield f"pages/{page.page_id}"
    if page.publication and page.year:
        yield f"issue:{page.publication}/{date(page.year, page.month, page.day).isoformat()}"
    for entry in catalogue.on_page(reading):
        yield f"articles/{entry.article.id}"
        row = catalogue.row(entry)
        for group in _groups_of(row):
            yield group
            yield f"{group}-{row.year}"
        yield from _times_of(row)
        for point in row.points:
            yield from (f"indicators/{name_key(point.name)}", f"compare/{point.place}", f"places/{point.place}")
            yield f"family:{_parent(point.place)}"


def _groups_of(row: ArticleRow) -> set[str]:
    """Return the lists that an article is in, and those of whoever it names."""
    places = {f"places/{code}" for adcode, name in row.places for code, _ in lineage(adcode, name)}
    topics = {f"topics/{name_key(label)}" for label in row.topics}
    named = {institution[0] for institution in row.institutions} | {person[2] or "" for person in row.people}
    people = {f"people/{person_key(name, employer, title)}" for name, title, employer, _ in row.people}
    return places | topics | people | {f"institutions/{name_key(name)}" for name in named}


def _times_of(row: ArticleRow) -> Iterator[str]:
    yield f"years/{row.year or 'undated'}"
    yield f"years/{row.year or 'undated'}-{row.month:02}"
    if row.place and row.year:
        yield f"near:{row.place}/{row.year}/{row.order}"


def _parent(code: str) -> str:
    gazetteer = load_gazetteer()
    return (gazetteer[code].parent or "") if code in gazetteer else ""


class Touched:
    """What some changes touch."""

    def __init__(self, catalogue: Catalogue, connection: sqlite3.Connection) -> None:
        self._catalogue = catalogue
        self._sql: Callable[..., sqlite3.Cursor] = connection.execute
        self.jobs: set[str] = set()
        """Names of jobs, some of which there may not be."""

    def by_keys(self, keys: Iterable[str]) -> None:
        """Take in the keys of pages that changed, old and new ones."""
        catalogue = self._catalogue
        articles: set[str] = set()
        for key in keys:
            kind, mark, value = key.partition(":")
            if not mark:
                self.jobs.add(key)
                if key.startswith("articles/"):
                    articles.add(key.removeprefix("articles/"))
            elif kind == "near":
                near = catalogue.near_day(value, 2 * timeline.NEARBY)
                self.jobs.update(f"articles/{entry.article.id}" for entry in near)
            elif kind == "family":
                self.jobs.update(f"places/{node.code}" for node in catalogue.family_below(value))
            else:
                pages = catalogue.issue_named(value)
                self.jobs.update(f"pages/{catalogue.page_ids[page]}" for page in pages)
        self.by_articles(articles)

    def by_articles(self, articles: Collection[str]) -> None:
        """Take in articles whose titles, days or figures others show."""
        copies = self._catalogue.archive.relations.copies
        for article in articles:
            self.jobs.add(f"articles/{article}")
            shown_by = self._sql("SELECT article FROM similar_to WHERE other = ?", (article,))
            self.jobs.update(f"articles/{other}" for (other,) in shown_by)
            self.jobs.update(f"articles/{copy.article}" for copy in copies.get(article, ()))
        self.by_relations(articles)

    def by_relations(self, articles: Collection[str]) -> None:
        """Take in articles whose relations changed, or whose figures contradict others."""
        self.jobs.update(f"articles/{article}" for article in articles)
        for contradiction in self._catalogue.archive.relations.contradictions:
            cited = {one.article for one in contradiction.figures}
            if not cited.isdisjoint(articles):
                self.jobs.update(f"articles/{other}" for other in cited)
                self.jobs.add(f"places/{contradiction.adcode}")

    def by_names(self, names: Iterable[str]) -> None:
        """Take in lists that have come or gone: others lead to them, or no longer do."""
        whole = (name for name in names if "." not in name)  # not the further pages of a list
        moved = {name for name in whole if name.startswith(("places/", "institutions/"))}
        if not moved:
            return
        catalogue = self._catalogue
        pages = {name for name in moved if "-" not in name}  # not the lists of their years
        employers = {name.removeprefix("institutions/") for name in pages if name.startswith("institutions/")}
        self.jobs.update(f"people/{key}" for key in catalogue.employed_by(employers))
        for name in moved:
            if name.startswith("places/") and "-" in name:  # a list goes on by year now, or no longer
                of_year = catalogue.of_place_and_year(name.removeprefix("places/").replace("-", "/"))
                self.jobs.update(f"articles/{entry.article.id}" for entry in of_year)
        codes = {name.removeprefix("places/") for name in pages if name.startswith("places/")}
        if not codes:
            return
        self.jobs.update(f"institutions/{key}" for key in catalogue.institutions.in_places(codes))
        self.jobs.update(f"topics/{group.key}" for group in catalogue.topics)
        self.jobs.update(f"indicators/{measure.key}" for measure in catalogue.measures.values())
        self.jobs.update(f"compare/{code}" for code in codes)
        for code in codes:
            self.jobs.add(f"places/{_parent(code)}")
            self.jobs.update(f"places/{node.code}" for node in catalogue.family_below(_parent(code)))

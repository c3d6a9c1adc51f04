"""Articles and newspaper pages by number, and what is counted of them as columns of numbers.

Articles have numbers by age, the newest is 0; pages have theirs in the order of the archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from build_scripts.model import Archive, Entry, PageReading
from build_scripts.publishing.brief import page_row
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.inverse import Inverse, Keys, spans
from build_scripts.state.columns import Columns, Numbers, Table, columns_of, sums_of
from build_scripts.state.light import StoredEntry
from build_scripts.state.rows import ArticleRow, PageRow
from build_scripts.state.stock import Fetched, Stock, StoredEntries


class Numbered:
    """An archive whose articles and pages have numbers."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        stock = archive.entries.stock if isinstance(archive.entries, StoredEntries) else _InMemory(archive)
        columns = stock.columns
        self._stock: Stock = stock
        self._columns = columns
        self.words: Sequence[str] = columns.words.texts
        """What numbers of words stand for."""
        self._by_age = np.argsort(columns.articles["order"], kind="stable").astype(np.int32)
        self._age = np.empty_like(self._by_age)
        self._age[self._by_age] = np.arange(len(self._by_age), dtype=np.int32)
        self.article: Table = {name: column[self._by_age] for name, column in columns.articles.items()}
        """Columns of the articles, the newest first."""
        self.page: Table = columns.pages
        """Columns of the newspaper pages."""
        self.page_ids: Sequence[str] = columns.page_ids
        self.files: Sequence[str] = columns.files
        """Of each newspaper page."""
        self.ids_in_order: Sequence[str] = columns.ids
        """Of the articles in the order of the archive: page by page."""
        self.entries = Entries(self, np.arange(len(columns.ids), dtype=np.int32))

    def entry(self, number: int) -> Entry:
        """Return an article by its number."""
        page, at = self._where(number)
        return self._stock.page(page).entries[at]

    def id_of(self, number: int) -> str:
        """Return the id of an article by its number."""
        return self.ids_in_order[int(self._by_age[number])]

    def sums_of(self, entries: Entries) -> npt.NDArray[np.int64]:
        """Return the sums of the ids of articles, for whoever cuts a list where they say so."""
        return sums_of(self.article["id"][entries.numbers])

    def digest_of(self, entries: Entries) -> str:
        """Return what is another one when some articles are others, or anything on one of their pages has changed."""
        return sha256(self._states[entries.numbers].tobytes()).hexdigest()[:32]

    @cached_property
    def _states(self) -> Numbers:
        """Of each article a row of what it is known by, and its page is as it is."""
        pages = self.article["page"]
        return np.stack([self.article["id"], self.page["version"][pages], self.page["version2"][pages]], axis=1)

    def row(self, entry: Entry) -> ArticleRow:
        """Return what an article is listed, counted and found by."""
        return entry.row if isinstance(entry, StoredEntry) else self._row(self.number_of(entry.article.id))

    def row_of(self, reading: PageReading) -> PageRow:
        """Return what a newspaper page is listed, counted and found by."""
        return self._stock.page(self.page_number[reading.page.file]).row

    def _row(self, number: int) -> ArticleRow:
        page, at = self._where(number)
        return self._stock.page(page).row.articles[at]

    def _where(self, number: int) -> tuple[int, int]:
        """Return the number of the page that an article stands on, and which of its articles it is."""
        page = int(self.article["page"][number])
        return page, int(self._by_age[number] - self.first_on_page[page])

    def number_of(self, article: str) -> int:
        """Return the number of an article by its id."""
        return int(self._age[self._place[article]])

    def __contains__(self, article: str) -> bool:
        """Tell whether the archive has an article, by its id."""
        return article in self._place

    @cached_property
    def _place(self) -> dict[str, int]:
        return {article: at for at, article in enumerate(self._columns.ids)}

    @cached_property
    def page_number(self) -> dict[str, int]:
        """Numbers of the newspaper pages by their files."""
        return {file: number for number, file in enumerate(self.files)}

    @cached_property
    def first_on_page(self) -> Numbers:
        """For each newspaper page, and for the end, how many articles stand on the pages before it."""
        pages = self._columns.articles["page"]
        return np.searchsorted(pages, np.arange(len(self.files) + 1)).astype(np.int32)

    def first_of_page(self, column: str) -> Numbers:
        """Return for each newspaper page what a column has of its first article; 0 where it has none."""
        starts, ends = self.first_on_page[:-1], self.first_on_page[1:]
        values = np.append(self._columns.articles[column], 0)
        return np.where(ends > starts, values[starts], 0).astype(np.int32)

    def numbers_on_page(self, page: int) -> Numbers:
        """Return the numbers of the articles of a newspaper page in printed order."""
        return self._age[self.first_on_page[page] : self.first_on_page[page + 1]]

    def reading(self, page: int) -> PageReading:
        """Return a newspaper page by its number."""
        return self._stock.page(page).reading

    def reading_at(self, file: str) -> PageReading | None:
        """Return the newspaper page of a file, where there is one."""
        return self.reading(self.page_number[file]) if file in self.page_number else None

    def reading_of(self, entry: Entry) -> PageReading:
        """Return the newspaper page that an article stands on."""
        return self.reading(self.page_number[entry.article.file])

    def on_page(self, reading: PageReading) -> tuple[Entry, ...]:
        """Return the articles of a newspaper page in printed order."""
        return self._stock.page(self.page_number[reading.page.file]).entries

    def table(self, name: str) -> Table:
        """Return one of the tables of articles (see state/columns.py), the newest first."""
        return self._tables(name)

    @cached_property
    def _tables(self) -> _Tables:
        return _Tables(self._columns, self._age)

    def rows_in(self, name: str, entries: Entries) -> Numbers:
        """Return the rows that articles have in a table."""
        return self._tables.rows(name, entries.numbers)

    def some(self, numbers: Numbers) -> Entries:
        """Return articles by their numbers."""
        return Entries(self, numbers)

    @cached_property
    def _issues(self) -> Inverse:
        page = self.page
        known = np.flatnonzero((page["publication"] > 0) & (page["year"] > 0)).astype(np.int32)
        return Inverse(self._issue, np.arange(len(self.files), dtype=np.int32), known)

    @cached_property
    def _issue(self) -> Keys:
        return _issues_of(self.page)

    def _page_order(self, page: int) -> tuple[int, str, str]:
        number = self.words[self.page["page_no"][page]]
        return (int(number) if number.isdecimal() else 10_000, number, self.files[page])

    def issue_of(self, page: int) -> list[int]:
        """Return the pages of the issue that a page belongs to, in order; none where its paper or day is not known."""
        return sorted(self._issues.rows(int(self._issue[page])).tolist(), key=self._page_order)

    def issue_named(self, name: str) -> list[int]:
        """Return the pages of an issue, by `paper/day`."""
        publication, _, day = name.rpartition("/")
        year, month, of_month = map(int, day.split("-"))
        found = self._columns.words.find([publication]).tolist()
        number = found[0] << 32 | (year * 10_000 + month * 100 + of_month) if found else -1
        return sorted(self._issues.rows(number).tolist(), key=self._page_order)


class _InMemory:
    """The pages of an archive that is in memory."""

    def __init__(self, archive: Archive) -> None:
        entries: dict[str, list[Entry]] = {}
        for entry in archive.entries:
            entries.setdefault(entry.article.file, []).append(entry)
        pages = ((reading, tuple(entries.get(reading.page.file, ()))) for reading in archive.readings)
        self._pages = [Fetched(reading, of_it, page_row(reading, of_it)) for reading, of_it in pages]
        self.columns: Columns = columns_of((page.reading.page.file, "", page.row) for page in self._pages)

    def page(self, number: int) -> Fetched:
        """Return a page by its number."""
        return self._pages[number]

    def packed(self, page: int, column: str) -> None:
        """Return None: nothing was worked out with a page."""

    def whole(self, page: int, at: int) -> Entry:
        """Return an article, given by its page and its place there."""
        return self._pages[page].entries[at]


class _Tables:
    """The tables of an archive in the order of its articles by age."""

    def __init__(self, columns: Columns, age: Numbers) -> None:
        self._columns, self._age = columns, age
        self._known: dict[str, Table] = {}
        self._starts: dict[str, Numbers] = {}

    def __call__(self, name: str) -> Table:
        """Return a table by its name."""
        if name not in self._known:
            cells = self._columns.tables[name]
            article = self._age[cells["article"]]
            order = np.argsort(article, kind="stable")
            self._known[name] = {column: values[order] for column, values in cells.items()} | {
                "article": article[order]
            }
            numbers = np.arange(len(self._age) + 1)
            self._starts[name] = np.searchsorted(self._known[name]["article"], numbers).astype(np.int32)
        return self._known[name]

    def span(self, name: str, article: int) -> tuple[int, int]:
        """Return where the rows of an article begin and end."""
        self(name)
        starts = self._starts[name]
        return int(starts[article]), int(starts[article + 1])

    def rows(self, name: str, articles: Numbers) -> Numbers:
        """Return the rows of some articles, in their order."""
        self(name)
        starts = self._starts[name]
        return spans(starts[articles], starts[articles + 1])


def _issues_of(page: Table) -> Keys:
    """Return the number that stands for the issue of each page."""
    day = page["year"] * 10_000 + page["month"] * 100 + page["day"]
    return page["publication"].astype(np.int64) << 32 | day

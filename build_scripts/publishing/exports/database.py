"""The archive as one SQLite file with full-text tables, ready for Datasette, the sqlite3 shell or any program.

Full text is cut into runs of three characters (FTS5, trigram), which suits Chinese: any words of three
characters or more are found wherever they stand; for two, LIKE reads through the text.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from build_scripts.publishing.exports.columns import (
    ARTICLES,
    FACTS,
    Cell,
    Column,
    Kind,
    Row,
    article_cells,
    as_real,
    fact_cells,
)

_TYPES = {Kind.TEXT: "TEXT", Kind.INTEGER: "INTEGER", Kind.NUMBER: "REAL", Kind.DATE: "TEXT", Kind.BOOLEAN: "INTEGER"}
_LINKS = """
CREATE TABLE article_places (
  article_id TEXT NOT NULL REFERENCES articles(id), adcode TEXT, name TEXT, is_primary INTEGER);
CREATE TABLE article_topics (article_id TEXT NOT NULL REFERENCES articles(id), topic TEXT);
CREATE TABLE article_institutions (
  article_id TEXT NOT NULL REFERENCES articles(id), name TEXT, printed TEXT, kind TEXT, adcode TEXT);
CREATE TABLE article_people (
  article_id TEXT NOT NULL REFERENCES articles(id), name TEXT, function TEXT, institution TEXT);
"""
_INDEXES = """
CREATE UNIQUE INDEX articles_by_id ON articles(id);
CREATE INDEX articles_by_date ON articles(date);
CREATE INDEX articles_by_year ON articles(year);
CREATE INDEX facts_by_article ON facts(article_id);
CREATE INDEX facts_by_indicator ON facts(canonical, canonical_year);
CREATE INDEX places_by_code ON article_places(adcode);
CREATE INDEX topics_by_name ON article_topics(topic);
CREATE INDEX institutions_by_name ON article_institutions(name);
"""
FULL_TEXT = {
    "articles": ("title", "kicker", "deck", "byline", "text"),
    "facts": ("indicator", "entity", "quote"),
}
"""Columns of each table that full text finds."""


DATABASE = "archive.sqlite"
UP_TO = 1000
"""Articles up to which the file is made unasked: its full text takes two milliseconds of each, at every change."""


def is_wanted(articles: int) -> bool:
    """Tell whether an archive of so many articles has this file; ARCHIVE_DATABASE=1 asks for it at any size."""
    return articles <= UP_TO or os.environ.get("ARCHIVE_DATABASE", "") not in {"", "0"}


def write_database(path: Path, rows: Iterable[Row]) -> None:
    """Write articles into a new file; the same articles give the same bytes."""
    database = _Database(path)
    for row in rows:
        database.add(row)
    database.close()


class _Database:
    """A SQLite file that articles are added to one by one."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
        self._connection.execute(_table("articles", ARTICLES))
        self._connection.execute(_table("facts", FACTS))
        self._connection.executescript(_LINKS)
        self._connection.execute("BEGIN")

    def add(self, row: Row) -> None:
        """Add an article and its figures, with its places, topics, institutions and people."""
        self._insert("articles", ARTICLES, [article_cells(row)])
        self._insert("facts", FACTS, fact_cells(row))
        mine = row["id"]
        self._fill("article_places", [(mine, p["adcode"], p["name"], int(p["primary"])) for p in row["places"]])
        self._fill("article_topics", [(mine, topic) for topic in row["topics"]])
        self._fill(
            "article_institutions",
            [(mine, i["canonical"], i["name"], i["kind"], i["adcode"]) for i in row["institutions"]],
        )
        self._fill("article_people", [(mine, p["name"], p["title"], p["institution"]) for p in row["people"]])

    def close(self) -> None:
        """Build indexes and full text, and leave no empty page behind."""
        self._connection.executescript(_INDEXES)
        for table, names in FULL_TEXT.items():
            listed = ", ".join(names)
            self._connection.execute(
                f"CREATE VIRTUAL TABLE {table}_fts USING fts5"
                f"({listed}, content=\"{table}\", content_rowid='number', tokenize='trigram')"
            )
            for order in ("rebuild", "optimize"):
                self._connection.execute(f"INSERT INTO {table}_fts({table}_fts) VALUES (?)", (order,))  # noqa: S608  ours
        self._connection.commit()
        self._connection.execute("VACUUM")
        self._connection.close()

    def _insert(self, table: str, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> None:
        self._fill(table, [(None, *_stored(columns, cells)) for cells in rows])

    def _fill(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  names of ours


def _table(name: str, columns: tuple[Column, ...]) -> str:
    listed = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in columns)
    return f"CREATE TABLE {name} (number INTEGER PRIMARY KEY, {listed})"


def _stored(columns: tuple[Column, ...], cells: tuple[Cell, ...]) -> Iterable[Cell]:
    for column, cell in zip(columns, cells, strict=True):
        if cell is None or isinstance(cell, str):
            yield cell
        else:
            yield as_real(cell) if column.kind is Kind.NUMBER else int(cell)


def datasette_metadata(name: str, description: str, licence: str) -> dict[str, Any]:
    """Return what Datasette shows beside the tables: `datasette archive.sqlite -m datasette.json`."""
    tables: dict[str, Any] = {
        table: {
            "title": title,
            "description": words,
            "columns": {column.name: f"{column.label}：{column.words}" for column in columns},
            "sort_desc": "date",
            "fts_table": f"{table}_fts",
            "fts_pk": "number",
        }
        for table, title, words, columns in (
            ("articles", "文章", "一行一篇文章", ARTICLES),
            ("facts", "数字", "一行一个数字，附原句", FACTS),
        )
    }
    return {
        "title": name,
        "description": description,
        "license": licence,
        "databases": {"archive": {"tables": tables, "queries": QUERIES}},
    }


QUERIES = {
    "search": {
        "title": "全文查找（三个字以上）",
        "sql": "select id, articles.title, date, place, snippet(articles_fts, -1, '【', '】', '…', 24) as words "
        "from articles_fts join articles on articles.number = articles_fts.rowid "
        "where articles_fts match '\"' || replace(:words, '\"', '\"\"') || '\"' order by rank limit 100",
    },
    "short_words": {
        "title": "全文查找（两个字也行，慢一些）",
        "sql": "select id, title, date, place from articles where title like '%' || :words || '%' "
        "or text like '%' || :words || '%' order by date desc limit 100",
    },
    "compare": {
        "title": "同一指标，各地各年",
        "sql": "select canonical_year, place, canonical_value, canonical_unit, quote, source from facts "
        "where canonical = :indicator order by canonical_year, canonical_adcode",
    },
}
"""Questions that Datasette offers ready made."""

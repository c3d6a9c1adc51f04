"""An archive that stands in its state file, with what tells which of its pages have changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from build_scripts.model import Archive

TABLES = """
CREATE TABLE related (file TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stirred (article TEXT PRIMARY KEY, copied INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE shown (file TEXT PRIMARY KEY, digest TEXT NOT NULL, keys TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE job (name TEXT PRIMARY KEY, key TEXT NOT NULL, paths TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE whole (path TEXT PRIMARY KEY, parts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE made (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
"""Which pages the relations have taken in, and of which articles they changed since files were last made of them; of
each page what its lists are, of each job what it made; of files that hold the whole archive the length of each part."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An archive with the state that it stands in."""

    archive: Archive
    connection: sqlite3.Connection
    digests: Mapping[str, str]
    """Of each file of the archive: another one when any of its articles, names or lines are no longer the same."""

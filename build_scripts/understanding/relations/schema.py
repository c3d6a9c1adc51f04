"""The tables in which relations are kept; a run with nothing to decide needs no more of them than that they exist."""

from __future__ import annotations

TABLES = """
CREATE TABLE traits (file TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE home (article TEXT PRIMARY KEY, file TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shingle (entry INTEGER, article TEXT, PRIMARY KEY (entry, article)) WITHOUT ROWID;
CREATE TABLE term (term INTEGER, weight INTEGER, article TEXT, PRIMARY KEY (term, weight, article)) WITHOUT ROWID;
CREATE TABLE claim (claim TEXT, article TEXT, times INTEGER, low REAL, high REAL, PRIMARY KEY (claim, article))
  WITHOUT ROWID;
CREATE TABLE copy (article TEXT, other TEXT, shared REAL, whole INTEGER, PRIMARY KEY (article, other)) WITHOUT ROWID;
CREATE TABLE similar (article TEXT PRIMARY KEY, lowest INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE similar_to (other TEXT, article TEXT, PRIMARY KEY (other, article)) WITHOUT ROWID;
CREATE TABLE clash (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE clash_of (article TEXT, key TEXT, PRIMARY KEY (article, key)) WITHOUT ROWID;
"""

"""Relations of an archive in a database, brought up to date by what has changed: neighbours are touched, no others.

Every relation is decided by the two articles, and by few others that are found by keys: copies by the entries of their
sketches, like articles by the terms of which they are champions, contradictions by owner, indicator and time. So what
an article that comes, changes or goes can change is looked up by its keys, old and new, and decided anew by the same
functions that decide a whole archive (`relate`): the outcome is the same, however the archive came to be.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from build_scripts.model import Contradiction, Copy, Entry, Similar, Traits
from build_scripts.state.codec import dump, load
from build_scripts.understanding.relations.across import about_claim, in_copies
from build_scripts.understanding.relations.copies import (
    MOST_HOLDERS,
    alike,
    candidates,
    in_order,
    judge,
    judge_all,
    text_of,
)
from build_scripts.understanding.relations.relate import is_doubt
from build_scripts.understanding.relations.similar import (
    CHAMPIONS,
    SHOWN,
    Champion,
    Near,
    Vector,
    all_nearest,
    as_similar,
    choose,
    nearest,
)

TABLES = """
CREATE TABLE trait (article TEXT PRIMARY KEY, file TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX trait_by_file ON trait (file);
CREATE TABLE shingle (entry INTEGER, article TEXT, PRIMARY KEY (entry, article)) WITHOUT ROWID;
CREATE TABLE term (term TEXT, weight INTEGER, article TEXT, PRIMARY KEY (term, weight, article)) WITHOUT ROWID;
CREATE TABLE claim (claim TEXT, article TEXT, times INTEGER, PRIMARY KEY (claim, article)) WITHOUT ROWID;
CREATE TABLE copy (article TEXT, other TEXT, shared REAL, whole INTEGER, PRIMARY KEY (article, other)) WITHOUT ROWID;
CREATE TABLE similar (article TEXT PRIMARY KEY, lowest INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE similar_to (other TEXT, article TEXT, PRIMARY KEY (other, article)) WITHOUT ROWID;
CREATE TABLE clash (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE clash_of (article TEXT, key TEXT, PRIMARY KEY (article, key)) WITHOUT ROWID;
"""
_ALL_FROM = 0.2
"""Share of an archive from which on everything is decided anew: many at a time cost a tenth of one by one."""
_OF_COPIES, _ACROSS, _WITHIN = "1", "2", "3"
"""First parts of the keys of contradictions, in the order in which they are told."""
_BETWEEN = "\x1f"
_TEXTS = 1 << 12


class RelationIndex:
    """The relations of an archive, in its state file."""

    def __init__(self, connection: sqlite3.Connection, entry: Callable[[str, str], Entry]) -> None:
        """`entry` returns an article of a file with its text and figures."""
        self._sql = connection.execute
        self._many = connection.executemany
        self._entry = entry
        self._trait = lru_cache(1 << 14)(self._read_trait)
        self._text = lru_cache(_TEXTS)(lambda article: text_of(self._whole(article).article))

    def update(self, files: Iterable[str], new: Mapping[str, tuple[Traits, ...]]) -> tuple[set[str], set[str]]:
        """Take in what files have become, those that are gone among them.

        `new` has the articles of those files that are still there. Return the articles whose relations changed, and
        among them those whose copies did.
        """
        old = [one for file in sorted(set(files)) for one in self._of_file(file)]
        fresh = [one for found in new.values() for one in found]
        touched = {one.article for one in (*old, *fresh)}
        if not touched:
            return set(), set()
        keys = _Keys((*old, *fresh))
        champions = {term: self._champions(term) for term in keys.terms}
        holders = {entry: self._holders(entry) for entry in keys.entries}
        self._replace(old, new)
        self._trait.cache_clear()
        self._text.cache_clear()
        known = self._sql("SELECT count(*) FROM trait").fetchone()[0]
        everything = len(touched) > _ALL_FROM * known
        copied = self._all_copies() if everything else self._some_copies(touched, holders)
        alike_now = self._all_similar() if everything else self._some_similar(touched, copied, champions)
        claims = set(keys.claims)
        for article in copied - touched:
            claims.update(self._trait(article).claims if self._exists(article) else ())
        clashed = self._contradict(touched, copied, claims)
        changed = {article for article in touched | copied | alike_now | clashed if self._exists(article)}
        return changed, copied & changed

    def _of_file(self, file: str) -> Iterator[Traits]:
        rows = self._sql("SELECT data FROM trait WHERE file = ? ORDER BY article", (file,)).fetchall()
        return (load(Traits, data) for (data,) in rows)

    def _read_trait(self, article: str) -> Traits:
        return load(Traits, self._sql("SELECT data FROM trait WHERE article = ?", (article,)).fetchone()[0])

    def _exists(self, article: str) -> bool:
        return self._sql("SELECT 1 FROM trait WHERE article = ?", (article,)).fetchone() is not None

    def _every(self) -> Iterator[Traits]:
        return (load(Traits, data) for (data,) in self._sql("SELECT data FROM trait ORDER BY article"))

    def _whole(self, article: str) -> Entry:
        file = self._sql("SELECT file FROM trait WHERE article = ?", (article,)).fetchone()[0]
        return self._entry(file, article)

    def _replace(self, old: Sequence[Traits], new: Mapping[str, tuple[Traits, ...]]) -> None:
        """Put the keys of what is there in the place of those of what was."""
        gone = [(one.article,) for one in old]
        self._many("DELETE FROM trait WHERE article = ?", gone)
        self._many("DELETE FROM shingle WHERE entry = ? AND article = ?", _entries(old))
        self._many("DELETE FROM term WHERE term = ? AND weight = ? AND article = ?", _terms(old))
        self._many("DELETE FROM claim WHERE claim = ? AND article = ?", [row[:2] for row in _claims(old)])
        fresh = [one for found in new.values() for one in found]
        rows = [(one.article, file, dump(Traits, one)) for file, found in new.items() for one in found]
        self._many("INSERT INTO trait VALUES (?, ?, ?)", sorted(rows))
        self._many("INSERT INTO shingle VALUES (?, ?)", _entries(fresh))
        self._many("INSERT INTO term VALUES (?, ?, ?)", _terms(fresh))
        self._many("INSERT INTO claim VALUES (?, ?, ?)", _claims(fresh))

    # Copies

    def _holders(self, entry: int) -> frozenset[str]:
        """Return the articles that hold an entry; of too many, some that show that they are."""
        rows = self._sql("SELECT article FROM shingle WHERE entry = ? LIMIT ?", (entry, MOST_HOLDERS + 1))
        return frozenset(article for (article,) in rows)

    def copies(self, article: str) -> tuple[Copy, ...]:
        """Return the copies of an article."""
        return read_copies(self._sql, article)

    def _all_copies(self) -> set[str]:
        """Decide all copies anew; return the articles of which they changed."""
        sizes = {one.article: (one.size, one.sketch) for one in self._every()}
        found = judge_all(candidates(sizes), self._text)
        before = {article for (article,) in self._sql("SELECT DISTINCT article FROM copy")}
        changed = {article for article in before | found.keys() if self.copies(article) != found.get(article, ())}
        self._sql("DELETE FROM copy")
        for article, copies in found.items():
            self._put_copies(article, copies)
        return changed

    def _some_copies(self, touched: set[str], before: Mapping[int, frozenset[str]]) -> set[str]:
        """Decide anew the copies of articles, and of those that share an entry which became, or was, too frequent."""
        outdated = set(touched)
        for entry, held in before.items():
            now = self._holders(entry)
            if (len(held) > MOST_HOLDERS) != (len(now) > MOST_HOLDERS):
                outdated |= {
                    article for (article,) in self._sql("SELECT article FROM shingle WHERE entry = ?", (entry,))
                }
        changed: set[str] = set()
        for article in sorted(outdated):
            old = {copy.article: copy for copy in self.copies(article)}
            new = {copy.article: copy for copy in self._judged(article)} if self._exists(article) else {}
            for other in old.keys() | new.keys():
                if old.get(other) != new.get(other):
                    changed |= {article, other}
                    self._many("DELETE FROM copy WHERE article = ? AND other = ?", [(article, other), (other, article)])
                    if other in new:
                        self._put_copies(article, [new[other]])
                        self._put_copies(other, [replace(new[other], article=article)])
        return changed

    def _put_copies(self, article: str, copies: Iterable[Copy]) -> None:
        rows = [(article, copy.article, copy.shared, copy.whole) for copy in copies]
        self._many("INSERT INTO copy VALUES (?, ?, ?, ?)", rows)

    def _judged(self, article: str) -> Iterator[Copy]:
        trait = self._trait(article)
        common: Counter[str] = Counter()
        for entry in trait.sketch:
            if 2 <= len(held := self._holders(entry)) <= MOST_HOLDERS:
                common.update(held)
        common.pop(article, None)
        sizes = {other: (self._trait(other).size, ()) for other in common}
        for other in alike(trait.size, common, sizes):
            one, two = sorted((article, other))
            if same := judge(self._text(one), self._text(two)):
                yield Copy(other, *same)

    # Like articles

    def _champions(self, term: str) -> tuple[Champion[str], ...]:
        wanted = "SELECT weight, article FROM term WHERE term = ? ORDER BY weight, article LIMIT ?"
        found = tuple(self._sql(wanted, (term, CHAMPIONS)).fetchall())
        return found if len(found) > 1 else ()

    def _all_similar(self) -> set[str]:
        """Decide all likenesses anew; return the articles of which they changed."""
        vectors: dict[str, Vector] = {one.article: dict(one.terms) for one in self._every()}
        before: dict[str, bytes] = dict(self._sql("SELECT article, data FROM similar").fetchall())
        self._sql("DELETE FROM similar")
        self._sql("DELETE FROM similar_to")
        changed = set()
        for article, near in all_nearest(vectors):
            chosen = choose(article, near, self.copies)
            if chosen and before.pop(article, None) != self._put_similar(article, chosen, vectors.__getitem__):
                changed.add(article)
        return changed | before.keys()

    def _some_similar(
        self, touched: set[str], copied: set[str], before: Mapping[str, tuple[Champion[str], ...]]
    ) -> set[str]:
        """Decide anew the likenesses of what is touched and of those that it may come into, or has to leave."""
        champions = lru_cache(1 << 12)(self._champions)
        moved = set(touched)
        for term, held in before.items():
            moved |= {article for _, article in set(held) ^ set(champions(term))}
        outdated = touched | copied
        for article in moved | copied:
            rows = self._sql("SELECT article FROM similar_to WHERE other = ?", (article,))
            outdated |= {other for (other,) in rows}
        near: dict[str, list[Near]] = {}
        for article in sorted(moved):
            if self._exists(article):
                near[article] = nearest(article, self._vector(article), champions)
                outdated.add(article)
                outdated |= {one.article for one in near[article] if one.score >= self._lowest(one.article)}
        changed = set()
        for article in sorted(outdated):
            old = self._sql("SELECT data FROM similar WHERE article = ?", (article,)).fetchone()
            self._sql("DELETE FROM similar WHERE article = ?", (article,))
            self._sql("DELETE FROM similar_to WHERE article = ?", (article,))
            new = None
            if self._exists(article):
                found = near[article] if article in near else nearest(article, self._vector(article), champions)
                chosen = choose(article, found, self.copies)
                new = self._put_similar(article, chosen, self._vector) if chosen else None
            if new != (old[0] if old else None):
                changed.add(article)
        return changed

    def _vector(self, article: str) -> Vector:
        return dict(self._trait(article).terms)

    def _lowest(self, article: str) -> int:
        row = self._sql("SELECT lowest FROM similar WHERE article = ?", (article,)).fetchone()
        return int(row[0]) if row else 0

    def _put_similar(self, article: str, chosen: Sequence[Near], vector: Callable[[str], Vector]) -> bytes:
        mine = vector(article)
        data = dump(tuple[Similar, ...], tuple(as_similar(near, mine, vector(near.article)) for near in chosen))
        lowest = chosen[-1].score if len(chosen) == SHOWN else 0
        self._sql("INSERT INTO similar VALUES (?, ?, ?)", (article, lowest, data))
        self._many("INSERT INTO similar_to VALUES (?, ?)", [(near.article, article) for near in chosen])
        return data

    # Contradictions

    def _contradict(self, touched: set[str], copied: set[str], claims: set[str]) -> set[str]:
        """Decide anew what may contradict each other; return the articles of which that changed."""
        keys = {f"{_ACROSS}{_BETWEEN}{claim}" for claim in claims} | {f"{_WITHIN}{_BETWEEN}{one}" for one in touched}
        for article in touched | copied:
            keys |= {key for (key,) in self._sql("SELECT key FROM clash_of WHERE article = ?", (article,))}
            for copy in self.copies(article):
                keys.add(_BETWEEN.join((_OF_COPIES, *sorted((article, copy.article)))))
        changed = set()
        for key in sorted(keys):
            old = self._sql("SELECT data FROM clash WHERE key = ?", (key,)).fetchone()
            found = tuple(one for one in self._decide(*key.split(_BETWEEN, 1)) if is_doubt(one))
            new = dump(tuple[Contradiction, ...], found) if found else None
            if new == (old[0] if old else None):
                continue
            changed |= {article for (article,) in self._sql("SELECT article FROM clash_of WHERE key = ?", (key,))}
            self._sql("DELETE FROM clash WHERE key = ?", (key,))
            self._sql("DELETE FROM clash_of WHERE key = ?", (key,))
            if found:
                cited = {one.article for contradiction in found for one in contradiction.figures}
                self._sql("INSERT INTO clash VALUES (?, ?)", (key, new))
                self._many("INSERT INTO clash_of VALUES (?, ?)", [(article, key) for article in sorted(cited)])
                changed |= cited
        return changed

    def _decide(self, kind: str, about: str) -> Iterator[Contradiction]:
        if kind == _WITHIN:
            yield from self._trait(about).within if self._exists(about) else ()
        elif kind == _ACROSS:
            rows = self._sql("SELECT article, times FROM claim WHERE claim = ?", (about,)).fetchall()
            if sum(times for _, times in rows) > 1:
                entries = [self._whole(article) for article, _ in rows]
                copies = {article: self.copies(article) for article, _ in rows}
                yield from about_claim(about, entries, copies)
        else:
            one, other = about.split(_BETWEEN)
            if any(copy.article == other and copy.whole for copy in self.copies(one)):
                yield from in_copies(self._whole(one), self._whole(other))


class _Keys:
    """By what articles may be related to others."""

    def __init__(self, traits: Iterable[Traits]) -> None:
        self.terms: set[str] = set()
        self.entries: set[int] = set()
        self.claims: set[str] = set()
        for one in traits:
            self.terms.update(term for term, _ in one.terms)
            self.entries.update(one.sketch)
            self.claims.update(one.claims)


def _entries(traits: Iterable[Traits]) -> list[tuple[int, str]]:
    return sorted((entry, one.article) for one in traits for entry in one.sketch)


def _terms(traits: Iterable[Traits]) -> list[tuple[str, int, str]]:
    return sorted((term, -weight, one.article) for one in traits for term, weight in one.terms)


def _claims(traits: Iterable[Traits]) -> list[tuple[str, str, int]]:
    found = Counter((claim, one.article) for one in traits for claim in one.claims)
    return sorted((claim, article, times) for (claim, article), times in found.items())


def read_copies(sql: Callable[..., sqlite3.Cursor], article: str) -> tuple[Copy, ...]:
    """Return the copies of an article from a state file."""
    rows = sql("SELECT other, shared, whole FROM copy WHERE article = ?", (article,))
    return in_order(Copy(other, shared, bool(whole)) for other, shared, whole in rows)


def read_all_copies(sql: Callable[..., sqlite3.Cursor]) -> dict[str, tuple[Copy, ...]]:
    """Return the copies of all articles that have any."""
    found: dict[str, list[Copy]] = {}
    for article, other, shared, whole in sql("SELECT article, other, shared, whole FROM copy ORDER BY article"):
        found.setdefault(article, []).append(Copy(other, shared, bool(whole)))
    return {article: in_order(copies) for article, copies in found.items()}


def read_similar(sql: Callable[..., sqlite3.Cursor], article: str) -> tuple[Similar, ...]:
    """Return the articles that are like one from a state file."""
    row = sql("SELECT data FROM similar WHERE article = ?", (article,)).fetchone()
    found: tuple[Similar, ...] = load(tuple[Similar, ...], row[0]) if row else ()
    return found


def read_contradictions(sql: Callable[..., sqlite3.Cursor]) -> tuple[Contradiction, ...]:
    """Return all contradictions from a state file, in their order."""
    found: list[Contradiction] = []
    for (data,) in sql("SELECT data FROM clash ORDER BY key"):
        found += load(tuple[Contradiction, ...], data)
    return tuple(found)

"""Relations of an archive in a database, brought up to date by what has changed: neighbours are touched, no others.

Every relation is decided by the two articles, and by few others that are found by keys: copies by the entries of their
sketches, like articles by the terms of which they are champions, contradictions by owner, indicator and time. So what
an article that comes, changes or goes can change is looked up by its keys, old and new, and decided anew by the same
functions that decide a whole archive (`relate`): the outcome is the same, however the archive came to be.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from build_scripts.model import Copy, Entry, Similar, Traits
from build_scripts.state.codec import dump, load
from build_scripts.understanding.relations.anew import decide_all
from build_scripts.understanding.relations.clashes import Clashes
from build_scripts.understanding.relations.copies import MOST_HOLDERS, alike, judge
from build_scripts.understanding.relations.kept import Kept
from build_scripts.understanding.relations.rows import Keys, claim_rows, entry_rows, term_rows
from build_scripts.understanding.relations.similar import (
    CHAMPIONS,
    Champion,
    Near,
    as_similar,
    choose,
    key_of,
    lowest,
    nearest,
)

_ALL_FROM = 0.2
"""Share of an archive from which on everything is decided anew: many at a time cost a tenth of one by one."""
_Changed = tuple[set[str], set[str], set[str]]
"""Articles that came, changed or went, those whose copies changed, those whose other relations did."""


class RelationIndex:
    """The relations of an archive, in its state file."""

    def __init__(self, connection: sqlite3.Connection, entry: Callable[[str, str], Entry]) -> None:
        """`entry` returns an article of a file with its text and figures."""
        self._kept = Kept(connection, entry)
        self._clashes = Clashes(self._kept)

    def copies(self, article: str) -> tuple[Copy, ...]:
        """Return the copies of an article."""
        return self._kept.copies(article)

    def update(self, files: Collection[str], packed: Callable[[str], bytes | None]) -> tuple[set[str], set[str]]:
        """Take in what files have become, those that are gone among them.

        `packed` returns the traits of a file's articles, packed; None of a file that is gone. Return the articles
        whose relations changed, and among them those whose copies did.
        """
        if not files:
            return set(), set()
        known = self._kept.sql("SELECT count(*) FROM traits").fetchone()[0]
        anew = len(files) > _ALL_FROM * max(known, 1)
        some = sorted(set(files))
        decided = decide_all(self._kept, self._clashes, some, packed) if anew else self._neighbours(some, packed)
        touched, copied, others = decided
        changed = {article for article in touched | copied | others if self._kept.exists(article)}
        return changed, copied & changed

    def _neighbours(self, files: Sequence[str], packed: Callable[[str], bytes | None]) -> _Changed:
        """Decide anew what the articles of some files may have changed."""
        old = [one for file in files for one in self._kept.of_file(file)]
        pages = {file: data for file in files if (data := packed(file)) is not None}
        new = {file: load(tuple[Traits, ...], data) for file, data in pages.items()}
        fresh = [one for found in new.values() for one in found]
        touched = {one.article for one in (*old, *fresh)}
        keys = Keys((*old, *fresh))
        champions = {term: self._champions(term) for term in keys.terms}
        holders = {entry: self._holders(entry) for entry in keys.entries}
        self._forget(files, old)
        self._kept.many("INSERT INTO traits VALUES (?, ?)", list(pages.items()))
        self._kept.many("INSERT INTO home VALUES (?, ?)", [(one.article, file) for file in new for one in new[file]])
        self._kept.many("INSERT INTO shingle VALUES (?, ?)", entry_rows(fresh))
        self._kept.many("INSERT INTO term VALUES (?, ?, ?)", term_rows(fresh))
        self._kept.many("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", [row for one in fresh for row in claim_rows(one)])
        copied = self._some_copies(touched, holders)
        alike_now = self._some_similar(touched, copied, champions)
        claims = set(keys.claims)
        for article in copied - touched:
            claims.update(
                claim for claim, _, _ in (self._kept.trait(article).claims if self._kept.exists(article) else ())
            )
        return (
            touched,
            copied,
            alike_now | self._clashes.decide_anew(self._clashes.of_articles(touched, copied, claims)),
        )

    def _forget(self, files: Iterable[str], old: Sequence[Traits]) -> None:
        """Take out files and the keys of their articles."""
        self._kept.many("DELETE FROM traits WHERE file = ?", [(file,) for file in files])
        self._kept.many("DELETE FROM home WHERE article = ?", [(one.article,) for one in old])
        self._kept.many("DELETE FROM shingle WHERE entry = ? AND article = ?", entry_rows(old))
        self._kept.many("DELETE FROM term WHERE term = ? AND weight = ? AND article = ?", term_rows(old))
        self._kept.many(
            "DELETE FROM claim WHERE claim = ? AND article = ?", [r[:2] for one in old for r in claim_rows(one)]
        )
        self._kept.forget()

    # Copies

    def _holders(self, entry: int) -> frozenset[str]:
        """Return the articles that hold an entry; of too many, some that show that they are."""
        rows = self._kept.sql("SELECT article FROM shingle WHERE entry = ? LIMIT ?", (entry, MOST_HOLDERS + 1))
        return frozenset(article for (article,) in rows)

    def _some_copies(self, touched: set[str], before: Mapping[int, frozenset[str]]) -> set[str]:
        """Decide anew the copies of articles, and of those that share an entry which became, or was, too frequent."""
        outdated = set(touched)
        for entry, held in before.items():
            now = self._holders(entry)
            if (len(held) > MOST_HOLDERS) != (len(now) > MOST_HOLDERS):
                outdated |= {
                    article for (article,) in self._kept.sql("SELECT article FROM shingle WHERE entry = ?", (entry,))
                }
        changed: set[str] = set()
        for article in sorted(outdated):
            old = {copy.article: copy for copy in self._kept.copies(article)}
            new = {copy.article: copy for copy in self._judged(article)} if self._kept.exists(article) else {}
            for other in old.keys() | new.keys():
                if old.get(other) != new.get(other):
                    changed |= {article, other}
                    self._kept.many(
                        "DELETE FROM copy WHERE article = ? AND other = ?", [(article, other), (other, article)]
                    )
                    if other in new:
                        self._put_copies(article, [new[other]])
                        self._put_copies(other, [replace(new[other], article=article)])
        return changed

    def _put_copies(self, article: str, copies: Iterable[Copy]) -> None:
        rows = [(article, copy.article, copy.shared, copy.whole) for copy in copies]
        self._kept.many("INSERT INTO copy VALUES (?, ?, ?, ?)", rows)

    def _judged(self, article: str) -> Iterator[Copy]:
        trait = self._kept.trait(article)
        common: Counter[str] = Counter()
        for entry in trait.sketch:
            if 2 <= len(held := self._holders(entry)) <= MOST_HOLDERS:
                common.update(held)
        common.pop(article, None)
        for other in alike(trait.size, common, lambda other: self._kept.trait(other).size):
            one, two = sorted((article, other))
            if same := judge(self._kept.text(one), self._kept.text(two)):
                yield Copy(other, *same)

    # Like articles

    def _champions(self, term: int) -> tuple[Champion, ...]:
        wanted = "SELECT weight, article FROM term WHERE term = ? ORDER BY weight, article LIMIT ?"
        found = tuple(self._kept.sql(wanted, (term, CHAMPIONS)).fetchall())
        return found if len(found) > 1 else ()

    def _some_similar(
        self, touched: set[str], copied: set[str], before: Mapping[int, tuple[Champion, ...]]
    ) -> set[str]:
        """Decide anew the likenesses of what is touched and of those that it may come into, or has to leave."""
        champions = lru_cache(1 << 12)(self._champions)
        moved = set(touched)
        for term, held in before.items():
            moved |= {article for _, article in set(held) ^ set(champions(term))}
        outdated = touched | copied
        for article in moved | copied:
            rows = self._kept.sql("SELECT article FROM similar_to WHERE other = ?", (article,))
            outdated |= {other for (other,) in rows}
        near: dict[str, list[Near]] = {}
        for article in sorted(moved):
            if self._kept.exists(article):
                near[article] = nearest(article, self._weights(article), champions)
                outdated.add(article)
                outdated |= {one.article for one in near[article] if one.score >= self._lowest(one.article)}
        changed = set()
        for article in sorted(outdated):
            old = self._kept.sql("SELECT data FROM similar WHERE article = ?", (article,)).fetchone()
            self._kept.sql("DELETE FROM similar WHERE article = ?", (article,))
            self._kept.sql("DELETE FROM similar_to WHERE article = ?", (article,))
            new = None
            if self._kept.exists(article):
                found = near[article] if article in near else nearest(article, self._weights(article), champions)
                chosen = choose(article, found, self._kept.copies)
                new = self._put_similar(article, chosen) if chosen else None
            if new != (old[0] if old else None):
                changed.add(article)
        return changed

    def _weights(self, article: str) -> dict[int, int]:
        return {key_of(term): weight for term, weight in self._kept.trait(article).terms}

    def _lowest(self, article: str) -> int:
        row = self._kept.sql("SELECT lowest FROM similar WHERE article = ?", (article,)).fetchone()
        return int(row[0]) if row else 0

    def _put_similar(self, article: str, chosen: Sequence[Near]) -> bytes:
        mine = dict(self._kept.trait(article).terms)
        data = dump(tuple[Similar, ...], tuple(as_similar(near, mine, self._weights(near.article)) for near in chosen))
        self._kept.sql("INSERT INTO similar VALUES (?, ?, ?)", (article, lowest(chosen), data))
        self._kept.many("INSERT INTO similar_to VALUES (?, ?)", [(near.article, article) for near in chosen])
        return data

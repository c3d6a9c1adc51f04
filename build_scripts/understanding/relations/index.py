"""Relations of an archive in a database, brought up to date by what has changed: neighbours are touched, no others.

Every relation is decided by the two articles, and by few others that are found by keys: copies by the entries of their
sketches, like articles by the terms of which they are champions, contradictions by owner, indicator and time. So what
an article that comes, changes or goes can change is looked up by its keys, old and new, and decided anew by the same
functions that decide a whole archive (`relate`): the outcome is the same, however the archive came to be.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from build_scripts.model import Contradiction, Copy, Entry, Similar, Traits
from build_scripts.state.codec import dump, load
from build_scripts.understanding.relations.across import about_claim, in_copies
from build_scripts.understanding.relations.at_once import AtOnce, Known
from build_scripts.understanding.relations.copies import MOST_HOLDERS, alike, judge, judge_all, text_of
from build_scripts.understanding.relations.relate import find_alike, is_doubt
from build_scripts.understanding.relations.rows import (
    Keys,
    claim_rows,
    entry_rows,
    read_all_copies,
    read_copies,
    term_rows,
)
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
_OF_COPIES, _ACROSS, _WITHIN = "1", "2", "3"
"""First parts of the keys of contradictions, in the order in which they are told."""
_BETWEEN = "\x1f"
_DIFFER = "sum(times) > 1 AND max(low) > min(high)"
"""Of the figures of a claim: there are two, and they cannot all be the same."""
_Changed = tuple[set[str], set[str], set[str]]
"""Articles that came, changed or went, those whose copies changed, those whose other relations did."""
_TEXTS = 1 << 12
_PAGES = 1 << 10
_ROWS = 1 << 14
"""Rows that are written together."""


class RelationIndex:
    """The relations of an archive, in its state file."""

    def __init__(self, connection: sqlite3.Connection, entry: Callable[[str, str], Entry]) -> None:
        """`entry` returns an article of a file with its text and figures."""
        self._sql = connection.execute
        self._many = connection.executemany
        self._entry = entry
        self._traits = lru_cache(_PAGES)(self._read_traits)
        self._text = lru_cache(_TEXTS)(lambda article: text_of(self._whole(article).article))

    def update(self, files: Collection[str], packed: Callable[[str], bytes | None]) -> tuple[set[str], set[str]]:
        """Take in what files have become, those that are gone among them.

        `packed` returns the traits of a file's articles, packed; None of a file that is gone. Return the articles
        whose relations changed, and among them those whose copies did.
        """
        if not files:
            return set(), set()
        known = self._sql("SELECT count(*) FROM traits").fetchone()[0]
        anew = len(files) > _ALL_FROM * max(known, 1)
        touched, copied, others = (self._anew if anew else self._neighbours)(sorted(set(files)), packed)
        changed = {article for article in touched | copied | others if self._exists(article)}
        return changed, copied & changed

    def _neighbours(self, files: Sequence[str], packed: Callable[[str], bytes | None]) -> _Changed:
        """Decide anew what the articles of some files may have changed."""
        old = [one for file in files for one in self._of_file(file)]
        pages = {file: data for file in files if (data := packed(file)) is not None}
        new = {file: load(tuple[Traits, ...], data) for file, data in pages.items()}
        fresh = [one for found in new.values() for one in found]
        touched = {one.article for one in (*old, *fresh)}
        keys = Keys((*old, *fresh))
        champions = {term: self._champions(term) for term in keys.terms}
        holders = {entry: self._holders(entry) for entry in keys.entries}
        self._forget(files, old)
        self._many("INSERT INTO traits VALUES (?, ?)", list(pages.items()))
        self._many("INSERT INTO home VALUES (?, ?)", [(one.article, file) for file in new for one in new[file]])
        self._many("INSERT INTO shingle VALUES (?, ?)", entry_rows(fresh))
        self._many("INSERT INTO term VALUES (?, ?, ?)", term_rows(fresh))
        self._many("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", [row for one in fresh for row in claim_rows(one)])
        copied = self._some_copies(touched, holders)
        alike_now = self._some_similar(touched, copied, champions)
        claims = set(keys.claims)
        for article in copied - touched:
            claims.update(claim for claim, _, _ in (self._trait(article).claims if self._exists(article) else ()))
        return touched, copied, alike_now | self._contradict(self._of_articles(touched, copied, claims))

    def _anew(self, files: Sequence[str], packed: Callable[[str], bytes | None]) -> _Changed:
        """Decide all relations anew: many at a time cost a tenth of one by one."""
        touched = {article for file in files for article in self._at_home(file)}
        self._many("DELETE FROM traits WHERE file = ?", [(file,) for file in files])
        rows = ((file, data) for file in files if (data := packed(file)) is not None)
        self._write("INSERT INTO traits VALUES (?, ?)", rows)
        for table in ("home", "shingle", "term", "claim"):
            self._sql(f"DELETE FROM {table}")  # noqa: S608  names of ours
        self._traits.cache_clear()
        self._text.cache_clear()
        known = self._take_in(set(files), touched)
        self._write("INSERT INTO shingle VALUES (?, ?)", known.shingle_rows())
        self._write("INSERT INTO term VALUES (?, ?, ?)", known.term_rows())
        copies = judge_all(known.pairs(), self._text)
        copied = self._put_all_copies(copies)
        alike_now = self._put_all_similar(known, copies)
        return touched, copied, alike_now | self._contradict(self._suspects(copies))

    def _take_in(self, files: Container[str], touched: set[str]) -> Known:
        """Return what is known of all articles; those of some files are added to what is touched."""
        at_once = AtOnce()
        for file, data in self._sql("SELECT file, data FROM traits ORDER BY file"):
            found: tuple[Traits, ...] = load(tuple[Traits, ...], data)
            for one in found:
                at_once.add(one)
                if file in files:
                    touched.add(one.article)
            self._many("INSERT INTO home VALUES (?, ?)", [(one.article, file) for one in found])
            self._many("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", [row for one in found for row in claim_rows(one)])
        return at_once.finish()

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Write rows, not all of which are at hand at a time."""
        waiting = iter(rows)
        while part := list(islice(waiting, _ROWS)):
            self._many(statement, part)

    def _of_file(self, file: str) -> tuple[Traits, ...]:
        row = self._sql("SELECT data FROM traits WHERE file = ?", (file,)).fetchone()
        found: tuple[Traits, ...] = load(tuple[Traits, ...], row[0]) if row else ()
        return found

    def _at_home(self, file: str) -> Iterator[str]:
        return (one.article for one in self._of_file(file))

    def _read_traits(self, file: str) -> dict[str, Traits]:
        return {one.article: one for one in self._of_file(file)}

    def _trait(self, article: str) -> Traits:
        return self._traits(self._file_of(article))[article]

    def _file_of(self, article: str) -> str:
        return str(self._sql("SELECT file FROM home WHERE article = ?", (article,)).fetchone()[0])

    def _exists(self, article: str) -> bool:
        return self._sql("SELECT 1 FROM home WHERE article = ?", (article,)).fetchone() is not None

    def _whole(self, article: str) -> Entry:
        return self._entry(self._file_of(article), article)

    def _forget(self, files: Iterable[str], old: Sequence[Traits]) -> None:
        """Take out files and the keys of their articles."""
        self._many("DELETE FROM traits WHERE file = ?", [(file,) for file in files])
        self._many("DELETE FROM home WHERE article = ?", [(one.article,) for one in old])
        self._many("DELETE FROM shingle WHERE entry = ? AND article = ?", entry_rows(old))
        self._many("DELETE FROM term WHERE term = ? AND weight = ? AND article = ?", term_rows(old))
        self._many("DELETE FROM claim WHERE claim = ? AND article = ?", [r[:2] for one in old for r in claim_rows(one)])
        self._traits.cache_clear()
        self._text.cache_clear()

    # Copies

    def _holders(self, entry: int) -> frozenset[str]:
        """Return the articles that hold an entry; of too many, some that show that they are."""
        rows = self._sql("SELECT article FROM shingle WHERE entry = ? LIMIT ?", (entry, MOST_HOLDERS + 1))
        return frozenset(article for (article,) in rows)

    def copies(self, article: str) -> tuple[Copy, ...]:
        """Return the copies of an article."""
        return read_copies(self._sql, article)

    def _put_all_copies(self, found: Mapping[str, tuple[Copy, ...]]) -> set[str]:
        """Keep copies in the place of all others; return the articles of which they changed."""
        before = read_all_copies(self._sql)
        self._sql("DELETE FROM copy")
        rows = ((mine, copy.article, copy.shared, copy.whole) for mine in sorted(found) for copy in found[mine])
        self._write("INSERT INTO copy VALUES (?, ?, ?, ?)", rows)
        return {mine for mine in before.keys() | found.keys() if before.get(mine) != found.get(mine)}

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
        for other in alike(trait.size, common, lambda other: self._trait(other).size):
            one, two = sorted((article, other))
            if same := judge(self._text(one), self._text(two)):
                yield Copy(other, *same)

    # Like articles

    def _champions(self, term: int) -> tuple[Champion, ...]:
        wanted = "SELECT weight, article FROM term WHERE term = ? ORDER BY weight, article LIMIT ?"
        found = tuple(self._sql(wanted, (term, CHAMPIONS)).fetchall())
        return found if len(found) > 1 else ()

    def _put_all_similar(self, known: Known, copies: Mapping[str, tuple[Copy, ...]]) -> set[str]:
        """Keep all likenesses anew; return the articles of which they changed."""
        before: dict[str, bytes] = dict(self._sql("SELECT article, data FROM similar").fetchall())
        changed: set[str] = set()
        self._sql("DELETE FROM similar")
        self._sql("DELETE FROM similar_to")
        found = find_alike(known, lambda mine: dict(self._trait(mine).terms), copies)
        while part := list(islice(found, _ROWS)):
            rows = [(mine, least, dump(tuple[Similar, ...], alike_now)) for mine, least, alike_now in part]
            changed.update(mine for mine, _, data in rows if before.pop(mine, None) != data)
            self._many("INSERT INTO similar VALUES (?, ?, ?)", rows)
            back = sorted((other.article, mine) for mine, _, alike_now in part for other in alike_now)
            self._many("INSERT INTO similar_to VALUES (?, ?)", back)
        return changed | before.keys()

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
            rows = self._sql("SELECT article FROM similar_to WHERE other = ?", (article,))
            outdated |= {other for (other,) in rows}
        near: dict[str, list[Near]] = {}
        for article in sorted(moved):
            if self._exists(article):
                near[article] = nearest(article, self._weights(article), champions)
                outdated.add(article)
                outdated |= {one.article for one in near[article] if one.score >= self._lowest(one.article)}
        changed = set()
        for article in sorted(outdated):
            old = self._sql("SELECT data FROM similar WHERE article = ?", (article,)).fetchone()
            self._sql("DELETE FROM similar WHERE article = ?", (article,))
            self._sql("DELETE FROM similar_to WHERE article = ?", (article,))
            new = None
            if self._exists(article):
                found = near[article] if article in near else nearest(article, self._weights(article), champions)
                chosen = choose(article, found, self.copies)
                new = self._put_similar(article, chosen) if chosen else None
            if new != (old[0] if old else None):
                changed.add(article)
        return changed

    def _weights(self, article: str) -> dict[int, int]:
        return {key_of(term): weight for term, weight in self._trait(article).terms}

    def _lowest(self, article: str) -> int:
        row = self._sql("SELECT lowest FROM similar WHERE article = ?", (article,)).fetchone()
        return int(row[0]) if row else 0

    def _put_similar(self, article: str, chosen: Sequence[Near]) -> bytes:
        mine = dict(self._trait(article).terms)
        data = dump(tuple[Similar, ...], tuple(as_similar(near, mine, self._weights(near.article)) for near in chosen))
        self._sql("INSERT INTO similar VALUES (?, ?, ?)", (article, lowest(chosen), data))
        self._many("INSERT INTO similar_to VALUES (?, ?)", [(near.article, article) for near in chosen])
        return data

    # Contradictions

    def _of_articles(self, touched: set[str], copied: set[str], claims: set[str]) -> set[str]:
        """Return the keys of the contradictions that some articles may be in."""
        keys = {f"{_ACROSS}{_BETWEEN}{claim}" for claim in claims} | {f"{_WITHIN}{_BETWEEN}{one}" for one in touched}
        for article in touched | copied:
            keys |= {key for (key,) in self._sql("SELECT key FROM clash_of WHERE article = ?", (article,))}
            for copy in self.copies(article):
                keys.add(_BETWEEN.join((_OF_COPIES, *sorted((article, copy.article)))))
        return keys

    def _suspects(self, copies: Mapping[str, tuple[Copy, ...]]) -> set[str]:
        """Return the keys of all contradictions that there are or may be."""
        keys = {key for (key,) in self._sql("SELECT key FROM clash")}
        differ = self._sql(f"SELECT claim FROM claim GROUP BY claim HAVING {_DIFFER}")  # noqa: S608  ours
        keys.update(f"{_ACROSS}{_BETWEEN}{claim}" for (claim,) in differ)
        keys.update(_BETWEEN.join((_OF_COPIES, *sorted((one, c.article)))) for one in copies for c in copies[one])
        for (data,) in self._sql("SELECT data FROM traits"):
            found: tuple[Traits, ...] = load(tuple[Traits, ...], data)
            keys.update(f"{_WITHIN}{_BETWEEN}{one.article}" for one in found if one.within)
        return keys

    def _contradict(self, keys: Iterable[str]) -> set[str]:
        """Decide anew what may contradict each other; return the articles of which that changed."""
        changed: set[str] = set()
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
            held = "SELECT article FROM claim WHERE claim = ?"
            if self._sql(f"SELECT sum(times) FROM claim WHERE claim = ? HAVING {_DIFFER}", (about,)).fetchone():  # noqa: S608  ours
                articles = [article for (article,) in self._sql(held, (about,))]
                entries = [self._whole(article) for article in articles]
                copies = {article: self.copies(article) for article in articles}
                yield from about_claim(about, entries, copies)
        else:
            one, other = about.split(_BETWEEN)
            if any(copy.article == other and copy.whole for copy in self.copies(one)):
                yield from in_copies(self._whole(one), self._whole(other))

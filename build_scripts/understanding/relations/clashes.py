"""Contradictions kept in a state file under keys that tell what may contradict: two copies, a claim, one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from build_scripts.model import Contradiction, Copy
from build_scripts.state.codec import dump
from build_scripts.understanding.relations.across import about_claim, in_copies
from build_scripts.understanding.relations.kept import Kept
from build_scripts.understanding.relations.relate import is_doubt

_OF_COPIES, _ACROSS, _WITHIN = "1", "2", "3"
"""First parts of the keys of contradictions, in the order in which they are told."""
_BETWEEN = "\x1f"
_DIFFER = "sum(times) > 1 AND max(low) > min(high)"
"""Of the figures of a claim: there are two, and they cannot all be the same."""


class Clashes:
    """The contradictions of an archive."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def of_articles(self, touched: set[str], copied: set[str], claims: set[str]) -> set[str]:
        """Return the keys of the contradictions that some articles may be in."""
        keys = {f"{_ACROSS}{_BETWEEN}{claim}" for claim in claims} | {f"{_WITHIN}{_BETWEEN}{one}" for one in touched}
        for article in touched | copied:
            keys |= {key for (key,) in self._kept.sql("SELECT key FROM clash_of WHERE article = ?", (article,))}
            for copy in self._kept.copies(article):
                keys.add(_BETWEEN.join((_OF_COPIES, *sorted((article, copy.article)))))
        return keys

    def suspects(self, copies: Mapping[str, tuple[Copy, ...]], inside: Iterable[str]) -> set[str]:
        """Return the keys of all contradictions that there are or may be; `inside` are articles that have some."""
        keys = {key for (key,) in self._kept.sql("SELECT key FROM clash")}
        differ = self._kept.sql(f"SELECT claim FROM claim GROUP BY claim HAVING {_DIFFER}")  # noqa: S608  ours
        keys.update(f"{_ACROSS}{_BETWEEN}{claim}" for (claim,) in differ)
        keys.update(_BETWEEN.join((_OF_COPIES, *sorted((one, c.article)))) for one in copies for c in copies[one])
        keys.update(f"{_WITHIN}{_BETWEEN}{one}" for one in inside)
        return keys

    def decide_anew(self, keys: Iterable[str]) -> set[str]:
        """Decide anew what may contradict each other; return the articles of which that changed."""
        changed: set[str] = set()
        for key in sorted(keys):
            old = self._kept.sql("SELECT data FROM clash WHERE key = ?", (key,)).fetchone()
            found = tuple(one for one in self._decide(*key.split(_BETWEEN, 1)) if is_doubt(one))
            new = dump(tuple[Contradiction, ...], found) if found else None
            if new == (old[0] if old else None):
                continue
            changed |= {article for (article,) in self._kept.sql("SELECT article FROM clash_of WHERE key = ?", (key,))}
            self._kept.sql("DELETE FROM clash WHERE key = ?", (key,))
            self._kept.sql("DELETE FROM clash_of WHERE key = ?", (key,))
            if found:
                cited = {one.article for contradiction in found for one in contradiction.figures}
                self._kept.sql("INSERT INTO clash VALUES (?, ?)", (key, new))
                self._kept.many("INSERT INTO clash_of VALUES (?, ?)", [(article, key) for article in sorted(cited)])
                changed |= cited
        return changed

    def _decide(self, kind: str, about: str) -> Iterator[Contradiction]:
        if kind == _WITHIN:
            yield from self._kept.trait(about).within if self._kept.exists(about) else ()
        elif kind == _ACROSS:
            held = "SELECT article FROM claim WHERE claim = ?"
            if self._kept.sql(f"SELECT sum(times) FROM claim WHERE claim = ? HAVING {_DIFFER}", (about,)).fetchone():  # noqa: S608  ours
                articles = [article for (article,) in self._kept.sql(held, (about,))]
                entries = [self._kept.whole(article) for article in articles]
                copies = {article: self._kept.copies(article) for article in articles}
                yield from about_claim(about, entries, copies)
        else:
            one, other = about.split(_BETWEEN)
            if any(copy.article == other and copy.whole for copy in self._kept.copies(one)):
                yield from in_copies(self._kept.whole(one), self._kept.whole(other))

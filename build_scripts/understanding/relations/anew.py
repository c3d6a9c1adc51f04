"""All relations of an archive decided anew: many articles at a time cost a tenth of one by one."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from build_scripts.model import Copy, Similar
from build_scripts.processes import aside
from build_scripts.state.codec import dump
from build_scripts.understanding.relations.at_once import AtOnce, Known
from build_scripts.understanding.relations.clashes import Clashes
from build_scripts.understanding.relations.copies import judge_all, text_of
from build_scripts.understanding.relations.kept import Kept
from build_scripts.understanding.relations.relate import find_alike
from build_scripts.understanding.relations.rows import claim_rows, read_all_copies

_ROWS = 1 << 14
"""Articles whose likenesses are written together."""
_TEXTS = 1 << 11
"""Bodies that are kept while pairs of articles are compared."""
MANY = 500
"""Pages from which on another process compares pairs, while what they are found by is written."""


def decide_all(
    kept: Kept, clashes: Clashes, files: Sequence[str], packed: Callable[[str], bytes | None]
) -> tuple[set[str], set[str], set[str]]:
    """Take in what some files have become and decide all relations.

    Return the articles of these files, old and new, those whose copies changed, and those whose other relations did.
    """
    touched = {one.article for file in files for one in kept.of_file(file)}
    kept.many("DELETE FROM traits WHERE file = ?", [(file,) for file in files])
    rows = ((file, data) for file in files if (data := packed(file)) is not None)
    kept.write("INSERT INTO traits VALUES (?, ?)", rows)
    for table in ("home", "shingle", "term", "claim"):
        kept.sql(f"DELETE FROM {table}")  # noqa: S608  names of ours
    kept.forget()
    known, homes, inside = _take_in(kept, set(files), touched)
    with aside(_judge, kept, known, homes, few=len(files) < MANY) as judged:
        kept.write("INSERT INTO shingle VALUES (?, ?)", known.shingle_rows())
        kept.write("INSERT INTO term VALUES (?, ?, ?)", known.term_rows())
        copies = judged()
    copied = _put_copies(kept, copies)
    alike_now = _put_similar(kept, known, copies)
    del known
    return touched, copied, alike_now | clashes.decide_anew(clashes.suspects(copies, inside))


def _judge(kept: Kept, known: Known, homes: Mapping[str, str]) -> dict[str, tuple[Copy, ...]]:
    """Return the copies among all articles; another process sees nothing that is being written, so it is told homes."""
    text = lru_cache(_TEXTS)(lambda article: text_of(kept.entry(homes[article], article).article))
    return judge_all(known.pairs(), text)


def _take_in(kept: Kept, files: Container[str], touched: set[str]) -> tuple[Known, dict[str, str], list[str]]:
    """Return what is known of all articles, the file of each, and which of them contradict themselves.

    Those of some files are added to what is touched.
    """
    at_once = AtOnce()
    homes: dict[str, str] = {}
    inside: list[str] = []
    for file, found in kept.every():
        for one in found:
            at_once.add(one)
            homes[one.article] = file
            if file in files:
                touched.add(one.article)
            if one.within:
                inside.append(one.article)
        kept.many("INSERT INTO home VALUES (?, ?)", [(one.article, file) for one in found])
        kept.many("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", [row for one in found for row in claim_rows(one)])
    return at_once.finish(), homes, inside


def _put_copies(kept: Kept, found: Mapping[str, tuple[Copy, ...]]) -> set[str]:
    """Keep copies in the place of all others; return the articles of which they changed."""
    before = read_all_copies(kept.sql)
    kept.sql("DELETE FROM copy")
    rows = ((mine, copy.article, copy.shared, copy.whole) for mine in sorted(found) for copy in found[mine])
    kept.write("INSERT INTO copy VALUES (?, ?, ?, ?)", rows)
    return {mine for mine in before.keys() | found.keys() if before.get(mine) != found.get(mine)}


def _put_similar(kept: Kept, known: Known, copies: Mapping[str, tuple[Copy, ...]]) -> set[str]:
    """Keep all likenesses anew; return the articles of which they changed."""
    before: dict[str, bytes] = dict(kept.sql("SELECT article, data FROM similar").fetchall())
    changed: set[str] = set()
    kept.sql("DELETE FROM similar")
    kept.sql("DELETE FROM similar_to")
    found: Iterator[tuple[str, int, tuple[Similar, ...]]]
    found = find_alike(known, lambda mine: dict(kept.trait(mine).terms), copies)
    while part := list(islice(found, _ROWS)):
        rows = [(mine, least, dump(tuple[Similar, ...], alike_now)) for mine, least, alike_now in part]
        changed.update(mine for mine, _, data in rows if before.pop(mine, None) != data)
        kept.many("INSERT INTO similar VALUES (?, ?, ?)", rows)
        back = sorted((other.article, mine) for mine, _, alike_now in part for other in alike_now)
        kept.many("INSERT INTO similar_to VALUES (?, ?)", back)
    return changed | before.keys()

"""Relations brought up to date by what has changed are those of the whole archive, however it came to be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.model import Entry, Relations, Traits
from build_scripts.pipeline import read_archive
from build_scripts.state.codec import dump
from build_scripts.understanding.relations import at_once, copies, index, similar
from build_scripts.understanding.relations.index import RelationIndex
from build_scripts.understanding.relations.relate import relate
from build_scripts.understanding.relations.rows import read_contradictions, read_copies, read_similar
from build_scripts.understanding.relations.schema import TABLES
from build_scripts.understanding.relations.traits import traits_of

ROOT = Path(__file__).parents[1]
FILES = 14


@cache
def stock() -> tuple[Entry, ...]:
    folders = ("source_articles", "tests/sample_issue/pages")
    return tuple(entry for folder in folders for entry in read_archive(ROOT / folder).entries)


def entry_in(slot: int, text: int) -> Entry:
    """Return a text of the stock as the article of a file; other texts with its figures contradict it."""
    entry = stock()[text % len(stock())]
    facts = tuple(replace(fact, value=fact.value + text // len(stock())) for fact in entry.facts)
    return replace(entry, article=replace(entry.article, id=f"{slot:08}-1", file=f"{slot}.txt"), facts=facts)


@pytest.fixture(scope="module")
def small_limits() -> Iterator[None]:
    """Make what is too frequent, and what a term leads to, few enough for an archive of a dozen articles to matter."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (similar, index, at_once):
            patch.setattr(module, "CHAMPIONS", 3)
        for module in (copies, index, at_once):
            patch.setattr(module, "MOST_HOLDERS", 3)
        patch.setattr(index, "_ALL_FROM", 2.0)
        yield


def packed(entry: Entry) -> bytes:
    return dump(tuple[Traits, ...], (traits_of(entry),))


def relations_in(connection: sqlite3.Connection, ids: list[str]) -> Relations:
    sql = connection.execute
    similar_now = {mine: like for mine in ids if (like := read_similar(sql, mine))}
    copies_now = {mine: found for mine in ids if (found := read_copies(sql, mine))}
    return Relations(similar_now, copies_now, read_contradictions(sql))


step = st.lists(
    st.tuples(st.integers(0, FILES - 1), st.none() | st.integers(0, 59) | st.sampled_from([0, 1, 2, 30, 31, 32])),
    min_size=1,
    max_size=9,
)


@pytest.mark.usefixtures("small_limits")
@settings(max_examples=12)
@given(st.lists(step, min_size=1, max_size=6))
def test_what_is_brought_up_to_date_is_what_is_made_at_once(steps: list[list[tuple[int, int | None]]]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(TABLES)
    there: dict[str, Entry] = {}
    made = RelationIndex(connection, lambda file, _: there[file])
    before = relations_in(connection, [])
    for changes in steps:
        files = {f"{slot}.txt" for slot, _ in changes}
        for slot, text in changes:
            there.pop(f"{slot}.txt", None)
            if text is not None:
                there[f"{slot}.txt"] = entry_in(slot, text)
        changed, _ = made.update(files, lambda file: packed(there[file]) if file in there else None)
        ids = sorted(entry.article.id for entry in there.values())
        now = relations_in(connection, ids)
        assert now == relate(list(there.values()))
        for mine in set(ids) - changed:
            assert now.similar.get(mine) == before.similar.get(mine)
            assert now.copies.get(mine) == before.copies.get(mine)
        before = now
    connection.close()

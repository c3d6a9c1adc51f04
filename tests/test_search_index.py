"""The search index: its codes, its segments, and that additions, changes and deletions end where a full build ends."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.bench.articles import synthetic_record
from build_scripts.publishing.search import facets, intake, lists, segments
from build_scripts.publishing.search import index as search_index
from build_scripts.publishing.search.coding import (
    WORD,
    Codes,
    gamma,
    gaps,
    pack_all,
    pack_bytes,
    rice,
    rice_parameters,
    unpack_bytes,
)
from build_scripts.publishing.search.facets import FacetKeys
from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.grams import HINTS, LONG, SEVERAL, facet_key, scramble, units_of
from build_scripts.publishing.search.index import update_index, write_index
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.shards import ListFiles, pack_shards
from build_scripts.publishing.search.texts import record_digest
from tests.index_reader import Bits, IndexReader

SIZES = st.integers(1, (1 << 20) - 1)


@given(st.binary())
def test_bytes_come_back(data: bytes) -> None:
    assert unpack_bytes(pack_bytes(data)) == data


def test_nothing_may_stand_behind_the_last_whole_word() -> None:
    sizes = [7] * (3 * WORD)
    codes = Codes(np.array([5] * len(sizes) + [0], np.uint64), np.array([*sizes, 0]))
    bits = Bits(pack_all(codes))
    assert [bits.read(7) for _ in sizes] == [5] * len(sizes)


@given(st.lists(st.integers(1, (1 << 22) - 1), min_size=1))
def test_gamma_codes_come_back(numbers: list[int]) -> None:
    bits = Bits(pack_all(gamma(np.array(numbers, np.uint64))))
    assert [bits.gamma() for _ in numbers] == numbers


@given(SIZES.flatmap(lambda size: st.tuples(st.just(size), st.sets(st.integers(0, size - 1), min_size=1))))
def test_lists_of_articles_come_back(example: tuple[int, set[int]]) -> None:
    size, chosen = example
    numbers = np.array(sorted(chosen), np.uint64)
    firsts = np.zeros(numbers.size, np.bool_)
    firsts[0] = True
    k = np.repeat(rice_parameters(np.array([numbers.size]), size), numbers.size)
    bits = Bits(pack_all(rice(gaps(numbers, firsts), k)))
    assert bits.numbers(numbers.size, size) == sorted(chosen)


@given(st.lists(st.integers(0, (1 << 48) - 1), unique=True))
def test_no_two_keys_have_the_same_term(keys: list[int]) -> None:
    terms = scramble(np.array(keys, np.uint64))
    assert len(set(terms.tolist())) == len(keys)
    assert all(term < 1 << 48 for term in terms.tolist())


def having(records: list[Record], query: str) -> set[str]:
    """Return what plain string search finds."""
    return {r.id for r in records if any(fold_text(query) in fold_text(text) for _, _, text in r.fields)}


def fragments(records: list[Record], count: int, sizes: tuple[int, ...] = (1, 2, 3)) -> list[str]:
    """Return a few letters from anywhere, the same ones each time."""
    chance = random.Random(20250113)  # noqa: S311  nothing secret
    texts = [fold_text(text) for record in records for _, _, text in record.fields]
    chosen = (chance.choice(texts) for _ in range(count))
    return [text[(at := chance.randrange(len(text))) : at + chance.choice(sizes)] for text in chosen]


def test_long_terms_prove_what_their_articles_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LEAST_LONG", 4)
    records = sorted((synthetic_record(n) for n in range(40)), key=lambda r: r.order)
    write_index(records, len(records), tmp_path / "index")
    reader = IndexReader(tmp_path / "index")
    folded = {r.id: [fold_text(text) for _, _, text in r.fields] for r in records}
    known = 0
    for text in fragments(records, 300, sizes=LONG):
        if len(text) in LONG and literal(text) and (found := reader.find(text)):
            known += 1
            assert found == having(records, text), text
            assert reader.bound(text) == {
                name for name in found if all(is_bound(piece, text) for piece in folded[name])
            }, text
    assert known > 50


@pytest.mark.parametrize("near", [30, 31, 200])
@pytest.mark.parametrize("far", [*range(10, 30), 49])
def test_terms_that_lie_close_together_and_one_far_away_are_all_in_their_shard(near: int, far: int) -> None:
    terms = [*range(0, 2 * near, 2), (1 << far) - 2]
    docs, places = np.zeros(len(terms), np.uint64), np.full(len(terms), lists.BODY << lists.HINT_BITS, np.uint8)
    postings = lists.Postings(np.array(terms, np.uint64), docs, places)
    [(_, text)] = pack_shards(postings, 1, 0, range(1), ListFiles())
    shard = Bits(text)
    found, rest = [], -1
    left, k = shard.gamma() - 1, shard.read(6)
    for _ in range(left):
        rest += (shard.ones() << k) + shard.read(k) + 1
        found.append(rest)
        assert [shard.gamma(), shard.gamma(), shard.gamma(), *shard.numbers(1, 1)] == [1, 1, 1, 0]
    assert found == terms


def test_hints_tell_what_follows_where_it_is_always_of_one_kind(tmp_path: Path) -> None:
    records = sorted((synthetic_record(n) for n in range(40)), key=lambda r: r.order)
    write_index(records, len(records), tmp_path / "index")
    reader = IndexReader(tmp_path / "index")
    units = {r.id: [units_of(fold_text(text)).tolist() for _, _, text in r.fields] for r in records}
    known = 0
    for text in filter(literal, fragments(records, 100, sizes=(3,))):
        wanted = units_of(text).tolist()
        for name, hint in reader.hints(text).items():
            pieces = [piece for piece in units[name] if len(piece) >= len(wanted)]
            after = {
                (piece[at + 3 :] or [0])[0]
                for piece in pieces
                for at in range(len(piece))
                if piece[at : at + 3] == wanted
            }
            kinds = {unit % HINTS for unit in after}
            known += hint > SEVERAL
            assert hint == (kinds.pop() + SEVERAL + 1 if len(kinds) == 1 else SEVERAL), text
    assert known > 50


def is_bound(piece: str, text: str) -> bool:
    """Tell whether all but the first unit of a text stands nowhere in a piece but after that unit."""
    ends = [at for at in range(len(piece)) if piece.startswith(text[1:], at)]
    return all(at > 0 and piece[at - 1] == text[0] for at in ends)


def literal(query: str) -> bool:
    """Tell whether the index knows a fragment as it is; rare marks of punctuation are one to it."""
    return all(char.isalnum() or char in "%.,。、:;" for char in query)


@pytest.mark.parametrize("bits", ["few articles", "batches and files of their own"])
def test_every_fragment_is_in_the_list_of_its_term(bits: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if bits != "few articles":
        monkeypatch.setattr(intake, "BATCH_UNITS", 5000)
        monkeypatch.setattr(segments, "SHARD_BYTES", 700)
        monkeypatch.setattr(lists, "OWN_BITS", 10)
        monkeypatch.setattr(lists, "OWN_FROM", 512)
    records = sorted((synthetic_record(n) for n in range(40)), key=lambda r: r.order)
    write_index(records, len(records), tmp_path / "index")
    reader = IndexReader(tmp_path / "index")
    known = reader.lists(reader.rows[0])
    assert all(found == sorted(set(found)) for found in known.values())
    for query in fragments(records, 100):
        if literal(query):
            assert reader.find(query) == having(records, query), query
    places = {code for record in records for code, _ in record.regions}
    for code in sorted(places)[:20]:
        assert reader.having("place", code) == {r.id for r in records if code in dict(r.regions)}


def test_a_history_of_changes_ends_where_a_full_build_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "RECENT", 5)
    monkeypatch.setattr(search_index, "RATIO", 3)
    chance = random.Random(7)  # noqa: S311  nothing secret
    folder = tmp_path / "index"
    live: dict[str, Record] = {}
    write_index([], 0, folder)
    for step in range(24):
        changed = [synthetic_record(chance.randrange(60)) for _ in range(chance.choice((0, 1, 1, 2, 9)))]
        changed = list({r.id: replaced(r, step) if chance.random() < 0.5 else r for r in changed}.values())
        removed = chance.sample(sorted(live), min(len(live), chance.choice((0, 0, 1, 3))))
        update_index(folder, changed, {*removed, *(record.id for record in changed)} & live.keys())
        live = {key: record for key, record in live.items() if key not in removed} | {r.id: r for r in changed}
        if step % 8 == 7:
            reader = IndexReader(folder)
            for query in filter(literal, fragments(list(live.values()), 25)):
                assert reader.find(query) == having(list(live.values()), query), (step, query)
    assert IndexReader(folder).digests() == {key: record_digest(r) for key, r in live.items()}


def replaced(record: Record, step: int) -> Record:
    """Return an article with another sentence."""
    from dataclasses import replace

    return replace(record, fields=(*record.fields, ("caption", "", f"第{step}次改动")))


def test_one_article_more_rewrites_little(tmp_path: Path) -> None:
    records = sorted((synthetic_record(n) for n in range(300)), key=lambda r: r.order)
    write_index(records, len(records), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.js")}
    update_index(tmp_path, [synthetic_record(1000)])
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.js")}
    untouched = [path for path, time in before.items() if after.get(path) == time]
    assert len(untouched) == len(before) - 1
    assert len(IndexReader(tmp_path).digests()) == 301


@given(st.sampled_from(("place", "institution")), st.text())
def test_no_facet_is_a_gram_of_some_text(kind: str, value: str) -> None:
    first, second = facet_key(kind, value) >> 32, facet_key(kind, value) >> 16 & 0xFFFF
    assert 0xD800 <= first < 0xDC00
    assert not 0xDC00 <= second < 0xE000


def test_two_names_of_one_key_stop_the_build_and_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "facet_key", lambda _kind, _value: 1)
    keys = FacetKeys()
    assert keys.find("institution", "甲县医院") == keys.find("institution", "甲县医院")
    with pytest.raises(ValueError, match="“甲县医院”和“乙县医院”"):
        keys.find("institution", "乙县医院")

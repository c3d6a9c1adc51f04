"""Rows as columns of numbers: brought up to date they are what they are made anew, and they count as lists do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.publishing import alphabet
from build_scripts.publishing.alphabet import in_order
from build_scripts.publishing.brief import page_row
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.inverse import Inverse, fullest
from build_scripts.state.columns import (
    TABLES,
    Columns,
    columns_of,
    difference,
    dump_columns,
    load_columns,
    names_of,
    patch,
    renamed,
)
from build_scripts.state.rows import PageRow
from build_scripts.understanding.linking import rename_row
from tests.many_articles import make_many

NUMBERS = st.lists(st.integers(0, 5), max_size=30)
_ARCHIVE = make_many(24)
ROWS = [page_row(r, [e for e in _ARCHIVE.entries if e.article in r.articles]) for r in _ARCHIVE.readings]
Pages = dict[str, tuple[str, PageRow]]


@st.composite
def archives(draw: st.DrawFn) -> Pages:
    """Draw some pages: their files, each with the digest of its row and the row."""
    files = draw(st.lists(st.sampled_from([f"{n}.txt" for n in range(6)]), unique=True))
    kinds = [draw(st.integers(0, len(ROWS) - 1)) for _ in files]
    return {file: (str(kind), ROWS[kind]) for file, kind in zip(files, kinds, strict=True)}


def _columns(pages: Pages) -> Columns:
    return columns_of((file, *page) for file, page in pages.items())


def _in_words(columns: Columns) -> list[object]:
    """Return what columns say, with words in place of their numbers."""
    texts = columns.words.texts
    plain = {"key", "yearly", "page", "order", "year", "month", "day", "marks", "article", "checked"} | {
        *("unplaced", "id", "version", "version2", "figures", "characters", "corrections", "refused", "gaps", "seams")
    }
    tables = {
        (table, name): cells.tolist() if name in plain else [texts[number] for number in cells.tolist()]
        for table, columns_here in columns.tables.items()
        for name, cells in columns_here.items()
    }
    return [columns.files, columns.digests, columns.page_ids, columns.ids, tables]


@given(archives(), archives(), archives())
def test_columns_brought_up_to_date_are_those_made_anew(first: Pages, second: Pages, third: Pages) -> None:
    columns = _columns(first)
    for pages in (second, third):
        new = difference(columns, {file: digest for file, (digest, _) in pages.items()})
        fresh = columns_of(((file, *pages[file]) for file in new), columns.words)
        columns = load_columns(dict(dump_columns(patch(columns, fresh, [*pages]))))
        assert _in_words(columns) == _in_words(_columns(pages))


def test_half_a_character_in_a_name_is_kept() -> None:
    row = ROWS[0]._replace(name="某报\ud83d")
    columns = _columns({"义诊.txt": ("", row)})
    assert _in_words(load_columns(dict(dump_columns(columns)))) == _in_words(columns)


def test_what_names_sound_like_is_kept_with_the_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    halved = ROWS[0].articles[0]._replace(people=(("半个字\ud83d", "医生", "营口市中心医院", False),))
    columns = _columns({"义诊.txt": ("", ROWS[1]._replace(articles=(halved,)))})
    columns.sounded = in_order(names_of(columns), columns.words.texts, columns.sounded)
    assert len(columns.sounded.sounds) > 0
    again = load_columns(dict(dump_columns(columns)))
    monkeypatch.setattr(alphabet, "_known", {})
    monkeypatch.setattr(pypinyin, "lazy_pinyin", None)
    order = in_order(names_of(again), again.words.texts, again.sounded)
    assert order.names.tolist() == columns.sounded.names.tolist()
    assert order.sounds == columns.sounded.sounds


def test_second_names_are_filed_under_the_first_in_columns_as_in_rows() -> None:
    names = sorted({name for row in ROWS for article in row.articles for name, *_ in article.institutions})
    same = {names[0]: names[1], names[2]: "某某医院"}
    pages = {f"{n}.txt": ("", row) for n, row in enumerate(ROWS)}
    filed = {file: ("", rename_row(row, same)) for file, (_, row) in pages.items()}
    assert _in_words(renamed(_columns(pages), same)) == _in_words(_columns(filed))


@given(NUMBERS, st.data())
def test_what_stands_under_a_number_is_found_in_its_order(column: Sequence[int], data: st.DataObject) -> None:
    articles = sorted(data.draw(st.integers(0, 9)) for _ in column)
    found = Inverse(np.array(column, np.int32), np.array(articles, np.int32))
    assert found.keys.tolist() == sorted({*column})
    for at, (key, first, last, count) in enumerate(
        zip(found.keys, found.firsts, found.lasts, found.counts, strict=True)
    ):
        expected = [row for row, value in enumerate(column) if value == key]
        assert found.rows_of(np.array([at])).tolist() == found.rows(int(key)).tolist() == expected
        assert (first, last) == (expected[0], expected[-1])
        assert found.articles(int(key)).tolist() == sorted({articles[row] for row in expected})
        assert count == len({articles[row] for row in expected})
    assert not len(found.rows(99)) + len(found.articles(-1))


@given(NUMBERS, st.integers(1, 4))
def test_the_most_common_come_first_and_of_equal_ones_the_first_to_come(numbers: Sequence[int], most: int) -> None:
    assert fullest(np.array(numbers, np.int32), most) == Counter(numbers).most_common(most)


def test_groups_of_few_articles_are_counted_as_those_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Catalogue(_ARCHIVE)
    asked = (("places", "place"), ("topics", "label"), ("institutions", "name"), ("people", "employer"))
    few = [catalogue.most_common(*one, catalogue.entries, 5) for one in asked]
    years = {year: of_it.numbers.tolist() for year, of_it in catalogue.by_year(catalogue.entries).items()}
    monkeypatch.setattr("build_scripts.publishing.catalogue._FEW", 0)
    assert [catalogue.most_common(*one, catalogue.entries, 5) for one in asked] == few
    assert {year: of_it.numbers.tolist() for year, of_it in catalogue.by_year(catalogue.entries).items()} == years


def test_every_table_begins_with_its_article() -> None:
    assert all(columns[0] == "article" for columns in TABLES.values())

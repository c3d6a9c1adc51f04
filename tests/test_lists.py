"""Lists, charts and comparisons of an archive that has grown: short pages, few of them touched, numbers that agree."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from build_scripts.keys import name_key
from build_scripts.model import Archive
from build_scripts.pipeline import read_archive
from build_scripts.publishing import alphabet
from build_scripts.publishing.alphabet import in_order, under_letters
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.charts import Dot, over_time, scale, spread
from build_scripts.publishing.generate import generate
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.measures import written_amount
from build_scripts.publishing.series import side_by_side
from build_scripts.publishing.views import Group, Name
from build_scripts.state import columns
from build_scripts.state.columns import Sounded
from tests.many_articles import make_many

COUNT = 600
WHOLE = ("data/", "search/")
"""Files that hold the whole archive; they are no pages."""
CASES = yaml.safe_load((Path(__file__).parent / "cases/publishing_charts.yml").read_text(encoding="utf-8"))


@cache
def large() -> Archive:
    """Return an archive that no list holds on one page."""
    return make_many(COUNT)


@cache
def files() -> dict[str, str]:
    return generate(large())


def test_no_page_of_a_large_archive_is_long() -> None:
    sizes = {path: len(text.encode()) for path, text in files().items() if path.endswith(".md")}
    assert {path: size for path, size in sizes.items() if size > 150_000} == {}


def test_every_article_of_a_group_is_on_its_page_or_on_those_of_its_years() -> None:
    catalogue = Catalogue(large())
    for folder, key, entries in (
        *(("places", node.code, node.entries) for node in catalogue.places.values()),
        *(("topics", group.key, group.entries) for group in catalogue.topics),
        *(("years", group.key, group.entries) for group in catalogue.years),
    ):
        pages = [text for path, text in files().items() if re.match(rf"{folder}/(..?/)?{key}[./-]", path)]
        linked = {match for text in pages for match in re.findall(r"articles/../([0-9a-f]{8}-\d+)\.html", text)}
        assert {entry.article.id for entry in entries} <= linked


def test_one_newspaper_page_more_touches_few_pages() -> None:
    after = generate(make_many(COUNT + 3))
    changed = {path for path, text in after.items() if files().get(path) != text and not path.startswith(WHOLE)}
    assert set(files()) <= set(after)
    assert len(changed) < 95, sorted(changed)


def test_a_place_that_reports_an_indicator_twice_has_a_chart_whose_points_lead_to_sentences() -> None:
    catalogue = Catalogue(large())
    code, measure = next(
        (code, measure) for code, of in catalogue.measures_at.items() for measure in of if len(measure.of(code)) > 1
    )
    text = unescape(files()[path_of("places", code, "md")])
    for point in measure.of(code):
        way, anchor = point.href.split(".html#")
        assert f'href="../../{point.href}"' in text
        assert f'id="{anchor}"' in files()[f"{way}.md"]


@pytest.mark.parametrize("case", CASES["scales"], ids=str)
def test_an_axis_has_round_numbers_and_holds_all_values(case: dict[str, Any]) -> None:
    values = [Decimal(str(value)) for value in case["values"]]
    bottom, top, step = scale(values)
    assert [float(bottom), float(top), float(step)] == case["axis"]
    assert bottom <= min(values) <= max(values) <= top


@pytest.mark.parametrize("case", CASES["spreads"], ids=str)
def test_every_value_stands_in_one_column_of_a_distribution(case: dict[str, Any]) -> None:
    drawing = spread("分布", [Decimal(str(value)) for value in case["values"]], "%")
    counts = [int(count) for count in re.findall(r'class="chart-year"[^>]*>(\d+)<', drawing)]
    assert counts == case["counts"]
    assert sum(counts) == len(case["values"])


@pytest.mark.parametrize("case", CASES["amounts"], ids=str)
def test_an_amount_is_written_as_readers_take_it_in(case: dict[str, Any]) -> None:
    assert written_amount(Decimal(str(case["value"])), case["unit"]) == case["written"]


def test_a_drawing_never_runs_what_a_label_says() -> None:
    drawing = over_time('"><script>', [Dot(2020, Decimal(1), "<b>", '"onload="x'), Dot(2021, Decimal(2), "&", "a")])
    assert "<script" not in drawing
    assert "<b>" not in drawing
    assert '"onload' not in drawing


def test_names_stand_under_the_letters_of_their_pinyin(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["营口市", "重庆市", "120急救中心", "安康市", "鞍山市", "Apple"]
    known = in_order(np.arange(4, dtype=np.int32), names, Sounded())
    monkeypatch.setattr(alphabet, "_FEW", 1)  # so that two more are put among the four
    all_of_them = in_order(np.arange(6, dtype=np.int32), names, known)
    assert all_of_them.names.tolist() == in_order(np.arange(6, dtype=np.int32), names, Sounded()).names.tolist()
    assert all_of_them.sounds == [alphabet.sound_of(names[number]) for number in all_of_them.names.tolist()]
    ordered = under_letters(Name(names[number], names[number], 1) for number in all_of_them.names.tolist())
    assert [(letter, [link.name for link in part]) for letter, part in ordered] == [
        ("A", ["安康市", "鞍山市", "Apple"]),
        ("C", ["重庆市"]),
        ("Y", ["营口市"]),
        ("其他", ["120急救中心"]),
    ]


def test_an_institution_with_one_indicator_in_two_years_has_a_chart(tmp_path: Path) -> None:
    text = "县医院两年间\n\n本报讯 2021年，营口市中心医院门诊量为{}万人次。2023年，营口市中心医院门诊量为{}万人次。\n"
    (tmp_path / "2024-02-03-某报-01版.txt").write_text(text.format(31, 38), encoding="utf-8")
    pages = generate(read_archive(tmp_path))
    own = next(page for path, page in pages.items() if path.startswith("institutions/") and "营口市中心医院" in page)
    assert own.count('class="chart-dot"') == 2
    assert "38万人次" in own


def _institutions() -> list[Group]:
    institutions = Catalogue(large()).institutions
    return [institutions[institutions.key(number)] for number in institutions.all.tolist()]


def test_two_institutions_of_one_address_share_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = _institutions()
    monkeypatch.setattr(columns, "name_key", lambda name: f"0000000{name_key(name)[:1]}")
    together = _institutions()
    assert len(together) == len({group.key for group in together}) <= 16 < len(apart)
    for group in together:
        alone = [one for one in apart if one.key[:1] == group.key[-1]]
        assert {e.article.id for e in group.entries} == {e.article.id for one in alone for e in one.entries}
        assert all(one.name in group.name for one in alone)


def test_a_topic_sets_places_side_by_side() -> None:
    catalogue = Catalogue(large())
    topic = catalogue.topics[0]
    measures = catalogue.measures_of(topic.entries).values()
    expected = [table.title for table in side_by_side(catalogue.places, measures)]
    assert expected
    assert all(title in unescape(files()[f"topics/{topic.key}.md"]) for title in expected)

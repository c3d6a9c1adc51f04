"""What readers do with the table of figures."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive, Reader, Row


def facts_of(articles: list[Row]) -> list[Row]:
    """Return all figures of the archive."""
    return [fact for row in articles for fact in row["facts"]]


def common_unit(articles: list[Row]) -> tuple[str, int]:
    """Return the unit that most figures have, and how many."""
    return Counter(fact["unit"] for fact in facts_of(articles) if fact["unit"]).most_common(1)[0]


def shown_numbers(page: Page) -> list[float]:
    """Return the values of the rows in sight, from the top."""
    cells = page.locator("#figures-table tbody td[data-sort]")
    numbers: list[float] = cells.evaluate_all("(cells) => cells.map((cell) => Number(cell.dataset.sort))")
    return numbers


def test_reader_filters_and_sorts_the_figures(reader: Reader, articles: list[Row]) -> None:
    unit, count = common_unit(articles)
    page = reader.open("figures.html")
    expect(page.get_by_role("status")).to_have_text(f"共 {len(facts_of(articles))} 个数字")
    page.get_by_label("单位").select_option(unit)
    expect(page.get_by_role("status")).to_have_text(f"{len(facts_of(articles))} 个数字中的 {count} 个")
    page.get_by_role("button", name="数值").click()
    expect(page.get_by_role("columnheader", name="数值")).to_have_attribute("aria-sort", "descending")
    values = sorted((float(fact["value"]) for fact in facts_of(articles) if fact["unit"] == unit), reverse=True)
    assert shown_numbers(page) == values
    page.get_by_role("button", name="数值").click()
    expect(page.get_by_role("columnheader", name="数值")).to_have_attribute("aria-sort", "ascending")
    assert shown_numbers(page) == values[::-1]


def test_the_state_of_the_table_is_in_the_address(arrive: Arrive, articles: list[Row]) -> None:
    unit, count = common_unit(articles)
    page = arrive().open("figures.html")
    page.get_by_label("单位").select_option(unit)
    page.get_by_role("button", name="指标").click()
    other = arrive()
    copy = other.open(page.url.removeprefix(other.address))
    expect(copy.get_by_label("单位")).to_have_value(unit)
    expect(copy.locator("#figures-table tbody tr")).to_have_count(count)
    expect(copy.get_by_role("columnheader", name="指标")).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    expect(page.get_by_role("columnheader", name="指标")).not_to_have_attribute("aria-sort", "ascending")


def test_reader_downloads_exactly_the_figures_in_sight(reader: Reader, articles: list[Row]) -> None:
    unit, count = common_unit(articles)
    page = reader.open("figures.html")
    page.get_by_label("单位").select_option(unit)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载所列数字").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == count
    assert {row["单位"] for row in rows} == {unit}
    assert [float(row["数"]) for row in rows] == shown_numbers(page)
    assert all(row["网址"].startswith(reader.address) for row in rows)


def test_figures_that_nobody_has_are_helped(reader: Reader) -> None:
    page = reader.open("figures.html?q=火星移民人数")
    expect(page.get_by_text("没有合乎这些条件的数字")).to_be_visible()
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator("#figures-table tbody tr").first).to_be_visible()

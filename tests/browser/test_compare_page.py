"""What readers do where places stand side by side."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Arrive, Reader, Row


def comparable(articles: list[Row]) -> dict[str, list[Row]]:
    """Return the figures that can be compared, by the code of their place."""
    found: dict[str, list[Row]] = {}
    for row in articles:
        for fact in row["facts"]:
            if fact.get("adcode") and fact.get("year") and fact["nature"] != "work":
                found.setdefault(fact["adcode"], []).append(fact | {"article": row["id"]})
    return found


def full_name(articles: list[Row], code: str) -> str:
    return next(str(place["name"]) for row in articles for place in row["places"] if place["adcode"] == code)


def test_reader_sets_places_side_by_side_and_shares_the_address(arrive: Arrive, articles: list[Row]) -> None:
    one, other = list(comparable(articles))[:2]
    page = arrive().open(f"compare.html?places={one}")
    expect(page.locator(".compare-tables section").first).to_be_visible()
    page.get_by_label("选两到6个地方").fill(full_name(articles, other)[-3:])
    page.get_by_role("button", name="加上").click()
    expect(page.get_by_role("status")).to_contain_text("2个地方")
    copy_reader = arrive()
    copy = copy_reader.open(page.url.removeprefix(copy_reader.address))
    for code in (one, other):
        name = comparable(articles)[code][0]["canonical"]
        expect(copy.get_by_role("heading", name=name)).to_be_visible()
        expect(copy.get_by_role("button", name=f"去掉{full_name(articles, code)}")).to_be_visible()
    page.get_by_role("button", name="去掉").first.click()
    expect(page.get_by_role("button", name="去掉")).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("button", name="去掉")).to_have_count(2)


def test_a_compared_figure_leads_to_its_sentence(reader: Reader, articles: list[Row]) -> None:
    code, facts = next(iter(comparable(articles).items()))
    page = reader.open(f"compare.html?places={code}")
    page.locator(f".value a[href*='{facts[0]['article']}']", has_text=facts[0]["printed"][:3]).first.click()
    expect(page.locator(":target")).to_contain_text(facts[0]["printed"][:3])


def test_reader_downloads_what_is_compared(reader: Reader, articles: list[Row]) -> None:
    code, facts = next(iter(comparable(articles).items()))
    page = reader.open(f"compare.html?places={code}")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载所列数字").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert {(row["指标"], float(row["数值"])) for row in rows} == {
        (f["canonical"], f["canonical_value"]) for f in facts
    }


def test_comparisons_without_javascript_are_tables_by_indicator(arrive: Arrive, articles: list[Row]) -> None:
    code, facts = next(iter(comparable(articles).items()))
    page = arrive(scripts=False).open("compare.html")
    page.get_by_role("link", name=facts[0]["canonical"], exact=True).click()
    expect(page.locator("h1")).to_have_text(facts[0]["canonical"])
    row = page.locator(".bars tr", has_text=full_name(articles, code))
    row.locator(".value a").click()
    expect(page.locator(":target")).to_contain_text(facts[0]["printed"][:3])

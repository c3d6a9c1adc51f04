"""What readers do with figures that contradict each other and texts that were printed twice."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from build_scripts.publishing.layout import path_of
from tests.browser.conftest import Reader


def test_reader_goes_from_a_contradiction_to_both_sentences(reader: Reader, site: Path) -> None:
    found = json.loads((site / "data/contradictions.jsonl").read_text(encoding="utf-8").splitlines()[0])
    page = reader.open("contradictions.html")
    for number, figure in enumerate(found["figures"]):
        reader.open("contradictions.html")
        page.locator(".contradictions-table .value a").nth(number).click()
        expect(page.locator(":target")).to_contain_text(figure["printed"])
        expect(page.locator(":target")).to_be_in_viewport()


def test_reader_finds_where_else_a_text_was_printed_and_where_to_read_on(reader: Reader, site: Path) -> None:
    rows = map(json.loads, (site / "data/relations.jsonl").read_text(encoding="utf-8").splitlines())
    row = next(row for row in rows if row["copies"] and row["similar"])
    page = reader.open(path_of("articles", row["id"]))
    title = page.locator("h1").inner_text()
    page.locator(".copies a").first.click()
    expect(page.locator("h1")).to_have_text(title)
    assert row["copies"][0]["id"] in page.url
    page.go_back()
    expect(page.locator(".similar li").first).to_contain_text("、".join(row["similar"][0]["reasons"]))

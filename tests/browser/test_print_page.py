"""On a newspaper page raw text and reading light up each other; all corrections stand on one page."""

from __future__ import annotations

from playwright.sync_api import expect

from build_scripts.publishing.layout import path_of
from tests.browser.conftest import Reader, Row


def corrected(articles: list[Row]) -> Row:
    return next(row for row in articles if any(c["paragraph"] is not None for c in row["corrections"]))


def test_a_printed_line_lights_up_its_paragraph_and_a_paragraph_its_lines(reader: Reader, articles: list[Row]) -> None:
    row = next(row for row in articles if any(len(p["lines"]) > 1 for p in row["paragraphs"]))
    number, paragraph = next((n, p) for n, p in enumerate(row["paragraphs"], 1) if len(p["lines"]) > 1)
    page = reader.open(path_of("pages", row["id"].split("-")[0]))
    reading = page.locator(f"[id='{row['id']}-p{number}']")
    lines = [page.locator(f"#L{line} a[href='#{row['id']}-p{number}']") for line in paragraph["lines"]]
    lines[0].hover()
    expect(reading).to_contain_class("lit")
    expect(lines[1]).to_contain_class("lit")
    page.locator("h1").hover()
    expect(page.locator(".lit")).to_have_count(0)
    reading.hover()
    for line in lines:
        expect(line).to_contain_class("lit")
    page.locator("h1").hover()
    lines[-1].focus()
    expect(reading).to_contain_class("lit")
    lines[-1].press("Enter")
    page.locator("h1").focus()
    expect(reading).to_contain_class("lit")


def test_a_correction_leads_to_its_article_and_to_its_printed_line(reader: Reader, articles: list[Row]) -> None:
    row = corrected(articles)
    correction = next(c for c in row["corrections"] if c["paragraph"] is not None)
    page = reader.open("index.html")
    page.get_by_role("navigation", name="关于本站").get_by_role("link", name="更正", exact=True).click()
    line = page.locator("tbody tr", has_text=correction["reason"]).filter(has_text=row["title"]).first
    expect(line.locator(".as-printed")).to_have_text(correction["raw"])
    line.get_by_role("link", name=correction["fixed"], exact=True).click()
    expect(page.locator(":target")).to_contain_text(correction["fixed"])
    page.go_back()
    line.get_by_role("link", name=f"第{correction['line']}行", exact=True).click()
    expect(page.locator(":target")).to_contain_text(correction["raw"])

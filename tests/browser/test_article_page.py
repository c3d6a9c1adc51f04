"""What readers do with one article: check what was changed, read around it, keep its address, report an error."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from build_scripts.pipeline import read_archive
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.site import build_site
from tests.browser.conftest import ROOT, Reader, Row


def corrected(articles: list[Row]) -> Row:
    return next(row for row in articles if any(c["paragraph"] is not None and c["fixed"] for c in row["corrections"]))


def test_changed_words_lead_to_how_they_were_printed_and_back(reader: Reader, articles: list[Row]) -> None:
    row = corrected(articles)
    correction = next(c for c in row["corrections"] if c["paragraph"] is not None)
    page = reader.open(path_of("articles", row["id"]))
    page.locator(".fix a").first.focus()
    page.keyboard.press("Enter")
    line = page.locator("tr:target")
    expect(line).to_contain_text(correction["raw"])
    expect(line).to_be_in_viewport()
    line.get_by_role("link").click()
    expect(page.locator(":target")).to_contain_text(correction["fixed"])


def test_the_head_says_when_it_was_printed_how_that_is_known_and_who_has_checked_it(
    reader: Reader, articles: list[Row]
) -> None:
    row = articles[0]
    page = reader.open(path_of("articles", row["id"]))
    byline = page.locator(".byline")
    expect(byline).to_contain_text(f"{row['year']}年")
    expect(byline).to_contain_text(row["date_basis"].removeprefix("据"))
    expect(byline.locator(".status")).to_have_text("机器读取，未经核对")


def test_reader_goes_on_to_what_else_happened_in_the_place_that_year(reader: Reader, articles: list[Row]) -> None:
    place = "营口市"
    row = next(r for r in articles if r["places"] and r["places"][0]["name"].endswith(place) and r["year"] == 2025)
    page = reader.open(path_of("articles", row["id"]))
    section = page.locator(".article-side section", has_text=f"{place}2025年")
    section.get_by_role("link").first.click()
    expect(page.locator(".article-side")).to_contain_text(place)
    expect(page.locator(".byline")).to_contain_text("2025年")
    raw = page.get_by_role("link", name="原始文字", exact=True)
    expect(raw).to_have_attribute("href", f"../../{path_of('raw', page.url.split('/')[-1].split('-')[0], 'txt')}")


def test_the_address_of_an_article_is_its_own(reader: Reader, articles: list[Row]) -> None:
    page = reader.open(path_of("articles", articles[0]["id"]))
    before = page.url
    page.locator("a[rel='bookmark']").click()
    assert page.url == before


def test_a_photograph_has_its_place_before_it_has_come(reader: Reader, articles: list[Row]) -> None:
    page = reader.open(path_of("articles", articles[0]["id"]))
    page.route("**/photograph.jpg", lambda _route: None)  # it never comes
    height = page.evaluate("""() => {
      const figure = document.createElement("figure");
      figure.className = "picture";
      figure.innerHTML = '<img src="photograph.jpg" width="1600" height="1000" alt="">';
      document.querySelector(".article").prepend(figure);
      return figure.firstChild.getBoundingClientRect().height;
    }""")
    assert height > 300


def test_a_letter_to_the_editor_is_written_as_far_as_the_archive_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_REPORT_ADDRESS", "editor@example.org")
    archive = read_archive(ROOT / "source_articles/山东/淄博")
    build_site(archive, tmp_path / "site")
    article = archive.entries[0].article
    html = (tmp_path / "site" / path_of("articles", article.id)).read_text(encoding="utf-8")
    letter = unquote(html.split('href="mailto:')[1].split('"')[0])
    assert letter.startswith("editor@example.org?subject=纠错：")
    assert article.title in letter
    assert article.file in letter

"""What readers do on the other pages of the archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from build_scripts.publishing.layout import path_of
from tests.browser.conftest import Arrive, Reader, Row

ADDRESS_ELSEWHERE = re.compile(r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href)=\"?(?:https?:)?//")


def page_kinds(site: Path) -> Iterator[str]:
    """Yield the path of every page at the top of the site and of two in each folder."""
    yield from sorted(path.name for path in site.glob("*.html"))
    for folder in sorted(path for path in site.iterdir() if path.is_dir()):
        yield from (path.relative_to(site).as_posix() for path in sorted(folder.rglob("*.html"))[:2])


def with_key_figure(articles: list[Row]) -> Row:
    """Return an article whose fact box has a figure that stands once in its text."""
    return next(row for row in articles if any(fact["key"] for fact in row["facts"]))


def test_reader_follows_a_figure_to_its_highlighted_sentence(reader: Reader, articles: list[Row]) -> None:
    row = with_key_figure(articles)
    fact = next(fact for fact in row["facts"] if fact["key"])
    page = reader.open(path_of("articles", row["id"]))
    plain = page.locator(".article p span[id]").first.evaluate("(e) => getComputedStyle(e).backgroundColor")
    page.locator(".facts a[href^='#']").first.click()
    sentence = page.locator(":target")
    expect(sentence).to_contain_text(fact["quote"][:8])
    expect(sentence).to_be_in_viewport()
    assert sentence.evaluate("(e) => getComputedStyle(e).backgroundColor") != plain


def test_reader_browses_from_the_front_page_to_an_article_without_javascript(
    arrive: Arrive, articles: list[Row]
) -> None:
    reader = arrive(scripts=False)
    page = reader.open("index.html")
    page.get_by_role("navigation", name="栏目").get_by_role("link", name="地方", exact=True).click()
    page.locator(".place-tree a").first.click()
    titles = {row["title"]: row for row in articles}
    link = next(a for a in page.locator("#content a[href*='articles/']").all() if a.inner_text() in titles)
    title = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("article")).to_contain_text(titles[title]["paragraphs"][0]["text"][:12])


def test_search_without_javascript_leads_to_the_lists(arrive: Arrive) -> None:
    page = arrive(scripts=False).open("search.html?q=急诊")
    expect(page.locator(".notice")).to_contain_text("不用它也能读到全部文章")
    page.locator(".notice").get_by_role("link", name="年份", exact=True).click()
    expect(page.locator("h1")).to_have_text("年份")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_switch_of_the_masthead_changes_the_scheme_and_is_remembered(arrive: Arrive, scheme: str) -> None:
    reader = arrive(scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    page = reader.open("about.html")
    before = page.evaluate(ground)
    page.get_by_role("button", name="切换浅色或深色").click()
    after = page.evaluate(ground)
    assert after != before
    page = reader.open("places.html")
    assert page.evaluate(ground) == after


def test_no_page_is_wider_than_a_phone(arrive: Arrive, site: Path) -> None:
    reader = arrive(width=360, touch=True)
    too_wide = []
    for path in page_kinds(site):
        page = reader.open(path)
        if page.evaluate("document.scrollingElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(path)
    reader.open("search.html?q=医院").wait_for_selector(".result")
    if reader.page.evaluate("document.scrollingElement.scrollWidth > document.documentElement.clientWidth"):
        too_wide.append("search.html with results")
    assert too_wide == []


def test_every_kind_of_page_keeps_to_its_own_host(arrive: Arrive, site: Path) -> None:
    reader = arrive()
    for path in page_kinds(site):
        reader.open(path)
    assert reader.foreign == []


def test_no_page_names_a_script_style_or_picture_of_another_host(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert [path.name for path, text in pages.items() if ADDRESS_ELSEWHERE.search(text)] == []


def test_the_front_page_says_that_the_starter_archive_is_a_sample(reader: Reader) -> None:
    page = reader.open("index.html")
    expect(page.locator(".home-sample")).to_contain_text("样刊")


def test_the_figure_of_the_day_is_the_same_for_everybody_and_leads_to_its_sentence(arrive: Arrive) -> None:
    shown = []
    for _ in range(2):
        page = arrive().open("index.html")
        page.clock.set_fixed_time("2026-03-01T08:00:00")
        page.reload()
        page.wait_for_load_state("networkidle")
        shown.append(page.locator(".today-value").inner_text())
    assert shown[0] == shown[1]
    page.locator(".today-value").click()
    expect(page.locator(":target")).to_contain_text(re.sub(r"\D*$", "", shown[0])[-2:])

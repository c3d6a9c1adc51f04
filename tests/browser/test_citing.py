"""Readers cite an article with one click, and what they quote carries its source."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from build_scripts.publishing.layout import path_of
from tests.browser.conftest import Arrive, Reader, Row

ONLINE = re.compile(r"\[N/OL\]\. .+?，.+?\[\d{4}-\d\d-\d\d\]\. http://127\.0\.0\.1:\d+/articles/[\w-]+/[\w-]+\.html\.$")


def a_dated_article(articles: list[Row]) -> Row:
    return next(row for row in articles if row["date"] and row["source"]["publication"])


def test_a_citation_is_copied_with_one_click(reader: Reader, articles: list[Row]) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row = a_dated_article(articles)
    page = reader.open(path_of("articles", row["id"]))
    page.get_by_text("引用本文", exact=True).click()
    page.get_by_role("button", name=re.compile("复制 ?GB")).click()
    expect(page.locator(".cite-said")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("[data-cite^=GB]").inner_text()
    assert row["date"] in copied
    assert ONLINE.search(copied)
    assert f"urldate = {{{copied.split('[')[-1][:10]}}}" in page.locator("[data-cite=BibTeX]").inner_text()
    assert re.search(r"\nUR  - http.+\nY2  - .+\nER  - ", page.locator("[data-cite=RIS]").text_content() or "")


def test_a_quotation_carries_its_source_and_a_name_does_not(reader: Reader, articles: list[Row]) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row = a_dated_article(articles)
    page = reader.open(path_of("articles", row["id"]))
    select = """(length) => { const text = document.querySelector("#p1"); const range = document.createRange();
      const words = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode();
      range.setStart(words, 0); range.setEnd(words, Math.min(length, words.length));
      getSelection().removeAllRanges(); getSelection().addRange(range); return getSelection().toString(); }"""
    long = page.evaluate(select, 15)
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(long)
    assert f"《{' '.join(row['title'].split())}》" in copied
    assert copied.endswith(f"{path_of('articles', row['id'])}#p1。")
    short = page.evaluate(select, 4)
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == short


def test_from_a_folder_an_article_is_cited_as_it_was_printed(arrive: Arrive, site: Path, articles: list[Row]) -> None:
    row = a_dated_article(articles)
    page = arrive(at=f"{site.as_uri()}/").open(path_of("articles", row["id"]))
    words = page.locator("[data-cite^=GB]").text_content() or ""
    assert "[N]. " in words
    assert "file:" not in words


def test_without_javascript_the_citations_are_there_to_be_copied_by_hand(arrive: Arrive, articles: list[Row]) -> None:
    page = arrive(scripts=False).open(path_of("articles", articles[0]["id"]))
    page.get_by_text("引用本文", exact=True).click()
    expect(page.locator("[data-cite=RIS]")).to_contain_text("TY  - NEWS")
    expect(page.locator(".cite-copy").first).to_be_hidden()

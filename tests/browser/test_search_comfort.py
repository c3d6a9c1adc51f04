"""What makes the search a pleasure: suggestions, keys, other ways to write the same, from hit to hit."""

from __future__ import annotations

import re
from collections import Counter

from playwright.sync_api import expect

from tests.browser.conftest import Reader, Row


def common_city(articles: list[Row]) -> str:
    """Return the name of a city that articles are about."""
    names = Counter(p["name"] for row in articles for p in row["places"] if p["adcode"].endswith("00"))
    found = re.search(r"(?:省|自治区)(.+?市)$", names.most_common(1)[0][0])
    assert found
    return found[1]


def test_typing_a_place_suggests_it_and_arrows_and_enter_open_it(reader: Reader, articles: list[Row]) -> None:
    city = common_city(articles)
    page = reader.open("about.html")
    page.keyboard.press("Control+k")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    box.press_sequentially(city[:2])
    options = page.get_by_role("option")
    expect(options.first).to_contain_text(city)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"search\.html\?place=\d{6}"))
    expect(page.get_by_role("link", name=f"去掉地方：{city}")).to_be_visible()


def test_escape_puts_suggestions_away_and_a_headline_is_suggested_too(reader: Reader, articles: list[Row]) -> None:
    page = reader.open("about.html")
    box = page.get_by_role("searchbox")
    box.click()
    box.press_sequentially(articles[0]["title"][:4])
    expect(page.get_by_role("option", name=re.compile("^标题"))).to_contain_text(articles[0]["title"])
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def test_what_was_rewritten_is_said_and_one_click_undoes_it(reader: Reader) -> None:
    page = reader.search("醫院")
    expect(page.locator(".search-rewritten")).to_contain_text("“醫院”也写作“医院”")
    found = page.get_by_role("status").inner_text()
    page.get_by_role("link", name="只按原样找").click()
    expect(page).to_have_url(re.compile("exact=1"))
    expect(page.get_by_role("status")).not_to_have_text(found)
    page.go_back()
    expect(page.get_by_role("status")).to_have_text(found)


def test_near_results_stand_under_a_heading_of_their_own(reader: Reader) -> None:
    page = reader.search("医院 火星移民")
    expect(page.get_by_role("heading", name="只写有其中一部分的文章")).to_be_visible()
    expect(page.locator("section > .search-results .result")).to_have_count(0)


def test_a_bar_leads_from_hit_to_hit_and_goes_away(reader: Reader) -> None:
    page = reader.search("医院")
    page.locator(".result-title a").first.click()
    bar = page.get_by_role("region", name="搜索到的字句")
    expect(bar.get_by_role("status")).to_contain_text("第 1 处")
    if bar.get_by_role("button", name="下一处").count():
        bar.get_by_role("button", name="下一处").click()
        expect(bar.get_by_role("status")).to_contain_text("第 2 处")
        expect(page.locator(".search-hit--here").first).to_be_in_viewport()
    bar.get_by_role("button", name="不再标出").click()
    expect(page.locator("mark.search-hit")).to_have_count(0)


def test_a_figure_is_found_as_its_box_says_it_and_says_so(reader: Reader, articles: list[Row]) -> None:
    row, fact = next(
        (row, fact)
        for row in articles
        for fact in row["facts"]
        if fact["key"] and not any(fact["indicator"] + fact["printed"] in p["text"] for p in row["paragraphs"])
    )
    page = reader.search(fact["indicator"] + fact["printed"].replace(" ", ""))
    result = page.locator(".result", has=page.get_by_role("link", name=row["title"], exact=True)).first
    expect(result.locator(".search-where").first).to_have_text("文中数字")


def test_the_link_of_a_query_is_copied_and_the_feed_is_that_of_the_place(reader: Reader, articles: list[Row]) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.search("医院")
    feed = page.get_by_role("link", name="全部新文章")
    expect(feed).to_have_attribute("href", re.compile(r"feed\.xml$"))
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_text("链接已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    code = next(place["adcode"] for row in articles for place in row["places"])
    page = reader.open(f"search.html?place={code}")
    feed = page.get_by_role("link", name=re.compile(".的新文章$"))
    assert "<feed" in page.request.get(feed.evaluate("link => link.href")).text()
    topic = next(topic for row in articles for topic in row["topics"])
    page = reader.open(f"search.html?topic={topic}")
    feed = page.get_by_role("link", name=f"主题“{topic}”的新文章")
    assert "<feed" in page.request.get(feed.evaluate("link => link.href")).text()
    reader.open("search.html").locator(".search-help p").first.wait_for()
    expect(page.get_by_role("button", name="复制链接")).to_be_hidden()

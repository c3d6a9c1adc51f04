"""What readers do on the search page."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import Page, expect

from build_scripts.publishing.layout import path_of
from build_scripts.publishing.search.index import write_index
from build_scripts.publishing.search.records import Basis, Record
from tests.browser.conftest import Arrive, Reader, Row, pick_fragment

SEARCH_LIST = "**/search/list.js"
"""What the engine opens first."""


def results(page: Page) -> list[str]:
    """Return the headlines of the results in their order."""
    return page.locator(".search-results .result-title").all_inner_texts()


def plain_record(name: str, text: str) -> Record:
    """Return an article of one paragraph."""
    day = (2025, 1, 13)
    fields = (("headline", "", "标题"), ("paragraph", "p1", text))
    return Record(name, "标题", day, Basis.ISSUED, "2025年1月13日", "报", (), (), (), (), checked=False, fields=fields)


def serve_index(page: Page, folder: Path) -> None:
    """Have the site's search ask another index."""
    page.route(
        re.compile("//[^/]+/search/"), lambda route: route.fulfill(path=folder / urlsplit(route.request.url).path[1:])
    )


def busiest_city(articles: list[Row]) -> tuple[str, str]:
    """Return code and name of the city that most articles are about, its districts included."""
    cities = Counter(
        code for row in articles for code in {p["adcode"][:4] for p in row["places"] if p["adcode"][2:] != "0000"}
    )
    code = min(cities, key=lambda city: (-cities[city], city))
    name = next(p["name"] for row in articles for p in row["places"] if p["adcode"].startswith(code))
    own = re.match(r"(?:.+?(?:省|自治区))?(.+?(?:自治州|地区|市|盟))", name)
    assert own
    return f"{code}00", own[1]


def test_reader_finds_article_by_a_word_inside_a_sentence(reader: Reader, articles: list[Row]) -> None:
    for row in articles[:3]:
        fragment = pick_fragment(row)
        page = reader.search(fragment)
        assert row["title"] in results(page)
        result = page.locator(".result", has=page.get_by_role("link", name=row["title"], exact=True)).first
        expect(result.locator("mark").first).to_have_text(fragment)
        expect(page.get_by_role("status")).to_have_text(f"找到 {len(results(page))} 篇")


def test_a_result_opens_the_article_at_the_first_hit(reader: Reader, articles: list[Row]) -> None:
    fragment = pick_fragment(articles[0])
    page = reader.search(fragment)
    page.get_by_role("link", name=articles[0]["title"], exact=True).first.click()
    hit = page.locator("mark.search-hit").first
    expect(hit).to_have_text(fragment)
    expect(hit).to_be_in_viewport()


def test_reader_narrows_to_a_city_and_sees_exactly_its_articles(reader: Reader, articles: list[Row]) -> None:
    code, name = busiest_city(articles)
    here = sorted(row["title"] for row in articles if any(p["adcode"].startswith(code[:4]) for p in row["places"]))
    page = reader.open("search.html")
    page.wait_for_selector(".search-choices a")
    folds = page.locator(".search-branch > details:not([open]) > summary")
    while folds.count():
        folds.first.click()
    choice = page.get_by_role("navigation", name="筛选").locator(f"a[data-key='place:{code}']")
    expect(choice).to_have_text(f"{name} {len(here)}")
    choice.click()
    expect(page.get_by_role("link", name=f"去掉地方：{name}")).to_be_visible()
    assert sorted(results(page)) == here
    assert f"place={code}" in page.url


def test_numbers_of_another_query_are_never_seen_beside_the_results(reader: Reader) -> None:
    page = reader.open("search.html")
    choices = page.get_by_role("navigation", name="筛选")
    year = choices.locator("a[data-key^='year:'] .search-number").first
    expect(year).to_be_visible()
    whole = year.inner_text()
    page.evaluate("""() => {
      const [results, choices] = [".search-results", ".search-choices"].map((name) => document.querySelector(name));
      window.busy = [];
      const look = () => window.busy.push(choices.getAttribute("aria-busy"));
      new MutationObserver(look).observe(results, { childList: true });
    }""")
    page.get_by_role("searchbox").fill("急诊")
    expect(year).not_to_have_text(whole)
    expect(choices).not_to_have_attribute("aria-busy", "true")
    assert set(page.evaluate("window.busy")) == {"true"}


def test_naming_a_city_offers_its_articles(reader: Reader, articles: list[Row]) -> None:
    code, name = busiest_city(articles)
    page = reader.search(name)
    page.get_by_role("link", name=re.compile(f"^看{name}的全部")).click()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page).to_have_url(re.compile(f"place={code}$"))


def test_query_and_filter_are_in_the_address_and_the_back_button_returns_to_them(reader: Reader) -> None:
    page = reader.open("search.html?q=医院")
    expect(page.get_by_role("status")).to_contain_text("找到")
    before = results(page)
    page.locator(".search-choices a[data-key^='topic:']").first.click()
    expect(page.locator(".search-chosen .chip")).to_have_count(1)
    page.get_by_role("searchbox").fill("火星")
    expect(page.get_by_role("status")).to_have_text("没有找到")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("医院")
    expect(page.locator(".search-chosen .chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".search-chosen .chip")).to_have_count(0)
    assert results(page) == before
    page.go_forward()
    expect(page.locator(".search-chosen .chip")).to_have_count(1)


def test_a_search_without_hits_says_what_to_try_next(reader: Reader) -> None:
    page = reader.search("医院 火星移民")
    expect(page.get_by_role("status")).to_have_text("没有找到")
    help_text = page.locator(".search-help")
    expect(help_text).to_contain_text("没有一篇文章同时写有这些词")
    expect(help_text).to_contain_text("“火星移民”没有")
    expect(help_text.get_by_role("link", name="地方", exact=True)).to_be_visible()
    help_text.get_by_role("link", name=re.compile("^“医院”有")).click()
    expect(page.get_by_role("status")).to_contain_text("找到")


def test_an_empty_search_and_a_single_character_are_helped(reader: Reader) -> None:
    page = reader.open("search.html")
    expect(page.locator(".search-help")).to_contain_text("用空格隔开几个词")
    page.get_by_role("searchbox").fill("医")
    expect(page.locator(".search-help")).to_contain_text("再加一个字会更准")


def test_what_the_paper_misprinted_is_found_as_printed_and_says_so(reader: Reader, articles: list[Row]) -> None:
    found = [(row, c) for row in articles for c in row["corrections"] if c["paragraph"] is not None and c["raw"]]
    row, fix = found[0]
    text = row["paragraphs"][fix["paragraph"]]["text"]
    printed = text[max(0, fix["start"] - 4) : fix["start"]] + fix["raw"]
    page = reader.search(printed)
    result = page.locator(".result", has=page.get_by_role("link", name=row["title"], exact=True))
    expect(result.locator(".search-where")).to_have_text("原文字形")
    expect(result.locator("mark")).to_have_text(printed)


def test_text_of_the_archive_never_becomes_markup(reader: Reader, tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)><b>急诊</b>{{ q }}"
    record = Record(
        **dict.fromkeys(("id", "publication"), "x"),
        title=hostile,
        day=(2025, 0, 0),
        basis=Basis.YEAR,
        dated=hostile,
        places=(("1", hostile),),
        regions=(("1", hostile),),
        topics=(hostile,),
        institutions=(hostile,),
        checked=False,
        fields=(("headline", "", hostile), ("caption", "", hostile)),
    )
    write_index([record], 1, tmp_path / "search")
    serve_index(reader.page, tmp_path)
    page = reader.search("急诊")
    assert results(page) == [hostile]
    assert page.locator("[data-search-page]").locator("img, b").count() == 0
    page = reader.open(f"search.html?q={quote(hostile)}&place=1&topic={quote(hostile)}&year={quote(hostile)}")
    expect(page.get_by_role("status")).to_have_text("没有找到")
    assert page.locator("[data-search-page]").locator("img, b").count() == 0


def test_reader_has_common_words_counted_to_the_last(reader: Reader, tmp_path: Path) -> None:
    like = next(chr(n) for n in range(ord("丁") + 6, 0x9FFF, 6))  # what the index does not tell apart
    texts = ["甲乙丙丁。子乙丙寅。"] * 65 + [f"甲乙丙{like}。子乙丙丁。"] * 3
    records = [plain_record(str(number), text) for number, text in enumerate(texts)]
    write_index(records, len(records), tmp_path / "search")
    serve_index(reader.page, tmp_path)
    page = reader.search("甲乙丙丁")
    status = page.get_by_role("status")
    expect(status).to_contain_text("到 68 篇（这些字太常见，没有逐篇核对）")
    status.get_by_role("button", name="逐篇核对").click()
    expect(status).to_have_text("找到 65 篇，先列出 10 篇")


def test_what_a_minus_leaves_out_is_not_near_either_and_stays_left_out(reader: Reader, tmp_path: Path) -> None:
    records = [plain_record("1", "甲院急诊。"), plain_record("2", "乙院急诊。")]
    write_index(records, len(records), tmp_path / "search")
    serve_index(reader.page, tmp_path)
    page = reader.search("急诊 龘龘 -乙院")
    help_text = page.locator(".search-help")
    expect(help_text.locator("mark")).to_have_text("急诊")
    expect(help_text).to_contain_text("甲院")
    expect(help_text).not_to_contain_text("乙院")


def test_signs_that_turn_writing_round_are_taken_out_of_the_box(reader: Reader) -> None:
    page = reader.open("search.html?q=%E2%80%AE%E6%80%A5%E8%AF%8A")
    box = page.locator(".search-page input[type=search]")
    expect(box).to_have_value("急诊")
    box.fill("\u202e医院")
    expect(box).to_have_value("医院")


def test_no_box_takes_more_than_a_browser_can_draw(reader: Reader) -> None:
    for address in ("index.html", "about.html", "search.html"):
        page = reader.open(address)
        page.locator("main input[name=q], .masthead input[name=q]").first.focus()
        page.keyboard.insert_text("\u202e医院😀" * 2000)
        typed = page.evaluate("document.activeElement.value.length")
        assert 0 < typed <= 1000, address


def test_a_search_that_cannot_load_says_so_and_leads_to_the_lists(reader: Reader) -> None:
    reader.page.route(SEARCH_LIST, lambda route: route.fulfill(body="", content_type="text/javascript"))
    page = reader.open("search.html?q=急诊")
    expect(page.get_by_role("status")).to_have_text("文章没有载入，暂时不能搜索。")
    expect(page.locator(".search-help").get_by_role("link", name="地方", exact=True)).to_be_visible()
    assert "could not be loaded" in "".join(reader.console)
    reader.console.clear()


def test_the_page_says_what_was_searched(reader: Reader, articles: list[Row]) -> None:
    page = reader.open("search.html")
    unchecked = sum(row["status"] != "checked" for row in articles)
    expect(page.locator(".search-searched")).to_contain_text(f"{len(articles)} 篇文章，其中 {unchecked} 篇")


def test_reader_searches_with_the_keyboard_alone(reader: Reader, articles: list[Row]) -> None:
    page = reader.open(path_of("articles", articles[0]["id"]))
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.insert_text(pick_fragment(articles[1]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("找到")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.result-title') !== null"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(articles[1]["title"])
    page.go_back()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_the_search_is_fetched_when_the_box_is_used_and_not_before(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    page = reader.open("places.html")
    assert not [url for url in asked if "/search/" in url and "box.js" not in url]
    with page.expect_request(SEARCH_LIST):
        page.get_by_role("searchbox").focus()


def test_the_archive_is_searched_from_a_folder_on_disk(arrive: Arrive, site: Path, articles: list[Row]) -> None:
    reader = arrive(at=f"{site.as_uri()}/")
    page = reader.search(pick_fragment(articles[0]))
    page.get_by_role("link", name=articles[0]["title"], exact=True).first.click()
    expect(page.locator("mark.search-hit").first).to_be_in_viewport()
    page.locator("a.masthead-name").click()
    expect(page.get_by_role("searchbox")).to_be_visible()

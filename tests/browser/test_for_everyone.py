"""The archive is for everyone: rules of WCAG 2.2 AA on every kind of page, keyboard, large type, narrow and zoomed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive, Reader

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""What a change of scheme or type size can break; the rest is the same in every dress."""
DRESSES = {
    "dark": "document.documentElement.dataset.scheme = 'dark'",
    "dark and large": "document.documentElement.dataset.elder = ''",
    "large type": "document.documentElement.dataset.scheme = 'light'",
}
LARGE_TYPE = "try { localStorage.setItem('elder', '1') } catch {}"
TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important;
    letter-spacing: .12em !important; word-spacing: .16em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""As WCAG 1.4.12 asks; a sheet of the browser's own, for the pages' policy lets no style be written into them."""


MOVED = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 50);
})"""
GOOD_SHIFT = 0.05
"""Half of what counts as good; a slow machine may show a line of text in two steps."""
LIVE = ("figures.html?unit=家", "compare.html?places=371502,210800")
"""Pages that a script fills when the address asks for something."""


def kinds_of_pages(site: Path) -> Iterator[str]:
    """Yield one page of each kind: all at the top of the site, and one of middling size of each folder."""
    yield from sorted(path.name for path in site.glob("*.html") if path.name != "404.html")
    for folder in sorted(path for path in site.iterdir() if path.is_dir()):
        pages = sorted(folder.rglob("*.html"), key=lambda path: (-path.stat().st_size, path.name))
        yield from (path.relative_to(site).as_posix() for path in pages[len(pages) // 2 :][:1])


def complaints(page: Page, rules: dict[str, Any]) -> list[str]:
    """Return what axe finds on a page."""
    found = page.evaluate("(rules) => axe.run(document, { resultTypes: ['violations'], runOnly: rules })", rules)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def test_axe_finds_nothing_on_any_kind_of_page_in_any_dress(reader: Reader, site: Path) -> None:
    found = {}
    for path in (*kinds_of_pages(site), *LIVE):
        page = reader.open(path)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        found[path] = complaints(page, {"type": "tag", "values": RULES})
        for dress, change in DRESSES.items():
            page.evaluate(change)
            found[f"{path}, {dress}"] = complaints(page, {"type": "rule", "values": LOOKS})
    assert {path: here for path, here in found.items() if here} == {}


def test_large_type_is_one_switch_remembered_and_unfolds_everything(arrive: Arrive, site: Path) -> None:
    folded = next(p for p in sorted((site / "articles").rglob("*.html")) if "<details" in p.read_text(encoding="utf-8"))
    page = arrive().open(folded.relative_to(site).as_posix())
    size = "parseFloat(getComputedStyle(document.querySelector('.article p:not([class])')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="大字版").click()
    expect(page.get_by_role("button", name="大字版")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) >= before * 1.25
    page.reload()
    assert page.evaluate(size) >= before * 1.25
    expect(page.locator("details:not([open])")).to_have_count(0)
    page.get_by_role("button", name="大字版").click()
    assert page.evaluate(size) == before


def test_nothing_is_cut_off_or_jumps_in_large_type_zoomed_with_wide_spacing_or_on_a_phone(
    arrive: Arrive, site: Path
) -> None:
    reader = arrive(width=640)  # 1280 pixels at 200 %
    reader.context.add_init_script(LARGE_TYPE)
    too_wide, jumped = [], {}
    for path in (*kinds_of_pages(site), *LIVE):
        page = reader.open(path)
        page.wait_for_load_state("networkidle")
        if (moved := page.evaluate(MOVED)) > GOOD_SHIFT:
            jumped[path] = moved
        page.evaluate(TEXT_SPACING)
        for width in (640, 360):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.scrollingElement.scrollWidth > document.documentElement.clientWidth"):
                too_wide.append((path, width))
        page.set_viewport_size({"width": 640, "height": 900})
    assert too_wide == []
    assert jumped == {}


def test_what_is_printed_is_black_on_white_even_from_a_dark_screen(arrive: Arrive) -> None:
    reader = arrive(scheme="dark")
    reader.context.add_init_script(f"{LARGE_TYPE}; try {{ localStorage.setItem('scheme', 'dark') }} catch {{}}")
    page = reader.open("places.html")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_keyboard_reaches_the_text_at_once_and_shows_where_it_is(reader: Reader) -> None:
    page = reader.open("places.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.querySelector('#content').contains(document.activeElement)")
    assert focused
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"

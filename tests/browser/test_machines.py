"""What pages tell browsers: a strict policy that nothing on them breaks, little to load, nothing that jumps."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from tests.browser.conftest import Arrive
from tests.browser.test_for_everyone import kinds_of_pages

BUDGET = 60_000
"""Bytes of compressed HTML, style and script that may come before the first text of an article."""
BUILT_BY_SCRIPTS = {"compare.html", "figures.html", "search.html"}
"""Pages that are tools: their scripts put filters above what was there; 0.1 is what browsers' makers call good."""
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 150);
})"""
VIOLATIONS = """document.addEventListener("securitypolicyviolation",
  event => console.error("policy:", event.violatedDirective, event.blockedURI))"""
SKIP_LINK = "getComputedStyle(document.querySelector('.skip-link')).position"
HANDLERS = re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|style)=", re.IGNORECASE)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|<style", re.IGNORECASE)


def test_no_page_breaks_its_policy_on_the_web_or_from_a_folder(arrive: Arrive, site: Path) -> None:
    for reader in (arrive(), arrive(at=f"{site.as_uri()}/")):
        reader.context.add_init_script(VIOLATIONS)
        for path in kinds_of_pages(site):
            page = reader.open(path)
            assert page.evaluate(SKIP_LINK) == "absolute", f"{path}: its styles were not read"
            assert page.evaluate("document.documentElement.className") == "js", f"{path}: its scripts did not run"


def test_a_script_written_into_a_page_is_not_run(arrive: Arrive) -> None:
    reader = arrive()
    page = reader.open("about.html")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i onclick=\"window.caught = 1\">x</i>')")
    page.evaluate("document.body.lastElementChild.click()")
    page.evaluate("""() => { const s = document.createElement("script"); s.textContent = "window.caught = 1";
      document.body.append(s); }""")
    assert page.evaluate("window.caught") is None
    assert reader.console
    reader.console.clear()


def test_every_page_has_the_policy_and_nothing_written_into_it(site: Path) -> None:
    loose = []
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if "Content-Security-Policy" not in text or INLINE.search(text) or HANDLERS.search(text):
            loose.append(path.relative_to(site).as_posix())
    assert loose == []


def test_an_article_needs_little_before_its_first_text(site: Path) -> None:
    heaviest = 0
    for path in (site / "articles").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        blocking = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"', text)
        files = [path, *((path.parent / (style or script)).resolve() for style, script in blocking)]
        heaviest = max(heaviest, sum(len(gzip.compress(file.read_bytes(), 6)) for file in files))
    assert 0 < heaviest <= BUDGET


def test_nothing_jumps_while_a_page_loads(arrive: Arrive, site: Path) -> None:
    reader = arrive(width=360)
    jumps = {}
    for path in kinds_of_pages(site):
        page = reader.open(path)
        jumps[path] = page.evaluate(SHIFTS)
    allowed = {path: 0.1 if path in BUILT_BY_SCRIPTS else 0.01 for path in jumps}
    assert {path: shift for path, shift in jumps.items() if shift > allowed[path]} == {}

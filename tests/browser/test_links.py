"""Every link of the built site leads somewhere, and every page is HTML without errors."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from build_scripts.publishing.exports.former import keep_former
from build_scripts.publishing.exports.write import Last
from build_scripts.publishing.layout import path_of
from tests.browser.conftest import Arrive, Row
from tests.browser.test_reading import page_kinds, with_key_figure


class Links(HTMLParser):
    """What a page refers to, and what in it can be referred to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.twice: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  overridden
        """Keep ids and addresses of an element."""
        for name, value in attrs:
            if name == "id" and value:
                self.twice += [value] if value in self.ids else []
                self.ids.add(value)
            elif name in {"href", "src", "action"} and value:
                self.addresses.append(value)


def read_links(site: Path) -> dict[Path, Links]:
    """Return the links of every page."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        found[path] = Links()
        found[path].feed(path.read_text(encoding="utf-8"))
    return found


def test_every_link_leads_to_a_file_and_to_a_place_in_it(site: Path) -> None:
    pages = read_links(site)
    dead = []
    for path, page in pages.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            base = site if parts.path.startswith("/") else path.parent
            target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else path.resolve()
            known = pages.get(target)
            if not target.is_file() or (parts.fragment and known and unquote(parts.fragment) not in known.ids):
                dead.append(f"{path.relative_to(site)} -> {address}")
    assert dead == []


def test_no_page_has_the_same_anchor_twice(site: Path) -> None:
    twice = {str(path.relative_to(site)): page.twice for path, page in read_links(site).items() if page.twice}
    assert twice == {}


def test_every_kind_of_page_is_html_without_errors(site: Path) -> None:
    errors = {}
    for path in page_kinds(site):
        parser = html5lib.HTMLParser()
        parser.parse((site / path).read_text(encoding="utf-8"))
        if parser.errors:
            errors[path] = parser.errors
    assert errors == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_reader_who_follows_a_link_of_former_times_comes_to_its_very_sentence(
    arrive: Arrive, site: Path, articles: list[Row], tmp_path: Path, *, scripts: bool
) -> None:
    row = with_key_figure(articles)
    there = tmp_path / "site"
    for name in ("articles", "assets"):
        shutil.copytree(site / name, there / name)
    former = f"articles/{row['id']}.html"
    keep_former(there, Last(), [former], "")
    page = arrive(at=f"{there.as_uri()}/", scripts=scripts).open(f"{former}#s1-1")
    page.wait_for_url(f"**/{path_of('articles', row['id'])}{'#s1-1' if scripts else ''}")

"""The entrance to several archives as readers meet it: one beside it, one on another host, one that is gone."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from build_scripts.portal.command import make_portal
from tests.browser.conftest import ROOT


class _Serving(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the method we override
        pass


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Serving, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@dataclass(frozen=True)
class Entrance:
    """A portal that is served, with the folder it lies in and the other host."""

    folder: Path
    here: str
    there: str


@dataclass
class Visit:
    """A page of the portal with what it has asked for."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def asked(self, start: str) -> list[Request]:
        """Return the requests to a host, or below an address."""
        return [request for request in self.requests if request.url.startswith(start)]


@pytest.fixture(scope="module")
def entrance(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entrance]:
    top = tmp_path_factory.mktemp("entrance")
    (top / "starter").symlink_to(site)
    far = tmp_path_factory.mktemp("far") / "sample"
    build = [sys.executable, "-m", "build_scripts", "build", "--quiet", "--source", "tests/sample_issue/pages/湖北"]
    subprocess.run([*build, "--out", str(far)], cwd=ROOT, check=True, capture_output=True)
    shutil.copytree(far, top / "gone")
    with serve(top) as here, serve(far) as there:
        rows = (("样刊", top / "starter", ""), ("别处", far, there), ("丢了", top / "gone", ""))
        listed = (f"- 名称: {n}\n  网站: {s}\n" + (f"  网址: {a}\n" if a else "") for n, s, a in rows)
        (top / "shards.yml").write_text("".join(listed), encoding="utf-8")
        assert make_portal(top / "shards.yml", top / "portal", "测试总库") == 0
        shutil.rmtree(top / "gone")
        yield Entrance(top, here, there)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(5000)
    visit = Visit(context.new_page())
    context.on("request", lambda request: visit.requests.append(request))  # noqa: PLW0108  it marks its listeners
    context.on("weberror", lambda error: visit.errors.append(str(error.error)))
    context.on("console", lambda message: visit.errors.append(message.text))
    yield visit
    context.close()


def test_reader_searches_two_archives_and_is_told_which_could_not_be_asked(entrance: Entrance, visit: Visit) -> None:
    visit.page.goto(f"{entrance.here}portal/search.html?q=医院")
    visit.page.locator('[data-answered="医院"]').wait_for()
    assert re.fullmatch(
        r"找到 \d+ 篇.*。没有问到：丢了（打不开）；那里有没有，还不知道",
        visit.page.locator(".search-status").inner_text(),
    )
    assert "问得到的 2 个档案" in visit.page.locator(".search-searched").inner_text()
    facts = visit.page.locator(".result-meta").all_inner_texts()
    assert {name for name in ("样刊", "别处") if any(name in fact for fact in facts)} == {"样刊", "别处"}
    visit.page.locator(".search-choices .search-number").first.wait_for()
    assert all("丢了" in error or "/gone/" in error or "404" in error for error in visit.errors)
    result = visit.page.locator(".result", has_text="别处").locator("a").first
    result.click()
    visit.page.locator("mark").first.wait_for()
    assert visit.page.url.startswith(f"{entrance.there}articles/")


def test_data_of_another_host_is_read_and_never_run(entrance: Entrance, visit: Visit) -> None:
    visit.page.goto(f"{entrance.here}portal/search.html?q=医院")
    visit.page.locator('[data-answered="医院"]').wait_for()
    policy = visit.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert f"connect-src 'self' {entrance.there.rstrip('/')};" in policy
    assert "script-src 'self';" in policy
    assert {request.resource_type for request in visit.asked(entrance.there)} == {"fetch"}


def test_a_search_in_one_place_asks_only_the_archives_that_have_it(entrance: Entrance, visit: Visit) -> None:
    visit.page.goto(f"{entrance.here}portal/search.html?place=210800")
    visit.page.locator(".result").first.wait_for()
    visit.page.locator(".search-choices[aria-busy]").wait_for(state="detached")
    assert visit.asked(f"{entrance.here}starter/search/")
    assert not visit.asked(entrance.there)
    assert not visit.errors


def test_entrance_works_from_a_folder_on_disk(entrance: Entrance, visit: Visit) -> None:
    visit.page.goto(f"{(entrance.folder / 'portal/search.html').as_uri()}?place=210800")
    visit.page.locator(".result").first.wait_for()
    visit.page.goto(f"{(entrance.folder / 'portal/index.html').as_uri()}")
    visit.page.locator(".home-places a", has_text="辽宁省").click()
    visit.page.locator(".chip", has_text="样刊").click()
    assert visit.page.url.endswith("starter/places/21/210000.html")
    assert not visit.errors


def test_figures_of_several_archives_stand_side_by_side_and_lead_into_them(entrance: Entrance, visit: Visit) -> None:
    visit.page.goto(f"{entrance.here}portal/compare.html")
    visit.page.locator(".indicators-table a").first.click()
    value = visit.page.locator(".indicator .data-table .value a").first
    value.click()
    assert re.match(rf"(?:{entrance.here}starter|{entrance.there.rstrip('/')})/articles/.+#s", visit.page.url)
    assert not visit.errors

"""One browser and one built site for all tests that look at the archive as readers do.

Every reader is watched: at the end of a test the console must be empty, no request may have failed and none
may have gone to another host. The screen of a test that fails is kept in .build/screenshots.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / ".build" / "screenshots"
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
Row = dict[str, Any]
"""One line of the archive's own export."""


def find_browser() -> str:
    """Return the first Chromium that this machine has."""
    named = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    for name in (*named, *MACOS):
        if name and (path := shutil.which(name)):
            return path
    pytest.fail("没有找到 Chromium：请安装 chromium 或 Google Chrome，或用环境变量 CHROMIUM 指明它的位置")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the starter archive's site; SITE names one that is built already, to save time."""
    if ready := os.environ.get("SITE"):
        return Path(ready)
    out = tmp_path_factory.mktemp("site") / "site"
    command = [sys.executable, "-m", "build_scripts", "build", "--source", "source_articles", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="session")
def articles(site: Path) -> list[Row]:
    """Return what the archive exports, in its order."""
    return [json.loads(line) for line in (site / "data/articles.jsonl").read_text(encoding="utf-8").splitlines()]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the method we override
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Return the address at which the site is served, with a slash at its end."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


class Reader:
    """A reader with a browser of their own, and what went wrong while they read."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page: Page = context.new_page()
        self.console: list[str] = []
        self.failed: list[str] = []
        self.foreign: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.console.append(str(error.error)))
        context.on("requestfailed", self._miss)
        context.on("request", self._leave)
        context.on("response", lambda r: self.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)

    def _hear(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader went on before it had come
            self.failed.append(f"{request.failure} {request.url}")

    def _leave(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path: str) -> Page:
        """Open a page of the site and return it."""
        self.page.goto(self.address + path)
        return self.page

    def search(self, query: str) -> Page:
        """Open the search page, type, and wait for the answer."""
        page = self.open("search.html")
        page.get_by_role("searchbox").fill(query)
        page.get_by_role("searchbox").press("Enter")
        page.locator(f'[data-answered="{query}"]').wait_for()
        return page

    def assert_undisturbed(self) -> None:
        """Check what every test of the site checks."""
        assert self.console == []
        assert self.failed == []
        assert self.foreign == []


Arrive = Callable[..., Reader]


@pytest.fixture
def arrive(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Arrive]:
    """Return what brings a reader to the site: width, scheme, with or without JavaScript, from the web or a folder."""
    readers: list[Reader] = []

    def arrive(
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        scripts: bool = True,
        touch: bool = False,
        at: str = address,
    ) -> Reader:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            has_touch=touch,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        context.set_default_timeout(5000)
        readers.append(Reader(context, at))
        return readers[-1]

    yield arrive
    failed = getattr(request.node, "failed", False)
    for number, reader in enumerate(readers):
        if failed:
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w-]+", "_", request.node.name)
            reader.page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png", full_page=True)
        reader.context.close()
    if not failed:
        for reader in readers:
            reader.assert_undisturbed()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Leave word of a failed test for the fixture that takes its picture."""
    report = yield
    if report.failed:
        item.failed = True  # type: ignore[attr-defined]  # our own mark
    return report


@pytest.fixture
def reader(arrive: Arrive) -> Reader:
    """Return a reader at a desk."""
    return arrive()


def pick_fragment(row: Row) -> str:
    """Return six characters from the middle of a sentence of an exported article."""
    for paragraph in sorted(row["paragraphs"], key=lambda p: -len(p["text"])):
        for run in re.findall(r"[\u4e00-\u9fff]{10,}", paragraph["text"]):
            return str(run[2:8])
    pytest.fail(f"{row['id']}: no sentence of ten characters")

"""Takes the pictures that the help pages and README show, from the starter archive: `make pictures`.

What is taken stands in screenshots.yml, a row a picture. The same archive gives the same picture: the clock stands
still and nothing moves. `python -m tests.screenshots NAME…` takes only some; SITE names a site that is built already.
"""

from __future__ import annotations

import functools
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import yaml
from PIL import Image
from playwright.sync_api import Browser, Route, sync_playwright

from build_scripts.operating.review.server import ReviewServer
from build_scripts.operating.review.session import Session
from build_scripts.operating.review.sheet import Desk
from build_scripts.publishing.layout import path_of
from tests.browser.conftest import ROOT, find_browser

ROWS = Path(__file__).with_suffix(".yml")
ADDRESS = "https://archive.example/"
"""Where the site seems to stand: nothing is asked of any host."""
BUILT = ROOT / ".build" / "pictures"
TODAY = datetime(2025, 6, 1, 9, tzinfo=UTC)
"""The day on which all pictures are taken: the front page shows the figure of the day."""
QUALITY = 80


@dataclass(frozen=True, slots=True)
class Shot:
    """A row of screenshots.yml."""

    file: str
    """Below the root of the repository, without its ending; both schemes: -light and -dark are added."""
    page: str = ""
    """Address in the site; `articles/{headline}.html` is that of the article."""
    desk: str = ""
    """Source file that the editor's desk (`review`) shows; taken instead of a page of the site."""
    width: int = 1280
    height: int = 900
    scheme: Literal["light", "dark", "both"] = "light"
    large: bool = False
    """In large type."""
    print: bool = False
    scale: float = 1
    """Pixels of the screen for each of the page: 2 is as sharp as print."""
    click: list[str] = field(default_factory=list)
    """Selectors of what is clicked, in this order, before the picture is taken."""
    part: str = ""
    """Selector of the element that is the picture; otherwise what the window shows."""

    @property
    def schemes(self) -> tuple[Literal["light", "dark"], ...]:
        """Return the schemes that it is taken in."""
        return ("light", "dark") if self.scheme == "both" else (self.scheme,)

    def path(self, scheme: str) -> Path:
        """Return where the picture of a scheme is kept."""
        return ROOT / f"{self.file}{f'-{scheme}' if self.scheme == 'both' else ''}.webp"


def read_shots() -> Iterator[Shot]:
    """Yield what is to be taken."""
    for folder, rows in yaml.safe_load(ROWS.read_text(encoding="utf-8")).items():
        for row in rows:
            yield Shot(f"{folder}/{row.pop('name')}", **row)


def _serve(site: Path, route: Route) -> None:
    """Answer from the folder of the site: the address in the pictures is always the same."""
    path = site / unquote(urlsplit(route.request.url).path).lstrip("/")
    if path.is_file():
        route.fulfill(path=path)
    else:
        route.fulfill(status=404)


def _address(site: Path, page: str) -> str:
    """Return the address of a page; `{headline}` stands for the id of the article."""
    rows = map(json.loads, (site / "data/articles.jsonl").read_text(encoding="utf-8").splitlines())
    ids = {row["title"]: row["id"] for row in reversed([*rows])}
    return ADDRESS + re.sub(r"articles/\{(.+?)\}\.html", lambda title: path_of("articles", ids[title[1]]), page)


@contextmanager
def _desk(file: str) -> Iterator[str]:
    """Serve the editor's desk with a file of the starter archive, without its sidecar: nothing is written to."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(ROOT / "source_articles" / file, folder))
        session = Session(Desk(Path(folder), path))
        session.show()
        server = ReviewServer(session)
        thread = threading.Thread(target=server.run)
        thread.start()
        yield server.address
        server.ended.set()
        thread.join()


def take(browser: Browser, site: Path, address: str, shot: Shot, scheme: Literal["light", "dark"]) -> bytes:
    """Return a picture of what stands at an address as WebP."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=scheme,
        device_scale_factor=shot.scale,
        locale="zh-CN",
        reduced_motion="reduce",
    )
    context.clock.set_fixed_time(TODAY)
    context.route(f"{ADDRESS}**", functools.partial(_serve, site))
    if shot.large:
        context.add_init_script("try { localStorage.setItem('elder', '1') } catch {}")
    page = context.new_page()
    page.goto(address)
    # The desk keeps a line open for as long as it is shown, so that its network is never idle.
    page.locator("[data-ready]").wait_for() if shot.desk else page.wait_for_load_state("networkidle")
    for selector in shot.click:
        page.locator(selector).first.click()
        if not shot.desk:
            page.wait_for_load_state("networkidle")
    if shot.print:
        page.emulate_media(media="print")
    here = page.locator(shot.part).first if shot.part else page
    png = here.screenshot(animations="disabled")
    context.close()
    packed = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(packed, "WEBP", quality=QUALITY, method=6)
    return packed.getvalue()


def _built() -> Path:
    """Return the site of the starter archive."""
    if ready := os.environ.get("SITE"):
        return Path(ready)
    site = BUILT / "site"
    command = [sys.executable, "-m", "build_scripts", "build", "--source", "source_articles", "--out", str(site)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return site


def main(names: list[str]) -> None:
    """Take all pictures, or those whose files are named so."""
    shots = [shot for shot in read_shots() if not names or Path(shot.file).name in names]
    site = _built()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for shot in shots:
            for scheme in shot.schemes:
                with _desk(shot.desk) if shot.desk else nullcontext(_address(site, shot.page)) as address:
                    path, picture = shot.path(scheme), take(browser, site, address, shot, scheme)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(picture)
                print(f"{path.relative_to(ROOT)}　{len(picture) / 1024:.0f} KB")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])

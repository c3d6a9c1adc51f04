"""How fast and how sound pages are for a reader: Lighthouse, headless, against the finished site on this machine.

Needs Node and a Chromium; Lighthouse itself is fetched by npx when it is not there.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

FLOORS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
WORDS = {"performance": "快慢", "accessibility": "无障碍", "best-practices": "做法", "seo": "可检索"}
_PACKED = ("text/", "application/javascript", "application/json", "image/svg+xml")


class BenchError(Exception):
    """What is missing for the measurement, and what to do."""


def bench_pages(site: Path) -> str:
    """Return Lighthouse's scores of the home page, the search, an article and a place."""
    command = _lighthouse()
    lines = [f"{'页面':　<8}" + "".join(f"{word:　>6}" for word in WORDS.values())]
    short = 0
    with _serve(site) as address:
        for path in _kinds(site):
            scores = _measure(command, address + path)
            short += sum(scores[kind] < floor for kind, floor in FLOORS.items())
            lines.append(f"{path:<34}" + "".join(f"{scores[kind]:>7}" for kind in FLOORS))
    lines.append(f"有{short}项低于下限（{FLOORS}）" if short else "全部达到下限")
    return "\n".join(lines)


def _kinds(site: Path) -> Iterator[str]:
    """Yield the home page, the search, and the heaviest article and place."""
    yield from ("index.html", "search.html")
    for folder in ("articles", "places"):
        pages = sorted((site / folder).rglob("*.html"), key=lambda path: (-path.stat().st_size, path.name))
        yield from (path.relative_to(site).as_posix() for path in pages[:1])


def _lighthouse() -> list[str]:
    if found := shutil.which("lighthouse"):
        return [found]
    if found := shutil.which("npx"):
        return [found, "--yes", "lighthouse@13"]
    raise BenchError("没有 Node：请先安装 nodejs 和 npm，再量一次")


def _measure(command: list[str], address: str) -> dict[str, int]:
    options = ["--quiet", "--output=json", "--output-path=stdout", "--chrome-flags=--headless=new --no-sandbox"]
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    done = subprocess.run(  # noqa: S603  our own command
        [*command, address, *options],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | ({"CHROME_PATH": browser} if browser else {}),
    )
    if done.returncode:
        raise BenchError(f"Lighthouse 没有量成：{done.stderr.strip()[-300:]}")
    found: dict[str, Any] = json.loads(done.stdout)["categories"]
    return {kind: round(found[kind]["score"] * 100) for kind in FLOORS}


@contextmanager
def _serve(site: Path) -> Iterator[str]:
    """Serve a folder as web hosts do, packed; yield its address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


class _Host(http.server.SimpleHTTPRequestHandler):
    """Sends text packed with gzip, and is silent."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the method we override
        """Say nothing."""

    def send_head(self) -> io.BytesIO | None:
        """Answer with the bytes of a file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        kind, data = self.guess_type(path), path.read_bytes()
        packed = kind.startswith(_PACKED)
        data = gzip.compress(data) if packed else data
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(data)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return io.BytesIO(data)

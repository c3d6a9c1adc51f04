"""The page's server: on this machine only, behind an address that nobody can guess, gone when the page is closed.

Another page in the same browser can send requests to 127.0.0.1 too; it knows neither the token, nor can it make
the browser send our Host and Origin (DNS rebinding, forms and images from elsewhere are refused).
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from build_scripts.operating.review.session import Session
from build_scripts.operating.review.sheet import SheetError
from build_scripts.operating.review.view import Data

_HERE = Path(__file__).parent / "page"
_ASSETS = Path(__file__).parents[3] / "docs" / "assets"
_FILES = {
    "": (_HERE / "review.html", "text/html"),
    "review.css": (_HERE / "review.css", "text/css"),
    "review.js": (_HERE / "review.js", "text/javascript"),
    "raw.js": (_HERE / "raw.js", "text/javascript"),
    "reading.js": (_HERE / "reading.js", "text/javascript"),
    "elements.js": (_HERE / "elements.js", "text/javascript"),
    "archive.css": (_ASSETS / "archive.css", "text/css"),
    "icon.svg": (_ASSETS / "icon.svg", "image/svg+xml"),
}
"""All that is served, by name: no path of a request ever reaches the disk."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_MOST_BYTES = 100_000
GRACE = 3.0
"""Seconds without an open page after which the server goes; reloading takes less."""
_BEAT = 1.0


class ReviewServer(ThreadingHTTPServer):
    """Serves one session on a free port of the loopback interface."""

    daemon_threads = True

    def __init__(self, session: Session) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.session = session
        self.token = secrets.token_urlsafe(24)
        self.port = self.server_address[1]
        self.pages = 0
        """Pages that are open now."""
        self.left_at: float | None = None
        """When the last one was closed; None before the first was opened."""
        self.counting = threading.Lock()
        self.ended = threading.Event()
        """Set when the editor says that this was all."""

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    def run(self) -> None:
        """Serve until the page has been closed."""
        serving = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
        serving.start()
        try:
            while not self._is_left():
                time.sleep(0.2)
        finally:
            self.shutdown()
            serving.join()
            self.server_close()

    def _is_left(self) -> bool:
        with self.counting:
            left = self.pages == 0 and self.left_at is not None and time.monotonic() - self.left_at > GRACE
        return left or self.ended.is_set()

    def count_page(self, step: int) -> None:
        """Note that a page was opened or closed."""
        with self.counting:
            self.pages += step
            if self.pages == 0:
                self.left_at = time.monotonic()


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version = "review"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        name = self._name()
        if name is None:
            return
        if name == "state":
            self._answer(self.server.session.show)
        elif name == "open":
            self._stay()
        elif name in _FILES:
            path, kind = _FILES[name]
            self._send(path.read_bytes(), f"{kind}; charset=utf-8")
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        name = self._name()
        if name is None:
            return
        if self.headers.get("Origin") != f"http://127.0.0.1:{self.server.port}":
            self._refuse(HTTPStatus.FORBIDDEN)
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        elif name == "close":
            self._send(b"{}", "application/json")
            self.server.ended.set()
        elif name == "act":
            action = self._read_action()
            if action is None:
                self._refuse(HTTPStatus.BAD_REQUEST)
            else:
                self._answer(lambda: self.server.session.act(action))
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _name(self) -> str | None:
        """Return what is asked for; None, refused, where it is not our page that asks."""
        token, _, name = self.path.lstrip("/").partition("/")
        known = hmac.compare_digest(token.encode("utf-8", "replace"), self.server.token.encode())
        ours = self.headers.get("Host") == f"127.0.0.1:{self.server.port}"
        site = self.headers.get("Sec-Fetch-Site", "none")
        # The page is opened by the editor's system (none); all the rest it asks for itself.
        if known and ours and site in ({"none", "same-origin"} if name == "" else {"same-origin", "none"}):
            return name
        self._refuse(HTTPStatus.FORBIDDEN)
        return None

    def _read_action(self) -> Data | None:
        try:
            size = int(self.headers.get("Content-Length", ""))
            if not 0 < size <= _MOST_BYTES:
                return None
            action = json.loads(self.rfile.read(size))
        except (ValueError, RecursionError):
            return None
        return action if isinstance(action, dict) else None

    def _answer(self, make: Callable[[], Data]) -> None:
        try:
            data = make()
        except SheetError as error:
            data = {"fatal": str(error)}
        except Exception as error:  # noqa: BLE001  a rule that trips must not leave the editor without an answer
            data = {"fatal": f"程序读这一版时出错（{type(error).__name__}：{error}）；请把这句话发给维护者"}
        self._send(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"), "application/json; charset=utf-8")

    def _stay(self) -> None:
        """Keep a line open for as long as the page is: when it is cut, the page was closed."""
        self.send_response(HTTPStatus.OK)
        self._send_headers("text/event-stream")
        self.server.count_page(1)
        try:
            while True:
                self.wfile.write(b":\n\n")
                self.wfile.flush()
                time.sleep(_BEAT)
        except (OSError, ValueError):
            pass
        finally:
            self.server.count_page(-1)
            self.close_connection = True

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(body)))
        self._send_headers(kind)
        self.wfile.write(body)

    def _send_headers(self, kind: str) -> None:
        self.send_header("Content-Type", kind)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()

    def _refuse(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self._send_headers("text/plain; charset=utf-8")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the method we override
        """Say nothing: the terminal is the editor's."""

"""A web server that counts what it sends, compressed as hosts do."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Counts:
    """What has been sent since the last `clear`."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.bytes = self.requests = 0

    def add(self, size: int) -> None:
        """Count an answer."""
        with self.lock:
            self.bytes += size
            self.requests += 1


class _Handler(http.server.SimpleHTTPRequestHandler):
    counts: Counts

    def do_GET(self) -> None:
        """Send a file; what is plain text goes out compressed, and nothing is kept by the browser."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        plain = not data.startswith(b"\xff\xfe")
        body = gzip.compress(data, 6) if plain else data
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if plain:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)
        if "search/" in self.path or "pagefind" in self.path:
            self.counts.add(len(body))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the method we override
        """Say nothing."""


@contextmanager
def serve_counting(folder: Path) -> Iterator[tuple[str, Counts]]:
    """Serve a folder and yield its address and the counts of all files of the search."""
    counts = Counts()
    handler = type("Handler", (_Handler,), {"counts": counts})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", counts
        server.shutdown()
        thread.join()

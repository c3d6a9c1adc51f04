"""Measures what somebody waits who saves a page while the preview runs, until the finished page can be fetched.

The preview keeps what it knows beside the program, so it runs in a copy of the program that is thrown away.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from build_scripts.bench.measured import Cost, memory_of
from build_scripts.bench.raw_pages import raw_page
from build_scripts.publishing.layout import path_of

_PROGRAM = ("build_scripts", "docs", "mkdocs.yml")
_NOT_COPIED = shutil.ignore_patterns("generated", "__pycache__")
_BETWEEN = 0.1
"""Seconds between two looks whether the page is there."""
_LONGEST = 3600.0
ROUNDS = 3
"""Pages that are saved one after the other; the first round warms what later ones find warm, and does not count."""


class PreviewError(Exception):
    """A preview that ended, or a page that never came."""


def copy_program(root: Path, target: Path) -> None:
    """Copy the program to a folder where it may keep what it likes."""
    for name in _PROGRAM:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=_NOT_COPIED)
        else:
            shutil.copy(source, target / name)


def measure_preview(program: Path, raw: Path, first: int, environment: dict[str, str]) -> Iterator[Cost]:
    """Yield what each of some rounds of the preview costs; pages are numbered from `first`."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "build_scripts", "serve", "--source", str(raw), "--address", address]
    with _running(command, program, os.environ | environment | {"PYTHONPATH": str(program)}) as process:
        _wait_for(f"http://{address}/index.html", process)
        for number in range(first, first + 1 + ROUNDS):
            name, text = raw_page(number, 1)
            used, begin = _processor(process.pid), time.monotonic()
            (raw / name).parent.mkdir(exist_ok=True)
            (raw / name).write_text(text, encoding="utf-8")
            page = path_of("pages", sha256(name.encode()).hexdigest()[:8])
            _wait_for(f"http://{address}/{page}", process)
            if number > first:
                yield Cost(_processor(process.pid) - used, time.monotonic() - begin, _memory(process.pid))
            time.sleep(1)


@contextmanager
def _running(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(  # noqa: S603  the benchmark's own command
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    begin = time.monotonic()
    while time.monotonic() - begin < _LONGEST:
        if process.poll() is not None:
            raise PreviewError("the preview has ended")
        try:
            with urllib.request.urlopen(address, timeout=60):  # noqa: S310  the benchmark's own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(_BETWEEN)
    raise PreviewError(f"{address} never came")


def _processor(process: int) -> float:
    """Return the seconds of processor time that a process and all below it have used (Linux); nothing elsewhere."""
    try:
        cells = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    used = sum(map(int, cells[11:15])) / os.sysconf("SC_CLK_TCK")
    return used + sum(map(_processor, _below(process)))


def _memory(process: int) -> int:
    """Return the bytes that a process and all below it use together (Linux)."""
    return memory_of(str(process)) + sum(map(_memory, _below(process)))


def _below(process: int) -> list[int]:
    try:
        return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split())]
    except OSError:
        return []

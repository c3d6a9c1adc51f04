"""Runs a command and tells what it cost: processor time, time on the clock, and memory with all its children."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_BETWEEN = 0.1
"""Seconds between two looks at the memory; of a long run a look takes its time, so that there are fewer."""
_OF_LONG = 1 / 600
"""Part of what a run has taken so far that may pass between two looks."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost."""

    cpu: float
    """Seconds of processor time, its children's among them."""
    wall: float
    memory: int
    """Most bytes at a time, pages that processes share counted once."""


class CommandError(Exception):
    """A command that failed, with what it said last."""


def measure(
    command: Sequence[str],
    folder: Path,
    more: Mapping[str, str] | None = None,
    watch: Callable[[float, int], None] | None = None,
) -> Cost:
    """Run a command in a folder and return its cost; `watch` is told the time and the memory now and then."""
    begin = time.monotonic()
    with subprocess.Popen(  # noqa: S603  the benchmark's own commands
        command,
        cwd=folder,
        env=os.environ | dict(more or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        memory = _Memory(process.pid, watch)
        memory.start()
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        memory.done.set()
    wall = time.monotonic() - begin
    if process.returncode:
        raise CommandError(f"{' '.join(command)}：{said.decode('utf-8', 'replace')[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, max(memory.most, 0))


class _Memory(threading.Thread):
    """Watches the memory of a session (Linux)."""

    def __init__(self, session: int, watch: Callable[[float, int], None] | None) -> None:
        super().__init__(daemon=True)
        self.session, self.done, self.most = session, threading.Event(), 0
        self._watch = watch

    def run(self) -> None:
        """Look again and again."""
        begin = time.monotonic()
        while not self.done.wait(max(_BETWEEN, (time.monotonic() - begin) * _OF_LONG)):
            now = sum(map(memory_of, self._processes()))
            self.most = max(self.most, now)
            if self._watch:
                self._watch(time.monotonic(), now)

    def _processes(self) -> list[str]:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if os.getsid(int(process.name)) == self.session:
                    found.append(process.name)
        return found


def memory_of(process: str) -> int:
    """Return the bytes of a process, a part of those that it shares (PSS)."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))
    except (OSError, StopIteration, ValueError):
        return 0

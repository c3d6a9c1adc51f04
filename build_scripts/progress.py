"""Tells whoever waits how far long work is: a bar in a terminal, now and then a line in a log, nothing when asked."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TextIO, TypeVar

T = TypeVar("T")
_WIDTH = 24
_REDRAWN = 0.1
"""Seconds between two drawings of a bar."""
_LINES = 15.0
"""Seconds between two lines of a log."""
_SOON = 1.0
"""Seconds below which work is done before anybody wonders."""


class Manner(Enum):
    """How progress is told."""

    BAR = "bar"
    LINES = "lines"
    QUIET = "quiet"


def manner_for(stream: TextIO, *, quiet: bool = False) -> Manner:
    """Return how to tell progress on a stream."""
    if quiet:
        return Manner.QUIET
    return Manner.BAR if stream.isatty() else Manner.LINES


class Progress:
    """Tells the stages of a run, one after the other."""

    def __init__(self, manner: Manner = Manner.QUIET, stream: TextIO = sys.stderr) -> None:
        self._manner, self._stream = manner, stream

    def over(self, stage: str, items: Iterable[T], total: int, unit: str = "") -> Iterator[T]:
        """Yield items and tell how many of them are done; `stage` and `unit` are words for operators."""
        start = told = time.monotonic()
        done = 0
        for item in items:
            yield item
            done += 1
            now = time.monotonic()
            if self._manner is Manner.QUIET or now - start < _SOON:
                continue
            if now - told >= (_REDRAWN if self._manner is Manner.BAR else _LINES):
                told = now
                line = progress_line(stage, (done, total), unit, now - start, bar=self._manner is Manner.BAR)
                self._tell(line)
        if told != start or (self._manner is Manner.LINES and time.monotonic() - start >= _SOON):
            self._close(f"{stage}：{done} {unit}，用时 {written_time(time.monotonic() - start)}".replace(" ，", "，"))

    def say(self, line: str) -> None:
        """Print a line that stays, above the bar."""
        if self._manner is Manner.BAR:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
        print(line, flush=True)

    def _tell(self, line: str) -> None:
        if self._manner is Manner.BAR:
            self._stream.write(f"\r\x1b[K{line}")
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def _close(self, line: str) -> None:
        self._stream.write(f"\r\x1b[K{line}\n" if self._manner is Manner.BAR else f"{line}\n")
        self._stream.flush()


QUIET = Progress()


def progress_line(stage: str, count: tuple[int, int], unit: str, seconds: float, *, bar: bool) -> str:
    """Return how far a stage is: how many of how many are done.

    >>> progress_line("读版面", (250, 1000), "版", 30, bar=True)
    '读版面 ██████░░░░░░░░░░░░░░░░░░ 250/1000 版，约剩 1 分 30 秒'
    """
    done, total = count
    share = min(1.0, done / max(1, total))
    drawn = "█" * int(share * _WIDTH)
    middle = f"{drawn:░<{_WIDTH}} {done}/{total}" if bar else f"{done}/{total}"
    left = f"，约剩 {written_time(seconds * (1 - share) / share)}" if share else ""
    return f"{stage} {middle} {unit}".rstrip() + left


def written_time(seconds: float) -> str:
    """Return a time for readers.

    >>> [written_time(s) for s in (0.4, 59.6, 3700)]
    ['1 秒内', '1 分 0 秒', '1 小时 1 分']
    """
    if seconds < 1:
        return "1 秒内"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} 秒"
    return f"{whole // 60} 分 {whole % 60} 秒" if whole < 3600 else f"{whole // 3600} 小时 {whole % 3600 // 60} 分"

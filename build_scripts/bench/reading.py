"""Speed and memory of reading pages, beside plain segmentation of the same text.

Each run has a process of its own, which makes pages from the sources without end and keeps none of
them, so that its peak of memory is that of reading. Reading and its peer take turns on the same
few pages, so that a machine that slows down slows both.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

from build_scripts.lexicon import segmenter
from build_scripts.model import RawPage
from build_scripts.reading.page import read_page
from build_scripts.reading.source_bytes import read_source

T = TypeVar("T")
_MEGABYTE = 1_000_000
_TURN = 20
"""Pages after which reading and its peer take turns."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process measured."""

    pages: int
    size: int
    """Bytes of raw text in UTF-8."""
    characters: int
    reading: float
    """Seconds of processor time for reading alone: no decoding, no site."""
    peer: float
    """Seconds for cutting the same text into words."""
    memory: float | None
    """Peak of the process in megabytes; None where the system does not tell."""


def bench_reading(source: Path, megabytes: int) -> str:
    """Return the report of a short run and one four times as long, in Chinese."""
    runs = [_apart(source, size * _MEGABYTE) for size in (megabytes, 4 * megabytes)]
    lines = ["读版面：一个进程、一个核，只计阅读（行、篇、顺序、改字），不计打开文件和生成网站。"]
    lines += [_line(run) for run in runs]
    short, long = runs
    if short.memory and long.memory:
        lines.append(
            f"内存：版面多到{long.pages / short.pages:.1f}倍，峰值是原来的{long.memory / short.memory:.2f}倍。"
        )
    speed = long.size / long.peer / _MEGABYTE
    lines.append(
        f"对照：rjieba 把同样的文字切成词（不分行、篇，不理顺序，不改字），每秒{speed:.2f} MB；"
        f"读版面用的时间是它的{long.reading / long.peer:.1f}倍。"
    )
    return "\n".join(lines)


def _line(run: Run) -> str:
    memory = f"，内存峰值{run.memory:.0f} MB" if run.memory else ""
    return (
        f"  {run.pages}个版面，{run.size / _MEGABYTE:.1f} MB：每秒{run.size / run.reading / _MEGABYTE:.2f} MB、"
        f"{run.characters / run.reading / 10_000:.1f}万字{memory}"
    )


def _apart(source: Path, size: int) -> Run:
    """Measure in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, source, size).result()


def measure(source: Path, size: int) -> Run:
    """Read pages until `size` bytes of raw text have been read."""
    stock, _ = read_source(source)
    pages = _endless(stock)
    read_page(next(pages))  # the tables are loaded once, whatever there is to read
    done = characters = read = 0
    reading = peer = 0.0
    while done < size:
        turn = list(islice(pages, _TURN))
        texts = ["\n".join(page.lines) for page in turn]
        reading += _seconds(read_page, turn)
        peer += _seconds(segmenter().cut, texts)
        read += len(turn)
        characters += sum(map(len, texts))
        done += sum(len(text.encode()) for text in texts)
    return Run(read, done, characters, reading, peer, _peak())


def _endless(stock: tuple[RawPage, ...]) -> Iterator[RawPage]:
    """Yield the pages of the sources over and over, as pages of other files."""
    for n in count():
        for page in stock:
            yield replace(page, file=f"{n}/{page.file}")


def _seconds(work: Callable[[T], object], items: list[T]) -> float:
    start = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - start


def _peak() -> float | None:
    """Return the most memory that this process has had, in megabytes."""
    try:
        import resource
    except ImportError:  # Windows has no such count
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MEGABYTE if sys.platform == "darwin" else peak * 1024 / _MEGABYTE

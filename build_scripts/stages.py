"""Tells a benchmark which stage of a run costs what: a line a stage, where ARCHIVE_STAGES names a file for them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

SWITCH = "ARCHIVE_STAGES"


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Note what is done inside: its times on the clock that all processes share, and processor time with children's."""
    path = os.environ.get(SWITCH)
    begin, used = time.monotonic(), _processor()
    yield
    if path:
        row = {"name": name, "begin": begin, "end": time.monotonic(), "cpu": _processor() - used}
        with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123  the name is a setting, as it is
            file.write(f"{json.dumps(row, ensure_ascii=False)}\n")


def _processor() -> float:
    """Return the seconds of processor time of this process and of its children that have ended."""
    return sum(os.times()[:4])

"""Tells the preview at once what has been saved: the system is asked to tell, where MkDocs looks twice a second.

Looking takes as long as there are files, and takes it from whoever makes pages meanwhile. Where the system tells
nothing, as of folders on other machines, somebody still looks now and then, and seldom where that takes long.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

_CHANGES = (FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent)
"""Of what the system tells: that a file was opened, or read, is no change."""
_NOW_AND_THEN = 3.0
"""Seconds between two looks where the system tells of changes."""
_OFTEN = 0.5
"""The same where it cannot: all that it can watch is being watched."""
_SELDOM = 20
"""A look takes at most this part of the time."""


def watch(folder: Path, changed: Callable[[], None], *, ask: bool = True) -> Callable[[], None]:
    """Call `changed` from another thread when a file below a folder comes, changes or goes; return what ends it.

    With `ask` the system is asked to tell.
    """
    told, ended = threading.Event(), threading.Event()
    observer = Observer()

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if isinstance(event, _CHANGES):
                told.set()
                changed()

    asked = False
    if ask:
        with suppress(OSError):
            observer.schedule(Handler(), str(folder), recursive=True)
            observer.start()
            asked = True
    pause = _NOW_AND_THEN if asked else _OFTEN
    look = partial(_keep_looking, folder, changed, told, ended, pause)
    threading.Thread(target=look, daemon=True).start()

    def end() -> None:
        ended.set()
        if asked:
            observer.stop()

    return end


def _keep_looking(
    folder: Path, changed: Callable[[], None], told: threading.Event, ended: threading.Event, pause: float
) -> None:
    """Look for what nobody has told."""
    last = set(_look(str(folder)))
    took = 0.0
    while not ended.wait(pause + _SELDOM * took):
        begin = time.thread_time()
        now = set(_look(str(folder)))
        if now != last and not told.is_set():
            changed()
        told.clear()
        last = now
        took = time.thread_time() - begin


def _look(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the files below a folder with the time of their change and their size."""
    with suppress(OSError), os.scandir(folder) as items:
        for item in items:
            with suppress(OSError):
                if item.is_dir(follow_symlinks=False):
                    yield from _look(item.path)
                else:
                    found = item.stat()
                    yield item.path, found.st_mtime_ns, found.st_size

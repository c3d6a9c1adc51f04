"""Spreads work over processes, in batches and in order, with no more of it waiting than is being done."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_BETWEEN_SEARCHES = 20_000
"""Things that a process makes before it searches for garbage: at 700, a twentieth of the time of making pages goes."""


def spread(
    work: Callable[[Sequence[T]], Sequence[R]],
    items: Iterable[T],
    batch: int,
    prepare: Callable[..., None] | None = None,
    arguments: tuple[object, ...] = (),
) -> Iterator[R]:
    """Yield what `work` makes of each batch, in the order of the items; few items are done here and now.

    Each process calls `prepare(*arguments)` first. A process that dies raises BrokenProcessPool.
    """
    waiting = iter(items)
    first = list(islice(waiting, batch))
    if not first:
        return
    second = list(islice(waiting, batch))
    count = workers()
    if not second or count == 1:
        if prepare:
            prepare(*arguments)
        for part in (first, second):
            yield from work(part)
        while part := list(islice(waiting, batch)):
            yield from work(part)
        return
    if gc.isenabled():
        gc.collect()
    gc.freeze()  # else each process that looks for garbage among what all share makes a copy of it
    with ProcessPoolExecutor(count, _context(), _begin, (prepare, arguments)) as pool:
        running: deque[Future[Sequence[R]]] = deque(pool.submit(work, part) for part in (first, second))
        try:
            while running:
                while len(running) < 2 * count and (part := list(islice(waiting, batch))):
                    running.append(pool.submit(work, part))
                yield from running.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            gc.unfreeze()


@contextmanager
def aside(work: Callable[..., R], *arguments: object, few: bool = False) -> Iterator[Callable[[], R]]:
    """Have something done in a process of its own, where one is free for it; what is handed out waits for its outcome.

    Without one, or where there is but a little to do, it is done when its outcome is asked for. Meanwhile other work
    may be spread: no thread waits for it.
    """
    if few or workers() == 1 or not shares_memory():
        yield partial(work, *arguments)
        return
    context = multiprocessing.get_context("fork")
    answer, told = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(answer, told, work, arguments), daemon=True)
    gc.freeze()  # as above; garbage of a moment ago is not worth the time here
    try:
        process.start()
        told.close()
        yield partial(_outcome, answer)
    except BaseException:
        process.terminate()
        raise
    finally:
        answer.close()
        process.join()
        gc.unfreeze()


def _tell(answer: Connection, told: Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """Do some work and tell its outcome, or its error, to the process that asked."""
    answer.close()
    _begin(None, ())
    try:
        outcome = True, work(*arguments)
    except Exception as error:  # noqa: BLE001  it is raised where the outcome is asked for
        outcome = False, error
    with suppress(BrokenPipeError):  # nobody asks any more
        told.send(outcome)


def _outcome(answer: Connection) -> Any:  # noqa: ANN401  whatever the work returns
    """Wait for what another process tells; raise what it raised."""
    try:
        done, value = answer.recv()
    except EOFError:
        raise BrokenProcessPool("a process ended before its work was done") from None
    if done:
        return value
    raise value


@contextmanager
def unhindered() -> Iterator[None]:
    """Do without the search for garbage: a run with few changes makes hardly any, and it looks through all rows.

    Whoever sets about making much calls `mind_garbage`; processes that work is spread over search as ever.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def mind_garbage() -> None:
    """Search for garbage from here on, whoever has done without: a hundred thousand articles leave half a gigabyte."""
    gc.enable()


def give_back() -> None:
    """Return memory that nobody uses any more to the system, where its C library can: else it is kept for later."""
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def workers() -> int:
    """Return how many processes share the work: one for each processor that this one may use."""
    asked = os.environ.get("ARCHIVE_PROCESSES", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shares_memory() -> bool:
    """Return whether processes come to be as copies, which have all that is loaded: where that is safe."""
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> multiprocessing.context.BaseContext:
    return multiprocessing.get_context("fork" if shares_memory() else "spawn")


def _begin(prepare: Callable[..., None] | None, arguments: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who started them
    gc.enable()
    gc.set_threshold(_BETWEEN_SEARCHES)
    if prepare:
        prepare(*arguments)

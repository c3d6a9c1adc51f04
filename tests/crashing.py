"""Builds that are stopped in the middle: each in a process of its own that dies, or is refused the disk, at one step.

Run as a program, so that nothing of the test runner is in the processes: `python -m tests.crashing FOLDER [COUNT]`.
A step is the moment before something of the site or its workshop is opened for writing, made, moved, linked or
removed; steps are counted, so that nothing waits for a clock. What went wrong is printed, a line each; nothing is
printed where whatever happened left the last good site or the new one, and the next build was as if nothing had been.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_scripts.__main__ import main

ROOT = Path(__file__).parents[1]
_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "shutil.rmtree"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
NEVER = -1
WAIT = -1
"""In the place of an error number: the build stands still at its step until it is told to go on."""
SITE = "site"
KILLS = 3
"""Builds that are killed where no other number is asked for."""
_OF_A_VERSION = frozenset({"data/changes.jsonl", "data/SHA256SUMS", "data/datapackage.json", "downloads.html"})
"""Files that tell how often the site was published."""
WAITING = "另一次生成"
_SMALL = 60_000
"""Bytes that a file may have on the disk that is almost full: less than the database of the data."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended."""

    status: int
    """Its exit status; below 0 the signal that ended it."""
    steps: int
    said: str
    """Both streams."""


def build(base: Path, source: str, stop: int = NEVER, fault: int = 0, size: int = 0) -> Outcome:
    """Build a site below a folder; from step `stop` the process is killed, or the disk refuses with an error number.

    `size` is how long a file may become.
    """
    return finish(base, start(base, source, stop, fault, size))


def start(base: Path, source: str, stop: int = NEVER, fault: int = 0, size: int = 0) -> int:
    """Begin a build in a process of its own."""
    child = os.fork()
    if child:
        return child
    with (base / f"told-{os.getpid()}.txt").open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    if size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    _watch(base / SITE, base / f"steps-{os.getpid()}.txt", stop, fault)
    status = 99
    try:
        status = main(["build", "--quiet", "--source", str(base / source), "--out", str(base / SITE)])
    except BaseException:  # noqa: BLE001  whatever it is, it is told
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def finish(base: Path, child: int) -> Outcome:
    """Wait for the end of a build."""
    _, ended = os.waitpid(child, 0)
    steps = (base / f"steps-{child}.txt").read_text("ascii")
    return Outcome(os.waitstatus_to_exitcode(ended), int(steps or 0), told_by(base, child))


def told_by(base: Path, child: int) -> str:
    """Return what a build has said so far."""
    path = base / f"told-{child}.txt"
    return path.read_text("utf-8") if path.exists() else ""


def _watch(site: Path, count: Path, stop: int, fault: int) -> None:
    """Count the steps of this process from here on, and stop at one of them."""
    below = tuple(str(site.with_name(name)) for name in (site.name, f".{site.name}"))
    counter = os.open(count, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    done = 0

    def note(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event == "open":
            path, _, flags = arguments
            writes = isinstance(flags, int) and flags & _WRITING
        else:
            path, writes = arguments[0] if arguments else None, event in _CHANGES
        if not writes or not isinstance(path, str | bytes | os.PathLike) or not os.fsdecode(path).startswith(below):
            return
        done += 1
        os.pwrite(counter, b"%d" % done, 0)
        if fault > 0 and done >= stop >= 0:  # a full disk stays full
            raise OSError(fault, os.strerror(fault), path)
        if done == stop:
            os.kill(os.getpid(), signal.SIGSTOP if fault == WAIT else signal.SIGKILL)

    sys.addaudithook(note)


def prepare(base: Path) -> None:
    """Make two sources that differ in a text, a new page and one that is gone."""
    sample = sorted((ROOT / "source_articles/辽宁/营口").glob("*.txt"))
    for name, paths in (("before", sample[:2]), ("after", sample[1:])):
        (base / name).mkdir(parents=True)
        for path in paths:
            shutil.copy(path, base / name / path.name)
    changed = base / "after" / sample[1].name
    changed.write_bytes(changed.read_bytes() + "\n又及：营口市又添了12张床位。\n".encode())


def contents(base: Path) -> dict[str, bytes]:
    """Return every file of the site."""
    site = base / SITE
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def _same(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> bool:
    """Tell whether two sites are the same but for what counts how often they were published."""
    return {k: v for k, v in one.items() if k not in _OF_A_VERSION} == {
        k: v for k, v in other.items() if k not in _OF_A_VERSION
    }


class Trial:
    """A site that stands, and what happens to the builds that are to replace it."""

    def __init__(self, base: Path) -> None:
        prepare(base)
        self._base = base
        self._whole: dict[str, dict[str, bytes]] = {}
        self._steps: dict[str, int] = {}
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
            main(["build", "--quiet", "--source", str(base / "before"), "--out", str(base / SITE)])
        for source in ("after", "before"):
            done = build(base, source)
            if done.status:
                raise RuntimeError(done.said)
            self._steps[source] = done.steps
            self._whole[source] = contents(base)
        self._last = self._whole["before"]
        self._next = "after"

    def stop(self, what: str, **how: int) -> Iterator[str]:
        """Stop a build and yield what is not as it should be."""
        done = build(self._base, self._next, **how)
        left = contents(self._base)
        if left != self._last and not _same(left, self._whole[self._next]):
            yield f"{what}: the site is neither the last good one nor the new one"
        if "fault" in how or "size" in how:
            if left != self._last:
                yield f"{what}: the last good site was touched"
            if done.status not in {1, 2} or "Traceback" in done.said or "磁盘" not in done.said:
                yield f"{what}: ended with {done.status} and said {done.said!r}"

    def go_on(self, what: str) -> Iterator[str]:
        """Build without disturbance and yield what is not as it should be."""
        again = build(self._base, self._next)
        yield from self._check(f"{what}, and the next build", again)

    def two_at_once(self) -> Iterator[str]:
        """Let a build begin while another one goes on."""
        first = start(self._base, self._next, self.steps // 2, WAIT)
        os.waitpid(first, os.WUNTRACED)
        second = start(self._base, self._next)
        while WAITING not in (said := told_by(self._base, second)) and "网站已生成" not in said:
            time.sleep(0.05)
        os.kill(first, signal.SIGCONT)
        done = finish(self._base, first), finish(self._base, second)
        if WAITING not in done[1].said:
            yield "two at once: the second did not say that it waits"
        for number, each in enumerate(done, 1):
            yield from self._check(f"two at once: build {number}", each)

    def _check(self, what: str, done: Outcome) -> Iterator[str]:
        new = self._whole[self._next]
        if done.status or not _same(contents(self._base), new):
            yield f"{what} ended with {done.status} and is not as it should be: {done.said!r}"
        self._last = contents(self._base)

    @property
    def steps(self) -> int:
        """How many steps the next build has."""
        return self._steps[self._next]

    def turn(self) -> None:
        """Let the other source be the next."""
        self._next = "before" if self._next == "after" else "after"


def try_all(base: Path, kills: int = KILLS) -> Iterator[str]:
    """Stop builds in every way and yield what went wrong."""
    trial = Trial(base)
    chance = random.Random(kills)  # noqa: S311  nothing secret
    for number in range(kills):
        first = trial.steps * 19 // 20 if number % 2 else 1  # every second time while it is put in place
        step = chance.randrange(first, trial.steps)
        what = f"killed at step {step} of {trial.steps}"
        yield from trial.stop(what, stop=step)
        yield from trial.go_on(what)
        trial.turn()
    yield from trial.stop("a disk that is full in the end", stop=trial.steps // 2, fault=errno.ENOSPC)
    yield from trial.stop("a file that cannot grow", size=_SMALL)
    yield from trial.stop("a folder that cannot be written", stop=1, fault=errno.EROFS)
    yield from trial.go_on("a full disk")
    trial.turn()
    yield from trial.two_at_once()


if __name__ == "__main__":
    for line in try_all(Path(sys.argv[1]), *map(int, sys.argv[2:])):
        print(line, flush=True)

"""What is known of shards between runs: `shards.json` says what is built and from what, `shards.log` what happened."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from build_scripts.digests import CODE, ROOT, digest_of

LEDGER = "shards.json"
LOG = "shards.log"


class ShardsError(Exception):
    """Shards that cannot be built; its text tells the operator what to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """A shard that is to be built."""

    name: str
    source: str
    out: str
    made_of: str
    """Digest of its sources and of the program."""


class State(StrEnum):
    """What became of a shard."""

    BUILT = "built"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard, and what it cost."""

    name: str
    state: State
    made_of: str
    articles: int
    seconds: float
    """On the clock, of the run that built it."""
    processor_seconds: float
    memory: int
    """Bytes that its largest process took at most."""
    worker: str
    said: str = ""
    """The last lines of what the build said, where it failed or has something to look at."""


def find_jobs(source: Path, out: Path) -> tuple[Job, ...]:
    """Return a job for each folder of a folder of sources.

    :raises ShardsError: there are none, or something lies beside them.
    """
    if not source.is_dir():
        raise ShardsError(f"{source}：没有这个文件夹；请用 SOURCE= 指明各个分片的原文放在哪里")
    items = [item for item in sorted(source.iterdir()) if not item.name.startswith(".")]
    loose = [item.name for item in items if not item.is_dir()]
    if loose:
        raise ShardsError(f"{source}/{loose[0]}：不在任何一个分片里；请把每个分片的原文各放一个文件夹")
    if not items:
        raise ShardsError(f"{source}：里面没有分片；请把每个分片的原文各放一个文件夹")
    program = digest_of([CODE, ROOT / "docs", ROOT / "mkdocs.yml"])
    return tuple(Job(item.name, str(item), str(out / item.name), _made_of(item, program)) for item in items)


def _made_of(source: Path, program: str) -> str:
    digest = hashlib.sha256(program.encode())
    for base, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(base, name)  # noqa: PTH118  a hundred thousand of them
            found = os.stat(path)  # noqa: PTH116  as above
            digest.update(
                f"{os.path.relpath(path, source)}\0{found.st_size}\0{found.st_mtime_ns}\n".encode("utf-8", "replace")
            )
    return digest.hexdigest()[:32]


def read_ledger(out: Path) -> dict[str, Outcome]:
    """Return what is known by name; nothing where no run has been, or the file is not ours."""
    try:
        rows = json.loads((out / LEDGER).read_text(encoding="utf-8"))["shards"]
        return {row["name"]: Outcome(**{**row, "state": State(row["state"])}) for row in rows}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def write_ledger(out: Path, outcomes: Iterable[Outcome]) -> None:
    """Write what is known, in one go for whoever reads it."""
    rows = [{each.name: getattr(one, each.name) for each in fields(Outcome)} for one in outcomes]
    scratch = out / f".{LEDGER}.new"
    scratch.write_text(json.dumps({"shards": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    scratch.replace(out / LEDGER)


def is_done(job: Job, known: dict[str, Outcome]) -> bool:
    """Tell whether a shard is built from just these sources by just this program."""
    outcome = known.get(job.name)
    there = (Path(job.out) / "search/list.js").is_file()
    return bool(outcome and outcome.state is State.BUILT and outcome.made_of == job.made_of and there)


def note_down(job: Job, event: str, worker: str) -> None:
    """Add a line to the log: what happened to a shard, where and when."""
    row = {"at": round(time.time(), 3), "shard": job.name, "event": event, "worker": worker, "process": os.getpid()}
    with (Path(job.out).parent / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(row, ensure_ascii=False) + "\n")

"""Builds one shard on a worker: the same command as for any archive, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from build_scripts.digests import ROOT
from build_scripts.publishing.search.scripts import read_script, unpack_data
from build_scripts.shards.ledger import Job, Outcome, State, note_down

_GUARD = Path(__file__).with_name("guard.py")
_LINES = 12
PUBLISHED = "网站已生成"
"""What a build says when its site stands, whether or not some of its pages have problems."""


class BuildDiedError(RuntimeError):
    """A build that was ended from outside: another try may do better."""


def build_shard(job: Job, command: Sequence[str], processes: int) -> Outcome:
    """Build a shard and return what became of it; `command` is followed by its source and its site.

    :raises BuildDiedError: the build was ended, as for want of memory.
    """
    worker = worker_name()
    note_down(job, "begins", worker)
    begun = time.monotonic()
    environment = {**os.environ, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    environment.setdefault("ARCHIVE_PROCESSES", str(processes))
    run = subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, str(_GUARD), *command, "--source", job.source, "--out", job.out],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,  # it closes when this worker dies
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    with run:
        said = (run.stdout.read() if run.stdout else "").strip().splitlines()
    used = said.pop().split() if said else []
    if run.returncode < 0 or run.returncode > 2 or len(used) != 2:
        note_down(job, "died", worker)
        raise BuildDiedError(f"{job.name}：生成到一半被结束了（{run.returncode}）；内存可能不够")
    published = any(line.startswith(PUBLISHED) for line in said)
    outcome = Outcome(
        job.name,
        State.BUILT if published else State.FAILED,
        job.made_of,
        _count(Path(job.out)) if published else 0,
        round(time.monotonic() - begun, 1),
        float(used[0]),
        int(used[1]),
        worker,
        "" if published and run.returncode == 0 else "\n".join(said[-_LINES:]),
    )
    note_down(job, outcome.state, worker)
    return outcome


def _count(site: Path) -> int:
    return int(unpack_data(read_script(site / "search/list.js"))["articles"])


def worker_name() -> str:
    """Return the address of the Dask worker that runs this."""
    from distributed import get_worker

    try:
        return str(get_worker().address)
    except ValueError:
        return "local"

"""Hands shards to Dask and keeps account of what comes back: what is done stays done, whatever happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from build_scripts.processes import workers
from build_scripts.progress import QUIET, Progress, written_time
from build_scripts.shards.ledger import Job, Outcome, ShardsError, State, find_jobs, is_done, read_ledger, write_ledger
from build_scripts.shards.worker import build_shard

if TYPE_CHECKING:
    from distributed import Client

BUILD = (sys.executable, "-m", "build_scripts", "build", "--quiet")
RETRIES = 2
"""How often a build that died is tried again."""
DEATHS = 3
"""Workers that may die over one shard before it is given up."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who builds."""

    scheduler: str = ""
    """Address of a Dask scheduler; empty: this machine."""
    at_once: int = 0
    """Shards at a time on this machine; 0: as many as it has processors."""

    def size(self, shards: int) -> int:
        """Return how many workers build so many shards."""
        return self.at_once or min(shards, workers())


def build_shards(
    source: Path, out: Path, crew: Crew, progress: Progress = QUIET, command: Sequence[str] = BUILD
) -> tuple[Outcome, ...]:
    """Build what is not built yet of the shards below a folder, and return what became of each of them.

    :raises ShardsError: there is nothing to build, or nobody to do it.
    """
    out.mkdir(parents=True, exist_ok=True)
    jobs = find_jobs(source.resolve(), out.resolve())
    known = read_ledger(out)
    outcomes = {job.name: known[job.name] for job in jobs if is_done(job, known)}
    left = [job for job in jobs if job.name not in outcomes]
    if outcomes:
        print(f"{len(outcomes)} 个分片已经做好，没有变，不必重做。")
    if left:
        size = crew.size(len(left))
        with _client(crew.scheduler, size) as client:
            done = _outcomes(client, left, command, max(1, workers() // size))
            for outcome in progress.over("分片", done, len(left), "个分片"):
                outcomes[outcome.name] = outcome
                write_ledger(out, (outcomes[job.name] for job in jobs if job.name in outcomes))
                progress.say(describe(outcome))
    return tuple(outcomes[job.name] for job in jobs)


def describe(outcome: Outcome) -> str:
    """Return what became of a shard, for operators."""
    cost = f"处理器 {outcome.processor_seconds:.0f} 秒，内存 {outcome.memory / 1e6:.0f} MB"
    took = f"用时 {written_time(outcome.seconds)}，{cost}"
    if outcome.state is State.BUILT:
        return f"  做好　{outcome.name}　{outcome.articles} 篇，{took}{'，有要看的问题' if outcome.said else ''}"
    said = "\n".join(f"    {line}" for line in outcome.said.splitlines())
    return f"  没做成　{outcome.name}　{took}\n{said}"


def _outcomes(client: Client, jobs: Sequence[Job], command: Sequence[str], processes: int) -> Iterator[Outcome]:
    from distributed import as_completed

    futures = {
        client.submit(
            build_shard, job, tuple(command), processes, key=f"{job.name}-{job.made_of}", retries=RETRIES
        ): job
        for job in jobs
    }
    for future in as_completed(futures):
        error = future.exception() if future.status == "error" else None
        if error is None:
            yield future.result()
        else:
            job = futures[future]
            said = f"{type(error).__name__}：{error}"
            yield Outcome(job.name, State.FAILED, job.made_of, 0, 0.0, 0.0, 0, "", said[:1000])


@contextmanager
def _client(scheduler: str, at_once: int) -> Iterator[Client]:
    """Yield a client of a running scheduler, or of a cluster of this machine's own that ends with it."""
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "critical")  # what goes wrong is told in our own words
    try:
        import dask
    except ImportError as error:
        raise ShardsError("还没有装 Dask；请用 make shards 运行，它会先装好") from error
    settings = {
        "distributed.scheduler.allowed-failures": DEATHS,
        "distributed.worker.memory.terminate": False,  # builds are processes of their own
        "distributed.comm.timeouts.connect": "20s",
    }
    with dask.config.set(settings):
        from distributed import Client, LocalCluster

        if scheduler:
            try:
                client = Client(scheduler)
            except (OSError, TimeoutError, ValueError) as error:
                raise ShardsError(f"{scheduler}：连不上调度程序（{error}）；请检查它在不在运行、地址对不对") from error
            with client:
                yield client
            return
        # Any free port, and nobody else's: a cluster of this machine is not for the network.
        here = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
        cluster = LocalCluster(n_workers=at_once, threads_per_worker=1, memory_limit=0, **here)
        with cluster, Client(cluster) as client:
            yield client

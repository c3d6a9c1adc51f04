"""Many shards built on Dask: what dies is built again, what is done stays done, what cannot be done is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from build_scripts.publishing.search.index import write_index
from build_scripts.shards.ledger import ShardsError, State, find_jobs, read_ledger
from build_scripts.shards.run import Crew, build_shards

ROOT = Path(__file__).parents[1]
BUILD = """import os, pathlib, shutil, sys, time
source, out = (pathlib.Path(sys.argv[sys.argv.index(name) + 1]) for name in ("--source", "--out"))
if source.name == "坏":
    sys.exit("读不了")
if source.name == "丁" and not (source.parents[1] / "died").exists():
    (source.parents[1] / "died").touch()
    os.kill(os.getpid(), 9)
time.sleep(0.7)
shutil.copytree(source.parent.parent / "built", out, dirs_exist_ok=True)
(out / "finished.txt").open("a").write("once\\n")
print("网站已生成：", out)
"""
RUN = """import pathlib, sys
from build_scripts.shards.run import Crew, build_shards
top, build = pathlib.Path(sys.argv[1]), sys.argv[2]
build_shards(top / "sources", top / "out", Crew(at_once=2), command=(sys.executable, "-c", build))
"""
"""The cluster has a program of its own: its threads would stay in that of the tests."""


NAMES = ("甲", "乙", "丙", "丁", "坏")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / "sources" / name).mkdir(parents=True)
        (tmp_path / "sources" / name / "a.txt").write_text(name, encoding="utf-8")
    write_index([], 0, tmp_path / "built/search")
    return tmp_path


def read_log(top: Path) -> list[dict[str, str]]:
    log = top / "out/shards.log"
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.is_file() else []


def test_a_worker_or_a_build_that_is_killed_costs_only_its_own_shard(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(top), BUILD], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as run:
        while run.poll() is None and not (begun := [row for row in read_log(top) if row["shard"] in NAMES[:3]]):
            time.sleep(0.05)
        killed = begun[0]
        os.kill(int(killed["process"]), signal.SIGKILL)
        assert run.stdout
        told = run.stdout.read()
    assert run.returncode == 0
    begins = Counter(row["shard"] for row in read_log(top) if row["event"] == "begins")
    assert begins == {name: 2 if name in {killed["shard"], "丁"} else 1 for name in NAMES}
    for name in NAMES[:4]:  # the build of the dead worker has died with it
        assert (top / "out" / name / "finished.txt").read_text() == "once\n"
    known = read_ledger(top / "out")
    assert [known[name].state for name in NAMES] == [*[State.BUILT] * 4, State.FAILED]
    assert "读不了" in told
    (top / "sources/坏").rename(top / "坏")
    assert all(outcome.state is State.BUILT for outcome in build_shards(top / "sources", top / "out", Crew()))
    assert capsys.readouterr().out == "4 个分片已经做好，没有变，不必重做。\n"


@pytest.mark.parametrize(
    ("loose", "told"), [("", "里面没有分片"), ("散.txt", "不在任何一个分片里"), (None, "没有这个文件夹")]
)
def test_what_is_no_folder_of_shards_is_told(loose: str | None, told: str, tmp_path: Path) -> None:
    if loose is not None:
        (tmp_path / "原文").mkdir()
    if loose:
        (tmp_path / "原文" / loose).write_text("")
    with pytest.raises(ShardsError, match=told):
        find_jobs(tmp_path / "原文", tmp_path / "out")

"""The same source makes the same site, byte for byte, whatever machine, time zone, language or order of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(source: Path, site: Path, *, backwards: bool, **machine: str) -> None:
    """Build a copy of a source whose files were put down in one order or the other."""
    files = sorted((path for path in source.rglob("*") if path.is_file()), reverse=backwards)
    copy = site.with_name(f"{site.name} 的原文")
    for number, path in enumerate(files):
        target = copy / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (number * 1e8, number * 1e8))
    command = [sys.executable, "-m", "build_scripts", "build", "--source", str(copy), "--out", str(site)]
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT") if key in os.environ}
    environment = kept | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)} | machine
    done = subprocess.run(
        command, cwd=site.parent, env=environment, capture_output=True, encoding="utf-8", check=False, umask=0o027
    )
    assert done.returncode == 0, done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_machines_build_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "原文"
    shutil.copytree(ROOT / "source_articles/辽宁/营口", source)
    here, there = tmp_path / "here", tmp_path / "there"
    build(source, here, backwards=False, TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    build(source, there, backwards=True, TZ="America/Los_Angeles", LC_ALL="C", PYTHONHASHSEED="4242")
    first, second = contents(here), contents(there)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert not any(str(tmp_path).encode() in data or str(ROOT).encode() in data for data in first.values())

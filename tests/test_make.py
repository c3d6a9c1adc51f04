"""What an operator sees on a machine that lacks something."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run_without(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of a copy of the setup scripts where PATH has neither Python nor a browser nor apt."""
    shutil.copytree(ROOT / "build_scripts/setup", folder / "项 目/build_scripts/setup")
    for name in ("sh", "dirname", "cmp", "uname"):
        program = shutil.which(name)
        assert program
        (folder / name).symlink_to(program)
    return subprocess.run(
        command,
        cwd=folder / "项 目",
        env={"PATH": str(folder), "HOME": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("sh build_scripts/setup/prepare.sh requirements.lock", "没有找到 Python 3.11"),
        ("sh build_scripts/setup/browser.sh --install", "没有找到浏览器"),
    ],
)
def test_what_is_missing_is_said_with_its_remedy(command: str, message: str, tmp_path: Path) -> None:
    done = run_without(tmp_path, *command.split())
    assert done.returncode == 1
    assert message in done.stderr
    assert "apt-get install" in done.stderr


def test_help_lists_every_command() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert all(f"make {name}" in shown for name in ("site", "serve", "new", "check", "test", "clean"))

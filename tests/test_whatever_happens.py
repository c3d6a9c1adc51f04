"""Whatever happens to a build, the last good site stands, and the next build is as if nothing had been."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are stopped in processes that are forked")
def test_a_build_that_is_killed_or_refused_the_disk_leaves_the_last_good_site(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crashing", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "ARCHIVE_PROCESSES": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stderr

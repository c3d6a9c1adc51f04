"""The preview shows what is saved, keeps the last good site where it cannot, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from build_scripts.bench.preview import copy_program
from build_scripts.kept import FOLDER as TABLES
from build_scripts.preview import watching

ROOT = Path(__file__).parents[1]
PAGE = "{}区卫生院周末也开诊\n本报记者 王明华\n　　今年以来，{}区3家卫生院周末也有医生坐诊，共接诊居民{}00人次。\n"
LONG = 120.0


@dataclass
class Preview:
    """A preview that runs in a folder of its own."""

    folder: Path
    address: str
    process: subprocess.Popen[str]

    def save(self, name: str, text: str) -> None:
        """Save a page."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def shows(self, path: str, words: str) -> bool:
        """Wait until a page has some words; tell whether it came to that."""
        end = time.monotonic() + LONG
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"{self.address}/{path}", timeout=LONG) as page:  # noqa: S310  ours
                if words in page.read().decode():
                    return True
            time.sleep(0.05)
        return False

    def says(self, words: str) -> bool:
        """Wait until the terminal has some words; tell whether it came to that."""
        said = self.folder / "said.txt"
        end = time.monotonic() + LONG
        while not (found := words in said.read_text(encoding="utf-8")) and time.monotonic() < end:
            time.sleep(0.05)
        return found


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    program = tmp_path / "program"
    copy_program(ROOT, program)
    if TABLES.is_dir():
        shutil.copytree(TABLES, program / ".build/tables")
    (tmp_path / "raw").mkdir()
    (tmp_path / "temporary").mkdir()
    (tmp_path / "raw/2025-01-13-营口日报-01版.txt").write_text(PAGE.format("鲅鱼圈", "鲅鱼圈", 5), encoding="utf-8")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "build_scripts", "serve", "--source", str(tmp_path / "raw"), "--address", address]
    more = {"PYTHONPATH": str(program), "TMPDIR": str(tmp_path / "temporary"), "PYTHONUNBUFFERED": "1"}
    with (
        (tmp_path / "said.txt").open("w") as said,
        subprocess.Popen(command, cwd=program, env=os.environ | more, stderr=said, text=True) as process,
    ):
        yield Preview(tmp_path, f"http://{address}", process)
        process.kill()


def test_what_is_saved_is_shown_and_what_cannot_be_made_leaves_the_last_site(preview: Preview) -> None:
    template = preview.folder / "program/docs/overrides/main.html"
    assert preview.shows("index.html", "鲅鱼圈区卫生院")
    preview.save("raw/2025-02-14-营口日报-01版.txt", PAGE.format("老边", "老边", 7))
    assert preview.shows("index.html", "老边区卫生院")

    good = template.read_text(encoding="utf-8")
    template.write_text(good + "{% fault %}", encoding="utf-8")
    assert preview.says("网页没有更新")
    assert preview.shows("index.html", "老边区卫生院")
    template.write_text(good, encoding="utf-8")
    settings = preview.folder / "program/mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("逐字可查", "字字可查"), encoding="utf-8")
    assert preview.shows("index.html", "字字可查")

    preview.process.terminate()
    preview.process.wait(LONG)
    assert not [*(preview.folder / "temporary").iterdir()]
    assert not [command for command in commands() if str(preview.folder) in command]


def commands() -> Iterator[str]:
    """Yield the commands that run, where the system tells them."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            yield (process / "cmdline").read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("ask", [True, False])
def test_a_saved_file_is_told_and_one_that_is_read_is_not(
    tmp_path: Path, *, ask: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_OFTEN", 0.01)
    folder, page = tmp_path / "2025", tmp_path / "2025" / "08版.txt"
    folder.mkdir()
    page.write_text("义诊", encoding="utf-8")
    told = threading.Event()
    end = watching.watch(tmp_path, told.set, ask=ask)
    page.read_bytes()
    assert not told.wait(0.2)
    page.write_text("义诊进社区", encoding="utf-8")
    assert told.wait(20)
    end()

"""The preview learns of what is saved, whether the system tells or not."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from build_scripts import watching


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

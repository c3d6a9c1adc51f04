"""What is made of a table and kept: the same as what was made, whatever happens to the folder it lies in."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from build_scripts import kept


def test_a_kept_table_is_that_of_its_file_though_it_was_cut_short_or_the_file_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "tables")
    packed = tmp_path / "words.xz"
    for text in ("甲乙".encode(), "丙".encode()):
        packed.write_bytes(lzma.compress(text))
        for damage in (lambda data: data, lambda data: data[:-5], lambda _: b""):
            assert kept.unpacked(packed) == kept.unpacked(packed) == text
            (lies,) = (tmp_path / "tables").iterdir()
            lies.write_bytes(damage(lies.read_bytes()))


def test_a_table_is_made_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "file/tables")
    packed = tmp_path / "words.xz"
    packed.write_bytes(lzma.compress(b"words"))
    assert kept.unpacked(packed) == b"words"

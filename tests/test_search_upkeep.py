"""An index that is kept between builds finds what one that is made anew finds, and leaves alone what did not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_scripts.bench.articles import synthetic_record
from build_scripts.publishing.search import upkeep
from build_scripts.publishing.search.records import record_line
from build_scripts.publishing.search.upkeep import bring_up_to_date, publish_index
from tests.index_reader import IndexReader


def write_lines(path: Path, numbers: list[int]) -> None:
    path.write_text("".join(f"{record_line(synthetic_record(n))}\n" for n in numbers), encoding="utf-8")


def test_an_index_that_is_kept_holds_what_one_made_anew_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "ANEW_BELOW", 5)
    lines, site = tmp_path / "lines", tmp_path / "site"
    histories = ([*range(20)], [*range(25)], [*range(3, 25), 40], [2, 1], [*range(30)])
    for step, numbers in enumerate(histories):
        write_lines(lines, numbers)
        kept = bring_up_to_date([lines], tmp_path / "kept", "1")
        anew = bring_up_to_date([lines], tmp_path / f"anew{step}", "1")
        assert IndexReader(kept).digests() == IndexReader(anew).digests()
        stays: set[str] = set()
        new = tmp_path / f"new{step}"
        assert {*publish_index(kept, site, new, stays.add)}.isdisjoint(stays)
        there = {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()}
        assert there | stays == {f"search/{p.relative_to(kept).as_posix()}" for p in kept.rglob("*") if p.is_file()}
        assert not there & stays
        site = new if not stays else site


def test_an_index_that_has_nothing_new_is_left_alone(tmp_path: Path) -> None:
    write_lines(tmp_path / "lines", [1, 2, 3])
    index = bring_up_to_date([tmp_path / "lines"], tmp_path / "kept", "1")
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*")}
    bring_up_to_date([tmp_path / "lines"], tmp_path / "kept", "1")
    assert {path: path.stat().st_mtime_ns for path in index.rglob("*")} == before
    bring_up_to_date([tmp_path / "lines"], tmp_path / "kept", "2")
    assert {path: path.stat().st_mtime_ns for path in index.rglob("*")} != before

"""What a run remembers: exact, dated, thrown away when it is of no use, and never wrong after a change."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts import pipeline
from build_scripts.model import Entry, PageReading, Problem
from build_scripts.pipeline import open_archive_state, opening, read_archive, work
from build_scripts.pipeline.stored import stand
from build_scripts.processes import aside, spread
from build_scripts.publishing.brief import page_row
from build_scripts.reading.sources import Source
from build_scripts.state.codec import dump, load, shape_of
from build_scripts.state.database import VERSION, StateError
from build_scripts.state.pages import Packed
from build_scripts.state.rows import PageRow

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "source_articles"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a folder of pages that were written a while ago."""
    folder = tmp_path / "source"
    for path in sorted(STARTER.rglob("*.txt"))[:6]:
        target = folder / path.relative_to(STARTER)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        _age(target)
    return folder


def _age(path: Path) -> None:
    os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.fixture
def read_now(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the pages that were really read, as they are."""
    names: list[str] = []
    read: Callable[..., list[Packed]] = work.read_batch

    def note(*arguments: Sequence[object]) -> list[Packed]:
        names.extend(one.file for one in arguments[-1] if isinstance(one, Source))
        return read(*arguments)

    monkeypatch.setattr(work, "read_batch", note)
    monkeypatch.setenv("ARCHIVE_PROCESSES", "1")
    return names


def test_what_was_read_comes_back_the_same() -> None:
    for folder in (STARTER, ROOT / "tests/sample_issue/pages"):
        archive = read_archive(folder)
        for reading in archive.readings:
            assert load(PageReading, dump(PageReading, reading)) == reading
        for entry in archive.entries:
            again = load(Entry, dump(Entry, entry))
            assert again == entry
            assert repr(again) == repr(entry)
        for reading in archive.readings:
            row = page_row(reading, [entry for entry in archive.entries if entry.article in reading.articles])
            assert load(PageRow, dump(PageRow, row)) == row


def test_a_run_that_finds_nothing_changed_opens_no_archive_and_tells_what_was_told(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state.sqlite"
    standing = stand(source, state)
    assert not standing.recall()
    articles = [entry.article.id for entry in standing.archive.entries]
    standing.remember(["六个版面", "没有问题", "0"])
    monkeypatch.setattr(opening, "open_archive", lambda *_: pytest.fail("the archive was opened"))
    again = stand(source, state)
    assert again.unchanged
    assert again.recall() == ["六个版面", "没有问题", "0"]
    assert dict(again.digests) == dict(standing.digests)
    assert [again.entry(article).article.id for article in articles] == articles
    monkeypatch.undo()
    next(source.rglob("*.txt")).unlink()
    assert not stand(source, state).recall()


def test_half_a_character_comes_back_the_same() -> None:
    told = (Problem("义诊.txt", 3, "题目里有半个字符\ud83d", "请补全"), Problem("急诊.txt", 0, "空的", ""))
    assert load(tuple[Problem, ...], dump(tuple[Problem, ...], told)) == told


def test_a_class_that_changes_dates_the_file() -> None:
    shape = shape_of(Entry)
    assert "Fact(paragraph: " in shape
    assert "Verdict" in shape
    assert shape == shape_of(Entry)


def test_only_pages_that_changed_are_read_again(source: Path, tmp_path: Path, read_now: list[str]) -> None:
    state = tmp_path / "state.sqlite"
    first = read_archive(source, state)
    assert len(read_now) == len(first.readings) == 6
    read_now.clear()
    assert read_archive(source, state) == first
    assert read_now == []
    paths = sorted(source.rglob("*.txt"))
    paths[0].write_bytes(paths[0].read_bytes() + b"\n119\n")
    paths[1].with_suffix(".yml").write_text("报纸: 某某日报\n", encoding="utf-8")
    paths[2].rename(paths[2].with_name("改名.txt"))
    paths[3].unlink()
    paths[4].touch()
    changed = read_archive(source, state)
    assert len(read_now) == 3
    assert changed == read_archive(source)


def test_a_file_that_changes_within_the_coarse_time_of_a_disk_is_read_again(
    source: Path, tmp_path: Path, read_now: list[str]
) -> None:
    path = next(source.rglob("*.txt"))
    data = path.read_bytes()
    path.write_bytes(data)
    times = path.stat()
    read_archive(source, tmp_path / "state.sqlite")
    read_now.clear()
    path.write_bytes(data[:-1] + b" ")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    read_archive(source, tmp_path / "state.sqlite")
    assert len(read_now) == 1


def test_other_rules_read_everything_again(
    source: Path, tmp_path: Path, read_now: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read_archive(source, tmp_path / "state.sqlite")
    monkeypatch.setattr(pipeline, "reading_version", lambda: "other rules")
    read_now.clear()
    assert read_archive(source, tmp_path / "state.sqlite") == first
    assert len(read_now) == 6


def test_a_page_that_trips_a_rule_is_a_problem_and_is_tried_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(reading: PageReading) -> None:
        raise ValueError(reading.page.file)

    monkeypatch.setenv("ARCHIVE_PROCESSES", "1")
    with monkeypatch.context() as broken:
        broken.setattr(work, "understand_page", stumble)
        archive = read_archive(source, tmp_path / "state.sqlite")
    assert len([p for p in archive.problems if "没有上线" in p.found]) == 6
    assert not archive.entries
    assert len(read_archive(source, tmp_path / "state.sqlite").readings) == 6


def test_an_older_program_refuses_a_newer_file_and_a_newer_one_makes_an_older_one_anew(
    source: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state.sqlite"
    first = read_archive(source, state)
    with sqlite3.connect(state) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(StateError, match="请改用新版程序"):
        read_archive(source, state)
    with sqlite3.connect(state) as connection:
        connection.execute("DROP TABLE page")
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    assert read_archive(source, state) == first


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 500, None])
def test_a_damaged_or_deleted_file_costs_only_time(source: Path, tmp_path: Path, damage: bytes | None) -> None:
    state = tmp_path / "folder/state.sqlite"
    first = read_archive(source, state)
    if damage is None:
        shutil.rmtree(state.parent)
    else:
        state.write_bytes(damage)
    assert read_archive(source, state) == first


def test_a_state_that_cannot_be_written_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StateError, match="请检查这个文件夹"):
        open_archive_state(tmp_path / "file/state.sqlite")


def _square(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


def _fail(numbers: Sequence[int]) -> list[int]:
    raise ValueError(numbers)


def test_work_spread_over_processes_comes_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    for count in ("1", "3"):
        monkeypatch.setenv("ARCHIVE_PROCESSES", count)
        assert list(spread(_square, range(100), 7)) == [n * n for n in range(100)]
        with pytest.raises(ValueError, match="0"):
            list(spread(_fail, range(100), 7))


@pytest.mark.parametrize("processes", ["1", "2"])
def test_what_is_done_aside_comes_back_with_its_errors(monkeypatch: pytest.MonkeyPatch, processes: str) -> None:
    monkeypatch.setenv("ARCHIVE_PROCESSES", processes)
    with aside(sorted, [3, 1, 2]) as outcome:
        assert outcome() == [1, 2, 3]
    with aside(int, "三") as outcome, pytest.raises(ValueError, match="invalid literal"):
        outcome()


def test_processes_read_what_one_process_reads(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH", 2)
    monkeypatch.setenv("ARCHIVE_PROCESSES", "2")
    several = read_archive(source)
    monkeypatch.setenv("ARCHIVE_PROCESSES", "1")
    assert several == read_archive(source)
    assert replace(several, problems=()).readings

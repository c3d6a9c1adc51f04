"""`new` makes a source file from three answers and a paste, and never touches one that is there."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.__main__ import main
from build_scripts.operating.desk import DeskError, open_file, read_clipboard
from build_scripts.operating.new import new_file
from build_scripts.operating.new_file import Answers, clean_publication, file_stem, file_text, write_new
from build_scripts.reading.metadata import read_name
from build_scripts.reading.pages import decode_page

DAY = date(2025, 1, 13)
TEXT = "义诊进社区\n\n医生到社区为老人量血压，讲怎样吃药。\n"


class Typed(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def program(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program on an otherwise empty PATH."""
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_three_answers_make_a_file_and_a_wrong_one_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["《辽宁日报》", "2025-13-45", "2999年1月1日", "2025年1月13日", "头版", "第8版"])
    monkeypatch.setattr(sys, "stdin", Typed())
    program(tmp_path, "edit", 'printf "粘贴的文字" >>"$2"', monkeypatch)
    monkeypatch.setenv("VISUAL", "edit -w")
    assert new_file(tmp_path, ("", "", ""), paste=False, ask=lambda _: next(answers)) == 0
    made = tmp_path / "2025-01-13-辽宁日报-08版.txt"
    assert made.read_text(encoding="utf-8") == "报纸：辽宁日报\n日期：2025-01-13\n版次：8\n版名：\n链接：\n\n粘贴的文字"
    shown = capsys.readouterr().out
    assert [word in shown for word in ("没有这一天", "还没有到", "版次“头版”读不懂", made.name)] == [True] * 4


def test_a_pipe_in_any_encoding_becomes_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, TEXT.encode("gb18030"))
    assert main(["new", "--source", str(tmp_path), "--paper", "辽宁日报", "--date", "2025-01-13"]) == 0
    assert (tmp_path / "2025-01-13-辽宁日报.txt").read_text(encoding="utf-8").endswith(f"链接：\n\n{TEXT}")


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, TEXT.encode() + b"\xff\xfe\xff"])
def test_what_is_no_text_makes_no_file(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, data)
    assert main(["new", "--source", str(tmp_path)]) == 1
    assert not [*tmp_path.iterdir()]


def test_the_clipboard_is_read_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "原 文"
    source.mkdir()
    monkeypatch.setattr(sys, "stdin", Typed())
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    program(tmp_path, "wl-paste", "printf '义诊进社区'", monkeypatch)
    assert new_file(source, ("", "", ""), paste=True, ask=lambda _: "") == 0
    assert (source / "未命名.txt").read_text(encoding="utf-8").endswith("\n\n义诊进社区")
    program(tmp_path, "wl-paste", "exit 1", monkeypatch)
    with pytest.raises(DeskError, match="没有文字"):
        read_clipboard()


def test_a_machine_without_clipboard_and_editor_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(DeskError, match="管道"):
        read_clipboard()
    assert not open_file(tmp_path / "页.txt")


def test_a_name_that_is_taken_gets_the_next_number(tmp_path: Path) -> None:
    (tmp_path / "未命名.txt").write_text("旧的", encoding="utf-8")
    (tmp_path / "未命名（2）.txt").symlink_to(tmp_path / "没有.txt")
    assert write_new(tmp_path, Answers(), TEXT).name == "未命名（3）.txt"
    assert (tmp_path / "未命名.txt").read_text(encoding="utf-8") == "旧的"
    assert not (tmp_path / "没有.txt").exists()


def test_a_text_with_a_head_of_its_own_keeps_it() -> None:
    own = f"报纸：晨光日报\n日期：2024-05-06\n\n{TEXT}"
    assert file_text(Answers("辽宁日报"), own) == own


@given(
    st.none() | st.text(alphabet="辽宁日报河湾新闻客户端A1 ", max_size=12).map(clean_publication),
    st.none() | st.dates(date(1949, 1, 1), date(2029, 1, 1)),
    st.none() | st.sampled_from(["1", "8", "12", "A8", "B12"]),
)
def test_a_page_says_of_itself_what_was_answered(paper: str | None, day: date | None, page_no: str | None) -> None:
    answers = Answers(paper, day, page_no)
    page, _ = decode_page(f"{file_stem(answers)}.txt", file_text(answers, TEXT).encode(), None, date(2030, 1, 1))
    assert page
    assert (page.meta.publication, page.meta.issue_date, page.meta.page_no) == (paper, day, page_no)
    assert "义诊进社区" in page.lines[page.first_text_line - 1]
    if day and page_no and not paper:
        assert [claim.field for claim in read_name(file_stem(answers))] == ["issue_date", "page_no"]


@given(st.text(max_size=80))
def test_no_name_of_a_paper_leaves_the_folder(text: str) -> None:
    stem = file_stem(Answers(clean_publication(text)))
    assert stem
    assert not set(stem) & set('/\\\0\n:*?"<>|')
    assert not stem.startswith((".", "~"))
    assert len(stem.encode("utf-8", "replace")) < 200

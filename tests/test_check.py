"""What `check` tells people and machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_scripts.__main__ import main
from build_scripts.model import Grade, Problem
from build_scripts.operating.problems import for_github, in_terminal, mark_place

CASES = [
    pytest.param(case, id=case["name"])
    for path in sorted(Path(__file__).with_name("cases").joinpath("problems").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_problem_is_shown_as_the_case_says(case: dict[str, Any]) -> None:
    shown = mark_place(Problem("页.txt", 1, case["found"], "请改正"), [case["line"]])
    assert in_terminal([shown]).rstrip("\n") == case["terminal"].rstrip("\n")


def test_a_note_of_a_workflow_cannot_be_broken_out_of() -> None:
    problem = Problem("a,b:c%.txt", 2, "坏\n::error::x%", "改", Grade.WARNING)
    note = for_github([mark_place(problem, ["", "文"])], "原文")
    assert note == "::warning file=原文/a%2Cb%3Ac%25.txt,line=2,title=注意::坏%0A::error::x%25；改\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "原 文"
    folder.mkdir()
    (folder / "甲.txt").write_text("日期：2025-13-45\n\n村医上门\n\n村医每月上门，药品跟着人走。\n", encoding="utf-8")
    (folder / "乙.txt").write_text("义诊进社区\n\n医生到社区为老人量血压，讲怎样吃药。\n", encoding="utf-8")
    (folder / "乙.yml").write_text("报只: 晨光日报\n", encoding="utf-8")
    return folder


def test_errors_make_the_exit_status_and_come_first(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--source", str(source)]) == 1
    shown = capsys.readouterr().out
    assert "（错误 1，注意 1" in shown
    assert shown.index("错误　甲.txt:1") < shown.index("注意　乙.yml:1") < shown.index("是不是“报纸”？")
    assert "1 │ 日期：2025-13-45\n" in shown


def test_only_the_named_files_are_told_of(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--source", str(source), str(source / "乙.txt")]) == 0
    assert "甲" not in capsys.readouterr().out
    assert main(["check", "--source", str(source), "丙.txt"]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_a_bare_name_finds_a_file_in_any_folder_unless_two_are_called_so(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, name in (("六月", "丁.txt"), ("六月", "戊.txt"), ("七月", "戊.txt")):
        (source / folder).mkdir(exist_ok=True)
        (source / folder / name).write_text("流动药柜进村\n\n流动药柜每周二进村，村民照方取药。\n", encoding="utf-8")
    assert main(["explain", "--source", str(source), "丁.txt:1"]) == 0
    assert "流动药柜进村" in capsys.readouterr().out
    assert main(["check", "--source", str(source), "丁.txt"]) == 0
    assert "甲" not in capsys.readouterr().out
    assert main(["check", "--source", str(source), "戊.txt"]) == 2
    assert "七月/戊.txt、六月/戊.txt" in capsys.readouterr().err
    assert main(["check", "--source", str(source / "六月"), str(source / "甲.txt")]) == 2
    assert "不在" in capsys.readouterr().err


def test_machines_get_the_same_as_json_and_as_notes(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", "--source", str(source)]) == 1
    found = json.loads(capsys.readouterr().out)
    first = found["problems"][0]
    assert (found["pages"], found["errors"], found["warnings"]) == (1, 1, 1)
    assert (first["grade"], first["file"], first["line"], first["column"], first["end_column"]) == (
        "error", "甲.txt", 1, 4, 14,
    )  # fmt: skip
    assert main(["check", "--format", "github", "--source", str(source)]) == 1
    notes = capsys.readouterr().out.splitlines()
    assert notes[0].startswith("::error file=")
    assert notes[1].startswith("::warning file=")
    assert all(note.startswith("::") for note in notes)

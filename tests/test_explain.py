"""`explain` says of every line what it is, which rule decided and what came second."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_scripts.__main__ import main
from build_scripts.model import RawPage
from build_scripts.reading.evidence import gather_evidence
from build_scripts.reading.explain import explain
from build_scripts.reading.page import read_page
from build_scripts.tables import read_table

PAGE = """慢病管理进了村

本报记者 何晓春

高血压、糖尿病这类慢牲病患者，以前总怕断药。如今村医每月上门，护土跟着换药，药品跟着

车走，老人们说这样的日子让人放心。

责任编辑：北望"""


def read(text: str = PAGE) -> str:
    return explain(read_page(RawPage("页.txt", "0" * 64, "utf-8", tuple(text.split("\n")))), color=False)


def test_every_line_is_shown_with_its_rule() -> None:
    lines = read().split("\n")
    assert lines[0] == "    1 第1篇 标题　慢病管理进了村　〔短行，没有句号；其次：成句的文字〕"
    assert lines[1] == "    3 第1篇 署名　本报记者 何晓春　〔合乎署名的写法；其次：短行，没有句号〕"
    assert lines[4].startswith("    9 　　　 版面信息　责任编辑：北望　〔责任编辑")
    assert any(line.startswith("     第1篇第1段：5行接7行，") and "没有别的可接" in line for line in lines)
    assert any("程序更正，“护土”作“护士”" in line for line in lines)


def test_signs_and_scores_are_explained_where_they_are_shown() -> None:
    legend = read().split("图例：\n")[1]
    assert "行首是原文的行号" in legend
    assert "不接算0分" in legend
    assert "▶" not in legend
    assert "不接算0分" not in read("慢病管理进了村\n\n村医每月上门，药品跟着车走，人人放心。")


def test_one_line_is_shown_with_its_neighbours_and_all_evidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "页.txt"
    page.write_text(PAGE, encoding="utf-8")
    page.with_suffix(".yml").write_text("更正:\n  - 原文: 护土跟着\n    拒绝: true\n", encoding="utf-8")
    assert main(["explain", f"{page}:5"]) == 0
    shown = capsys.readouterr().out
    assert "▶   5 第1篇 正文·1段" in shown
    assert "├ 归类：成句的文字（规则 running_text）" in shown
    assert "程序要改，编辑不准，“护土”作“护士”" in shown
    assert "责任编辑" not in shown
    assert main(["explain", f"{page}:99"]) == 0
    assert "第99行是空行，或者在这个文件之外" in capsys.readouterr().out


def test_every_row_of_the_ledger_is_in_one_piece_of_evidence() -> None:
    reading = read_page(RawPage("页.txt", "0" * 64, "utf-8", tuple(PAGE.split("\n"))))
    assert [row for piece in gather_evidence(reading) for row in piece.rows] == list(reading.ledger)
    assert all(piece.rules[0] == piece.rows[0].rule for piece in gather_evidence(reading))


def test_explanations_are_plain_chinese() -> None:
    for name, words in read_table("explanations").items():
        assert name.isascii()
        assert not words.isascii()

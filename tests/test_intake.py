"""Source files become pages or messages, whatever bytes they hold."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import Grade, PageMeta
from build_scripts.reading.encodings import decode_bytes
from build_scripts.reading.heads import read_head
from build_scripts.reading.intake_rules import intake_rules
from build_scripts.reading.metadata import read_name
from build_scripts.reading.pages import decode_page
from build_scripts.reading.source_bytes import read_source

TODAY = date(2030, 1, 1)
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted(Path(__file__).with_name("cases").joinpath("intake").glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]
RULES = Path(__file__).parents[1] / "build_scripts" / "rules"
EVERYDAY, TRADITIONAL = (RULES / "common_characters.txt").read_text(encoding="utf-8").split()


def bytes_of(case: dict[str, Any]) -> bytes:
    """Return the file that a case describes, as hex or as text in an encoding with bytes put in."""
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    text, codec = str(case["text"]), str(case.get("encoding", "utf-8"))
    if damage := case.get("damage"):
        head, mark, tail = text.partition(damage["after"])
        return (head + mark).encode(codec) + bytes.fromhex(damage["hex"]) + tail.encode(codec)
    return text.encode(codec) * int(case.get("times", 1))


@pytest.mark.parametrize("case", CASES)
def test_file_is_taken_in_as_the_case_says(case: dict[str, Any]) -> None:
    sidecar = case["sidecar"].encode() if "sidecar" in case else None
    page, problems = decode_page(case.get("file", "甲.txt"), bytes_of(case), sidecar, TODAY)
    assert (page is not None) is case.get("page", True), [str(p) for p in problems]
    if "problems" in case or page:
        assert [str(p) for p in problems] == case.get("problems", [])
    assert (page is None) is any(p.grade is Grade.ERROR for p in problems)
    if page:
        assert list(page.lines) == case.get("lines", list(page.lines))
        assert page.encoding == case.get("reads_as", page.encoding)
        assert page.first_text_line == case.get("first_text_line", page.first_text_line)
        assert asdict(page.meta) == asdict(PageMeta(**case["meta"] if "meta" in case else asdict(page.meta)))


@given(st.binary(max_size=300), st.none() | st.binary(max_size=80), st.text(max_size=20))
def test_no_bytes_and_no_name_are_beyond_a_message(data: bytes, sidecar: bytes | None, file: str) -> None:
    page, problems = decode_page(file, data, sidecar, TODAY)
    assert page or any(p.grade is Grade.ERROR for p in problems)
    assert not any(char in line for line in (page.lines if page else ()) for char in "\0\x1b\u202e\n\r")


@given(st.text(alphabet="-:：日期报纸版次&*[]{}!|>\"'#\n 2025年1月", max_size=80))
def test_any_head_leaves_the_text_in_place(head: str) -> None:
    page, problems = decode_page("甲.txt", f"{head}\n\n义诊进社区\n".encode(), head.encode(), TODAY)
    assert page or any(p.grade is Grade.ERROR for p in problems)
    assert page is None or "义诊进社区" in page.lines[page.first_text_line - 1 :]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@given(text=st.text(alphabet=EVERYDAY + "，。、“”0123456789%\n", min_size=20, max_size=200))
def test_simplified_text_comes_back_from_every_encoding(codec: str, text: str) -> None:
    found = decode_bytes(text.encode(codec))
    assert found
    assert found.text == text


@pytest.mark.parametrize("codec", ["utf-8", "cp950", "gb18030", "utf-16-le"])
@given(text=st.text(alphabet=TRADITIONAL + "的一是在不了有和人，。、0123456789\n", min_size=20, max_size=200))
def test_traditional_text_comes_back_from_every_encoding(codec: str, text: str) -> None:
    found = decode_bytes(text.encode(codec))
    assert found
    assert found.text == text


def test_nested_brackets_and_long_blanks_take_no_time() -> None:
    bomb = "---\n报纸: " + ("[" * 300 + "\n") * 50 + "---\n正文\n"
    assert decode_page("甲.txt", bomb.encode())[0] is None
    assert decode_page("甲.txt", ("报纸：" + " " * 1_000_000 + "。\n正文").encode())[0]


def test_folder_is_read_in_order_without_leaving_it(tmp_path: Path) -> None:
    source, outside = tmp_path / "原 文", tmp_path / "外面.txt"
    (source / "2024").mkdir(parents=True)
    outside.write_text("不该读到的文字", encoding="utf-8")
    (source / "2024" / "乙.txt").write_text("乙处的义诊", encoding="utf-8")
    (source / "乙.txt").write_bytes("丙处的义诊，人很多，队很长".encode("gb18030"))
    (source / "乙.yml").write_text("版次: 3", encoding="utf-8")
    (source / "空.txt").touch()
    (source / "..\\..\\<b>.txt").write_text("丁处的义诊", encoding="utf-8")
    (source / ".藏.txt").write_text("隐藏的文字", encoding="utf-8")
    (source / "图.jpg").touch()
    (source / "稿.doc").touch()
    (source / "丁.yml").touch()
    (source / "外.txt").symlink_to(outside)
    (source / "断.txt").symlink_to(source / "没有.txt")
    (source / "圈.txt").symlink_to(source / "圈.txt")
    (source / "夹").symlink_to(tmp_path, target_is_directory=True)
    (source / "目录.txt").mkdir()
    pages, problems = read_source(source, TODAY)
    assert [(page.file, page.meta.page_no) for page in pages] == [
        ("..\\..\\<b>.txt", None),
        ("2024/乙.txt", None),
        ("乙.txt", "3"),
    ]
    assert {(p.file, p.found.split("，")[0], p.grade) for p in problems} == {
        ("夹", "这是指向别处的链接", Grade.ERROR),
        ("外.txt", "这是指向目录以外的链接", Grade.ERROR),
        ("断.txt", "这是一个链接", Grade.ERROR),
        ("圈.txt", "文件打不开", Grade.ERROR),
        ("空.txt", "文件是空的", Grade.ERROR),
        ("稿.doc", "还不能读.doc文件", Grade.ERROR),
        ("丁.yml", "附表没有对应的文本文件", Grade.WARNING),
    }


def test_a_name_in_old_bytes_is_read_as_chinese(tmp_path: Path) -> None:
    name = tmp_path.joinpath("报.txt").as_posix().encode("gb18030")
    try:
        Path(name.decode("utf-8", "surrogateescape")).write_text("义诊", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert [page.file for page in read_source(tmp_path, TODAY)[0]] == ["报.txt"]


def test_every_row_of_the_table_has_examples_that_hold() -> None:
    rows = yaml.safe_load((RULES / "intake.yml").read_text(encoding="utf-8"))
    for row in rows["head_keys"]:
        assert [c.field for c in read_head("甲", (row["positive"], "", "正文")).claims] == [row["field"]]
        assert not read_head("甲", (row["negative"], "", "正文")).claims
    for row in rows["publication_endings"]:
        assert [c.field for c in read_name(row["positive"])] == ["publication"]
        assert not read_name(row["negative"])
    assert len(intake_rules().magic) == len(rows["magic"])

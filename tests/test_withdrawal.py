"""What an editor withdraws is nowhere any more, and a notice stands where it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_scripts.__main__ import main
from build_scripts.model import Archive, Grade
from build_scripts.pipeline import read_archive
from build_scripts.publishing.exports.changes import CHANGES
from build_scripts.publishing.generate import generate, picture_files
from build_scripts.publishing.layout import path_of
from tests.test_pictures import png

FILE = "2025-03-04-河湾日报-05版.txt"
GONE = "青鸾桥"
"""A word of what is withdrawn, and of a line that is nobody's."""
PAGE = """\
村医上门记

本报记者 何晓春

营口市的村医每月上门为320名老人量血压，药品跟着车走，老人们说这样的日子让人放心。

村医在院子里量血压。何晓春 摄

青鸾桥边的义诊队

本报记者 周一鸣

青鸾桥卫生院的医生在营口市老边区看了128名病人，病人名叫青鸾桥生，今年八十一岁，住在桥边。

青鸾桥的义诊现场。周一鸣 摄

责任编辑：青鸾桥
"""


def write(folder: Path, sidecar: str, page: str = PAGE) -> None:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(page, encoding="utf-8")
    (folder / FILE).with_suffix(".yml").write_text(sidecar, encoding="utf-8")
    for number in ("", "-1", "-2"):
        (folder / FILE.replace(".txt", f"{number}.png")).write_bytes(png())


def read(folder: Path, sidecar: str, page: str = PAGE) -> Archive:
    write(folder, sidecar, page)
    return read_archive(folder)


ONE = "文章:\n  - 原文: 看了128名病人\n    撤下: 应当事人要求\n"
WHOLE = "撤下: 授权到期\n"


def test_a_withdrawn_article_is_in_no_file_and_its_place_says_why(tmp_path: Path) -> None:
    before = read(tmp_path, "")
    kept, gone = before.entries
    assert any(GONE in text for text in generate(before).values())
    archive = read(tmp_path, ONE)
    assert [entry.article.id for entry in archive.entries] == [kept.article.id]
    assert [(one.id, one.reason) for one in archive.withdrawn] == [(gone.article.id, "应当事人要求")]
    files = generate(archive)
    assert not [path for path, text in files.items() if GONE in text]
    notice = files[path_of("articles", gone.article.id, "md")]
    assert "应当事人要求" in notice
    assert f"../../{path_of('pages', gone.article.id.partition('-')[0], 'md')}" in notice
    named = [path for path, text in files.items() if gone.article.id in text]
    assert named == ["_pieces/withdrawn.json"]
    page = archive.readings[0].page
    assert page.lines[4] == PAGE.splitlines()[4]
    assert [picture.number for picture in page.pictures] == [1]
    assert len(picture_files(archive)) == 1


def test_a_withdrawn_page_leaves_only_notices(tmp_path: Path) -> None:
    before = read(tmp_path, "")
    archive = read(tmp_path, WHOLE)
    assert not archive.entries
    assert not archive.readings
    files = generate(archive)
    page = before.readings[0].page.page_id
    assert {
        path_of("pages", page, "md"),
        *(path_of("articles", e.article.id, "md") for e in before.entries),
    } <= files.keys()
    assert not [path for path, text in files.items() if GONE in text or "在院子里量血压" in text]
    assert all("授权到期" in files[path_of("articles", entry.article.id, "md")] for entry in before.entries)


def build(source: Path, target: Path, sidecar: str) -> list[dict[str, str]]:
    """Build a site as an operator does and return its log."""
    write(source, sidecar)
    assert main(["build", "--quiet", "--source", str(source), "--out", str(target)]) == 0
    return [json.loads(line) for line in (target / "data" / CHANGES).read_text(encoding="utf-8").splitlines()]


def test_nothing_of_it_stays_in_the_site_that_had_it(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "site"
    first = build(source, target, "")
    gone = first[1]["id"]
    assert GONE in (target / path_of("articles", gone)).read_text(encoding="utf-8")
    log = build(source, target, ONE)
    assert [(e["change"], e["title"]) for e in log if e["id"] == gone] == [("added", ""), ("removed", "")]
    marks = [GONE.encode(), json.dumps(GONE).strip('"').encode()]
    left = [p for p in target.rglob("*") if p.is_file() and any(mark in p.read_bytes() for mark in marks)]
    assert not left
    html = (target / path_of("articles", gone)).read_text(encoding="utf-8")
    assert "应当事人要求" in html
    assert 'content="noindex"' in html
    back = build(source, target, "")
    assert (back[-1]["change"], back[-1]["title"]) == ("added", "青鸾桥边的义诊队")
    log = build(source, target, WHOLE)
    assert {event["title"] for event in log} == {""}
    page = (target / path_of("pages", gone.partition("-")[0])).read_text(encoding="utf-8")
    assert "授权到期" in page
    assert "在院子里量血压" not in page


def test_two_files_of_one_address_are_told_and_the_first_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source"
    write(source, "")
    (source / "另一版.txt").write_text(PAGE.replace("村医", "医生"), encoding="utf-8")
    (source / "另一版.yml").write_text(f"原名: {FILE}\n", encoding="utf-8")
    assert main(["build", "--quiet", "--source", str(source), "--out", str(tmp_path / "site")]) == 1
    assert f"另一版.txt：和 {FILE} 的网址一样，没有上线" in capsys.readouterr().out
    assert len((tmp_path / "site/data/articles.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("yes", ["true", "是", '"yes"'])
def test_a_reason_is_not_needed(tmp_path: Path, yes: str) -> None:
    archive = read(tmp_path, f"撤下: {yes}\n")
    assert [one.reason for one in archive.withdrawn] == ["", "", ""]


def test_a_no_withdraws_nothing(tmp_path: Path) -> None:
    assert len(read(tmp_path, "撤下: 否\n").entries) == 2


@pytest.mark.parametrize("quote", ["没有这几个字", "本报记者"])
def test_what_can_no_longer_be_told_keeps_its_page_offline(tmp_path: Path, quote: str) -> None:
    archive = read(tmp_path, f"文章:\n  - 原文: {quote}\n    撤下: true\n", PAGE.replace("128", "129"))
    assert not archive.entries
    assert not archive.readings
    assert any("整版先不上线" in p.found for p in archive.problems if p.grade is Grade.ERROR)

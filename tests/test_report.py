"""The report after a run says what changed for readers, and what needs a look first."""

from __future__ import annotations

from pathlib import Path

from build_scripts.model import Archive, Grade, Problem, RawPage
from build_scripts.operating.report import changes_report, problems_report
from build_scripts.pipeline import read_archive
from build_scripts.publishing.exports.changes import Change, Event

PAGE = "义诊进社区\n\n营口市的医生到社区为320名老人量血压，讲怎样吃药，老人们都说好。\n"


def event(change: Change, name: str, title: str = "义诊进社区", text: str = "字", version: int = 2) -> Event:
    return Event(version, None, change, name, title, text, "全")


def read(folder: Path, files: dict[str, str]) -> Archive:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_archive(folder)


def test_new_articles_are_told_with_date_place_and_figures(tmp_path: Path) -> None:
    archive = read(tmp_path, {"2025-01-13-河湾日报.txt": PAGE, "未命名.txt": PAGE.replace("320名", "").split("\n")[2]})
    dated, bare = (entry.article.id for entry in archive.entries)
    told = changes_report(
        archive, [event(Change.ADDED, dated, version=1), event(Change.ADDED, bare, "医生", version=1)]
    )
    assert told.splitlines() == [
        "第一次生成：新收 2 篇。",
        "  新收　义诊进社区　2025年1月13日　辽宁省营口市　1 个数字",
        "  新收　医生　日期不详　辽宁省营口市　0 个数字；版上没有标题，题目是程序拟的",
    ]
    assert changes_report(archive, []) == "与上次发布的网站相比，没有变化。"


def test_what_is_gone_comes_first_with_its_reason(tmp_path: Path) -> None:
    archive = read(tmp_path, {"甲.txt": PAGE, "乙.txt": "", "丙.txt": PAGE, "丙.yml": "日期: 2025-13-45"})
    here = archive.entries[0].article.id
    broken, flawed = (f"{RawPage(name, '', '', ()).page_id}-1" for name in ("乙.txt", "丙.txt"))
    events = [
        event(Change.ADDED, here, text="同"),
        event(Change.REMOVED, "00000000-1").but(moved_to=here),
        event(Change.REMOVED, broken, text="别"),
        event(Change.REMOVED, flawed, text="别"),
        event(Change.REMOVED, "11111111-1", text="另"),
    ]
    lines = changes_report(archive, events).splitlines()
    assert lines[0] == "与上次发布的网站相比：没有上线 2 篇，不再有 1 篇，换了网址 1 篇，新收 1 篇。"
    assert [line.strip().split("　")[::2] for line in lines[1:5]] == [
        ["没有上线", "原文有错误，见下"],
        ["没有上线", "原文有错误，见下"],
        ["不再有", "原文里没有了"],
        ["换了网址", f"旧网址会转到 articles/{here[:2]}/{here}.html"],
    ]
    assert "原名" in lines[-1]


def test_of_a_great_many_only_some_are_named(tmp_path: Path) -> None:
    archive = read(tmp_path, {"甲.txt": PAGE})
    told = changes_report(archive, [event(Change.REMOVED, f"{n:08}-1") for n in range(500)])
    assert told.endswith("不再有　……另有 490 篇")


def test_the_gravest_come_first_and_then_what_is_new(tmp_path: Path) -> None:
    archive = read(tmp_path, {"甲.txt": PAGE, "乙.txt": PAGE.replace("社区", "村里")})
    grades = [("甲.txt", Grade.HINT), ("甲.txt", Grade.WARNING), ("乙.txt", Grade.WARNING), ("丙.txt", Grade.ERROR)]
    problems = tuple(Problem(file, 0, "有事", "请看", grade) for file, grade in grades)
    new = next(entry.article.id for entry in archive.entries if entry.article.file == "乙.txt")
    told = problems_report(Archive((), archive.entries, problems), [event(Change.ADDED, new)]).splitlines()
    assert told[0] == "需要看一看的有 4 处（错误 1，注意 2，提示 1）："
    assert [line[:8] for line in told[1:-1]] == ["  错误　丙.t", "  注意　乙.t", "  注意　甲.t", "  提示　甲.t"]

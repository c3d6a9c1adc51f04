"""What the machine is not sure of reaches an editor as hints, until it has been checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from build_scripts.model import Archive, Article, Gap, Join, LedgerRow, PageMeta, PageReading, Picture, Role
from build_scripts.operating.doubts import doubts_of
from build_scripts.pipeline import read_archive


def read(folder: Path) -> tuple[Archive, PageReading, Article]:
    text = "义诊进社区\n\n河湾的医生到社区为老人量血压，讲怎样吃药，老人们都说好。\n"
    (folder / "页.txt").write_text(text, encoding="utf-8")
    archive = read_archive(folder)
    return archive, archive.readings[0], archive.readings[0].articles[0]


def told(archive: Archive, reading: PageReading, article: Article) -> list[str]:
    return [str(p) for p in doubts_of(replace(archive, readings=(replace(reading, articles=(article,)),)))]


def test_seams_and_gaps_are_told_until_an_editor_has_checked_the_article(tmp_path: Path) -> None:
    archive, reading, article = read(tmp_path)
    doubted = replace(
        article, joins=(Join(0, 5, 3, 9, certain=False, why="只有一处可接"),), gaps=(Gap(0, 5, "河湾的医生", "到社区"),)
    )
    seam, gap = (line for line in told(archive, reading, doubted) if ":3：" in line)
    assert seam.startswith("页.txt:3：“河湾的医生”接到第9行“到社区为老人”，拿不准（只有一处可接）；")
    assert gap.startswith("页.txt:3：“河湾的医生”与“到社区”之间缺了文字；")
    assert not [line for line in told(archive, reading, replace(doubted, checked=True)) if ":3：" in line]


def test_a_page_without_any_date_is_told_once(tmp_path: Path) -> None:
    archive, reading, article = read(tmp_path)
    assert [line.split("；")[0] for line in told(archive, reading, article)] == ["页.txt：这一版的日期和年份都不知道"]


def test_a_numbered_picture_without_a_caption_is_told(tmp_path: Path) -> None:
    archive, reading, article = read(tmp_path)
    pictures = (Picture(tmp_path / "页.jpg", "jpg", 9, 9), Picture(tmp_path / "页-2.jpg", "jpg", 9, 9, 2))
    shown = told(archive, replace(reading, page=replace(reading.page, pictures=pictures)), article)
    assert [line for line in shown if "图片说明" in line] == [
        "页.txt：有“页-2.jpg”，版上却没有第2条图片说明，图放在整版旁边；请核对图片的编号；整版的图不写编号"
    ]


def test_a_jump_to_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    archive, reading, article = read(tmp_path)
    page = replace(reading.page, meta=PageMeta("河湾日报", date(2025, 1, 13), page_no="1"))
    going = replace(reading, page=page, articles=(replace(article, jump_to="4"),))
    partner = replace(reading, page=replace(page, meta=replace(page.meta, page_no="4")), articles=())
    alone = [p.found for p in doubts_of(replace(archive, readings=(going,)))]
    both = [p.found for p in doubts_of(replace(archive, readings=(going, partner)))]
    assert "“义诊进社区”下转第4版，档案里没有这一版" in alone
    assert not [found for found in both if "下转" in found]


def test_lines_of_no_article_are_told_once_a_run(tmp_path: Path) -> None:
    archive, reading, article = read(tmp_path)
    roles = (Role.UNPLACED, Role.BODY, Role.UNPLACED, Role.UNPLACED)
    spans = ((1, 0, 2), (1, 2, 5), (3, 0, 2), (3, 2, 9))
    rows = tuple(LedgerRow(*span, role, None, "none") for span, role in zip(spans, roles, strict=True))
    shown = told(archive, replace(reading, ledger=rows), article)
    assert [line.split("；")[0] for line in shown if "从" in line] == [
        "页.txt:1：从“义诊”起没有归到任何文章",
        "页.txt:3：从“河湾”起没有归到任何文章",
    ]

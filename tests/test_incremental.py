"""After any history of changes the generated tree is byte for byte the one that is made at once."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts import pipeline
from build_scripts.pipeline import opening, read_archive, state_beside
from build_scripts.pipeline.stored import stand
from build_scripts.publishing import figure_pages, indexes, lists, long_shelves, parts, print_pages, timeline
from build_scripts.publishing.generate import generate
from build_scripts.publishing.publication import workshop_of
from build_scripts.publishing.site import build_site
from build_scripts.publishing.tree import Changes
from build_scripts.publishing.update import update_generated
from build_scripts.understanding.relations import at_once, copies, index, similar

PLACES = ("营口市鲅鱼圈区", "营口市", "盘锦市", "聊城市冠县")
HOSPITALS = ("中心医院", "妇幼保健院", "疾病预防控制中心（营口市卫生监督所）", "卫生监督所")
PEOPLE = ("王明华", "李晓平")
SUBJECTS = (
    "急救站点又添了三处，救护车平均八分钟到达现场，胸痛中心和卒中中心都通了绿色通道。",
    "儿童接种疫苗不用再排长队，接种门诊周末也开门，居民预约以后随到随打。",
    "家庭医生上门为老人量血压，糖尿病和高血压病人的用药都记进健康档案。",
)
DAYS = ("2023-03-04", "2024-03-05", "2024-11-20")
PAPERS = ("营口日报", "盘锦日报")
SLOTS = 7


def text_of(seed: int) -> str:
    """Return the text of a page: one or two articles that share places, people, subjects and figures with others."""
    articles = []
    for number in range(1 + seed % 2):
        at = seed // 2 + number * 7
        place, person = PLACES[at % 4], PEOPLE[at % 2]
        rate = 60 + at % 5
        articles.append(
            f"{place}{('急救提速', '接种便民', '医生上门')[at % 3]}\n本报记者 {person}\n"
            f"　　{place}{HOSPITALS[at // 3 % 4]}主任{person}介绍，{SUBJECTS[at % 3]}\n"
            f"　　截至{2022 + at % 2}年底，{place}家庭医生签约率为{rate}.5%，全年投入{at % 9 + 1}00万元，"
            f"服务居民{rate}00人次。今年又有{at % 6 + 2}家卫生院换了新设备，病人少跑了许多路。"
        )
    return "\n\n".join(articles) + "\n"


def name_of(slot: int, seed: int) -> str:
    return f"{slot}/{DAYS[seed % 3]}-{PAPERS[seed % 2]}-0{seed % 4 + 1}版.txt"


@pytest.fixture(scope="module")
def short_lists() -> Iterator[None]:
    """Make lists long and words frequent at a handful of articles."""
    limits = (
        *((module, "NEWEST", 2) for module in (lists, timeline, figure_pages, print_pages)),
        (lists, "OF_A_YEAR", 4), (figure_pages, "ON_A_PAGE", 4), (figure_pages, "IN_A_FILE", 6),
        (long_shelves, "NAMES_ON_A_PAGE", 4), (indexes, "ON_A_SHELF", 2), (timeline, "NEARBY", 1),
        (parts, "WHOLE_UP_TO", 5), (parts, "OF_A_YEAR", 3),
        *((module, "CHAMPIONS", 4) for module in (similar, index, at_once)),
        *((module, "MOST_HOLDERS", 4) for module in (copies, index, at_once)),
        (index, "_ALL_FROM", 2.0), (opening, "_FEW", 2),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHIVE_PROCESSES", "1")
        for module, name, value in limits:
            patch.setattr(module, name, value)
        yield


def tree(folder: Path) -> dict[str, bytes]:
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return {path: data for path, data in files.items() if path != "_pieces/state.txt"}


def make(source: Path, work: Path) -> Changes:
    standing = stand(source, work / "state.sqlite")
    try:
        return update_generated(standing, work / "generated")
    finally:
        standing.connection.close()


def change(source: Path, step: tuple[str, int, int]) -> None:
    kind, slot, seed = step
    there = sorted(source.glob(f"{slot}/*.txt"))
    if kind == "add":
        path = source / name_of(slot, seed)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text_of(seed), encoding="utf-8")
    elif there and kind == "remove":
        there[0].unlink()
        there[0].with_suffix(".yml").unlink(missing_ok=True)
    elif there and kind == "rename" and not (target := source / name_of(slot, seed)).exists():
        there[0].rename(target)
    elif there and kind == "decide":
        decisions = ("报纸: 某某晚报\n", "日期: 2022-05-06\n", "撤下: 重复\n", "版名: 健康\n")
        there[0].with_suffix(".yml").write_text(decisions[seed % 4], encoding="utf-8")


KINDS = ("add", "add", "add", "remove", "rename", "decide")
STEP = st.tuples(st.sampled_from(KINDS), st.integers(0, SLOTS - 1), st.integers(0, 23))
EVENT = st.sampled_from(["", "", "", "rules", "stopped"])
HISTORY = st.lists(st.tuples(st.lists(STEP, min_size=1, max_size=4), EVENT), min_size=2, max_size=5)


@pytest.mark.usefixtures("short_lists")
@settings(max_examples=4)
@given(st.lists(STEP.filter(lambda step: step[0] == "add"), min_size=4, max_size=9), HISTORY)
def test_a_tree_that_was_brought_up_to_date_is_the_one_that_is_made_at_once(
    first: list[tuple[str, int, int]], history: list[tuple[list[tuple[str, int, int]], str]]
) -> None:
    work = Path(tempfile.mkdtemp(prefix="incremental-"))
    source = work / "source"
    source.mkdir()
    try:
        with pytest.MonkeyPatch.context() as patch:
            for number, (steps, event) in enumerate([(first, ""), *history]):
                for step in steps:
                    change(source, step)
                if event == "rules":
                    patch.setattr(pipeline, "reading_version", lambda number=number: f"rules {number}")
                before = tree(work / "generated")
                changes = make(source, work)
                if event == "stopped":
                    standing = stand(source, work / "state.sqlite")
                    standing.connection.execute("UPDATE made SET value = '0' WHERE name = 'clean'")
                    standing.connection.close()
                after = tree(work / "generated")
                make(source, work / str(number))
                at_once = tree(work / str(number) / "generated")
                assert sorted(after) == sorted(at_once)
                assert [path for path, data in after.items() if at_once[path] != data] == []
                others = {path for path in before.keys() & after.keys() if before[path] != after[path]}
                assert not changes.before or others <= changes.changed
                assert before.keys() - after.keys() == changes.removed & before.keys()
                texts = {path: text.encode("utf-8", "replace") for path, text in generate(read_archive(source)).items()}
                assert {path: data for path, data in after.items() if not path.startswith("images/")} == texts
    finally:
        shutil.rmtree(work)


def make_site(source: Path, site: Path) -> None:
    standing = stand(source, state_beside(site))
    try:
        build_site(standing, site)
    finally:
        standing.connection.close()


@pytest.mark.usefixtures("short_lists")
def test_a_site_of_which_only_what_changed_was_made_is_the_one_that_is_made_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_URL", "https://archive.example/")
    source, site = tmp_path / "source", tmp_path / "site"
    source.mkdir()
    history = (
        [("add", 0, 0), ("add", 1, 3), ("add", 2, 8), ("add", 3, 11)],
        [("add", 4, 5)],
        [("remove", 1, 0), ("add", 5, 14)],
        [("rename", 2, 9), ("decide", 3, 2)],
        [("remove", 0, 0), ("remove", 4, 0), ("remove", 5, 0)],
        [("add", 1, 3)],
    )
    for number, steps in enumerate(history):
        for step in steps:
            change(source, step)
        log = site / "data/changes.jsonl"
        anew = tmp_path / str(number)
        (anew / "data").mkdir(parents=True)
        if log.is_file():
            shutil.copy(log, anew / "data")
        make_site(source, site)
        make_site(source, anew)
        one, other = tree(site), tree(anew)
        assert sorted(one) == sorted(other)
        assert [path for path, data in one.items() if other[path] != data] == []
        looked_at = json.loads((workshop_of(site) / "published.json").read_text("utf-8"))["made_of"]
        assert bool(looked_at) == (number == 0)

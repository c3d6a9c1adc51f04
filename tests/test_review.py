"""What an editor does on the review page: written where it holds, only into the sidecar, and by nobody else."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.model import Grade
from build_scripts.operating.review.actions import RefusedActionError
from build_scripts.operating.review.blocks import units_of
from build_scripts.operating.review.decide import decide
from build_scripts.operating.review.queue import in_line
from build_scripts.operating.review.server import ReviewServer
from build_scripts.operating.review.session import Session
from build_scripts.operating.review.sheet import Desk, Sheet, read_sheet
from build_scripts.operating.review.view import view
from build_scripts.pipeline import read_archive

CASES = sorted((Path(__file__).parent / "cases/review").glob("*.yml"))
PAGE = yaml.safe_load(CASES[0].read_text(encoding="utf-8"))["page"]
FILE = "页.txt"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_actions_become_the_sidecar_that_the_case_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    sheet = read_sheet(FILE, case["page"].encode(), case["sidecar"])
    for step in case["steps"]:
        sheet = decide(sheet, step)
    assert sheet.sidecar == case["then"]
    assert not [p for p in sheet.problems if p.file == sheet.sidecar_file and p.grade is not Grade.HINT]


def any_action(sheet: Sheet, draw: st.DataObject) -> dict[str, Any]:
    """Return something that the page could send, sensible or not."""
    at = draw.draw(st.integers(0, len(sheet.reading.articles) - 1))
    units = units_of(sheet.reading.articles[at])
    row = draw.draw(st.sampled_from(sheet.reading.ledger))
    span = sorted(draw.draw(st.lists(st.integers(0, 24), min_size=2, max_size=2)))
    options: list[dict[str, Any]] = [
        {"do": "start", "line": row.line},
        {"do": "join"},
        {"do": "move_start", "line": row.line},
        {
            "do": "role",
            "line": row.line,
            "role": draw.draw(st.sampled_from(["body", "crosshead", "caption", "furniture"])),
        },
        {"do": "order", "order": [line for unit in draw.draw(st.permutations(units)) for line in unit]},
        {"do": "seam", "line": row.line, "accept": draw.draw(st.booleans())},
        {"do": "judge", "correction": 0, "verdict": draw.draw(st.sampled_from(["accept", "refuse", "withdraw"]))},
        {"do": "fix", "field": "paragraphs", "n": 0, "start": span[0], "end": span[1], "fixed": "另：# 写"},
        {"do": "head", "field": draw.draw(st.sampled_from(["title", "byline", "checked"])), "value": "[新] 题: 目"},
        {"do": "name", "section": "topics", "add": "老年健康"},
        {"do": "fact", "fact": 0, "strike": True},
        {"do": "drop", "decision": 0},
    ]
    return {**draw.draw(st.sampled_from(options)), "article": at}


@settings(max_examples=12)
@given(st.data())
def test_whatever_an_editor_does_is_written_only_where_it_holds(data: st.DataObject) -> None:
    sheet = read_sheet(FILE, PAGE.encode(), "# 手写的备注\n")
    for _ in range(6):
        try:
            after = decide(sheet, any_action(sheet, data))
        except RefusedActionError:
            continue
        assert after.sidecar != sheet.sidecar
        assert after.sidecar.startswith("# 手写的备注\n")
        assert not after.is_broken
        assert not [p for p in after.problems if p.grade is Grade.ERROR]
        json.dumps(view(after))
        sheet = after


def test_pages_with_most_to_look_at_come_first_and_checked_ones_not_at_all(tmp_path: Path) -> None:
    lost = "村医每月上\ufffd，药品跟着车走，老人们说这样的日子让人放心，一家人都学会了量血压。\n"
    files = {"2025-01-13.txt": lost.replace("\ufffd", "门"), "乙 版.txt": f"村医上门记\n\n{lost}", "丙.txt": lost}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "丙.yml").write_text("已核对: true\n", encoding="utf-8")
    lines = in_line(read_archive(tmp_path), Path("原文")).splitlines()
    assert lines[0].startswith("还有 2 版没有全部核对")
    assert [line.partition("FILE=")[2] for line in lines[1:]] == ["'原文/乙 版.txt'", "原文/2025-01-13.txt"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_every_step_is_on_disk_at_once_and_can_be_taken_back(folder: Path) -> None:
    session = Session(Desk(folder, folder / FILE))
    shown = session.act({"do": "start", "line": 5, "version": session.show()["version"]})
    assert (folder / "页.yml").read_text(encoding="utf-8") == "文章起点:\n  - 体检车开上山\n"
    shown = session.act({"do": "undo", "version": shown["version"]})
    assert sorted(path.name for path in folder.iterdir()) == [FILE]
    shown = session.act({"do": "redo", "version": shown["version"]})
    assert len(shown["articles"]) == 3
    assert (folder / FILE).read_text(encoding="utf-8") == PAGE


def test_what_was_changed_elsewhere_meanwhile_is_not_overwritten(folder: Path) -> None:
    session = Session(Desk(folder, folder / FILE))
    version = session.show()["version"]
    (folder / "页.yml").write_bytes("已核对: true\r\n".encode())
    answer = session.act({"do": "start", "line": 5, "version": version})
    assert "别处改过" in answer["error"]
    assert all(article["checked"] for article in answer["articles"])
    session.act({"do": "start", "line": 5, "version": answer["version"]})
    assert (folder / "页.yml").read_bytes() == "已核对: true\r\n\r\n文章起点:\r\n  - 体检车开上山\r\n".encode()


def test_a_sidecar_that_cannot_be_read_is_never_written(folder: Path) -> None:
    (folder / "页.yml").write_text("更正:\n  - 原文: [\n", encoding="utf-8")
    session = Session(Desk(folder, folder / FILE))
    shown = session.show()
    assert shown["broken"]
    assert "先用文本编辑器改好" in session.act({"do": "start", "line": 5, "version": shown["version"]})["error"]
    assert (folder / "页.yml").read_text(encoding="utf-8") == "更正:\n  - 原文: [\n"


@pytest.fixture
def server(folder: Path) -> Iterator[ReviewServer]:
    server = ReviewServer(Session(Desk(folder, folder / FILE)))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.ended.set()
    thread.join()


def ask(server: ReviewServer, method: str, path: str, headers: dict[str, str], body: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body.encode() if body is not None else None)
    answer = connection.getresponse()
    assert answer.getheader("Access-Control-Allow-Origin") is None
    answer.read()
    connection.close()
    return answer.status


def test_other_pages_in_the_browser_get_nothing_and_change_nothing(server: ReviewServer, folder: Path) -> None:
    own, home = f"http://127.0.0.1:{server.port}", f"/{server.token}/"
    assert server.server_address[0] == "127.0.0.1"
    assert ask(server, "GET", home, {}) == 200
    assert ask(server, "GET", f"{home}state", {}) == 200
    assert ask(server, "GET", "/", {}) == 403
    assert ask(server, "GET", "/wrong/state", {}) == 403
    assert ask(server, "GET", f"{home}state", {"Host": f"evil.example:{server.port}"}) == 403
    assert ask(server, "GET", f"{home}state", {"Sec-Fetch-Site": "cross-site"}) == 403
    assert ask(server, "GET", f"{home}../../etc/passwd", {}) == 404
    act = json.dumps({"do": "start", "line": 5, "version": server.session.show()["version"]})
    plain = {"Content-Type": "application/json"}
    assert ask(server, "POST", f"{home}act", plain, act) == 403
    assert ask(server, "POST", f"{home}act", {**plain, "Origin": "http://evil.example"}, act) == 403
    assert ask(server, "POST", f"{home}act", {**plain, "Origin": "null"}, act) == 403
    assert ask(server, "POST", f"{home}act", {"Content-Type": "text/plain", "Origin": own}, act) == 415
    assert ask(server, "POST", f"{home}act", {**plain, "Origin": own}, "[]") == 400
    assert not (folder / "页.yml").exists()
    assert ask(server, "POST", f"{home}act", {**plain, "Origin": own}, act) == 200
    assert (folder / "页.yml").exists()

"""The editor's desk in a browser: what is decided shows at once, stands in the sidecar, and can be taken back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from build_scripts.operating.review.server import ReviewServer
from build_scripts.operating.review.session import Session
from build_scripts.operating.review.sheet import Desk
from tests.browser.conftest import Arrive, Reader
from tests.browser.test_for_everyone import AXE, RULES, complaints

TEXT = """慢病管理进了村
本报记者 何晓春
村医每月上门，药品跟着车走，老人们说这样的日子让人放心。去年全镇看诊3200人次，比上一年多三成。
护土跟着换药，一家人都学会了量血压。
体检车开上山
体检的结果当场就能拿到，有异常的由村医陪着去县医院复查。
入冬以来，村里又添了两台体检车，山上的人家在家门口就能
查完的人领一份早饭，坐在院子里等大夫逐个讲解身体的情况。

社区食堂送餐到家
本报讯（记者 周一鸣）鞍山市铁东区的社区食堂开张半年，每天送餐200份，独居老人不用出门。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "页.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReviewServer]:
    monkeypatch.setattr("build_scripts.operating.review.server.GRACE", 0.2)
    session = Session(Desk(folder, folder / "页.txt"))
    session.show()  # as the command does, so that the page has not to wait for the lexicon
    server = ReviewServer(session)
    thread = threading.Thread(target=server.run, name="review")
    thread.start()
    yield server
    server.ended.set()
    thread.join()


@pytest.fixture
def editor(arrive: Arrive, server: ReviewServer) -> Reader:
    return arrive(at=server.address, width=1280)


def opened(editor: Reader) -> Page:
    page = editor.open("")
    page.locator("[data-ready]").wait_for()
    return page


def sidecar(folder: Path) -> str:
    path = folder / "页.yml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_editor_lets_an_article_begin_at_a_line_and_takes_it_back(editor: Reader, folder: Path) -> None:
    page = opened(editor)
    expect(page.locator(".sheet")).to_have_count(2)
    page.locator("#L5").click()
    expect(page.locator(".crosshead.lit")).to_have_text("体检车开上山↑↓")
    page.get_by_role("button", name="文章从这里开始").click()
    expect(page.locator(".sheet")).to_have_count(3)
    expect(page.locator("#said")).to_contain_text("已写入 页.yml")
    assert sidecar(folder) == "文章起点:\n  - 体检车开上山\n"
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".sheet")).to_have_count(2)
    assert not sidecar(folder)


def test_editor_needs_no_mouse(editor: Reader, folder: Path) -> None:
    page = opened(editor)
    page.locator("#L1").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "s"):
        page.keyboard.press(key)
    expect(page.locator(".sheet")).to_have_count(3)
    page.locator("#L8").focus()
    page.keyboard.press("2")
    expect(page.locator(".crosshead")).to_contain_text(["查完的人领一份早饭"])
    page.keyboard.press("Control+z")
    expect(page.locator(".crosshead")).to_have_count(0)
    expect(page.locator("#L8")).to_be_focused()
    page.locator("#A1 .paragraph").last.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#A1 .paragraph").first).to_contain_text("入冬以来")
    assert "顺序:\n  - [入冬以来, " in sidecar(folder)
    panel = page.locator("#panel")
    page.locator("#L8").focus()
    page.keyboard.press("p")
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("#L8")).to_be_focused()
    page.keyboard.press("p")
    panel.get_by_role("button", name="收回").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#panel-toggle")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator(".keys dt kbd").first).to_have_text("↑ ↓")
    expect(page.locator(".keys")).not_to_contain_text("[object")


def test_editor_judges_corrections_and_seams_and_changes_marked_words(editor: Reader, folder: Path) -> None:
    page = opened(editor)
    page.get_by_role("button", name="更正：护士").click()
    page.get_by_role("button", name="改错了，照原文").click()
    expect(page.locator(".mark-refused")).to_have_text("护土")
    page.get_by_role("button", name="接缝").click()
    page.get_by_role("button", name="接错了，另起一段").click()
    expect(page.locator("#A0 .paragraph")).to_have_count(5)
    page.locator("#A0 .paragraph").first.evaluate(
        """paragraph => {
          const text = paragraph.querySelector('[data-at="0"]').firstChild;
          getSelection().setBaseAndExtent(text, 7, text, 9);
          paragraph.querySelector('.words').dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
        }"""
    )
    page.get_by_label("改为").fill("药箱")
    page.get_by_label("改为").press("Enter")
    expect(page.locator("#A0 .paragraph").first).to_contain_text("药箱跟着车走")
    assert "  - 原文: 护土\n    拒绝: true\n" in sidecar(folder)
    assert "    拒绝: true\n" in sidecar(folder).partition("接续:")[2]


def test_editor_fixes_headline_place_and_figure_and_marks_the_article(editor: Reader, folder: Path) -> None:
    page = opened(editor)
    page.get_by_role("button", name="社区食堂送餐到家").click()
    page.get_by_label("标题").fill("食堂把饭送到家")
    page.get_by_label("标题").press("Enter")
    expect(page.locator("#A1 .head-title")).to_contain_text("食堂把饭送到家")
    page.get_by_role("button", name="删去辽宁省鞍山市铁东区").click()
    expect(page.locator("#A1")).not_to_contain_text("辽宁省鞍山市铁东区")
    page.get_by_role("button", name="数字：200份").click()
    page.get_by_label("指标").fill("每天送餐份数")
    page.get_by_label("指标").press("Enter")
    page.locator("#A1 .figures summary").click()
    expect(page.locator("#A1 .figures")).to_contain_text("每天送餐份数")
    page.locator("#A1").get_by_label("已核对").check()
    expect(page.locator("#A1.checked")).to_be_visible()
    page.get_by_role("button", name="附表").click()
    expect(page.locator(".decisions > li")).to_have_count(3)
    page.locator("#panel").get_by_role("button", name="收回地方").click()
    expect(page.locator("#A1")).to_contain_text("辽宁省鞍山市铁东区")
    assert "    标题: 食堂把饭送到家\n    已核对: true\n" in sidecar(folder)


def test_what_cannot_be_done_is_said_and_not_written(editor: Reader, folder: Path) -> None:
    page = opened(editor)
    page.locator("#A0").get_by_label("增加地方").click()
    page.get_by_label("地方", exact=True).fill("朝阳区")
    page.get_by_label("地方", exact=True).press("Enter")
    expect(page.locator("#said.wrong")).to_contain_text("朝阳区")
    assert not sidecar(folder)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_desk_is_for_everyone(arrive: Arrive, server: ReviewServer, width: int, scheme: str) -> None:
    page = opened(arrive(at=server.address, width=width, scheme=scheme))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#L5").click()
    page.get_by_role("button", name="附表").click()
    page.evaluate(AXE)
    assert complaints(page, {"type": "tag", "values": RULES}) == []


def test_a_page_that_is_gone_ends_the_server_too(editor: Reader) -> None:
    page = opened(editor)
    serving = next(thread for thread in threading.enumerate() if thread.name == "review")
    page.goto("about:blank")
    serving.join(30)
    assert not serving.is_alive()


def test_saying_that_this_was_all_ends_the_server(editor: Reader, server: ReviewServer) -> None:
    page = opened(editor)
    page.get_by_role("button", name="完成").click()
    expect(page.locator(".over")).to_be_visible()
    assert server.ended.wait(5)

"""Addresses last: ids stay whatever is done around an article, and what moves all the same leaves a way on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.model import Article, RawPage
from build_scripts.publishing.data import export_jsonl
from build_scripts.publishing.exports.changes import History, read_events
from build_scripts.publishing.exports.moves import find_moves, print_page_of
from build_scripts.publishing.exports.retired import retired_pages
from build_scripts.publishing.layout import path_of
from build_scripts.reading.page import read_page
from build_scripts.reading.pages import decode_page
from build_scripts.understanding.entry import understand

ARTICLES = tuple(
    f"{title}\n\n本报记者 {name}\n\n{body}\n"
    for title, name, body in (
        (
            "村医每月上门来",
            "何晓春",
            "营口市的村医每月上门为320名老人量血压，药品跟着车走，老人们说这样的日子让人放心。",
        ),
        ("山里来了体检车", "周一鸣", "体检车在老边区的山路上走了三天，给128名矿工做了胸片，结果当天就送到每个人手里。"),
        (
            "食堂送餐到门口",
            "吴小满",
            "社区食堂为独居老人送餐，一年送出两万份，医生给菜单定了少油少盐的标准，人人叫好。",
        ),
        (
            "夜里的急诊亮着",
            "郑知秋",
            "盖州市医院的急诊室夜里也有专科医生值班，去年冬天接诊的病人里九成在两小时内住进病房。",
        ),
    )
)
TITLES = tuple(text.partition("\n")[0] for text in ARTICLES)
HEADS = ("", "报纸：河湾日报\n日期：2025-01-13\n\n")


@dataclass
class Page:
    """A file of the operator's."""

    file: str
    articles: list[int]
    head: int = 0
    sidecar: dict[str, object] = field(default_factory=dict)

    def read(self) -> tuple[RawPage, tuple[Article, ...], str]:
        """Return the page, its articles, and the lines that they are exported as."""
        text = HEADS[self.head] + "\n".join(ARTICLES[n] for n in self.articles)
        sidecar = yaml.safe_dump(self.sidecar, allow_unicode=True).encode() if self.sidecar else None
        page, _ = decode_page(self.file, text.encode(), sidecar)
        assert page
        reading = read_page(page)
        return page, reading.articles, export_jsonl((entry, page) for entry in understand(reading))


class Archive:
    """What an operator has, and the log of what was published of it."""

    def __init__(self) -> None:
        self.pages = [Page("甲.txt", [0, 1, 2]), Page("乙.txt", [3, 1])]
        self.log: list[str] = []
        self.ever: set[str] = set()
        self.publish()

    def publish(self) -> dict[str, str]:
        """Publish, hold what always holds, and return where articles have gone that were here before."""
        read = [page.read() for page in self.pages]
        lines = [line for _, _, rows in read for line in rows.splitlines()]
        here = [article.id for _, articles, _ in read for article in articles]
        assert len(here) == len(set(here))
        history = History(read_events(self.log))
        ids = [json.loads(line)["id"] for line in lines]
        of = dict(zip(ids, lines, strict=True))
        history.moved = find_moves(history, set(here), lambda wanted: [of[mine] for mine in ids if wanted(mine)])
        pages = retired_pages(history.gone(here), history.moved, {page.page_id for page, _, _ in read})
        for line in lines:
            history.meet(json.loads(line), line)
        history.close()
        self.log = [event.line() for event in history.events]
        assert {path_of("articles", name, "md") for name in self.ever - set(here)} <= pages.keys()
        assert set(history.moved.values()) <= set(here)
        self.ever |= set(here)
        self.texts = {row["id"]: row["paragraphs"][0]["text"] for row in map(json.loads, lines)}
        return dict(history.moved)


def rename(page: Page, number: int) -> None:
    page.file = f"{number}-{page.file}"
    page.sidecar.pop("原名", None)


def rename_and_say_so(page: Page, number: int) -> None:
    page.sidecar.setdefault("原名", page.file)
    page.file = f"夹/{number}-{page.file}"


def put_a_head_on_it(page: Page, _: int) -> None:
    page.head = 1 - page.head


def insert(page: Page, _: int) -> None:
    page.articles[:0] = [n for n in range(len(ARTICLES)) if n not in page.articles][:1]


def drop(page: Page, number: int) -> None:
    if len(page.articles) > 1:
        page.articles.pop(number % len(page.articles))


def part(page: Page, number: int) -> None:
    page.sidecar["文章起点"] = [TITLES[number % len(TITLES)]]


def join(page: Page, number: int) -> None:
    page.sidecar["不分"] = [TITLES[number % len(TITLES)]]


def give_another_title(page: Page, _: int) -> None:
    page.sidecar["文章"] = [{"原文": ARTICLES[page.articles[0]][-20:-1], "标题": "另起的题目"}]


def empty(page: Page, _: int) -> None:
    page.articles = page.articles[:1]


STEPS = (rename, rename_and_say_so, put_a_head_on_it, insert, drop, part, join, give_another_title, empty)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 99)), min_size=1, max_size=6))
def test_whatever_an_operator_does_every_address_ever_published_leads_somewhere(
    steps: list[tuple[Callable[[Page, int], None], int]],
) -> None:
    archive = Archive()
    for change, number in steps:
        before = dict(archive.texts)
        change(archive.pages[number % 2], number)
        moved = archive.publish()
        if change in {rename_and_say_so, put_a_head_on_it, give_another_title}:
            assert archive.texts.keys() == before.keys()
        if (
            change is insert and "不分" not in archive.pages[number % 2].sidecar
        ):  # what opened the page may now be joined
            assert before.keys() <= archive.texts.keys()
        if change is rename:
            gone = before.keys() - archive.texts.keys()
            assert {name: archive.texts[moved[name]] for name in gone} == {name: before[name] for name in gone}


def test_an_article_that_was_joined_to_another_leads_to_it() -> None:
    archive = Archive()
    first, second = list(archive.texts)[:2]
    archive.pages[0].sidecar["不分"] = [TITLES[1]]
    assert archive.publish() == {second: first}
    del archive.pages[0].sidecar["不分"]
    assert archive.publish() == {}


def test_renamed_twice_leads_to_where_it_is_now_and_so_does_its_page() -> None:
    archive = Archive()
    first = next(iter(archive.texts))
    for name in ("中间.txt", "最后.txt"):
        archive.pages[0].file = name
        archive.publish()
    archive.pages[0].head = 1
    moved = archive.publish()
    assert archive.texts[moved[first]].startswith("营口市的村医")
    old, new = print_page_of(first), print_page_of(moved[first])
    history = History(read_events(archive.log))
    pages = retired_pages(history.gone(archive.texts), moved, {print_page_of(name) for name in archive.texts})
    assert f"/{new}.md)" in pages[path_of("pages", old, "md")]


def test_articles_that_begin_with_the_same_words_are_told_apart() -> None:
    page = Page("甲.txt", [0, 1])
    text = "\n".join((ARTICLES[0], ARTICLES[1].replace(TITLES[1], TITLES[0]))).encode()
    raw, _ = decode_page(page.file, text)
    assert raw
    ids = [article.id for article in read_page(raw).articles]
    assert len(ids) == len(set(ids)) == 2


def test_ids_are_the_same_on_any_machine_and_do_not_change_with_the_program() -> None:
    """They are what others have linked to: whoever changes this test breaks their links."""
    _, articles, _ = Page("甲.txt", [0, 1]).read()
    assert [article.id for article in articles] == ["0a490f97-ab0df8", "0a490f97-786769"]

"""Relations: the same text found through noise, other texts never; like articles with reasons; pages that repeat."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from build_scripts.model import Article, Copy, Dating, Entry, Grade, Paragraph, Relations
from build_scripts.pipeline import read_archive
from build_scripts.publishing.generate import generate
from build_scripts.publishing.layout import path_of, way
from build_scripts.understanding.relations.copies import aligned
from build_scripts.understanding.relations.relate import relate

ROOT = Path(__file__).parents[1]
STRAY = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"


@cache
def entries() -> tuple[Entry, ...]:
    """Return articles of which none is a copy of another."""
    archives = [read_archive(folder) for folder in (ROOT / "source_articles", ROOT / "tests/sample_issue/pages")]
    return tuple(e for a in archives for e in a.entries if e.article.id not in a.relations.copies)


def article(name: str, *texts: str) -> Article:
    paragraphs = tuple(Paragraph(text, (n,)) for n, text in enumerate(texts, 2))
    return Article(name, f"{name}.txt", 1, 9, name, False, None, None, None, None, (), paragraphs)


def misread(text: str, rate: float, chance: random.Random) -> str:
    """Return a text with characters replaced, lost and put in, and with lines of it lost."""
    lines = [text[i : i + 20] for i in range(0, len(text), 20)]
    kept = "".join(line for line in lines if chance.random() >= rate / 2)
    out = []
    for char in kept:
        dice = chance.random()
        stray = chance.choice(STRAY)
        out.append(stray if dice < rate * 0.6 else "" if dice < rate * 0.8 else stray + char if dice < rate else char)
    return "".join(out)


def copies_among(articles: Sequence[Article]) -> Mapping[str, tuple[Copy, ...]]:
    """Return what a build finds among articles of which nothing is known but their text."""
    nothing = Dating(None, None, None, "")
    return relate([Entry(one, nothing, (), (), (), (), (), health_related=True) for one in articles]).copies


def noisy(read: Article, rate: float, seed: int) -> Article:
    chance = random.Random(f"{read.id}/{seed}")  # noqa: S311  no secret hangs on it
    paragraphs = tuple(replace(p, text=misread(p.text, rate, chance)) for p in read.paragraphs)
    return replace(read, id=f"{read.id}~", paragraphs=paragraphs)


@pytest.mark.parametrize("seed", range(3))
def test_copies_are_found_though_one_character_in_ten_is_wrong(seed: int) -> None:
    originals = [entry.article for entry in entries() if sum(len(p.text) for p in entry.article.paragraphs) >= 60]
    found = copies_among([*originals, *(noisy(read, 0.1, seed) for read in originals)])
    pairs = {(key, copy.article) for key, copies in found.items() for copy in copies}
    right = {pair for read in originals for pair in ((read.id, f"{read.id}~"), (f"{read.id}~", read.id))}
    assert len(pairs & right) >= 0.99 * len(right)
    assert not pairs - right


@given(st.text("甲乙丙", max_size=9), st.text("甲乙丙", max_size=9))
def test_characters_in_the_same_order_are_counted(one: str, other: str) -> None:
    assert round(aligned(one, other), 9) == (round(Indel.normalized_similarity(one, other), 9) if one or other else 0)


def test_order_of_articles_does_not_matter() -> None:
    originals = [entry.article for entry in entries()]
    both = [*originals, *(noisy(read, 0.05, 1) for read in originals)]
    assert copies_among(both) == copies_among(both[::-1])


ONE = (
    "昨天上午，清水县人民医院新门诊楼启用。新楼共六层，挂号、缴费、取药都在一楼大厅，患者不用再上下跑。"
    "院长说，搬迁用了三天，门诊一天也没有停。过去的老楼只有两部电梯，高峰时要排二十分钟，如今有六部。"
)
RETOLD = (
    "本报讯 清水县人民医院的病人昨天看上病用的是新楼。这座门诊楼一共六层，一楼大厅里挂号、缴费、取药一次办完。"
    "为了不停诊，医院三天里分批搬完了全部科室。老楼电梯少，早上常常排长队，新楼装了六部。"
)
BULLETIN = (
    "{}月{}日0时至24时，全县报告新增手足口病{}例，流行性感冒{}例，水痘{}例，累计报告其他传染病{}例。"
    "当日发热门诊接诊{}人，检测{}份，均已按要求上报。请广大居民勤洗手、常通风，有症状及时就医。"
)


def test_two_reports_of_one_event_are_no_copies() -> None:
    assert not copies_among([article("甲", ONE), article("乙", RETOLD)])


def test_bulletins_of_two_days_are_no_copies_and_the_same_one_reprinted_is() -> None:
    monday, tuesday = BULLETIN.format(5, 6, 12, 31, 4, 57, 218, 190), BULLETIN.format(5, 7, 9, 44, 7, 63, 305, 241)
    found = copies_among([article("一", monday), article("二", tuesday), article("三", monday.replace("57", "51"))])
    assert {key: [copy.article for copy in copies] for key, copies in found.items()} == {"一": ["三"], "三": ["一"]}


def test_tables_of_thousands_of_numbers_are_compared() -> None:
    table = "。".join(f"第{n}项有医院{n * 37 % 1009}家、床位{n * 91 % 7919}张" for n in range(900))
    other = "。".join(f"第{n}项有医院{n * 53 % 1009}家、床位{n * 17 % 7919}张" for n in range(900))
    found = copies_among(
        [article("甲", table), article("乙", other), article("丙", table.replace("医院37家", "医院39家"))]
    )
    assert {key: [copy.article for copy in copies] for key, copies in found.items()} == {"甲": ["丙"], "丙": ["甲"]}


def test_a_part_printed_alone_is_a_copy_in_part() -> None:
    whole = article("全文", *(p.text for entry in entries()[:2] for p in entry.article.paragraphs))
    part = article("节选", *(p.text for p in entries()[1].article.paragraphs))
    found = copies_among([whole, part])
    assert [(copy.article, copy.whole, copy.shared) for copy in found["节选"]] == [("全文", False, 1.0)]


def test_like_articles_share_what_they_are_about_and_not_only_their_place() -> None:
    titles = {entry.article.id: entry.article.title for entry in entries()}
    found = relate(entries()).similar
    near = {titles[key]: [titles[s.article] for s in like] for key, like in found.items()}
    assert near["急救站点再加密 救命快了几分钟"].index("一条急救通道 一座城的安心") <= 1
    assert near["门诊慢特病 跨省结算更省心"][0] in {"医保服务站 开进产业园", "周末有专家 医保不出院"}
    assert "疫苗" in found[next(k for k, t in titles.items() if t.startswith("守住“防”字关"))][0].reasons
    assert all(0 < s.score <= 1 and s.reasons and s.article != key for key, like in found.items() for s in like)
    assert "松阳古村旺 民宿床位过万张" not in near


def test_reasons_stand_in_both_articles() -> None:
    read = [entry.article for entry in entries()]
    texts = {
        a.id: "".join([a.title, a.deck or "", *(p.text for p in a.paragraphs), *(c.text for c in a.crossheads)])
        for a in read
    }
    for key, like in relate(entries()).similar.items():
        for similar in like:
            for reason in similar.reasons:
                assert reason in texts[key]
                assert reason in texts[similar.article]


def test_copies_are_not_named_again_among_like_articles() -> None:
    first = entries()[0]
    again = replace(first, article=noisy(first.article, 0.02, 1))
    relations: Relations = relate([*entries(), again])
    assert relations.copies[first.article.id][0].article == again.article.id
    assert again.article.id not in {s.article for s in relations.similar[first.article.id]}
    for like in relations.similar.values():
        assert len({s.article for s in like} & {first.article.id, again.article.id}) <= 1


def pages(folder: Path, **texts: str) -> Iterator[str]:
    """Write pages and yield what `check` says of pages and articles printed twice."""
    for name, text in texts.items():
        (folder / f"{name.removeprefix('_')}.txt").write_text(text, encoding="utf-8")
    for problem in read_archive(folder).problems:
        if problem.grade is not Grade.ERROR:
            yield f"{problem.grade.value} {problem}"


PAGE = f"新门诊楼启用\n\n{ONE}\n{ONE.replace('清水县', '全县').replace('昨天', '上月')[:90]}。\n"


def test_a_page_that_the_archive_has_already_is_reported(tmp_path: Path) -> None:
    said = list(pages(tmp_path, **{"2024-05-06-晨报": PAGE, "2024-05-07-晨报": PAGE}))
    assert said == [
        (
            "注意 2024-05-07-晨报.txt：这一版与 2024-05-06-晨报.txt 是同一版，"
            "日期却不同（2024-05-07 和 2024-05-06）；请核对日期，删去多余的一个文件；确实登过两次的，可以都留着"
        )
    ]


def test_an_article_printed_on_two_pages_is_a_hint(tmp_path: Path) -> None:
    other = "\n\n".join(p.text for p in entries()[0].article.paragraphs)
    said = list(pages(tmp_path, 甲=PAGE, 乙=f"{PAGE}\n\n名医下乡记\n\n□本报记者 何晓春\n\n{other}\n"))
    assert [line for line in said if "相同稿件" in line or "同一版" in line]


def test_readers_see_the_same_text_elsewhere_what_contradicts_it_and_where_to_read_on() -> None:
    archive = read_archive(ROOT / "source_articles")
    first = next(key for key, copies in archive.relations.copies.items() if copies[0].whole)
    files = generate(archive)
    page = files[path_of("articles", first, "md")]
    copy = path_of("articles", archive.relations.copies[first][0].article, "md")
    assert f"]({way(path_of('articles', first), copy)})" in page.split("相同稿件")[1].split("</section>")[0]
    assert page.index("相同稿件") < page.index("数字有矛盾") < page.index("相近的文章") < page.index("## 出处")
    for cited in archive.relations.contradictions[0].figures:
        there = path_of("articles", cited.article)
        assert f"]({way(path_of('articles', first), there.replace('.html', '.md'))}#s" in page
        assert f"{there}&#35;s" in files["contradictions.md"]
        assert f"../../{there}&#35;s" in files["places/21/210800.md"].split("数字有矛盾", 1)[1]
    assert len(files["data/contradictions.jsonl"].splitlines()) == len(archive.relations.contradictions)
    assert all(
        {"id", "copies", "similar"} == set(json.loads(row)) for row in files["data/relations.jsonl"].splitlines()
    )

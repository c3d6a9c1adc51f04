"""The order of pieces: columns found by their lines, seams weighed by words, the best order and its chance."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import Role
from build_scripts.reading import joins, page_order
from build_scripts.reading.columns import orders, score_of
from build_scripts.reading.continuity import weigh_closely
from build_scripts.reading.drafts import Draft
from build_scripts.reading.joins import Flow, Joins
from build_scripts.reading.line_ends import text_odds
from build_scripts.reading.numbered import goes_on_counting, points_of
from build_scripts.reading.order import Ordered, order_flow
from build_scripts.reading.phrasing import affinity
from build_scripts.reading.pieces import Piece, Span
from build_scripts.reading.seams import is_open
from build_scripts.reading.transitions import Transitions
from build_scripts.reading.typeset import find_layouts

PARAGRAPHS = (
    "清早的雾还没有散，医疗队的车已经开到了村口。",
    "队员们摆开桌子，量血压、测血糖、听心肺，一上午看了八十多位老人，还给行动不便的几户送去了常用药。",
    "村医说，过去看一次专科要坐三个小时的车，现在每月都有人上门，大家心里踏实多了。",
    "这样的车全县一共有六辆，从春天跑到冬天，把每个山村都跑了个遍。",
)


MORE = (
    "药箱也跟着换了样。从前只有听诊器和几盒常用药，如今添了便携彩超和心电图机，图像当场传回县医院，专科医生隔着屏幕看片子。",
    "去年腊月，一位牧民半夜胸口疼，值班的队员在雪地里赶了两个钟头，把人送到了县医院。",
    "队长说，明年还要再添两辆车，让最远的三个村也能每月看上一回专家。",
)


def set_columns(width: int, height: int, paragraphs: tuple[str, ...] = PARAGRAPHS) -> list[list[str]]:
    """Return the columns of paragraphs, each with its parts of paragraphs, as they are set in type."""
    lines: list[tuple[int, str]] = []
    for number, text in enumerate(paragraphs):
        room, line = width - 2, ""
        for char in text:
            if len(line) >= room and char not in "，。；：、？！”）":
                lines.append((number, line))
                room, line = width, ""
            line += char
        lines.append((number, line))
    columns = [lines[i : i + height] for i in range(0, len(lines), height)]
    return [
        ["".join(line for n, line in column if n == number) for number in dict.fromkeys(n for n, _ in column)]
        for column in columns
    ]


def pieces_of(columns: list[list[str]]) -> list[tuple[Role, Piece]]:
    texts = [text for column in columns for text in column]
    return [(Role.BODY, Piece(t, t, (Span(i, 0, len(t)),), i, 1)) for i, t in enumerate(texts, 1)]


@given(st.integers(12, 26), st.integers(3, 5))
def test_columns_of_one_width_and_height_are_found_by_their_lines(width: int, height: int) -> None:
    columns = set_columns(width, height)
    starts = [0]
    for column in columns[:-1]:
        starts.append(starts[-1] + len(column))
    found = find_layouts(pieces_of(columns))
    if found:  # too many ways to fit are none
        assert any(layout.starts == tuple(starts) for layout in found)


@pytest.mark.parametrize(("width", "height"), [(12, 3), (13, 3), (16, 3), (18, 3), (14, 4), (20, 4)])
def test_columns_in_reverse_are_read_in_order(width: int, height: int) -> None:
    columns = set_columns(width, height)
    assert len(columns) > 2
    pieces = pieces_of([columns[0], *reversed(columns[1:])])
    ordered = order_flow([(role, piece, "running_text") for role, piece in pieces], None)
    assert "".join(pieces[i][1].text for i in ordered.order) == "".join(PARAGRAPHS)


@pytest.mark.parametrize(("width", "height"), [(13, 8), (16, 4), (21, 5)])
def test_a_sentence_without_which_columns_fit_is_a_caption(width: int, height: int) -> None:
    columns = set_columns(width, height, PARAGRAPHS + MORE)
    caption = ["医疗队的车正往雪后的高处开。"]
    pieces = pieces_of([columns[0], columns[2], caption, columns[1], *columns[3:]])
    ordered = order_flow([(role, piece, "running_text") for role, piece in pieces], None)
    assert "".join(pieces[i][1].text for i in ordered.order) == "".join(PARAGRAPHS + MORE)
    assert [pieces[i][1].text for i in ordered.captions] == caption


def test_a_line_left_over_by_its_column_goes_on_in_another_and_a_crosshead_does_not() -> None:
    texts = [
        "车队清早出发，沿着河谷一路向北，队员们把药箱捆在车顶，又给每一户准备了体检",
        "这一年医疗队共走访了86个村",
        "入冬以后雪封了路，队员们就骑马进山，把常用药送到牧民手里。",
        "子，建起了两千多份健康档案，慢病患者都有人上门随访。",
        "表，到村里一户一户地填。",
        "药箱搬上马背",
        "老人说，从前看病要等上半个月，如今在家门口就能见到医生。",
    ]
    (pieces,) = (pieces_of([texts]),)
    heads = {1, 5}
    flow = [
        (Role.CROSSHEAD if i in heads else Role.BODY, piece, "short_line" if i in heads else "running_text")
        for i, (_, piece) in enumerate(pieces)
    ]
    odds = text_odds(flow)
    assert odds[1] > 0 > odds[5]
    ordered = order_flow(flow, None)
    assert ordered.text_lines == (1,)
    assert (1, 3) in pairwise(ordered.order)
    assert (5, 6) in pairwise(ordered.order)


def test_an_end_above_a_jump_goes_on_where_its_words_fit_when_columns_were_moved() -> None:
    columns = set_columns(14, 4)
    moved = pieces_of([columns[0], *reversed(columns[1:])])
    last = moved[-1][1]
    assert is_open(last.text)
    pieces = [*moved[:-1], (Role.BODY, replace(last, ends=True))]
    ordered = order_flow([(role, piece, "running_text") for role, piece in pieces], None)
    assert "".join(pieces[i][1].text for i in ordered.order) == "".join(PARAGRAPHS)


@pytest.mark.parametrize(("first", "looks"), [([0, 2, 1, 3, 4], [False, False, True, True]), (None, [False, False])])
def test_where_columns_of_one_article_were_moved_the_others_are_looked_at_again(
    first: list[int] | None, looks: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = set_columns(13, 3)
    moved = [columns[i] for i in first] if first else columns
    drafts = [Draft("first", flow=[(r, p, "running_text") for r, p in pieces_of(c)]) for c in (moved, columns)]
    seen: list[bool] = []

    def look(flow: Flow, byline_at: int | None, *, moved: bool) -> Ordered:
        seen.append(moved)
        return order_flow(flow, byline_at, moved=moved)

    monkeypatch.setattr(page_order, "order_flow", look)
    orders = page_order.order_drafts(drafts)
    assert seen == looks
    for draft, ordered in zip(drafts, orders, strict=True):
        assert ordered is not None
        assert "".join(draft.flow[i][1].text for i in ordered.order) == "".join(PARAGRAPHS)


def test_no_article_ends_with_a_semicolon_and_a_clause_may_go_on_behind_one() -> None:
    texts = ["队员们给老人量了血压；", "测血糖的排起了队。", "、听心肺的也不少。"]
    flow = [(role, piece, "running_text") for role, piece in pieces_of([texts])]
    weighed = Transitions(Joins(flow), {})
    assert weighed.worth(0, None) < weighed.worth(1, None)
    assert weighed.worth(0, 2) > weighed.worth(1, 2)


def test_a_figure_cut_at_its_point_is_an_open_end() -> None:
    assert is_open("参保率达到98.")
    assert not is_open("He came back in 1998.")


@pytest.mark.parametrize(
    ("left", "right", "other"),
    [
        ("全市二级以上医院都能看到病人在别处做过的检", "查结果，省下不少费用。", "设进展顺利。"),  # a word across
        ("这个项目一共投入资金3", "00万元。", "医院的门诊大楼。"),  # a number and what follows it
        ("老人说：“这条路我走了", "三十年。”说完他笑了。", "三十年。说完他笑了。"),  # a quotation is closed
        ("药箱里有血压计（上臂", "式）和听诊器。", "和听诊器。"),  # a bracket is closed
        ("中心开设了针灸、", "推拿、理疗等项目。", "师到乡镇坐诊。"),  # a list goes on
    ],
)
def test_what_goes_on_is_told_from_what_does_not(left: str, right: str, other: str) -> None:
    assert weigh_closely(left, right, "").proof > weigh_closely(left, other, "").proof + 1


def test_words_that_often_meet_have_affinity_and_others_have_none() -> None:
    assert affinity("开展免费", "体检活动") > affinity("开展免费", "的农村人")
    assert affinity("共有12", "家医院") == 0


@given(st.lists(st.lists(st.floats(-5, 5), min_size=5, max_size=5), min_size=4, max_size=4), st.floats(0.1, 3))
def test_the_best_order_and_the_chance_of_each_seam_are_those_of_all_orders(
    worth: list[list[float]], lead: float
) -> None:
    every = [(0, *rest) for rest in permutations(range(1, 4))]
    scores = [score_of(order, worth) + (lead if order == (0, 1, 2, 3) else 0.0) for order in every]
    found = orders(worth, lead)
    assert found.score == pytest.approx(max(scores))
    total = sum(map(math.exp, scores))
    assert found.total == pytest.approx(math.log(total))
    for seam, chance in found.chances.items():
        share = sum(math.exp(s) for s, order in zip(scores, every, strict=True) if seam in pairwise(order)) / total
        assert chance == pytest.approx(share, abs=1e-6)


def test_an_article_of_a_thousand_pieces_is_not_weighed_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def proof(left: str, right: str, _: str) -> float:
        asked.append((left, right))
        return 0.0

    monkeypatch.setattr(joins, "proof_closely", proof)
    texts = [f"第{i}天，医疗队又去了一个村子，看了三十多位老人。" for i in range(900)]
    texts[400] = "队员们摆开桌子，量血压、测血糖、听心肺，一上午看了"
    ordered = order_flow([(role, piece, "running_text") for role, piece in pieces_of([texts])], None)
    assert ordered.order == tuple(range(900))
    assert len(asked) < 3 * len(texts)


@pytest.mark.parametrize(
    ("left", "right", "sign"),
    [
        ("全县做了三件事：一是把药送到村里；二是把路修通。", "三是给老人建档。", 1),
        ("首先，药要够用。", "其次，路要好走。", 1),
        ("第二，把账目贴到墙上。", "第一，把药价降下来。", -1),
        ("一、谁能参加", "四、到哪里报销", -1),
        ("雪停以后，车队出发了。", "二是给老人建档。", -1),
        ("首先，药要够用。", "雪停以后，车队出发了。", 0),
        ("他是全村第一个报名的。", "第二天，车队出发了。", 0),
    ],
)
def test_a_column_goes_on_with_the_number_that_comes_next(left: str, right: str, sign: int) -> None:
    worth = goes_on_counting(points_of([left]), points_of([right]))
    assert (worth > 0) - (worth < 0) == sign

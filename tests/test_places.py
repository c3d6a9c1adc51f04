"""Places: cases by topic, and what always holds of the gazetteer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.gazetteer import Level, load_gazetteer
from build_scripts.model import Article, PageMeta, Paragraph
from build_scripts.tables import read_table
from build_scripts.understanding.place_names import Mention, Use, find_mentions
from build_scripts.understanding.places import find_places

CASES = [
    pytest.param(case, id=f"{path.stem}-{case['why']}")
    for path in sorted((Path(__file__).parent / "cases" / "places").glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
RULE_ROWS = {k: v for k, v in read_table("places").items() if isinstance(v, dict)}
WHERE_RULES_SHOW: dict[str, Callable[[tuple[Mention, ...]], bool]] = {
    "after_short_not": lambda found: not found,
    "school_tail": lambda found: found[0].use is Use.SCHOOL,
    "institution_tail": lambda found: found[0].use is Use.INSTITUTION,
    "award_tail": lambda found: found[0].use is Use.TITLE,
    "title_tail": lambda found: found[0].use is Use.TITLE,
    "passing_before": lambda found: found[0].use is Use.PASSING,
    "passing_after": lambda found: found[0].use is Use.PASSING,
    "passing_around": lambda found: found[0].use is Use.PASSING,
    "partner_near": lambda found: any(m.partner for m in found),
}
CODES = sorted(load_gazetteer().divisions)


def article(title: str, body: list[str]) -> Article:
    paragraphs = tuple(Paragraph(text, ()) for text in body)
    return Article("a-1", "a.txt", 1, 1, title, False, None, None, None, None, (), paragraphs)


@pytest.mark.parametrize("case", CASES)
def test_articles_name_their_places(case: dict[str, Any]) -> None:
    articles = tuple(article(**row) for row in case["articles"])
    found = find_places(articles, PageMeta(publication=case.get("publication")))
    optional = set(case.get("optional", []))
    for want, places in zip(case["places"], found, strict=True):
        names = [p.name for p in places]
        assert [p.name for p in places if p.primary] == want[:1] or case.get("primary") == "any"
        assert set(names) - (optional - set(want)) == set(want) - (optional - set(names))
    if "codes" in case:
        assert [[p.adcode for p in places] for places in found] == case["codes"]


@pytest.mark.parametrize(("rule", "holds"), sorted(WHERE_RULES_SHOW.items()), ids=sorted(WHERE_RULES_SHOW))
def test_rule_holds_its_own_examples(rule: str, holds: Callable[[tuple[Mention, ...]], bool]) -> None:
    assert holds(find_mentions(RULE_ROWS[rule]["positive"]))
    assert not holds(find_mentions(RULE_ROWS[rule]["negative"]))


@given(st.lists(st.sampled_from(CODES), max_size=3), st.text(max_size=20))
def test_at_most_one_primary_place_and_no_code_twice(codes: list[str], noise: str) -> None:
    gazetteer = load_gazetteer()
    text = noise + "，".join(gazetteer.full_name(c) + "的医生下乡。" for c in codes)
    (places,) = find_places((article("一则消息", [text]),))
    assert sum(p.primary for p in places) == (1 if places else 0)
    assert len({p.adcode for p in places}) == len(places)


@given(st.sampled_from(CODES))
def test_every_full_name_is_found_as_itself(code: str) -> None:
    gazetteer = load_gazetteer()
    if gazetteer[code].until is None:
        (places,) = find_places((article("一则消息", [f"{gazetteer.full_name(code)}添置了救护车。"]),))
        assert places[0].adcode == code


def bearers(name: str) -> list[str]:
    gazetteer = load_gazetteer()
    return [code for code in gazetteer.names[name] if gazetteer[code].until is None]


SHARED_NAMES = sorted(
    name
    for name in load_gazetteer().names
    if len(bearers(name)) > 1 and all(load_gazetteer()[code].level is Level.COUNTY for code in bearers(name))
)
"""Every county name of the gazetteer, former ones too, that several counties bear."""
SAID = [
    "{}添置了救护车，{}的医生下乡。",
    "昨天，{}卫健局来人，在{}开会。",
    "{}人民医院扩建，“{}居民近了”。",
    "全市四区，{}床位最多。{}人口也多。",
]


@pytest.mark.parametrize("name", SHARED_NAMES)
def test_a_name_that_several_counties_bear_stays_open_without_context(name: str) -> None:
    for said in SAID:
        (places,) = find_places((article(said.format(name, name), [said.format(name, name)]),))
        assert not {p.adcode for p in places} & set(bearers(name))


@given(st.sampled_from(SHARED_NAMES), st.sampled_from(SAID), st.randoms(use_true_random=False))
def test_a_shared_name_is_settled_only_by_the_one_city_that_has_it(name: str, said: str, chance: Random) -> None:
    gazetteer = load_gazetteer()
    one, two = chance.sample(bearers(name), 2)
    texts = {code: f"{gazetteer.full_name(gazetteer[code].parent or code)}卫健委发文。" for code in (one, two)}
    (places,) = find_places((article("一则消息", [texts[one], said.format(name, name)]),))
    assert not {p.adcode for p in places} & (set(bearers(name)) - {one})
    (places,) = find_places((article("一则消息", [texts[one] + texts[two], said.format(name, name)]),))
    cities = {gazetteer[code].parent for code in (one, two)}
    assert len(cities) == 1 or not {p.adcode for p in places} & set(bearers(name))


@given(st.text(alphabet="南京市鼓楼区营口县的在，。和城提高冠省吉林长春新", max_size=40))
def test_mentions_stand_in_order_and_do_not_overlap(text: str) -> None:
    ends = [0]
    for mention in find_mentions(text):
        assert mention.start >= ends[-1]
        ends.append(mention.end)
    assert ends[-1] <= len(text)


def test_gazetteer_is_one_tree() -> None:
    gazetteer = load_gazetteer()
    for code, division in gazetteer.divisions.items():
        assert (division.parent is None) == (division.level is Level.PROVINCE)
        assert all(child.parent == code for child in gazetteer.children(code))
    assert len(gazetteer.children("210800")) == 6
    assert gazetteer.match_prefix("营口市鲅鱼圈区中心医院") == ("营口市鲅鱼圈区", ("210804",))
    assert gazetteer.locate("鼓楼区妇幼保健院", ["320100"]) == "320106"
    assert gazetteer.locate("鼓楼区妇幼保健院", ["320000"]) is None
    assert gazetteer.locate("第三人民医院", ["320100"]) is None
    assert gazetteer.county_of_town("沙镇镇", "371500") == "371502"

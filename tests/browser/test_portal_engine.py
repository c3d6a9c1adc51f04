"""The search over several archives: split at random, they answer as the undivided one does."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from build_scripts.bench.articles import synthetic_records
from build_scripts.publishing.search.index import FORMAT
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.scripts import ENGINE, PORTAL, pack_data, read_script, unpack_data, write_script
from tests.browser.conftest import ROOT
from tests.shards import join_shards, write_shard

SEED = 20250113
ARTICLES = 100
QUERIES = 45
ANSWER = """async ([root, states]) => {
  const engine = await weiwenSearch.withSite(root);
  const found = [];
  for (const state of states) {
    const answer = await engine.search(state, 1000);
    const settled = await engine.settle(answer, state);
    const choices = [];
    for (const group of ["place", "place-210000", "topic", "publication", "status"]) {
      const rows = await engine.choices(group, state, answer.plan);
      choices.push(rows.map(({ key, name, count }) => [key, name, count]).sort());
    }
    const near = answer.total === 0 ? await engine.near(answer.plan, state) : [];
    found.push({
      ids: answer.results.map((result) => result.article.id),
      titles: answer.results.map((result) => result.title),
      excerpts: answer.results.map((result) => result.excerpts),
      choices,
      years: await engine.times(state, "year", answer.plan),
      months: await engine.times(state, "month", answer.plan),
      near: near.length,
      counted: [answer.total, settled.total, settled.least, settled.everywhere],
      notes: answer.plan.notes,
    });
  }
  return found;
}"""
SEARCH = """async ([root, state]) => {
  const engine = await weiwenSearch.withSite(root);
  const { results, searched } = await engine.search(state);
  return [results.length, searched.missing];
}"""


OpenEngine = Callable[..., Page]


@pytest.fixture
def open_engine(browser: Browser, tmp_path: Path) -> Iterator[OpenEngine]:
    """Return what opens an empty page with the engine on it, of an archive or of a portal."""
    (tmp_path / "bench.html").write_text("<!doctype html><meta charset=utf-8>")
    pages: list[Page] = []

    def open_engine(*scripts: str) -> Page:
        pages.append(browser.new_page())
        pages[-1].goto((tmp_path / "bench.html").as_uri())
        for script in scripts:
            pages[-1].add_script_tag(path=ROOT / "docs/assets/search" / f"{script}.js")
        return pages[-1]

    yield open_engine
    for page in pages:
        page.close()


def random_states(records: list[Record], chance: random.Random) -> Iterator[dict[str, str]]:
    """Yield what readers may ask of some articles, and now and then what nobody has written."""
    for number in range(QUERIES):
        record = chance.choice(records)
        text = chance.choice(record.fields)[2]
        start, length = chance.randrange(len(text)), chance.randint(1, 7)
        query = text[start : start + length]
        if number % 5 == 1:
            query += f" {chance.choice(('', '-'))}{chance.choice(records).title[:2]}"
        if number % 10 == 2:
            query = chance.choice(("yingkou", "zzqq", record.places[0][1][:2] + "卫生院", "龘龘龘", ""))
        state = {"query": query}
        if number % 3 == 0:
            state["place"] = chance.choice(record.regions)[0]
        if number % 4 == 0:
            state["year"] = chance.choice((str(record.year), "2024", "1999"))
        if number % 7 == 0:
            state["topic"] = chance.choice(record.topics)
        if number % 11 == 0:
            state["publication"] = record.publication
        yield {"sort": chance.choice(("", "date")), **state}


def test_a_split_archive_answers_as_the_undivided_one(open_engine: OpenEngine, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311  nothing secret
    records = [*synthetic_records(ARTICLES, 9 * 20 * 28)]
    parts: list[list[Record]] = [[], [], []]
    for record in records:  # one by year, two at random
        parts[0 if record.day[1] < 3 else chance.randint(1, 2)].append(record)
    write_shard(tmp_path / "whole", records)
    join_shards([write_shard(tmp_path / f"part{n}", part) for n, part in enumerate(parts)], tmp_path / "portal")
    states = [*random_states(records, chance)]
    whole = open_engine(*ENGINE).evaluate(ANSWER, ["whole/", states])
    split = open_engine(*ENGINE, *PORTAL).evaluate(ANSWER, ["portal/", states])
    by_id = {record.id: record for record in records}
    asked = 0
    for state, one, other in zip(states, whole, split, strict=True):
        days = [[by_id[name].day for name in found["ids"]] for found in (one, other)]
        assert days[0] == days[1], state
        for found in (one, other):  # articles of one day and weight have no order of their own
            rows = sorted(
                zip(found.pop("ids"), found.pop("titles"), found.pop("excerpts"), strict=True), key=lambda row: row[0]
            )
            found["articles"] = rows
            asked += len(rows)
        assert one == other, state
    assert asked > QUERIES


def test_only_archives_that_may_have_an_answer_are_asked(open_engine: OpenEngine, tmp_path: Path) -> None:
    records = [*synthetic_records(12)]
    shards = [write_shard(tmp_path / f"part{n}", records[n * 3 : n * 3 + 3]) for n in range(4)]
    join_shards(shards, tmp_path / "portal")
    page = open_engine(*ENGINE, *PORTAL)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    own = records[7].fields[1][2][:12]
    assert page.evaluate(SEARCH, ["portal/", {"query": own}]) == [1, ""]
    assert {url.split("/part")[1][0] for url in asked if "/part" in url} == {"2"}


TROUBLES = {
    "gone": "打不开",
    "format": "索引格式是第 99 版",
    "name": "索引的目录坏了",
    "days": "索引的目录坏了",
    "texts": "索引读不懂",
}


def spoil(shard: Path, fault: str) -> None:
    """Do something to a shard that nobody would expect."""
    path = shard / "search/list.js"
    listed = unpack_data(read_script(path))
    row = listed["segments"][0]
    if fault == "gone":
        path.unlink()
    elif fault == "texts":
        for text in (shard / "search").glob("*/t/0/*.js"):
            text.write_text("weiwen(1)", "utf-16")
    else:
        changed = {"name": ["../../x", *row[1:]], "days": [*row[:3], [1, 0, 10**9], *row[4:]]}.get(fault, row)
        number = 99 if fault == "format" else FORMAT
        write_script(path, pack_data({**listed, "segments": [changed], "format": number}))


@pytest.mark.parametrize("fault", TROUBLES)
def test_an_archive_that_cannot_be_asked_is_named_and_the_others_answer(
    fault: str, open_engine: OpenEngine, tmp_path: Path
) -> None:
    records = [*synthetic_records(6)]
    shards = [write_shard(tmp_path / name, records[n * 3 : n * 3 + 3]) for n, name in enumerate(("好", "坏"))]
    join_shards(shards, tmp_path / "portal")
    spoil(tmp_path / "坏", fault)
    page = open_engine(*ENGINE, *PORTAL)
    found, missing = page.evaluate(SEARCH, ["portal/", {"query": "的", "sort": "date"}])
    assert found == 3
    assert missing.startswith(f"。没有问到：坏（{TROUBLES[fault]}")

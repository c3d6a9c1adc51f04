"""The search engine alone, in the browser it is written for: cases, and an oracle that is plain string search."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from build_scripts.bench.fuzz import TYPE_ODDLY, odd_queries
from build_scripts.model import Author
from build_scripts.publishing.naming import written_byline
from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.index import write_index
from build_scripts.publishing.search.records import Basis, Record
from build_scripts.publishing.search.scripts import ENGINE
from tests.browser.conftest import ROOT, Reader, Row

CASES = sorted((ROOT / "tests/cases/search_engine").glob("*.yml"))
SCRIPTS = tuple(ROOT / "docs/assets/search" / f"{name}.js" for name in ENGINE)
SEED = 20250113
SEARCH = """async ([root, state]) => {
  const engine = await weiwenSearch.withSite(root);
  const answer = await engine.search(state, 1000);
  const named = await Promise.all(["place", "topic"].map((group) => engine.choices(group, state, answer.plan)));
  const below = await Promise.all([...new Set(named[0].map((choice) => `place-${choice.key}`))].flatMap((group) => [
    group, group.replace("0000", "0800")]).map((group) => engine.choices(group, state, answer.plan)));
  const years = await engine.times(state, "year", answer.plan);
  const count = async ({ printed }) => [
    printed, (await engine.settle({ plan: await engine.planner.plan(printed) }, {})).total];
  const separately = await Promise.all(answer.plan.words.map(count));
  return {
    total: answer.total,
    results: answer.results.map((result) => ({ ...result, article: result.article.id })),
    choices: [...named, ...below, years].flat(),
    separately: Object.fromEntries(separately),
    notes: answer.plan.notes,
  };
}"""
FIND = """async (queries) => {
  const engine = await weiwenSearch.withSite("./");
  const found = [];
  for (const query of queries) {
    const answer = await engine.search({ query, exact: "1" }, 10000);
    found.push(answer.results.map((result) => result.article.id));
  }
  return found;
}"""
SETTLE = """async ([root, queries]) => {
  const engine = await weiwenSearch.withSite(root);
  const found = [];
  for (const query of queries) {
    const answer = await engine.search({ query, exact: "1" }, 10);
    const settled = await engine.settle(answer, {});
    const ids = answer.results.map((result) => result.article.id);
    found.push({ ids, counted: answer.exact && answer.total, ...settled });
  }
  return found;
}"""
FOLD_TWICE = """(texts) => texts.map((text) => {
  const { folded, starts, ends } = weiwenWords.foldWithPlaces(text);
  return [weiwenWords.foldText(text), folded, starts.length === folded.length && ends.length === folded.length];
})"""


@pytest.fixture
def bench(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Return an empty page in a folder of its own with the engine on it."""
    (tmp_path / "bench.html").write_text("<!doctype html><meta charset=utf-8>")
    page = browser.new_page()
    page.goto((tmp_path / "bench.html").as_uri())
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    yield page
    page.close()


def make_record(case: dict[str, Any], number: int) -> Record:
    """Return an article of a case as the search knows it; a case lists its articles newest first."""
    article = case["articles"][number]
    names = {code: (name, above) for code, name, above in case.get("places", ())}
    fields = [("headline", "", article["title"])]
    fields += [(kind, "", article[kind]) for kind in ("deck",) if kind in article]
    fields += [("paragraph", f"p{n}", text) for n, text in enumerate(article.get("body", ()), 1)]
    fields += [(kind, "p1", article[kind]) for kind in ("caption", "printed") if kind in article]
    year = article.get("year", 2025)
    return Record(
        id=article["id"],
        title=article["title"],
        day=(year, 1, 28 - number),
        basis=Basis.ISSUED,
        dated="",
        publication="",
        places=tuple((code, names[code][0]) for code in article.get("places", ())),
        regions=tuple(dict.fromkeys(step for code in article.get("places", ()) for step in lineage(code, names))),
        topics=tuple(article.get("topics", ())),
        institutions=(),
        checked=False,
        fields=tuple(fields),
    )


def lineage(code: str | None, names: dict[str, tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    """Yield code and name of a place and of all above it."""
    while code:
        yield code, names[code][0]
        code = names[code][1]


def mark(text: str, spans: list[dict[str, int]]) -> str:
    """Return the text with its hits in brackets; spans count as JavaScript does, in units of UTF-16."""
    units = text.encode("utf-16-le")
    for span in reversed(spans):
        start, end = 2 * span["start"], 2 * span["end"]
        units = b"".join(
            (units[:start], "【".encode("utf-16-le"), units[start:end], "】".encode("utf-16-le"), units[end:])
        )
    return units.decode("utf-16-le")


def show(excerpt: dict[str, Any]) -> str:
    """Return an excerpt as a case writes it."""
    kind = excerpt["field"][0]
    label = "" if kind == "paragraph" else f"{kind}: "
    before, after = "……" * excerpt["cutBefore"], "……" * excerpt["cutAfter"]
    return f"{label}{before}{mark(excerpt['text'], excerpt['spans'])}{after}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, bench: Page, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    records = sorted((make_record(case, n) for n in range(len(case["articles"]))), key=lambda record: record.order)
    write_index(records, len(records), tmp_path / "search")
    state = {name: case.get(name, "") for name in ("query", "place", "topic", "year", "exact", "sort")}
    answer = bench.evaluate(SEARCH, [f"{tmp_path.as_uri()}/", state])
    results = {result["article"]: result for result in answer["results"]}
    assert list(results) == case["found"]
    assert answer["total"] == len(case["found"])
    for article, excerpts in case.get("shown", {}).items():
        assert [show(excerpt) for excerpt in results[article]["excerpts"]] == excerpts
    for article, title in case.get("titles", {}).items():
        given = next(a["title"] for a in case["articles"] if a["id"] == article)
        assert mark(given, results[article]["title"]) == title
    counts = {choice["key"]: choice["count"] for choice in answer["choices"]}
    assert {key: counts.get(key) for key in case.get("counts", {})} == case.get("counts", {})
    if "separately" in case:
        assert answer["separately"] == case["separately"]
    if "notes" in case:
        assert answer["notes"] == case["notes"]


def printed_pieces(row: Row) -> Iterator[str]:
    """Yield every piece of an exported article in which a reader may look for something."""
    yield from (row[key] for key in ("column", "title", "kicker", "deck", "summary") if row[key])
    if row["byline"]:
        yield written_byline(Author(**author) for author in row["byline"])
    yield from row["crossheads"]
    yield from row["captions"]
    yield from (f"{fact['indicator']} {fact['printed']}" for fact in row["facts"] if fact["key"])
    for number, paragraph in enumerate(row["paragraphs"]):
        text = paragraph["text"]
        yield text
        for c in sorted(row["corrections"], key=lambda c: -c["start"]):
            if c["paragraph"] == number and text[c["start"] :].startswith(c["fixed"]):
                text = text[: c["start"]] + c["raw"] + text[c["start"] + len(c["fixed"]) :]
        yield text
    for c in row["corrections"]:
        if c["paragraph"] is None and c["fixed"]:
            heads = (row["title"], row["kicker"], row["deck"], row["summary"], *row["crossheads"], *row["captions"])
            yield from (head.replace(c["fixed"], c["raw"]) for head in heads if head and c["fixed"] in head)


def plain(text: str) -> str:
    """Return text in one width and case, with one kind of quotation mark, dash and dot and no idle space."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub("[“”]", '"', re.sub("[‘’]", "'", re.sub("[‐-―−─]", "-", re.sub("[•‧・]", "·", text))))
    return re.sub(r"(?<![a-z0-9]) +| +(?![a-z0-9])", "", text)


def random_fragments(pieces: list[str], count: int) -> list[str]:
    """Return fragments of 2 to 8 characters from anywhere in the pieces, the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311  nothing secret
    fragments: list[str] = []
    while len(fragments) < count:
        piece = chance.choice(pieces)
        start = chance.randrange(len(piece))
        fragment = piece[start : start + chance.randint(2, 8)].strip()
        if len(fragment) > 1 and fragment[0] not in '-－−“”"':  # what leaves out or quotes
            fragments.append(fragment)
    return fragments


def test_every_fragment_of_the_archive_is_found_exactly_where_it_stands(reader: Reader, articles: list[Row]) -> None:
    texts = {row["id"]: list(printed_pieces(row)) for row in articles}
    folded = {key: [plain(piece) for piece in pieces] for key, pieces in texts.items()}
    queries = random_fragments([piece for pieces in texts.values() for piece in pieces], 400)
    found = reader.open("search.html").evaluate(FIND, queries)
    for query, ids in zip(queries, found, strict=True):
        literal = {key for key, pieces in texts.items() if any(query in piece for piece in pieces)}
        words = [plain(word) for word in query.split()]
        true = {key for key, pieces in folded.items() if all(any(word in p for p in pieces) for word in words)}
        assert literal <= set(ids), query
        assert set(ids) == true, query


def test_counts_are_true_and_where_not_they_say_between_what_they_lie(bench: Page, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311  nothing secret
    words = ["医院", "医生", "院医", "家庭医生", "急诊", "，", "3", "33", "签约", "约医", "MRI ", "。"]
    weights = [9, 9, 3, 20, 5, 9, 4, 4, 9, 2, 3, 5]
    texts = ["".join(chance.choices(words, weights, k=chance.randint(8, 20))) for _ in range(700)]
    case = {"articles": [{"id": str(n), "title": "无", "body": [text]} for n, text in enumerate(texts)]}
    records = [replace(make_record(case, n), day=(2025, 1, 1)) for n in range(len(texts))]
    write_index(records, len(records), tmp_path / "search")
    assert list((tmp_path / "search").glob("*/l/*/*.js")), "no long list to be proven"
    queries = ["家庭医生", "家庭医生签约", "家庭医生家庭医生", *random_fragments(texts, 100)]
    exact = 0
    for query, found in zip(queries, bench.evaluate(SETTLE, [f"{tmp_path.as_uri()}/", queries]), strict=True):
        terms = [plain(word) for word in query.split()]
        true = [str(n) for n, text in enumerate(texts) if all(term in plain(text) for term in terms)]
        assert found["ids"] == true[:10], query
        assert found["least"] <= len(true) <= found["total"], query
        assert not found["exact"] or found["total"] == len(true), query
        assert found["counted"] in {False, len(true)}, query
        exact += found["exact"]
    assert exact > len(queries) / 2


def paired(text: str) -> str:
    """Return a text in which surrogates that stand together are one character, as in the browser."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def test_folding_is_the_same_with_and_without_places(bench: Page) -> None:
    chance = random.Random(SEED)  # noqa: S311  nothing secret
    alphabet = "医院 急诊　ＡＢ 12３㎡…“”——\u0301\u200b\u202eé\ufe0f㍿Σς́가각ﬃ𠮷😀\ud800\udfff\t\n-·•İß"
    texts = ["".join(chance.choices(alphabet, k=chance.randint(0, 12))) for _ in range(2000)]
    for text, (short, long, whole) in zip(texts, bench.evaluate(FOLD_TWICE, texts), strict=True):
        assert short == long, text
        assert short == paired(fold_text(paired(text))), text
        assert whole, text


def test_no_query_however_odd_breaks_the_search(reader: Reader) -> None:
    odd = [
        "(",
        "[",
        "\\",
        ".*",
        "<script>",
        "%",
        "%E4",
        "&q=",
        "#",
        "'",
        '"',
        "\0",
        "\ud800",
        "😀",
        "\u202e",
        "医" * 10000,
    ]
    odd += ["a " * 2000, " ", "　", "\u0301", "__proto__", "constructor", "${1}", "{{ q }}"]
    found = reader.open("search.html").evaluate(FIND, odd)
    assert len(found) == len(odd)


def test_whatever_is_typed_the_page_answers_and_the_console_stays_empty(reader: Reader) -> None:
    page = reader.open("search.html")
    page.locator(".search-help p").first.wait_for()
    assert page.evaluate(TYPE_ODDLY, odd_queries(40)) == []

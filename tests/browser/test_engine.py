"""The search engine alone, in the browser it is written for: cases, and an oracle that is plain string search."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from build_scripts.model import Author
from build_scripts.publishing.naming import written_byline
from tests.browser.conftest import ROOT, Reader, Row

CASES = sorted((ROOT / "tests/cases/search_engine").glob("*.yml"))
SCRIPTS = (ROOT / "docs/assets/search/words.js", ROOT / "docs/assets/search/engine.js")
SEED = 20250113
SEARCH = """async ([data, state]) => {
  const answer = await weiwenSearch.createEngine(data).search(state, 1000);
  return { ...answer, results: answer.results.map((result) => ({ ...result, article: result.article.id })) };
}"""
FIND = """async (queries) => {
  const engine = await weiwenSearch.withSite("./");
  const found = [];
  for (const query of queries) {
    const answer = await engine.search({ query, place: "", topic: "", year: "", sort: "" }, 10000);
    found.push(answer.results.map((result) => result.article.id));
  }
  return found;
}"""
FOLD_TWICE = """(texts) => texts.map((text) => {
  const { folded, starts, ends } = weiwenWords.foldWithPlaces(text);
  return [weiwenWords.foldText(text), folded, starts.length === folded.length && ends.length === folded.length];
})"""


@pytest.fixture(scope="module")
def bench(browser: Browser) -> Iterator[Page]:
    """Return an empty page with the engine on it."""
    page = browser.new_page()
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    yield page
    page.close()


def make_data(case: dict[str, Any]) -> dict[str, Any]:
    """Return the engine's data for the articles of a case."""
    return {
        "articles": [make_article(**article) for article in case["articles"]],
        "places": [dict(zip(("code", "name", "short", "parent"), row, strict=True)) for row in case.get("places", ())],
        "topics": sorted({topic for article in case["articles"] for topic in article.get("topics", ())}),
        "unchecked": 0,
    }


def make_article(id: str, title: str, **parts: Any) -> dict[str, Any]:  # noqa: A002, ANN401  the keys of a case
    """Return one article of a case as the engine's `Article`."""
    fields = [("headline", "", title)]
    fields += [(kind, "", parts[kind]) for kind in ("deck",) if kind in parts]
    fields += [("paragraph", f"p{number}", text) for number, text in enumerate(parts.get("body", ()), 1)]
    fields += [(kind, "p1", parts[kind]) for kind in ("caption", "printed") if kind in parts]
    return {
        "id": id,
        "path": f"articles/{id}.html",
        "title": title,
        "issued": "",
        "dated": "",
        "year": parts.get("year"),
        "publication": "",
        "places": parts.get("places", []),
        "topics": parts.get("topics", []),
        "checked": False,
        "fields": [{"kind": kind, "anchor": anchor, "text": text} for kind, anchor, text in fields],
    }


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
    kind = excerpt["field"]["kind"]
    label = "" if kind == "paragraph" else f"{kind}: "
    before, after = "……" * excerpt["cutBefore"], "……" * excerpt["cutAfter"]
    return f"{label}{before}{mark(excerpt['text'], excerpt['spans'])}{after}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, bench: Page) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    state = {name: case.get(name, "") for name in ("query", "place", "topic", "year", "sort")}
    answer = bench.evaluate(SEARCH, [make_data(case), state])
    results = {result["article"]: result for result in answer["results"]}
    assert list(results) == case["found"]
    assert answer["total"] == len(case["found"])
    for article, excerpts in case.get("shown", {}).items():
        assert [show(excerpt) for excerpt in results[article]["excerpts"]] == excerpts
    for article, title in case.get("titles", {}).items():
        given = next(a["title"] for a in case["articles"] if a["id"] == article)
        assert mark(given, results[article]["title"]) == title
    counts = {choice["key"]: choice["count"] for facet in answer["facets"].values() for choice in facet}
    assert {key: counts.get(key) for key in case.get("counts", {})} == case.get("counts", {})
    if "separately" in case:
        assert {word["printed"]: word["count"] for word in answer["separately"]} == case["separately"]
    if "apart" in case:
        assert [answer["apart"]["place"]["key"], answer["apart"]["query"], answer["apart"]["place"]["count"]] == case[
            "apart"
        ]


def printed_pieces(row: Row) -> Iterator[str]:
    """Yield every piece of an exported article in which a reader may look for something."""
    yield from (row[key] for key in ("column", "title", "kicker", "deck", "summary") if row[key])
    if row["byline"]:
        yield written_byline(Author(**author) for author in row["byline"])
    yield from row["crossheads"]
    yield from row["captions"]
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
        if len(fragment) > 1:
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


def test_folding_is_the_same_with_and_without_places(bench: Page) -> None:
    chance = random.Random(SEED)  # noqa: S311  nothing secret
    alphabet = "医院 急诊　ＡＢ 12３㎡…“”——\u0301\u200b\u202eé\ufe0f㍿Σς́가각ﬃ𠮷😀\ud800\udfff\t\n-·•İß"
    texts = ["".join(chance.choices(alphabet, k=chance.randint(0, 12))) for _ in range(2000)]
    for text, (short, long, whole) in zip(texts, bench.evaluate(FOLD_TWICE, texts), strict=True):
        assert short == long, text
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

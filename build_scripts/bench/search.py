"""Cost and truth of the search on synthetic archives: built here, asked in Chromium, compared with plain string search.

A hundred queries are written by hand (queries.yml), the others are random fragments of 2 to 8 characters.
Bytes and requests are counted by the server; every query begins with nothing in memory but the engine.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import shutil
import statistics
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from build_scripts.bench.articles import synthetic_records
from build_scripts.bench.counting import Counts, serve_counting
from build_scripts.bench.peer import bench_peer
from build_scripts.model import Archive
from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.index import update_index, write_index
from build_scripts.publishing.site import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_QUERIES = Path(__file__).with_name("queries.yml")
_SEED = 20250113
_TRIPS = 3
"""Requests that may depend on one another."""
_MOST_FOR_PEER = 10_000
"""Articles up to which Pagefind is asked too; it keeps all in memory and takes its time."""
_COMMON = ("医院", "急诊", "家庭医生", "高血压", "村卫生室", "双向转诊", "大雪封山", "12月", "9%", "中心医院")
"""What any archive of this kind has: typed to see how soon a result shows."""
_IN_TRIPS = """() => {
  const append = document.head.append.bind(document.head);
  const { arrayBuffer } = Response.prototype;
  let asked = [];
  let busy = 0;
  window.trips = 0;
  const done = () => { busy -= 1; setTimeout(() => setTimeout(send)); };
  // Files are sent for when nothing is left to be done with those before: so each trip needs the one before it.
  const send = () => {
    if (busy > 0 || asked.length === 0) return;
    const sent = asked;
    asked = [];
    window.trips += 1;
    for (const script of sent) {
      busy += 1;
      for (const end of ["load", "error"]) script.addEventListener(end, done);
      append(script);
    }
  };
  document.head.append = (script) => { asked.push(script); setTimeout(() => setTimeout(send)); };
  Response.prototype.arrayBuffer = function () {
    busy += 1;
    return arrayBuffer.call(this).finally(done);
  };
}"""
"""Counts the trips to the server that depend on one another, however long each takes."""
_ASK = """async (query) => {
  weiwenSearch.forget();
  const engine = await weiwenSearch.withSite("./");
  engine.known.clear();
  window.trips = 0;
  let first = 0;
  const answer = await engine.search({ query, exact: "1" }, 10, () => { first ||= window.trips; });
  const { ranks } = answer.list;
  return { first: first || window.trips, trips: window.trips, total: answer.total, exact: answer.exact,
           shown: answer.results.map((result) => result.rank), count: ranks.length,
           found: ranks.length <= 3000 ? Array.from(ranks) : null };
}"""
_SETTLE = """async (query) => {
  const engine = await weiwenSearch.withSite("./");
  return engine.settle({ plan: await engine.planner.plan(query, true) }, {});
}"""
_TYPE = """(text) => new Promise((resolve) => {
  weiwenSearch.forget();
  const input = document.querySelector(".search-page input");
  const seen = new MutationObserver(() => {
    if (document.querySelector(".search-results .result")) { seen.disconnect(); resolve(performance.now() - start); }
  });
  document.querySelector(".search-results").replaceChildren();
  seen.observe(document.querySelector(".search-results"), { childList: true });
  const start = performance.now();
  input.value = text;
  input.dispatchEvent(new InputEvent("input"));
})"""


@dataclass(frozen=True, slots=True)
class Built:
    """What building cost."""

    seconds: float
    memory: float
    characters: int
    one_more: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What one query cost, and whether it was answered truly."""

    query: str
    bytes: int
    """For the first ten results with their excerpts."""
    requests: int
    settled: int
    """Bytes with the number of all articles, as exact as it becomes."""
    exact: bool
    wrong: bool
    """A number that was called exact and is not, or lies outside of what was said."""
    missed: int
    false: int
    recall: float
    trips: tuple[int, int]
    """Trips that depend on one another, to the first results and to ten of them."""


def bench_search(archive: Archive, size: int, queries: int, indexes: Path | None = None) -> str:
    """Return the costs of an index of some size; the archive lends its search page.

    Indexes are kept in a folder if one is given, and taken from there the next time.
    """
    with tempfile.TemporaryDirectory(prefix="weiwen-bench-") as scratch:
        site = Path(scratch, "site")
        build_site(archive, site)
        shutil.rmtree(site / "search")
        folder = (indexes or Path(scratch)) / f"index{size}"
        costs = folder / "costs.json"
        if not costs.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                built = pool.submit(build_index, size, folder / "search").result()
            costs.write_text(json.dumps(asdict(built)), encoding="utf-8")
        (site / "search").symlink_to((folder / "search").resolve(), target_is_directory=True)
        return "\n".join(_measure(site, size, queries, Built(**json.loads(costs.read_text(encoding="utf-8")))))


def _measure(site: Path, size: int, queries: int, built: Built) -> list[str]:
    index = site / "search"
    weights = _folder_sizes(index)
    oracle = Oracle(size)
    written = yaml.safe_load(_QUERIES.read_text(encoding="utf-8"))["queries"]
    fragments = oracle.fragments(queries)
    everything = [*map(str, written), *fragments]
    with _chromium() as browser:
        with serve_counting(site) as (address, counts):
            first, keystroke, asked = _ask_all(browser, address, counts, oracle, everything)
        peer = bench_peer(browser, size, oracle, everything) if size <= _MOST_FOR_PEER else []
    sizes = sorted(one.bytes for one in asked)
    wrong = sum(one.missed > 0 for one in asked)
    recall = statistics.mean(one.recall for one in asked)
    exact = sum(one.exact for one in asked) / len(asked)
    false = sum(one.false for one in asked)
    requests = statistics.median(one.requests for one in asked)
    settled = sorted(one.settled for one in asked)
    more = weights.pop("articles.txt", 0) + weights.pop("facets.txt", 0)
    text = weights.pop("t", 0)
    lists = sum(weights.values())
    rows = (
        ("生成", f"{built.seconds:.1f} 秒处理器时间，内存峰值 {built.memory:.0f} MB；加一篇 {built.one_more:.2f} 秒"),
        (
            "每篇",
            f"索引 {lists / size:.0f} 字节，文字 {text / size:.0f} 字节，更新用的清单 {more / size:.0f} 字节",
        ),
        ("第一次提问", f"连引擎和页面程序{_spread([first + size for size in sizes])}"),
        (
            "再提问",
            f"{_spread(sizes)}，请求 {requests:.0f} 个",
        ),
        (
            "依次等待",
            f"到头几条{_trips([one.trips[0] for one in asked])}；到十条{_trips([one.trips[1] for one in asked])}",
        ),
        ("击键到结果", f"中位 {statistics.median(keystroke):.0f} 毫秒，最长 {max(keystroke):.0f} 毫秒"),
        ("对照逐字查找", f"{len(asked)} 问，召回 {recall:.4f}（{wrong} 问有遗漏），前十条里不实的 {false} 条"),
        (
            "篇数",
            f"确切的占 {exact:.0%}，说错的 {sum(one.wrong for one in asked)} 问；连数篇数在内{_spread(settled)}",
        ),
        *(("有遗漏的", "、".join(one.query for one in asked if one.missed)),) * (wrong > 0),
        *peer,
    )
    head = f"搜索：合成文章 {size} 篇，平均 {built.characters / size:.0f} 字；每次提问前内存里只有引擎"
    return [head, *(f"  {name}　{text}" for name, text in rows)]


def _spread(sizes: list[int]) -> str:
    """Return the middle and the upper end of some sizes, which are in order."""
    return f"中位 {statistics.median(sizes) / 1000:.1f} kB，95% 不超过 {sizes[int(len(sizes) * 0.95)] / 1000:.1f} kB"


def _trips(counts: list[int]) -> str:
    """Return how many trips depended on one another."""
    return f"最多 {max(counts)} 回（超过 {_TRIPS} 回的占 {sum(count > _TRIPS for count in counts) / len(counts):.1%}）"


def build_index(size: int, folder: Path) -> Built:
    """Build an index in a process of its own, then add one article."""
    started = time.process_time()
    characters = sum(len(text) for record in synthetic_records(size) for _, _, text in record.fields)
    making = time.process_time() - started
    started = time.process_time()
    write_index(synthetic_records(size), size, folder)
    seconds = time.process_time() - started - making
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    copy = folder.with_name("search-more")
    shutil.copytree(folder, copy, copy_function=os.link)
    started = time.process_time()
    update_index(copy, list(synthetic_records(1, size)))
    more = time.process_time() - started
    shutil.rmtree(copy)
    return Built(seconds, memory, characters, more)


def _folder_sizes(index: Path) -> dict[str, int]:
    """Return the bytes of each kind of file: s, l, t, f, n, articles.txt, and the list itself."""
    sizes: dict[str, int] = {}
    for base, _, names in os.walk(index):
        for name in names:
            path = Path(base, name)
            kind = (*path.relative_to(index).parts, "list")[1]
            sizes[kind] = sizes.get(kind, 0) + path.stat().st_size
    return sizes


class Oracle:
    """Plain string search over everything, folded as the search folds it."""

    def __init__(self, size: int) -> None:
        texts = ["\0".join(fold_text(text) for _, _, text in record.fields) for record in synthetic_records(size)]
        self.ends = list(accumulate(len(text) + 1 for text in texts))
        self.whole = "\n".join(texts)

    def find(self, query: str) -> set[int]:
        """Return the numbers of the articles that have all words of a query."""
        words = [fold_text(word.strip("“”")) for word in query.split()]
        return set.intersection(*map(self._find, words))

    def _find(self, word: str) -> set[int]:
        found: set[int] = set()
        at = self.whole.find(word)
        while at >= 0:
            article = bisect_right(self.ends, at)
            found.add(article)
            at = self.whole.find(word, self.ends[article])
        return found

    def fragments(self, count: int) -> list[str]:
        """Return random fragments that lie within one text."""
        chance = Random(_SEED)  # noqa: S311  nothing secret
        fragments: list[str] = []
        while len(fragments) < count:
            at = chance.randrange(len(self.whole))
            piece = self.whole[at : at + chance.randint(2, 8)]
            if len(piece) > 1 and not set(piece) & set('\0\n "-'):
                fragments.append(piece)
        return fragments


@contextmanager
def _chromium() -> Iterator[Browser]:
    """Start Chromium; needs playwright, which the tests bring."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def _ask_all(
    browser: Browser, address: str, counts: Counts, oracle: Oracle, queries: list[str]
) -> tuple[int, list[float], list[Asked]]:
    """Ask everything; return what every first query costs more, and how long a key takes."""
    page = browser.new_page()
    counts.clear()
    page.goto(f"{address}search.html")
    page.wait_for_load_state("networkidle")
    page.evaluate("async (query) => (await weiwenSearch.withSite('./')).search({ query }, 10)", _COMMON[0])
    first = counts.bytes
    counts.clear()
    page.evaluate(_ASK, _COMMON[0])
    first -= counts.bytes
    keystroke = [float(page.evaluate(_TYPE, query)) for query in _COMMON]
    page.evaluate(_IN_TRIPS)
    asked = []
    for query in queries:
        counts.clear()
        answer = page.evaluate(_ASK, query)
        cost, requests = counts.bytes, counts.requests
        settled = page.evaluate(_SETTLE, query)
        asked.append(_judge(query, answer, settled, oracle.find(query), (cost, requests, counts.bytes)))
    page.close()
    return first, keystroke, asked


def _judge(
    query: str, answer: dict[str, Any], settled: dict[str, Any], true: set[int], costs: tuple[int, int, int]
) -> Asked:
    """Compare an answer with plain string search."""
    found = set(answer["found"]) if answer["found"] is not None else None
    missed = len(true - found) if found is not None else max(0, len(true) - answer["count"])
    false = len(set(answer["shown"]) - true)
    recall = 1 - missed / len(true) if true else 1.0
    wrong = not settled["least"] <= len(true) <= settled["total"] or (answer["exact"] and answer["total"] != len(true))
    return Asked(query, *costs, settled["exact"], wrong, missed, false, recall, (answer["first"], answer["trips"]))

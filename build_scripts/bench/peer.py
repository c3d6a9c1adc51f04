"""Pagefind on the same articles and the same queries, beside our own search; only where it is installed."""

from __future__ import annotations

import html
import importlib.util
import statistics
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from build_scripts.bench.articles import synthetic_records
from build_scripts.bench.counting import Counts, serve_counting
from build_scripts.bench.measured import CommandError, measure

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from build_scripts.publishing.search.records import Record

_PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
    "<main data-pagefind-body>{body}</main></html>"
)
_MOST_NAMED = 300
"""Results that are asked for their address; of more, only the number is compared."""
_FORGET = """async () => {
  window.peer ??= await import("/pagefind/pagefind.js");
  await window.peer.destroy();
  await window.peer.init();
  await window.peer.search("zzzz");
}"""
"""Begins with nothing in memory but the engine and its list of articles, which a first query fetches."""
_ASK = """async ([query, most]) => {
  const found = await (window.peer ??= await import("/pagefind/pagefind.js")).search(query);
  const shown = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
  return { count: found.results.length, shown: shown.map((one) => one.url), named: found.results.length <= most };
}"""
_NAME = """async (query) => {
  const found = await window.peer.search(query);
  return Promise.all(found.results.map(async (result) => (await result.data()).url));
}"""


class Oracle(Protocol):
    """Plain string search."""

    def find(self, query: str) -> set[int]:
        """Return the numbers of the articles that have all words of a query."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked:
    bytes: int
    recall: float
    false: int
    """Articles among the first ten that do not have what was asked for."""


def bench_peer(browser: Browser, size: int, oracle: Oracle, queries: list[str]) -> list[tuple[str, str]]:
    """Return rows of what Pagefind costs and finds, or one that says why there are none."""
    if not importlib.util.find_spec("pagefind"):
        return [("Pagefind", "没有安装，没有比；要比，先运行 .venv/bin/python -m pip install 'pagefind[extended]'")]
    with tempfile.TemporaryDirectory(prefix="weiwen-peer-") as scratch:
        site = Path(scratch)
        _write_pages(synthetic_records(size), site)
        try:
            cost = measure([sys.executable, "-m", "pagefind", "--site", str(site)], site)
        except CommandError as error:
            return [("Pagefind", f"没有运行成功：{error}")]
        weight = sum(path.stat().st_size for path in (site / "pagefind").rglob("*") if path.is_file())
        with serve_counting(site) as (address, counts):
            first, asked = _ask_all(browser, address, counts, oracle, queries)
    sizes = sorted(one.bytes for one in asked)
    wrong = sum(one.recall < 1 for one in asked)
    most = sizes[int(len(sizes) * 0.95)]
    recall, false = statistics.mean(one.recall for one in asked), sum(one.false for one in asked)
    further = f"中位 {statistics.median(sizes) / 1000:.1f} kB，95% 不超过 {most / 1000:.1f} kB"
    truth = f"{len(asked)} 问，召回 {recall:.4f}（{wrong} 问有遗漏），前十条里不实的 {false} 条"
    return [
        (
            "Pagefind 生成",
            f"{cost.cpu:.1f} 秒处理器时间，内存峰值 {cost.memory / 1e6:.0f} MB；每篇连文字 {weight / size:.0f} 字节",
        ),
        ("Pagefind 第一次提问", f"{first / 1000:.1f} kB"),
        ("Pagefind 再提问", further),
        ("Pagefind 对照", truth),
    ]


def _write_pages(records: Iterable[Record], site: Path) -> None:
    (site / "index.html").write_text("<!doctype html><title>.</title>", encoding="utf-8")
    for number, record in enumerate(records):
        body = "".join(f"<p>{html.escape(text)}</p>" for kind, _, text in record.fields if kind != "headline")
        page = _PAGE.format(title=html.escape(record.title), body=f"<h1>{html.escape(record.title)}</h1>{body}")
        (site / f"{number}.html").write_text(page, encoding="utf-8")


def _ask_all(
    browser: Browser, address: str, counts: Counts, oracle: Oracle, queries: list[str]
) -> tuple[int, list[_Asked]]:
    page = browser.new_page()
    page.goto(address)
    counts.clear()
    page.evaluate(_ASK, ["双向转诊", _MOST_NAMED])
    first = counts.bytes
    asked = []
    for query in queries:
        page.evaluate(_FORGET)
        counts.clear()
        answer = page.evaluate(_ASK, [query, _MOST_NAMED])
        cost, true = counts.bytes, oracle.find(query)
        shown = {int(Path(url).stem) for url in answer["shown"]}
        if answer["named"]:
            found = {int(Path(url).stem) for url in page.evaluate(_NAME, query)}
            recall = len(found & true) / len(true) if true else 1.0
        else:
            recall = min(1.0, answer["count"] / len(true)) if true else 1.0
        asked.append(_Asked(cost, recall, len(shown - true)))
    page.close()
    return first, asked

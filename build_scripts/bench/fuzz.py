"""Odd queries, typed into the search page of a real site: nothing may break and nothing may be said in the console."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from build_scripts.bench.counting import serve_counting
from build_scripts.publishing.site import build_site

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

    from build_scripts.model import Archive

_SEED = 20250113
_AT_ONCE = 50
_BETWEEN = 1000
"""Queries between two looks at the memory of the page."""
_LONG = 10_000
_PIECES = (
    *(
        "😀",
        "👨‍👩‍👧‍👦",
        "🇨🇳",
        "\ud800",
        "\udfff",
        "\ud83d",
        "\u0301",
        "\u202e",
        "\u200d",
        "\ufeff",
        "\0",
        "\x1b",
        "\uffff",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\\",
        ".*",
        "^",
        "$",
        "|",
        "+",
        "?",
        "(?<",
        "[^",
        "\\1",
        "\\u{110000}",
        "${1}",
        "%s",
    ),
    *(
        '"',
        "“",
        "”",
        "'",
        "`",
        "-",
        "--",
        "－",
        '-"',
        '"-',
        " ",
        "\u3000",
        "\n",
        "\t",
        ",",
        "。",
        "·",
        "%",
        "％",
        "#",
        "&",
        "=",
    ),
    *(
        "<script>",
        "</p>",
        "&amp;",
        "{{ q }}",
        "__proto__",
        "constructor",
        "toString",
        "null",
        "NaN",
        "%E4",
        "javascript:",
    ),
    *(
        "医院",
        "營口",
        "卫健委",
        "急诊",
        "yingkou",
        "yk",
        "一百二十",
        "120",
        "9.5%",
        "ＭＲＩ",
        "ﬁ",
        "ß",
        "İ",
        "㎡",
        "𠮷",
    ),
)
TYPE_ODDLY = """async (queries) => {
  const page = document.querySelector("[data-search-page]");
  const input = page.querySelector("input[type=search]");
  // A browser that sees hundreds of addresses a second complains of that, whatever they are.
  for (const name of ["pushState", "replaceState"]) {
    const own = History.prototype[name];
    let calls = 0;
    history[name] = (...given) => { if (calls++ % 20 === 0) own.apply(history, given); };
  }
  const unanswered = [];
  for (const query of queries) {
    input.value = query;
    input.dispatchEvent(new InputEvent("input"));
    page.dataset.answered = "\\u0000";
    page.querySelector("form").requestSubmit();
    const asked = input.value.trim();
    const last = performance.now() + 20000;
    while (page.dataset.answered !== asked && page.dataset.state !== "failed" && performance.now() < last) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    if (page.dataset.answered !== asked) unanswered.push(query);
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  delete history.pushState;
  delete history.replaceState;
  return unanswered;
}"""
"""Types queries one after the other and returns those that got no answer."""


def odd_queries(count: int, seed: int = _SEED) -> list[str]:
    """Return queries as nobody would write them, the same ones each time; the first is empty, the second very long."""
    chance = Random(seed)  # noqa: S311  nothing secret
    queries = ["", "医" * _LONG]
    while len(queries) < count:
        kind = chance.random()
        if kind < 0.01:
            queries.append("".join(chance.choices(_PIECES, k=_LONG))[:_LONG])
        elif kind < 0.3:
            queries.append("".join(chr(chance.randrange(0x10000)) for _ in range(chance.randint(1, 8))))
        else:
            queries.append("".join(chance.choices(_PIECES, k=chance.randint(1, 8))))
    return queries[:count]


def _memory_of(session: CDPSession) -> str:
    """Return megabytes of what the page holds for good, and how many nodes."""
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    return f"{used / 1e6:.1f}／{session.send('Memory.getDOMCounters')['nodes']}"


def fuzz_search(archive: Archive, count: int) -> str:
    """Type odd queries into the search page of an archive and say what went wrong."""
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    unanswered: list[str] = []
    memory: list[str] = []
    queries = odd_queries(count)
    with tempfile.TemporaryDirectory(prefix="weiwen-fuzz-") as scratch:
        build_site(archive, Path(scratch, "site"))
        with serve_counting(Path(scratch, "site")) as (address, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page()
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.goto(f"{address}search.html")
            page.wait_for_load_state("networkidle")
            session = page.context.new_cdp_session(page)
            for start in range(0, count, _AT_ONCE):
                if start % _BETWEEN == 0:
                    memory.append(_memory_of(session))
                unanswered += page.evaluate(TYPE_ODDLY, queries[start : start + _AT_ONCE])
            memory.append(_memory_of(session))
            browser.close()
    lines = [f"搜索：{count} 个古怪的问法，没有回答的 {len(unanswered)} 个，控制台里的话 {len(said)} 条"]
    lines.append(f"  网页占的内存（每 {_BETWEEN} 问，MB／节点）　{'，'.join(memory)}")
    lines += [f"  没有回答　{ascii(query)[:200]}" for query in unanswered[:20]]
    lines += [f"  控制台　{text[:200]}" for text in said[:20]]
    return "\n".join(lines)

"""Speed of understanding articles that have been read, whole and by part, beside plain segmentation of the same text.

The parts and the peer take turns on the same page, so that a machine that slows down slows all of them. Understanding
keeps the words of recent phrases; what it keeps is dropped before each round, so that no round knows the one before.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import TypeVar

from build_scripts.lexicon import segmenter
from build_scripts.model import Article, PageReading
from build_scripts.reading.page import read_page
from build_scripts.reading.source_bytes import read_source
from build_scripts.understanding.dates import date_articles
from build_scripts.understanding.entry import understand
from build_scripts.understanding.facts.extract import extract_facts
from build_scripts.understanding.facts.word_lists import tokens_of
from build_scripts.understanding.names import find_institutions, find_people
from build_scripts.understanding.places import find_places
from build_scripts.understanding.topics import find_topics

T = TypeVar("T")
_MEGABYTE = 1_000_000
_WHOLE, _PEER = "全部", "切词"
_PARTS = ("地点", "日期", "机构", "人物", "主题", "数字")


def bench_understanding(source: Path, megabytes: int) -> str:
    """Return the report of understanding the pages of the sources over and over, in Chinese."""
    readings = [read_page(page) for page in read_source(source)[0]]
    readings = [reading for reading in readings if _characters(reading)]
    for reading in readings[:2]:
        understand(reading)  # the tables are loaded once, whatever there is to understand
    seconds: dict[str, float] = defaultdict(float)
    characters = size = 0
    for number, reading in enumerate(cycle(readings)):
        if size >= megabytes * _MEGABYTE:
            break
        if number % len(readings) == 0:
            tokens_of.cache_clear()
        _measure(reading, seconds)
        characters += _characters(reading)
        size += sum(len(text.encode()) for article in reading.articles for text in _texts(article))
    return _report(seconds, characters)


def _report(seconds: dict[str, float], characters: int) -> str:
    peer, ratio = characters / seconds[_PEER], seconds[_WHOLE] / seconds[_PEER]
    lines = [
        "理解文章：一个进程、一个核，从读好的文章算起（地点、日期、机构、人物、主题、数字），不计阅读和生成网站。",
        f"  {_WHOLE}：每秒{characters / seconds[_WHOLE] / 10_000:.1f}万字，是切词所用时间的{ratio:.1f}倍",
    ]
    for part in _PARTS:
        share = seconds[part] / sum(seconds[p] for p in _PARTS)
        lines.append(f"  其中{part}：每秒{characters / seconds[part] / 10_000:.0f}万字，占{share:.0%}")
    lines.append(f"对照：rjieba 把同样的文字切成词，每秒{peer / 10_000:.0f}万字。共{characters / 10_000:.1f}万字。")
    return "\n".join(lines)


def _measure(reading: PageReading, seconds: dict[str, float]) -> None:
    """Add the processor time of each part, of the whole and of the peer, for one page."""

    def clock(part: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        result = work()
        seconds[part] += time.process_time() - start
        return result

    articles, meta = reading.articles, reading.page.meta
    clock(_PEER, lambda: [segmenter().cut(text) for article in articles for text in _texts(article)])
    places = clock("地点", lambda: find_places(articles, meta))
    datings = clock("日期", lambda: date_articles(articles, meta))
    pairs = list(zip(articles, places, strict=True))
    institutions = clock("机构", lambda: [find_institutions(a, here) for a, here in pairs])
    named = list(zip(pairs, institutions, strict=True))
    clock("人物", lambda: [find_people(a, found) for (a, _), found in named])
    clock("主题", lambda: [find_topics(a) for a in articles])
    known = list(zip(named, datings, strict=True))
    clock("数字", lambda: [extract_facts(a, here, found, dating) for ((a, here), found), dating in known])
    tokens_of.cache_clear()
    clock(_WHOLE, lambda: understand(reading))


def _texts(article: Article) -> tuple[str, ...]:
    return (article.title, *(p.text for p in article.paragraphs), *(c.text for c in article.captions))


def _characters(reading: PageReading) -> int:
    return sum(len(text) for article in reading.articles for text in _texts(article))

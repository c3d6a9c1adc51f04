"""What the page of downloads takes in: the list of files, the fields of both tables, sizes once they are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from build_scripts.publishing.exports.changes import Change, History
from build_scripts.publishing.exports.columns import ARTICLES, FACTS
from build_scripts.publishing.exports.database import DATABASE, is_wanted
from build_scripts.publishing.exports.line_fields import fields_of, line_files
from build_scripts.publishing.parts import part_path, written_part
from build_scripts.publishing.templates import render

PAGE = "downloads.html"
FILES = (
    ("articles.csv", "文章", "表格软件（CSV）", "用 Excel、WPS 打开，一行一篇文章"),
    ("articles.jsonl", "文章", "程序（JSON Lines）", "一行一篇，字段最全：正文、数字、更正、缺文都在里面"),
    ("articles.parquet", "文章", "分析（Parquet）", "Python、R、DuckDB 直接读，列与 CSV 相同"),
    ("facts.csv", "数字", "表格软件（CSV）", "一行一个数字，附原句和出处"),
    ("facts.jsonl", "数字", "程序（JSON Lines）", "一行一个数字"),
    ("facts.parquet", "数字", "分析（Parquet）", "列与 CSV 相同"),
    ("archive.sqlite", "全部", "数据库（SQLite）", "文章、数字、地方、机构、人物、主题几张表，带全文索引"),
    ("pages.jsonl", "版面", "程序（JSON Lines）", "每个版面逐行的归属"),
    ("relations.jsonl", "相同和相近的稿件", "程序（JSON Lines）", "哪些文章是同一篇稿件，哪些写的是相近的事"),
    ("contradictions.jsonl", "对不上的数字", "程序（JSON Lines）", "互相矛盾的数字，各附出处"),
    ("changes.jsonl", "变动", "程序（JSON Lines）", "每次发布新收、改动、撤下了哪些文章"),
    ("datapackage.json", "说明", "Frictionless", "每个文件、每个字段的说明，供程序读"),
    ("datasette.json", "说明", "Datasette", "Datasette 的说明文件和现成的查询"),
    ("SHA256SUMS", "说明", "校验码", "核对文件是否完整"),
)
"""File, what it has, form, and what it is good for."""
IN_PARTS = (
    *("articles.csv", "articles.jsonl", "articles.parquet"),
    *("facts.csv", "facts.jsonl", "facts.parquet"),
    *("pages.jsonl", "relations.jsonl"),
)
"""Those that a large archive has for each year or month."""
_SIZE = re.compile(r'<span data-size="([\w./-]+)"></span>')
_NEWS = "<span data-changes></span>"
_WORDS = {Change.ADDED: "新收", Change.TEXT: "正文有改动", Change.DATA: "只有数据改动", Change.REMOVED: "撤下"}


def download_pieces(articles: int, parts: Iterable[str]) -> dict[str, str]:
    """Return what docs/downloads.md takes in at its marks, by the name of the mark.

    `parts` are those that the data of so many articles is cut into.
    """
    names = sorted(filter(None, parts), reverse=True)
    cut = {file: form for file, _, form, _ in FILES if file in IN_PARTS and names}
    rows = [(written_part(name), [(part_path(file, name), file) for file in cut]) for name in names]
    files = [row for row in FILES if row[0] not in cut and (row[0] != DATABASE or is_wanted(articles))]
    heads = [(what, form) for file, what, form, _ in FILES if file in cut]
    return {
        "下载清单": render("download_files.html.jinja", files=files, heads=heads, rows=rows),
        "文章字段": render("download_fields.html.jinja", name="文章的字段", columns=ARTICLES),
        "数字字段": render("download_fields.html.jinja", name="数字的字段", columns=FACTS),
        "逐行字段": render("download_lines.html.jinja", files=[(file, fields_of(file)) for file in line_files()]),
    }


def fill_downloads(html: str, folder: Path, history: History) -> str:
    """Put the sizes of the finished files and the last change into the page of downloads."""
    filled = _SIZE.sub(lambda match: written_size((folder / match[1]).stat().st_size), html)
    return filled.replace(_NEWS, last_change(history))


def last_change(history: History) -> str:
    """Return what the last version brought, for readers."""
    last = max((event.version for event in history.events), default=0)
    events = [event for event in history.events if event.version == last]
    counts = [(words, sum(event.change is change for event in events)) for change, words in _WORDS.items()]
    said = "，".join(f"{words}{count}篇" for words, count in counts if count)
    day = next((f"（{event.day}）" for event in events if event.day), "")
    return f"最近一次变动是第{last}次发布{day}：{said}。" if said else "还没有内容。"


def written_size(size: int) -> str:
    """Return a size as people say it.

    >>> written_size(999), written_size(1234), written_size(45_600_000)
    ('999 字节', '1.2 KB', '45.6 MB')
    """
    for power, unit in ((9, "GB"), (6, "MB"), (3, "KB")):
        if size >= 10**power:
            return f"{size / 10**power:.1f} {unit}"
    return f"{size} 字节"

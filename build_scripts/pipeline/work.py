"""What a process does with the pages that it is given: it reads and understands them, each by itself.

A run with no page to read never loads this module, nor the rules and word lists behind it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from build_scripts.gazetteer import load_gazetteer
from build_scripts.kept_patterns import keep_patterns
from build_scripts.lexicon import segmenter
from build_scripts.model import Problem, RawPage
from build_scripts.publishing.brief import pack_brief
from build_scripts.reading.page import read_page
from build_scripts.reading.source_bytes import read_raw_page
from build_scripts.reading.sources import Source, paths_of
from build_scripts.reading.withdrawal import withdraw
from build_scripts.state.codec import dump
from build_scripts.state.light import LightPage, light_of
from build_scripts.state.pages import Mark, Packed, PageResult, content_key, pack
from build_scripts.understanding.entry import understand_page
from build_scripts.understanding.linking import second_names_in
from build_scripts.understanding.relations.traits import traits_of


def warm_up() -> None:
    """Load once what every page asks for."""
    load_gazetteer()
    segmenter()


def read_batch(root: Path, today: date, sources: Sequence[Source]) -> list[Packed]:
    """Return what each of some pages comes to, in order."""
    packed = []
    for one in sources:
        key = content_key(one.file, paths_of(one))  # before it is read: what changes meanwhile is read again next time
        packed.append(_pack(_read(root, one, today), key))
    keep_patterns()
    return packed


def _pack(result: PageResult, key: str) -> Packed:
    """Return what a page came to as bytes, with what lists need of it."""
    if result.reading is None:
        return pack(result, key)
    row, cards, mains = pack_brief(result.reading, result.entries)
    light = dump(LightPage | None, light_of(result))
    withdrawn = result.reading.withdrawn
    doubles = json.dumps([*second_names_in(result.entries)]) if result.entries else ""
    mark = Mark(result.reading.page.page_id, bool(withdrawn), any(one.whole_page for one in withdrawn), doubles)
    return replace(pack(result, key), light=light, row=row, cards=cards, mains=mains, mark=mark)


def _read(root: Path, source: Source, today: date) -> PageResult:
    """Read and understand one page."""
    page, notes = read_raw_page(root, source, today)
    if page is None:
        return PageResult(None, (), notes)
    try:
        reading = read_page(page)
        entries, unfit = understand_page(reading)
        left, entries = withdraw(reading, entries)
        traits = tuple(map(traits_of, entries))
    except Exception as error:  # noqa: BLE001  one page that trips a rule must not keep the others offline
        return PageResult(None, (), (*notes, _broken(page, error)))
    return PageResult(left, entries, (*notes, *reading.problems, *unfit), traits)


def _broken(page: RawPage, error: Exception) -> Problem:
    return Problem(
        page.file,
        0,
        f"程序读这一版时出错（{type(error).__name__}：{error}），这一版没有上线",
        "请把这个文件连同本行提示发给维护者；其他版面不受影响",
    )

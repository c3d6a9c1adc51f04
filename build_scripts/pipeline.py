"""The stages in order: raw pages -> articles -> entries -> the archive."""

from __future__ import annotations

from pathlib import Path

from build_scripts.model import Archive, Entry, PageReading, Problem, RawPage
from build_scripts.reading.page import read_page
from build_scripts.reading.pages import read_source
from build_scripts.understanding.entry import understand_page
from build_scripts.understanding.linking import link_institutions
from build_scripts.understanding.relations.relate import contradicting_figures, relate, repeated_pages


def read_archive(source: Path) -> Archive:
    """Read and understand every page below a folder; a page that fails is a problem, never the end of the run."""
    pages, problems = read_source(source)
    readings: list[PageReading] = []
    entries: list[Entry] = []
    found = list(problems)
    for page in pages:
        try:
            reading = read_page(page)
            understood, unfit = understand_page(reading)
        except Exception as error:  # noqa: BLE001  one page that trips a rule must not keep the others offline
            found.append(_broken(page, error))
            continue
        readings.append(reading)
        entries += understood
        found += (*reading.problems, *unfit)
    entries = list(link_institutions(entries))
    relations = relate(entries)
    found += repeated_pages(readings, relations)
    found += contradicting_figures(readings, relations.contradictions)
    return Archive(tuple(readings), tuple(entries), tuple(found), relations)


def _broken(page: RawPage, error: Exception) -> Problem:
    return Problem(
        page.file,
        0,
        f"程序读这一版时出错（{type(error).__name__}：{error}），这一版没有上线",
        "请把这个文件连同本行提示发给维护者；其他版面不受影响",
    )

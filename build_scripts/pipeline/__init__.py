"""The stages in order: raw pages -> articles -> entries -> the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from build_scripts.gazetteer import load_gazetteer
from build_scripts.lexicon import segmenter
from build_scripts.model import Archive, Entry, PageReading, Problem, RawPage, Traits, Withdrawn
from build_scripts.processes import spread
from build_scripts.progress import QUIET, Progress
from build_scripts.publishing.brief import BRIEF_SHAPE, pack_brief
from build_scripts.reading.page import read_page
from build_scripts.reading.sources import Source, find_sources, read_raw_page
from build_scripts.reading.withdrawal import withdraw
from build_scripts.state.codec import dump, shape_of
from build_scripts.state.database import FILE, open_state, transaction, unwritable
from build_scripts.state.light import LightPage, light_of
from build_scripts.state.pages import TABLES, Packed, PageResult, PageStore, content_key, pack, stamp_of
from build_scripts.state.standing import TABLES as STANDING_TABLES
from build_scripts.state.versions import reading_version
from build_scripts.understanding.entry import understand_page
from build_scripts.understanding.linking import link_institutions
from build_scripts.understanding.relations.relate import contradicting_figures, relate, repeated_pages
from build_scripts.understanding.relations.rows import TABLES as RELATION_TABLES
from build_scripts.understanding.relations.traits import traits_of

ROOT = Path(__file__).resolve().parents[2]
BATCH = 16
"""Pages that a process reads at a time: enough that handing them over costs nothing, few enough to show progress."""
_KEPT_TOGETHER = 256
"""Pages after which a run that is stopped need not read them again."""


def read_archive(source: Path, state: Path | None = None, progress: Progress = QUIET) -> Archive:
    """Read and understand every page below a folder; a page that fails is a problem, never the end of the run.

    What the state file knows of pages that are as they were is taken from it.
    """
    connection = open_archive_state(state)
    try:
        found = list(find_sources(source))
        files = [one for one in found if isinstance(one, Source)]
        update_pages(connection, source, files, progress)
        results = PageStore(connection).every(one.file for one in files)
        problems = [one for one in found if isinstance(one, Problem)]
        return _gather(progress.over("汇总", results, len(files), "版"), problems)
    except sqlite3.OperationalError as error:
        raise unwritable(state, error) from error
    finally:
        connection.close()


def state_beside(site: Path) -> Path:
    """Return where the state of a site is kept: in a folder of its own, so that it can be thrown away with it."""
    return (ROOT / ".build" if site == ROOT / "site" else site.with_name(f".{site.name}.build")) / FILE


def open_archive_state(path: Path | None) -> sqlite3.Connection:
    """Return the state of an archive; what other rules have read is not in it."""
    tables = f"{TABLES}{RELATION_TABLES}{STANDING_TABLES}"
    shapes = shape_of(PageReading, Entry, Problem, Traits, LightPage)
    return open_state(path, tables, f"{reading_version()}\n{tables}\n{shapes}\n{BRIEF_SHAPE}")


def update_pages(
    connection: sqlite3.Connection, root: Path, files: Sequence[Source], progress: Progress = QUIET
) -> set[str]:
    """Bring the pages of a state up to date; return the files of those that are no longer what they were."""
    store = PageStore(connection)
    known = store.sources()
    stamps: dict[str, tuple[str, str]] = {}
    outdated: list[tuple[Source, str]] = []
    for one in files:
        paths = _paths(one)
        stamp = stamp_of(paths)
        before = known.get(one.file, ("", ""))
        if stamp and stamp == before[0]:
            continue
        if before[1] and before[1] == content_key(one.file, paths):
            stamps[one.file] = (stamp, before[1])
        else:
            outdated.append((one, stamp))
    gone = known.keys() - {one.file for one in files}
    changed = set(gone)
    with transaction(connection):
        if gone or outdated:
            connection.execute("DELETE FROM made WHERE name = 'settled'")
        store.drop(gone)
        store.note_sources(stamps)
    read = spread(partial(_read_batch, root, datetime.now(UTC).date()), [one for one, _ in outdated], BATCH, _warm_up)
    pairs = zip(outdated, progress.over("读版面", read, len(outdated), "版"), strict=True)
    while part := list(islice(pairs, _KEPT_TOGETHER)):
        with transaction(connection):
            for (one, _), packed in part:
                if not store.same(one.file, packed):
                    changed.add(one.file)
                    store.put(one.file, packed)
            store.note_sources({one.file: (stamp if p.key else "", p.key) for (one, stamp), p in part})
    return changed


def _paths(source: Source) -> tuple[Path, ...]:
    beside = (source.sidecar,) if source.sidecar else ()
    return (source.path, *beside, *(path for _, path in source.pictures))


def _warm_up() -> None:
    """Load once what every page asks for."""
    load_gazetteer()
    segmenter()


def _read_batch(root: Path, today: date, sources: Sequence[Source]) -> list[Packed]:
    packed = []
    for one in sources:
        key = content_key(one.file, _paths(one))  # before it is read: what changes meanwhile is read again next time
        packed.append(_pack(_read(root, one, today), key))
    return packed


def _pack(result: PageResult, key: str) -> Packed:
    """Return what a page came to as bytes, with what lists need of it."""
    if result.reading is None:
        return pack(result, key)
    cards, sums, mains = pack_brief(result.reading, result.entries)
    light = dump(LightPage | None, light_of(result))
    return replace(pack(result, key), light=light, cards=cards, sums=sums, mains=mains)


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


def _gather(results: Iterable[PageResult], problems: Sequence[Problem]) -> Archive:
    readings: list[PageReading] = []
    entries: list[Entry] = []
    traits: list[Traits] = []
    withdrawn: list[Withdrawn] = []
    found = list(problems)
    files: dict[str, str] = {}
    for result in results:
        found += result.problems
        reading = result.reading
        if reading is None:
            continue
        if first := files.get(reading.page.page_id):
            found.append(same_address(reading.page.file, first))
            continue
        files[reading.page.page_id] = reading.page.file
        withdrawn += reading.withdrawn
        entries += result.entries
        traits += result.traits
        if not any(one.whole_page for one in reading.withdrawn):
            readings.append(reading)
    entries = list(link_institutions(entries))
    relations = relate(entries, traits)
    found += repeated_pages(readings, relations)
    found += contradicting_figures(readings, relations.contradictions)
    return Archive(tuple(readings), tuple(entries), tuple(found), relations, tuple(withdrawn))


def same_address(file: str, first: str) -> Problem:
    """Return what an operator is told of a page whose address another one has already."""
    remedy = "请在这个文件的附表里写“原名: …”，写一个别的文件没有用过的名字；已经写了的，请核对"
    return Problem(file, 0, f"和 {first} 的网址一样，没有上线", remedy)


def _broken(page: RawPage, error: Exception) -> Problem:
    return Problem(
        page.file,
        0,
        f"程序读这一版时出错（{type(error).__name__}：{error}），这一版没有上线",
        "请把这个文件连同本行提示发给维护者；其他版面不受影响",
    )

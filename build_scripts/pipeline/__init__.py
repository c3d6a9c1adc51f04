"""The stages in order: raw pages -> articles -> entries -> the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from build_scripts.model import Archive, Entry, PageReading, Problem, Traits, Withdrawn
from build_scripts.processes import aside, mind_garbage, spread
from build_scripts.progress import QUIET, Progress
from build_scripts.publishing.brief import BRIEF_SHAPE
from build_scripts.reading.sources import Source, find_sources, paths_of
from build_scripts.state.codec import shape_of
from build_scripts.state.database import FILE, open_state, transaction, unwritable
from build_scripts.state.light import LightPage
from build_scripts.state.pages import TABLES, Packed, PageResult, PageStore, content_key
from build_scripts.state.standing import TABLES as STANDING_TABLES
from build_scripts.state.versions import reading_version
from build_scripts.understanding.relations.schema import TABLES as RELATION_TABLES

ROOT = Path(__file__).resolve().parents[2]
BATCH = 16
"""Pages that a process reads at a time: enough that handing them over costs nothing, few enough to show progress."""
_UNSETTLE = "DELETE FROM made WHERE name = 'settled'"
"""Notes that the relations are no longer those of the pages."""
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
    connection: sqlite3.Connection,
    root: Path,
    files: Sequence[Source],
    progress: Progress = QUIET,
    meanwhile: Callable[[], None] | None = None,
) -> set[str]:
    """Bring the pages of a state up to date; return the files of those that are no longer what they were.

    With `meanwhile` a few pages are read by another process where one is free, and it is done here.
    """
    store = PageStore(connection)
    known = store.stamps()
    stamps: dict[str, tuple[str, str]] = {}
    outdated: list[tuple[Source, str]] = []
    for one in files:
        if one.stamp and one.stamp == known.get(one.file):
            continue
        key = store.key(one.file)
        if key and key == content_key(one.file, paths_of(one)):
            stamps[one.file] = (one.stamp, key)
        else:
            outdated.append((one, one.stamp))
    gone = known.keys() - {one.file for one in files}
    changed = set(gone)
    with transaction(connection):
        if gone:
            connection.execute(_UNSETTLE)
        store.drop(gone)
        store.note_sources(stamps)
    if not outdated:
        return changed
    read = _read([one for one, _ in outdated], root, meanwhile)
    pairs = zip(outdated, progress.over("读版面", read, len(outdated), "版"), strict=True)
    while part := list(islice(pairs, _KEPT_TOGETHER)):
        with transaction(connection):
            for (one, _), packed in part:
                if not store.same(one.file, packed):
                    connection.execute(_UNSETTLE)
                    changed.add(one.file)
                    store.put(one.file, packed)
            store.note_sources({one.file: (stamp if p.key else "", p.key) for (one, stamp), p in part})
    return changed


def _read(sources: Sequence[Source], root: Path, meanwhile: Callable[[], None] | None) -> Iterable[Packed]:
    today = datetime.now(UTC).date()
    if meanwhile and len(sources) <= BATCH:
        import build_scripts.pipeline.opening  # noqa: F401  both need most of it, so it is loaded once

        with aside(_read_few, sources, root, today) as outcome:
            meanwhile()
            return outcome()
    from build_scripts.pipeline import work

    if len(sources) > BATCH:
        mind_garbage()
    return spread(partial(work.read_batch, root, today), sources, BATCH, work.warm_up)


def _read_few(sources: Sequence[Source], root: Path, today: date) -> list[Packed]:
    """Read some pages: most of the time goes into loading rules and word lists, which is another process's then."""
    from build_scripts.pipeline import work

    work.warm_up()
    return work.read_batch(root, today, sources)


def _gather(results: Iterable[PageResult], problems: Sequence[Problem]) -> Archive:
    from build_scripts.understanding.linking import link_institutions
    from build_scripts.understanding.relations.relate import contradicting_figures, relate, repeated_pages

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

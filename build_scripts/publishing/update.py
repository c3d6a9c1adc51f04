"""The generated tree brought up to date on disk: only jobs that something touched are done, and only changes written.

The state file says what the tree was made of. Where it cannot be trusted, for another program made the tree, the last
run was stopped, or the folder is another one, everything is made, compared with what lies there, and what is of no
job is removed.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path, PurePosixPath

import numpy as np

from build_scripts.digests import CODE, digest_of
from build_scripts.model import PageReading
from build_scripts.processes import give_back, mind_garbage
from build_scripts.progress import QUIET, Progress
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.doing import Done, Lines, do_jobs, do_pages, lines_of_pages, write_made
from build_scripts.publishing.generate import PIECES, find_jobs, list_jobs, read_image
from build_scripts.publishing.job_book import JobBook
from build_scripts.publishing.jobs import ALWAYS, Job
from build_scripts.publishing.pictures import published_name
from build_scripts.publishing.publication import files_below
from build_scripts.publishing.relations import Related
from build_scripts.publishing.templates import keep_compiled
from build_scripts.publishing.touched import Touched, keys_of
from build_scripts.publishing.tree import Changes
from build_scripts.publishing.whole_files import Make, WholeFiles
from build_scripts.stages import stage
from build_scripts.state.columns import PICTURED
from build_scripts.state.database import transaction
from build_scripts.state.standing import Standing

_KEPT_TOGETHER = 1 << 10
"""Jobs whose outcome is remembered together."""
_PAGES_TOGETHER = 1 << 6
"""Newspaper pages that are, with what they add to the files of the whole archive."""
_MARK = f"{PIECES}/state.txt"
"""Says which state file the tree was made from."""


def update_generated(standing: Standing, folder: Path, progress: Progress = QUIET) -> Changes:
    """Bring the tree in a folder up to date with an archive."""
    made: dict[str, str] = dict(standing.connection.execute("SELECT name, value FROM made").fetchall())
    version = digest_of([CODE / "publishing"], [os.environ.get("ARCHIVE_DATABASE", "")])
    mark = folder / _MARK
    ours = mark.is_file() and mark.read_text(encoding="utf-8") == made.get("mark")
    trusted = ours and made.get("clean") == "1" and made.get("version") == version
    filled = folder.is_dir() and any(folder.iterdir())
    update = _Update(standing, folder, progress, trusted=trusted)
    before = made.get("tree", "") if trusted else ""
    if trusted and not update.anything:
        return Changes(before=before, now=before)
    tree = secrets.token_hex(16)
    with transaction(standing.connection):
        begun = (("clean", "0"), ("tree", tree))
        standing.connection.executemany("INSERT OR REPLACE INTO made VALUES (?, ?)", begun)
    update.changes.before, update.changes.now = before, tree
    update.run()
    if not trusted:
        made["mark"] = secrets.token_hex(16)
        write_made(str(mark), made["mark"].encode())
        if filled:
            update.remove_strangers({_MARK})
    with transaction(standing.connection):
        update.note()
        rows = {"clean": "1", "version": version, "mark": made["mark"]}
        standing.connection.executemany("INSERT OR REPLACE INTO made VALUES (?, ?)", rows.items())
    return update.changes


class _Update:
    """One update of a tree."""

    def __init__(self, standing: Standing, folder: Path, progress: Progress, *, trusted: bool) -> None:
        self._sql = standing.connection
        self._folder, self._progress, self._trusted = folder, progress, trusted
        self._digests = standing.digests
        self._standing = standing
        shown = dict(self._sql.execute("SELECT file, digest FROM shown").fetchall())
        files = shown.keys() | self._digests.keys()
        self._files = {f for f in files if not trusted or shown.get(f, "") != self._digests.get(f)}
        keys = "SELECT keys FROM shown_in WHERE file = ?"
        known = (self._sql.execute(keys, (file,)).fetchone() for file in self._files) if trusted else ()
        self._old_keys = [key for row in known if row for key in json.loads(row[0])]
        stirred = self._sql.execute("SELECT article, copied FROM stirred").fetchall()
        self._stirred = {article: bool(copied) for article, copied in stirred}
        self.anything = bool(self._files or self._stirred)
        self.changes = Changes()
        self._new_keys: dict[str, list[str]] = {}
        """Of pages that changed, where not all are made anew."""
        self._book = JobBook(self._sql)
        self._whole = WholeFiles(self._sql, folder, trusted=trusted)

    def run(self) -> None:
        """Do what is to be done, and write what changed."""
        self._archive = self._standing.archive
        if state := self._sql.execute("PRAGMA database_list").fetchone()[2]:
            keep_compiled(Path(state).parent / "compiled")
        catalogue = self._catalogue = Catalogue(self._archive)
        related = Related(catalogue)
        with stage("写文稿"):
            if self._trusted:
                self._do_touched(related)
            else:
                self._do_all(related)

    def _do_touched(self, related: Related) -> None:
        """Do the jobs that the changes touch; what others made that are no more, or made no more, is removed."""
        touched = self._touched(self._catalogue)
        jobs, known = self._jobs_of(related, {ALWAYS, *touched.jobs}), self._book.of_lists(touched.jobs)
        known |= self._book.of_every_run()
        lists = {*touched.jobs}
        touched.by_names(jobs.keys() ^ known.keys())
        if more := touched.jobs - lists:
            jobs |= self._jobs_of(related, more)
            known |= self._book.of_lists(more)
        wanted = [
            job
            for name, job in jobs.items()
            if name.startswith(ALWAYS) or name in touched.jobs or name not in known or known[name].key != job.key
        ]
        gone = {name: job for name, job in known.items() if name not in jobs}
        done = [*self._do(lambda: wanted, len(wanted))]
        produced = {path for one in done for path in one.paths}
        outdated = {path for one in done if one.name in known for path in known[one.name].paths}
        outdated |= {path for job in gone.values() for path in job.paths}
        for path in outdated - produced:
            (self._folder / path).unlink(missing_ok=True)
            self.changes.removed.add(path)
        self._book.forget(gone)
        self._write_whole(partial(lines_of_pages, self._catalogue, related))

    def _write_whole(self, make: Make) -> None:
        """Bring the files of the whole archive up to date, given what makes the parts of pages."""
        files = self._files | self._standing.files_of(self._stirred)
        changes = self._whole.write(self._catalogue, make, files, self._progress)
        self.changes.changed |= changes.changed
        self.changes.removed |= changes.removed

    def _jobs_of(self, related: Related, names: set[str]) -> dict[str, Job]:
        """Return the jobs of some articles, pages and lists; ALWAYS stands for those that every run goes through."""
        pictures = _picture_jobs(self._pictured()) if ALWAYS in names else ()
        jobs = chain(find_jobs(self._catalogue, related, names), pictures)
        return {job.name: job for job in jobs}

    def _do_all(self, related: Related) -> None:
        """Do all jobs, those of lists in processes that begin anew: by then each has a copy of all it has looked at."""
        mind_garbage()
        self._book.clear()
        with transaction(self._sql):
            self._sql.execute("DELETE FROM shown_in")
        self._catalogue.work_out()
        give_back()
        self._write_whole(partial(self._do_pages, related))

        def of_lists() -> Iterator[Job]:
            return chain(list_jobs(self._catalogue, related), _picture_jobs(self._pictured()))

        for _ in self._do(of_lists, sum(1 for _ in of_lists())):
            pass

    def _do_pages(self, related: Related, files: Sequence[str]) -> Iterator[Lines]:
        """Do the jobs of all newspaper pages and of their articles; yield what each page adds to whole files."""
        pages = zip(files, do_pages(self._catalogue, related, files, self._folder), strict=True)
        while some := list(islice(pages, _PAGES_TOGETHER)):
            self._remember([one for _, page in some for one in page.done])
            with transaction(self._sql):
                self._note_keys({file: page.keys for file, page in some})
            yield from (page.lines for _, page in some)

    def _pictured(self) -> Iterator[PageReading]:
        """Yield the pages beside which there are images."""
        pictured = np.flatnonzero(self._catalogue.page["marks"] & PICTURED)
        return map(self._catalogue.reading, pictured.tolist())

    def _do(self, jobs: Callable[[], Iterable[Job]], count: int) -> Iterator[Done]:
        """Do so many jobs; yield what each has made once that is remembered."""
        told = self._progress.over("写网页", do_jobs(jobs, count, self._folder), count, "项")
        while some := list(islice(told, _KEPT_TOGETHER)):
            self._remember(some)
            yield from some

    def _remember(self, some: list[Done]) -> None:
        """Remember what some jobs have made."""
        self._book.note(some)
        changed = [path for one in some for path in one.changed]
        self.changes.changed.update(changed if self._trusted else changed[:1])

    def _touched(self, catalogue: Catalogue) -> Touched:
        for file in self._files & self._digests.keys():
            self._new_keys[file] = self._keys(file)
        touched = Touched(catalogue, self._sql)
        touched.by_keys({*self._old_keys, *(key for keys in self._new_keys.values() for key in keys)})
        touched.by_relations(self._stirred.keys())
        copied = {article for article, so in self._stirred.items() if so}
        for file in self._standing.files_of(copied) - self._files:
            keys = (key for key in self._keys(file) if ":" not in key)
            touched.jobs.update(keys)
        before = self._sql.execute("SELECT value FROM made WHERE name = 'doubts'").fetchone()
        doubts = json.loads(before[0]) if before else {}
        codes = doubts.keys() | catalogue.doubts.keys()
        touched.jobs.update(f"places/{code}" for code in codes if doubts.get(code, 0) != catalogue.doubts[code])
        return touched

    def _keys(self, file: str) -> list[str]:
        reading = self._catalogue.reading_at(file)
        return sorted(set(keys_of(self._catalogue, reading))) if reading else []

    def remove_strangers(self, ours: set[str]) -> None:
        """Remove from the tree what no job has made."""
        kept = {*ours, *self._whole.paths, *self._book.paths()}
        strangers = [path for path in files_below(self._folder) if path not in kept]
        self.changes.removed.update(strangers)
        for path in strangers:
            (self._folder / path).unlink()
            with suppress(OSError):  # something else is in the folder
                for above in [*PurePosixPath(path).parents][:-1]:
                    (self._folder / above).rmdir()

    def note(self) -> None:
        """Remember what the tree is made of."""
        sql = self._sql
        if self._trusted:
            for table in ("shown", "shown_in"):
                sql.executemany(f"DELETE FROM {table} WHERE file = ?", [(file,) for file in self._files])  # noqa: S608  names of ours
            self._note_keys(self._new_keys)
        else:
            sql.execute("DELETE FROM shown")
        there = sorted(self._files & self._digests.keys())
        sql.executemany("INSERT INTO shown VALUES (?, ?)", [(file, self._digests[file]) for file in there])
        self._whole.note()
        sql.execute("DELETE FROM stirred")
        sql.execute("INSERT OR REPLACE INTO made VALUES ('doubts', ?)", (json.dumps(dict(self._catalogue.doubts)),))

    def _note_keys(self, keys: Mapping[str, list[str]]) -> None:
        rows = ((file, json.dumps(keys[file])) for file in sorted(keys))
        self._sql.executemany("INSERT INTO shown_in VALUES (?, ?)", rows)


def _picture_jobs(readings: Iterable[PageReading]) -> Iterator[Job]:
    """Yield a job for each image beside a page; it is done again when its file has changed."""
    for reading in readings:
        for picture in reading.page.pictures:
            path = published_name(reading.page, picture)
            known = picture.path.stat() if picture.path.is_file() else None
            key = f"{known.st_mtime_ns} {known.st_ctime_ns} {known.st_size}" if known else ""
            yield Job(path, partial(read_image, path, picture), key)

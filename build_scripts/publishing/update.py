"""The generated tree brought up to date on disk: only jobs that something touched are done, and only changes written.

The state file says what the tree was made of. Where it cannot be trusted, for another program made the tree, the last
run was stopped, or the folder is another one, everything is made, compared with what lies there, and what is of no
job is removed.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path

from build_scripts.digests import CODE, digest_of
from build_scripts.model import PageReading
from build_scripts.progress import QUIET, Progress
from build_scripts.publishing.alphabet import know_sounds, learnt_sounds, letter_of, sounds_version
from build_scripts.publishing.catalogue import Catalogue, gather
from build_scripts.publishing.doing import Done, do_jobs, lines_of_pages, write_made
from build_scripts.publishing.generate import PIECES, RECORDS, WHOLE, find_jobs, list_jobs, page_jobs, read_image
from build_scripts.publishing.jobs import ALWAYS, Job
from build_scripts.publishing.parts import part_path, parts_of
from build_scripts.publishing.pictures import published_name
from build_scripts.publishing.relations import Related
from build_scripts.publishing.splice import Part, Splice
from build_scripts.publishing.templates import keep_compiled
from build_scripts.publishing.touched import Touched, keys_of
from build_scripts.stages import stage
from build_scripts.state.database import transaction
from build_scripts.state.standing import Standing

MANY = 5000
"""Jobs from which on names are surely so many that some are sorted by sound."""
_KEPT_TOGETHER = 1 << 10
"""Jobs whose outcome is remembered together."""
_RECORDS = RECORDS.removesuffix(".jsonl")
_MARK = f"{PIECES}/state.txt"
"""Says which state file the tree was made from."""


@dataclass(slots=True)
class Changes:
    """Files of the generated tree that are no longer what they were."""

    changed: set[str] = field(default_factory=set)
    """All of them where it is known what the tree was before; of all that is made anew, one that stands for all."""
    removed: set[str] = field(default_factory=set)
    before: str = ""
    """What the tree was called; empty where that is not known, or does not help, for all was made anew."""
    now: str = ""
    """What it is called: another name whenever something in it may have changed."""


def update_generated(standing: Standing, folder: Path, progress: Progress = QUIET) -> Changes:
    """Bring the tree in a folder up to date with an archive."""
    made: dict[str, str] = dict(
        standing.connection.execute("SELECT name, value FROM made WHERE name != 'sounds'").fetchall()
    )
    version = digest_of([CODE / "publishing"], [os.environ.get("ARCHIVE_DATABASE", "")])
    mark = folder / _MARK
    ours = mark.is_file() and mark.read_text(encoding="utf-8") == made.get("mark")
    trusted = ours and made.get("clean") == "1" and made.get("version") == version
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
        write_made(mark, made["mark"].encode())
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
        keys = "SELECT keys FROM shown WHERE file = ?"
        known = (self._sql.execute(keys, (file,)).fetchone() for file in self._files) if trusted else ()
        self._old_keys = [key for row in known if row for key in json.loads(row[0])]
        stirred = self._sql.execute("SELECT article, copied FROM stirred").fetchall()
        self._stirred = {article: bool(copied) for article, copied in stirred}
        self.anything = bool(self._files or self._stirred)
        self.changes = Changes()
        self._new_keys: dict[str, list[str]] = {}
        """Of pages that changed, where not all are made anew."""
        self._learnt: dict[str, str] = {}
        self._parts: dict[str, list[Part]] = {}
        self._whole: set[str] = set()
        """Files that hold the whole archive."""
        self._outdated: set[str] = set()
        """Those that did and are no more."""

    def run(self) -> None:
        """Do what is to be done, and write what changed."""
        self._archive = self._standing.archive
        if state := self._sql.execute("PRAGMA database_list").fetchone()[2]:
            keep_compiled(Path(state).parent / "compiled")
        row = self._sql.execute("SELECT value FROM made WHERE name = 'sounds'").fetchone()
        version, sounds = json.loads(row[0]) if row else ("", {})
        self._sounds: dict[str, str] = sounds if version == sounds_version() else {}
        know_sounds(self._sounds)
        learnt_sounds()
        catalogue = self._catalogue = Catalogue(self._archive)
        related = Related(catalogue)
        with stage("写文稿"):
            if self._trusted:
                self._do_touched(related)
            else:
                self._do_all(related)
        with stage("写全文数据"):
            self._write_whole(catalogue, related)

    def _do_touched(self, related: Related) -> None:
        """Do the jobs that the changes touch; what others made that are no more, or made no more, is removed."""
        catalogue = self._catalogue
        jobs = [*find_jobs(catalogue, related), *_picture_jobs(self._pictured())]
        rows = self._sql.execute("SELECT name, key, paths FROM job").fetchall()
        known: dict[str, tuple[str, str]] = {name: (key, paths) for name, key, paths in rows}
        touched = self._touched(catalogue, {job.name for job in jobs} ^ known.keys())
        wanted = [
            job
            for job in jobs
            if job.name.startswith(ALWAYS)
            or job.name not in known
            or known[job.name][0] != job.key
            or job.name in touched
        ]
        gone = known.keys() - {job.name for job in jobs}
        del jobs
        done = [*self._do((lambda: wanted, len(wanted)))]
        produced = {path for one in done for path in one.paths}
        outdated = {path for one in done if one.name in known for path in json.loads(known[one.name][1])}
        outdated |= {path for name in gone for path in json.loads(known[name][1])}
        for path in outdated - produced:
            (self._folder / path).unlink(missing_ok=True)
            self.changes.removed.add(path)
        with transaction(self._sql):
            self._sql.executemany("DELETE FROM job WHERE name = ?", [(name,) for name in gone])

    def _do_all(self, related: Related) -> None:
        """Do all jobs, those of lists in processes that begin anew: by then each has a copy of all it has looked at."""
        with transaction(self._sql):
            self._sql.execute("DELETE FROM job")
        self._catalogue.work_out()
        of_pages = partial(self._page_jobs, related)
        of_lists = partial(list_jobs, self._catalogue, related)
        pages, lists = (sum(1 for _ in jobs()) for jobs in (of_pages, of_lists))
        if pages + lists > MANY:
            letter_of("一")  # its tables are large, and so they are loaded once
        for _ in self._do((of_pages, pages), (of_lists, lists)):
            pass

    def _page_jobs(self, related: Related) -> Iterator[Job]:
        return chain(page_jobs(self._catalogue, related), _picture_jobs(self._pictured()))

    def _pictured(self) -> Iterator[PageReading]:
        """Yield the pages beside which there are images."""
        return (self._catalogue.readings[file] for file, row in self._catalogue.pages.items() if row.pictures)

    def _do(self, *parts: tuple[Callable[[], Iterable[Job]], int]) -> Iterator[Done]:
        """Do jobs, of each part so many, part by part; yield what each has made once that is remembered."""
        done = chain.from_iterable(do_jobs(jobs, count, self._folder) for jobs, count in parts)
        told = self._progress.over("写网页", done, sum(count for _, count in parts), "项")
        while some := list(islice(told, _KEPT_TOGETHER)):
            rows = [(one.name, one.key, json.dumps(one.paths)) for one in some]
            with transaction(self._sql):
                self._sql.executemany("INSERT OR REPLACE INTO job VALUES (?, ?, ?)", rows)
            changed = [path for one in some for path in one.changed]
            self.changes.changed.update(changed if self._trusted else changed[:1])
            for one in some:
                self._learnt |= one.sounds
            yield from some

    def _touched(self, catalogue: Catalogue, moved: set[str]) -> set[str]:
        for file in self._files & self._digests.keys():
            self._new_keys[file] = self._keys(file)
        touched = Touched(catalogue, self._sql)
        touched.by_keys({*self._old_keys, *(key for keys in self._new_keys.values() for key in keys)})
        touched.by_relations(self._stirred.keys())
        copied = {article for article, so in self._stirred.items() if so}
        files = {entry.article.file for entry in catalogue.entries if entry.article.id in copied} if copied else set()
        for file in files - self._files:
            keys = (key for key in keys_of(catalogue, catalogue.readings[file]) if ":" not in key)
            touched.jobs.update(keys)
        touched.by_names(moved)
        before = self._sql.execute("SELECT value FROM made WHERE name = 'doubts'").fetchone()
        doubts = json.loads(before[0]) if before else {}
        codes = doubts.keys() | catalogue.doubts.keys()
        touched.jobs.update(f"places/{code}" for code in codes if doubts.get(code, 0) != catalogue.doubts[code])
        return touched.jobs

    def _keys(self, file: str) -> list[str]:
        reading = self._catalogue.readings.get(file)
        return sorted(set(keys_of(self._catalogue, reading))) if reading else []

    def _write_whole(self, catalogue: Catalogue, related: Related) -> None:
        """Write the files that hold the whole archive: what a page adds is taken from the old one if it is the same.

        Parts that none of their pages has left, come to or changed in are left alone.
        """
        rows = self._sql.execute("SELECT path, parts FROM whole").fetchall() if self._trusted else []
        last: dict[str, list[Part]] = {path: json.loads(pieces) for path, pieces in rows}
        parts = parts_of(catalogue)
        names = {*parts.values()} or {""}
        known = {part_path(RECORDS, name): name for name in names}
        before = {file: known.get(path, "-") for path in last if path.startswith(_RECORDS) for file, _ in last[path]}
        stirred = (
            {e.article.file for e in catalogue.entries if e.article.id in self._stirred} if self._stirred else set()
        )
        fresh = {file for file, name in parts.items() if file in self._files | stirred or before.get(file) != name}
        touched = {parts[file] for file in fresh} | {before[file] for file in self._files if file in before}
        damaged = {name for name in names if not all(self._is_whole(part_path(path, name), last) for path in WHOLE)}
        fresh |= {file for file, name in parts.items() if name in damaged}
        self._whole = {part_path(path, name) for path in WHOLE for name in names}
        pages = gather((parts[reading.page.file], reading.page.file) for reading in self._archive.readings)
        order = [(name, pages.get(name, ())) for name in sorted((touched | damaged) & names)]
        made = lines_of_pages(catalogue, related, [file for _, files in order for file in files if file in fresh])
        count = sum(len(files) for _, files in order)
        steps = iter(self._progress.over("写数据", range(count), count, "版"))
        for name, files in order:
            splices = {path: Splice(self._folder / (at := part_path(path, name)), last.get(at, ())) for path in WHOLE}
            for file, _ in zip(files, steps, strict=False):
                if file in fresh:
                    for path, data in next(made):
                        splices[path].add(file, data)
                else:
                    for splice in splices.values():
                        splice.keep(file)
            for path, splice in splices.items():
                splice.close()
                self._parts[part_path(path, name)] = splice.parts
        self.changes.changed |= self._parts.keys()
        self._outdated = last.keys() - self._whole
        for path in self._outdated:
            (self._folder / path).unlink(missing_ok=True)
            self.changes.removed.add(path)

    def _is_whole(self, path: str, last: Mapping[str, list[Part]]) -> bool:
        """Tell whether a file that holds the archive, or a part of it, lies there as it was written."""
        file = self._folder / path
        return path in last and file.is_file() and file.stat().st_size == sum(size for _, size in last[path])

    def remove_strangers(self, ours: set[str]) -> None:
        """Remove from the tree what no job has made."""
        kept = {*ours, *self._whole}
        for (paths,) in self._sql.execute("SELECT paths FROM job"):
            kept.update(json.loads(paths))
        for base, _, names in os.walk(self._folder, topdown=False):
            for name in names:
                path = Path(base, name).relative_to(self._folder).as_posix()
                if path not in kept:
                    (self._folder / path).unlink()
                    self.changes.removed.add(path)
            if Path(base) != self._folder and not any(Path(base).iterdir()):
                Path(base).rmdir()

    def note(self) -> None:
        """Remember what the tree is made of."""
        sql = self._sql
        if not self._trusted:
            for table in ("shown", "whole"):
                sql.execute(f"DELETE FROM {table}")  # noqa: S608  names of ours
        sql.executemany("DELETE FROM shown WHERE file = ?", [(file,) for file in self._files])
        for file in sorted(self._files & self._digests.keys()):
            keys = self._new_keys.get(file) or self._keys(file)
            sql.execute("INSERT INTO shown VALUES (?, ?, ?)", (file, self._digests[file], json.dumps(keys)))
        sql.executemany("DELETE FROM whole WHERE path = ?", [(path,) for path in self._outdated])
        whole = [(path, json.dumps(parts)) for path, parts in self._parts.items()]
        sql.executemany("INSERT OR REPLACE INTO whole VALUES (?, ?)", whole)
        sql.execute("DELETE FROM stirred")
        sql.execute("INSERT OR REPLACE INTO made VALUES ('doubts', ?)", (json.dumps(dict(self._catalogue.doubts)),))
        if self._learnt:
            sounds = json.dumps([sounds_version(), self._sounds | self._learnt])
            sql.execute("INSERT OR REPLACE INTO made VALUES ('sounds', ?)", (sounds,))


def _picture_jobs(readings: Iterable[PageReading]) -> Iterator[Job]:
    """Yield a job for each image beside a page; it is done again when its file has changed."""
    for reading in readings:
        for picture in reading.page.pictures:
            path = published_name(reading.page, picture)
            known = picture.path.stat() if picture.path.is_file() else None
            key = f"{known.st_mtime_ns} {known.st_ctime_ns} {known.st_size}" if known else ""
            yield Job(path, partial(read_image, path, picture), key)

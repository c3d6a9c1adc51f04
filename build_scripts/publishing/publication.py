"""Puts a new site in the place of the last one in one step, and makes of the last what has not changed.

Beside a site stands its workshop, a folder that may be deleted at any time:

    generated/       the tree of Markdown and data that the site is rendered from
    new/             what this build writes: only files that are new or may have changed
    next/            a twin of the site that stands (hard links: the same bytes on disk, no copy)
    published.json   says that the twin is one, and what the site that stands was made of
    templates/       the theme, compiled

A build

1. writes into the empty `new/`;
2. takes `published.json` away, and from then on the twin for none: where a build begins without that note, it
   links a new one from the site that stands;
3. removes from `next/` what is no more, and moves from `new/` into it what is not there byte for byte. Files are
   replaced by renames and never written in place, so that one which the last site shares stays there as it was;
4. lets `next/` and the site change places in one step (`exchange`), if anything changed at all;
5. makes of `next/`, now the site before, the twin of the new one: only what changed is linked anew;
6. writes the note, which names the folder of its site and when something last came into it or went: where another
   folder stands there, or somebody else has changed it, the note says nothing.

Whatever happens before 4, the last site stands untouched; after it, the new one does. One article more costs what
its own files cost, however many others there are. Hidden files at the top of a site (`.htaccess`, `.git`) belong
to whoever put them there and stay. A lock keeps a second build waiting until the first is done; it goes with its
process, however that ends.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import sys
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, ClassVar

from build_scripts.publishing.exchange import exchange, mend_exchange

if TYPE_CHECKING:
    from build_scripts.publishing.exports.changes import Event
    from build_scripts.publishing.tree import Changes
if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parents[2]
Stamp = tuple[int, int]
"""Time of change in nanoseconds and size of a file."""
NOWHERE: Stamp = (0, 0)
_LARGE = 1 << 16
"""Bytes of a file that takes longer to be read than to be linked."""


@dataclass(slots=True)
class Record:
    """What a published site was made of."""

    folder: Stamp = NOWHERE
    """Inode of the folder that holds it, and when something last came into it or went."""
    frame: str = ""
    """Digest of what all pages depend on: theme, program, settings."""
    around: str = ""
    """Digest of all but the generated files, where the command line has built it."""
    lines: str = ""
    """Digest of all lines of `data/articles.jsonl` that it was completed with."""
    tree: str = ""
    """Name of the generated tree, where it has one."""
    retired: dict[str, str] = field(default_factory=dict)
    """Digests of the pages that stand where articles were, by their path."""
    made_of: dict[str, Stamp] = field(default_factory=dict)
    """Generated files, by their path below the generated folder; empty where only what changed was looked at."""
    written: dict[str, str] = field(default_factory=dict)
    """Digests of hand-written pages, by their path in `docs/`."""


def workshop_of(site: Path) -> Path:
    """Return the workshop of a site, on the same disk."""
    build = ROOT / ".build" if site == ROOT / "site" else site.with_name(f".{site.name}.build")
    return build / "site"


def generated_of(site: Path) -> Path:
    """Return where the generated tree of a site is: outside `docs/`, which MkDocs walks through on every run."""
    return workshop_of(site) / "generated"


class Publication:
    """One build of a site, from the lock to the exchange; nothing is published unless `publish` is called."""

    shared: ClassVar[Publication | None] = None
    """The one whose owner has asked MkDocs for the pages, and publishes it when they are all there."""
    in_place: ClassVar[Callable[[], None] | None] = None
    """Called when a new site stands in the place of the last one: what comes then is for the next build."""

    def __init__(self, target: Path, tree: Path | None = None) -> None:
        """Wait for the end of any other build of the same site, or of one whose generated tree this one shares."""
        workshop = workshop_of(target)
        shutil.rmtree(ROOT / "docs" / "generated", ignore_errors=True)  # where the tree was in former versions
        self.target = target
        self.new, self._next = workshop / "new", workshop / "next"
        self.templates = workshop / "templates"
        """Where the theme is kept compiled."""
        self._note = workshop / "published.json"
        self._locks = [_lock(folder) for folder in dict.fromkeys((workshop, tree.parent if tree else workshop))]
        mend_exchange(self._next, target)
        self.last = self._read_note()
        """What the site that stands was made of; empty where that is not known."""
        self.now = Record()
        """What this one is made of."""
        self.stays: set[str] = set()
        """Files of the last site that belong to this one though they have not been written again."""
        self.changes: Changes | None = None
        """What has changed in the generated tree, where its owner knows."""
        self.events: tuple[Event, ...] = ()
        """What the log of changes says of this build, once the site is complete."""
        self.rest_stays = False
        """True where every file of the last site belongs to this one but those that are gone."""
        self.gone: set[str] = set()
        shutil.rmtree(self.new, ignore_errors=True)
        self.new.mkdir()

    def knows_changes(self) -> bool:
        """Tell whether only the generated files that changed can make the difference to the last site."""
        last, now, changes = self.last, self.now, self.changes
        known = changes is not None and bool(changes.before) and changes.before == last.tree
        return known and last.folder != NOWHERE and (last.frame, last.around) == (now.frame, now.around)

    def drop_rest(self, folder: str) -> None:
        """Let go of the files in a folder of the last site that have not been put into that of the new one."""
        here = set(files_below(self.new / folder))
        self.gone.update(f"{folder}/{path}" for path in files_below(self.target / folder) if path not in here)

    def close(self) -> None:
        """Leave the workshop to the next build."""
        shutil.rmtree(self.new, ignore_errors=True)
        for lock in self._locks:
            lock.close()

    def publish(self) -> bool:
        """Put the new site in place; return whether anything has changed."""
        self._note.unlink(missing_ok=True)
        if not self.target.is_dir():
            self.new.rename(self.target)
            self._make_twin()
            self._note_down()
            return True
        if self.last.folder == NOWHERE or not self._next.is_dir():
            self._make_twin()
        written = set(files_below(self.new))
        alike: list[str] = []
        changed = [*self._remove(written | self.stays), *self._take_over(written, alike)]
        if changed:
            self._carry_hidden()
            exchange(self._next, self.target)
            if in_place := Publication.in_place:
                in_place()
            self._catch_up([*changed, *alike])
        self._note_down()
        return bool(changed)

    def _note_down(self) -> None:
        self.now.folder = _identity(self.target)
        scratch = self._note.with_suffix(".new")
        scratch.write_text(
            json.dumps({each.name: getattr(self.now, each.name) for each in fields(Record)}), encoding="utf-8"
        )
        scratch.replace(self._note)

    def _read_note(self) -> Record:
        try:
            record = Record(**json.loads(self._note.read_text(encoding="utf-8")))
            record.folder = (record.folder[0], record.folder[1])
            record.made_of = {path: (stamp[0], stamp[1]) for path, stamp in record.made_of.items()}
            return record if record.folder == _identity(self.target) else Record()
        except (OSError, ValueError, TypeError, IndexError, AttributeError):
            return Record()

    def _make_twin(self) -> None:
        shutil.rmtree(self._next, ignore_errors=True)
        self._next.mkdir()
        top = str(self.target)
        for base, folders, names in os.walk(top):
            here = f"{self._next}{base.removeprefix(top)}"
            visible = [name for name in names if base != top or not name.startswith(".")]
            folders[:] = [name for name in folders if base != top or not name.startswith(".")]
            for name in folders:
                Path(f"{here}/{name}").mkdir()
            for name in visible:
                _link(f"{base}/{name}", f"{here}/{name}")

    def _link(self, paths: Iterable[str]) -> None:
        """Let files of the site that stands stand in `next` too; what is not there goes."""
        for path in paths:
            there, here = self.target / path, self._next / path
            here.unlink(missing_ok=True)
            if there.is_file():
                here.parent.mkdir(parents=True, exist_ok=True)
                _link(there, here)
            else:
                self._prune(path)

    def _catch_up(self, changed: Iterable[str]) -> None:
        """Make of the site before, now in `next`, the twin of the one that stands."""
        self._link(changed)

    def _carry_hidden(self) -> None:
        for item in [*self._next.glob(".*")]:
            _remove_tree(item)
        for item in sorted(self.target.glob(".*")):
            self._link(files_below(item, f"{item.name}/") if item.is_dir() and not item.is_symlink() else [item.name])

    def _remove(self, kept: Container[str]) -> Iterator[str]:
        for path in self.gone if self.rest_stays else files_below(self._next):
            if path not in kept and not path.startswith(".") and (self._next / path).is_file():
                (self._next / path).unlink()
                self._prune(path)
                yield path

    def _prune(self, path: str) -> None:
        """Remove the folders above a file that is gone, as far as nothing else is in them."""
        with suppress(OSError):
            for folder in list(PurePosixPath(path).parents)[:-1]:
                (self._next / folder).rmdir()

    def _take_over(self, written: Iterable[str], alike: list[str]) -> Iterator[str]:
        """Move what is not there byte for byte, and yield it.

        Of what is, the large files are moved too, and told in `alike`: where they are kept for the next build, which
        then sees at once that it is the same file, and need not read all of it again.
        """
        for path in sorted(written):
            made, there = self.new / path, self._next / path
            if not there.is_file():
                there.parent.mkdir(parents=True, exist_ok=True)
            elif made.samefile(there):
                continue
            elif filecmp.cmp(made, there, shallow=False):
                if made.stat().st_size >= _LARGE:
                    made.replace(there)
                    alike.append(path)
                continue
            made.replace(there)
            yield path


def files_below(folder: Path, below: str = "") -> Iterator[str]:
    """Yield the files below a folder by their paths from it; none where there is no such folder."""
    try:
        with os.scandir(folder) as found:
            items = list(found)
    except FileNotFoundError:
        return
    for item in items:
        if item.is_dir(follow_symlinks=False):
            yield from files_below(Path(item.path), f"{below}{item.name}/")
        else:
            yield f"{below}{item.name}"


def _remove_tree(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _lock(workshop: Path) -> IO[bytes]:
    workshop.mkdir(parents=True, exist_ok=True)
    held = (workshop / "lock").open("ab")
    if sys.platform != "win32":
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("另一次生成正在进行，等它结束……", file=sys.stderr)
            fcntl.flock(held, fcntl.LOCK_EX)
    return held


def _identity(folder: Path) -> Stamp:
    found = folder.stat()
    return found.st_ino, found.st_mtime_ns


def put(source: Path, target: Path) -> None:
    """Let a file that is never written in place stand in a second folder too, in place of what stands there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    _link(source, target)


def _link(source: Path | str, target: Path | str) -> None:
    """Let a file stand in a second folder too; on file systems without links as a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)

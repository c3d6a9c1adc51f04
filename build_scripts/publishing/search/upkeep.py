"""The index of an archive kept between builds, so that one article more is added to it and not all are read again.

It lies in the workshop of its site. Segments are named by their content and never changed, so a build links those that
are new into the site and leaves the others as they are there. A small archive is indexed anew each time: then its
index is the same bytes however the archive came to be; that of a large one holds the same articles in other segments.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from build_scripts.digests import CODE, digest_of
from build_scripts.publishing.search.index import LIST, update_index, write_index_of
from build_scripts.publishing.search.names import read_sounds, write_sounds
from build_scripts.publishing.search.records import Record, parse_record
from build_scripts.stages import stage

ANEW_BELOW = 500
"""Articles of which an index is made in two seconds."""
_KNOWN = "known.json"
_SOUNDS = "sounds.json"
_ID = re.compile(rb'\{"id":"([^"]+)"')


def search_version() -> str:
    """Return a digest that is another one when an index may be made otherwise."""
    return digest_of([Path(__file__).parent, CODE / "rules"])


@dataclass(slots=True)
class _Part:
    """A file of records, as it was read."""

    stamp: list[int]
    """Inode, time of change and size."""
    known: dict[str, str]
    """Digest of each record by its id."""


@dataclass(slots=True)
class _Note:
    """What an index was made of."""

    version: str
    known: dict[str, _Part]


@stage("搜索索引")
def bring_up_to_date(files: Sequence[Path], folder: Path, version: str) -> Path:
    """Return the folder of an index of the records in files, one a line; `version` is that of what makes it."""
    index, note = folder / "index", folder / _KNOWN
    last = _read_known(note, version) if (index / LIST).is_file() else None
    now = {str(path): _look_at(path, (last or {}).get(str(path))) for path in files}
    if last == now:
        return index
    note.unlink(missing_ok=True)
    here, before = _together(now, last or {}), _together(last or {}, now)
    sounds = read_sounds(folder / _SOUNDS)
    if last is None or _count(now) < ANEW_BELOW or _count(last) < ANEW_BELOW:
        if last is None or before != here:
            write_index_of(files, index)
    else:
        changed = {mine for mine, digest in here.items() if before.get(mine) != digest}
        removed = before.keys() - here.keys()
        if changed or removed:
            update_index(index, [*_read(now, changed)], (changed & before.keys()) | removed)
    write_sounds(folder / _SOUNDS, sounds)
    with suppress(UnicodeEncodeError):  # a folder may have a name in bytes that are no UTF-8
        note.write_bytes(msgspec.json.encode(_Note(version, now)))
    return index


def _look_at(path: Path, last: _Part | None) -> _Part:
    found = path.stat()
    stamp = [found.st_ino, found.st_mtime_ns, found.st_size]
    return last if last and last.stamp == stamp else _Part(stamp, dict(_digests(path)))


def _together(parts: Mapping[str, _Part], others: Mapping[str, _Part]) -> dict[str, str]:
    """Return the records of those parts that are not the same among the others."""
    moved = (part for path, part in parts.items() if part is not others.get(path))
    return {mine: digest for part in moved for mine, digest in part.known.items()}


def _count(parts: Mapping[str, _Part]) -> int:
    return sum(len(part.known) for part in parts.values())


def _read(parts: Mapping[str, _Part], wanted: set[str]) -> Iterator[Record]:
    for path, part in parts.items():
        if not wanted.isdisjoint(part.known):
            with Path(path).open("rb") as file:
                yield from (parse_record(line) for line in file if _id_of(line) in wanted)


def publish_index(
    index: Path, last: Path, new: Path, stay: Callable[[str], None], *, only_new: bool = False
) -> Iterator[str]:
    """Put an index into a new site: what the last site has of it stays there.

    With `only_new` whole segments that it has are passed over. Yield the files of the last site that are of no use now.
    """
    there = last / "search"
    top = str(index)
    for base, folders, names in os.walk(top):
        if only_new and base == top:
            folders[:] = [name for name in folders if not (there / name).is_dir()]
        below = f"search{base.removeprefix(top)}".replace(os.sep, "/")
        (new / below).mkdir(parents=True, exist_ok=True)
        for name in names:
            if base == top:
                shutil.copyfile(index / name, new / below / name)
            elif os.path.isfile(f"{last}/{below}/{name}"):  # noqa: PTH113  a path object costs as much as linking
                stay(f"{below}/{name}")
            else:
                _link(f"{base}/{name}", f"{new}/{below}/{name}")
    for item in there.iterdir() if there.is_dir() else ():
        if not (index / item.name).exists():
            files = (path for path in item.rglob("*") if path.is_file()) if item.is_dir() else (item,)
            yield from (path.relative_to(last).as_posix() for path in files)


def _link(path: str, target: str) -> None:
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def _digests(lines: Path) -> Iterator[tuple[str, str]]:
    with lines.open("rb") as file:
        for line in file:
            yield _id_of(line), hashlib.blake2b(line, digest_size=12).hexdigest()


def _id_of(line: bytes) -> str:
    found = _ID.match(line)
    return found[1].decode() if found else ""


def _read_known(note: Path, version: str) -> dict[str, _Part] | None:
    try:
        data = msgspec.json.decode(note.read_bytes(), type=_Note)
    except (OSError, msgspec.DecodeError):
        return None
    return data.known if data.version == version else None

"""The index of an archive kept between builds, so that one article more is added to it and not all are read again.

It lies in the workshop of its site. Segments are named by their content and never changed, so a build links those that
are new into the site and leaves the others as they are there. A small archive is indexed anew each time: then its
index is the same bytes however the archive came to be; that of a large one holds the same articles in other segments.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from build_scripts.digests import CODE, digest_of
from build_scripts.publishing.search.index import LIST, update_index, write_index_of
from build_scripts.publishing.search.records import parse_record
from build_scripts.stages import stage

ANEW_BELOW = 500
"""Articles of which an index is made in two seconds."""
_KNOWN = "known.json"
_ID = re.compile(rb'\{"id":"([^"]+)"')


def search_version() -> str:
    """Return a digest that is another one when an index may be made otherwise."""
    return digest_of([Path(__file__).parent, CODE / "rules"])


@stage("搜索索引")
def bring_up_to_date(lines: Path, folder: Path, version: str) -> Path:
    """Return the folder of an index of the records in a file, one a line; `version` is that of what makes it."""
    index, note = folder / "index", folder / _KNOWN
    now = dict(_digests(lines))
    known = _read_known(note, version) if (index / LIST).is_file() else None
    note.unlink(missing_ok=True)
    if known is None or len(now) < ANEW_BELOW or len(known) < ANEW_BELOW:
        if known != now:
            write_index_of(lines, index)
    else:
        changed = {mine for mine, digest in now.items() if known.get(mine) != digest}
        removed = known.keys() - now.keys()
        if changed or removed:
            with lines.open("rb") as file:
                records = [parse_record(line.decode()) for line in file if _id_of(line) in changed]
            update_index(index, records, removed)
    note.write_text(json.dumps({"version": version, "known": now}), encoding="utf-8")
    return index


def publish_index(index: Path, last: Path, new: Path, stay: Callable[[str], None]) -> None:
    """Put an index into a new site: what the last site has of it stays there."""
    for base, _, names in os.walk(index):
        for name in names:
            path = Path(base, name)
            below = path.relative_to(index).as_posix()
            if "/" in below and (last / "search" / below).is_file():
                stay(f"search/{below}")
                continue
            target = new / "search" / below
            target.parent.mkdir(parents=True, exist_ok=True)
            if "/" in below:
                _link(path, target)
            else:
                shutil.copyfile(path, target)


def _link(path: Path, target: Path) -> None:
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


def _read_known(note: Path, version: str) -> dict[str, str] | None:
    try:
        data = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known: dict[str, str] = data.get("known", {})
    return known if data.get("version") == version else None

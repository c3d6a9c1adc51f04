"""The tables made of `data/articles.jsonl`, kept between builds: what lines that are the same came to is used again.

They lie in the workshop of a site, in parts as the lines themselves do, each with a note of which line made which
bytes. One article more costs its own rows, and copying what stands beside them in its part. In Parquet only those
groups of rows are packed anew that have a new row.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import msgspec

from build_scripts.processes import shares_memory, spread
from build_scripts.publishing.exports.columns import (
    ARTICLES,
    FACTS,
    Cell,
    Row,
    article_cells,
    fact_address,
    fact_cells,
    main_place,
)
from build_scripts.publishing.exports.csv_table import csv_head, csv_rows
from build_scripts.publishing.exports.parquet import MAGIC, Group, pack_group, write_parquet
from build_scripts.publishing.json_text import read_json, write_json
from build_scripts.publishing.parts import part_path

MADE = ("facts.jsonl", "articles.csv", "facts.csv")
"""What has rows for each line, in parts as the lines themselves are."""
_HEADS = (b"", csv_head(ARTICLES), csv_head(FACTS))
COLUMNS = {"articles.parquet": ARTICLES, "facts.parquet": FACTS}
"""Tables in Parquet, in the same parts."""
IN_A_GROUP = 128
"""Articles in a group of rows, more or less: where one ends hangs on the article that it ends with."""
_Cells = tuple[tuple[Cell, ...], list[tuple[Cell, ...]]]
"""Of an article its row, and those of its figures."""
_ID = re.compile(rb'\{"id": "([^"]+)"')
Stamp = tuple[int, int, int]
"""Inode, time of change and size of a file."""


@dataclass(slots=True)
class Note:
    """What is known of a part."""

    version: str = ""
    stamp: Stamp = (0, 0, 0)
    """Of the lines that it was made from."""
    digests: list[str] = field(default_factory=list)
    """Of each line."""
    ids: list[str] = field(default_factory=list)
    sizes: list[tuple[int, ...]] = field(default_factory=list)
    """Of each line the bytes that it adds to each of what is made."""
    ends: list[int] = field(default_factory=list)
    """After which lines groups of rows end."""
    groups: dict[str, list[Group]] = field(default_factory=lambda: {name: [] for name in COLUMNS})


@dataclass(slots=True)
class Tables:
    """The tables of a build."""

    folder: Path
    """Where they lie."""
    version: str
    """Of all that makes them."""
    parts: dict[str, Note]
    changed: dict[str, set[str]]
    """Of each part that is no longer what it was, the articles whose lines are new or others."""
    gone: set[str]
    """Articles that had a line and have none."""
    lines: dict[str, Path]
    """The file of each part."""
    before: str
    """Digest of all lines the last time."""

    @property
    def ids(self) -> Iterator[str]:
        """Yield all articles."""
        return (mine for note in self.parts.values() for mine in note.ids)

    @property
    def digest(self) -> str:
        """Return a digest of all lines."""
        return _digest_of(self.parts)

    @contextmanager
    def outdated(self, name: str) -> Iterator[Path | None]:
        """Give the path at which a file of all lines is to be written anew; None where it is as it should be."""
        target, note, lines = self.folder / name, self.folder / f"{name}.txt", f"{self.version} {self.digest}"
        if target.is_file() and note.is_file() and note.read_text(encoding="utf-8") == lines:
            yield None
            return
        note.unlink(missing_ok=True)
        scratch = target.with_name(f".{name}.new")
        scratch.unlink(missing_ok=True)
        yield scratch
        scratch.replace(target)
        note.write_text(lines, encoding="utf-8")

    def read(self, wanted: Callable[[str], bool]) -> Iterator[str]:
        """Yield the lines of articles whose ids are wanted."""
        return (line.decode() for _, line in self.read_bytes(wanted))

    def read_bytes(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
        """Yield the articles whose ids are wanted, with their lines; parts that have none of them are not opened."""
        for part, note in self.parts.items():
            chosen = [wanted(mine) for mine in note.ids]
            if any(chosen):
                lines = self.lines[part].read_bytes().split(b"\n")
                yield from ((mine, line) for mine, line, so in zip(note.ids, lines, chosen, strict=False) if so)


def stamp_of(path: Path) -> Stamp:
    """Return what is another one when a file has been replaced."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def update_tables(lines: dict[str, Path], folder: Path, version: str) -> Tables:
    """Bring the tables in a folder up to date with lines, given by part; `version` is that of all that makes them."""
    (folder / "notes").mkdir(parents=True, exist_ok=True)
    known = {path.stem.removeprefix("-"): path for path in (folder / "notes").glob("*.json")}
    last = {part: note for part, path in known.items() if (note := _read_note(path, version))}
    todo = [part for part, path in lines.items() if part not in last or last[part].stamp != stamp_of(path)]
    work = partial(_update_parts, lines=lines, last=last, folder=folder, version=version)
    made = spread(work, todo, 1) if shares_memory() else iter(work(todo))
    notes = dict(zip(todo, made, strict=True))
    for part in known.keys() - lines.keys():
        for path in (known[part], *(folder / part_path(name, part) for name in (*MADE, *COLUMNS))):
            path.unlink(missing_ok=True)
    parts = {part: notes.get(part) or last[part] for part in lines}
    changed = {part: _fresh(last.get(part), note) for part, note in notes.items()}
    here = {mine for note in parts.values() for mine in note.ids}
    gone = {mine for part in {*todo, *(last.keys() - lines.keys())} if part in last for mine in last[part].ids} - here
    return Tables(folder, version, parts, changed, gone, lines, _digest_of(last))


def _digest_of(parts: Mapping[str, Note]) -> str:
    digest = hashlib.sha256()
    for part in sorted(parts):
        digest.update("\n".join([part, *parts[part].digests]).encode())
    return digest.hexdigest()[:32]


def _fresh(last: Note | None, now: Note) -> set[str]:
    """Return the articles of a part whose lines it did not have."""
    known = set(last.digests) if last else set()
    return {mine for mine, digest in zip(now.ids, now.digests, strict=True) if digest not in known}


def _update_parts(
    parts: Iterable[str], *, lines: dict[str, Path], last: dict[str, Note], folder: Path, version: str
) -> list[Note]:
    return [_update_part(part, lines[part], last.get(part) or Note(), folder, version) for part in parts]


def _update_part(part: str, source: Path, last: Note, folder: Path, version: str) -> Note:
    stamp = stamp_of(source)
    lines = source.read_bytes().split(b"\n")[:-1]
    digests = [hashlib.blake2b(line, digest_size=12).hexdigest() for line in lines]
    now = Note(version, stamp, digests, [_id_of(line) for line in lines])
    where = {digest: at for at, digest in enumerate(last.digests)}
    files = [folder / part_path(name, part) for name in MADE]
    olds = [_Old(path, head, last.sizes, at) for at, (path, head) in enumerate(zip(files, _HEADS, strict=True))]
    pieces: list[list[bytes]] = [[head] for head in _HEADS]
    cells: dict[int, _Cells] = {}
    for number, (line, digest) in enumerate(zip(lines, digests, strict=True)):
        at = where.get(digest)
        if at is None:
            row: Row = read_json(line)
            cells[number] = _cells_of(row)
            parts = _rows_of(row, cells[number])
        else:
            parts = tuple(old.get(at) for old in olds)
        for piece, into in zip(parts, pieces, strict=True):
            into.append(piece)
        now.sizes.append(tuple(map(len, parts)))
    note = folder / f"notes/-{part}.json"
    note.unlink(missing_ok=True)  # from here on, what lies there is not what it says
    for path, written in zip(files, pieces, strict=True):
        _replace(path, b"".join(written))
    _update_groups(part, lambda at: cells.get(at) or _cells_of(read_json(lines[at])), last, now, folder)
    _replace(note, msgspec.json.encode(now))
    return now


class _Old:
    """What a part came to last time, line by line."""

    def __init__(self, path: Path, head: bytes, sizes: list[tuple[int, ...]], column: int) -> None:
        self._data = memoryview(path.read_bytes() if sizes else b"")
        self._places = [len(head)]
        for row in sizes:
            self._places.append(self._places[-1] + row[column])

    def get(self, at: int) -> bytes:
        return bytes(self._data[self._places[at] : self._places[at + 1]])


def _cells_of(row: Row) -> _Cells:
    return article_cells(row), [*fact_cells(row)]


def _rows_of(row: Row, cells: _Cells) -> tuple[bytes, ...]:
    """Return what an article adds to each of what is made."""
    facts = "".join(_fact_lines(row)).encode("utf-8", "replace")
    return facts, csv_rows([cells[0]]), csv_rows(cells[1])


def _fact_lines(row: Row) -> Iterator[str]:
    place = main_place(row)
    for fact in row["facts"]:
        known = {
            "article": row["id"],
            "article_title": row["title"],
            "date": row["date"],
            "publication": row["source"]["publication"],
            "place": place["name"],
            "place_adcode": place["adcode"],
            "source": fact_address(row, fact),
        }
        yield write_json(known | fact) + "\n"


def _update_groups(part: str, cells_of: Callable[[int], _Cells], last: Note, now: Note, folder: Path) -> None:
    """Pack the rows of a part in groups; those of the same articles are taken from the last time."""
    now.ends = [at for at, mine in enumerate(now.ids, 1) if not crc32(mine.encode()) % IN_A_GROUP or at == len(now.ids)]
    known = {tuple(last.digests[start:end]): at for at, (start, end) in enumerate(pairwise([0, *last.ends]))}
    files = {name: folder / part_path(name, part) for name in COLUMNS}
    old = {name: memoryview(path.read_bytes() if last.ends else b"") for name, path in files.items()}
    places = {name: _places(last.groups[name]) for name in COLUMNS}
    data: dict[str, list[bytes]] = {name: [] for name in COLUMNS}
    for start, end in pairwise([0, *now.ends]):
        at = known.get(tuple(now.digests[start:end]))
        found = [cells_of(number) for number in range(start, end)] if at is None else []
        rows = ([article for article, _ in found], [fact for _, facts in found for fact in facts])
        for (name, columns), cells in zip(COLUMNS.items(), rows, strict=True):
            if at is None:
                group, packed = pack_group(columns, cells)
            else:
                group, packed = last.groups[name][at], bytes(old[name][places[name][at] : places[name][at + 1]])
            now.groups[name].append(group)
            data[name].append(packed)
    for name, path in files.items():
        scratch = path.with_name(f".{path.name}.new")
        write_parquet(scratch, COLUMNS[name], now.groups[name], data[name])
        scratch.replace(path)


def _places(groups: Iterable[Group]) -> list[int]:
    """Return where each group begins in a file, and where the last one ends."""
    places = [len(MAGIC)]
    for group in groups:
        places.append(places[-1] + group.size)
    return places


def _id_of(line: bytes) -> str:
    found = _ID.match(line)
    return found[1].decode() if found else ""


def _read_note(path: Path, version: str) -> Note | None:
    try:
        note = msgspec.json.decode(path.read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError):
        return None
    return note if note.version == version else None


def _replace(path: Path, data: bytes) -> None:
    """Write a file under another name first: the last one may stand in a site."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.new")
    scratch.write_bytes(data)
    scratch.replace(path)

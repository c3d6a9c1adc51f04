"""Parquet, as small as it can be: flat tables, plain pages packed with gzip, in groups of rows.

The bytes of a group do not hang on where it stands, so that those of rows that are the same are used again.

The usual library weighs 150 MB for what these two tables need in a page of code; a reader of its own
kind checks every file in the tests. After the format's description (Apache Parquet 2, Thrift compact protocol).
"""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from build_scripts.publishing.exports.columns import Cell, Column, Kind, as_real
from build_scripts.publishing.exports.thrift import Int64, Struct, as_struct, varint

MAGIC = b"PAR1"
_PACKED = 6
_BOOLEAN, _INT64, _DOUBLE, _BYTES, _INT32 = 0, 2, 5, 6, 1
_UTF8, _DATE = 0, 6
_GZIP, _PLAIN, _RLE, _OPTIONAL = 2, 0, 3, 1
_DAY_ZERO = date(1970, 1, 1)


def _pack_text(cells: list[Cell]) -> bytes:
    texts = [str(cell).encode("utf-8", "replace") for cell in cells]
    return b"".join(struct.pack("<I", len(text)) + text for text in texts)


def _pack_bits(cells: Iterable[Cell]) -> bytes:
    bits = [bool(cell) for cell in cells]
    eights = (bits[at : at + 8] for at in range(0, len(bits), 8))
    return bytes(sum(bit << place for place, bit in enumerate(eight)) for eight in eights)


def _pack_days(cells: list[Cell]) -> bytes:
    return struct.pack(f"<{len(cells)}i", *((date.fromisoformat(str(cell)) - _DAY_ZERO).days for cell in cells))


_PHYSICAL: dict[Kind, tuple[int, int | None, Callable[[list[Cell]], bytes]]] = {
    Kind.TEXT: (_BYTES, _UTF8, _pack_text),
    Kind.INTEGER: (_INT64, None, lambda cells: struct.pack(f"<{len(cells)}q", *cells)),
    Kind.NUMBER: (_DOUBLE, None, lambda cells: struct.pack(f"<{len(cells)}d", *cells)),
    Kind.DATE: (_INT32, _DATE, _pack_days),
    Kind.BOOLEAN: (_BOOLEAN, None, _pack_bits),
}
"""Physical type, converted type and packing of each kind of column."""


Lengths = tuple[int, int]
"""Of a column in a group: its bytes before and after they are packed, with what describes them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some rows of a table as they stand in a file, wherever that may be."""

    rows: int
    lengths: tuple[Lengths, ...]
    """Of each column."""

    @property
    def size(self) -> int:
        """Return how many bytes it takes in the file."""
        return sum(packed for _, packed in self.lengths)


def pack_group(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> tuple[Group, bytes]:
    """Return some rows as a group; every cell may be empty. No rows are no bytes."""
    if not rows:
        return Group(0, ()), b""
    packed = [_pack_column(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    return Group(len(rows), tuple(lengths for lengths, _ in packed)), b"".join(data for _, data in packed)


def write_parquet(path: Path, columns: Sequence[Column], groups: Sequence[Group], data: Iterable[bytes]) -> None:
    """Write a file of groups, whose bytes follow one another in `data`, and the table of contents at its end."""
    with path.open("wb") as file:
        file.write(MAGIC)
        file.writelines(data)
        schema: list[Struct] = [{4: "row", 5: len(columns)}]
        for column in columns:
            physical, converted, _ = _PHYSICAL[column.kind]
            element: Struct = {1: physical, 3: _OPTIONAL, 4: column.name}
            schema.append(element if converted is None else element | {6: converted})
        at, contents = len(MAGIC), []
        for group in filter(lambda group: group.rows, groups):
            contents.append(_contents(columns, group, at))
            at += group.size
        rows = Int64(sum(group.rows for group in groups))
        footer = as_struct({1: 1, 2: schema, 3: rows, 4: contents, 6: "weiwen-archive"})
        file.write(footer + struct.pack("<I", len(footer)) + MAGIC)


def _contents(columns: Sequence[Column], group: Group, start: int) -> Struct:
    """Return what the end of a file says of a group that begins at a place in it."""
    at, chunks = start, []
    for column, (length, packed) in zip(columns, group.lengths, strict=True):
        data: Struct = {
            1: _PHYSICAL[column.kind][0], 2: [_PLAIN, _RLE], 3: [column.name], 4: _GZIP, 5: Int64(group.rows),
            6: Int64(length), 7: Int64(packed), 9: Int64(at),
        }  # fmt: skip
        chunks.append({2: Int64(at), 3: data})
        at += packed
    whole = sum(length for length, _ in group.lengths)
    return {1: chunks, 2: Int64(whole), 3: Int64(group.rows), 5: Int64(start)}


def _pack_column(column: Column, cells: list[Cell]) -> tuple[Lengths, bytes]:
    stored: list[Cell] = [as_real(cell) for cell in cells] if column.kind is Kind.NUMBER else cells
    page = _levels([cell is not None for cell in stored])
    page += _PHYSICAL[column.kind][2]([cell for cell in stored if cell is not None])
    packed = gzip.compress(page, _PACKED, mtime=0)
    values: Struct = {1: len(cells), 2: _PLAIN, 3: _RLE, 4: _RLE}
    head = as_struct({1: 0, 2: len(page), 3: len(packed), 5: values})
    return (len(head) + len(page), len(head) + len(packed)), head + packed


def _levels(present: list[bool]) -> bytes:
    """Return which cells are there: one bit a cell, packed in eights, after its length."""
    run = varint((len(present) + 7) // 8 << 1 | 1) + _pack_bits(present)
    return struct.pack("<I", len(run)) + run

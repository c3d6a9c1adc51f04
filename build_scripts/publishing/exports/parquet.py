"""Parquet, as small as it can be: flat tables, plain pages packed with gzip, several row groups.

The usual library weighs 150 MB for what these two tables need in a page of code; a reader of its own
kind checks every file in the tests. After the format's description (Apache Parquet 2, Thrift compact protocol).
"""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from build_scripts.publishing.exports.columns import Cell, Column, Kind, as_real
from build_scripts.publishing.exports.thrift import Int64, Struct, as_struct, varint

MAGIC = b"PAR1"
ROWS_IN_A_GROUP = 4000
"""So many rows are held in memory; readers may skip whole groups."""
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


class ParquetTable:
    """A Parquet file that rows are added to one by one; every column may be empty."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        self._columns = columns
        self._file = path.open("wb")
        self._file.write(MAGIC)
        self._at = len(MAGIC)
        self._waiting: list[tuple[Cell, ...]] = []
        self._groups: list[Struct] = []
        self._rows = 0

    def add(self, cells: Iterable[Cell]) -> None:
        """Add a row."""
        pairs = zip(self._columns, cells, strict=True)
        self._waiting.append(tuple(as_real(cell) if column.kind is Kind.NUMBER else cell for column, cell in pairs))
        if len(self._waiting) == ROWS_IN_A_GROUP:
            self._write_group()

    def close(self) -> None:
        """Write what waits and the table of contents at the end of the file."""
        if self._waiting:
            self._write_group()
        schema: list[Struct] = [{4: "row", 5: len(self._columns)}]
        for column in self._columns:
            physical, converted, _ = _PHYSICAL[column.kind]
            element: Struct = {1: physical, 3: _OPTIONAL, 4: column.name}
            schema.append(element if converted is None else element | {6: converted})
        footer = as_struct({1: 1, 2: schema, 3: Int64(self._rows), 4: self._groups, 6: "weiwen-archive"})
        self._write(footer + struct.pack("<I", len(footer)) + MAGIC)
        self._file.close()

    def _write_group(self) -> None:
        count, start, chunks, size = len(self._waiting), self._at, [], 0
        for column, cells in zip(self._columns, zip(*self._waiting, strict=True), strict=True):
            chunk, length = self._write_column(column, list(cells))
            chunks.append(chunk)
            size += length
        self._groups.append({1: chunks, 2: Int64(size), 3: Int64(count), 5: Int64(start)})
        self._rows += count
        self._waiting = []

    def _write_column(self, column: Column, cells: list[Cell]) -> tuple[Struct, int]:
        physical, _, pack = _PHYSICAL[column.kind]
        levels = _levels([cell is not None for cell in cells])
        page = levels + pack([cell for cell in cells if cell is not None])
        packed = gzip.compress(page, _PACKED, mtime=0)
        values: Struct = {1: len(cells), 2: _PLAIN, 3: _RLE, 4: _RLE}
        head = as_struct({1: 0, 2: len(page), 3: len(packed), 5: values})
        offset = self._at
        self._write(head + packed)
        data: Struct = {
            1: physical, 2: [_PLAIN, _RLE], 3: [column.name], 4: _GZIP, 5: Int64(len(cells)),
            6: Int64(len(head) + len(page)), 7: Int64(len(head) + len(packed)), 9: Int64(offset),
        }  # fmt: skip
        return {2: Int64(offset), 3: data}, len(head) + len(page)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


def _levels(present: list[bool]) -> bytes:
    """Return which cells are there: one bit a cell, packed in eights, after its length."""
    run = varint((len(present) + 7) // 8 << 1 | 1) + _pack_bits(present)
    return struct.pack("<I", len(run)) + run

"""Tables for spreadsheets: UTF-8 with a byte-order mark, heads in Chinese, and no cell that is a formula (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import lru_cache

from build_scripts.publishing.escaping import safe_cell
from build_scripts.publishing.exports.columns import Cell, Column, number_text

_SHORT = 24
"""Characters below which a cell is likely to come again: a unit, a name, a day."""


def csv_head(columns: Iterable[Column]) -> bytes:
    """Return how a table begins: the mark of its encoding, and the names of its columns."""
    return "\ufeff".encode() + _written([[column.label for column in columns]])


def csv_rows(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Return rows of a table."""
    return _written([written_cell(cell) for cell in cells] for cells in rows)


def _written(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def written_cell(cell: Cell) -> str:
    """Return a cell as people read it; words that a spreadsheet would calculate get an apostrophe before them."""
    if cell is None:
        return ""
    if isinstance(cell, str):  # so are most
        return _short(cell) if len(cell) < _SHORT else _text(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return number_text(cell)


def _text(cell: str) -> str:
    return safe_cell(cell) if "\n" not in cell else "\n".join(map(safe_cell, cell.split("\n")))


_short = lru_cache(1 << 12)(_text)

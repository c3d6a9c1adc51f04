"""Tables for spreadsheets: UTF-8 with a byte-order mark, heads in Chinese, and no cell that is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from build_scripts.publishing.escaping import safe_cell
from build_scripts.publishing.exports.columns import Cell, Column, number_text


class CsvTable:
    """A CSV file that rows are written to one by one (RFC 4180)."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", errors="replace", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(column.label for column in columns)

    def add(self, cells: Iterable[Cell]) -> None:
        """Write a row."""
        self._writer.writerow(written_cell(cell) for cell in cells)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def written_cell(cell: Cell) -> str:
    """Return a cell as people read it; words that a spreadsheet would calculate get an apostrophe before them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return number_text(cell)
    return "\n".join(safe_cell(line) for line in cell.split("\n"))

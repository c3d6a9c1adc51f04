"""A source file and its sidecar as an editor has them before them: read, and read again after each decision."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from build_scripts.model import Entry, PageReading, Problem, RawPage
from build_scripts.reading.encodings import decode_bytes
from build_scripts.reading.folder import name_below, read_inside
from build_scripts.reading.page import read_page
from build_scripts.reading.pages import MAX_SIDECAR_BYTES, decode_page, most_bytes
from build_scripts.understanding.entry import understand_page


class SheetError(Exception):
    """A page that cannot be shown, or a sidecar that cannot be written; its text tells the editor why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A newspaper page as it reads with the decisions of a sidecar."""

    page: RawPage
    reading: PageReading
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    sidecar: str
    """The text of the sidecar, with line feeds; empty where there is none."""
    data: bytes
    """The source file as received."""
    is_broken: bool = False
    """True where the sidecar cannot be read as it is: the page is shown without it and nothing can be decided."""

    @property
    def version(self) -> str:
        """Name of this state of both files."""
        return hashlib.sha256(self.data + b"\0" + self.sidecar.encode()).hexdigest()[:16]

    @property
    def sidecar_file(self) -> str:
        """Path of the sidecar below the source folder."""
        return self.page.file.rpartition(".")[0] + ".yml"


def read_sheet(file: str, data: bytes, sidecar: str) -> Sheet:
    """Return a page as it reads with a sidecar; one that is broken is told of and left out."""
    today = datetime.now(UTC).date()
    page, problems = decode_page(file, data, sidecar.encode() if sidecar.strip() else None, today)
    is_broken = False
    if page is None and sidecar.strip():
        page, _ = decode_page(file, data, None, today)
        is_broken = True
    if page is None:
        raise SheetError("\n".join(map(str, problems)))
    reading = read_page(page)
    entries, unfit = understand_page(reading)
    return Sheet(page, reading, entries, (*problems, *reading.problems, *unfit), sidecar, data, is_broken)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a source file and its sidecar lie on disk."""

    source: Path
    path: Path

    @property
    def sidecar_path(self) -> Path:
        """Where decisions are written."""
        return self.path.with_suffix(".yml")

    def read(self) -> Sheet:
        """Return the page as both files are now."""
        base = self.source.resolve()
        data = read_inside(base, self.path, most_bytes(self.path.name))
        if isinstance(data, str):
            raise SheetError(f"{self.path}：{data}")
        return read_sheet(name_below(self.source, self.path), data, self._sidecar()[0])

    def _sidecar(self) -> tuple[str, str]:
        """Return the text of the sidecar and its line ends."""
        if not os.path.lexists(self.sidecar_path):
            return "", "\n"
        data = read_inside(self.source.resolve(), self.sidecar_path, MAX_SIDECAR_BYTES)
        if isinstance(data, str):
            raise SheetError(f"{self.sidecar_path}：{data}")
        found = decode_bytes(data)
        if found is None or found.bad_bytes or len(data) > MAX_SIDECAR_BYTES:
            raise SheetError(f"{self.sidecar_path}：附表不是能读出的文本；请用 UTF-8 编码重新保存")
        ends = "\r\n" if "\r\n" in found.text else "\n"
        return found.text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"), ends

    def write(self, sidecar: str) -> None:
        """Put a text in the place of the sidecar in one step; one without a word is no sidecar."""
        path = self.sidecar_path
        try:
            if not sidecar.strip():
                path.unlink(missing_ok=True)
                return
            text = sidecar.replace("\n", self._sidecar()[1])
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(text.encode())
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise SheetError(f"{path}：写不进去（{error.strerror}）；请检查磁盘空间和权限") from error

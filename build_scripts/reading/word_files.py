"""A Word document (.docx) -> its text, a paragraph a line: guarded against bombs, nothing in it is run or followed.

Own code, because the libraries for such files leave out text boxes, in which newspapers are often laid
out, and open all of a file before anybody can say how much is in it. ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.parsers import expat

WORD_ENDING = ".docx"
MAX_DOCUMENT_BYTES = 20_000_000
"""Documents carry pictures; the text of a page is a thousandth of it."""
_MAIN = "word/document.xml"
_MAX_XML = 30_000_000
"""Bytes of the text part unpacked; a page of 10,000 characters with all its mark-up has less than 2 MB."""
_MAX_TEXT = 5_000_000
_MAX_DEPTH = 200
_PARTS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespace of Word, in the usual and in the strict form."""
_SKIPPED = {"del", "moveFrom", "Fallback"}
"""What was deleted or moved away, and the second form of what newer programs draw."""
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class DocumentError(Exception):
    """A document that is not read; its text says why."""

    def __init__(self, found: str, remedy: str = "") -> None:
        super().__init__(found)
        self.remedy = remedy
        """What to do; empty: to save it as plain text."""


def read_word(data: bytes) -> str:
    """Return the text of a document; a text box stands behind the paragraph that it is fixed to."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    # Entities, which bombs are made of, are declared there.
    parser.StartDoctypeDeclHandler = _refuse_declaration
    try:
        parser.Parse(_unpack(data), True)  # noqa: FBT003  the parser knows no names for its arguments
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that is none
        raise DocumentError("Word 文档的内容坏了，读不出来") from error
    return "".join(f"{line}\n" for line in reader.lines)


def _refuse_declaration(*_: object) -> None:
    raise DocumentError("Word 文档里有不该有的定义（DOCTYPE），没有读取")


def _unpack(data: bytes) -> bytes:
    """Return the text part of a document, unpacked no further than is allowed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(_MAIN) as part:
            xml = part.read(_MAX_XML + 1)
    except KeyError as error:
        raise DocumentError("这不是 Word 文档，里面没有正文") from error
    except RuntimeError as error:
        raise DocumentError("Word 文档加了密码，读不出来") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError("这不是 Word 文档，或者文件已经损坏") from error
    if len(xml) > _MAX_XML:
        raise DocumentError(f"Word 文档解开以后超过 {_MAX_XML // 1_000_000} MB，不像一个版面，没有读取")
    return xml


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read."""

    parts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    """Lines of the text boxes that are fixed to it."""


class _Reader:
    """Gathers lines from the events of a parser."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._open: list[_Paragraph] = []
        self._rows: list[list[int]] = []
        """For each open row of a table: where in the lines each of its cells begins."""
        self._depth = self._skipped = self._length = 0
        self._in_text = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise DocumentError("Word 文档套得太深，没有读取")
        name = _name(tag)
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name == "p":
            self._open.append(_Paragraph())
        elif name == "t":
            self._in_text = True
        elif name in _SIGNS and self._open:
            self._open[-1].parts.append(_SIGNS[name])
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append(len(self._target()))

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        name = _name(tag)
        if name == "t":
            self._in_text = False
        elif name == "p" and self._open:
            done = self._open.pop()
            self._target().extend([*"".join(done.parts).split("\n"), *done.boxes])
        elif name == "tr" and self._rows:
            self._close_row(self._rows.pop())

    def _close_row(self, cells: list[int]) -> None:
        """Put a row of cells of one line each on one line; longer cells are columns of a layout and stay lines."""
        lines = self._target()
        if len(cells) > 1 and len(lines) - cells[0] == len(cells):
            lines[cells[0] :] = ["\t".join(lines[cells[0] :])]

    def text(self, text: str) -> None:
        if not self._in_text or self._skipped or not self._open:
            return
        self._length += len(text)
        if self._length > _MAX_TEXT:
            raise DocumentError(f"Word 文档里的文字超过 {_MAX_TEXT // 10_000} 万字，不像一个版面，没有读取")
        self._open[-1].parts.append(text)

    def _target(self) -> list[str]:
        return self._open[-1].boxes if self._open else self.lines


def _name(tag: str) -> str:
    """Return what Word calls an element; empty for the elements of others that mean nothing here."""
    space, _, name = tag.rpartition(" ")
    return name if space in _PARTS or name == "Fallback" else ""

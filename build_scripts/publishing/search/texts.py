"""Articles as the results show them: each in one or two small files, compressed, and back.

Text is deflated in GBK, which takes a sixth less than UTF-8; what GBK does not have is escaped, as JSON
may. A long article is cut in two, because most results can be shown from the first half.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from build_scripts.publishing.search.coding import pack_bytes, unpack_bytes
from build_scripts.publishing.search.records import FIELD_KINDS, Basis, Field, Record
from build_scripts.publishing.search.scripts import read_script

CUT_FROM = 700
"""Characters from which an article is cut."""
_ASIDE = ("id", "day", "basis", "regions", "institutions", "checked")
"""What results do not show, or updates want to know without opening the text."""


def text_files(record: Record, number: int) -> Iterator[tuple[str, str]]:
    """Yield (file below the segment, text) of an article."""
    first, second = _halves(record.fields)
    head = [
        record.id, record.title, record.dated, record.year or 0, record.publication,
        record.places, record.topics, int(record.checked), int(bool(second)),
    ]  # fmt: skip
    yield text_file(number), _squeeze([head, *map(_row, first)])
    if second:
        yield text_file(number, "b"), _squeeze([_row(field) for field in second])


def text_file(number: int, part: str = "") -> str:
    """Return where the text of an article is kept below its segment."""
    return f"t/{number // 1000}/{number}{part}.js"


def pack_head(record: Record) -> str:
    """Return, as a line of JSON, a digest of a record and what its text files do not tell."""
    digest = hashlib.sha256(repr(record).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    data = {"digest": digest} | {name: getattr(record, name) for name in _ASIDE}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_record(folder: Path, number: int, aside: dict[str, Any]) -> Record:
    """Return an article of a segment as it was given, from its texts and its line of the list."""
    head, *rows = _unsqueeze(read_script(folder / text_file(number)))
    if head[-1]:
        rows += _unsqueeze(read_script(folder / text_file(number, "b")))
    _, title, dated, _, publication, places, topics, checked, _ = head
    return Record(
        id=aside["id"],
        title=title,
        day=(aside["day"][0], aside["day"][1], aside["day"][2]),
        basis=Basis(aside["basis"]),
        dated=dated,
        publication=publication,
        places=tuple((code, name) for code, name in places),
        regions=tuple((code, name) for code, name in aside["regions"]),
        topics=tuple(topics),
        institutions=tuple(aside["institutions"]),
        checked=bool(checked),
        fields=tuple((FIELD_KINDS[kind], anchor, text) for kind, anchor, text in rows),
    )


def _halves(fields: tuple[Field, ...]) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    whole = sum(len(text) for _, _, text in fields)
    read = 0
    for number, (_, _, text) in enumerate(fields):
        if number and whole >= CUT_FROM and read + len(text) / 2 > whole / 2:
            return fields[:number], fields[number:]
        read += len(text)
    return fields, ()


def _row(field: Field) -> list[object]:
    kind, anchor, text = field
    return [FIELD_KINDS.index(kind), anchor, text]


def _squeeze(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return pack_bytes(packer.compress(text.encode("gbk", "json")) + packer.flush())


def _unsqueeze(text: str) -> Any:  # noqa: ANN401  whatever was written
    return json.loads(zlib.decompress(unpack_bytes(text), -15).decode("gbk"))


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Return what an encoding lacks as JSON writes it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("json", _escape)

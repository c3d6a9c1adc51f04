"""Articles as the results show them: each in one small file, compressed, and back.

Text is deflated in GBK, which takes a sixth less than UTF-8, after the phrases that the articles of the archive
share; what GBK does not have is escaped, as JSON may.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

from build_scripts.publishing.json_text import read_json, write_tight_json
from build_scripts.publishing.search.coding import pack_bytes, unpack_bytes
from build_scripts.publishing.search.records import FIELD_KINDS, Basis, Field, Record
from build_scripts.publishing.search.scripts import read_script

_ASIDE = ("day", "basis", "regions", "institutions")
"""What results do not show, or updates want to know without opening the text."""


def pack_text(record: Record, phrases: bytes) -> str:
    """Return an article as its file has it."""
    head = [
        record.id, record.title, record.dated, record.year or 0, record.publication,
        record.places, record.topics, int(record.checked),
    ]  # fmt: skip
    return squeeze([head, *map(_row, record.fields)], phrases)


def text_file(number: int) -> str:
    """Return where the text of an article is kept below its segment."""
    return f"t/{number // 1000}/{number}.js"


def record_digest(record: Record) -> str:
    """Return the digest by which an index knows a record."""
    return hashlib.sha256(repr(record).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def pack_line(record: Record) -> str:
    """Return what a later run needs to know of a record beside its text: digest, whether checked, id, and the rest."""
    aside = {name: getattr(record, name) for name in _ASIDE}
    parts = (record_digest(record), str(int(record.checked)), write_tight_json(record.id), write_tight_json(aside))
    return "\t".join(parts)


def read_line(line: str) -> tuple[str, bool, str, str]:
    """Return the parts of a line that `pack_line` wrote, the last as it stands."""
    digest, checked, name, aside = line.split("\t")
    return digest, checked == "1", read_json(name) if "\\" in name else name[1:-1], aside


def read_record(folder: Path, number: int, line: str, phrases: bytes) -> Record:
    """Return an article of a segment as it was given, from its text and its line of the list."""
    _, _, record_id, rest = read_line(line)
    aside = read_json(rest)
    head, *rows = _unsqueeze(read_script(folder / text_file(number)), phrases)
    _, title, dated, _, publication, places, topics, checked = head
    return Record(
        id=record_id,
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


def _row(field: Field) -> list[object]:
    kind, anchor, text = field
    return [FIELD_KINDS.index(kind), anchor, text]


def squeeze(data: object, phrases: bytes) -> str:
    """Return data deflated after some phrases, as text."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, phrases)
    return pack_bytes(packer.compress(encode(write_tight_json(data))) + packer.flush())


def encode(text: str) -> bytes:
    """Return text in GBK."""
    return text.encode("gbk", "json")


def _unsqueeze(text: str, phrases: bytes) -> Any:  # noqa: ANN401  whatever was written
    unpacker = zlib.decompressobj(-15, phrases)
    return read_json((unpacker.decompress(unpack_bytes(text)) + unpacker.flush()).decode("gbk"))


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Return what an encoding lacks as JSON writes it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("json", _escape)

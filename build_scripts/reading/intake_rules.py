"""The editors' table of what a source file may be called, begin with and say of itself."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from build_scripts.tables import read_table

PDF_ENDING = ".pdf"
RESAVE = "请用原来的程序打开，另存为“纯文本，UTF-8 编码”再放进来"


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """rules/intake.yml as it is used."""

    fields: dict[str, str]
    """Words that operators write -> field of PageMeta."""
    names: dict[str, str]
    """Field of PageMeta -> the word for it in messages."""
    publication_endings: tuple[str, ...]
    no_publication_endings: tuple[str, ...]
    no_publications: frozenset[str]
    text_endings: frozenset[str]
    quiet_endings: frozenset[str]
    document_endings: frozenset[str]
    magic: tuple[tuple[bytes, str], ...]
    """First bytes, and what they show the file to be."""
    radicals: dict[int, str]
    """Signs of PDFs that stand for characters, for `translate`."""


@cache
def intake_rules() -> IntakeRules:
    """Return the table."""
    data = read_table("intake")
    heads = data["head_keys"]
    return IntakeRules(
        fields={word: row["field"] for row in heads for word in row["words"]},
        names={row["field"]: row["words"][0] for row in heads},
        publication_endings=tuple(row["ending"] for row in data["publication_endings"]),
        no_publication_endings=tuple(data["no_publication_endings"]),
        no_publications=frozenset(data["no_publications"]),
        text_endings=frozenset(data["text_endings"]),
        quiet_endings=frozenset(data["quiet_endings"]),
        document_endings=frozenset(data["document_endings"]),
        radicals={
            **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
            **{ord(sign): char for sign, char in data["radicals"].items()},
        },
        magic=tuple((bytes.fromhex(str(row["bytes"])), row["kind"]) for row in data["magic"]),
    )

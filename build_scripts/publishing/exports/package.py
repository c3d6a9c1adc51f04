"""What describes the data: a Frictionless data package with every field, Datasette's file, and checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from build_scripts.publishing.exports.columns import ARTICLES, FACTS, Column, Kind
from build_scripts.publishing.exports.database import datasette_metadata
from build_scripts.publishing.exports.line_fields import line_files, line_schema
from build_scripts.publishing.machines.structured import Site
from build_scripts.publishing.parts import parts_in, written_part

LICENCE = "文章文字的版权归原作者与原报；数字、编号和说明可以自由使用，请注明出处"
PACKAGE = "datapackage.json"
CHECKSUMS = "SHA256SUMS"
_BLOCK = 1 << 20
_TABLES = {
    "articles.csv": ("articles", "文章（表格）", ARTICLES),
    "facts.csv": ("facts", "数字（表格）", FACTS),
}
_FILES = {
    "articles.jsonl": ("articles-lines", "文章，一行一篇，全部字段", "application/x-ndjson"),
    "facts.jsonl": ("facts-lines", "数字，一行一个", "application/x-ndjson"),
    "pages.jsonl": ("pages-lines", "版面，逐行的归属", "application/x-ndjson"),
    "relations.jsonl": ("relations-lines", "相同和相近的稿件", "application/x-ndjson"),
    "contradictions.jsonl": ("contradictions-lines", "对不上的数字", "application/x-ndjson"),
    "changes.jsonl": ("changes-lines", "每次生成新收、改动和撤下了什么", "application/x-ndjson"),
    "articles.parquet": ("articles-parquet", "文章（Parquet）", "application/vnd.apache.parquet"),
    "facts.parquet": ("facts-parquet", "数字（Parquet）", "application/vnd.apache.parquet"),
    "archive.sqlite": ("archive-sqlite", "全部表和全文索引（SQLite）", "application/vnd.sqlite3"),
}


def write_descriptions(folder: Path, site: Site, known: Path | None = None) -> None:
    """Describe the finished files of a data folder; nothing in it is changed.

    `known` is where the checksums of files that are never written in place are kept from build to build.
    """
    _write_json(folder / "datasette.json", datasette_metadata(site.name, site.description, LICENCE))
    sums = Checksums(known)
    _write_json(folder / PACKAGE, describe_package(folder, site, sums))
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = "".join(f"{sums.of(folder / path)}  {path}\n" for path in paths if path != CHECKSUMS)
    (folder / CHECKSUMS).write_text(lines, encoding="utf-8")
    sums.keep()


class Checksums:
    """SHA-256 of files, worked out when they are new: another file has another inode, time or size."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, str] = {}
        self._asked: dict[str, str] = {}
        if path:
            with suppress(OSError, ValueError):
                self._known = json.loads(path.read_bytes())

    def of(self, path: Path) -> str:
        """Return the checksum of a file in hex digits."""
        found = path.stat()
        key = f"{found.st_dev} {found.st_ino} {found.st_mtime_ns} {found.st_size}"
        if key not in self._asked:
            self._asked[key] = self._known.get(key) or checksum(path)
        return self._asked[key]

    def keep(self) -> None:
        """Remember those that were asked for."""
        if self._path:
            self._path.write_text(json.dumps(self._asked), encoding="utf-8")


def describe_package(folder: Path, site: Site, sums: Checksums) -> dict[str, Any]:
    """Return the descriptor of a data folder (Frictionless Data Package 1)."""
    resources = []
    for file, (name, title, columns) in _TABLES.items():
        about = {
            "profile": "tabular-data-resource",
            "dialect": {"lineTerminator": "\r\n", "doubleQuote": True},
            "schema": describe_fields(columns),
        }
        resources += [each | about for each in _resources(folder, file, (name, title, "text/csv"), sums)]
    described = line_files()
    for file, about_file in _FILES.items():
        more = {"schema": line_schema(file)} if file in described else {}
        resources += [each | more for each in _resources(folder, file, about_file, sums)]
    return {
        "profile": "data-package",
        "name": "weiwen-archive",
        "title": site.name,
        "description": site.description,
        **({"homepage": site.url} if site.url else {}),
        "licenses": [{"name": "other-attribution", "title": LICENCE}],
        "resources": resources,
    }


def describe_fields(columns: Iterable[Column]) -> dict[str, Any]:
    """Return the Table Schema of a CSV file; its fields bear the names at the head of the columns."""
    fields: list[dict[str, Any]] = []
    for column in columns:
        field: dict[str, Any] = {
            "name": column.label,
            "type": column.kind.value,
            "title": column.name,
            "description": column.words,
        }
        if column.kind is Kind.BOOLEAN:
            field |= {"trueValues": ["是"], "falseValues": ["否"]}
        fields.append(field)
    return {"fields": fields, "missingValues": [""]}


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file in hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _resources(folder: Path, file: str, about: tuple[str, str, str], sums: Checksums) -> Iterator[dict[str, Any]]:
    """Yield a file of the data, or each of its parts; one that this archive does not have is left out."""
    name, title, kind = about
    for part, path in parts_in(folder, file).items():
        text = {"encoding": "utf-8"} if path.suffix in {".csv", ".jsonl"} else {}
        yield {
            "name": f"{name}-{part}" if part else name,
            "path": path.relative_to(folder).as_posix(),
            "title": f"{title}，{written_part(part)}" if part else title,
            "format": path.suffix.removeprefix("."),
            "mediatype": kind,
            **text,
            "bytes": path.stat().st_size,
            "hash": f"sha256:{sums.of(path)}",
        }


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n")

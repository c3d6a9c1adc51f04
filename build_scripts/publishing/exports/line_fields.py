"""The fields of the files in JSON Lines, told for people and for programs; the table is `rules/line_fields.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from build_scripts.tables import read_table


@dataclass(frozen=True, slots=True)
class LineField:
    """A field, or one within it."""

    name: str
    """With the way to it: `facts[].value` is in each object of the list `facts`."""
    kind: str
    """Type of Table Schema: string, integer, number, boolean, date, array or object."""
    words: str
    """What it holds, in plain Chinese."""


def line_files() -> tuple[str, ...]:
    """Return the names of the files that are described."""
    return tuple(read_table("line_fields")["files"])


def fields_of(file: str) -> tuple[LineField, ...]:
    """Return all fields of a file, those within others too."""
    return tuple(_spread(read_table("line_fields")["files"][file]))


def _spread(rows: list[dict[str, str]]) -> Iterator[LineField]:
    for row in rows:
        way, _, shared = row["name"].partition("@")
        if not shared:
            yield LineField(row["name"], row["type"], row["words"])
            continue
        if way:
            yield LineField(way.removesuffix("[]"), row["type"], row["words"])
        for field in read_table("line_fields")["shared"][shared]:
            yield LineField(f"{way}.{field['name']}".removeprefix("."), field["type"], field["words"])


def line_schema(file: str) -> dict[str, Any]:
    """Return the Table Schema of a file: its fields, and in their descriptions what is within them."""
    fields: list[dict[str, str]] = []
    for name, group in groupby(fields_of(file), key=lambda field: field.name.split(".")[0]):
        first, *within = group
        top = name.removesuffix("[]")
        if first.name == top:
            kind, words = first.kind, [first.words]
        else:
            kind, words, within = "array" if name.endswith("[]") else "object", [], [first, *within]
        words += [f"{field.name.removeprefix(name).removeprefix('.')}：{field.words}" for field in within]
        if fields and fields[-1]["name"] == top:
            fields[-1]["description"] += "；" + "；".join(words)
        else:
            fields.append({"name": top, "type": kind, "description": "；".join(words)})
    return {"fields": fields}

"""The parts of the operators' handbook that are made from tables, so that they cannot go stale."""

from __future__ import annotations

from typing import Any

from build_scripts.publishing.templates import render
from build_scripts.tables import read_table


def handbook_pieces() -> dict[str, str]:
    """Return what the pages in docs/handbook take in at their marks, by the name of the mark."""
    groups: list[dict[str, Any]] = []
    for row in read_table("problems"):
        if "group" in row:
            groups.append({"name": row["group"], "kinds": []})
        examples = [
            {"word": word, "files": _files(row[when])} for word, when in (("改前", "before"), ("改后", "after"))
        ]
        groups[-1]["kinds"].append({**row, "examples": examples})
    return {"要看的问题": render("problem_kinds.html.jinja", groups=groups)}


def _files(example: dict[str, str] | str) -> list[tuple[str, str]]:
    """Return the files of an example with their text; a sentence is one without a name."""
    return [("", example)] if isinstance(example, str) else list(example.items())

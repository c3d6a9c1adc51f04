"""Every message that operators are told has its place in the help, with an example before and after that is true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from build_scripts.model import Grade, Problem
from build_scripts.operating.doubts import doubts_of
from build_scripts.operating.kinds import kind_of
from build_scripts.pipeline import read_archive
from build_scripts.tables import read_table

ROOT = Path(__file__).parents[1] / "build_scripts"
FOUND_AT = {"Problem": 2, "Flaw": 0, "warn": 1, "_hint": 2, "_refused": 2, "DocumentError": 0}
"""Calls that make a message -> the argument that says what was found."""
PASSED_ON = {
    "str(error)",  # a DocumentError, which is looked at where it is raised
    "found",
    "data",  # what read_inside says, see below
    "sidecar",
    "decision.found",  # a Flaw, which is looked at where it is made
    "handle.read(limit + 1)",
}
"""What is handed on as it came."""
ROWS = read_table("problems")


def templates(node: ast.expr, known: dict[str, list[str]]) -> list[str]:
    """Return all that an expression may say, with 某 for what it fills in; ? before what cannot be told."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(v.value) if isinstance(v, ast.Constant) else "9" for v in node.values)]
    if isinstance(node, ast.IfExp):
        return templates(node.body, known) + templates(node.orelse, known)
    if isinstance(node, ast.Name):
        return known.get(node.id) or [f"?{node.id}"]
    return [f"?{ast.unparse(node)}"]


def messages() -> Iterator[tuple[str, str]]:
    """Yield where a message is made and what it says."""
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if not any(f"{name}(" in source for name in FOUND_AT):
            continue
        tree = ast.parse(source)
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            known: dict[str, list[str]] = {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    said = [t for t in templates(node.value, {}) if not t.startswith("?")]
                    known.setdefault(node.targets[0].id, []).extend(said)
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and function.name == "read_inside" and node.value:
                    yield from ((path.name, t) for t in templates(node.value, known))
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = node.args[FOUND_AT[name] :][:1] if name in FOUND_AT else []
                given += [word.value for word in node.keywords if word.arg == "found"]
                for argument in given:
                    said = templates(argument, known)
                    yield from ((f"{path.name}:{node.lineno}", t) for t in said)


def test_every_message_of_the_program_has_a_kind() -> None:
    said = [(where, t) for where, t in messages() if t.lstrip("?") not in PASSED_ON]
    assert len(said) > 60
    unknown = [(where, t) for where, t in said if kind_of(Problem("", 0, t, "")) is None]
    # A contradiction begins with its clash, which the program fills in.
    assert [place for place, words in unknown if words != "9：99"] == [], "a row in rules/problems.yml is missing"


def test_every_kind_is_told_whole() -> None:
    keys = [row["key"] for row in ROWS]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch("[a-z-]+", key) for key in keys)
    assert [
        r["key"] for r in ROWS if not (r["title"] and r["says"].endswith("。") and r["before"] and r["after"])
    ] == []


def found_in(folder: Path, files: dict[str, str]) -> list[Problem]:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    archive = read_archive(folder)
    return [*archive.problems, *doubts_of(archive)]


@pytest.mark.parametrize("row", [r for r in ROWS if isinstance(r["before"], dict)], ids=lambda r: r["key"])
def test_the_example_has_the_problem_before_and_not_after(row: dict[str, Any], tmp_path: Path) -> None:
    before, after = (found_in(tmp_path / when, row[when]) for when in ("before", "after"))
    assert row["key"] in map(kind_of, before)
    assert row["key"] not in map(kind_of, after)
    assert not [p for p in after if p.grade is not Grade.HINT]

"""The rules of the house: floors between rooms, rows with examples, nothing that ties it to one machine or host."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.screenshots import read_shots

ROOT = Path(__file__).parents[1]
CODE = ROOT / "build_scripts"
WINGS = {"reading", "understanding", "publishing"}
TOP = {"__main__", "mkdocs_hook"}
OURS = ("build_scripts", "tests", "docs", ".ci", ".github", "source_articles")
MADE = {"generated", "__pycache__", "screenshots", "node_modules"}
TEXT_ENDINGS = {
    "",
    ".py",
    ".yml",
    ".yaml",
    ".toml",
    ".md",
    ".txt",
    ".tsv",
    ".css",
    ".js",
    ".html",
    ".jinja",
    ".sh",
    ".svg",
}


def floor(room: str) -> int:
    """Return 0 for the ground, 1 for a wing, 2 for what stands on all of them, 3 for the preview, 4 for the top."""
    return (
        1
        if room in WINGS
        else 2
        if room in {"pipeline", "bench", "operating", "portal", "shards"}
        else 3
        if room == "preview"
        else 4
        if room in TOP
        else 0
    )


def rooms_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: imports are written in full"
            module = node.module or ""
            names = [f"{module}.{a.name}" for a in node.names] if module == "build_scripts" else [module]
        yield from (name.split(".")[1] for name in names if name.startswith("build_scripts."))


def files_of_ours() -> Iterator[Path]:
    """Yield every text file of the repository, whether it comes from git or from an archive of it."""
    roots = [path for path in ROOT.iterdir() if path.is_file() and path.suffix != ".lock" and path.name != ".git"]
    for path in (*roots, *(found for name in OURS for found in (ROOT / name).rglob("*"))):
        if path.is_file() and path.suffix in TEXT_ENDINGS and not MADE & set(path.parts):
            yield path


@pytest.mark.parametrize("path", sorted(CODE.rglob("*.py")), ids=lambda p: p.relative_to(CODE).as_posix())
def test_rooms_import_only_their_own_wing_and_lower_floors(path: Path) -> None:
    room = path.relative_to(CODE).parts[0].removesuffix(".py")
    for other in rooms_imported(path):
        assert other == room or floor(other) < floor(room) or floor(other) == 0 == floor(room), (
            f"{room} (floor {floor(room)}) imports {other} (floor {floor(other)})"
        )


def rows(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever YAML holds
    if isinstance(data, dict):
        yield data
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from rows(part)


@pytest.mark.parametrize("path", sorted((CODE / "rules").rglob("*.yml")), ids=lambda p: p.stem)
def test_every_rule_with_a_pattern_has_a_positive_and_a_negative_example(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    bare = [row for row in rows(data) if "pattern" in row and not (row.get("positive") and row.get("negative"))]
    assert not bare, f"{path.name}: rows without examples: {bare[:3]}"


@pytest.mark.parametrize("path", sorted((CODE / "rules").rglob("*.yml")), ids=lambda p: p.stem)
def test_no_table_says_the_same_key_twice(path: Path) -> None:
    def keys(node: yaml.Node) -> Iterator[tuple[str, int]]:
        if isinstance(node, yaml.MappingNode):
            names = [key.value for key, _ in node.value]
            yield from ((k.value, k.start_mark.line + 1) for k, _ in node.value if names.count(k.value) > 1)
        for part in getattr(node, "value", ()) if not isinstance(node, yaml.ScalarNode) else ():
            for child in part if isinstance(part, tuple) else (part,):
                yield from keys(child)

    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert node is None or not list(keys(node))


def test_no_file_names_a_place_on_a_machine() -> None:
    machine = re.compile(r"(?<![\w.}:/-])/(?:home|root|Users|work|tmp|opt)/\w|\b[A-Z]:\\\\?[A-Z]\w")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in files_of_ours()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if machine.search(line)
    ]
    assert not found


def test_nothing_that_is_shipped_loads_from_another_host() -> None:
    shipped = [
        p for p in files_of_ours() if p.suffix in {".css", ".js", ".html", ".jinja", ".svg"} and "tests" not in p.parts
    ]
    loads = re.compile(
        r"""(?:\b(?:src|srcset|action|poster|data)\s*=|url\(|@import|fetch\(|import\(|\bfrom\s|<link\b[^>]*href=)"""
        r"""\s*["'`]?(?:https?:)?//""",
        re.IGNORECASE,
    )
    found = [str(p.relative_to(ROOT)) for p in shipped if loads.search(p.read_text(encoding="utf-8"))]
    assert shipped
    assert not found


def test_every_exception_from_the_checks_has_a_reason() -> None:
    bare = re.compile(r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[\w, -]+\])?)\s*$")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files_of_ours()
        if path.suffix == ".py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert not found


def test_every_dependency_is_pinned_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locks = {
        "requirements.lock": project["dependencies"],
        "requirements-dev.lock": project["dependencies"] + project["optional-dependencies"]["dev"],
        "requirements-lac.lock": project["dependencies"] + project["optional-dependencies"]["lac"],
        "requirements-shards.lock": project["dependencies"] + project["optional-dependencies"]["shards"],
    }
    for name, wanted in locks.items():
        blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
        pinned = {re.split("==", block)[0].lower() for block in blocks}
        assert all("==" in block and "--hash=sha256:" in block for block in blocks)
        assert {re.split(r"[<>=\[]", requirement)[0].lower() for requirement in wanted} <= pinned


def test_pictures_are_those_that_the_command_takes_and_every_one_is_shown() -> None:
    taken = {shot.path(scheme).relative_to(ROOT).as_posix() for shot in read_shots() for scheme in shot.schemes}
    folders = {path.rpartition("/")[0] for path in taken}
    kept = {path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).iterdir()}
    shown = set(re.findall(r"\.github/screenshots/[\w-]+\.webp", (ROOT / "README.md").read_text(encoding="utf-8")))
    for page in (ROOT / "docs").rglob("*.md"):
        shown |= {f"docs/{found}" for found in re.findall(r"assets/[\w/-]+\.webp", page.read_text(encoding="utf-8"))}
    assert taken == kept == shown

"""What the outcome of reading depends on besides the page: the program's own files, its tables and its libraries."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

CODE = Path(__file__).parents[1]
_ELSEWHERE = frozenset({"publishing", "operating", "bench", "setup", "__pycache__"})
"""Rooms that neither read nor understand."""
_LISTED = ("brief", "card", "escaping", "measures", "naming", "views", "search/records")
"""Modules of publishing that have a part in what is kept of a page for lists."""
_LIBRARIES = ("chardet", "numpy", "pyyaml", "rjieba")


@cache
def reading_version() -> str:
    """Return a digest that is another one when a page may be read or understood otherwise."""
    rooms = sorted(path for path in CODE.iterdir() if path.is_dir() and path.name not in _ELSEWHERE)
    ground = [path for path in CODE.glob("*.py") if path.name not in {"__main__.py", "mkdocs_hook.py", "progress.py"}]
    libraries = [f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES]
    switches = os.environ.get("ARCHIVE_LAC", ""), str(importlib.util.find_spec("pdfminer") is not None)
    listed = [CODE / f"publishing/{name}.py" for name in _LISTED]
    return digest_of((*ground, *rooms, *listed), [sys.version, *libraries, *switches])


def digest_of(paths: Iterable[Path], words: Iterable[str] = ()) -> str:
    """Return a digest of files, of all that lies below folders, and of some words."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\0".encode())
    files = {file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))}
    for file in sorted(files):
        if file.is_file() and "__pycache__" not in file.parts:
            data = file.read_bytes()
            digest.update(f"{file.relative_to(CODE).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()[:32]

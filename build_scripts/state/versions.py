"""What the outcome of reading depends on besides the page: the program's own files, its tables and its libraries."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import sys
from functools import cache

from build_scripts.digests import CODE, digest_of

_ELSEWHERE = frozenset({"publishing", "operating", "bench", "setup", "__pycache__"})
"""Rooms that neither read nor understand."""
_LISTED = ("brief", "card", "escaping", "layout", "measures", "naming", "views", "search/records")
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

"""Marks in hand-written pages, `<!-- 档案：… -->`, in whose place stands what the archive makes."""

from __future__ import annotations

import re
from pathlib import Path

from build_scripts.publishing.generate import PIECES

_MARK = re.compile(r"<!--\s*档案：(\S+?)\s*-->")


def fill(text: str, asked_by: str, generated: Path) -> str:
    """Return the text of a page in `docs/` with every mark filled; one that names nothing is an error that says so."""
    return _MARK.sub(lambda match: _piece(match[1], asked_by, generated), text)


def _piece(name: str, asked_by: str, generated: Path) -> str:
    path = generated / PIECES / f"{name}.html"
    if not path.is_file():
        known = "、".join(sorted(piece.stem for piece in path.parent.glob("*.html")))
        raise ValueError(f"docs/{asked_by}：没有叫“{name}”的内容；可以用的有：{known}")
    return path.read_text(encoding="utf-8")

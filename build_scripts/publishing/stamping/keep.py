"""What the pages of a site are made of, so that only those are rendered whose makings have changed."""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from build_scripts.digests import ROOT, digest_of
from build_scripts.publishing.exports.changes import ANY_DAY
from build_scripts.publishing.publication import Stamp

_PROGRAM = ROOT / "build_scripts"
_OTHER_ROOMS = frozenset(
    {"reading", "understanding", "operating", "bench", "setup", "rules", "state"}
    | {"portal", "preview", "shards", "__pycache__"}
)
"""Rooms that have no part in how a generated file becomes a page."""
_LIBRARIES = ("jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-material")
_SETTINGS = ("ARCHIVE_URL", "ARCHIVE_REPORT_ADDRESS", "ARCHIVE_STAMP", "ARCHIVE_DATABASE")


def frame_digest(*words: object) -> str:
    """Return a digest of what every page depends on besides its own file: theme, program, settings, libraries."""
    rooms = (path for path in _PROGRAM.iterdir() if path.name not in _OTHER_ROOMS)
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES]
    settings = [f"{name}={os.environ.get(name, '')}" for name in _SETTINGS]
    return digest_of(
        (ROOT / "mkdocs.yml", ROOT / "docs/overrides", *rooms), [sys.version, *versions, *settings, *words]
    )


def site_digest() -> str:
    """Return a digest of all that a site is made of besides the generated files."""
    day = os.environ.get("SOURCE_DATE_EPOCH", ANY_DAY)
    return digest_of((ROOT / "docs", _PROGRAM / "rules"), [frame_digest(), day])


def look_over(folder: Path, without: str) -> dict[str, Stamp]:
    """Return the files below a folder with time and size; `without` is a folder in it that does not count."""
    return dict(_look(folder, "", without))


def _look(folder: Path, below: str, without: str) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(folder) as found:
        for item in found:
            if not item.is_dir():
                known = item.stat()
                yield f"{below}{item.name}", (known.st_mtime_ns, known.st_size)
            elif below or item.name != without:
                yield from _look(Path(item.path), f"{below}{item.name}/", without)

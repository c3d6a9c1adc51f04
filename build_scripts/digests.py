"""Digests of the program's own files, by which what was made with other ones is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "build_scripts"


def digest_of(paths: Iterable[Path], words: Iterable[object] = ()) -> str:
    """Return a digest of files, of all that lies below folders, and of some words."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\0".encode())
    files = {file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))}
    for file in sorted(files):
        if file.is_file() and "__pycache__" not in file.parts:
            data = file.read_bytes()
            digest.update(f"{file.relative_to(ROOT).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()[:32]

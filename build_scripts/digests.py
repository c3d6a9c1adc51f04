"""Digests of the program's own files, by which what was made with other ones is known."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "build_scripts"


def digest_of(paths: Iterable[Path], words: Iterable[object] = ()) -> str:
    """Return a digest of files, of all that lies below folders, and of some words."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\0".encode())
    for file in sorted({file for path in paths for file in _files(str(path))}):
        try:
            known = os.stat(file)  # noqa: PTH116  a path object for each costs more than all the rest
        except FileNotFoundError:  # a link to nowhere, as editors leave beside what is open in them
            continue
        below = file.removeprefix(f"{ROOT}{os.sep}").replace(os.sep, "/")
        digest.update(f"{below}\0{_digest_of(file, known.st_ino, known.st_mtime_ns, known.st_size)}\0".encode())
    return digest.hexdigest()[:32]


def _files(path: str) -> Iterator[str]:
    """Yield a file, or the files below a folder."""
    if os.path.isfile(path):  # noqa: PTH113  as above
        yield path
    for folder, folders, names in os.walk(path):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        yield from (f"{folder}{os.sep}{name}" for name in names)


@cache
def _digest_of(file: str, *_stamp: int) -> str:
    """Return the digest of a file, which is read again when it has changed."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()

"""What is made of a table of the program and takes time to make, kept for the next run: unpacked, or parsed.

It lies in `.build/tables/`, named by the digest of the file that it was made of, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from build_scripts.digests import ROOT

FOLDER = ROOT / ".build" / "tables"
_CHECK = 4
"""Bytes at the end that tell whether the others are whole."""


def unpacked(path: Path) -> bytes:
    """Return the content of a file that is packed by xz."""
    return made_of(path, lzma.decompress)


def made_of(path: Path, make: Callable[[bytes], bytes]) -> bytes:
    """Return what `make` makes of the bytes of a file, from where an earlier run kept it if one did.

    What is made must depend on these bytes, on the file's name and on nothing else.
    """
    return made_of_bytes(path.name, path.read_bytes(), make)


def made_of_bytes(name: str, data: bytes, make: Callable[[bytes], bytes]) -> bytes:
    """Return what `make` makes of some bytes, from where an earlier run kept it under a name of theirs."""
    kept = FOLDER / f"{name}-{hashlib.sha256(data).hexdigest()[:16]}"
    with suppress(OSError):
        found = kept.read_bytes()
        if found[-_CHECK:] == _check(made := found[:-_CHECK]):
            return made
    made = make(data)
    with suppress(OSError):  # a folder that cannot be written to costs time, nothing else
        _keep(name, kept, made)
    return made


def _check(made: bytes) -> bytes:
    return zlib.crc32(made).to_bytes(_CHECK, "big")


def _keep(name: str, kept: Path, made: bytes) -> None:
    """Keep what was made in the place of what was made of the file as it was before."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob(f"{name}-*"):
        old.unlink(missing_ok=True)
    scratch = FOLDER / f"{os.getpid()}-{kept.name}"
    scratch.write_bytes(made + _check(made))
    scratch.replace(kept)

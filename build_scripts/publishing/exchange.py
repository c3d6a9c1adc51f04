"""Two folders change places in one step: whoever looks finds the one or the other, never neither.

Linux and macOS have a call for it; elsewhere, and on file systems that lack it, three renames must do. A run
that is killed between them leaves the old folder under its third name, and `mend_exchange` puts it back.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100
"""AT_FDCWD: paths as they are given (Linux)."""
_SWAP = 2
"""RENAME_EXCHANGE (Linux, since 3.15) and RENAME_SWAP (macOS, since 10.12)."""


def exchange(one: Path, other: Path) -> None:
    """Let two folders of one file system change places."""
    if not _in_one_step(os.fsencode(one), os.fsencode(other)):
        third = _third(one, other)
        other.rename(third)
        one.rename(other)
        third.rename(one)


def mend_exchange(one: Path, other: Path) -> None:
    """Finish or undo an exchange by renames that was interrupted; does nothing where none was."""
    third = _third(one, other)
    if third.exists():
        third.rename(one if other.exists() else other)


def _third(one: Path, other: Path) -> Path:
    return one.with_name(f"{other.name}.before")


def _in_one_step(one: bytes, other: bytes) -> bool:
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            done: int = system.renameat2(_HERE, one, _HERE, other, _SWAP)
        elif sys.platform == "darwin":
            done = system.renamex_np(one, other, _SWAP)
        else:
            return False
    except (AttributeError, OSError, TypeError):
        return False
    return done == 0

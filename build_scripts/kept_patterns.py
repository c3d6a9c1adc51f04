"""Patterns as the machine of `re` runs them, kept for the next run: a run with one page more compiles seven hundred.

Python keeps modules compiled, but not patterns, and they take a third of a second. They lie in `.build/tables/` by
their text and flags, for this very Python, and may be deleted at any time. What cannot be kept, for a Python works
otherwise inside, is compiled as ever.
"""

from __future__ import annotations

import importlib
import marshal
import os
import sys
import time
import zlib
from array import array
from contextlib import suppress
from types import ModuleType
from typing import Any

from build_scripts.kept import FOLDER

_FILE = FOLDER / f"patterns-{sys.implementation.cache_tag}-{sys.hexversion:x}"
_WORTH = 0.03
"""Seconds that patterns took which are not kept yet, from which on they are: the odd pattern of a page is not."""
_MOST = 5000
"""Patterns of which the program has not so many: some are another program's, so what is kept begins anew."""
_Key = tuple[str | bytes, int]
_Kept = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, code, number of groups, and their names both ways."""


class Patterns:
    """Stands in front of the compiler of `re`."""

    def __init__(self, compiler: ModuleType) -> None:
        inside = vars(compiler)  # there is no public way
        self._machine: Any = inside["_sre"]
        self._compile: Any = inside["compile"]
        self._kept: dict[_Key, _Kept] = _read()
        self._new: dict[_Key, _Kept] = {}
        self._took = 0.0
        self._seen: list[_Kept] = []
        inside["_sre"], inside["compile"] = _Watched(self._machine, self), self.compile

    def compile(self, pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401  a pattern, or one taken apart
        """Return a pattern, compiled by an earlier run where one has kept it."""
        key = pattern, flags
        known = self._kept.get(key) if isinstance(pattern, str | bytes) else None
        if known:
            of_all, code, groups, names, numbers = known
            words = array("I")
            words.frombytes(code)
            return self._machine.compile(pattern, of_all, words.tolist(), groups, names, numbers)
        begin = time.perf_counter()
        self._seen.clear()
        made = self._compile(pattern, flags)
        if self._seen and isinstance(pattern, str | bytes):
            self._new[key] = self._seen[-1]
            self._took += time.perf_counter() - begin
        return made

    def see(self, flags: int, code: list[int], groups: int, names: dict[str, int], numbers: tuple[Any, ...]) -> None:
        """Take note of what the machine is given."""
        self._seen.append((int(flags), array("I", code).tobytes(), groups, dict(names), numbers))

    def keep(self) -> None:
        """Keep what is new, where it is worth it."""
        if self._took < _WORTH:
            return
        kept = _read() | self._new
        with suppress(OSError, ValueError):
            data = marshal.dumps(kept if len(kept) <= _MOST else self._new)
            FOLDER.mkdir(parents=True, exist_ok=True)
            scratch = _FILE.with_name(f"{os.getpid()}-{_FILE.name}")
            scratch.write_bytes(data + zlib.crc32(data).to_bytes(4, "big"))
            scratch.replace(_FILE)
        self._kept |= self._new
        self._new, self._took = {}, 0.0


class _Watched:
    """The machine of `re`, of which somebody sees what it is given."""

    def __init__(self, machine: Any, patterns: Patterns) -> None:  # noqa: ANN401  a module
        self._machine, self._patterns = machine, patterns

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  what the machine has
        return getattr(self._machine, name)

    def compile(self, pattern: Any, *rest: Any) -> Any:  # noqa: ANN401  as above
        """Compile as the machine does."""
        self._patterns.see(*rest)
        return self._machine.compile(pattern, *rest)


def _read() -> dict[_Key, _Kept]:
    with suppress(OSError, ValueError, EOFError, TypeError):
        found = _FILE.read_bytes()
        data = memoryview(found)[:-4]
        if found[-4:] == zlib.crc32(data).to_bytes(4, "big") and isinstance(kept := marshal.loads(data), dict):  # noqa: S302  our own, whole
            return kept
    return {}


_patterns: list[Patterns] = []


def use_kept_patterns() -> None:
    """Have patterns that an earlier run has kept taken from there, in this process and those that it starts."""
    if not _patterns:
        with suppress(ImportError, KeyError):
            _patterns.append(Patterns(importlib.import_module("re._compiler")))


def keep_patterns() -> None:
    """Keep the patterns that were compiled since, where they took so long that it is worth it."""
    for one in _patterns:
        one.keep()

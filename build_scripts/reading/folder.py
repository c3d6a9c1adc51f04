"""The source folder on disk: what lies in it, by names that every system can carry, and never outside it."""

from __future__ import annotations

import os
import stat
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.model import Problem
from build_scripts.reading.characters import visible_name


class Found(NamedTuple):
    """A file of the source folder."""

    file: str
    """Its path below the folder, as data: the same on every system."""
    folder: str
    """Where it lies, with the separator at the end."""
    name: str
    stamp: str
    """See `stamp_of`."""


SETTLED = 2.0
"""Seconds after which no change escapes a file's times: some systems count them as coarsely."""


def stamp_of(found: os.stat_result, now: float) -> str:
    """Return what the disk says of a file without opening it; empty where it changed so lately that it may again."""
    if now - max(found.st_mtime, found.st_ctime) < SETTLED:
        return ""
    return f"{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_size}:{found.st_ino}"


def scan_files(root: Path, problems: list[Problem]) -> list[Found]:
    """Return the files below a folder in order of path; links to folders are not followed but reported.

    Each is asked for its times once, and none is a path object: there may be a hundred thousand.
    """
    now = time.time()
    found: list[Found] = []
    waiting = [str(root)]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as items:
                seen = [item for item in items if not _is_hidden(item.name)]
        except OSError as error:
            file = name_below(root, Path(error.filename or here))
            problems.append(Problem(file, 0, "目录打不开", "请检查目录的读取权限"))
            continue
        folders = {item.name for item in seen if _is_folder(item)}
        links = {item.name for item in seen if item.name in folders and item.is_symlink()}
        for name in sorted(links):
            file = name_below(root, Path(here, name))
            problems.append(Problem(file, 0, "这是指向别处的链接，没有读取", "请把目录本身复制进来"))
        folder = os.path.join(here, "")  # noqa: PTH118  as above
        waiting += [f"{folder}{name}" for name in sorted(folders - links, reverse=True)]
        found += _look_at(root, folder, [item for item in seen if item.name not in folders], now)
    found.sort(key=lambda one: (one.file.replace("/", "\0"), one.name))
    return found


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link in a circle, or to where nobody may look
        return False


def _look_at(root: Path, folder: str, files: Sequence[os.DirEntry[str]], now: float) -> Iterator[Found]:
    """Yield the files of a folder."""
    above = folder[len(os.path.join(root, "")) :].replace(os.sep, "/")  # noqa: PTH118  as above
    together = f"{above}{''.join(item.name for item in files)}"
    plain = together.isprintable() and unicodedata.is_normalized("NFC", together)  # then names are data as they are
    for item in files:
        name = item.name
        try:
            stamp = stamp_of(item.stat(), now)
        except OSError:
            stamp = ""
        yield Found(f"{above}{name}" if plain else name_below(root, Path(folder, name)), folder, name, stamp)


def walk_files(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield the paths of the files below a folder, in order."""
    return (Path(one.folder, one.name) for one in scan_files(root, problems))


def _is_hidden(name: str) -> bool:
    """Tell whether a system or an editor put a file there; a name of two dots is odd, but somebody's."""
    return name.startswith((".", "~")) and not name.startswith("..")


def name_below(root: Path, path: Path) -> str:
    """Return a path as data: the same on every system, whatever bytes the name has."""
    below = path.relative_to(root).as_posix()
    return visible_name(unicodedata.normalize("NFC", below))


def find_file(source: Path, file: Path) -> Path | str:
    """Return the file that an operator means, by its path or bare name below a folder, or in Chinese why none."""
    for path in (file, source / file):
        if path.is_file():
            return path
    name = unicodedata.normalize("NFC", file.name)
    alike = [
        path
        for path in (walk_files(source, []) if file.name == str(file) else ())
        if unicodedata.normalize("NFC", path.name) == name and path.is_file()
    ]
    if len(alike) > 1:
        return f"{file}：{source} 里有 {len(alike)} 个文件叫这个名字；请连文件夹一起写：" + "、".join(
            name_below(source, path) for path in alike
        )
    return alike[0] if alike else f"{file}：没有这个文件；请核对文件名，或用 --source 指明原文所在的文件夹"


def read_inside(base: Path, path: Path, limit: int) -> bytes | str:
    """Return the first bytes of a file up to one past the limit, or in Chinese why not."""
    try:
        if not path.resolve(strict=True).is_relative_to(base):
            return "这是指向目录以外的链接，没有读取"
        if not stat.S_ISREG(path.stat().st_mode):
            return "这不是普通文件，没有读取"
        with path.open("rb") as handle:
            return handle.read(limit + 1)
    except PermissionError:
        return "没有读取这个文件的权限"
    except FileNotFoundError:
        return "这是一个链接，指向的文件已经不在"
    except (OSError, RuntimeError, ValueError):
        return "文件打不开"

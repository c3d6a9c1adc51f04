"""The source folder on disk: what lies in it, by names that every system can carry, and never outside it."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from build_scripts.model import Problem
from build_scripts.reading.characters import visible_name


def walk_files(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield the files below a folder in order of path; links to folders are not followed but reported."""

    def unreadable(error: OSError) -> None:
        file = name_below(root, Path(error.filename or root))
        problems.append(Problem(file, 0, "目录打不开", "请检查目录的读取权限"))

    found: list[Path] = []
    for folder, folders, files in os.walk(root, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        here = Path(folder)
        for name in folders:
            if (here / name).is_symlink():
                file = name_below(root, here / name)
                problems.append(Problem(file, 0, "这是指向别处的链接，没有读取", "请把目录本身复制进来"))
        found += [here / name for name in files if not _is_hidden(name)]
    yield from sorted(found, key=lambda path: name_below(root, path).split("/"))


def _is_hidden(name: str) -> bool:
    """Tell whether a system or an editor put a file there; a name of two dots is odd, but somebody's."""
    return name.startswith((".", "~")) and not name.startswith("..")


def name_below(root: Path, path: Path) -> str:
    """Return a path as data: the same on every system, whatever bytes the name has."""
    whole, above = path.as_posix(), f"{root.as_posix()}/"
    # As text, where that is enough: a large archive asks for a hundred thousand names.
    below = whole[len(above) :] if whole.startswith(above) else path.relative_to(root).as_posix()
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

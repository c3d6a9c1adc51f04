"""Reads without building: what is there, and what an operator should look at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from build_scripts.gazetteer import Gazetteer, load_gazetteer
from build_scripts.model import Archive, Grade
from build_scripts.operating.doubts import doubts_of
from build_scripts.operating.problems import WHERE_TOLD, as_json, for_github, in_terminal, read_shown
from build_scripts.reading.folder import find_file, name_below
from build_scripts.state.stock import count_entries


def check_source(source: Path, files: Sequence[Path], form: str, read_archive: Callable[[Path], Archive]) -> int:
    """Print what is to be looked at in a folder, or in some of its files; 1 where there is an error among it."""
    wanted: set[str] = set()
    for file in files:
        path = find_file(source, file)
        if isinstance(path, str):
            print(path, file=sys.stderr)
            return 2
        if not path.absolute().resolve().is_relative_to(source.resolve()):
            print(f"{file}：不在 {source} 里；请用 --source 指明原文所在的文件夹", file=sys.stderr)
            return 2
        name = name_below(source.resolve(), path.resolve())
        wanted |= {name, str(PurePosixPath(name).with_suffix(".yml"))}
    archive = read_archive(source)
    found = (*archive.problems, *doubts_of(archive, wanted))
    shown = read_shown(source, [p for p in found if not wanted or p.file in wanted])
    readings = [r for r in archive.readings if not wanted or r.page.file in wanted]
    if form == "json":
        print(as_json(shown, len(readings), sum(len(r.articles) for r in readings)))
    elif form == "github":
        print(for_github(shown, _folder_from_here(source)), end="")
    else:
        if not wanted:
            print(in_short(archive))
        print(
            f"{how_many([s.problem.grade for s in shown])}\n{in_terminal(shown)}{WHERE_TOLD if shown else ''}".rstrip()
        )
    return int(any(s.problem.grade is Grade.ERROR for s in shown))


def _folder_from_here(source: Path) -> str:
    """Return the source folder as a workflow that runs here calls it."""
    here, there = Path.cwd().resolve(), source.resolve()
    return there.relative_to(here).as_posix().removeprefix(".") if there.is_relative_to(here) else there.as_posix()


def how_many(grades: Sequence[Grade]) -> str:
    """Return how many problems there are of each grade.

    >>> how_many([Grade.HINT, Grade.ERROR])
    '需要看一看的有 2 处（错误 1，提示 1）：'
    """
    if not grades:
        return "没有要看的问题。"
    counts = "，".join(f"{grade.value} {grades.count(grade)}" for grade in Grade if grade in grades)
    return f"需要看一看的有 {len(grades)} 处（{counts}）："


def in_short(archive: Archive) -> str:
    """Return in one sentence how much was read."""
    gazetteer = load_gazetteer()
    named, figures = count_entries(archive.entries)
    places = {code for adcode in named for code in (adcode, *_above(gazetteer, adcode))}
    read = f"读到 {len(archive.readings)} 个版面、{len(archive.entries)} 篇文章"
    return f"{read}，涉及 {len(places)} 个地方，{figures} 个数字。"


def _above(gazetteer: Gazetteer, adcode: str) -> tuple[str, ...]:
    """Return the codes of the places that a place lies in; they have pages too."""
    return tuple(d.adcode for d in gazetteer.ancestors(adcode)) if adcode in gazetteer else ()

"""Which newspaper pages an editor should look at first: those that nobody has checked, with most to look at."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path

from build_scripts.model import Archive, Grade
from build_scripts.operating.doubts import doubts_of

_WEIGHTS = {Grade.ERROR: 10, Grade.WARNING: 3, Grade.HINT: 1}
"""What a problem counts; one that keeps a page offline is seen by `check` and not here."""
_SHOWN = 10


def in_line(archive: Archive, source: Path) -> str:
    """Return the pages that wait to be checked, with the command that opens each."""
    waiting = [r for r in archive.readings if r.articles and not all(a.checked for a in r.articles)]
    if not waiting:
        return "每一版都核对过了。"
    counts: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for problem in (*archive.problems, *doubts_of(archive)):
        page = problem.file.rpartition(".")[0]
        counts[page] += 1
        weights[page] += _WEIGHTS[problem.grade]
    files = sorted((r.page.file for r in waiting), key=lambda file: -weights[file.rpartition(".")[0]])
    lines = [f"还有 {len(files)} 版没有全部核对，先看要看的地方最多的："]
    lines += [f"  {counts[f.rpartition('.')[0]]:>3} 处　make review FILE={_typed(source / f)}" for f in files[:_SHOWN]]
    if len(files) > _SHOWN:
        lines.append(f"  ……另有 {len(files) - _SHOWN} 版")
    return "\n".join(lines)


def _typed(path: Path) -> str:
    """Return a path as it is typed here; in quotation marks only where the shell would take it apart."""
    here = Path.cwd()
    near = path.relative_to(here) if path.is_relative_to(here) else path
    return near.as_posix() if re.fullmatch(r"[\w./-]+", near.as_posix()) else shlex.quote(near.as_posix())

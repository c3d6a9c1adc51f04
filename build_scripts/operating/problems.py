"""Problems as operators and machines are shown them: in a terminal, as JSON, as notes of a workflow on GitHub."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_scripts.model import Grade, Problem
from build_scripts.operating.kinds import PAGE, help_for, kind_of
from build_scripts.reading.characters import cut_lines, drop_invisible
from build_scripts.reading.folder import read_inside
from build_scripts.reading.pages import decode_source, most_bytes
from build_scripts.reading.word_files import DocumentError

_QUOTED = re.compile("“([^“”]+)”")
_AROUND = 30
"""Characters shown on either side of a marked place in a long line."""
_COMMANDS = {Grade.ERROR: "error", Grade.WARNING: "warning", Grade.HINT: "notice"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem with the line that it stands in."""

    problem: Problem
    text: str | None = None
    """The line as read, without characters that nobody can see; None where there is none to show."""
    start: int = 0
    """Span of the words that the message quotes; empty where it quotes none of the line."""
    end: int = 0


def read_shown(source: Path, problems: Sequence[Problem]) -> tuple[Shown, ...]:
    """Return problems with their lines, the gravest first; nothing outside the source folder is opened."""
    lines: dict[str, tuple[str, ...]] = {}
    found: list[Shown] = []
    for problem in sorted(problems, key=lambda p: tuple(Grade).index(p.grade)):
        if problem.line and problem.file not in lines:
            lines[problem.file] = _read_lines(source, problem.file)
        found.append(mark_place(problem, lines.get(problem.file, ())))
    return tuple(found)


def _read_lines(source: Path, file: str) -> tuple[str, ...]:
    data = read_inside(source.resolve(), source / file, most_bytes(file))
    if isinstance(data, str) or len(data) > most_bytes(file):
        return ()
    try:
        text = decode_source(file, data)
    except DocumentError:
        return ()
    return drop_invisible(cut_lines(text.text))[0] if text else ()


def mark_place(problem: Problem, lines: Sequence[str]) -> Shown:
    """Return a problem with its line of a file, and in it the longest words that the message quotes."""
    if not 1 <= problem.line <= len(lines) or not lines[problem.line - 1].strip():
        return Shown(problem)
    text = lines[problem.line - 1]
    folded = _fold(text)
    quoted = map(_fold, _QUOTED.findall(problem.found))
    words = max((word for word in quoted if word in folded), key=len, default="")
    start = folded.find(words) if words else 0
    return Shown(problem, text, start, start + len(words))


def _fold(text: str) -> str:
    """Return a text of the same length with its signs in one width: what is read is set right, what is printed not.

    >>> _fold("１４，５(“六”)")
    '14,5("六")'
    """
    plain = text.translate({ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'"})
    return "".join(one if len(one := unicodedata.normalize("NFKC", char)) == 1 else char for char in plain)


def in_terminal(shown: Iterable[Shown]) -> str:
    """Return problems a line each, with the name of the kind, the source line below and its place marked."""
    return "".join(f"  {s.problem.grade.value}　{with_kind(s.problem)}\n{_picture(s)}" for s in shown)


WHERE_TOLD = f"〔〕里是这一类问题的名字，说明和改前改后的例子在网站的 {PAGE} 一页。"


def with_kind(problem: Problem) -> str:
    """Return a problem with the name under which the help tells of it."""
    kind = kind_of(problem)
    return f"{problem}〔{kind}〕" if kind else str(problem)


def _picture(shown: Shown) -> str:
    """Return the part of the line around the place, and signs under the place."""
    if shown.text is None:
        return ""
    first = max(0, shown.start - _AROUND)
    last = max(shown.end, shown.start) + _AROUND
    before, marked = shown.text[first : shown.start], shown.text[shown.start : min(shown.end, last)]
    lead = "…" if first else ""
    piece = f"{lead}{shown.text[first:last]}{'…' if last < len(shown.text) else ''}".replace("\t", " ").rstrip()
    margin = f"        {shown.problem.line} │ "
    if not marked:
        return f"{margin}{piece}\n"
    under = " " * (len(margin) - 2) + "│ " + " " * (_width(lead) + _width(before)) + "^" * _width(marked)
    return f"{margin}{piece}\n{under}\n"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Han character takes two, an accent none."""
    wide = sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def as_json(shown: Sequence[Shown], pages: int, articles: int) -> str:
    """Return what was found as one JSON object; columns are counted from 1, `end_column` is one past the place."""
    grades = [s.problem.grade for s in shown]
    found = {
        "pages": pages,
        "articles": articles,
        **{f"{grade.name.lower()}s": grades.count(grade) for grade in Grade},
        "problems": [
            {
                "grade": s.problem.grade.name.lower(),
                "word": s.problem.grade.value,
                "file": s.problem.file,
                "line": s.problem.line or None,
                "column": s.start + 1 if s.end > s.start else None,
                "end_column": s.end + 1 if s.end > s.start else None,
                "found": s.problem.found,
                "remedy": s.problem.remedy,
                "kind": kind_of(s.problem),
                "help": help_for(s.problem),
                "text": s.text,
            }
            for s in shown
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def for_github(shown: Iterable[Shown], folder: str) -> str:
    """Return problems as workflow commands; `folder` is the source folder as the repository calls it."""
    return "".join(f"{_command(s, folder)}\n" for s in shown)


def _command(shown: Shown, folder: str) -> str:
    problem = shown.problem
    place = [f"file={_property(f'{folder}/{problem.file}' if folder else problem.file)}"]
    if problem.line:
        place.append(f"line={problem.line}")
    if shown.end > shown.start:
        place += [f"col={shown.start + 1}", f"endColumn={shown.end + 1}"]
    told = help_for(problem)
    message = _data(f"{problem.found}；{problem.remedy}{f'（说明：{told}）' if told else ''}")
    return f"::{_COMMANDS[problem.grade]} {','.join(place)},title={_property(problem.grade.value)}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

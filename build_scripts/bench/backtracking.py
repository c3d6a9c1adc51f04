"""Every pattern of the program against inputs made to hold it up: none may take more than linear time for long.

For each repetition in a pattern an input is made of its own parse tree: what leads to the repetition, what it
repeats many times over, and an end that does not fit. How a pattern is asked (search, match …) and how long the
texts are that it is given is seen while a very long page is read: one that only ever gets the words of a figure
need not stand a megabyte. Patterns are caught as they are compiled, so this runs as a program of its own, before
anything else is loaded: `python -m build_scripts.bench.backtracking [CHARACTERS]`.
"""

from __future__ import annotations

import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from re import _constants as names  # type: ignore[attr-defined]  # the parse tree has no public door
from re import _parser as parser  # type: ignore[attr-defined]  # likewise
from types import FrameType
from typing import Any

MEGABYTE = 350_000
"""Han characters; each is three bytes of UTF-8."""
LIMIT = 2.0
"""Seconds that a pattern may take for a megabyte."""
_LONG = 12_000
"""Characters of a line of the long pages."""
_SHORT = 1_000
"""What is given short texts only is tried with such."""
_ENDS = ("", " x", "。", "\n", "㐀", "0")
"""What follows the repeated part, so that the whole does not fit."""
_ORDINARY = ("医", "0", " ", "a", "（", "、", "1.", "中心医院", "10月1日", "<b>", "“医”", "\n")
"""What pages may be full of, whatever the pattern is."""
_REPEATS = (names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT)
_FEW = 8
"""Times that something may be repeated without holding anything up."""
_SPARE = 3
"""The turn in which a sample leaves out whatever may be left out."""
_PUMPS = 16
"""Inputs made of one pattern's own tree at most."""


@dataclass(slots=True)
class Used:
    """A pattern, and how the program uses it."""

    pattern: re.Pattern[str]
    where: str
    asked: set[str] = field(default_factory=set)
    """Names of the methods that are called."""
    longest: int = 0
    """Characters of the longest text that it was given."""


class _Watched:
    """A pattern that notes how it is used; whatever is asked of it, the pattern answers."""

    def __init__(self, used: Used) -> None:
        self.used = used

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever patterns have
        own = getattr(self.used.pattern, name)
        if not callable(own):
            return own

        def ask(*given: Any, **named: Any) -> Any:  # noqa: ANN401  as the pattern has it
            text = given[1] if name in {"sub", "subn"} else given[0]
            self.used.asked.add(name)
            self.used.longest = max(self.used.longest, len(text))
            return own(*given, **named)

        return ask


def watched_patterns() -> list[Used]:
    """Load the whole program, have it read long pages, and return the patterns of its own that it compiled."""
    found: dict[tuple[str, int], _Watched] = {}
    own = re._compile  # type: ignore[attr-defined]  # noqa: SLF001  what both re.compile and re.search go through

    def watch(pattern: Any, flags: int) -> Any:  # noqa: ANN401  as re has it
        if isinstance(pattern, _Watched):
            return pattern
        made = own(pattern, flags)
        caller = sys._getframe(2)  # noqa: SLF001  there is no other way to know who asks
        if "build_scripts" not in caller.f_code.co_filename or not isinstance(made.pattern, str):
            return made
        where = f"{Path(caller.f_code.co_filename).name}:{caller.f_lineno}"
        return found.setdefault((made.pattern, made.flags), _Watched(Used(made, where)))

    re._compile = watch  # type: ignore[attr-defined]  # noqa: SLF001  for as long as the program runs
    try:
        _read_long_pages()
    finally:
        re._compile = own  # type: ignore[attr-defined]  # noqa: SLF001  as it was
    return sorted((each.used for each in found.values()), key=lambda used: used.where)


def _read_long_pages() -> None:
    """Read, understand and write out a page whose lines are as long as any, and the starter pages."""
    from build_scripts.model import Archive
    from build_scripts.publishing.generate import generate
    from build_scripts.reading.page import read_page
    from build_scripts.reading.source_bytes import read_source
    from build_scripts.understanding.entry import understand

    source = Path(__file__).parents[2] / "source_articles"
    text = "".join(line for page in read_source(source)[0] for line in page.lines)
    with tempfile.TemporaryDirectory() as scratch:
        for name, long in (("一行", text[:_LONG]), ("两段", f"{text[:20]}\n\n{text[:_LONG]}\n\n{text[:_LONG]}")):
            Path(scratch, f"{name}.txt").write_text(long, encoding="utf-8")
            Path(scratch, f"{name}.md").write_text(f"# {long}\n\n{long}\n", encoding="utf-8")
            Path(scratch, f"{name}.html").write_text(f"<h1>{long}</h1><p>{long}</p>", encoding="utf-8")
        for folder in (source, Path(scratch)):
            readings = tuple(map(read_page, read_source(folder)[0]))
            generate(Archive(readings, tuple(entry for reading in readings for entry in understand(reading)), ()))


def held_up(used: Used, size: int) -> str | None:
    """Return what a pattern takes too long for: as much as it may be given, but no more than a size."""
    size = size if used.longest >= _LONG // 4 else min(size, _SHORT)
    for unit, text in inputs(used.pattern):
        for length in sorted({min(size, 2_000), min(size, 20_000), size}):
            if _seconds(used, text(length)) > LIMIT * max(length / MEGABYTE, 0.1):
                return f"{length} characters of {unit[:40]!r}"
    return None


@dataclass(frozen=True, slots=True)
class _Text:
    """An input of any length."""

    before: str
    pump: str
    end: str

    def __call__(self, length: int) -> str:
        return self.before + self.pump * (length // len(self.pump) + 1) + self.end


def inputs(pattern: re.Pattern[str]) -> Iterator[tuple[str, _Text]]:
    """Yield what a pattern may trip over."""
    made = list(dict.fromkeys(_pumps(parser.parse(pattern.pattern, pattern.flags), "")))[:_PUMPS]
    for before, pump in made:
        for end in _ENDS[: 3 if len(made) > 4 else None]:
            yield pump, _Text(before, pump, end)
    for pump in _ORDINARY:
        yield pump, _Text("", pump, "")


def _pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  a parse tree
    """Yield for each repetition of a tree what leads to it and what it repeats."""
    for kind, what in tree:
        if kind in _REPEATS and what[1] > _FEW:
            yield from ((before, pump) for turn in (_SPARE, 0, 1, 2) if (pump := _sample(what[2], turn)))
        for part in _within(kind, what):
            yield from _pumps(part, before)
        before += _one(kind, what, 0)


def _within(kind: Any, what: Any) -> list[Any]:  # noqa: ANN401  a node of a parse tree
    """Return the trees below a node."""
    if kind in _REPEATS:
        return [what[2]]
    if kind is names.BRANCH:
        return list(what[1])
    if kind is names.SUBPATTERN:
        return [what[3]]
    if kind is names.ATOMIC_GROUP:
        return [what]
    return [what[1]] if kind in (names.ASSERT, names.ASSERT_NOT) else []


def _sample(tree: Any, turn: int) -> str:  # noqa: ANN401  a parse tree
    return "".join(_one(kind, what, turn) for kind, what in tree)


def _one(kind: Any, what: Any, turn: int) -> str:  # noqa: ANN401  a node of a parse tree
    """Return something that a node matches; `turn` chooses among branches."""
    if kind is names.LITERAL:
        return chr(what)
    if kind is names.NOT_LITERAL:
        return "医" if what != ord("医") else "药"
    if kind is names.ANY:
        return "医0 "[turn % 3]
    if kind is names.IN:
        return _of_set(what, turn)
    if kind is names.BRANCH:
        return _sample(what[1][turn % len(what[1])], turn)
    if kind is names.SUBPATTERN:
        return _sample(what[3], turn)
    if kind is names.ATOMIC_GROUP:
        return _sample(what, turn)
    if kind in _REPEATS:
        return _sample(what[2], turn) * int(min(what[0], 20) or turn != _SPARE)
    return ""


_CATEGORIES = {
    names.CATEGORY_DIGIT: "0", names.CATEGORY_SPACE: " ", names.CATEGORY_WORD: "a",
    names.CATEGORY_NOT_DIGIT: "医", names.CATEGORY_NOT_SPACE: "医", names.CATEGORY_NOT_WORD: "，",
}  # fmt: skip


def _of_set(items: Any, turn: int) -> str:  # noqa: ANN401  a set of a parse tree
    refused = [item for item in items if item[0] is names.NEGATE]
    if refused:
        test = re.compile("[^" + "".join(re.escape(c) for c in _members(items)) + "]")
        return next((c for c in "医0a ，（"[turn % 3 :] if test.match(c)), "龘")
    members = _members(items)
    return members[turn % len(members)] if members else ""


def _members(items: Any) -> list[str]:  # noqa: ANN401  a set of a parse tree
    found = []
    for kind, what in items:
        if kind is names.LITERAL:
            found.append(chr(what))
        elif kind is names.RANGE:
            found += [chr(what[0]), chr(what[1])]
        elif kind is names.CATEGORY:
            found.append(_CATEGORIES.get(what, "医"))
    return found


class _TooLongError(Exception):
    """An input for which a pattern needs more than it may."""


def _seconds(used: Used, text: str) -> float:
    """Return how long a pattern takes for a text, asked as it is; more than the limit where it was stopped."""
    pattern, started = used.pattern, time.process_time()
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT * 2)
    try:
        if used.asked & {"finditer", "findall", "sub", "subn", "split"}:
            for _ in pattern.finditer(text):
                pass
        for name in ("search", "match", "fullmatch"):
            if name in used.asked:
                getattr(pattern, name)(text)
    except _TooLongError:
        return LIMIT * 2
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - started


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def main(size: int = MEGABYTE) -> int:
    """Print the patterns that are held up by inputs of a size; 1 where there are any."""
    patterns = watched_patterns()
    slow = 0
    for used in patterns:
        if told := held_up(used, size):
            slow += 1
            asked = "、".join(sorted(used.asked))
            print(f"{used.where}　{told}　{asked}，{used.longest}　{used.pattern.pattern[:300]}", flush=True)
    long = sum(used.longest >= _LONG // 4 for used in patterns)
    print(f"样式 {len(patterns)} 个，其中 {long} 个会遇到长文；试到 {size} 字，太慢的 {slow} 个")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

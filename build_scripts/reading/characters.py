"""Text -> lines: any line end is one, and characters that nobody can see are taken out and reported."""

from __future__ import annotations

import re
from dataclasses import dataclass

# CR CR LF is what a text becomes that was converted for Windows twice: still one line end.
_LINE_END = re.compile("\r\r?\n|[\n\r\f\v\u0085\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = re.compile(
    "(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x9f])"
    "|(?P<bidi>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])"
    "|(?P<zero>[\u00ad\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f])"
)
_ANY_INVISIBLE = re.compile("[" + "".join(re.findall(r"\[([^]]+)\]", _INVISIBLE.pattern)) + "]")
"""The same without their kinds, which is faster to look for."""
_KINDS = {"control": "控制字符", "bidi": "改变文字方向的字符", "zero": "零宽字符"}


@dataclass(frozen=True, slots=True)
class Dropped:
    """Invisible characters of one kind that were taken out of a file."""

    kind: str
    """In Chinese, for operators."""
    line: int
    """1-based line of the first."""
    count: int


def cut_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text; the end of the last line begins no further line."""
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def control_share(text: str) -> float:
    """Return how much of a text is control characters: above 0.01 it is no text."""
    return len(_CONTROL.findall(text)) / len(text) if text else 0.0


def drop_invisible(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Dropped, ...]]:
    """Return the lines without invisible characters, and what was taken out, by kind."""
    if not _ANY_INVISIBLE.search("\n".join(lines)):
        return lines, ()
    counts: dict[str, list[int]] = {}
    clean = []
    for number, line in enumerate(lines, 1):
        for match in _INVISIBLE.finditer(line):
            counts.setdefault(_KINDS[match.lastgroup or "control"], []).append(number)
        clean.append(_INVISIBLE.sub("", line))
    return tuple(clean), tuple(Dropped(kind, where[0], len(where)) for kind, where in counts.items())


def visible_name(name: str) -> str:
    """Return a file name as data that every format can carry: nothing invisible, no lone surrogate."""
    if not name.isprintable() and any("\ud800" <= char <= "\udfff" for char in name):
        # A name from an old archive, in bytes that are no UTF-8.
        name = name.encode("utf-8", "surrogateescape").decode("gb18030", "backslashreplace")
    return _LINE_END.sub("�", _INVISIBLE.sub("�", name))


def line_at(text: str, offset: int) -> int:
    """Return the 1-based line of a character of a text."""
    return len(_LINE_END.findall(text, 0, offset)) + 1

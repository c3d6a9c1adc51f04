"""What a source file says of itself before its text begins: YAML front matter or plain lines.

Text is never eaten: a block is a head only if it has a known key, so that a poem of dashes, a page
that begins with a rule of three hyphens or with 责任编辑：… stays text.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

import yaml

from build_scripts.model import Grade, Problem
from build_scripts.reading.intake_rules import intake_rules

_PAIR = re.compile(r"\s*(?P<key>[^\s:：]{1,12})\s*[:：](?!//)\s*(?P<value>.*?)\s*$")
_YEAR = re.compile(r"\d{4}|[〇零○一二三四五六七八九]{4}")
# A head longer than this is text that happens to stand between two rules.
_MAX_HEAD_LINES = 200
_MAX_HEAD_CHARS = 20_000
_MAX_VALUE = 200
_MAX_PROBLEMS = 10
_YAML_SIGNS = frozenset("[]{}&*!|>%@`'\"")
_KEYS_EXAMPLE = "可以写的有：报纸、日期、版次、版名、链接"


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of metadata as written."""

    field: str
    """Name of a field of PageMeta."""
    value: str
    line: int
    """1-based; 0 for a file name."""


@dataclass(frozen=True, slots=True)
class Head:
    """The claims before a text, and where the text begins."""

    claims: tuple[Claim, ...] = ()
    first_text_line: int = 1
    problems: tuple[Problem, ...] = ()


def read_head(file: str, lines: tuple[str, ...]) -> Head:
    """Return what stands before the text; an empty head where the file begins with its text."""
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[start].rstrip() == "---":
        return _read_fenced(file, lines, start)
    return _read_plain(file, lines, start)


def read_mapping(file: str, lines: tuple[str, ...], first_line: int) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Return the claims of a block of YAML or of plain `key：value` lines; `first_line` is the number of lines[0]."""
    pairs, problem = _compose(file, lines, first_line)
    if pairs is None:
        plain = [(number, _pair(line)) for number, line in enumerate(lines, first_line) if line.strip()]
        # 报纸：晨光日报 with full-width colons is no YAML but clear; half a bracket is not.
        if not all(match and match["value"][:1] not in _YAML_SIGNS for _, match in plain):
            return (), (problem,) if problem else ()
        pairs = [(match["key"], match["value"], number) for number, match in plain if match]
    return _claims(file, pairs)


def _compose(
    file: str, lines: tuple[str, ...], first_line: int
) -> tuple[list[tuple[str, str | None, int]] | None, Problem | None]:
    """Return key, value and line of each entry of a YAML mapping; nodes only, so that no value is constructed.

    A value that is no single scalar is None. Aliases are not expanded and tags not obeyed.
    """
    try:
        node = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, _bad_yaml(file, first_line + (mark.line if mark else 0))
    except (yaml.YAMLError, RecursionError, ValueError):
        return None, _bad_yaml(file, first_line)
    if not isinstance(node, yaml.MappingNode):
        return None, _bad_yaml(file, first_line)
    pairs: list[tuple[str, str | None, int]] = []
    for key, value in node.value:
        text = value.value if isinstance(value, yaml.ScalarNode) else None
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        pairs.append((name, text, first_line + key.start_mark.line))
    return pairs, None


def _bad_yaml(file: str, line: int) -> Problem:
    return Problem(file, line, "这一行的写法读不懂", "请每行写一项，例如“日期: 2025-01-13”")


def _claims(
    file: str, pairs: list[tuple[str, str | None, int]] | list[tuple[str, str, int]]
) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Return the entries with known keys; what is not known or not usable is reported."""
    claims: list[Claim] = []
    problems: list[Problem] = []
    for key, value, line in pairs:
        field = _field(key)
        if field is None:
            problems.append(_unknown_key(file, line, key))
        elif value is None or "\n" in value or len(value) > _MAX_VALUE:
            problems.append(Problem(file, line, f"“{key}”的内容不是一行文字", f"请写成一行，例如“{key}：……”"))
        elif any(c.field == field and c.value != value for c in claims):
            problems.append(
                Problem(file, line, f"“{key}”写了两次，内容不同，采用前一次", "请删去不对的一行", Grade.WARNING)
            )
        elif value.strip() and value not in {"~", "null"}:
            claims.append(Claim(field, value.strip(), line))
    more = len(problems) - _MAX_PROBLEMS
    if more > 0:
        grade = Grade.ERROR if any(p.grade is Grade.ERROR for p in problems) else Grade.WARNING
        line = problems[_MAX_PROBLEMS].line
        rest = Problem(file, line, f"从这里起还有{more}处读不懂", "请先改正前面的几处", grade)
        problems[_MAX_PROBLEMS:] = [rest]
    return tuple(claims), tuple(problems)


def _unknown_key(file: str, line: int, key: str) -> Problem:
    near = _nearest(key)
    remedy = f"是不是“{near}”？" if near else ""
    return Problem(file, line, f"不认识“{key[:20]}”这一项，没有采用", remedy + _KEYS_EXAMPLE, Grade.WARNING)


def _read_fenced(file: str, lines: tuple[str, ...], start: int) -> Head:
    """Read YAML between two lines of three hyphens; whatever else stands between them is text."""
    fence = range(start + 1, min(len(lines), start + _MAX_HEAD_LINES))
    end = next((n for n in fence if lines[n].rstrip() in {"---", "..."}), None)
    inner = lines[start + 1 : end if end is not None else start + 2]
    known = any(_known_pair(line) for line in inner)
    if not known or sum(map(len, inner)) > _MAX_HEAD_CHARS:
        return Head()
    if end is None:
        remedy = "请在说明的后面另起一行，也写上 ---"
        return Head(problems=(Problem(file, start + 1, "文件开头的 --- 没有结尾", remedy),))
    claims, problems = read_mapping(file, inner, start + 2)
    return Head(claims, _next_text(lines, end + 1), problems)


def _read_plain(file: str, lines: tuple[str, ...], start: int) -> Head:
    """Read `key：value` lines up to a blank one; two known keys are believed without it."""
    pairs: list[tuple[str, str, int]] = []
    stop = start
    for number in range(start, min(len(lines), start + _MAX_HEAD_LINES)):
        found = _pairs_of(lines[number], number + 1)
        if not found or (number == start and not _known_pair(lines[number])):
            break
        pairs += found
        if any(_nearest(key) for key, _, _ in found):
            stop = number + 1
    # A line behind the last known key, 主持人：…, is text.
    pairs = [pair for pair in pairs if pair[2] <= stop]
    fields = {field for key, _, _ in pairs if (field := _field(key))}
    closed = stop >= len(lines) or not lines[stop].strip()
    if not fields or (len(fields) < 2 and not closed):
        return Head()
    if fields == {"url"} and not pairs[0][1].lower().startswith("http"):
        return Head()  # 链接：… is also how papers head a box beside an article
    if fields == {"issue_date"} and not _YEAR.search(pairs[0][1]):
        return Head()  # 日期：即日起至月底 heads an announcement
    claims, problems = _claims(file, pairs)
    return Head(claims, _next_text(lines, stop), problems)


def _field(key: str) -> str | None:
    return intake_rules().fields.get(key.strip().lower())


def _nearest(key: str) -> str | None:
    """Return the known key that a key is or was probably meant to be."""
    likeness = 0.7 if key.isascii() else 0.5  # one of two Han characters is half of a key
    return next(iter(difflib.get_close_matches(key.lower(), intake_rules().fields, 1, likeness)), None)


def _pair(line: str) -> re.Match[str] | None:
    return _PAIR.match(line) if len(line) <= 2 * _MAX_VALUE else None


def _known_pair(line: str) -> bool:
    match = _pair(line)
    return match is not None and _field(match["key"]) is not None


def _pairs_of(line: str, number: int) -> list[tuple[str, str, int]]:
    """Return the pairs of a line; further ones on the same line begin with a known key after a space."""
    if len(line) > 2 * _MAX_VALUE:
        return []
    keys = "|".join(sorted(map(re.escape, intake_rules().fields), key=len, reverse=True))
    matches = [_pair(piece) for piece in re.split(rf"\s(?=(?:{keys})\s*[:：])", line)]
    return [(m["key"], m["value"], number) for m in matches if m and len(m["value"]) <= _MAX_VALUE]


def _next_text(lines: tuple[str, ...], index: int) -> int:
    """Return the 1-based number of the first line with text from an index on; one past the end if there is none."""
    return next((n + 1 for n in range(index, len(lines)) if lines[n].strip()), len(lines) + 1)

"""Typographic mending: spaces that only column breaks left, and punctuation in the width of its script.

Nothing here changes a word; what it changes is not recorded as a correction, because the raw
line stays beside the reading.
"""

from __future__ import annotations

import re
from itertools import pairwise

from build_scripts.text import HAN

FULL = "，。；：？！、（）《》〈〉“”‘’【】〔〕「」『』…—·•①-⑳■□●○▲△◆◇★☆"
_WIDE_MARKS = tuple(zip(",;:?!", "，；：？！", strict=True))
_WIDE = str.maketrans(dict(_WIDE_MARKS))
_HALF = re.compile(r"[,;:?!](?:\s*+[,;:?!])*+")
"""One half-width mark, or several with nothing but blanks between: what is true of one is true of all."""
_DOUBTFUL = re.compile(rf"[,;:?!](?:(?=[\s,;:?!/])|(?<![{HAN}，。；：？！、）》”’—…][,;:?!]))")
"""A half-width mark that does not stand alone right behind Chinese: all others become wide."""
_STOP = re.compile(rf"(?<=[{HAN}])\s*\.(?=\s*[{HAN}”’\"'）)]|\s*$)")
_ANY_HAN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile("[A-Za-z]{3}")
_CJK = re.compile(f"[{HAN}{FULL}]")
_SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\u3000]+")
_AT_MARK = re.compile(r" (?=[，。；：？！、）》”’】」』…%])|(?<=[，。；：？！、（《“‘【「『]) ")
_QUOTED = re.compile(r"“[^“”，。；：！？]{5,40}”")


def widen(text: str) -> str:
    """Return Chinese text with full-width punctuation; numbers and Latin runs keep theirs."""
    if not _ANY_HAN.search(text):
        return _HALF.sub(lambda m: _wide(m, chinese=False), text)
    text = _quotes(text).replace("(", "（").replace(")", "）")  # first: marks take the width of what is beside them
    if _DOUBTFUL.search(text):
        text = _HALF.sub(_wide_in_chinese, text)
    else:
        for half, full in _WIDE_MARKS:
            if half in text:
                text = text.replace(half, full)
    return _STOP.sub("。", text) if "." in text else text


def _wide_in_chinese(marks: re.Match[str]) -> str:
    return _wide(marks, chinese=True)


def _wide(marks: re.Match[str], *, chinese: bool) -> str:
    """Return half-width marks in the width that the characters beside them ask for."""
    text, (start, end) = marks.string, marks.span()
    before, after = _before(text, start), _after(text, end)
    if end - start == 1 and before.isdigit() and after.isdigit() and text[end] == after:
        return marks.group()  # 1,234 and 8:30
    if marks.group() == ":" and text.startswith("//", end):
        return ":"  # an address
    beside = _CJK.match(before) or _CJK.match(after) or (before and not before.isascii())
    if beside or (chinese and (before in "%\"')]" or not after or before.isalnum())):
        return marks.group().translate(_WIDE)
    return marks.group()


def _before(text: str, i: int) -> str:
    """Return the last character before an offset that is not blank; empty where there is none."""
    while i and text[i - 1].isspace():
        i -= 1
    return text[i - 1 : i] if i else ""


def _after(text: str, i: int) -> str:
    while i < len(text) and text[i].isspace():
        i += 1
    return text[i : i + 1]


def _quotes(text: str) -> str:
    """Turn straight quotes into pairs."""
    for straight, (left, right) in (('"', "“”"), ("'", "‘’")):
        if text.count(straight) < 1:
            continue
        if straight == "'" and re.search(r"[A-Za-z]'[A-Za-z]", text):
            continue
        parts = text.split(straight)
        text = parts[0] + "".join((right if i % 2 else left) + part for i, part in enumerate(parts[1:]))
    return text


def wrap_width(text: str) -> int | None:
    """Return the column width, in characters, whose line ends were left as spaces; None where there are none."""
    if len(text.split(maxsplit=3)) < 4:
        return None
    segments = _SPACES.split(text.strip())
    if len(segments) < 4:
        return None
    widths = [len(s) for s in segments[:-1]]
    middle = sorted(widths)[len(widths) // 2]
    near = sum(abs(w - middle) <= 2 for w in widths)
    return middle if middle >= 7 and near >= 0.7 * len(widths) else None


def split_wrapped(text: str) -> list[str]:
    """Split a wrapped piece where one of its printed lines ends a paragraph.

    A paragraph ends with a full stop on a line that is clearly short, or before a line that is
    short by its two-character indent.
    """
    width = wrap_width(text)
    if width is None:
        return [text]
    segments = _SPACES.split(text.strip())
    paragraphs: list[list[str]] = [[segments[0]]]
    for i, segment in enumerate(segments[1:], 1):
        previous = segments[i - 1]
        ended = previous[-1:] in "。！？”"
        short = len(previous) <= width - 3
        indented = i < len(segments) - 1 and width - 3 <= len(segment) <= width - 1 and len(previous) < width
        if ended and (short or (indented and len(paragraphs[-1]) == 1)):
            paragraphs.append([])
        paragraphs[-1].append(segment)
    return [" ".join(p) for p in paragraphs]


def _is_english(text: str) -> bool:
    return not _ANY_HAN.search(text) and bool(_LATIN_WORD.search(text))


def close_up(text: str, *, keep_spaces: bool = False) -> str:
    """Return text without the spaces that mean nothing.

    Spaces between two Latin words stay; between Han characters they go, but for the two-part
    slogans in quotation marks and, with `keep_spaces`, the parts of headings and datelines.
    """
    if len(words := text.split(maxsplit=1)) < 2:
        return words[0] if words else ""
    text = _SPACES.sub(" ", text).strip()
    if " " not in text:
        return text
    text = _AT_MARK.sub("", text)
    if keep_spaces or _is_english(text):
        return text
    kept = {m.start() + i for m in _QUOTED.finditer(text) for i in _slogan_spaces(m.group())}
    spaces = (m.start() for m in re.finditer(" ", text))
    dropped = [i for i in spaces if i not in kept and not _between_latin(text, i)]
    return "".join(text[start + 1 : end] for start, end in pairwise([-1, *dropped, len(text)]))


def _slogan_spaces(quoted: str) -> list[int]:
    inner = quoted[1:-1]
    parts = re.split(r" |——", inner)
    if " " not in inner or len(parts) > 4 or any(len(p) < 3 for p in parts):
        return []
    if len({len(p) for p in parts}) > 2:
        return []
    return [i + 1 for i, c in enumerate(inner) if c == " "]


def _between_latin(text: str, i: int) -> bool:
    before, after = text[i - 1], text[i + 1 : i + 2]
    return before.isascii() and after.isascii() and (before.isalpha() or after.isalpha())

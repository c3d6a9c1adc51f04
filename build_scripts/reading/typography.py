"""Typographic mending: spaces that only column breaks left, and punctuation in the width of its script.

Nothing here changes a word; what it changes is not recorded as a correction, because the raw
line stays beside the reading.
"""

from __future__ import annotations

import re

from build_scripts.text import HAN

FULL = "，。；：？！、（）《》〈〉“”‘’【】〔〕「」『』…—·•①-⑳■□●○▲△◆◇★☆"
_CJK = f"[{HAN}{FULL}]"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF = re.compile(r"[,;:?!]")
_SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\u3000]+")
_QUOTED = re.compile(r"“[^“”，。；：！？]{5,40}”")


def widen(text: str) -> str:
    """Return Chinese text with full-width punctuation; numbers and Latin runs keep theirs."""
    while _HALF.search(text):
        wider = "".join(_wide_at(text, i) for i in range(len(text)))
        if wider == text:
            break
        text = wider  # a mark beside one that was widened may be Chinese too
    text = re.sub(rf"(?<=[{HAN}])\s*\.(?=[{HAN}”’\"'）)]|\s*$)", "。", text)
    return _brackets(_quotes(text))


def _wide_at(text: str, i: int) -> str:
    char = text[i]
    if char not in _WIDE:
        return char
    before = text[:i].rstrip()[-1:]
    after = text[i + 1 :].lstrip()[:1]
    if before.isdigit() and after.isdigit() and text[i + 1 : i + 2] == after:
        return char  # 1,234 and 8:30
    if re.match(_CJK, before) or re.match(_CJK, after) or (before and not before.isascii()):
        return _WIDE[char]
    if re.search(f"[{HAN}]", text) and (before in "%\"')]" or not after or before.isalnum()):
        return _WIDE[char]
    return char


def _quotes(text: str) -> str:
    """Turn straight quotes of a Chinese text into pairs."""
    if not re.search(f"[{HAN}]", text):
        return text
    for straight, (left, right) in (('"', "“”"), ("'", "‘’")):
        if text.count(straight) < 1:
            continue
        if straight == "'" and re.search(r"[A-Za-z]'[A-Za-z]", text):
            continue
        parts = text.split(straight)
        text = parts[0] + "".join((right if i % 2 else left) + part for i, part in enumerate(parts[1:]))
    return text


def _brackets(text: str) -> str:
    if not re.search(f"[{HAN}]", text) or not re.search(r"[()]", text):
        return text
    return text.replace("(", "（").replace(")", "）")


def wrap_width(text: str) -> int | None:
    """Return the column width, in characters, whose line ends were left as spaces; None where there are none."""
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


def close_up(text: str, *, keep_spaces: bool = False) -> str:
    """Return text without the spaces that mean nothing.

    Spaces between two Latin words stay; between Han characters they go, but for the two-part
    slogans in quotation marks and, with `keep_spaces`, the parts of headings and datelines.
    """
    text = _SPACES.sub(" ", text).strip()
    text = re.sub(r" (?=[，。；：？！、）》”’】」』…%])|(?<=[，。；：？！、（《“‘【「『]) ", "", text)
    if keep_spaces:
        return text
    kept = {m.start() + i for m in _QUOTED.finditer(text) for i in _slogan_spaces(m.group())}
    out = []
    for i, char in enumerate(text):
        if char == " " and i not in kept and not _between_latin(text, i):
            continue
        out.append(char)
    return "".join(out)


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

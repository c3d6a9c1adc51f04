"""Front matter that every reader of YAML reads, and a reader of JSON too: a key a line, its value as JSON.

Reading YAML costs fifty times what reading JSON does, and the pages of a large archive are read at every change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from build_scripts.publishing.json_text import read_json, write_json

FOR_THE_PAGE = "# 以下只供网页使用\n"
"""Parts what an article is from what its page needs; a comment, so that no reader of YAML minds."""
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What JSON writes as it is, and YAML refuses or takes for the end of a line."""
_POWER = re.compile(r"\de[-+]?\d")
_STRING_OR_POWER = re.compile(r'"(?:[^"\\]|\\.)*"|(\d)(\.\d+)?e([-+]?)(?=\d)')
"""YAML takes 1e-07 and 1.5e16 for words; 1.0e-07 and 1.5e+16 are numbers in both."""
_RULE = "---\n"
_END = "\n---\n"


def write_front_matter(*parts: Mapping[str, Any]) -> str:
    """Return the head of a file, ready for its text; of two parts the second is for the page only.

    >>> print(write_front_matter({"title": "名: 字", "topics": ["急诊"]}), end="")
    ---
    title: "名: 字"
    topics: ["急诊"]
    ---
    <BLANKLINE>
    """
    return f"{_RULE}{FOR_THE_PAGE.join(''.join(map(_line, part.items())) for part in parts)}{_RULE}\n"


def _line(item: tuple[str, Any]) -> str:
    key, value = item
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = ",\n  ".join(map(_json, value))
        return f"{key}: [\n  {rows}\n  ]\n"
    return f"{key}: {_json(value)}\n"


def _json(value: Any) -> str:  # noqa: ANN401  any JSON
    text = write_json(value)
    if _POWER.search(text):
        text = _STRING_OR_POWER.sub(_power, text)
    return text if text.isprintable() else _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _power(match: re.Match[str]) -> str:
    """Return a string as it is, a power of ten as YAML knows it."""
    return f"{match[1]}{match[2] or '.0'}e{match[3] or '+'}" if match[1] else match[0]


def read_front_matter(text: str) -> tuple[dict[str, Any], str] | None:
    """Return keys and text of a file whose head is written as above; None for any other, which needs a YAML reader."""
    end = text.find(_END)
    if end < 0 or not text.startswith(_RULE):
        return None
    lines = text[len(_RULE) : end].replace(FOR_THE_PAGE, "").split("\n")
    head = "".join(map(_member, lines))
    try:
        meta = read_json(f"{{{head[1:]}}}")
    except ValueError:
        return None
    return meta, text[end + len(_END) :].lstrip("\n")


def _member(line: str) -> str:
    """Return a line of a head as part of an object in JSON; a list goes on over several lines."""
    key, colon, value = line.partition(": ")
    return f',"{key}":{value}' if colon and key.isidentifier() else line

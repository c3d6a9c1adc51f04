"""Untrusted text as visible text: the same escape serves HTML, attributes, Markdown and its tables.

Everything that could be markup becomes a numeric character reference, which no Markdown or HTML
parser reads as anything but the character. Characters that nobody can see become ones that everybody can.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from build_scripts.publishing.json_text import write_tight_json

_MARKUP = re.compile(r"""[&<>"'`\\*_{}\[\]|~^#$@!=:](?<!:(?!/))""")
"""Of colons only those before a slash; written so that the search skips from one of these signs to the next."""
_LIST_MARKS = ("-", "+")
"""Markup where a text begins with them."""
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\u2028\u2029\ufeff\ufff9-\ufffb\ud800-\udfff]")
_UNSAFE_IN_SCRIPTS = re.compile("[\u2028\u2029\ud800-\udfff<\x7f-\x9f]")
_CONTROL_PICTURES = 0x2400
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


_LINE_END = re.compile(r"\r\n?|\n")


def make_visible(text: str) -> str:
    r"""Return the text on one line with control and direction characters shown, not obeyed.

    >>> make_visible("a\x00b\u202ec")
    'a␀b⟦U+202E⟧c'
    """
    if text.isprintable():  # so is nearly all text; nothing that is taken out below is
        return text
    return _UNSEEN.sub(_picture, _LINE_END.sub(" ", text))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_CONTROL_PICTURES + code) if code < 0x20 else f"⟦U+{code:04X}⟧"


def escape(text: str) -> Markup:
    """Return source text for any place in generated Markdown or HTML, attributes included."""
    if isinstance(text, Markup):
        return text
    if text.isalnum():  # as most names are: nothing in it is markup, and everything can be seen
        return str.__new__(Markup, text)
    text = make_visible(text)
    first = f"&#{ord(text[0])};" if text.startswith(_LIST_MARKS) else ""
    escaped = _MARKUP.sub(_reference, text[1:] if first else text)
    return str.__new__(Markup, first + escaped)  # its own way in would look for more


escape_name = lru_cache(1 << 14)(escape)
"""The same for short texts that are likely to come again: names, units, labels."""


def escape_lines(text: str) -> Markup:
    """Return source text whose line ends are meant."""
    return str.__new__(Markup, "\n".join(map(escape, text.splitlines())))


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def safe_cell(text: str) -> str:
    """Return a CSV cell that no spreadsheet takes for a formula."""
    text = make_visible(text)
    return f"'{text}" if text.startswith(_FORMULA_START) else text


def script_literal(data: object) -> str:
    """Return data as a JavaScript literal that is safe in any file: no lone surrogate, no line separator."""
    return _UNSAFE_IN_SCRIPTS.sub(lambda match: f"\\u{ord(match[0]):04x}", write_tight_json(data))

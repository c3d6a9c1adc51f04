"""Which words the type of the pictures can set: GB/T 2312 and the usual marks."""

from __future__ import annotations

from build_scripts.publishing.escaping import make_visible

MOST_MISSING = 0.1
"""A title of which more is missing from the type (traditional characters) has the picture of the site."""
MISSING = "〓"
"""What printers set for type that they lacked."""


def can_set(title: str) -> bool:
    """Tell whether a title has a picture of its own."""
    words = settable(title)
    return words.count(MISSING) <= MOST_MISSING * len(words)


def settable(text: str) -> str:
    """Return text with 〓 for each character that the type lacks."""
    return "".join(char if _has(char) else MISSING for char in " ".join(make_visible(text).split()))


def _has(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return char in "—…“”‘’·《》"
    return char.isprintable()

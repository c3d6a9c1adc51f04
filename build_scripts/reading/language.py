"""The language and script of a text: Chinese in simplified or traditional characters, or English."""

from __future__ import annotations

from functools import cache

from build_scripts.tables import RULES
from build_scripts.text import is_han

TRADITIONAL = 0.08
"""Share of characters that only traditional texts have; they have 0.2 to 0.3 of those listed, simplified ones none."""
LATIN = 0.8
"""Share of letters of the Latin alphabet from which a text is taken for English."""


@cache
def _traditional() -> frozenset[str]:
    text = (RULES / "traditional.txt").read_text(encoding="utf-8")
    return frozenset("".join(line for line in text.splitlines() if not line.startswith("#")))


def language_of(text: str) -> str:
    """Return the BCP 47 tag of a text: zh-Hans, zh-Hant or en; what has no words is zh-Hans."""
    han = sum(map(is_han, text))
    latin = sum(c.isascii() and c.isalpha() for c in text)
    if latin > LATIN * (han + latin):
        return "en"
    traditional = sum(c in _traditional() for c in text)
    return "zh-Hant" if han and traditional > TRADITIONAL * han else "zh-Hans"

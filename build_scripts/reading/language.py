"""The language and script of a text: Chinese in simplified or traditional characters, or English."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.tables import RULES
from build_scripts.text import HAN

TRADITIONAL = 0.08
"""Share of characters that only traditional texts have; they have 0.2 to 0.3 of those listed, simplified ones none."""
LATIN = 0.8
"""Share of letters of the Latin alphabet from which a text is taken for English."""


_NOT_HAN = re.compile(f"[^{HAN}]+")
_NOT_LATIN = re.compile("[^A-Za-z]+")


@cache
def _traditional() -> re.Pattern[str]:
    lines = (RULES / "traditional.txt").read_text(encoding="utf-8").splitlines()
    traditional, _simplified = (line for line in lines if not line.startswith("#"))
    return re.compile(f"[{traditional}]")


def language_of(text: str) -> str:
    """Return the BCP 47 tag of a text: zh-Hans, zh-Hant or en; what has no words is zh-Hans."""
    latin, traditional = len(_NOT_LATIN.sub("", text)), len(_traditional().findall(text))
    if not latin and not traditional:
        return "zh-Hans"
    han = len(_NOT_HAN.sub("", text))
    if latin > LATIN * (han + latin):
        return "en"
    return "zh-Hant" if han and traditional > TRADITIONAL * han else "zh-Hans"

"""Whether a line can be a head by its own words: short, whole, without an end."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.tables import read_words

LONGEST_HEAD = 36
"""Characters; the longest headline of the pages measured has 26, numbered heads have up to 34."""


@cache
def _open_end() -> re.Pattern[str]:
    words = sorted(read_words("headings", "open_words"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)})$")


def _measure(text: str) -> float:
    """Return the length of a line in Han characters; English takes two and a half letters for one."""
    return 0.4 * len(text) if text.isascii() else len(text)


def is_head(text: str, longest: int, *, numbered: bool = False) -> bool:
    """Tell whether a line of no more than so many characters has no end and no beginning of a sentence."""
    if not text or _measure(text) > longest or "。" in text or "；" in text or "……" in text:
        return False
    if text[-1:] in "，、；：—" or (text.isascii() and text[-1:] in ".,;:"):
        return False
    if numbered:  # 三、公共卫生日益均等 is whole, though 等 may be left open
        return True
    if _open_end().search(text):
        return False
    if text.count("“") != text.count("”") or text.count("（") != text.count("）"):
        return False
    if text[0] in "，、。；：？！）”’》】":
        return False
    if "，" in text:
        # A headline of two clauses; a part of a sentence with a comma is longer on one side.
        left, right = text.split("，", 1)
        if _ADVERBIAL.match(left):
            return False  # a sentence that says first where or when
        spoken = left.endswith(read_words("headings", "said")) and not text.startswith("“")
        return text.count("，") == 1 and abs(len(left) - len(right)) <= 3 and len(text) <= 26 and not spoken
    return len(text) >= 3


_ADVERBIAL = re.compile("(?:在|当|从|据|经|随着).{2,}(?:[中里内外上下前后时旁边]|门口|以来|期间|介绍|了解)$")


def is_one_sentence(text: str) -> bool:
    """Tell whether a line is a single sentence that opens no paragraph."""
    opener = text.startswith(tuple(w for w in read_words("headings", "paragraph_openers") if len(w) > 1))
    return not opener and len(re.findall(r"[。！？]", text.rstrip("。"))) == 0 and text.endswith("。")

"""Short lines between two texts: headlines of articles of their own, and crossheads of the one before.

A section goes on speaking of the same things, an article begins with others. The weights were found
on the crossheads and on random pairs of some sixty articles: at ENOUGH none of 43 crossheads is taken
for a headline, and half of the headlines without byline or dateline are found, nearly all that follow
a news report with a dateline, which hardly has crossheads.
"""

from __future__ import annotations

import re
from functools import lru_cache

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.reading.continuity import proof_closely
from build_scripts.text import HAN

ENOUGH = 1.75
_REPORT = 1.5
"""What it says that the text before is a news report with a dateline."""
_SHARED = ((0.03, 1.5), (0.06, 0.75), (0.10, 0.0), (0.15, -1.0), (1.01, -2.0))
"""Share of the words below that stand above, up to which, and what it says."""
_AMONG_OTHERS = -0.75
"""What it says that there are more such lines: crossheads stand in rows."""
_BEFORE, _AFTER = 800, 400
"""Characters above and below that are compared."""
_RARE = 9.0
"""Cost of a word that is no word of every text."""
_LEDE = re.compile(r".{0,12}(?:近日|日前|昨日|今日|\d+月\d+日|\d+日|记者|据悉|获悉|今年|近年|去年|“)")
_BETWEEN = re.compile(f"[^{HAN}]+")


def weigh_headline(before: str, head: str, after: str, *, report: bool, others: bool) -> float:
    """Return how much speaks for a headline; what speaks for a crosshead counts below zero.

    `report`: the text before begins with a dateline; `others`: there are more lines like this one.
    """
    above, below, own = _words(before[-_BEFORE:]), _words(after[:_AFTER]), _words(head)
    shared = len(above & below) / max(1, len(below))
    score = next(worth for most, worth in _SHARED if shared < most)
    said_above, said_below = len(own & above) / max(1, len(own)), len(own & below) / max(1, len(own))
    score += 0.5 if _LEDE.match(after) else 0.0
    score += 0.5 if not said_above and said_below >= 0.3 else -1.0 if said_above >= 0.34 else 0.0
    score -= max(0.0, proof_closely(head, after, ""))
    return score + (_REPORT if report else 0.0) + (_AMONG_OTHERS if others else 0.0)


@lru_cache(maxsize=64)
def _words(text: str) -> frozenset[str]:
    """Return the words of a text that say what it is about."""
    words = set(segmenter().cut(_BETWEEN.sub("\n", text), hmm=False))  # no word goes over what is not Han
    return frozenset(w for w in words if len(w) > 1 and word_cost(w) > _RARE)

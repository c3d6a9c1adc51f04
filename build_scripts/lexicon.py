"""The segmenter: jieba's dictionary in Rust, and the words of health papers that it lacks."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import rjieba

from build_scripts.tables import RULES

_FREQUENCY = 300
"""Given to the lexicon's words: that of ordinary words of two or three characters in the dictionary."""


@cache
def segmenter() -> rjieba.Jieba:
    """Return the segmenter with the lexicon of `rules/lexicon.txt` added."""
    jieba = rjieba.Jieba()
    for word in lexicon_words():
        if not jieba.has_word(word):
            jieba.add_word(word, _FREQUENCY, "n")
    return jieba


@cache
def lexicon_words() -> tuple[str, ...]:
    """Return the words that editors added to the dictionary."""
    lines = (line.strip() for line in (RULES / "lexicon.txt").read_text(encoding="utf-8").splitlines())
    return tuple(word for word in lines if word and not word.startswith("#"))


_TOTAL = math.log(60_101_967)
"""Words counted in the dictionary of jieba."""
_UNKNOWN = 3.0
"""Nats that a word of no dictionary costs beyond the rarest of it."""


@lru_cache(maxsize=1 << 16)
def word_cost(word: str) -> float:
    """Return how unlikely a word is, in nats, by the frequencies of the segmenter's dictionary."""
    jieba = segmenter()
    known = len(word) == 1 or jieba.has_word(word)
    return _TOTAL - math.log(max(jieba.suggest_freq(word), 1)) if known else _TOTAL + _UNKNOWN

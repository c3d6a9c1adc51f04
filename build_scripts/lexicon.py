"""The segmenter: jieba's dictionary in Rust, and the words of health papers that it lacks."""

from __future__ import annotations

from functools import cache

import rjieba

from build_scripts.tables import RULES

_FREQUENCY = 300
"""Given to the lexicon's words: that of ordinary words of two or three characters in the dictionary."""


@cache
def segmenter() -> rjieba.Jieba:
    """Return the segmenter with the lexicon of `rules/lexicon.txt` added."""
    jieba = rjieba.Jieba()
    for line in (RULES / "lexicon.txt").read_text(encoding="utf-8").splitlines():
        word = line.strip()
        if word and not word.startswith("#") and not jieba.has_word(word):
            jieba.add_word(word, _FREQUENCY, "n")
    return jieba

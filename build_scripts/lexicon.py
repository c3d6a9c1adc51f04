"""The segmenter: jieba's dictionary in Rust, and the words of health papers that it lacks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from build_scripts.gazetteer import load_gazetteer, town_names
from build_scripts.tables import RULES, read_table

if TYPE_CHECKING:
    import rjieba

_FREQUENCY = 300
"""Given to the lexicon's words: that of ordinary words of two or three characters in the dictionary."""
_OFTEN = 200_000
"""More frequent than any word of the built-in dictionary that overlaps with those of institutions."""
_FAIRLY_OFTEN = 20_000
"""Enough to keep 上城区 whole, not enough to cut 市中心医院 wrongly."""
_SOMETIMES = 1_000
"""For names of towns, which are many and easily mistaken."""


@cache
def segmenter() -> rjieba.Jieba:
    """Return the segmenter: its dictionary, the lexicon of `rules/lexicon.txt`, places and words of institutions."""
    import rjieba  # it reads its dictionary at once: a run that cuts nothing does without

    jieba = rjieba._DEFAULT_JIEBA  # noqa: SLF001  made on import in any case: a second costs as much again
    for word, kind in lexicon_words().items():
        if not jieba.has_word(word):
            jieba.add_word(word, _FREQUENCY, kind)
    for word in institution_words():
        jieba.add_word(word, _OFTEN, "n")
    for name in place_words():
        jieba.add_word(name, _FAIRLY_OFTEN, "ns")
    for name in town_names():
        jieba.add_word(name, _SOMETIMES, "ns")
    return jieba


@cache
def lexicon_words() -> Mapping[str, str]:
    """Return the words that editors added to the dictionary, with their parts of speech: n or v."""
    lines = (line.strip() for line in (RULES / "lexicon.txt").read_text(encoding="utf-8").splitlines())
    rows = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return MappingProxyType({word: kind or "n" for word, _, kind in rows})


@cache
def institution_words() -> tuple[str, ...]:
    """Return the words that names of institutions end with or are made of."""
    table = read_table("institutions")
    ends = (word for groups in table["ends"].values() for words in groups.values() for word in words)
    return (*table["compounds"], *ends)


@cache
def place_words() -> frozenset[str]:
    """Return the names of provinces, cities, counties and districts, former ones too; 遵义 beside 遵义市."""
    divisions = load_gazetteer().divisions.values()
    names = {name for d in divisions for name in (d.name, *d.former) if len(name) > 1}
    names |= {d.name[:-1] for d in divisions if d.adcode.endswith("00") and d.name.endswith(("省", "市"))}
    return frozenset(names - set(read_table("institutions")["no_divisions"]))


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

"""The word lists of the table as sets and patterns, and the words of a phrase with their parts of speech."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from build_scripts.lexicon import segmenter
from build_scripts.understanding.facts.tables import alternation, words


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a word list of the table as a set."""
    return frozenset(words("indicator_words", name))


@cache
def joint_words(name: str, other: str) -> frozenset[str]:
    """Return two word lists of the table as one set."""
    return word_set(name) | word_set(other)


@cache
def strong_verbs() -> frozenset[str]:
    """Return the verbs that are hardly ever part of a noun."""
    return word_set("verbs") - word_set("weak_verbs")


@cache
def pattern_of(name: str, template: str) -> re.Pattern[str]:
    """Return a pattern made of a word list and a template with WORDS in it."""
    return re.compile(template.replace("WORDS", alternation(list(words("indicator_words", name)))))


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a phrase with their parts of speech."""
    return tuple(segmenter().tag(text))

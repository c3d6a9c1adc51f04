"""How much likelier a clause becomes when one of its characters is taken for another, by the model of word pairs."""

from __future__ import annotations

from functools import lru_cache

from build_scripts.reading.phrasing import NO_WORD, cost_between, read_word_pairs, word_of
from build_scripts.text import is_han

_UNKNOWN = 14.0
"""Nats of what is no word of any dictionary."""
_REACH = 5
"""Characters on either side within which words are weighed."""


def gain_of(han: str, at: int, other: str) -> float:
    """Return by how many nats a clause becomes likelier with another character at an offset."""
    first, last = at, at + 1
    while first and at - first < _REACH and is_han(han[first - 1]):
        first -= 1
    while last < len(han) and last - at <= _REACH and is_han(han[last]):
        last += 1
    if last - first == 1:
        return 0.0
    before, after = han[first:at], han[at + 1 : last]
    return _cost(before, han[at], after) - _cost(before, other, after)


def rough_gain(strange: float, word: str, at: int) -> float:
    """Return about what `gain_of` gives, by the words alone: one in a hundred gains five nats more or beyond.

    `strange` is the strangeness of the printed character, `word` what is made of it, `at` where it stands in that.
    """
    return strange + sum([cost_alone(char) for char in word[:at] + word[at + 1 :]]) - cost_alone(word)


@lru_cache(maxsize=1 << 16)
def cost_alone(word: str) -> float:
    """Return how unlikely a word is by itself, in nats."""
    found = word_of(word)
    return found[1] if found else _UNKNOWN


def strangeness(before: str, char: str, after: str) -> float:
    """Return how unlikely a word is between its neighbours, in nats; "" or a line feed where there is none."""
    return _cost_behind(before, char) + _cost_ahead(char, after)


@lru_cache(maxsize=1 << 15)
def _cost_behind(before: str, char: str) -> float:
    """Return how unlikely a word is behind another."""
    number, alone = word_of(char) or NO_WORD
    return read_word_pairs().pair((word_of(before) or NO_WORD)[0], number, alone) if before.strip() else alone


@lru_cache(maxsize=1 << 15)
def _cost_ahead(char: str, after: str) -> float:
    """Return by how much a word becomes unlikelier when another stands before it."""
    following = word_of(after) if after.strip() else None
    if following is None:
        return 0.0
    return read_word_pairs().pair((word_of(char) or NO_WORD)[0], *following) - following[1]


@lru_cache(maxsize=1 << 14)
def _cost(before: str, char: str, after: str) -> float:
    return cost_between(before, char, after)

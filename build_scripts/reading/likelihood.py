"""How much likelier a clause becomes when one of its characters is taken for another, by the model of word pairs."""

from __future__ import annotations

from functools import lru_cache

from build_scripts.reading.phrasing import read_word_pairs, ways_to_cut
from build_scripts.text import is_han

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
    return _cost(han[first:last]) - _cost(han[first:at] + other + han[at + 1 : last])


@lru_cache(maxsize=1 << 16)
def strangeness(before: str, char: str, after: str) -> float:
    """Return how unlikely a word is between its neighbours, in nats; "" where there is none."""
    pairs = read_word_pairs()
    alone = pairs.word(char) or 0.0
    cost = pairs.pair(before, char, alone) if before else alone
    if after and (following := pairs.word(after)) is not None:
        cost += pairs.pair(char, after, following) - following
    return cost


@lru_cache(maxsize=1 << 14)
def _cost(text: str) -> float:
    """Return how unlikely a clause is, cut into the likeliest words."""
    return min(ways_to_cut(text)[-1].values())

"""How well two pieces of Chinese text go together, by the words on both sides of their seam.

A model of word pairs, counted in a large body of Chinese, says how likely the words are when the seam
is closed and when it is not; a word that the seam itself makes is among them. It is read when the
first seam asks for it: a page in good order never does.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from build_scripts.compile_word_pairs import FINE, OUT, STEP, WORDS
from build_scripts.kept import unpacked
from build_scripts.lexicon import segmenter, word_cost
from build_scripts.text import is_han

_REACH = 8
"""Characters on each side that are looked at; more do not tell more (measured)."""
_LONGEST = 4
"""Characters of the longest word that is looked for."""
_NATS = math.log(10)
_COSTS = tuple(step * FINE * _NATS for step in range(256))
_PAIR_COSTS = tuple(step * STEP * _NATS for step in range(16))
"""What the steps of the table stand for, in nats."""
_UNLISTED = -1
"""Number of the words that the table does not have."""

Word = tuple[int, float]
"""Number of a word, and how unlikely it is by itself, in nats."""
NO_WORD: Word = (_UNLISTED, 0.0)
Lasts = dict[int, float]
"""Numbers of the last words that a text may have, with the cost up to them."""
Firsts = list[tuple[int, float, float]]
"""The first words that a text may have: number, cost by itself, and cost of what follows; empty where nothing does."""
Tail = tuple[str, Lasts]
Head = tuple[str, Firsts]
"""What is left off at the end or the start of a text, and the words that the rest of it may have there."""


@dataclass(frozen=True, slots=True)
class WordPairs:
    """The table of word pairs; costs are in nats."""

    numbers: dict[str, int]
    alone: bytes
    rest: bytes
    starts: list[int]
    """For each word, where the words that follow it begin."""
    seconds: array[int]
    """Numbers of the words that follow, in order for each word."""
    steps: bytes
    """Their costs, two to a byte."""

    def word(self, word: str) -> Word | None:
        """Return a word of any dictionary; None if it is none."""
        number = self.numbers.get(word)
        if number is not None:
            return number, _COSTS[self.alone[number]]
        return (_UNLISTED, word_cost(word)) if len(word) == 1 or segmenter().has_word(word) else None

    def pair(self, first: int, second: int, cost: float) -> float:
        """Return how unlikely a word is after another, given how unlikely it is by itself."""
        if first == _UNLISTED:
            return cost
        if second != _UNLISTED:
            low, high = self.starts[first], self.starts[first + 1]
            at = bisect_left(self.seconds, second, low, high)
            if at < high and self.seconds[at] == second:
                return _PAIR_COSTS[self.steps[at >> 1] >> 4 * (at & 1) & 15]
        return cost + _COSTS[self.rest[first]]


@cache
def read_word_pairs() -> WordPairs:
    """Return the table that compile_word_pairs.py has written."""
    data = unpacked(OUT)
    at = 0
    for _ in range(2):  # the head
        at = data.index(b"\n", at) + 1
    end = data.index(b"\n", at)
    words = data[at:end].decode("utf-8").split("\t")
    at = end + 1
    alone, rest = data[at : at + WORDS], data[at + WORDS : at + 2 * WORDS]
    at += 2 * WORDS
    counts = array("H", data[at : at + 2 * WORDS])
    at += 2 * WORDS
    if sys.byteorder == "big":
        counts.byteswap()
    starts = list(accumulate(counts, initial=0))
    pairs = bytearray(2 * starts[-1])
    pairs[0::2], pairs[1::2] = data[at : at + starts[-1]], data[at + starts[-1] : at + 2 * starts[-1]]
    seconds = array("H", bytes(pairs))
    if sys.byteorder == "big":
        seconds.byteswap()
    return WordPairs(
        {word: i for i, word in enumerate(words)}, alone, rest, starts, seconds, data[at + 2 * starts[-1] :]
    )


@lru_cache(maxsize=1 << 16)
def word_of(text: str) -> Word | None:
    """Return a text as a word of any dictionary; None if it is none."""
    return read_word_pairs().word(text)


def affinity(left: str, right: str) -> float:
    """Return by how many nats the words around a seam become likelier when it is closed; 0 where no words meet."""
    tails, heads = _tails_of_end(left[-_REACH:]), _heads_of_start(right[:_REACH])
    if not tails or not heads:
        return 0.0
    (_, lasts), (_, firsts) = tails[0], heads[0]
    apart = min(lasts.values()) + min([alone + cost for _, alone, cost in firsts])
    closed = min([spent + _cost_from(last, firsts) for last, spent in lasts.items()])
    return apart - min(closed, _cost_across(tails[1:], "", heads[1:]))


def cost_between(before: str, char: str, after: str) -> float:
    """Return how unlikely a clause is with a character between two parts of it, cut into the likeliest words."""
    return _cost_across(_tails(before), char, _heads(after))


def _cost_across(tails: list[Tail], middle: str, heads: list[Head]) -> float:
    """Return the least cost of two texts with something between them, in one word that takes in a part of both."""
    best = math.inf
    for taken, lasts in tails:
        room, begin = _LONGEST - len(taken) - len(middle), taken + middle
        for given, firsts in heads:
            if len(given) > room:
                break
            if word := word_of(begin + given):
                best = min(best, _cost_up_to(lasts, word) + _cost_from(word[0], firsts))
    return best


def _cost_up_to(lasts: Lasts, word: Word) -> float:
    """Return the least cost of a text and a word that follows it."""
    pair, (number, alone) = read_word_pairs().pair, word
    costs = [spent + pair(last, number, alone) for last, spent in lasts.items()]
    return min(costs) if len(costs) > 1 else costs[0]


def _cost_from(word: int, firsts: Firsts) -> float:
    """Return the least cost of a text that follows a word."""
    pair = read_word_pairs().pair
    return min([pair(word, number, alone) + cost for number, alone, cost in firsts]) if firsts else 0.0


@lru_cache(maxsize=1024)
def _tails_of_end(text: str) -> list[Tail]:
    """Return the last words of the Han characters that a text ends with; none where it ends with others."""
    han = text[next((i for i in range(len(text), 0, -1) if not is_han(text[i - 1])), 0) :]
    return _tails(han) if han else []


@lru_cache(maxsize=1024)
def _heads_of_start(text: str) -> list[Head]:
    """Return the first words of the Han characters that a text begins with; none where it begins with others."""
    han = text[: next((i for i, c in enumerate(text) if not is_han(c)), len(text))]
    return _heads(han) if han else []


@lru_cache(maxsize=1024)
def _tails(text: str) -> list[Tail]:
    """Return the last words that a text may have where 0, 1, 2, 3 characters are left off at its end."""
    ways: list[Lasts] = [{_UNLISTED: 0.0}]
    for end in range(1, len(text) + 1):
        here: Lasts = {}
        for start in range(max(0, end - _LONGEST), end):
            if word := word_of(text[start:end]):
                here[word[0]] = min(_cost_up_to(ways[start], word), here.get(word[0], math.inf))
        ways.append(here)
    return [(text[end:], ways[end]) for end in range(len(text), max(-1, len(text) - _LONGEST), -1)]


@lru_cache(maxsize=1024)
def _heads(text: str) -> list[Head]:
    """Return the first words that a text may have where 0, 1, 2, 3 characters are left off at its start."""
    ways: list[Firsts] = [[] for _ in range(len(text) + 1)]
    for start in range(len(text) - 1, -1, -1):
        for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
            if word := word_of(text[start:end]):
                ways[start].append((*word, _cost_from(word[0], ways[end])))
    return [(text[:start], ways[start]) for start in range(min(_LONGEST, len(text) + 1))]

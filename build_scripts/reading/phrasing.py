"""How well two pieces of Chinese text go together, by the words on both sides of their seam.

A model of word pairs, counted in a large body of Chinese, says how likely the words are when the seam
is closed and when it is not; a word that the seam itself makes is among them. It is read when the
first seam asks for it: a page in good order never does.
"""

from __future__ import annotations

import lzma
import math
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, product

from build_scripts.compile_word_pairs import FINE, OUT, STEP, WORDS
from build_scripts.lexicon import segmenter, word_cost
from build_scripts.text import is_han

_REACH = 8
"""Characters on each side that are looked at; more do not tell more (measured)."""
_LONGEST = 4
"""Characters of the longest word that is looked for."""
_NATS = math.log(10)


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

    def word(self, word: str) -> float | None:
        """Return how unlikely a word is by itself; None if no dictionary has it."""
        number = self.numbers.get(word)
        if number is not None:
            return self.alone[number] * FINE * _NATS
        return word_cost(word) if len(word) == 1 or segmenter().has_word(word) else None

    def pair(self, first: str, second: str, cost: float) -> float:
        """Return how unlikely a word is after another, given how unlikely it is by itself."""
        a, b = self.numbers.get(first), self.numbers.get(second)
        if a is None:
            return cost
        if b is not None:
            low, high = self.starts[a], self.starts[a + 1]
            at = bisect_left(self.seconds, b, low, high)
            if at < high and self.seconds[at] == b:
                return (self.steps[at >> 1] >> 4 * (at & 1) & 15) * STEP * _NATS
        return cost + self.rest[a] * FINE * _NATS


@cache
def read_word_pairs() -> WordPairs:
    """Return the table that compile_word_pairs.py has written."""
    data = lzma.decompress(OUT.read_bytes())
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


def affinity(left: str, right: str) -> float:
    """Return by how many nats the words around a seam become likelier when it is closed; 0 where no words meet."""
    before, after = _han_tail(left[-_REACH:]), _han_head(right[:_REACH])
    if not before or not after:
        return 0.0
    pairs = read_word_pairs()
    tails, heads = _tails(before), _heads(after)
    best = math.inf
    for taken, given in product(range(min(_LONGEST, len(before) + 1)), range(min(_LONGEST, len(after) + 1))):
        if not tails[taken] or not heads[given] or taken + given > _LONGEST or (taken == 0) != (given == 0):
            continue
        if taken == 0:
            crossing = tails[0]
        else:
            word = before[-taken:] + after[:given]
            cost = pairs.word(word)
            if cost is None:
                continue
            crossing = {word: min(spent + pairs.pair(last, word, cost) for last, spent in tails[taken].items())}
        for last, spent in crossing.items():
            for first, (alone, cost) in heads[given].items():
                best = min(best, spent + (pairs.pair(last, first, alone) + cost if first else 0.0))
    apart = min(tails[0].values()) + min(alone + cost for alone, cost in heads[0].values())
    return apart - best


def _han_tail(text: str) -> str:
    return text[next((i for i in range(len(text), 0, -1) if not is_han(text[i - 1])), 0) :]


def _han_head(text: str) -> str:
    return text[: next((i for i, c in enumerate(text) if not is_han(c)), len(text))]


@lru_cache(maxsize=1 << 16)
def _alone(word: str) -> float | None:
    return read_word_pairs().word(word)


def ways_to_cut(text: str) -> list[dict[str, float]]:
    """Return for each length of a text's beginning the last words that it may have, with the cost up to them."""
    pairs = read_word_pairs()
    ways: list[dict[str, float]] = [{"": 0.0}]
    for end in range(1, len(text) + 1):
        here: dict[str, float] = {}
        for start in range(max(0, end - _LONGEST), end):
            word = text[start:end]
            cost = _alone(word)
            if cost is not None:
                here[word] = min(spent + pairs.pair(last, word, cost) for last, spent in ways[start].items())
        ways.append(here)
    return ways


@lru_cache(maxsize=1024)
def _tails(text: str) -> list[dict[str, float]]:
    """Return for 0, 1, 2, 3 characters left off at its end the last words a text may have, with the cost up to them."""
    ways = ways_to_cut(text)
    return [ways[len(text) - n] for n in range(min(_LONGEST, len(text) + 1))]


@lru_cache(maxsize=1024)
def _heads(text: str) -> list[dict[str, tuple[float, float]]]:
    """Return for 0, 1, 2, 3 characters given away at its start the first words: their cost, and that of the rest."""
    pairs = read_word_pairs()
    ways: list[dict[str, tuple[float, float]]] = [{} for _ in text] + [{"": (0.0, 0.0)}]
    for start in range(len(text) - 1, -1, -1):
        for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
            word = text[start:end]
            alone = pairs.word(word)
            if alone is not None:
                following = ways[end].items()
                rest = min((pairs.pair(word, w, a) + c if w else 0.0) for w, (a, c) in following)
                ways[start][word] = (alone, rest)
    return ways[: min(_LONGEST, len(text) + 1)]

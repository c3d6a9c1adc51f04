"""Terms of the index: runs of UTF-16 units of folded text, as numbers of 49 bits.

Runs of one, two and three units are scrambled one to one, so that terms spread evenly over the shards. Runs of four
to six, of which only the frequent ones are kept, are hashed, and lie in the shard of their first three units.
Marks of punctuation count as one and the same but for the commonest, so that there are fewer lists;
what a query with such a mark finds is checked against the text. Twin of docs/assets/search/terms.js.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.search.coding import Numbers

TERM_BITS = 49
KEY_BITS = 48
SHORT = (1, 2, 3)
LONG = (4, 5, 6)
"""How many units a term may have; the lists of long ones save reading, and prove, what several short ones only hint."""
_LEAD = 20
"""Bits that a long term has from that of its first three units: no fewer than tell shards apart."""
MARK = 0x2F
"""Unit that stands for any mark of punctuation but the commonest."""
_COMMON = ',。、:;"%.'
"""Marks that are terms like any letter."""
_MARKS = (
    *((0x20, 0x2F), (0x3A, 0x60), (0x7B, 0xBF), (0x2000, 0x2BFF)),
    *((0x3000, 0x3004), (0x3008, 0x3020), (0x3030, 0x3030), (0xFE10, 0xFE6F), (0xFF00, 0xFF65)),
)
"""Ranges of units that are punctuation."""
HINTS = 6
"""Kinds of units after a term, which tell some of them apart."""
SEVERAL = 1
"""Hint of a loose term that several kinds of units follow; of one kind, it is that kind and two more."""
_MASK = np.uint64((1 << KEY_BITS) - 1)
_FACTORS = (np.uint64(0x9E3779B97F4B), np.uint64(0xC2B2AE3D27D5))
_SHIFTS = (np.uint64(23), np.uint64(25))
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_ONE = np.uint64(1)
_TABLE_SIZE = np.uint64(1 << 24)


def _mark_table() -> npt.NDArray[np.uint16]:
    table = np.arange(0x10000, dtype=np.uint16)
    for low, high in _MARKS:
        table[low : high + 1] = MARK
    for mark in _COMMON:
        table[ord(mark)] = ord(mark)
    return table


_TABLE = _mark_table()


def units_of(folded: str) -> npt.NDArray[np.uint16]:
    """Return folded text as the units that terms are made of."""
    return _TABLE[np.frombuffer(folded.encode("utf-16-le", "surrogatepass"), np.uint16)]


def scramble(keys: Numbers) -> Numbers:
    """Return keys in another order: a permutation of the numbers below 2^48."""
    for factor, shift in zip(_FACTORS, _SHIFTS, strict=True):
        keys = (keys * factor) & _MASK
        keys ^= keys >> shift
    return keys


def short_terms(keys: Numbers) -> Numbers:
    """Return the terms of keys of up to three units; they are even."""
    return scramble(keys) << _ONE


class Terms(NamedTuple):
    """The terms of one length that begin at each unit of some texts."""

    numbers: Numbers
    real: npt.NDArray[np.bool_]
    """Which of them run over no end of a text."""
    hints: npt.NDArray[np.uint8]
    """Of those that are loose what kind of unit follows: the article has all but their first after another unit too."""


def text_terms(units: npt.NDArray[np.uint16], articles: Numbers) -> Iterator[Terms]:
    """Yield the terms of each length. A zero stands before every text; of every unit its article is given."""
    wide = units.astype(np.uint64)
    real = units != 0
    keys = wide << np.uint64(32)
    yield Terms(short_terms(keys), real, np.zeros(units.size, np.uint8))
    for size in range(2, max(LONG) + 1):
        count = units.size - size + 1
        if count < 1:
            return
        real = real[:count] & (units[size - 1 :] != 0)
        if size <= max(SHORT):
            keys = keys[:count] | wide[size - 1 :] << np.uint64(48 - 16 * size)
        if size in (*SHORT, *LONG):
            numbers = short_terms(keys) if size in SHORT else _long_terms(wide, keys[:count], size)
            yield Terms(numbers, real, _find_hints(wide, articles, size) if size > 2 else np.zeros(count, np.uint8))


def _long_terms(wide: Numbers, keys: Numbers, size: int) -> Numbers:
    """Return terms of more than three units: the lead of the first three, 28 bits of all (FNV-1a), and a one."""
    mixed = np.full(keys.size, 0x811C9DC5, np.uint64)
    for number in range(size):
        mixed = ((mixed ^ wide[number : number + keys.size]) * np.uint64(0x01000193)) & np.uint64(0xFFFFFFFF)
    mixed = ((mixed ^ (mixed >> np.uint64(15))) * np.uint64(0x2C1B3C6D)) & np.uint64(0xFFFFFFFF)
    below = np.uint64(KEY_BITS - _LEAD)
    return ((scramble(keys) >> below << below) | mixed >> np.uint64(4)) << _ONE | _ONE


def _find_hints(wide: Numbers, articles: Numbers, size: int) -> npt.NDArray[np.uint8]:
    """Return for each run the kind of unit after it, if the run is loose, and zero if not."""
    follows = np.append(wide[size:], np.uint64(0)) % np.uint64(HINTS) + np.uint64(SEVERAL + 1)
    hints: npt.NDArray[np.uint8] = np.where(_find_loose(wide, articles, size), follows, np.uint64(0)).astype(np.uint8)
    return hints


def _find_loose(wide: Numbers, articles: Numbers, size: int) -> npt.NDArray[np.bool_]:
    """Tell of which runs all but the first unit stands in the article after another unit as well.

    Runs are told apart by some bits of a hash: should two meet, they count as loose, which is never wrong.
    """
    count = wide.size - size + 1
    mixed = articles[:count].copy()
    real = np.ones(count, np.bool_)
    for number in range(1, size):
        unit = wide[number : number + count]
        real &= unit != 0
        mixed = (mixed ^ unit) * _MIXER
        mixed ^= mixed >> np.uint64(29)
    mixed >>= np.uint64(16)
    seen = (mixed[real] << np.uint64(16)) | wide[:count][real]
    seen.sort()
    runs = seen >> np.uint64(16)
    loose = np.zeros(_TABLE_SIZE, np.bool_)
    loose[runs[1:][(runs[1:] == runs[:-1]) & (seen[1:] != seen[:-1])] % _TABLE_SIZE] = True
    found: npt.NDArray[np.bool_] = loose[mixed % _TABLE_SIZE]
    return found


def facet_key(kind: str, value: str) -> int:
    """Return the key of a facet: 41 bits of its name (FNV-1a of 64 bits, folded), spread over three units.

    The first is a high surrogate, the second no low one, which no text has; so no facet is a gram of some text.
    """
    mixed = 0xCBF29CE484222325
    for unit in np.frombuffer(f"{kind}:{value}".encode("utf-16-le", "surrogatepass"), np.uint16).tolist():
        mixed = ((mixed ^ unit) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ (mixed >> 41)) & ((1 << 41) - 1)
    return (0xD800 + (mixed >> 31)) << 32 | mixed & 0x7FFFFFFF


def mix_name(name: str) -> int:
    """Return 32 bits of a name (FNV-1a over its units)."""
    mixed = 0x811C9DC5
    for unit in np.frombuffer(name.encode("utf-16-le", "surrogatepass"), np.uint16).tolist():
        mixed = ((mixed ^ unit) * 0x01000193) & 0xFFFFFFFF
    return mixed

"""Terms of the index: every run of one, two or three UTF-16 units of folded text, as a number of 48 bits.

Marks of punctuation count as one and the same but for the commonest, so that there are fewer lists;
what a query with such a mark finds is checked against the text. Numbers are scrambled, one to one, so that terms
spread evenly over the shards. Twin of docs/assets/search/index.js.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.search.coding import Numbers

TERM_BITS = 48
MARK = 0x2F
"""Unit that stands for any mark of punctuation but the commonest."""
_COMMON = ',。、:;"%.'
"""Marks that are terms like any letter."""
_MARKS = (
    *((0x20, 0x2F), (0x3A, 0x60), (0x7B, 0xBF), (0x2000, 0x2BFF)),
    *((0x3000, 0x3004), (0x3008, 0x3020), (0x3030, 0x3030), (0xFE10, 0xFE6F), (0xFF00, 0xFF65)),
)
"""Ranges of units that are punctuation."""
_MASK = np.uint64((1 << TERM_BITS) - 1)
_FACTORS = (np.uint64(0x9E3779B97F4B), np.uint64(0xC2B2AE3D27D5))
_SHIFTS = (np.uint64(23), np.uint64(25))


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
    """Return the terms of keys: a permutation of the numbers below 2^48."""
    for factor, shift in zip(_FACTORS, _SHIFTS, strict=True):
        keys = (keys * factor) & _MASK
        keys ^= keys >> shift
    return keys


def text_terms(units: npt.NDArray[np.uint16]) -> tuple[list[Numbers], list[npt.NDArray[np.bool_]]]:
    """Return the terms that begin at each unit, of one, two and three units, and which of them are real.

    A zero parts texts: no term runs over it.
    """
    wide = units.astype(np.uint64)
    here = units != 0
    keys, real = [wide << np.uint64(32)], [here]
    if wide.size > 1:
        keys.append(keys[0][:-1] | (wide[1:] << np.uint64(16)))
        real.append(here[:-1] & here[1:])
    if wide.size > 2:
        keys.append(keys[1][:-1] | wide[2:])
        real.append(real[1][:-1] & here[2:])
    return [scramble(k) for k in keys], real


def facet_key(kind: str, value: str) -> int:
    """Return the key of a facet: 41 bits of its name (FNV-1a of 64 bits, folded), spread over three units.

    The first is a high surrogate, the second no low one, which no text has; so no facet is a gram of some text.
    """
    mixed = 0xCBF29CE484222325
    for unit in np.frombuffer(f"{kind}:{value}".encode("utf-16-le", "surrogatepass"), np.uint16).tolist():
        mixed = ((mixed ^ unit) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ (mixed >> 41)) & ((1 << 41) - 1)
    return (0xD800 + (mixed >> 31)) << 32 | mixed & 0x7FFFFFFF


class FacetKeys:
    """The keys of the facets of a segment, each computed once; two of one key would be mixed up for readers."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], int] = {}
        self._facets: dict[int, tuple[str, str]] = {}

    def find(self, kind: str, value: str) -> int:
        """Return the key of a facet.

        :raises ValueError: another facet has the same, which 10,000 names have with a chance of 1 in 40,000.
        """
        facet = kind, value
        if facet not in self._keys:
            key = facet_key(kind, value)
            other = self._facets.setdefault(key, facet)
            if other != facet:
                raise ValueError(
                    f"筛选用的名称“{other[1]}”和“{value}”算出了同一个号码，搜索会把两者混在一起；"
                    "请在附表里把其中一个改成另一种写法（例如写全称）"
                )
            self._keys[facet] = key
        return self._keys[facet]


def mix_name(name: str) -> int:
    """Return 32 bits of a name (FNV-1a over its units)."""
    mixed = 0x811C9DC5
    for unit in np.frombuffer(name.encode("utf-16-le", "surrogatepass"), np.uint16).tolist():
        mixed = ((mixed ^ unit) * 0x01000193) & 0xFFFFFFFF
    return mixed

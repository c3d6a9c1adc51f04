"""Pairs of letters by which a portal tells what a shard cannot have: a table of all pairs, with a bit for each shard.

Pairs are hashed. A text that is in a shard has all its pairs there, so that no shard is left out that has it; one that
is asked in vain costs a few requests. Twin of what docs/assets/search/portal.js looks up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from build_scripts.publishing.search.coding import FIRST_LETTER, UNIT
from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.grams import units_of
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.scripts import write_new

PAIR_BITS = 21
"""Of the hash of a pair; a shard of 100,000 articles has about half a million pairs."""
LEAST_BITS = 8
IN_FILE = 1 << LEAST_BITS
"""Pairs in a file: of thirty shards one and a half kilobytes."""
_FULL = 0.25
"""Share of a table that the fullest shard takes: a pair that it has not is taken for there one time in four at most."""
_BATCH = 1 << 20

Pairs = npt.NDArray[np.bool_]
"""Of each hash whether there is a pair of it."""


def pairs_of(records: Iterable[Record]) -> Pairs:
    """Return the pairs of letters of everything in which articles are found."""
    found = np.zeros(1 << PAIR_BITS, np.bool_)
    for units in _batches(records):
        found[hash_pairs(units[:-1], units[1:])] = True
    return found


def _batches(records: Iterable[Record]) -> Iterator[npt.NDArray[np.uint16]]:
    waiting: list[npt.NDArray[np.uint16]] = []
    size = 0
    for record in records:
        for _, _, text in record.fields:
            waiting += [units_of(fold_text(text)), np.zeros(1, np.uint16)]
            size += waiting[-2].size + 1
        if size > _BATCH:
            yield np.concatenate(waiting)
            waiting, size = [], 0
    if waiting:
        yield np.concatenate(waiting)


def hash_pairs(first: npt.NDArray[np.uint16], second: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint32]:
    """Return the hashes of pairs, PAIR_BITS each (FNV-1a, mixed once more)."""
    mixed = np.full(first.size, 0x811C9DC5, np.uint32)
    for units in (first, second):
        mixed = (mixed ^ units.astype(np.uint32)) * np.uint32(0x01000193)
    mixed ^= mixed >> np.uint32(15)
    hashed: npt.NDArray[np.uint32] = (mixed * np.uint32(0x2C1B3C6D)) >> np.uint32(32 - PAIR_BITS)
    return hashed


def write_pairs(shards: Sequence[Pairs | None], folder: Path) -> int:
    """Write the table and return how many bits of a hash it has; of shards that are not known (None) all is said."""
    known = [pairs for pairs in shards if pairs is not None]
    if not known:
        return 0
    bits = LEAST_BITS
    while bits < PAIR_BITS and max(_fold(pairs, bits).mean() for pairs in known) > _FULL:
        bits += 1
    letters = np.full((1 << bits, -(-len(shards) // UNIT)), FIRST_LETTER, np.uint16)
    for number, pairs in enumerate(shards):
        here = np.True_ if pairs is None else _fold(pairs, bits)
        letters[:, number // UNIT] += (here * np.uint16(1 << number % UNIT)).astype(np.uint16)
    for at in range(0, 1 << bits, IN_FILE):
        number = at // IN_FILE
        path = folder / f"{number // 1000}/{number}.js"
        write_new(path, letters[at : at + IN_FILE].tobytes().decode("utf-16-le"))
    return bits


def _fold(pairs: Pairs, bits: int) -> Pairs:
    """Return a table of fewer bits."""
    return np.asarray(pairs.reshape(1 << bits, -1).any(axis=1))

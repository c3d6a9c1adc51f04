"""Numbers as bits, and bits as text that a script can carry. Twin of docs/assets/search/index.js.

Bits are kept fifteen to a UTF-16 unit, each unit a letter from U+3400 on: a script in UTF-16 with a
byte-order mark is read alike from any host and from a folder, and costs 7 % over plain bytes.
Everything here works on whole arrays, because an index of 100,000 articles has 10^8 numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]

FIRST_LETTER = 0x3400
UNIT = 15
WORD = 45
"""Bits that are packed together: three units, and few enough for an exact sum in floating point."""
LONGEST_RUN = 12
"""Ones after which a Rice code gives up and writes the number out in RAW bits."""
RAW = 22
_ONE = np.uint64(1)


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes in their order: the bits of each as a number, and how many bits they are (0: no code)."""

    bits: Numbers
    sizes: Counts

    def take(self, which: npt.NDArray[np.bool_] | slice) -> Codes:
        """Return some of the codes."""
        return Codes(self.bits[which], self.sizes[which])

    def pack(self, starts: Counts, length: int) -> npt.NDArray[np.uint16]:
        """Return the units of a bit string of `length` words in which every code begins at its start.

        No code is longer than a word. An empty code at the very end begins where no word is.
        """
        word, offset = starts // WORD, starts % WORD
        left = WORD - offset - self.sizes
        whole = left >= 0
        shift = np.abs(left).astype(np.uint64)
        high = np.where(whole, self.bits << shift, self.bits >> shift)
        words = np.bincount(word, weights=high, minlength=length).astype(np.uint64)[:length]
        cut = np.flatnonzero(~whole)
        if cut.size:
            below = self.bits[cut] & ((_ONE << shift[cut]) - _ONE)
            low = below << (np.uint64(WORD) - shift[cut])
            words += np.bincount(word[cut] + 1, weights=low, minlength=length).astype(np.uint64)[:length]
        units = np.empty((length, 3), np.uint16)
        for n in range(3):
            units[:, n] = (words >> np.uint64(UNIT * (2 - n))) & np.uint64(0x7FFF)
        return units.reshape(-1) + np.uint16(FIRST_LETTER)


def pack_all(*codes: Codes) -> str:
    """Return codes of several kinds one after the other as text."""
    joined = Codes(np.concatenate([c.bits for c in codes]), np.concatenate([c.sizes for c in codes]))
    ends = np.cumsum(joined.sizes)
    total = int(ends[-1]) if ends.size else 0
    units = joined.pack(ends - joined.sizes, -(-total // WORD))
    return units[: -(-total // UNIT)].tobytes().decode("utf-16-le")


def bit_lengths(values: Numbers) -> Counts:
    """Return how many bits each number needs; numbers below 2^52."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


def gamma(values: Numbers) -> Codes:
    """Return Elias' gamma code of numbers from 1: as many ones as bits follow, a zero, the bits below the first."""
    low = bit_lengths(values) - 1
    wide = low.astype(np.uint64)
    ones = ((_ONE << wide) - _ONE) << _ONE
    return Codes((ones << wide) | (values - (_ONE << wide)), 2 * low + 1)


def rice(values: Numbers, parameters: Counts) -> Codes:
    """Return the Rice code of numbers from 0: the number by 2^k as ones, a zero, its last k bits."""
    k = parameters.astype(np.uint64)
    ones = values >> k
    low = values & ((_ONE << k) - _ONE)
    short = ones < LONGEST_RUN
    run = np.minimum(ones, np.uint64(LONGEST_RUN))
    bits = np.where(
        short,
        ((((_ONE << run) - _ONE) << _ONE) << k) | low,
        (np.uint64((1 << LONGEST_RUN) - 1) << np.uint64(RAW)) | values,
    )
    sizes = np.where(short, run.astype(np.int64) + 1 + parameters, LONGEST_RUN + RAW)
    return Codes(bits, sizes)


def rice_parameters(counts: Counts, size: int | Counts) -> Counts:
    """Return the parameter for lists of `counts` numbers below `size`: the mean gap, less what is usual, in bits."""
    mean = (np.asarray(size, np.int64) * 177 >> 8) // np.maximum(counts, 1)
    return np.maximum(bit_lengths(mean.astype(np.uint64)) - 1, 0)


def gaps(values: Numbers, firsts: npt.NDArray[np.bool_]) -> Numbers:
    """Return, of ascending lists one after the other, how many numbers each leaves out before it."""
    before = np.empty_like(values)
    before[0:1] = 0
    before[1:] = values[:-1] + _ONE
    return values - np.where(firsts, np.uint64(0), before)


def pack_bytes(data: bytes) -> str:
    """Return bytes as text; its first letter tells how many bits at the end mean nothing."""
    bits = 8 * len(data)
    units = -(-bits // UNIT)
    padding = units * UNIT - bits
    spread = np.unpackbits(np.frombuffer(data + b"\0\0", np.uint8))[: units * UNIT].reshape(-1, UNIT)
    weights = (1 << np.arange(UNIT - 1, -1, -1)).astype(np.uint16)
    letters = (spread * weights).sum(axis=1, dtype=np.uint16) + np.uint16(FIRST_LETTER)
    text: str = letters.astype("<u2").tobytes().decode("utf-16-le")
    return chr(FIRST_LETTER + padding) + text


def unpack_bytes(text: str) -> bytes:
    """Return the bytes that `pack_bytes` wrote."""
    letters = np.frombuffer(text.encode("utf-16-le"), "<u2") - np.uint16(FIRST_LETTER)
    places = np.arange(UNIT - 1, -1, -1, dtype=np.uint16)
    spread = ((letters[1:, None] >> places) & np.uint16(1)).astype(np.uint8).reshape(-1)
    return np.packbits(spread)[: (spread.size - int(letters[0])) // 8].tobytes()

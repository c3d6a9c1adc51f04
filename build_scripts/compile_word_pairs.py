"""Compile a language model of Chinese into the table of word pairs in rules/language/; run by hand when it is renewed.

apt-get download libime-data-language-model && dpkg -x libime-data-language-model_*.deb FOLDER
python -m build_scripts.compile_word_pairs FOLDER

The model is a trie of KenLM with eight bits for each weight (`lm/trie.hh`, `lm/quantize.hh`): the
vocabulary's hashes, the tables of weights, the words, then for each word those that come before it.
"""

from __future__ import annotations

import lzma
import struct
import sys
from array import array
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

OUT = Path(__file__).parent / "rules" / "language" / "word_pairs.xz"
HEAD = (
    "# 汉语词对表：前一个词之后出现后一个词的可能性。由 compile_word_pairs.py 写成，不要手改。\n"
    "# 来源：libime 1.0.16 的简体中文语言模型（Debian 软件包 libime-data-language-model），"
    "版权 2015–2022 CSSlayer <wengxt@gmail.com>，许可 LGPL-2.1 或更新版本，见同目录 COPYING.LGPL-2.1\n"
)
WORDS = 65_535
"""The most frequent words, so that a word's number fits into two bytes."""
LEAST = 0.6
"""Pairs that differ by less than this from what chance gives (decimal logarithm) say nothing."""
STEP = 0.35
"""Decimal logarithms are kept in sixteen steps of this size."""
FINE = 0.05
"""Those of single words and of what follows rarely, in 256 steps of this size."""
_COUNTS_AT, _HASHES_AT = 0x6C, 0x88
_BYTE = 8


@dataclass(frozen=True, slots=True)
class Model:
    """Words with the decimal logarithms of their probability and of what remains for words not seen after them."""

    words: list[str]
    alone: list[float]
    rest: list[float]
    pairs: dict[tuple[int, int], float]
    """Numbers of two words -> decimal logarithm of the second's probability after the first."""


def read_model(path: Path) -> Model:
    """Return the single words and pairs of a quantised trie model; triples are left out."""
    data = path.read_bytes()
    singles, doubles, triples = struct.unpack_from("<3Q", data, _COUNTS_AT)
    tables = _HASHES_AT + _BYTE + _BYTE * singles
    weights = struct.unpack_from("<256f", data, tables + _BYTE)
    at = tables + _BYTE + 3 * 256 * 4  # weights of pairs, what remains after pairs, weights of triples
    rows = [struct.unpack_from("<ffQ", data, at + 16 * i) for i in range(singles + 1)]
    at += 16 * (singles + 2)
    needed, cut = _pointer_bits(doubles + 1, triples, data[at + 1])
    word_bits = singles.bit_length()
    width = word_bits + 2 * _BYTE + needed - cut
    base = at + _BYTE * (2 + (triples >> (needed - cut))) + _BYTE - 1
    after = base + ((1 + doubles) * width + 7) // 8 + _BYTE
    end = after + ((1 + triples) * (word_bits + _BYTE) + 7) // 8 + _BYTE
    pairs = {}
    for second in range(singles):
        for entry in range(rows[second][2], rows[second + 1][2]):
            bit = entry * width
            packed = int.from_bytes(data[base + (bit >> 3) : base + (bit >> 3) + 8], "little") >> (bit & 7)
            pairs[packed & (1 << word_bits) - 1, second] = weights[packed >> word_bits + _BYTE & 255]
    words = data[end:].decode("utf-8").split("\0")[:singles]
    return Model(words, [row[0] for row in rows[:singles]], [row[1] for row in rows[:singles]], pairs)


def _pointer_bits(entries: int, most: int, allowed: int) -> tuple[int, int]:
    """Return the bits that a pointer needs and how many of them the trie keeps in a table beside its entries."""
    needed = most.bit_length()
    costs = [((most >> (needed - cut)) * 64 - entries * cut, cut) for cut in range(min(needed, allowed) + 1)]
    return needed, min(costs)[1]


def pack(model: Model) -> bytes:
    """Return the table: head, words, their weights, and for each word those that follow it, in columns of bytes."""
    chosen = sorted(range(1, len(model.words)), key=lambda i: (-model.alone[i], model.words[i]))[:WORDS]
    number = {i: n for n, i in enumerate(chosen)}
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (first, second), weight in model.pairs.items():
        chance = model.alone[second] + model.rest[first]
        if first in number and second in number and abs(weight - chance) > LEAST:
            rows[number[first]].append((number[second], _step(weight, STEP, 15)))
    pairs = [pair for n in range(WORDS) for pair in sorted(rows[n])]
    steps = [step for _, step in pairs] + [0]
    counts = array("H", [len(rows[n]) for n in range(WORDS)])
    if sys.byteorder == "big":
        counts.byteswap()
    return b"".join(
        (
            HEAD.encode(),
            ("\t".join(model.words[i] for i in chosen) + "\n").encode(),
            bytes(_step(model.alone[i], FINE, 255) for i in chosen),
            bytes(_step(model.rest[i], FINE, 255) for i in chosen),
            counts.tobytes(),
            bytes(n & 255 for n, _ in pairs),
            bytes(n >> 8 for n, _ in pairs),
            bytes(steps[i] | steps[i + 1] << 4 for i in range(0, len(pairs), 2)),
        )
    )


def _step(weight: float, size: float, most: int) -> int:
    return min(most, max(0, round(-weight / size)))


def main() -> None:
    """Write the table."""
    model = read_model(next(Path(sys.argv[1]).rglob("zh_CN.lm")))
    OUT.parent.mkdir(exist_ok=True)
    packed = pack(model)
    OUT.write_bytes(lzma.compress(packed, format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME))
    print(f"{OUT.name}: {WORDS} words, {len(packed)} bytes, {OUT.stat().st_size} packed")


if __name__ == "__main__":
    main()

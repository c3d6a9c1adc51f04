"""Phrases that the articles of an archive share: deflated after them, a short text takes much less.

The phrases are pieces of the archive's own text that have the most of what is frequent in it (after the idea of
FastCover, as Zstandard trains its dictionaries); the browser puts them before every text that it inflates.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from build_scripts.publishing.search.coding import pack_bytes, unpack_bytes
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.scripts import read_script, write_script
from build_scripts.publishing.search.texts import encode

SAMPLE = 400
"""Articles of which phrases are chosen."""
LEAST = 100
"""Articles from which it is worth while."""
MOST = 3500
"""Characters of all phrases: they are fetched once, and save as much in about five queries."""
PIECE = 20
"""Characters of a phrase."""
_RUN = 3
"""Characters of what is counted."""


def choose_phrases(texts: Sequence[str], most: int = MOST) -> str:
    """Return phrases that texts share, the best ones last, where they are nearest."""
    whole = "\n".join(texts)
    counts = Counter(whole[at : at + _RUN] for at in range(len(whole) - _RUN + 1))
    worth = {run: count for run, count in counts.items() if count > 2 and "\n" not in run}
    stretch = max(PIECE, len(whole) * PIECE // most)
    chosen: list[tuple[int, str]] = []
    for start in range(0, len(whole) - stretch + 1, stretch):
        score, piece = _best_piece(whole[start : start + stretch], worth)
        if score:
            chosen.append((score, piece))
            for at in range(len(piece) - _RUN + 1):
                worth.pop(piece[at : at + _RUN], None)
    return "".join(piece for _, piece in sorted(chosen))[-most:]


def _best_piece(text: str, worth: dict[str, int]) -> tuple[int, str]:
    """Return the piece of a text that is worth most, and how much."""
    scores = [worth.get(text[at : at + _RUN], 0) for at in range(len(text) - _RUN + 1)]
    width = PIECE - _RUN + 1
    best, best_at = 0, 0
    score = sum(scores[:width])
    for at in range(max(1, len(scores) - width + 1)):
        if at:
            score += scores[at + width - 1] - scores[at - 1]
        if score > best:
            best, best_at = score, at
    return best, text[best_at : best_at + PIECE]


def write_phrases(sample: Sequence[Record], folder: Path) -> str:
    """Write the phrases of some articles in a file of an index and return its name, empty where there are too few."""
    if len(sample) < LEAST:
        return ""
    phrases = encode(choose_phrases(["\n".join(text for _, _, text in record.fields) for record in sample]))
    name = f"phrases-{hashlib.sha256(phrases).hexdigest()[:10]}"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    write_script(folder / f"{name}.js", pack_bytes(packer.compress(phrases) + packer.flush()))
    return name


def read_phrases(folder: Path, name: str) -> bytes:
    """Return the phrases of a file of an index, as GBK has them."""
    return zlib.decompress(unpack_bytes(read_script(folder / f"{name}.js")), -15) if name else b""

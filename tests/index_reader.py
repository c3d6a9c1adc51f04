"""Reads the search index bit by bit, as docs/search-index.md describes it: slow, and apart from what writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.grams import facet_key, units_of
from build_scripts.publishing.search.scripts import unpack_data


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


def term_of(key: int) -> int:
    """Return the term of a key of three units."""
    for factor, shift in ((0x9E3779B97F4B, 23), (0xC2B2AE3D27D5, 25)):
        key = key * factor & (1 << 48) - 1
        key ^= key >> shift
    return key << 1


def text_term(query: str) -> int:
    """Return the term of one to three letters, or of four."""
    units = units_of(fold_text(query)).tolist()
    first, second, third = [*units, 0, 0][:3]
    term = term_of(first << 32 | second << 16 | third)
    if len(units) <= 3:
        return term
    mixed = 0x811C9DC5
    for unit in units:
        mixed = (mixed ^ unit) * 0x01000193 & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    return term >> 29 << 29 | mixed >> 4 << 1 | 1


class IndexReader:
    """Answers what the index alone can answer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, dict[int, tuple[list[int], dict[int, int]]]] = {}
        self.rows: list[list[Any]] = unpack_data(read_data(folder / "list.js"))["segments"]

    def ids(self, row: list[Any]) -> list[str]:
        """Return the ids of a segment's articles in their order."""
        lines = (self.folder / row[0] / "articles.txt").read_text(encoding="utf-8").splitlines()
        return [json.loads(line.split("\t")[2]) for line in lines]

    def digests(self) -> dict[str, str]:
        """Return the digest of every article by its id."""
        kept: dict[str, str] = {}
        for row in self.rows:
            lines = (self.folder / row[0] / "articles.txt").read_text(encoding="utf-8").splitlines()
            kept |= {name: lines[at].split("\t")[0] for at, name in enumerate(self.ids(row)) if at not in row[7]}
        return kept

    def find(self, query: str) -> set[str]:
        """Return the ids of the articles that have one to three letters, or four where that is listed."""
        return self._find(text_term(query), bound=False)

    def bound(self, query: str) -> set[str]:
        """Return the ids of those in which the letters are bound."""
        return self._find(text_term(query), bound=True)

    def hints(self, query: str) -> dict[str, int]:
        """Return of the articles in which the letters are loose the hint at what follows them."""
        row = self.rows[0]
        numbers, loose = self.marked_lists(row).get(text_term(query), ([], {}))
        return {self.ids(row)[numbers[at]]: hint for at, hint in loose.items()}

    def having(self, kind: str, value: str) -> set[str]:
        """Return the ids of the articles of a choice."""
        return self._find(term_of(facet_key(kind, value)), bound=False)

    def _find(self, term: int, *, bound: bool) -> set[str]:
        found: set[str] = set()
        for row in self.rows:
            ids, gone = self.ids(row), set(row[7])
            numbers, loose = self.marked_lists(row).get(term, ([], {}))
            wanted = [number for at, number in enumerate(numbers) if not bound or at not in loose]
            found |= {ids[number] for number in wanted if number not in gone}
        return found

    def lists(self, row: list[Any]) -> dict[int, list[int]]:
        """Return every list of a segment by its term."""
        return {term: numbers for term, (numbers, _) in self.marked_lists(row).items()}

    def marked_lists(self, row: list[Any]) -> dict[int, tuple[list[int], dict[int, int]]]:
        """Return every list of a segment by its term, with the ordinals of its loose articles and their hints."""
        if row[0] not in self.known:
            shards = range(1 << row[2])
            self.known[row[0]] = {
                term: (found, loose) for shard in shards for term, found, loose in self._shard(row, shard)
            }
        return self.known[row[0]]

    def _shard(self, row: list[Any], shard: int) -> Iterator[tuple[int, list[int], dict[int, int]]]:
        name, size, bits = row[:3]
        text = Bits(read_data(self.folder / name / f"s/{shard // 1000}/{shard}.js"))
        left = text.gamma() - 1
        k = text.read(6) if left else 0
        rest = -1
        for _ in range(left):
            rest += (text.ones() << k) + text.read(k) + 1
            term = shard << (49 - bits) | rest
            count = text.gamma()
            own = term % 2 == 1 or (count >= 512 and text.read(1) == 1)
            marked, loose = text.gamma() - 1, text.gamma() - 1
            source = self._file(name, text) if own else text
            apart = self._file(name, text) if own and text.read(1) == 1 else None
            numbers = source.numbers(count, size)
            self._ordinals(source, marked, count, 1)
            yield term, numbers, self._ordinals(apart or text, loose, count, 0 if apart else 3)

    def _file(self, name: str, text: Bits) -> Bits:
        number = text.gamma() - 1
        return Bits(read_data(self.folder / name / f"l/{number // 1000}/{number}.js"))

    @staticmethod
    def _ordinals(source: Bits, marked: int, count: int, more: int) -> dict[int, int]:
        """Read some ordinals, each with some bits more."""
        found: dict[int, int] = {}
        last = -1
        m = max(0, ((count * 177 >> 8) // max(marked, 1)).bit_length() - 1)
        for _ in range(marked):
            last += source.rice(m) + 1
            found[last] = source.read(more)
        assert last < count
        return found

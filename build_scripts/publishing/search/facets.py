"""What readers filter by: of each choice the articles that have it, in files that are loaded when looked at."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from build_scripts.publishing.search.coding import FIRST_LETTER, Codes, gamma, gaps, pack_all, rice, rice_parameters
from build_scripts.publishing.search.grams import facet_key
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.scripts import write_script

MOST = 300
"""Choices of a group that are listed; any other can still be asked for by address."""
_BELOW = "place-"
STATUSES = {True: "checked", False: "machine"}


class FacetKeys:
    """The keys of facets, each computed once; two of one key would be mixed up for readers."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], int] = {}
        self._facets: dict[int, tuple[str, str]] = {}

    def find(self, kind: str, value: str) -> int:
        """Return the key of a facet."""
        if (kind, value) not in self._keys:
            self.keep(facet_key(kind, value), kind, value)
        return self._keys[kind, value]

    def keep(self, key: int, kind: str, value: str) -> None:
        """Take note of the key of a facet.

        :raises ValueError: another facet has the same, which 10,000 names have with a chance of 1 in 40,000.
        """
        other = self._facets.setdefault(key, (kind, value))
        if other != (kind, value):
            raise ValueError(
                f"筛选用的名称“{other[1]}”和“{value}”算出了同一个号码，搜索会把两者混在一起；"
                "请在附表里把其中一个改成另一种写法（例如写全称）"
            )
        self._keys[kind, value] = key

    def lines(self) -> Iterator[str]:
        """Yield a line of JSON for each facet: key, kind and value."""
        rows = ([key, kind, value] for (kind, value), key in sorted(self._keys.items()))
        return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)


class FacetLists:
    """Collects the articles of each choice."""

    def __init__(self) -> None:
        self._groups: dict[str, dict[str, array[int]]] = {}
        self._names: dict[str, str] = {}

    def add(self, record: Record, number: int) -> Iterator[tuple[str, str]]:
        """Take in an article and yield (kind, value) of all that it can be filtered by."""
        for code, name in record.regions:
            above = parent_of(code, record.regions)
            self._names[code] = name
            self._append(f"{_BELOW}{above}" if above else "place", code, number)
            yield "place", code
        for kind, values in (
            ("topic", record.topics),
            ("institution", record.institutions),
            ("publication", (record.publication,) if record.publication else ()),
            ("status", (STATUSES[record.checked],)),
        ):
            for value in values:
                self._append(kind, value, number)
                yield kind, value

    def _append(self, group: str, value: str, number: int) -> None:
        docs = self._groups.setdefault(group, {}).setdefault(value, array("I"))
        if not docs or docs[-1] != number:
            docs.append(number)

    def write(self, folder: Path, size: int) -> None:
        """Write a file for each group: rows of value and name, and the lists of articles in the same order."""
        for group, lists in self._groups.items():
            values = sorted(lists, key=lambda value: (-len(lists[value]), value))[:MOST]
            rows = [[value, self._names.get(value, value)] for value in values]
            write_script(folder / f"f/{group}.js", [rows, _pack_lists([lists[value] for value in values], size)])

    def counted(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield kind, value, name and number of articles of every choice."""
        for group, lists in self._groups.items():
            for value, docs in lists.items():
                yield group.split("-")[0], value, self._names.get(value, value), len(docs)

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups that have a file; those below places are one word of a letter each, as codes are long."""
        below = sorted(int(group[len(_BELOW) :][:4]) for group in self._groups if group.startswith(_BELOW))
        kinds = sorted(group for group in self._groups if not group.startswith(_BELOW))
        return ("".join(chr(FIRST_LETTER + code) for code in below), *kinds)


def parent_of(code: str, regions: tuple[tuple[str, str], ...]) -> str:
    """Return the code of the place just above one, among those of the same article; empty for provinces."""
    known = {region for region, _ in regions}
    return next((up for up in (f"{code[:4]}00", f"{code[:2]}0000") if up != code and up in known), "")


def _pack_lists(lists: list[array[int]], size: int) -> str:
    """Return lists of articles one after the other: of each how many, then their gaps."""
    counts = np.array([len(docs) for docs in lists], np.int64)
    docs = np.concatenate([np.array(docs, np.uint64) for docs in lists])
    starts = np.cumsum(counts) - counts
    firsts = np.zeros(docs.size, np.bool_)
    firsts[starts] = True
    articles = rice(gaps(docs, firsts), np.repeat(rice_parameters(counts, size), counts))
    heads = gamma(counts.astype(np.uint64))
    return pack_all(Codes(np.insert(articles.bits, starts, heads.bits), np.insert(articles.sizes, starts, heads.sizes)))

"""Articles under what they have in common: a topic, an institution, a person in a function."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from build_scripts.keys import name_key
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.inverse import Inverse
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.views import Group, Link, Name
from build_scripts.state.columns import APART, Numbers, Table, keys_in

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

KIND_ORDER = ("医院", "基层", "疾控", "卫健", "养老", "政府", "高校", "科研", "社会组织", "媒体", "企业", "其他")
_KEY = re.compile(r"[0-9a-f]{8}")


class Everybody(ABC):
    """All institutions, or all people, by number, in the order of their addresses; those of one address are one."""

    folder: str
    """Where their pages are."""
    told: tuple[str, ...] = ()
    """Columns that a list of all shows beside names."""

    def __init__(self, table: Table, words: Sequence[str], some: Callable[[Numbers], Entries], rank: Numbers) -> None:
        """`rank` has of each word that is a name where it stands in the order of their sounds."""
        self._table, self._words, self._some, self._rank = table, words, some, rank
        self._found = Inverse(keys_in(table), table["article"])

    def __len__(self) -> int:
        return len(self._found.keys)

    @abstractmethod
    def __getitem__(self, key: str) -> Group:
        """Return one of them by address."""

    @property
    def all(self) -> Numbers:
        """The numbers of all of them."""
        return np.arange(len(self), dtype=np.int32)

    def key(self, number: int) -> str:
        """Return the address of one of them."""
        return f"{self._found.keys[number]:08x}"

    def link(self, number: int) -> Link:
        """Return the way to the page of one of them."""
        key = self.key(number)
        return Link(self._name(self._rows(key)), path_of(self.folder, key), int(self._found.counts[number]))

    def entries(self, key: str) -> Entries:
        """Return the articles of one of them by address."""
        return self._some(self._found.articles(int(key, 16)))

    def asked_for(self, only: Container[str]) -> list[int]:
        """Return those whose pages are asked for.

        Those whose newest articles stand one after the other do so too: what they show of them is fetched once.
        """
        numbers = self.all
        if isinstance(only, Collection):
            keys = (name.removeprefix(f"{self.folder}/") for name in only)
            asked = [int(key, 16) for key in keys if _KEY.fullmatch(key)]
            numbers = numbers[np.isin(self._found.keys, np.array(asked, np.uint32))]
        newest = self._table["article"][self._found.firsts[numbers]]
        asked_for: list[int] = numbers[np.argsort(newest, kind="stable")].tolist()
        return asked_for

    def fullest(self, numbers: Numbers, most: int) -> list[Name]:
        """Return those of some that have most articles; of equal ones those come first whose names do."""
        counts = self._found.counts[numbers]
        least = np.partition(counts, -most)[-most] if len(counts) > most else 0
        names = [(int(self._found.counts[number]), self.name(number)) for number in numbers[counts >= least].tolist()]
        return [name for _, name in sorted(names, key=lambda pair: (-pair[0], pair[1].name, pair[1].key))[:most]]

    def by_sound(self, numbers: Numbers) -> ByName:
        """Return some as a list in the order in which their names sound."""
        named = self._table["name"][self._found.firsts[numbers]]
        return ByName(self, numbers[np.lexsort((numbers, self._rank[named]))])

    def name(self, number: int) -> Name:
        """Return what a list of all shows of one of them."""
        key = self.key(number)
        rows = self._rows(key)
        return Name(key, self._name(rows), int(self._found.counts[number]), self._note(rows))

    def keys_of(self, numbers: Numbers) -> npt.NDArray[np.uint32]:
        """Return the addresses of some as numbers."""
        return keys_in(self._table)[self._found.firsts[numbers]]

    def digest(self, numbers: Numbers) -> bytes:
        """Return what is another one when a list of some would show something else."""
        rows = self._found.rows_of(numbers)
        shown = (self._table[column][rows] for column in ("name", *self.told))
        return b"".join(column.tobytes() for column in (self.keys_of(numbers), self._found.counts[numbers], *shown))

    def _rows(self, key: str) -> Numbers:
        return self._found.rows(int(key, 16))

    def _name(self, rows: Numbers) -> str:
        names = {*self._table["name"][rows].tolist()}
        return "、".join(sorted(self._words[name] for name in names))

    def _note(self, rows: Numbers) -> str:
        return "、".join(
            dict.fromkeys(
                self._words[word] for column in self.told for word in self._table[column][rows].tolist() if word
            )
        )


class ByName:
    """Some of them in an order."""

    def __init__(self, everybody: Everybody, numbers: Numbers) -> None:
        self._everybody, self._numbers = everybody, numbers
        self.sums = everybody.keys_of(numbers)
        """Their addresses as numbers."""

    def names(self, start: int, end: int) -> list[Name]:
        """Return what a list shows of some that follow on one another."""
        return [self._everybody.name(number) for number in self._numbers[start:end].tolist()]

    def digest(self, start: int, end: int) -> bytes:
        """Return what is another one when these would show something else."""
        return self._everybody.digest(self._numbers[start:end])


class Institutions(Everybody):
    """Institutions under their filed names."""

    folder = "institutions"

    @cached_property
    def kinds(self) -> dict[str, Numbers]:
        """The institutions of each kind, the kinds in their order."""
        kinds = self._table["kind"][self._found.firsts]
        named = {self._words[kind]: self.all[kinds == kind] for kind in np.unique(kinds).tolist()}
        rank = {kind: number for number, kind in enumerate(KIND_ORDER)}
        return {kind: named[kind] for kind in sorted(named, key=lambda kind: (rank.get(kind, len(rank)), kind))}

    def find(self, name: str) -> Group | None:
        """Return an institution by its filed name, where there is one."""
        key = name_key(name)
        return self[key] if len(self._rows(key)) else None

    def words_of(self, key: str) -> list[int]:
        """Return the names of the institutions of an address, by number, in their order."""
        return sorted({*self._table["name"][self._rows(key)].tolist()}, key=self._words.__getitem__)

    def in_places(self, codes: Collection[str]) -> list[str]:
        """Return the addresses of the institutions in some places, by the codes of these."""
        ours = [word for word in np.unique(self._table["code"]).tolist() if self._words[word] in codes]
        keys = np.unique(keys_in(self._table)[np.isin(self._table["code"], ours)]).tolist()
        groups = (self[f"{key:08x}"] for key in keys)
        return [group.key for group in groups if group.adcode in codes]

    def __getitem__(self, key: str) -> Group:
        """Return an institution by its address."""
        words, table, rows = self._words, self._table, self._rows(key)
        names = self.words_of(key)
        forms: list[str] = []
        codes: set[str | None] = set()
        for name in names:
            mine = rows[table["name"][rows] == name] if len(names) > 1 else rows
            printed = (form for forms in table["forms"][mine].tolist() for form in words[forms].split(APART))
            forms += [words[name]] if len(names) > 1 else []
            forms += dict.fromkeys(form for form in printed if form != words[name])
            known = [code for code in table["code"][mine].tolist() if code]
            codes.add(words[known[-1]] if known else None)
        kind = words[table["kind"][rows[0]]]
        return Group(
            key, self._name(rows), self.entries(key), kind, tuple(forms), codes.pop() if len(codes) == 1 else None
        )


class People(Everybody):
    """People named in a function: one name in two institutions, or without any in two functions, is two people."""

    folder, told = "people", ("title",)

    def of(self, employer: int) -> list[Group]:
        """Return the people of an institution, given by the number of its name, in their order."""
        theirs = keys_in(self._table)[self._employed.rows(employer)].tolist()
        groups = [self[f"{key:08x}"] for key in dict.fromkeys(theirs)]
        groups = [group for group in groups if group.forms == (self._words[employer],)]
        return sorted(groups, key=lambda group: (-len(group.entries), group.name, group.key))

    def employers(self) -> list[int]:
        """Return the names of all that anybody works for, by number."""
        return [number for number in self._employed.keys.tolist() if number]

    @cached_property
    def _employed(self) -> Inverse:
        return Inverse(self._table["employer"], self._table["article"])

    def __getitem__(self, key: str) -> Group:
        """Return a person by address."""
        rows = self._rows(key)
        known = [employer for employer in self._table["employer"][rows].tolist() if employer]
        employer = (self._words[known[0]],) if known else ()
        return Group(key, self._name(rows), self.entries(key), self._note(rows), employer)


def gather(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Return the values of each key in their order, each once."""
    found: dict[K, dict[int, V]] = defaultdict(dict)
    for key, value in pairs:
        found[key].setdefault(hash(value) if isinstance(value, str | int) else id(value), value)
    return {key: tuple(values.values()) for key, values in found.items()}


def by_size(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return groups with the fullest first, then by name."""
    return tuple(sorted(groups, key=lambda group: (-len(group.entries), group.name)))

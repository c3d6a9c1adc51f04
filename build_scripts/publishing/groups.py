"""Articles under what they have in common: a topic, an institution, a person in a function."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TypeVar

import numpy as np

from build_scripts.publishing.entries import Entries
from build_scripts.publishing.inverse import Inverse
from build_scripts.publishing.naming import name_key
from build_scripts.publishing.views import Group, Name
from build_scripts.state.columns import APART, Numbers, Table

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_KEY, _NAME, _ARTICLES = map(attrgetter, ("key", "name", "articles"))
"""By what names are sorted, one after the other: of tuples it takes four times as long."""
KIND_ORDER = ("医院", "基层", "疾控", "卫健", "养老", "政府", "高校", "科研", "社会组织", "媒体", "企业", "其他")


class Institutions:
    """Institutions under their filed names; of those whose names have one address there is but one, which is rare."""

    def __init__(self, table: Table, words: Sequence[str], entries: Callable[[Numbers], Entries]) -> None:
        self._table, self._words, self._entries = table, words, entries
        named = self._named = Inverse(table["name"], table["article"])
        numbers = named.keys.tolist()
        printed = [words[number] for number in numbers]
        keys = [*map(name_key, printed)]
        self._by_key = _Keys(keys, numbers)
        kinds = map(words.__getitem__, table["kind"][named.firsts].tolist())
        newest = table["article"][named.firsts].tolist()
        names = map(Name, keys, printed, named.counts.tolist(), kinds, newest)
        found = sorted(self._by_key.each_once(names, self.__getitem__), key=_NAME)
        self.names = sorted(found, key=_ARTICLES, reverse=True)
        """All of them, the fullest first."""

    def find(self, name: str) -> Group | None:
        """Return an institution by its filed name, where there is one."""
        key = name_key(name)
        return self[key] if key in self._by_key else None

    def entries(self, key: str) -> Entries:
        """Return the articles of an institution by its address."""
        return self._entries(_union([self._named.articles(number) for number in self._by_key[key]]))

    def in_places(self, codes: Collection[str]) -> list[str]:
        """Return the addresses of the institutions in some places, by the codes of these."""
        words = self._words
        ours = [word for word in np.unique(self._table["code"]).tolist() if words[word] in codes]
        names = np.unique(self._table["name"][np.isin(self._table["code"], ours)])
        groups = (self[key] for key in dict.fromkeys(name_key(words[name]) for name in names.tolist()))
        return [group.key for group in groups if group.adcode in codes]

    def __getitem__(self, key: str) -> Group:
        """Return an institution by its address."""
        words = self._words
        numbers = sorted(self._by_key[key], key=words.__getitem__)
        names = [words[number] for number in numbers]
        forms: list[str] = []
        codes: list[str | None] = []
        for at, number in enumerate(numbers):
            rows = self._named.rows(number)
            printed = (form for forms in self._table["forms"][rows].tolist() for form in words[forms].split(APART))
            forms += [names[at]] if len(names) > 1 else []
            forms += dict.fromkeys(form for form in printed if form != names[at])
            places = self._table["code"][rows]
            known = places[places > 0]
            codes.append(words[known[-1]] if len(known) else None)
        kind = words[self._table["kind"][self._named.rows(numbers[0])[0]]]
        code = codes[0] if len({*codes}) == 1 else None
        return Group(key, "、".join(names), self.entries(key), kind, tuple(forms), code)


class People:
    """People named in a function: one name in two institutions, or without any in two functions, is two people."""

    def __init__(self, table: Table, words: Sequence[str], entries: Callable[[Numbers], Entries]) -> None:
        self._table, self._words, self._entries = table, words, entries
        where = np.where(table["employer"], table["employer"], table["title"]).astype(np.int64)
        named = self._named = Inverse(table["name"].astype(np.int64) << 32 | where, table["article"])
        pairs = named.keys.tolist()
        printed = [words[pair >> 32] for pair in pairs]
        keys = [name_key(f"{name}\n{words[pair & 0xFFFFFFFF]}") for name, pair in zip(printed, pairs, strict=True)]
        self._by_key = _Keys(keys, pairs)
        newest = table["article"][named.firsts].tolist()
        names = map(Name, keys, printed, named.counts.tolist(), self._all_titles(), newest)
        found = self._by_key.each_once(names, self.__getitem__)
        self.names = sorted(sorted(sorted(found, key=_KEY), key=_NAME), key=_ARTICLES, reverse=True)
        """All of them, those most often named first."""

    def _all_titles(self) -> list[str]:
        """Return the functions of each, in the order in which they come."""
        words, titles = self._words, self._table["title"].tolist()
        return [_joined(words, map(titles.__getitem__, rows)) for rows in self._named.each()]

    def entries(self, key: str) -> Entries:
        """Return the articles of a person by address."""
        return self._entries(_union([self._named.articles(pair) for pair in self._by_key[key]]))

    def of(self, employer: int) -> list[Group]:
        """Return the people of an institution, given by the number of its name, in their order."""
        theirs = np.flatnonzero(self._table["employer"] == employer).tolist()
        names = ((self._words[self._table["name"][row]], self._words[employer]) for row in theirs)
        groups = [self[key] for key in dict.fromkeys(name_key(f"{name}\n{where}") for name, where in names)]
        groups = [group for group in groups if group.forms == (self._words[employer],)]
        return sorted(groups, key=lambda group: (-len(group.entries), group.name, group.key))

    def employed_by(self, institutions: Collection[str]) -> Iterator[str]:
        """Yield the addresses of the people of some institutions, by the addresses of these."""
        words = self._words
        for employer in np.unique(self._table["employer"]).tolist():
            if employer and name_key(words[employer]) in institutions:
                yield from (group.key for group in self.of(employer))

    def __getitem__(self, key: str) -> Group:
        """Return a person by address."""
        words, table = self._words, self._table
        rows = _union([self._named.rows(pair) for pair in self._by_key[key]])
        employers = table["employer"][rows]
        known = employers[employers > 0]
        names, titles = (_joined(words, table[column][rows].tolist()) for column in ("name", "title"))
        return Group(key, names, self.entries(key), titles, (words[known[0]],) if len(known) else ())


class _Keys:
    """The numbers that addresses stand for: hardly ever more than one."""

    def __init__(self, keys: Sequence[str], numbers: Sequence[int]) -> None:
        self._one = dict(zip(keys, numbers, strict=True))
        twice = {key for key, times in Counter(keys).items() if times > 1} if len(self._one) < len(keys) else ()
        self.shared = gather(pair for pair in zip(keys, numbers, strict=True) if pair[0] in twice) if twice else {}
        """Addresses that stand for several."""

    def __contains__(self, key: str) -> bool:
        return key in self._one

    def __getitem__(self, key: str) -> tuple[int, ...]:
        return self.shared.get(key) or (self._one[key],)

    def each_once(self, names: Iterable[Name], group_of: Callable[[str], Group]) -> Iterator[Name]:
        """Yield each address once, with the names of all that it stands for."""
        yield from names if not self.shared else (name for name in names if name.key not in self.shared)
        for key in self.shared:
            group = group_of(key)
            yield Name(key, group.name, len(group.entries), group.note, int(group.entries.numbers[0]))


def _union(numbers: list[Numbers]) -> Numbers:
    """Return the numbers of several lists in rising order, each once; mostly there is but one list."""
    return numbers[0] if len(numbers) == 1 else np.unique(np.concatenate(numbers))


def _joined(words: Sequence[str], numbers: Iterable[int]) -> str:
    return "、".join(words[number] for number in dict.fromkeys(numbers) if number)


def gather(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Return the values of each key in their order, each once."""
    found: dict[K, dict[int, V]] = defaultdict(dict)
    for key, value in pairs:
        found[key].setdefault(hash(value) if isinstance(value, str | int) else id(value), value)
    return {key: tuple(values.values()) for key, values in found.items()}


def by_size(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return groups with the fullest first, then by name."""
    return tuple(sorted(groups, key=lambda group: (-len(group.entries), group.name)))

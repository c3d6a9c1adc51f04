"""Some articles of an archive as their numbers: counted without being looked at, fetched when they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, overload

from build_scripts.model import Entry
from build_scripts.state.columns import Numbers


class Source(Protocol):
    """Has articles by number, the newest first."""

    def entry(self, number: int) -> Entry:
        """Return an article."""


class Entries(Sequence[Entry]):
    """Articles in their order."""

    __slots__ = ("_source", "numbers")

    def __init__(self, source: Source, numbers: Numbers) -> None:
        self._source = source
        self.numbers = numbers
        """Where they stand among all articles of the archive, the newest first."""

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> Entries: ...
    def __getitem__(self, at: int | slice) -> Entry | Entries:
        if isinstance(at, slice):
            return Entries(self._source, self.numbers[at])
        return self._source.entry(int(self.numbers[at]))

    def __iter__(self) -> Iterator[Entry]:
        return map(self._source.entry, self.numbers.tolist())

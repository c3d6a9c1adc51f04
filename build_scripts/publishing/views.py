"""What templates print: links, cards, figures, and the groups that articles are gathered in.

Addresses are paths from the root of the site; templates put the way up before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from build_scripts.publishing.layout import path_of

if TYPE_CHECKING:
    from build_scripts.publishing.entries import Entries

LONG_NAME = 11
"""Characters of a name that stand beside a bar without pressing it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads to its page."""

    name: str
    href: str
    count: int = 0
    """Articles behind it."""
    note: str = ""


class Name(NamedTuple):
    """A group or a newspaper page in a list of all."""

    key: str
    name: str
    articles: int
    """How many it has."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    title: str
    href: str
    over: str
    """Column or kicker."""
    lead: str
    dated: str
    printed_in: str
    place: str
    figures: int
    checked: bool
    health_related: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact in a list, with the way to its sentence."""

    indicator: str
    value: str
    full: str
    """In full where `value` shortens it; else empty."""
    number: str
    """For sorting."""
    unit: str
    time: str
    entity: str
    place: Link | None
    lineage: tuple[tuple[str, str], ...]
    """Code and name of the place and all above it, from the province down, for filters."""
    article: str
    href: str
    key: bool
    year: int | None
    kind: str = ""
    """Of its owner: 地方, or a kind of institution."""
    canonical: str = ""
    """Common name of the indicator, where it can be compared."""
    measure: str = ""
    """Address of the indicator's page."""


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """A place with everything below it."""

    code: str
    name: str
    full_name: str
    parent: str | None
    children: tuple[PlaceNode, ...]
    entries: Entries
    """Of the place and all below it, newest first."""

    @property
    def link(self) -> Link:
        """Return the way to its page."""
        return Link(self.name, path_of("places", self.code), len(self.entries))


@dataclass(frozen=True, slots=True)
class Group:
    """An institution, person, topic or year with its articles."""

    key: str
    name: str
    entries: Entries
    note: str = ""
    """Kind of an institution, function of a person."""
    forms: tuple[str, ...] = ()
    """Other names under which articles print it."""
    adcode: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """A large number at a glance, what it counts and where it comes from."""

    value: str
    name: str
    href: str = ""
    """Where its name leads."""
    note: str = ""
    source: Link | None = None
    """The sentence that it stands in."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a table of bars."""

    name: str
    href: str
    bar: Markup
    value: str
    value_href: str = ""
    note: str = ""
    mine: bool = False
    """True for the row that the page is about."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A table whose rows are drawn as bars."""

    title: str
    head: tuple[str, str]
    """What the rows are and what is measured."""
    rows: tuple[Bar, ...]
    note: str = ""
    href: str = ""
    """Where its title leads."""

    @property
    def long(self) -> bool:
        """Tell whether names are too long to stand on one line beside a bar."""
        return any(len(row.name) > LONG_NAME for row in self.rows)


@dataclass(frozen=True, slots=True)
class LineChart:
    """A drawing over time with the same numbers as a table."""

    title: str
    href: str
    drawing: Markup
    rows: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClashSource:
    """A figure of a contradiction with the way to its sentence."""

    value: str
    quote: str
    article: str
    href: str
    """From the root of the site."""
    printed_in: str
    """Paper, page and day, as well as they are known."""


@dataclass(frozen=True, slots=True)
class ClashRow:
    """A contradiction in a list."""

    found: str
    place: str
    place_href: str
    sources: tuple[ClashSource, ...]

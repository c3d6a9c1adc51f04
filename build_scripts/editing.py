"""What editors decide about a newspaper page: read from its sidecar, keyed to quoted source text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """Who stands behind a correction."""

    MACHINE = "machine"
    ACCEPTED = "accepted"
    """Made by the machine, accepted by an editor."""
    REFUSED = "refused"
    """Would be made by the machine, refused by an editor: the text is as printed."""
    EDITOR = "editor"
    """Made by an editor."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the source, and the line of the sidecar that quotes them."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class TextDecision:
    """A correction that an editor adds, accepts or refuses."""

    quote: Quote
    verdict: Verdict
    """ACCEPTED, REFUSED or EDITOR."""
    fixed: str | None = None
    """What takes the place of the quoted words, where an editor adds a correction."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleDecision:
    """What an editor says of the article that contains the quoted words; None where nothing is said."""

    quote: Quote
    """Empty text: the only article of its page."""
    title: str | None = None
    kicker: str | None = None
    deck: str | None = None
    column: str | None = None
    summary: str | None = None
    byline: str | None = None
    """As a paper prints it: 本报记者 某某 通讯员 某某."""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that the sidecar of a page decides about its reading."""

    file: str = ""
    """The sidecar, below the source folder."""
    texts: tuple[TextDecision, ...] = ()
    articles: tuple[ArticleDecision, ...] = ()
    starts: tuple[Quote, ...] = ()
    """First words at which an article begins."""
    joins: tuple[Quote, ...] = ()
    """First words at which no article begins."""
    orders: tuple[tuple[Quote, ...], ...] = ()
    """For an article each: beginnings of its blocks in the order to read them."""
    checked: bool = False
    """True where an editor has checked every article of the page."""


UNDECIDED = Decisions()
"""A page without a sidecar."""

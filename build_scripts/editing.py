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
    withdrawn: str | None = None
    """Why readers no longer get it; empty where no reason is given, None where it is not withdrawn."""


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """What the quoted lines are, whatever the rules take them for."""

    quote: Quote
    role: str
    """Value of a Role: body, crosshead, furniture …"""


@dataclass(frozen=True, slots=True)
class SeamDecision:
    """Whether the text that begins with the quoted words goes on from where it was joined to."""

    quote: Quote
    after: str
    """The last words before the seam; empty where the decision holds whatever they are."""
    accepted: bool
    """False: the quoted words begin a paragraph."""


class Subject(Enum):
    """What an editor may name in an article; its value is the word of the sidecar."""

    PLACE = "地方"
    INSTITUTION = "机构"
    PERSON = "人物"
    TOPIC = "主题"


@dataclass(frozen=True, slots=True)
class NameDecision:
    """Places, institutions, people or topics that an editor adds to an article, strikes, or calls otherwise."""

    subject: Subject
    quote: Quote
    """Any words of the article; empty text: the only article of its page."""
    add: tuple[str, ...] = ()
    strike: tuple[str, ...] = ()
    was: str | None = None
    """The name that `fixed` takes the place of."""
    fixed: str | None = None
    main: bool = False
    """For a place: the article is about it."""
    title: str | None = None
    """For a person: the function."""
    institution: str | None = None
    kind: str | None = None
    """For an institution."""


@dataclass(frozen=True, slots=True)
class FactDecision:
    """A figure that an editor adds, strikes or describes otherwise; None where nothing is said."""

    quote: Quote
    """The words of the paragraph that carry the figure."""
    strike: bool = False
    value: str | None = None
    """Number and unit as printed within the quotation; not needed where it carries one figure."""
    indicator: str | None = None
    entity: str | None = None
    time: str | None = None
    key: bool | None = None
    consistent: bool = False
    """It contradicts nothing, whatever the rules say."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that the sidecar of a page decides about its reading and what it says."""

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
    roles: tuple[RoleDecision, ...] = ()
    seams: tuple[SeamDecision, ...] = ()
    checked: bool = False
    """True where an editor has checked every article of the page."""
    names: tuple[NameDecision, ...] = ()
    facts: tuple[FactDecision, ...] = ()
    withdrawn: str | None = None
    """Why readers no longer get the whole page; None where it is not withdrawn."""
    formerly: str = ""
    """Path below the source folder under which its addresses were made, where the file has been renamed since."""


UNDECIDED = Decisions()
"""A page without a sidecar."""

"""An article while its pieces are gathered; nothing outside reading sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from build_scripts.model import Role
from build_scripts.reading.pieces import Piece
from build_scripts.reading.seams import is_open
from build_scripts.text import has_dateline

Part = tuple[Role, Piece, str]
"""A piece with its role, and the rule that gave it."""
EDITOR_TITLE = "editor_title"
"""Rule of lines that print the headline which an editor has given."""


@dataclass(slots=True)
class Draft:
    """An article while its pieces are gathered; nothing outside reading sees it."""

    rule: str
    """Why it begins here."""
    id: str = ""
    """Given when all articles of the page are known."""
    column: str | None = None
    heads: list[Part] = field(default_factory=list)
    """Column, kicker, headline, deck, summary with their rules, in printed order."""
    bylines: list[Piece] = field(default_factory=list)
    byline_at: int | None = None
    """Number of flow pieces printed before the byline."""
    flow: list[Part] = field(default_factory=list)
    """Body, crossheads and captions in printed order."""
    signed: bool = False
    issued: bool = False
    """True where the office or the day below its text says that it has ended."""
    resumed: bool = False
    """True where its columns lie between those of another article."""
    of_briefs: bool = False
    """True where a column head for briefs (时讯, 快讯 …) stands over it."""
    jump_from: str | None = None
    jump_to: str | None = None

    def head(self, role: Role) -> list[Piece]:
        """Return the pieces of one role of the head."""
        return [p for r, p, _ in self.heads if r is role]

    @property
    def text(self) -> str:
        """The running text in printed order, its end if it is long."""
        last = islice((p.text for r, p, _ in reversed(self.flow) if r is Role.BODY), 40)
        return "".join(reversed(list(last)))

    @property
    def bodies(self) -> int:
        """Number of pieces of running text; three stand for more."""
        return len(list(islice((r for r, _, _ in self.flow if r is Role.BODY), 3)))


def head_text(draft: Draft) -> str:
    """Return all that is printed above the text of a draft."""
    return "".join(piece.text for _, piece, _ in draft.heads)


def is_brief(draft: Draft) -> bool:
    """Tell whether the text of a draft opens with a dateline."""
    first = next((p for r, p, _ in draft.flow if r is Role.BODY), None)
    return first is not None and (has_dateline(first.spaced) or has_dateline(first.text))


def is_closed(draft: Draft) -> bool:
    """Tell whether the text of a draft has come to an end."""
    last = next((p for r, p, _ in reversed(draft.flow) if r is Role.BODY), None)
    return last is not None and (last.ends or not is_open(last.text))

"""A section that was taken for an article of its own goes back to the article whose matter it goes on with."""

from __future__ import annotations

from build_scripts.model import Role
from build_scripts.reading.belonging import Marks
from build_scripts.reading.drafts import Draft, head_text, is_brief

_ENOUGH = 1.0
"""What must speak for one article (nats) where only the words of a short line spoke for two."""
_FAR = 0.5
"""What it costs for each article that lies between."""
_WEAK = {"own_headline", "after_signature"}
"""Rules by which an article begins although nothing marks its beginning."""
_LOOKED_AT = 3
"""Pieces of a section that are looked at; what stands below may be another's column."""
_RULE = "goes_on_speaking"


def return_sections(drafts: list[Draft]) -> None:
    """Put sections behind the articles that they belong to, their headlines as crossheads."""
    at = 1
    while at < len(drafts):
        home = _home(drafts, at) if _may_be_section(drafts[at]) else None
        if home is None:
            at += 1
            continue
        section = drafts.pop(at)
        home.flow += [(Role.CROSSHEAD, piece, _RULE) for _, piece, _ in section.heads] + section.flow
        home.resumed = True


def _may_be_section(draft: Draft) -> bool:
    bare = not draft.bylines and all(role is Role.HEADLINE for role, _, _ in draft.heads)
    return bare and draft.rule in _WEAK and not is_brief(draft)


def _home(drafts: list[Draft], at: int) -> Draft | None:
    """Return the earlier article that a section belongs to; None where it is one of its own."""
    flow = [part for draft in drafts for part in draft.flow]
    starts = [sum(len(draft.flow) for draft in drafts[:number]) for number in range(len(drafts) + 1)]
    marks = Marks(flow, list(map(head_text, drafts)))
    section = [i for i in range(starts[at], starts[at + 1]) if flow[i][0] is Role.BODY][:_LOOKED_AT]
    best: tuple[float, Draft | None] = (_ENOUGH, None)
    for number, draft in enumerate(drafts[:at]):
        if draft.of_briefs or is_brief(draft):
            continue
        pieces = range(starts[number], starts[number + 1])
        worth = marks.together(section, number, pieces) - _FAR * (at - number - 1)
        if worth > best[0]:
            best = (worth, draft)
    return best[1]

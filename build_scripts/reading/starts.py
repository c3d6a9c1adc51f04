"""Evidence that a run of short lines between running text heads a new article, by name for `explain`."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from build_scripts.model import Role
from build_scripts.reading.drafts import Draft, head_text, is_brief, is_closed
from build_scripts.reading.headlines import ENOUGH, weigh_headline
from build_scripts.reading.names import is_house, is_place
from build_scripts.reading.pieces import Mark
from build_scripts.reading.roles import ABOVE_SOURCE, AFTER_JUMP, Shape, Shaped
from build_scripts.reading.titles import is_misread_dash, is_named_column
from build_scripts.tables import read_table
from build_scripts.text import has_dateline


def starts_article(draft: Draft | None, run: list[Shaped], ahead: list[Shaped]) -> str | None:
    """Return the name of the evidence that a run of short lines heads a new article."""
    if draft is None:
        return "first_on_page"
    if not any(s.shape is Shape.HEAD for s in run):
        return "briefs_column" if any(s.rule == "briefs_column" for s in run) and ahead else None
    if any(s.piece.mark is Mark.HEADLINE for s in run):
        return Mark.HEADLINE.value
    if any(s.rule == ABOVE_SOURCE for s in run):
        return ABOVE_SOURCE
    if _opens_with_own_summary(draft, run):
        run = run[1:]
    return _head_by_shape(run) or _head_by_text(draft, run, ahead)


def _opens_with_own_summary(draft: Draft, run: list[Shaped]) -> bool:
    """Tell whether a boxed summary over a short line is that of the open article, which has none: its words say so."""
    if run[0].shape is not Shape.SUMMARY or draft.signed or is_brief(draft) or draft.head(Role.SUMMARY):
        return False
    text = "".join((head_text(draft), draft.text))
    return weigh_headline(text, "", run[0].text, report=False, others=False) < _OWN_SUMMARY


_OWN_SUMMARY = 0.0
"""What must speak less for a summary that tells of something else than the article above it."""


def _head_by_shape(run: list[Shaped]) -> str | None:
    shapes = [s.shape for s in run]
    if shapes.count(Shape.HEAD) > 1 and any(s.shape is Shape.HEAD and is_house(s.text) for s in run[:-1]):
        return "house_over_headline"
    for shape, rule in (
        (Shape.COLUMN, "column_head"),
        (Shape.KICKER, "kicker"),
        (Shape.DECK, "deck"),
        (Shape.SUMMARY, "summary"),
    ):
        if shape in shapes:
            return rule
    return "deck" if any(i and s.shape is Shape.HEAD and is_misread_dash(s) for i, s in enumerate(run)) else None


def _head_by_text(draft: Draft, run: list[Shaped], ahead: list[Shaped]) -> str | None:
    after = ahead[0] if ahead else None
    shapes = [s.shape for s in run]
    heads = [i for i, shape in enumerate(shapes) if shape is Shape.HEAD]
    if Shape.BYLINE in shapes and heads[0] < shapes.index(Shape.BYLINE):
        return "headline_and_byline"
    if any(_documents().match(s.text) for s in run if s.shape is Shape.HEAD):
        return "document_title"
    if after and after.shape is Shape.BODY and has_dateline(after.piece.spaced):
        return "dateline_follows"
    return _follows_an_end(draft, run, ahead) or _speaks_of_something_else(draft, run, ahead)


@cache
def _documents() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in read_table("headings")["documents"]))


def _follows_an_end(draft: Draft, run: list[Shaped], ahead: list[Shaped]) -> str | None:
    """Return the evidence that what came before has ended, so that short lines are a new head."""
    if ahead and ahead[0].rule == AFTER_JUMP:
        return AFTER_JUMP
    if draft.issued:
        return "after_date"
    if draft.signed and not draft.resumed:
        return None if _goes_on_in_row(draft, run, ahead) else "after_signature"
    if draft.bylines or not is_closed(draft):
        return _asks(draft, ahead)
    if _is_alike(draft, run) or (draft.of_briefs and not is_brief(draft)):
        return "brief_of_column"
    return _asks(draft, ahead)


def _asks(draft: Draft, ahead: list[Shaped]) -> str | None:
    """Return the evidence that questions and answers begin below a text that has ended and has none."""
    if not ahead or not ahead[0].text.startswith(("问：", "问:")) or not is_closed(draft):
        return None
    return None if any(rule == "speaker" for _, _, rule in draft.flow) else "questions_follow"


def _goes_on_in_row(draft: Draft, run: list[Shaped], ahead: list[Shaped]) -> bool:
    """Tell whether a line after a signature is one more of a row of crossheads: columns out of order part them.

    All have two parts of the same lengths, and what stands below is signed by nobody.
    """
    row = {_parts(p.spaced) for role, p, _ in draft.flow if role is Role.CROSSHEAD}
    if len(row) != 1 or len(run) != 1 or len(made := _parts(run[0].piece.spaced)) != 2 or made not in row:
        return False
    text = takewhile(lambda s: s.shape in (Shape.BODY, Shape.CAPTION) or _parts(s.piece.spaced) == made, ahead)
    below = list(text)
    after = ahead[len(below)] if len(below) < len(ahead) else None
    return not any(s.rule == "dateline" for s in below) and (after is None or after.shape is not Shape.BYLINE)


def _parts(spaced: str) -> tuple[int, ...]:
    return tuple(map(len, spaced.split()))


def _is_alike(draft: Draft, run: list[Shaped]) -> bool:
    """Tell whether short lines are made as the headline of a brief is: 南塘区 夜间门诊开到十点, in two parts both."""
    headline = draft.head(Role.HEADLINE)
    parts = " ".join(p.spaced for p in headline).split()
    others = " ".join(s.piece.spaced for s in run if s.shape is Shape.HEAD).split()
    if len(parts) < 2 or len(parts) != len(others):
        return False
    return draft.of_briefs or (is_place(parts[0]) and is_place(others[0]))


def _speaks_of_something_else(draft: Draft, run: list[Shaped], ahead: list[Shaped]) -> str | None:
    """Return the evidence that short lines between two texts are a headline and no crosshead."""
    below = list(takewhile(lambda s: s.shape is Shape.BODY, ahead))
    if not below or not is_closed(draft) or any(s.shape is not Shape.HEAD for s in run):
        return None
    others = any(role is Role.CROSSHEAD for role, _, _ in draft.flow) or _is_crosshead_like(ahead[len(below) :])
    head, text = "".join(s.text for s in run), "".join(s.text for s in below)
    report = is_brief(draft) and not draft.bylines
    if report and _counts_from_one(ahead[len(below) :]):
        return "own_headline"
    score = weigh_headline(draft.text, head, text, report=report, others=others)
    stacked = len({s.piece.block for s in run}) > 1
    if stacked and not others:  # crossheads of columns out of order stand over one another too
        score += _STACKED * (1 + is_named_column(run[:1]))
    return "own_headline" if score >= ENOUGH else None


_STACKED = 1.0
"""What it says for a headline that more lines stand over it or below, each a block of its own; twice, of a column."""


def _counts_from_one(ahead: list[Shaped]) -> bool:
    """Tell whether numbered heads begin below: a report with a dateline has none."""
    return bool(ahead) and ahead[0].shape is Shape.CROSSHEAD and ahead[0].text.startswith(("一、", "（一）"))


def _is_crosshead_like(ahead: list[Shaped]) -> bool:
    """Tell whether one more short line stands between two texts, with nothing that makes it a headline."""
    if len(ahead) < 2 or ahead[0].shape is not Shape.HEAD:
        return False
    return ahead[1].shape is Shape.BODY and not has_dateline(ahead[1].piece.spaced)

"""Which article a byline below its text signs, and what goes to an article with its signature."""

from __future__ import annotations

from build_scripts.model import Role
from build_scripts.reading.bylines import dateline_authors
from build_scripts.reading.closings import LAST_LINES
from build_scripts.reading.continuity import weigh_closely
from build_scripts.reading.drafts import Draft, is_brief, is_closed
from build_scripts.reading.roles import PICTURE_NEWS, Shape, Shaped
from build_scripts.reading.seams import is_open


def closes_text(draft: Draft, run: list[Shaped], after: Shaped | None) -> bool:
    """Tell whether the byline that a run begins with closes the text before it; one in the middle follows a lede."""
    byline = run[0].piece.spaced
    if run[0].rule in LAST_LINES or draft.bylines or (byline[:1] not in "□■◎●○▲△◆" and draft.bodies >= 3):
        return True
    if draft.bodies and is_closed(draft) and (is_picture(draft) or _opens_with_signature(run, after)):
        return True
    ends = after is None or run[-1].shape is not Shape.BYLINE
    return ends and byline[:1] in "（(" and byline[-1:] in "）)" and draft.bodies > 0 and is_closed(draft)


def _opens_with_signature(run: list[Shaped], after: Shaped | None) -> bool:
    """Tell whether the short lines behind a byline head another article: with column, dateline or byline of its own."""
    shapes = [s.shape for s in run]
    if Shape.HEAD not in shapes:
        return False
    head = shapes.index(Shape.HEAD)
    if any(shape in (Shape.COLUMN, Shape.KICKER) for shape in shapes[:head]):
        return True  # no byline stands over the column or the kicker of its own article
    return Shape.BYLINE in shapes[head:] or (after is not None and after.rule == "dateline")


def is_picture(draft: Draft) -> bool:
    """Tell whether an article is a picture with a text of its own."""
    return any(rule == PICTURE_NEWS for _, _, rule in draft.heads)


def signed_draft(drafts: list[Draft], run: list[Shaped]) -> Draft:
    """Return the draft that a signature closes.

    An article that has its byline already is not signed again: what stands since the last short
    line is an article of its own, and that line its headline.
    """
    draft = drafts[-1]
    if run[0].rule in LAST_LINES:
        return draft
    unsigned = [d for d in drafts[:-1] if d.resumed and d.bodies and not d.bylines]
    if draft.resumed and draft.bylines and len(unsigned) == 1:
        _give_back(draft, unsigned[0])
        return unsigned[0]  # their columns lie between one another
    heads = [i for i, (role, _, _) in enumerate(draft.flow) if role is Role.CROSSHEAD]
    waiting = [d for d in drafts[:-1] if d.bodies and not d.bylines and not is_brief(d) and not is_closed(d)]
    if (draft.bylines or _names_its_authors(draft)) and len(waiting) == 1:
        if not _give_back(draft, waiting[0]) and heads and (draft.byline_at or 0) < heads[-1]:
            waiting[0].flow += draft.flow[heads[-1] :]
            del draft.flow[heads[-1] :]
        draft.resumed = waiting[0].resumed = True
        return waiting[0]  # what is signed already stands among the columns of what is signed here
    if not draft.bylines or draft.signed or not heads or (draft.byline_at or 0) >= heads[-1]:
        return draft
    late = Draft("signed_at_the_end")
    late.heads.append((Role.HEADLINE, *draft.flow[heads[-1]][1:]))
    late.flow = draft.flow[heads[-1] + 1 :]
    draft.flow = draft.flow[: heads[-1]]
    drafts.append(late)
    return late


def _names_its_authors(draft: Draft) -> bool:
    first = next((p for role, p, _ in draft.flow if role is Role.BODY), None)
    return first is not None and bool(dateline_authors(first.spaced))


def give_head_back(drafts: list[Draft]) -> None:
    """Give a head at the end of the page, with nothing below it, to the only article that has none."""
    head = drafts[-1] if drafts else None
    if head is None or head.flow or not head.head(Role.HEADLINE):
        return
    bare = [d for d in drafts[:-1] if d.bodies and not d.head(Role.HEADLINE) and not d.bylines and not is_brief(d)]
    if len(bare) == 1:
        home = bare[0]
        home.heads += head.heads
        home.bylines, home.column = head.bylines, head.column
        home.byline_at = len(home.flow) if head.bylines else None
        drafts.pop()


def _give_back(draft: Draft, home: Draft) -> bool:
    """Give an article that is signed here what stands above its signature, from where it goes on, if that is clear."""
    last = next(p for role, p, _ in reversed(home.flow) if role is Role.BODY)
    if not is_open(last.text):
        return False
    above = [i for i, (role, _, _) in enumerate(draft.flow) if role is Role.CROSSHEAD]
    bodies = [i for i in range(above[-1] if above else 0, len(draft.flow)) if draft.flow[i][0] is Role.BODY]
    chances = sorted((weigh_closely(last.text, draft.flow[i][1].text, "").score, i) for i in bodies)
    if len(chances) > 1 and chances[-1][0] >= max(_GOES_ON, chances[-2][0] + _CLEARLY):
        at = chances[-1][1]
        home.flow += draft.flow[at:]
        del draft.flow[at:]
        return True
    return False


_GOES_ON, _CLEARLY = 1.0, 1.5
"""Log odds of the seam at which an article goes on, and by how much they pass those of the next best."""

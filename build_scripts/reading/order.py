"""The flow of an article -> its blocks in reading order, with the seams that made them.

Every piece that stops without an end looks for its continuation among all pieces at once, by an
assignment that weighs the word that a join makes, marks, grammar, indents and distance. Where the
printed order leaves ends or beginnings hanging, columns of type were moved, and the best order of
all of them is looked for. A byline in the middle marks the column that the body begins with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from build_scripts.model import Role
from build_scripts.reading.assignment import assign
from build_scripts.reading.columns import best_order
from build_scripts.reading.mending import lost_ending
from build_scripts.reading.pieces import Piece
from build_scripts.reading.seams import FAR, PROOF, Seam, begins_inside, begins_torn, is_open, overlap_of, weigh_seam
from build_scripts.tables import read_words

Flow = list[tuple[Role, Piece, str]]

_NEXT = 1.5
"""What a seam gains where the two pieces are neighbours on the page."""
_UNMATCHED = 0.0
"""What it is worth to leave an end open; a neighbour that looks like a paragraph's beginning is worth less."""
_INDENT = 4.0
"""What speaks against a continuation that is indented on a page that indents its paragraphs."""
_NO_INDENT = 1.5


_OPEN = 1.0
"""What a join without any evidence lacks against a paragraph that follows one that is ended."""
_HANGING = -2.5
"""What it costs that an end or a beginning is left hanging."""
_LOST_STOP = -1.0
"""What it costs that the full stop of a whole sentence is lost."""
_ODD_START = -1.0
"""What it costs that a paragraph begins with a character that begins few."""
_DOUBT = 1.0
"""Neighbours that are joined by less than this may belong to columns that were moved."""
_SURE = 4.0
"""Neighbours that are joined by this much are not parted."""
_NEXT_COLUMN = 0.75
_BYLINE = 6.0
_CLOSING = 1.5
_MOST_JOINS = 4_000
"""Joins that are weighed in one article: sixty open ends among sixty pieces, more than papers print."""
_NEVER = -100.0
_RULED_OUT = -50.0
"""Below this a join was never possible."""


@dataclass(frozen=True, slots=True)
class Link:
    """Piece `left` goes on in piece `right`; both are numbers in the flow."""

    left: int
    right: int
    seam: Seam
    overlap: int = 0
    """Characters of `right` that repeat the tail of `left`."""
    torn: bool = False
    """True where text is lost between the two."""
    score: float = 0.0
    """What the join was worth among all that were weighed."""
    second: tuple[float, int] | None = None
    """Score and number of the next best continuation of `left`."""
    rival: float | None = None
    """Score of the next best beginning for `right`: another piece that could go on there."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The reading order of a flow: numbers of its pieces, captions left out, and their links."""

    order: tuple[int, ...]
    links: tuple[Link, ...]


def order_flow(flow: Flow, byline_at: int | None) -> Ordered:
    """Return the order in which a careful reader takes the pieces of an article."""
    text = [i for i, (role, _, _) in enumerate(flow) if role is not Role.CAPTION]
    after = dict(pairwise(text))
    bodies = [i for i in text if flow[i][0] is Role.BODY]
    ends = [i for i in bodies if not flow[i][1].ends and is_open(flow[i][1].text)]
    if len(ends) * len(bodies) > _MOST_JOINS:
        return Ordered(tuple(text), tuple(_neighbours(flow, after, ends)))
    weighed = _weigh(flow, after, bodies, ends)
    links = weighed.best()
    order = text
    if _may_be_moved(flow, text, weighed, links) or _byline_in_the_middle(flow, text, byline_at):
        order = _arrange(flow, text, weighed, byline_at)
        if order != text:
            links = weighed.along(order)
    links += _torn_links(flow, dict(pairwise(order)), links)
    return Ordered(tuple(order), tuple(links))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Every end that stays open against every piece that could continue it."""

    ends: list[int]
    bodies: list[int]
    links: list[list[Link]]
    scores: list[list[float]]
    indents: bool

    def best(self) -> list[Link]:
        """Return the joins that are best for all open ends together."""
        chosen = assign(self.scores, _UNMATCHED)
        return [self._chosen(row, column) for row, column in enumerate(chosen) if column is not None]

    def along(self, order: list[int]) -> list[Link]:
        """Return the joins of neighbours in an order of the pieces."""
        found = []
        for left, right in pairwise(order):
            if left in self.ends and right in self.bodies:
                row, column = self.ends.index(left), self.bodies.index(right)
                link = self._chosen(row, column)
                if link.score > _RULED_OUT:
                    found.append(link)
                elif link.seam.score >= 0:  # the whole order speaks for it, though it has no proof of its own
                    found.append(replace(link, score=0.0))
        return found

    def _chosen(self, row: int, column: int) -> Link:
        return _with_rivals(self.links[row], self.scores, row, column)


def _weigh(flow: Flow, after: dict[int, int], bodies: list[int], ends: list[int]) -> _Weighed:
    elsewhere = "\n".join(flow[i][1].text for i in bodies)
    indents = any(flow[i][1].indented for i in bodies)
    links = [[_link(flow, left, right, elsewhere, near=after.get(left) == right) for right in bodies] for left in ends]
    scores = [[_score(flow, link, after, indents=indents) for link in row] for row in links]
    return _Weighed(ends, bodies, links, scores, indents)


class Seams:
    """What it is worth that one piece of a flow follows another."""

    def __init__(self, flow: Flow) -> None:
        """Weigh all joins of a flow."""
        text = [i for i, (role, _, _) in enumerate(flow) if role is not Role.CAPTION]
        bodies = [i for i in text if flow[i][0] is Role.BODY]
        ends = [i for i in bodies if not flow[i][1].ends and is_open(flow[i][1].text)]
        self._flow = flow
        self._weighed = _weigh(flow, dict(pairwise(text)), bodies, ends)

    def worth(self, left: int, right: int | None) -> float:
        """Return what a seam is worth; None stands for the end of an article."""
        if right is None:
            hanging = left in self._weighed.ends or self._flow[left][0] is Role.CROSSHEAD
            return _HANGING if hanging else 0.0
        return _seam_worth(self._flow, self._weighed, left, right)


def _may_be_moved(flow: Flow, text: list[int], weighed: _Weighed, links: list[Link]) -> bool:
    """Tell whether a join reaches far, or a printed seam has nothing that speaks for it."""
    after = dict(pairwise(text))
    return any(after.get(link.left) != link.right for link in links) or any(
        _seam_worth(flow, weighed, left, right) < (_DOUBT if left in weighed.ends else 0.0)
        for left, right in pairwise(text)
    )


def _torn_start(flow: Flow, i: int, *, indents: bool) -> bool:
    """Tell whether a piece begins inside a sentence, or without the indent that its page gives to paragraphs."""
    piece = flow[i][1]
    return not piece.begins and (begins_inside(piece.text) or (indents and not piece.indented))


def _arrange(flow: Flow, text: list[int], weighed: _Weighed, byline_at: int | None) -> list[int]:
    """Return the best order of the pieces of an article; what is clearly joined is not parted."""
    runs = [[text[0]]]
    for left, right in pairwise(text):
        if _is_glued(flow, weighed, left, right, byline_at):
            runs[-1].append(right)
        else:
            runs.append([right])
    middle = _byline_in_the_middle(flow, text, byline_at)
    # The lede ends before the first picture or crosshead, or where a paragraph does not follow on.
    breaks = [n for n, (role, _, _) in enumerate(flow) if n and role is not Role.BODY]
    breaks += [right for left, right in pairwise(text) if _seam_worth(flow, weighed, left, right) < 0]
    rest = min(breaks, default=len(flow))
    lede = max(0, sum(run[-1] < rest for run in runs) - 1)

    def seam(i: int, j: int) -> float:
        worth = _seam_worth(flow, weighed, runs[i][-1], runs[j][0])
        if middle and runs[j][0] == byline_at:
            worth += _BYLINE if i == lede else -_BYLINE
        return worth + (_NEXT_COLUMN if j == i + 1 else 0.0)

    def end(i: int) -> float:
        last = runs[i][-1]
        hanging = flow[last][0] is Role.CROSSHEAD or last in weighed.ends
        return (_HANGING if hanging else 0.0) + (_CLOSING if _closes(flow, last) else 0.0)

    return [i for number in best_order(len(runs), seam, end) for i in runs[number]]


def _is_glued(flow: Flow, weighed: _Weighed, left: int, right: int, byline_at: int | None) -> bool:
    """Tell whether two neighbours stay together: a sure join, a crosshead and its text, two lines of a crosshead."""
    if right == byline_at:
        return False
    if left in weighed.ends:
        return _seam_worth(flow, weighed, left, right) >= _SURE
    return flow[left][0] is Role.CROSSHEAD and not (
        flow[right][0] is Role.BODY and _torn_start(flow, right, indents=weighed.indents)
    )


def _seam_worth(flow: Flow, weighed: _Weighed, left: int, right: int) -> float:
    """Return what it is worth that a piece follows another, whether they join or not; nothing is 0."""
    worth = 0.0
    if left in weighed.ends:
        worth = _LOST_STOP if lost_ending(flow[left][1].text) else _HANGING
    if flow[right][0] is not Role.BODY:
        return worth
    if _torn_start(flow, right, indents=weighed.indents):
        worth += _HANGING
    elif flow[left][0] is Role.BODY and begins_torn(flow[right][1].text):
        worth += _ODD_START
    return max(worth, _bare_score(flow, weighed, left, right)) if left in weighed.ends else worth


def _bare_score(flow: Flow, weighed: _Weighed, left: int, right: int) -> float:
    """Return the score of a join without what neighbours gain."""
    link = weighed.links[weighed.ends.index(left)][weighed.bodies.index(right)]
    return _evidence(flow, link, indents=weighed.indents) - _OPEN


def _neighbours(flow: Flow, after: dict[int, int], ends: list[int]) -> list[Link]:
    """Return the joins of neighbours alone, for a text with more open ends than any article has."""
    pairs = [(left, after[left]) for left in ends if left in after and flow[after[left]][0] is Role.BODY]
    indents = any(flow[right][1].indented for _, right in pairs)
    links = [_link(flow, left, right, "", near=True) for left, right in pairs]
    scored = [replace(link, score=_score(flow, link, after, indents=indents)) for link in links]
    return [link for link in scored if link.score > _UNMATCHED]


def _with_rivals(links: list[Link], scores: list[list[float]], row: int, column: int) -> Link:
    """Return a chosen join with what came second on either side of it; what was ruled out is no rival."""
    seconds = [(score, links[j].right) for j, score in enumerate(scores[row]) if j != column and score > _RULED_OUT]
    rivals = [other[column] for i, other in enumerate(scores) if i != row and other[column] > _RULED_OUT]
    return replace(
        links[column],
        score=scores[row][column],
        second=max(seconds, default=None),
        rival=max(rivals, default=None),
    )


def _score(flow: Flow, link: Link, after: dict[int, int], *, indents: bool) -> float:
    """Return what a join is worth; one over a distance must have evidence of its own."""
    right = flow[link.right][1]
    if link.left == link.right or right.begins:
        return _NEVER
    score = _evidence(flow, link, indents=indents)
    if after.get(link.left) == link.right:
        return score + _NEXT
    proved = link.seam.proof >= PROOF or begins_inside(right.text)
    return score - 0.02 * abs(link.right - link.left) if proved and score >= FAR else _NEVER


def _evidence(flow: Flow, link: Link, *, indents: bool) -> float:
    score = link.seam.score + (4.0 if link.overlap else 0.0)
    if indents and not link.overlap:
        score += -_INDENT if flow[link.right][1].indented else _NO_INDENT
    return score


def _link(flow: Flow, left: int, right: int, elsewhere: str, *, near: bool) -> Link:
    """Weigh a join; a tail printed twice is looked for between neighbours only, names begin many paragraphs."""
    a, b = flow[left][1].text, flow[right][1].text
    return Link(left, right, weigh_seam(a, b, elsewhere), overlap_of(a, b) if near else 0)


def _torn_links(flow: Flow, after: dict[int, int], links: list[Link]) -> list[Link]:
    """Join what stops inside a word or clause and finds no continuation to its neighbour: text is lost between."""
    lefts, rights = {link.left for link in links}, {link.right for link in links}
    torn = []
    for left, right in after.items():
        if left in lefts or right in rights or not (flow[left][0] is flow[right][0] is Role.BODY):
            continue
        text = flow[left][1].text
        if flow[left][1].ends or flow[right][1].begins:
            continue
        if is_open(text) and lost_ending(text) is None and not flow[right][1].indented:
            torn.append(replace(_link(flow, left, right, "", near=True), torn=True))
    return torn


def _byline_in_the_middle(flow: Flow, text: list[int], byline_at: int | None) -> bool:
    """Tell whether the byline stands before a crosshead although other crossheads came before it."""
    if byline_at is None or byline_at >= len(flow) or flow[byline_at][0] is not Role.CROSSHEAD:
        return False
    return any(flow[i][0] is Role.CROSSHEAD for i in text if i < byline_at)


def _closes(flow: Flow, i: int) -> bool:
    return flow[i][1].text.startswith(read_words("headings", "closing_openers"))

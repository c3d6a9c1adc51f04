"""The flow of an article -> its blocks in reading order, with the seams that made them.

Every piece that stops without an end looks for its continuation among all pieces at once, by an
assignment that weighs the word that a join makes, marks, grammar, indents and distance. Where the
best continuation is not the neighbour, columns of type were moved: the flow is cut there and put
together along the joins. A byline in the middle marks the column that the body begins with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from build_scripts.model import Role
from build_scripts.reading.assignment import assign
from build_scripts.reading.mending import lost_ending
from build_scripts.reading.pieces import Piece
from build_scripts.reading.seams import FAR, PROOF, Seam, begins_inside, is_open, overlap_of, weigh_seam
from build_scripts.tables import read_words

Flow = list[tuple[Role, Piece, str]]

_NEXT = 1.5
"""What a seam gains where the two pieces are neighbours on the page."""
_NEXT_MOVED = 0.75
_FAR_MOVED = -1.0
"""What neighbours gain and others lose once columns are known to be moved (the best of those tried on set pages)."""
_UNMATCHED = 0.0
"""What it is worth to leave an end open; a neighbour that looks like a paragraph's beginning is worth less."""
_INDENT = 4.0
"""What speaks against a continuation that is indented on a page that indents its paragraphs."""
_NO_INDENT = 1.5


_MOST_JOINS = 10_000
"""Joins that are weighed in one article: a hundred open ends among a hundred pieces, ten times what papers print."""
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
    links = _assign(flow, text, after, moved=False)
    far = [link for link in links if after.get(link.left) != link.right]
    if far:
        links = _assign(flow, text, after, moved=True)
        far = [link for link in links if after.get(link.left) != link.right]
    if not far and not _byline_in_the_middle(flow, text, byline_at):
        return Ordered(tuple(text), tuple(links + _torn_links(flow, after, links)))
    columns = _columns(flow, text, links, far, byline_at)
    order = _arrange(columns, links, byline_at)
    links += _torn_links(flow, dict(pairwise(order)), links)
    return Ordered(tuple(order), tuple(links))


def _assign(flow: Flow, text: list[int], after: dict[int, int], *, moved: bool) -> list[Link]:
    """Return the joins that are best for all open ends together.

    `moved`: columns of this article are known to have been moved, so that neighbours mean less and
    what is left over may be joined without proof.
    """
    bodies = [i for i in text if flow[i][0] is Role.BODY]
    elsewhere = "\n".join(flow[i][1].text for i in bodies)
    ends = [i for i in bodies if not flow[i][1].ends and is_open(flow[i][1].text)]
    indents = any(flow[i][1].indented for i in bodies)
    if len(ends) * len(bodies) > _MOST_JOINS:
        return _neighbours(flow, after, ends, indents=indents)
    links = [[_link(flow, left, right, elsewhere, near=after.get(left) == right) for right in bodies] for left in ends]
    scores = [[_score(flow, link, after, indents=indents, moved=moved) for link in row] for row in links]
    chosen = assign(scores, _UNMATCHED)
    return [_with_rivals(links[row], scores, row, column) for row, column in enumerate(chosen) if column is not None]


def _neighbours(flow: Flow, after: dict[int, int], ends: list[int], *, indents: bool) -> list[Link]:
    """Return the joins of neighbours alone, for a text with more open ends than any article has."""
    pairs = [(left, after[left]) for left in ends if left in after and flow[after[left]][0] is Role.BODY]
    links = [_link(flow, left, right, "", near=True) for left, right in pairs]
    scored = [replace(link, score=_score(flow, link, after, indents=indents, moved=False)) for link in links]
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


def _score(flow: Flow, link: Link, after: dict[int, int], *, indents: bool, moved: bool) -> float:
    """Return what a join is worth; one over a distance must have evidence of its own."""
    right = flow[link.right][1]
    if link.left == link.right or right.begins:
        return _NEVER
    score = link.seam.score + (4.0 if link.overlap else 0.0)
    if indents and not link.overlap:
        score += -_INDENT if right.indented else _NO_INDENT
    if after.get(link.left) == link.right:
        return score + (_NEXT_MOVED if moved else _NEXT)
    if moved:
        return score + _FAR_MOVED - 0.02 * abs(link.right - link.left)
    proved = link.seam.proof >= PROOF or begins_inside(right.text)
    return score - 0.02 * abs(link.right - link.left) if proved and score >= FAR else _NEVER


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


def _columns(flow: Flow, text: list[int], links: list[Link], far: list[Link], byline_at: int | None) -> list[list[int]]:
    """Cut the flow into columns of type: at far joins, at pictures and at the byline."""
    cuts = {link.right for link in far} | {link.left + 1 for link in far}
    joined = {i for link in links if link not in far for i in range(link.left + 1, link.right + 1)}
    cuts |= {i + 1 for i, (role, _, _) in enumerate(flow) if role is Role.CAPTION} - joined
    if _byline_in_the_middle(flow, text, byline_at):
        cuts.add(byline_at or 0)
    for link in far:
        if link.right < link.left and not any(link.right < c <= link.left for c in cuts):
            cuts.add(_cut_between(flow, link))
    columns: list[list[int]] = []
    bounds = [0, *sorted(c for c in cuts if 0 < c < len(flow)), len(flow)]
    for start, end in pairwise(bounds):
        column = [i for i in text if start <= i < end]
        if column:
            columns.append(column)
    return columns


def _cut_between(flow: Flow, link: Link) -> int:
    """Return where two columns part that were printed in reverse: the later one first.

    After a paragraph that closes the article, else before the last crosshead.
    """
    heads = [
        i
        for i in range(link.right + 1, link.left)
        if flow[i][0] is Role.CROSSHEAD and flow[i - 1][0] is not Role.CROSSHEAD
    ]
    ends = [i for i in heads if _closes(flow, i - 1)]
    return (ends or heads or [link.left])[-1]


def _closes(flow: Flow, i: int) -> bool:
    return flow[i][1].text.startswith(read_words("headings", "closing_openers"))


def _arrange(columns: list[list[int]], links: list[Link], byline_at: int | None) -> list[int]:
    """Put columns in order: the lede, the byline's column, then as printed with each join kept."""
    after = {link.left: link.right for link in links}
    continued = {right for left, right in after.items() if all(left not in c or right not in c for c in columns)}
    by_first = {column[0]: column for column in columns}
    chains = []
    for column in columns:
        if column[0] in continued:
            continue
        chain = list(column)
        while (following := by_first.get(after.get(chain[-1], -1))) and following[0] not in chain:
            chain += following
        chains.append(chain)
    if byline_at in by_first and len(chains) > 1:
        first = next((c for c in chains if c[0] == byline_at), None)
        if first is not None and chains[0] is not first:
            chains.remove(first)
            chains.insert(1, first)
    order = [i for chain in chains for i in chain]
    return order + [i for column in columns for i in column if i not in order]  # a circle stays as printed

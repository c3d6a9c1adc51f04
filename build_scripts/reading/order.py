"""The flow of an article -> its blocks in reading order, with the seams that made them.

Printed order is kept unless something speaks against it: a piece that stops without an end and
is not continued by its neighbour looks for its continuation among the pieces that begin inside a
sentence. Columns that were moved are moved back as wholes; a byline in the middle marks the
column that the body begins with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from build_scripts.model import Role
from build_scripts.reading.mending import lost_ending
from build_scripts.reading.pieces import Piece
from build_scripts.reading.seams import FAR, Seam, begins_inside, is_open, overlap_of, weigh_seam
from build_scripts.tables import read_words

Flow = list[tuple[Role, Piece, str]]


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


@dataclass(frozen=True, slots=True)
class Ordered:
    """The reading order of a flow: numbers of its pieces, captions left out, and their links."""

    order: tuple[int, ...]
    links: tuple[Link, ...]


def order_flow(flow: Flow, byline_at: int | None) -> Ordered:
    """Return the order in which a careful reader takes the pieces of an article."""
    text = [i for i, (role, _, _) in enumerate(flow) if role is not Role.CAPTION]
    near, far = _links(flow, text)
    if not far and not _byline_in_the_middle(flow, text, byline_at):
        return Ordered(tuple(text), tuple(near))
    columns = _columns(flow, text, near, far, byline_at)
    return Ordered(tuple(_arrange(columns, far, byline_at)), tuple(near + far))


def _links(flow: Flow, text: list[int]) -> tuple[list[Link], list[Link]]:
    """Return the joins of neighbours and the joins over a distance."""
    near: list[Link] = []
    loose: list[int] = []
    for left, right in zip(text, [*text[1:], None], strict=True):
        if not _is_open_body(flow, left):
            continue
        if right is not None and flow[right][0] is Role.BODY:
            link = _link(flow, left, right)
            if link.overlap or link.seam.score >= 0:
                near.append(link)
                continue
        loose.append(left)
    far = _far_links(flow, text, near, loose)
    return near + _torn_links(flow, text, near + far, loose), far


def _torn_links(flow: Flow, text: list[int], links: list[Link], loose: list[int]) -> list[Link]:
    """Join what stops inside a word or clause and finds no continuation to its neighbour: text is lost between."""
    lefts, rights = {link.left for link in links}, {link.right for link in links}
    torn = []
    for left in loose:
        right = next((i for i in text if i > left), None)
        if left in lefts or right is None or right in rights or flow[right][0] is not Role.BODY:
            continue
        if lost_ending(flow[left][1].text) is None:
            torn.append(replace(_link(flow, left, right), torn=True))
    return torn


def _far_links(flow: Flow, text: list[int], near: list[Link], loose: list[int]) -> list[Link]:
    taken = {link.right for link in near}
    starts = [i for i in text if flow[i][0] is Role.BODY and i not in taken]
    pairs = [_link(flow, left, right) for left in loose for right in starts if right != left]
    pairs = [p for p in pairs if p.seam.score >= FAR and (_made_word(p) or begins_inside(flow[p.right][1].text))]
    pairs.sort(key=lambda p: (-p.seam.score, abs(p.right - p.left)))
    far: list[Link] = []
    for pair in pairs:
        if all(pair.left != f.left and pair.right != f.right for f in far):
            far.append(pair)
    return far


def _is_open_body(flow: Flow, i: int) -> bool:
    role, piece, _ = flow[i]
    return role is Role.BODY and is_open(piece.text)


def _link(flow: Flow, left: int, right: int) -> Link:
    a, b = flow[left][1].text, flow[right][1].text
    return Link(left, right, weigh_seam(a, b), overlap_of(a, b))


def _made_word(link: Link) -> bool:
    return "合成" in link.seam.why


def _byline_in_the_middle(flow: Flow, text: list[int], byline_at: int | None) -> bool:
    """Tell whether the byline stands before a crosshead although other crossheads came before it."""
    if byline_at is None or byline_at >= len(flow) or flow[byline_at][0] is not Role.CROSSHEAD:
        return False
    return any(flow[i][0] is Role.CROSSHEAD for i in text if i < byline_at)


def _columns(flow: Flow, text: list[int], near: list[Link], far: list[Link], byline_at: int | None) -> list[list[int]]:
    """Cut the flow into columns of type: at far joins, at pictures and at the byline."""
    cuts = {link.right for link in far} | {link.left + 1 for link in far}
    joined = {i for link in near for i in range(link.left + 1, link.right + 1)}
    cuts |= {i + 1 for i, (role, _, _) in enumerate(flow) if role is Role.CAPTION} - joined
    if _byline_in_the_middle(flow, text, byline_at):
        cuts.add(byline_at or 0)
    cuts |= {_cut_between(flow, link) for link in far if link.right < link.left}
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
    closing = read_words("headings", "closing_openers")
    heads = [
        i
        for i in range(link.right + 1, link.left)
        if flow[i][0] is Role.CROSSHEAD and flow[i - 1][0] is not Role.CROSSHEAD
    ]
    ends = [i for i in heads if flow[i - 1][1].text.startswith(closing)]
    return (ends or heads or [link.left])[-1]


def _arrange(columns: list[list[int]], far: list[Link], byline_at: int | None) -> list[int]:
    """Put columns in order: the lede, the byline's column, then as printed with each join kept."""
    after = {link.left: link.right for link in far}
    continued = set(after.values())
    by_first = {column[0]: column for column in columns}
    queue = [c for c in columns if c[0] not in continued]
    if byline_at in by_first and len(queue) > 1:
        first = by_first[byline_at]
        if first in queue and queue[0] is not first:
            queue.remove(first)
            queue.insert(1, first)
    order: list[int] = []
    for head in queue:
        column: list[int] | None = head
        while column:
            order += column
            column = by_first.pop(after.get(column[-1], -1), None)
    order += [i for column in columns for i in column if i not in order]  # a circle of joins stays as printed
    return order

"""Which joins are certain: won clearly, and with evidence of their own or on a page that is in order.

Measured on pages of the setter: of the joins that are called certain 99 in 100 are right on pages in
order, and 96 to 99 where columns were moved; without the margin and the look at the page it is 82.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from build_scripts.model import Role
from build_scripts.reading.order import Flow, Link, Ordered
from build_scripts.reading.seams import CERTAIN, PROOF, begins_inside, is_open

MARGIN = 2.0
"""By so much a certain join leads whatever else could stand on either side of it, and leaving it open."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a join stands on."""

    settled: bool
    """True where every open end of the article found its continuation and every torn beginning its end."""
    page_in_order: bool
    """True where no column of the page was moved, as enough of its joins prove."""


def margin(link: Link) -> float:
    """Return by how much a join leads the next best on either side; leaving the end open is worth 0."""
    second = link.second[0] if link.second else 0.0
    return link.score - max(0.0, second, link.rival or 0.0)


def is_certain(link: Link, ground: Ground, *, near: bool) -> bool:
    """Tell whether a join needs no mark. `near`: its two pieces are neighbours on the page."""
    if link.torn or margin(link) < MARGIN:
        return False
    if link.seam.score >= CERTAIN and link.seam.proof >= PROOF:
        return True
    return near and ground.settled and ground.page_in_order


def neighbours(flow: Flow) -> dict[int, int]:
    """Return for each piece of text the number of the next; captions stand between without parting them."""
    return dict(pairwise(i for i, (role, _, _) in enumerate(flow) if role is not Role.CAPTION))


def is_in_order(articles: Iterable[tuple[Flow, Ordered]]) -> bool:
    """Tell whether a page is printed in reading order.

    No join reaches over a distance, and of those between neighbours a third prove themselves: half
    of true breaks make a word or phrase, hardly any by chance.
    """
    proved = unproved = 0
    for flow, ordered in articles:
        after = neighbours(flow)
        for link in ordered.links:
            if after.get(link.left) != link.right:
                return False
            speaks = link.seam.proof >= PROOF or begins_inside(flow[link.right][1].text)
            proved, unproved = proved + speaks, unproved + (not speaks)
    return 2 * proved >= unproved


def is_settled(flow: Flow, links: Iterable[Link]) -> bool:
    """Tell whether no end and no beginning of an article is left hanging."""
    sound = [link for link in links if not link.torn]
    lefts, rights = {link.left for link in sound}, {link.right for link in sound}
    bodies = [(i, piece) for i, (role, piece, _) in enumerate(flow) if role is Role.BODY]
    indents = any(piece.indented for _, piece in bodies)
    hanging = any(is_open(piece.text) and i not in lefts for i, piece in bodies)
    torn = any(begins_inside(piece.text) and i not in rights for i, piece in bodies)
    bare = any(indents and not piece.indented and i not in rights for i, piece in bodies[1:])
    return not (hanging or torn or bare)

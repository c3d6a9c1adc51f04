"""The order of all articles of a page: where columns of one were moved, the others are looked at with less trust.

Text extraction that takes the columns of one article out of order seldom leaves those of its neighbours alone, and
where it did, their seams say so. On pages with shuffled columns the second look takes away a tenth of what is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from build_scripts.model import Role
from build_scripts.reading.assemble import captions_as_body
from build_scripts.reading.drafts import Draft
from build_scripts.reading.order import Ordered, order_flow


def order_drafts(drafts: Sequence[Draft]) -> list[Ordered | None]:
    """Return the reading order of each draft, None where nothing of it is running text; settle roles that it shows."""
    for draft in drafts:
        if not draft.bodies:
            captions_as_body(draft)
    orders = _orders(drafts, moved=False)
    if any(ordered and ordered.order != tuple(sorted(ordered.order)) for ordered in orders):
        orders = _orders(drafts, moved=True)
    for draft, ordered in zip(drafts, orders, strict=True):
        if ordered:
            _settle_roles(draft, ordered)
    return orders


def _orders(drafts: Sequence[Draft], *, moved: bool) -> list[Ordered | None]:
    return [order_flow(draft.flow, draft.byline_at, moved=moved) if draft.bodies else None for draft in drafts]


def _settle_roles(draft: Draft, ordered: Ordered) -> None:
    """Give lines that the order shows to be text, or captions, their roles."""
    for i in ordered.text_lines:
        draft.flow[i] = (Role.BODY, draft.flow[i][1], "goes_on_in_column")
    for i in ordered.captions:
        draft.flow[i] = (Role.CAPTION, draft.flow[i][1], "between_columns")

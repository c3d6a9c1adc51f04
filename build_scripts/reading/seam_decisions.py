"""An editor's decisions on seams: what goes on from where it was joined to, and what begins a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from build_scripts.editing import SeamDecision
from build_scripts.model import Problem, RawPage, Role
from build_scripts.quoting import fold, idle, no_longer_fits, prints
from build_scripts.reading.drafts import Draft
from build_scripts.reading.joins import Link
from build_scripts.reading.order import Ordered
from build_scripts.reading.seams import Seam

_BY_HAND = 99.0
"""Score of a join that an editor made: no evidence outweighs it."""
_WHAT = "接续"


def settle_seams(page: RawPage, drafts: list[Draft], orders: list[Ordered | None]) -> Iterator[Problem]:
    """Change the links of a page's articles as its editors decided; yield what no longer fits."""
    for decision in page.decisions.seams:
        hits = [
            (number, left, right)
            for number, (draft, ordered) in enumerate(zip(drafts, orders, strict=True))
            if ordered
            for left, right in _neighbours(draft, ordered)
            if fold(draft.flow[right][1].text).startswith(fold(decision.quote.text))
        ]
        after = [(n, left, right) for n, left, right in hits if _ends_with(drafts[n], left, decision.after)]
        if len(after) != 1:
            if decision.accepted or after or not hits or not prints(page.lines, decision.after):
                yield _unfit(page, decision, hits, after)
            continue  # words that were not to go on from others, and no longer stand behind them
        number, left, right = after[0]
        ordered = orders[number]
        if ordered is not None:
            link = next((link for link in ordered.links if (link.left, link.right) == (left, right)), None)
            if link is None and not decision.accepted:
                yield idle(page, _WHAT, decision.quote, "程序现在没有把它接到前一段")
            orders[number] = _settled(ordered, link, (left, right), decision)


def _neighbours(draft: Draft, ordered: Ordered) -> Iterator[tuple[int, int]]:
    """Yield the pieces of running text that are read one after the other."""
    for left, right in pairwise(ordered.order):
        if draft.flow[left][0] is draft.flow[right][0] is Role.BODY:
            yield left, right


def _ends_with(draft: Draft, left: int, words: str) -> bool:
    return fold(draft.flow[left][1].text).endswith(fold(words))


def _settled(ordered: Ordered, link: Link | None, seam: tuple[int, int], decision: SeamDecision) -> Ordered:
    """Return an order with a seam that is certain, or with none there."""
    others = tuple(other for other in ordered.links if other is not link)
    if not decision.accepted:
        return replace(ordered, links=others)
    # Text printed twice at a seam stays one text.
    overlap = link.overlap if link else 0
    sure = Link(*seam, Seam(_BY_HAND, "编辑认可", _BY_HAND), overlap, score=_BY_HAND)
    return replace(ordered, links=(*others, sure))


def _unfit(
    page: RawPage, decision: SeamDecision, hits: list[tuple[int, int, int]], after: list[tuple[int, int, int]]
) -> Problem:
    quote = decision.quote
    if len(after) > 1:
        return no_longer_fits(page, _WHAT, quote, f"有{len(after)}段以这几个字开头，请多引几个字")
    if hits:
        reason = f"它现在不接在“{decision.after[-12:]}”后面"
        return no_longer_fits(page, _WHAT, quote, reason, "请对照原报，改写“接在”，或者删去这一条")
    there = prints(page.lines, quote.text)
    return no_longer_fits(page, _WHAT, quote, "没有一段接续的正文以这几个字开头" if there else "")

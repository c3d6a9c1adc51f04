"""An editor's decisions on the build of a page: where articles begin and where not, and the order of blocks.

Each is found again by the words that it quotes; one that no longer fits is a problem with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from build_scripts.editing import Quote
from build_scripts.model import Problem, RawPage, Role
from build_scripts.quoting import fold, idle, no_longer_fits, prints
from build_scripts.reading.drafts import Draft
from build_scripts.reading.formats import is_marked_up
from build_scripts.reading.head_lines import LONGEST_HEAD
from build_scripts.reading.joins import Flow, Link
from build_scripts.reading.order import Ordered
from build_scripts.reading.pieces import Piece, Span, pieces_of
from build_scripts.reading.roles import Shape, Shaped
from build_scripts.reading.seams import Seam, is_open

Place = tuple[int, int]
"""Line and offset at which a piece begins."""
_BY_HAND = 99.0
"""Score of a join that an editor made: no evidence outweighs it."""


def find_starts(page: RawPage, pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], set[Place], tuple[Problem, ...]]:
    """Return the pieces, cut where an article begins inside one, the places at which articles begin, and problems."""
    problems: list[Problem] = []
    starts: set[Place] = set()
    if not page.decisions.starts:
        return pieces, starts, ()
    lines = _Lines(page, pieces)
    for quote in page.decisions.starts:
        hits = lines.beginning_with(quote)
        if len(hits) == 1:
            starts.add(hits[0])
        elif hits:
            where = "、".join(str(line) for line, _ in hits[:5])
            reason = f"原文里有{len(hits)}处以这几个字开头（第{where}行），请多引几个字"
            problems.append(no_longer_fits(page, "文章起点", quote, reason))
        else:
            inside = prints(page.lines, quote.text)
            reason = "这几个字不在一行的开头，不能从这里分开" if inside else ""
            problems.append(no_longer_fits(page, "文章起点", quote, reason))
    if starts:
        pieces = tuple(part for piece in pieces for part in cut_at(page, piece, starts))
    return pieces, starts, tuple(problems)


def place_of(span: Span) -> Place:
    """Return where a span begins."""
    return span.line, span.start


class _Lines:
    """The lines of a page's pieces, folded once for all the beginnings that are looked for."""

    def __init__(self, page: RawPage, pieces: tuple[Piece, ...]) -> None:
        self._spans = [span for piece in pieces for span in piece.spans]
        self._texts = [fold(page.lines[span.line - 1][span.start : span.end]) for span in self._spans]
        firsts = {place_of(span) for piece in pieces for span in (piece.spans[0], *_cuts(page, piece))}
        self._by_first = defaultdict[str, list[int]](list)
        for at, span in enumerate(self._spans):
            if place_of(span) in firsts:
                self._by_first[self._texts[at][:1]].append(at)

    def beginning_with(self, quote: Quote) -> list[Place]:
        """Return where a piece, or a line in one, begins with a quotation, which may run on into the next lines."""
        wanted = fold(quote.text)
        hits = []
        for at in self._by_first.get(wanted[:1], ()):
            text, following = self._texts[at], at + 1
            while len(text) < len(wanted) and wanted.startswith(text) and following < len(self._texts):
                text += self._texts[following]
                following += 1
            if text.startswith(wanted):
                hits.append(place_of(self._spans[at]))
        return hits


def _cuts(page: RawPage, piece: Piece) -> list[Span]:
    """Return the spans at which a piece of several lines can be cut; mark-up is not taken apart."""
    if is_marked_up(page.file):
        return []
    return [span for before, span in pairwise(piece.spans) if before.line != span.line]


def cut_at(page: RawPage, piece: Piece, starts: set[Place]) -> Iterator[Piece]:
    """Yield a piece in the parts that whole lines cut it into."""
    cuts = [span.line for span in _cuts(page, piece) if place_of(span) in starts]
    if not cuts:
        yield piece
        return
    bounds = [piece.line, *cuts, piece.lines[-1] + 1]
    for first, end in pairwise(bounds):
        # Blocks are told apart by their number: a part that was cut off is of no printed block.
        block, gap = (piece.block, piece.gap_before) if first == piece.line else (-first, 0)
        spans = tuple(span for span in piece.spans if first <= span.line < end)
        # What was running text in one piece stays so in its parts, short as they may be.
        yield from (replace(part, full=True) for part in pieces_of(page, spans, block, gap))


def cut_segments(shaped: tuple[Shaped, ...], starts: set[Place]) -> Iterator[tuple[Shaped, ...]]:
    """Yield the runs of pieces that articles are gathered from one by one: a new one at each start."""
    firsts = [number for number, item in enumerate(shaped) if place_of(item.piece.spans[0]) in starts]
    for first, end in pairwise([*sorted({0, *firsts}), len(shaped)]):
        segment = shaped[first:end]
        if first in firsts:
            segment = (_as_opening(segment[0]), *segment[1:])
        yield segment


def _as_opening(item: Shaped) -> Shaped:
    """Return the first piece of an article as an editor sees it: a short line is its headline, a long one its text."""
    if item.shape in (Shape.COLUMN, Shape.KICKER, Shape.SUMMARY, Shape.HEAD):
        return item
    short = len(item.text) <= LONGEST_HEAD and item.text[-1:] not in "。；，、"
    return replace(item, shape=Shape.HEAD if short else Shape.BODY, rule="editor_start", kind=None)


def join_drafts(page: RawPage, drafts: list[Draft]) -> tuple[list[Draft], tuple[Problem, ...]]:
    """Return the drafts with those put together that an editor says are one article."""
    problems: list[Problem] = []
    for quote in page.decisions.joins:
        at = next((i for i, draft in enumerate(drafts) if _begins_with(draft, quote)), None)
        if at:
            drafts = [*drafts[: at - 1], _merged(drafts[at - 1], drafts[at]), *drafts[at + 1 :]]
        elif at == 0:
            problems.append(no_longer_fits(page, "不分", quote, "它前面没有别的文章"))
        elif prints(page.lines, quote.text):
            problems.append(idle(page, "不分", quote, "这里本来就没有分开"))
        else:
            problems.append(no_longer_fits(page, "不分", quote))
    return drafts, tuple(problems)


def _begins_with(draft: Draft, quote: Quote) -> bool:
    """Tell whether the head of an article, or its text where it has none, begins a line with a quotation."""
    pieces = [piece for _, piece, _ in draft.heads] or [piece for _, piece, _ in draft.flow[:1]]
    texts = [fold(piece.text) for piece in pieces]
    wanted = fold(quote.text)
    return any("".join(texts[i:]).startswith(wanted) or texts[i].startswith(wanted) for i in range(len(texts)))


def _merged(draft: Draft, late: Draft) -> Draft:
    """Return an article with what was taken for another: its head becomes crossheads."""
    kept = [(role, piece, rule) for role, piece, rule in late.heads if role is Role.SUMMARY]
    crossheads = [(Role.CROSSHEAD, piece, "editor_joined") for role, piece, _ in late.heads if role is not Role.SUMMARY]
    return replace(
        draft,
        heads=[*draft.heads, *kept],
        flow=[*draft.flow, *crossheads, *late.flow],
        bylines=[*draft.bylines, *late.bylines],
        signed=draft.signed or late.signed,
    )


def set_order(page: RawPage, flow: Flow, ordered: Ordered) -> tuple[Ordered, set[int], tuple[Problem, ...]]:
    """Return the order that editors set for an article, which of their orders speak of it, and problems."""
    used: set[int] = set()
    problems: list[Problem] = []
    for number, quotes in enumerate(page.decisions.orders):
        places = [_number_of(flow, ordered, quote) for quote in quotes]
        found = [place for place in places if place is not None]
        if not found:
            continue
        used.add(number)
        missing = [quote for quote, place in zip(quotes, places, strict=True) if place is None]
        if missing:
            reason = f"“{quotes[places.index(found[0])].text[:8]}”那一篇里没有一段以这几个字开头"
            problems += [no_longer_fits(page, "顺序", quote, reason) for quote in missing]
        for quote, place in zip(quotes, places, strict=True):
            if place is not None and flow[place][0] is Role.CROSSHEAD:
                reason = "这一行读成了小标题，排到哪里都还是小标题"
                problems.append(idle(page, "顺序", quote, reason))
        if len(set(found)) > 1:
            ordered = _reordered(flow, ordered, list(dict.fromkeys(found)))
    return ordered, used, tuple(problems)


def unused_orders(page: RawPage, used: set[int]) -> Iterator[Problem]:
    """Yield a problem for each order that speaks of no article."""
    for number, quotes in enumerate(page.decisions.orders):
        if number not in used:
            printed = prints(page.lines, quotes[0].text)
            yield no_longer_fits(page, "顺序", quotes[0], "没有一段正文以这几个字开头" if printed else "")


def _number_of(flow: Flow, ordered: Ordered, quote: Quote) -> int | None:
    """Return the number of the piece that begins with a quotation."""
    wanted = fold(quote.text)
    return next((i for i in ordered.order if wanted and fold(flow[i][1].text).startswith(wanted)), None)


def _reordered(flow: Flow, ordered: Ordered, listed: list[int]) -> Ordered:
    """Move each listed piece, with what follows it up to the next listed one, to its place in the list."""
    runs: dict[int, list[int]] = {}
    before: list[int] = []
    run = before
    for i in ordered.order:
        if i in listed:
            run = runs.setdefault(i, [])
        run.append(i)
    order = [*before, *(i for first in listed for i in runs[first])]
    after = dict(pairwise(order))
    links = {link.left: link for link in ordered.links if after.get(link.left) == link.right}
    for run in (before, *runs.values()):
        right = after.get(run[-1]) if run else None
        if right is not None and _goes_on(flow, run[-1], right, links.get(run[-1])):
            links[run[-1]] = Link(run[-1], right, Seam(_BY_HAND, "编辑排定", _BY_HAND), score=_BY_HAND)
    return Ordered(tuple(order), tuple(links.values()))


def _goes_on(flow: Flow, left: int, right: int, link: Link | None) -> bool:
    """Tell whether two blocks that an editor put together are one paragraph; a tail printed twice stays one."""
    if link is not None:
        return not link.overlap
    both = flow[left][0] is flow[right][0] is Role.BODY
    return both and is_open(flow[left][1].text) and not flow[right][1].indented

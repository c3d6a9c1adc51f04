"""The stages of reading in order: a raw page goes in, its articles and its ledger come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from build_scripts.model import Article, LedgerRow, PageReading, Problem, RawPage, Role
from build_scripts.reading.articles import gather
from build_scripts.reading.assemble import assemble
from build_scripts.reading.caption_homes import settle_captions_at_home
from build_scripts.reading.certainty import is_in_order
from build_scripts.reading.decisions import Place, cut_segments, find_starts, join_drafts, set_order, unused_orders
from build_scripts.reading.drafts import Draft
from build_scripts.reading.edits import edit_articles
from build_scripts.reading.formats import markup_rows
from build_scripts.reading.homes import bring_home
from build_scripts.reading.identity import give_ids
from build_scripts.reading.layout import lay_out, shape_page
from build_scripts.reading.order import Ordered
from build_scripts.reading.page_head import read_page_head
from build_scripts.reading.page_order import order_drafts
from build_scripts.reading.pieces import Piece
from build_scripts.reading.refitting import refit_page
from build_scripts.reading.role_decisions import check_roles, find_roles, settle_roles, shape_as_decided
from build_scripts.reading.roles import Shaped
from build_scripts.reading.seam_decisions import settle_seams
from build_scripts.reading.sections import return_sections
from build_scripts.reading.title_decisions import take_out_titles


def read_page(page: RawPage) -> PageReading:
    """Return the articles of a page as a careful reader copies them out, and where each line went."""
    page, problems = _refitted(page)
    pieces, starts, notes = find_starts(page, lay_out(page))
    pieces, roles, more = find_roles(page, pieces)
    problems += [*notes, *more]
    shaped = shape_as_decided(shape_page(pieces), roles)
    page = replace(page, meta=read_page_head(shaped, page.meta))
    drafts, furniture = _gather(page, shaped, starts, problems)
    settle_roles(drafts, roles)
    take_out_titles(page, drafts)
    give_ids(page, drafts)
    orders = _orders(page, drafts, problems)
    in_order = is_in_order((draft.flow, ordered) for draft, ordered in zip(drafts, orders, strict=True) if ordered)
    articles: list[Article] = []
    ledger = [row for s in furniture for row in _rows(s.piece, Role.FURNITURE, None, s.rule, s.kind)]
    page_text = "".join(page.lines).replace(" ", "")
    for draft, ordered in zip(drafts, orders, strict=True):
        if ordered is None:
            ledger += _draft_rows(draft, None)
            problems.append(_nothing_read(page, draft))
            continue
        article = assemble(draft, page, ordered, page_text, page_in_order=in_order and not draft.resumed)
        articles.append(article)
        ledger += _draft_rows(draft, article.id)
    problems += check_roles(page, roles, ledger)
    edited, notes = edit_articles(tuple(articles), page)
    problems += notes
    ledger += markup_rows(page, ledger)
    return PageReading(page, edited, tuple(sorted(ledger, key=lambda r: (r.line, r.start))), tuple(problems))


def _refitted(page: RawPage) -> tuple[RawPage, list[Problem]]:
    page, notes = refit_page(page)
    return page, list(notes)


def _gather(
    page: RawPage, shaped: tuple[Shaped, ...], starts: set[Place], problems: list[Problem]
) -> tuple[list[Draft], list[Shaped]]:
    """Return the drafts of a page, parted and put together as its editors say, and the furniture."""
    drafts: list[Draft] = []
    furniture: list[Shaped] = []
    for segment in cut_segments(shaped, starts):
        found, rest = gather(segment)
        drafts += found
        furniture += rest
    return_sections(drafts)
    bring_home(drafts)
    settle_captions_at_home(drafts)
    drafts, notes = join_drafts(page, drafts)
    problems += notes
    return drafts, furniture


def _orders(page: RawPage, drafts: list[Draft], problems: list[Problem]) -> list[Ordered | None]:
    """Return the reading order of each draft, by evidence or as editors set it."""
    orders: list[Ordered | None] = []
    used: set[int] = set()
    for draft, found in zip(drafts, order_drafts(drafts), strict=True):
        ordered = found
        if found and page.decisions.orders:
            ordered, spoken, notes = set_order(page, draft.flow, found)
            used |= spoken
            problems += notes
        orders.append(ordered)
    problems += unused_orders(page, used)
    problems += settle_seams(page, drafts, orders)
    return orders


def _rows(piece: Piece, role: Role, article: str | None, rule: str, kind: str | None = None) -> Iterator[LedgerRow]:
    for span in piece.spans:
        yield LedgerRow(span.line, span.start, span.end, role, article, rule, kind)


def _draft_rows(draft: Draft, article: str | None) -> Iterator[LedgerRow]:
    parts = [*draft.heads, *((Role.BYLINE, p, "byline") for p in draft.bylines), *draft.flow]
    for role, piece, rule in parts:
        yield from _rows(piece, role if article else Role.UNPLACED, article, rule)


def _nothing_read(page: RawPage, draft: Draft) -> Problem:
    pieces = [p for _, p, _ in [*draft.heads, *draft.flow]] or draft.bylines
    return Problem(
        page.file,
        pieces[0].line,
        f"“{pieces[0].text[:16]}”下面没有读到正文，这几行没有上线",
        "请看看正文是否漏贴，或者把这几行并到它所属的文章里",
    )

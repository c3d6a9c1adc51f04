"""Decisions whose quotations a new scan prints a little otherwise find their place again, before a page is read.

Corrections are not among them: what is to be changed must stand there to the letter.
"""

from __future__ import annotations

from dataclasses import replace

from build_scripts.editing import Quote
from build_scripts.model import Problem, RawPage
from build_scripts.near_quotes import NearFinder, refitted
from build_scripts.quoting import fold


def refit_page(page: RawPage) -> tuple[RawPage, tuple[Problem, ...]]:
    """Return a page with quotations of its decisions as it prints them now, and what an editor is told."""
    decisions = page.decisions
    quotes = [*decisions.starts, *decisions.joins, *(quote for order in decisions.orders for quote in order)]
    quotes += [role.quote for role in decisions.roles] + [seam.quote for seam in decisions.seams]
    if not quotes:
        return page, ()
    whole = fold("".join(page.lines[page.first_text_line - 1 :]))
    if all(fold(quote.text) in whole for quote in quotes):
        return page, ()
    fitter = _Fitter(page)
    decisions = replace(
        decisions,
        starts=tuple(fitter.fit("文章起点", quote, at_line=True) for quote in decisions.starts),
        joins=tuple(fitter.fit("不分", quote, at_line=True) for quote in decisions.joins),
        orders=tuple(tuple(fitter.fit("顺序", q, at_line=True) for q in order) for order in decisions.orders),
        roles=tuple(replace(d, quote=fitter.fit("归类", d.quote)) for d in decisions.roles),
        seams=tuple(replace(d, quote=fitter.fit("接续", d.quote, at_line=True)) for d in decisions.seams),
    )
    return replace(page, decisions=decisions), tuple(fitter.problems)


class _Fitter:
    def __init__(self, page: RawPage) -> None:
        self._page = page
        self._finder = NearFinder(page.lines[page.first_text_line - 1 :], lines=True)
        self.problems: list[Problem] = []

    def fit(self, what: str, quote: Quote, *, at_line: bool = False) -> Quote:
        """Return a quotation as the page prints it now, or as it is where it fits nowhere."""
        words = self._finder.near(quote.text, at_line=at_line)
        if words is None:
            return quote
        quote, problem = refitted(self._page, what, quote, words)
        self.problems.append(problem)
        return quote

"""Newspaper pages: what was read beside the raw text, each line in the colour of its place in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from markupsafe import Markup

from build_scripts.model import ROLE_WORDS, Article, Entry, LedgerRow, PageReading, Role
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.escaping import escape
from build_scripts.publishing.jobs import Job, Made
from build_scripts.publishing.layout import path_of, up_from
from build_scripts.publishing.lists import page
from build_scripts.publishing.long_shelves import Shelf, links_of, shelf_jobs
from build_scripts.publishing.naming import (
    page_name,
    paragraph_anchor,
    written_byline,
    written_date,
    written_lines,
    written_page_no,
)
from build_scripts.publishing.pictures import page_pictures, picture_tag, published_name
from build_scripts.publishing.views import Link, Name
from build_scripts.state.columns import Numbers
from build_scripts.state.light import whole_entry

HUES = 6
NEWEST = 60
"""Newspaper pages on the page of all; the rest is listed by year."""
TONES = {
    Role.BODY: "body",
    Role.SUMMARY: "body",
    Role.CAPTION: "caption",
    Role.FURNITURE: "furniture",
    Role.UNPLACED: "unplaced",
}
"""How raw text is coloured by its role; what is not here is a headline."""


def print_job(catalogue: Catalogue, page: int) -> Job:
    """Return a newspaper page with its raw text."""
    return Job(f"pages/{catalogue.page_ids[page]}", partial(_print_page, catalogue, page))


def print_lists(catalogue: Catalogue) -> Iterator[Job]:
    """Yield the list of all newspaper pages, and those of their years where they are many."""
    by_age = _by_age(catalogue)
    year_of = catalogue.first_of_page("year")[by_age]
    rest = []
    for year in np.unique(year_of)[::-1].tolist() if len(by_age) > NEWEST else ():
        pages = _Pages(catalogue, by_age[year_of == year])
        title = f"{year}年的版面" if year else "年份不详的版面"
        rest.append(Link(f"{year}年" if year else "年份不详", f"pages/{year}.html", len(pages.sums)))
        yield from shelf_jobs(Shelf(title, "pages", f"pages/{year}", [Link("版面", "pages.html")]), pages)
    yield Job("*pages", partial(_all_pages, catalogue, by_age[:NEWEST], rest))


class _Pages:
    """Newspaper pages as names on a long shelf."""

    def __init__(self, catalogue: Catalogue, pages: Numbers) -> None:
        self._ids, self._words, self._pages = catalogue.page_ids, catalogue.words, pages
        self.sums = catalogue.page["id"][pages]
        counts = np.diff(catalogue.first_on_page)[pages]
        self._shown = catalogue.page["name"][pages], counts, catalogue.first_of_page("dated")[pages]

    def names(self, start: int = 0, end: int | None = None) -> list[Name]:
        """Return some that follow on one another."""
        rows = zip(*(column[start:end].tolist() for column in (self._pages, *self._shown)), strict=True)
        return [Name(self._ids[page], self._words[name], count, self._words[day]) for page, name, count, day in rows]

    def digest(self, start: int, end: int) -> bytes:
        """Return what is another one when a list of these would show something else."""
        return b"".join(column[start:end].tobytes() for column in (self.sums, *self._shown))


def _all_pages(catalogue: Catalogue, newest: Numbers, rest: list[Link]) -> Made:
    links, count = links_of("pages", _Pages(catalogue, newest).names()), len(catalogue.files)
    cards = [
        {"link": link, "articles": catalogue.cards(catalogue.some(catalogue.numbers_on_page(number)))}
        for link, number in zip(links, newest.tolist(), strict=True)
    ]
    note = "每一版都能对照原始文字：哪一行归到哪一篇，一目了然。"
    yield "pages.md", page("cards.md.jinja", "版面", note, name="版面", note=note, cards=cards, rest=rest, count=count)


def _dated(entries: tuple[Entry, ...]) -> str:
    return written_date(entries[0].dating) if entries else ""


def _by_age(catalogue: Catalogue) -> Numbers:
    """Return all newspaper pages, that with the newest article first; one without any stands with the undated."""
    newest = np.zeros(len(catalogue.files), np.int32)
    newest[catalogue.article["page"][::-1]] = catalogue.article["order"][::-1]
    return np.argsort(newest, kind="stable").astype(np.int32)


def _print_page(catalogue: Catalogue, number: int) -> Made:
    reading = catalogue.reading(number)
    entries = tuple(map(whole_entry, catalogue.on_page(reading)))
    name, dated = page_name(reading), _dated(entries)
    path = path_of("pages", reading.page.page_id, "md")
    articles = [
        {
            "id": entry.article.id,
            "card": catalogue.card(entry),
            "byline": written_byline(entry.article.byline),
            "parts": _parts(entry),
            "joins": tuple(_joins(entry)),
        }
        for entry in entries
    ]
    text = page(
        "print_page.md.jinja",
        name,
        f"{name}：{len(entries)}篇文章与原始文字对照。",
        template="print_page.html",
        root=up_from(path),
        raw_text=path_of("raw", reading.page.page_id, "txt"),
        name=name,
        dated=dated,
        trail=[Link("版面", "pages.html")],
        articles=articles,
        issue=_issue(catalogue, number),
        pictures=[
            {"tag": Markup(picture_tag(reading.page, picture, "版面图")), "href": published_name(reading.page, picture)}  # noqa: S704  our own element
            for picture in page_pictures(reading.page, reading.articles)
        ],
        lines=_lines(reading, entries),
        count=len(reading.page.lines),
        raw=reading.page,
    )
    yield path, text
    yield path_of("raw", reading.page.page_id, "txt"), "\n".join(reading.page.lines) + "\n"


def _issue(catalogue: Catalogue, here: int) -> list[dict[str, Any]]:
    """Return the pages of the same issue, this one among them; nothing where it is the only one."""
    pages = catalogue.issue_of(here)
    return [
        {
            "name": written_page_no(catalogue.words[catalogue.page["page_no"][other]])
            or catalogue.words[catalogue.page["name"][other]],
            "href": path_of("pages", catalogue.page_ids[other]),
            "here": other == here,
        }
        for other in (pages if len(pages) > 1 else ())
    ]


def _parts(entry: Entry) -> Iterator[dict[str, Any]]:
    article = entry.article
    if article.summary:
        yield _part("paragraph", article.summary, ())
    for number in (None, *range(len(article.paragraphs))):
        if number is not None:
            paragraph = article.paragraphs[number]
            for at, head in enumerate(article.crossheads):
                if head.before == number:
                    lines = (head.line,) if head.line else ()
                    yield _part("crosshead", head.text, lines, f"{article.id}-h{at + 1}")
            yield _part("paragraph", paragraph.text, paragraph.lines, f"{article.id}-{paragraph_anchor(number)}")
        for at, caption in enumerate(article.captions):
            if caption.after == number:
                yield _part("caption", caption.text, caption.lines, f"{article.id}-c{at + 1}")


def _homes(article: Article) -> Iterator[tuple[Role, str, tuple[int, ...]]]:
    """Yield the id of each part of an article on the page, with its role and lines."""
    for number, paragraph in enumerate(article.paragraphs):
        yield Role.BODY, f"{article.id}-{paragraph_anchor(number)}", paragraph.lines
    for number, crosshead in enumerate(article.crossheads):
        yield Role.CROSSHEAD, f"{article.id}-h{number + 1}", (crosshead.line,)
    for number, caption in enumerate(article.captions):
        yield Role.CAPTION, f"{article.id}-c{number + 1}", caption.lines


def _joins(entry: Entry) -> Iterator[dict[str, Any]]:
    """Yield the joins of an article with their evidence, those that are not certain first."""
    for join in sorted(entry.article.joins, key=lambda join: join.certain):
        second = f"其次是第{join.second[1]}行，{join.second[0]:g}分" if join.second else "没有别的可接"
        yield {"join": join, "score": f"{join.score:g}", "second": second}


def _part(kind: str, text: str, lines: tuple[int, ...], identity: str = "") -> dict[str, Any]:
    return {"kind": kind, "id": identity, "text": text, "lines": lines, "where": written_lines(lines)}


def _lines(reading: PageReading, entries: tuple[Entry, ...]) -> Markup:
    """Return the printed lines, each piece in the colour of where it went, with the way there.

    They are most of what the pages of an archive are made of, so no template puts them together.
    """
    rows: dict[int, list[LedgerRow]] = defaultdict(list)
    for row in reading.ledger:
        rows[row.line].append(row)
    tags = _Tags(entries)
    lines = []
    for number, text in enumerate(reading.page.lines, 1):
        here = rows[number]
        pieces = "".join(_pieces(text, sorted(here, key=_start) if len(here) > 1 else here, tags))
        lines.append(f'<li id="L{number}" value="{number}">{pieces}</li>')
    return Markup("".join(lines))  # noqa: S704  its pieces are escaped


def _start(row: LedgerRow) -> int:
    return row.start


class _Tags:
    """The elements that stand around the pieces of a page's lines."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._hues = {entry.article.id: number % HUES for number, entry in enumerate(entries)}
        self._titles = {entry.article.id: escape(entry.article.title) for entry in entries}
        self._homes: dict[tuple[str | None, Role, int], str] = {
            (entry.article.id, role, line): way
            for entry in entries
            for role, home, lines in _homes(entry.article)
            for way in (escape(f"#{home}"),)
            for line in lines
        }
        self._known: dict[tuple[Role, str | None, str | None], tuple[str, str, str]] = {}

    def around(self, row: LedgerRow) -> tuple[str, str]:
        """Return what stands before and after a piece."""
        key = row.role, row.kind, row.article
        before, after, end = self._known.get(key) or self._known.setdefault(key, self._make(row))
        home = self._homes.get((row.article, row.role, row.line), after) if after else ""
        return f"{before}{home}{end}", "</a>" if after else "</span>"

    def _make(self, row: LedgerRow) -> tuple[str, str, str]:
        """Return what stands before the way to the article of a row, that way or nothing, and what comes after it."""
        words, tone = escape(row.kind or ROLE_WORDS[row.role]), TONES.get(row.role, "headline")
        if row.article not in self._hues:
            return f'<span class="role-{tone}" title="{words}">', "", ""
        title = f"{words} · {self._titles[row.article]}"
        front = f'<a class="role-{tone} hue-{self._hues[row.article]}" href="'
        return front, escape(f"#a-{row.article}"), f'" title="{title}">'


def _pieces(text: str, rows: list[LedgerRow], tags: _Tags) -> Iterator[str]:
    at = 0
    for row in rows:
        if row.start > at:
            yield f'<span class="role-blank">{escape(text[at : row.start])}</span>'
        before, after = tags.around(row)
        yield f"{before}{escape(text[row.start : row.end])}{after}"
        at = row.end
    if at < len(text):
        yield f'<span class="role-blank">{escape(text[at:])}</span>'

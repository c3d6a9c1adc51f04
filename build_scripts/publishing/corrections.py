"""The page of all corrections: what was changed in the source text, as printed and as shown, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from build_scripts.editing import Verdict
from build_scripts.model import Article, Correction, CorrectionKind, Entry
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.entries import Entries
from build_scripts.publishing.jobs import Job, Made
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.lists import page
from build_scripts.publishing.naming import page_name, paragraph_anchor, written_date
from build_scripts.publishing.views import Link

ROWS_ON_A_PAGE = 500
"""From here on the list of an archive is longer than anybody reads; the data has them all."""
_KINDS = {CorrectionKind.MISPRINT: "误字", CorrectionKind.LOST: "缺字", CorrectionKind.OVERLAP: "重印"}
VERDICTS = {
    Verdict.MACHINE: "程序",
    Verdict.ACCEPTED: "程序改，编辑认可",
    Verdict.REFUSED: "编辑不改，照原文",
    Verdict.EDITOR: "编辑",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A correction in the list."""

    raw: str
    fixed: str
    """Empty where characters were only taken away."""
    kind: str
    reason: str
    who: str
    refused: bool
    article: str
    href: str
    line: int
    line_href: str


def corrections_job(catalogue: Catalogue) -> Job:
    """Return the list of the corrections of the archive, newspaper page by newspaper page, as far as one page holds."""
    changes = catalogue.article["corrections"] + catalogue.article["refused"]
    pages = list(dict.fromkeys(catalogue.article["page"][changes > 0].tolist()))
    shown: list[Entries] = []
    rows = 0
    for number in pages:
        if rows >= ROWS_ON_A_PAGE:
            break
        shown.append(catalogue.some(catalogue.numbers_on_page(number)))
        rows += int(changes[shown[-1].numbers].sum())
    made = catalogue.total("corrections")
    known = map(catalogue.digest_of, shown)
    key = sha256(" ".join([*known, str(made), str(len(pages))]).encode()).hexdigest()
    return Job("=corrections", partial(_page, catalogue, shown, made, len(pages)), key)


def _page(catalogue: Catalogue, shown: Sequence[Sequence[Entry]], made: int, files: int) -> Made:
    groups: list[tuple[Link, list[Row]]] = []
    for entries in shown:
        reading = catalogue.reading_of(entries[0])
        rows = [row for mate in entries for row in _rows(mate, reading.page.page_id)]
        href = path_of("pages", reading.page.page_id)
        groups.append((Link(page_name(reading), href, len(rows), written_date(entries[0].dating)), rows))
    note = f"改动过的字共{made}处，每一处都列出原文写法、现在的写法和理由。"
    yield "corrections.md", page("corrections.md.jinja", "更正", note, note=note, groups=groups, whole=files)


def _rows(entry: Entry, page_id: str) -> Iterator[Row]:
    article = entry.article
    made = (*article.corrections, *article.refused)
    for correction in sorted(made, key=lambda c: (c.line, c.paragraph or 0, c.start)):
        yield _row(article, correction, page_id)


def _row(article: Article, correction: Correction, page_id: str) -> Row:
    anchor = "" if correction.paragraph is None else f"#{paragraph_anchor(correction.paragraph)}"
    return Row(
        correction.raw,
        correction.fixed,
        _KINDS[correction.kind],
        correction.reason,
        VERDICTS[correction.verdict],
        correction.verdict is Verdict.REFUSED,
        article.title,
        f"{path_of('articles', article.id)}{anchor}",
        correction.line,
        f"{path_of('pages', page_id)}#L{correction.line}",
    )

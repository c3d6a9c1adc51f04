"""What the machine itself is not sure of: hints for an editor, page by page, in order of line."""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.model import Archive, Article, Grade, PageReading, Problem, Role

_AT_SEAM = 6
"""Characters shown on either side of a seam."""
_QUOTED = 16


def doubts_of(archive: Archive) -> Iterator[Problem]:
    """Yield a hint for each doubtful place of the articles that no editor has checked."""
    dated = {e.article.file: e.dating.issued is not None or e.dating.year is not None for e in archive.entries}
    pages = {
        (r.page.meta.publication, r.page.meta.issue_date, r.page.meta.page_no)
        for r in archive.readings
        if r.page.meta.issue_date
    }
    for reading in archive.readings:
        page = reading.page
        found = [*_unplaced(reading)]
        for article in reading.articles:
            if not article.checked:
                found += [*_seams(article), *_gaps(article)]
            if article.jump_to and page.meta.issue_date:
                partner = (page.meta.publication, page.meta.issue_date, article.jump_to)
                if partner not in pages:
                    found.append(_jump(article, article.jump_to))
        if not dated.get(page.file, True):
            remedy = "知道日期的，请写在文件名里或文件开头，例如“日期：2025-01-13”"
            found.append(_hint(page.file, 0, "这一版的日期和年份都不知道", remedy))
        yield from sorted(found, key=lambda problem: problem.line)


def _hint(file: str, line: int, found: str, remedy: str) -> Problem:
    return Problem(file, line, found, remedy, Grade.HINT)


def _unplaced(reading: PageReading) -> Iterator[Problem]:
    """Yield a hint for each run of lines that belong to no article."""
    before: Role | None = None
    for row in reading.ledger:
        words = reading.page.lines[row.line - 1][row.start : row.end].strip()
        if row.role is Role.UNPLACED and before is not Role.UNPLACED:
            remedy = "请看看它属于哪一篇；没有归错的不用管，整版上看得到它"
            yield _hint(reading.page.file, row.line, f"从“{words[:_QUOTED]}”起没有归到任何文章", remedy)
        before = row.role


def _seams(article: Article) -> Iterator[Problem]:
    for join in article.joins:
        if join.certain:
            continue
        text = article.paragraphs[join.paragraph].text
        before, after = text[max(0, join.offset - _AT_SEAM) : join.offset], text[join.offset : join.offset + _AT_SEAM]
        found = f"“{before}”接到第{join.to_line}行“{after}”，拿不准（{join.why}）"
        yield _hint(article.file, join.from_line, found, "请对照原报；接错了的，在附表的“顺序”里写明先后")


def _gaps(article: Article) -> Iterator[Problem]:
    for gap in article.gaps:
        line = article.paragraphs[gap.paragraph].lines[0]
        found = f"“{gap.before[-_AT_SEAM:]}”与“{gap.after[:_AT_SEAM]}”之间缺了文字"
        yield _hint(article.file, line, found, "请对照原报；原文漏了的，补进原文文件")


def _jump(article: Article, page_no: str) -> Problem:
    found = f"“{article.title[:_QUOTED]}”下转第{page_no}版，档案里没有这一版"
    return _hint(article.file, article.last_line, found, "有这一版的，请放进来，并写明同样的报纸和日期")

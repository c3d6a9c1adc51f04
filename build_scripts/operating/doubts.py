"""What the machine itself is not sure of: hints for an editor, page by page, in order of line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Archive, Article, Grade, PageReading, Problem, Role
from build_scripts.publishing.pictures import caption_pictures
from build_scripts.text import is_han
from build_scripts.understanding.places import open_names

_AT_SEAM = 6
"""Characters shown on either side of a seam."""
_QUOTED = 16
_SHORT = 30
"""Han characters; the shortest brief has more."""
_NAMED = 3
"""So many places of one name are told."""


def doubts_of(archive: Archive, only: Collection[str] = ()) -> Iterator[Problem]:
    """Yield a hint for each doubtful place of the articles that no editor has checked; `only` names files."""
    dated = {e.article.file: e.dating.issued is not None or e.dating.year is not None for e in archive.entries}
    told = {e.article.id for e in archive.entries if any(place.checked for place in e.places)}
    pages = {
        (r.page.meta.publication, r.page.meta.issue_date, r.page.meta.page_no)
        for r in archive.readings
        if r.page.meta.issue_date
    }
    for reading in archive.readings:
        page = reading.page
        if only and page.file not in only:
            continue
        found = [*_unplaced(reading), *_pictures(reading), *_short(reading)]
        for article, names in zip(reading.articles, open_names(reading.articles), strict=True):
            if not article.checked:
                found += [*_seams(article), *_gaps(article)]
                found += _names(reading, article, names) if article.id not in told else ()
            for way, page_no in (("下转", article.jump_to), ("上接", article.jump_from)):
                partner = (page.meta.publication, page.meta.issue_date, page_no)
                if page_no and page.meta.issue_date and partner not in pages:
                    found.append(_jump(article, f"{way}第{page_no}版"))
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


def _jump(article: Article, jump: str) -> Problem:
    line = article.last_line if jump.startswith("下转") else article.first_line
    found = f"“{article.title[:_QUOTED]}”{jump}，档案里没有这一版"
    return _hint(article.file, line, found, "有这一版的，请放进来，并写明同样的报纸和日期")


def _names(reading: PageReading, article: Article, names: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Yield a hint for each place name of an article that several places bear."""
    gazetteer = load_gazetteer()
    own = {row.line for row in reading.ledger if row.article == article.id}
    for name, codes in names.items():
        printed = (n for n in sorted(own) if name in reading.page.lines[n - 1])
        full = [gazetteer.full_name(code) for code in codes]
        which = "、".join(full[:_NAMED]) + (f"等{len(full)}处" if len(full) > _NAMED else "")
        found = f"“{name}”可能是{which}，没有写进地方"
        remedy = f"知道是哪里的，请在附表的“地方”里写“增加: {full[0]}”的样子"
        yield _hint(article.file, next(printed, article.first_line), found, remedy)


def _pictures(reading: PageReading) -> Iterator[Problem]:
    """Yield a hint for each numbered picture that has no caption."""
    claimed = {id(picture) for picture in caption_pictures(reading.page, reading.articles).values()}
    for picture in reading.page.pictures:
        if picture.number and id(picture) not in claimed:
            found = f"有“{picture.path.name}”，版上却没有第{picture.number}条图片说明，图放在整版旁边"
            yield _hint(reading.page.file, 0, found, "请核对图片的编号；整版的图不写编号")


def _short(reading: PageReading) -> Iterator[Problem]:
    """Yield a hint for a page that has hardly any text."""
    page = reading.page
    count = sum(is_han(char) for line in page.lines[page.first_text_line - 1 :] for char in line)
    if 0 < count < _SHORT:
        found = f"全文只有{count}个字，不像一篇文章"
        yield _hint(page.file, page.first_text_line, found, "请看看是不是漏贴了；确实只有这些的，不用理会")

"""The reading of a page for a terminal: each line with its role, article and order, why, and what came second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.editing import Verdict
from build_scripts.model import ROLE_WORDS, Article, Correction, Join, LedgerRow, PageReading, Role
from build_scripts.reading.evidence import Evidence, gather_evidence
from build_scripts.tables import read_table

NEIGHBOURS = 3
"""Lines shown on either side of the one that was asked for."""
_COLORS = {
    Role.COLUMN: "34",
    Role.KICKER: "1;34",
    Role.HEADLINE: "1",
    Role.DECK: "1;34",
    Role.CROSSHEAD: "36",
    Role.CAPTION: "33",
    Role.FURNITURE: "90",
    Role.UNPLACED: "31",
    Role.BYLINE: "35",
}
_VERDICTS = {
    Verdict.MACHINE: "程序更正",
    Verdict.ACCEPTED: "程序更正，编辑认可",
    Verdict.REFUSED: "程序要改，编辑不准",
    Verdict.EDITOR: "编辑更正",
}


@dataclass(frozen=True, slots=True)
class _View:
    """What is looked up while lines are printed."""

    reading: PageReading
    color: bool
    numbers: dict[str, int]
    """Id of an article -> its number on the page."""
    order: dict[tuple[str, int], int]
    """Article and line -> number of the paragraph that reads it, counted from 1."""

    def paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.color else text


def explain(reading: PageReading, *, color: bool, line: int | None = None) -> str:
    """Return a page line by line; with `line` only that line and its neighbours, with all the evidence."""
    view = _View(
        reading,
        color,
        {article.id: number for number, article in enumerate(reading.articles, 1)},
        {(a.id, at): n for a in reading.articles for n, p in enumerate(a.paragraphs, 1) for at in p.lines},
    )
    pieces = [
        piece
        for piece in gather_evidence(reading)
        if line is None or any(abs(row.line - line) <= NEIGHBOURS for row in piece.rows)
    ]
    rows = [text for piece in pieces for text in _piece(view, piece, line)]
    if line is not None and not any(row.line == line for piece in pieces for row in piece.rows):
        rows.append(f"第{line}行是空行，或者在这个文件之外（共{len(reading.page.lines)}行）")
    notes = [note for article in reading.articles for note in _notes(view, article, line)]
    legend = [view.paint(text, "2") for text in _legend([*rows, *notes])]
    return "\n".join([*rows, *(["", "接续与更正："] if notes else []), *notes, "", *legend])


def _legend(shown: list[str]) -> Iterator[str]:
    """Yield what the signs mean that were printed."""
    yield "图例："
    yield "     行首是原文的行号；“第1篇”是版上的第几篇，空着的不属于哪一篇；“正文·2段”是这一篇的第2段"
    yield "     〔　〕里是凭哪条规则归的类；“其次”是没有这条规则时会怎样读"
    if any("▶" in text for text in shown):
        yield "     ▶ 是要看的那一行，├ └ 下面是它的凭据"
    if any("行接" in text for text in shown):
        yield "     几分是断开的两行接得上的凭据合计：不接算0分，比“其次”高得越多越可靠，99分是编辑排定的"
        yield "     “不确定”的接续请对照原报；不对的，在附表里用“顺序”改"


def _piece(view: _View, piece: Evidence, line: int | None) -> Iterator[str]:
    for row in piece.rows:
        if line is not None and abs(row.line - line) > NEIGHBOURS:
            continue
        head = row is piece.rows[0] or row.line == line
        yield _row(view, row, piece.second if head else None, head=head, marked=row.line == line)
        if row.line == line:
            yield from _evidence(view, piece, row)


def _row(view: _View, row: LedgerRow, second: str | None, *, head: bool, marked: bool) -> str:
    text = view.reading.page.lines[row.line - 1][row.start : row.end]
    shown = text if len(text) <= 40 or marked else f"{text[:24]}……{text[-12:]}"
    where = f"第{view.numbers[row.article]}篇" if row.article in view.numbers else "　　　"
    order = view.order.get((row.article or "", row.line)) if row.role is Role.BODY else None
    label = f"{'▶' if marked else ' '}{row.line:>4} {where} {ROLE_WORDS[row.role]}{f'·{order}段' if order else ''}"
    why = f"{row.kind}，" if row.kind else ""
    why += _why(row.rule) + (f"；其次：{_why(second)}" if second else "")
    body = view.paint(f"{label}　{shown}", _COLORS[row.role]) if row.role in _COLORS else f"{label}　{shown}"
    return f"{body}　{view.paint(f'〔{why}〕', '2')}" if head else body


def _evidence(view: _View, piece: Evidence, row: LedgerRow) -> Iterator[str]:
    page = view.reading.page
    printed = page.lines[row.line - 1]
    if (row.start, row.end) != (0, len(printed)):
        yield f"       ├ 在这一行的第{row.start + 1}—{row.end}字，全行：{printed.strip()}"
    yield f"       ├ 归类：{_why(row.rule)}（规则 {row.rule}）"
    for name in piece.rules[1:]:
        yield f"       ├ 也合：{_why(name)}（规则 {name}）"
    article = next((a for a in view.reading.articles if a.id == row.article), None)
    if article:
        yield f"       └ 属于第{view.numbers[article.id]}篇《{article.title}》（{article.id}）"


def _notes(view: _View, article: Article, line: int | None) -> Iterator[str]:
    """Yield the joins and corrections of an article, or those that touch a line."""
    for join in article.joins:
        if line is None or line in (join.from_line, join.to_line) or (join.second and join.second[1] == line):
            yield _join(view, article, join)
    for correction in (*article.corrections, *article.refused):
        if line is None or correction.line == line:
            yield _correction(view, article, correction)


def _join(view: _View, article: Article, join: Join) -> str:
    place = f"     第{view.numbers[article.id]}篇第{join.paragraph + 1}段：{join.from_line}行接{join.to_line}行"
    second = f"其次是{join.second[1]}行，{join.second[0]:g}分" if join.second else "没有别的可接"
    note = f"{place}，{join.score:g}分（{join.why}）；{second}"
    return note if join.certain else view.paint(f"{note}；不确定", "33")


def _correction(view: _View, article: Article, correction: Correction) -> str:
    place = f"     第{view.numbers[article.id]}篇{correction.line}行"
    change = f"“{correction.raw}”作“{correction.fixed}”"
    return f"{place}：{_VERDICTS[correction.verdict]}，{change}：{correction.reason}"


def _why(rule: str) -> str:
    return str(read_table("explanations").get(rule, rule))

"""The ledger for a terminal: each line with its role, its article and the rule that decided."""

from __future__ import annotations

from build_scripts.model import PageReading, Role

_NAMES = {
    Role.COLUMN: "栏目",
    Role.KICKER: "引题",
    Role.HEADLINE: "标题",
    Role.DECK: "副题",
    Role.BYLINE: "署名",
    Role.SUMMARY: "提要",
    Role.CROSSHEAD: "小标题",
    Role.BODY: "正文",
    Role.CAPTION: "图注",
    Role.FURNITURE: "版面信息",
    Role.UNPLACED: "未归位",
}
_COLORS = {
    Role.HEADLINE: 1,
    Role.CROSSHEAD: 36,
    Role.CAPTION: 33,
    Role.FURNITURE: 90,
    Role.UNPLACED: 31,
    Role.BYLINE: 35,
}


def explain(reading: PageReading, *, color: bool) -> str:
    """Return the page line by line: number, role, article, paragraph, rule and the text."""
    numbers = {a.id: i for i, a in enumerate(reading.articles, 1)}
    paragraph = {(a.id, line): i for a in reading.articles for i, p in enumerate(a.paragraphs, 1) for line in p.lines}
    rows = []
    for row in reading.ledger:
        text = reading.page.lines[row.line - 1][row.start : row.end]
        where = f"第{numbers[row.article]}篇" if row.article else "　　　"
        order = paragraph.get((row.article or "", row.line)) if row.role is Role.BODY else None
        label = f"{row.line:>4} {where} {_NAMES[row.role]}{f'·{order}段' if order else ''}"
        shown = text if len(text) <= 40 else f"{text[:24]}……{text[-12:]}"
        line = f"{label}　{shown}　〔{row.kind or row.rule}〕"
        rows.append(f"\033[{_COLORS[row.role]}m{line}\033[0m" if color and row.role in _COLORS else line)
    joins = [
        f"     第{numbers[a.id]}篇第{j.paragraph + 1}段：{j.from_line}行接{j.to_line}行，"
        f"{'' if j.certain else '不确定，'}{j.why}"
        for a in reading.articles
        for j in a.joins
    ]
    return "\n".join([*rows, *(["", "接续："] if joins else []), *joins])

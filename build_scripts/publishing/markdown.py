"""An entry as Markdown: front matter for machines, and a body that reads well in any viewer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from build_scripts.model import (
    Article,
    Caption,
    Correction,
    CorrectionKind,
    Entry,
    Fact,
    Gap,
    Join,
    ParagraphKind,
    RawPage,
)
from build_scripts.publishing.data import export_article
from build_scripts.publishing.escaping import escape, escape_name
from build_scripts.publishing.front_matter import FOR_THE_PAGE, write_front_matter
from build_scripts.publishing.layout import path_of, up_from, way
from build_scripts.publishing.measures import measure_href
from build_scripts.publishing.naming import (
    normalised_value,
    paragraph_anchor,
    sentence_anchor,
    written_byline,
    written_date,
    written_earliest,
    written_lines,
    written_page_no,
    written_print_page,
    written_value,
)
from build_scripts.text import sentences

_TO_A_PAGE = re.compile(r"\]\(((?:\.\./)+(?!articles/)[\w/-]+)\.md\)")
LONG_PARAGRAPH = 20_000
"""From here on a paragraph is written as HTML: Markdown parsers take time with the square of its length."""
LANGUAGES = {"zh-Hant": "繁体中文", "en": "英文"}
"""What readers are told of texts that are not in simplified characters."""
SHORT_LIST = 8
"""So many corrections stand open."""
KEY_FIGURES = 10
"""At most so many stand open in the fact box."""
GAP_MARK = "〔原版此处缺文〕"
_FIX_WORDS = {
    CorrectionKind.MISPRINT: "原文作",
    CorrectionKind.LOST: "原文此处只印",
    CorrectionKind.OVERLAP: "原文此处重印",
}


@dataclass(frozen=True, slots=True)
class Around:
    """What an article's page shows besides its own words, as Markdown."""

    before: Sequence[str] = ()
    """What a reader should know before the text."""
    after: Sequence[str] = ()
    """Where to read on."""
    pictures: Mapping[int, str] = field(default_factory=dict)
    """Images by the number of their caption."""
    doubted: frozenset[Fact] = frozenset()
    """Figures that something contradicts."""


NOTHING = Around()


def article_markdown(entry: Entry, page: RawPage, extra: dict[str, Any], around: Around = NOTHING) -> str:
    """Return the file of an article; `extra` is what its page template needs besides the export's keys."""
    return f"{write_front_matter(export_article(entry, page), extra)}{article_body(entry, page, around)}\n"


def markdown_to_keep(text: str) -> str:
    """Return the file of an article as re-users get it: without what only its page needs, with links into the site."""
    head, _, rest = text.partition(f"\n{FOR_THE_PAGE}")
    _, rule, body = rest.partition("\n---\n")
    return head + rule + _TO_A_PAGE.sub(r"](\1.html)", body)


def with_front_matter(meta: dict[str, Any], body: str) -> str:
    """Return Markdown that python-frontmatter reads back as the same keys and the same text."""
    return f"{write_front_matter(meta)}{body}\n"


def article_body(entry: Entry, page: RawPage, around: Around = NOTHING) -> str:
    """Return the visible text of an article in the order in which a reader meets it."""
    text = (*around.before, *_text(entry, around.pictures), *around.after)
    blocks = [*_head(entry, page), *_fact_box(entry, around.doubted), *text, *_provenance(entry, page)]
    return "\n\n".join(blocks)


def _head(entry: Entry, page: RawPage) -> Iterator[str]:
    article, meta = entry.article, page.meta
    if article.column:
        yield f'<p class="column">{escape(article.column)}</p>'
    if article.kicker:
        yield f'<p class="kicker">{escape(article.kicker)}</p>'
    yield f"# {escape(article.title)}"
    if article.deck:
        yield f'<p class="deck">{escape(article.deck)}</p>'
    day = f'{escape(written_date(entry.dating))}<small class="basis">（{_date_basis(entry)}）</small>'
    script = LANGUAGES.get(article.language, "")
    mark = f'<span class="language" title="原文为{script}，照录未改">{script}</span>' if script else ""
    status = f'<span class="status">{"编辑已核对" if entry.checked else "机器读取，未经核对"}</span>'
    signed = f"落款 {escape(article.signed_on)}" if article.signed_on else ""
    parts = [escape(written_byline(article.byline)), signed, escape(written_print_page(meta)), day, mark]
    yield f'<p class="byline">{"<span> · </span>".join(part for part in parts if part)} {status}</p>'


def _date_basis(entry: Entry) -> str:
    basis = escape(entry.dating.basis)
    return basis if basis.startswith("据") or entry.dating.basis == "未知" else f"据{basis}"


def _fact_box(entry: Entry, doubted: frozenset[Fact]) -> Iterator[str]:
    key = [fact for fact in entry.facts if fact.key][:KEY_FIGURES]
    others = [fact for fact in entry.facts if fact not in key]
    if not entry.facts:
        return
    parts = ['<section class="facts" markdown="1">', '<p class="facts-head">文中数字</p>']
    if key:
        parts.append(_fact_table(entry.article, key, doubted))
    if others:
        words = f"其余{len(others)}个数字" if key else f"文中{len(others)}个数字"
        parts += [
            f'<details markdown="1">\n<summary>{words}</summary>',
            _fact_table(entry.article, others, doubted),
            "</details>",
        ]
    yield "\n\n".join([*parts, "</section>"])


def _fact_table(article: Article, facts: Iterable[Fact], doubted: frozenset[Fact]) -> str:
    rows = ["| 指标 | 数值 | 时间 | 对象 |", "|---|---|---|---|"]
    up = up_from(path_of("articles", article.id))
    for fact in facts:
        full = normalised_value(fact)
        small = f" <small>{escape(full)}</small>" if full else ""
        doubt = ' <span class="differs">与别处不一</span>' if fact in doubted else ""
        checked = ' <span class="checked">编辑核对</span>' if fact.checked else ""
        value = f"[{escape(written_value(fact))}](#{sentence_anchor(article, fact)}){small}{doubt}{checked}"
        name = _cell(fact.indicator)
        indicator = f"[{name}]({up}{href.replace('.html', '.md')})" if (href := measure_href(fact)) else name
        rows.append(f"| {indicator} | {value} | {_cell(fact.time)} | {_cell(fact.entity)} |")
    return "\n".join(rows)


def _cell(text: str | None) -> str:
    return escape_name(text) if text and text.strip() else " "


def _text(entry: Entry, pictures: Mapping[int, str]) -> Iterator[str]:
    article = entry.article
    if article.summary:
        yield f'<p class="summary">{escape(article.summary)}</p>'
    yield from _captions(article.captions, None, pictures)
    anchors = {(fact.paragraph, sentence_anchor(article, fact)) for fact in entry.facts}
    for number in range(len(article.paragraphs)):
        for crosshead in article.crossheads:
            if crosshead.before == number:
                yield f"## {escape(crosshead.text)}"
        yield _paragraph(article, number, {anchor for n, anchor in anchors if n == number})
        yield from _captions(article.captions, number, pictures)
    for crosshead in article.crossheads:
        if crosshead.before >= len(article.paragraphs):
            yield f"## {escape(crosshead.text)}"


def _captions(captions: Iterable[Caption], after: int | None, pictures: Mapping[int, str]) -> Iterator[str]:
    for at, caption in enumerate(captions):
        if caption.after != after:
            continue
        if at in pictures:
            words = f'<figcaption class="caption">{escape(caption.text)}</figcaption>'
            yield f'<figure class="picture">{pictures[at]}{words}</figure>'
        else:
            yield f'<p class="caption">{escape(caption.text)}</p>'


def _paragraph(article: Article, number: int, anchors: set[str]) -> str:
    text = article.paragraphs[number].text
    corrections = [c for c in article.corrections if c.paragraph == number]
    marks: list[tuple[int, str]] = []
    marks += [(gap.offset, _gap_mark(gap)) for gap in article.gaps if gap.paragraph == number]
    marks += [
        (join.offset, _join_mark(join)) for join in article.joins if join.paragraph == number and not join.certain
    ]
    marks += [(c.start, _fix_mark(article, c, "")) for c in corrections if not c.fixed]
    pieces = []
    plain = not marks and not corrections
    for count, (start, end) in enumerate(sentences(text), 1):
        last = end == len(text)
        here = [mark for mark in marks if start <= mark[0] < end or (last and mark[0] >= end)]
        words = _words(text[start:end]) if plain else _inline(article, number, (start, end), here)
        anchor = f"s{number + 1}-{count}"
        pieces.append(f'<span id="{anchor}">{words}</span>' if anchor in anchors else words)
    words = f'<span id="{paragraph_anchor(number)}">{"".join(pieces)}</span>'
    kind = article.paragraphs[number].kind
    if kind is not ParagraphKind.PROSE:
        return f'<p class="{kind.value}">{words}</p>'
    return words if len(words) < LONG_PARAGRAPH else f"<p>{words}</p>"


def _inline(article: Article, number: int, span: tuple[int, int], marks: list[tuple[int, str]]) -> str:
    """Return the words of one sentence with its marks; a correction across its edge is marked on both sides."""
    text, (start, end) = article.paragraphs[number].text, span
    here = [c for c in article.corrections if c.paragraph == number and c.fixed]
    fixes = [(max(c.start, start), min(c.start + len(c.fixed), end), c) for c in here]
    fixes = sorted(((a, b, c) for a, b, c in fixes if a < b), key=lambda fix: fix[0])
    points = sorted(
        {start, end, *(min(max(at, start), end) for at, _ in marks), *(p for a, b, _ in fixes for p in (a, b))}
    )
    out = []
    for left, right in zip(points, [*points[1:], end], strict=True):
        out += [mark for at, mark in marks if min(max(at, start), end) == left]
        fix = next((c for a, b, c in fixes if a <= left and right <= b and left < right), None)
        words = _words(text[left:right])
        out.append(_fix_mark(article, fix, words) if fix else words)
    return "".join(out)


def _words(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))


def _fix_mark(article: Article, correction: Correction, words: str) -> str:
    """Return changed words as a link to their row in the list of corrections, with how they were printed."""
    title = f"{_FIX_WORDS[correction.kind]}“{correction.raw}”：{correction.reason}"
    row = article.corrections.index(correction) + 1
    return f'<mark class="fix"><a href="#x{row}" title="{escape(title)}">{words or "※"}</a></mark>'


def _gap_mark(gap: Gap) -> str:
    title = f"“{gap.before}”与“{gap.after}”之间，原版缺失文字"
    return f'<span class="gap" title="{escape(title)}">{GAP_MARK}</span>'


def _join_mark(join: Join) -> str:
    title = f"第{join.from_line}行与第{join.to_line}行在此相接，未能确定：{join.why}"
    return f'<span class="seam" title="{escape(title)}">⁞</span>'


def _provenance(entry: Entry, page: RawPage) -> Iterator[str]:
    article, meta, dating = entry.article, page.meta, entry.dating
    rows: list[tuple[str, str]] = [("报纸", escape(meta.publication))] if meta.publication else []
    place = " ".join(part for part in (written_page_no(meta.page_no), meta.page_name) if part)
    here = path_of("articles", article.id)
    whole, raw = way(here, path_of("pages", page.page_id, "md")), way(here, path_of("raw", page.page_id, "txt"))
    ways = f"[看整版与逐行归属]({whole})　[原始文字]({raw})"
    rows.append(("版面", f"{escape(place)} {ways}".strip()))
    day = "，".join(dict.fromkeys(filter(None, (written_date(dating), written_earliest(dating)))))
    basis = dating.basis if dating.basis.startswith("据") else f"依据：{dating.basis}"
    proof = f"：{escape(dating.evidence)}" if dating.evidence else ""
    rows.append(("日期", f"{escape(day)}（{escape(basis)}{proof}）"))
    span = written_lines(range(article.first_line, article.last_line + 1))
    rows.append(("原始文件", f"{escape(article.file)} {span}"))
    jumps = [f"{way}第{escape(no)}版" for way, no in (("上接", article.jump_from), ("下转", article.jump_to)) if no]
    if jumps:
        rows.append(("转版", "，".join(jumps) + "：这里只收本版所印的部分"))
    if meta.url:
        rows.append(("原文链接", escape(meta.url)))
    rows.append(("状态", "已由编辑核对" if entry.checked else "机器读取，未经编辑核对"))
    if entry.edits:
        rows.append(("编辑核对", escape("；".join(entry.edits))))
    if article.title_is_ours:
        rows.append(("标题", "原版没有标题，此标题由本档案据文意所拟"))
    lines = [f"| {name} | {words} |" for name, words in rows]
    parts = [
        '<section class="provenance" markdown="1">',
        "## 出处",
        "\n".join(["| 项目 | 内容 |", "|---|---|", *lines]),
    ]
    yield "\n\n".join([*parts, *_correction_list(article.corrections), "</section>"])


def _correction_list(corrections: tuple[Correction, ...]) -> Iterator[str]:
    if not corrections:
        return
    rows = "".join(
        f'<tr id="x{number}"><td>{_back(c)}</td><td>{escape(c.raw)}</td><td>{escape(c.fixed)}</td>'
        f"<td>{escape(c.reason)}</td></tr>"
        for number, c in enumerate(corrections, 1)
    )
    head = "<thead><tr><th>位置</th><th>原文作</th><th>现作</th><th>理由</th></tr></thead>"
    table = f"<table>{head}<tbody>{rows}</tbody></table>"
    is_open = " open" if len(corrections) <= SHORT_LIST else ""
    yield f"<details{is_open}><summary>更正{len(corrections)}处</summary>{table}</details>"


def _back(correction: Correction) -> str:
    line = f"第{correction.line}行"
    if correction.paragraph is None:
        return line
    return f'<a href="#{paragraph_anchor(correction.paragraph)}">第{correction.paragraph + 1}段</a>，{line}'

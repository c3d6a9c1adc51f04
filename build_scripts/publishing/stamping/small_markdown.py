"""The small part of Markdown that our own generator writes, as HTML: what Python-Markdown gives, byte for byte.

Known are headings of one line, paragraphs of one line that begin with a mark, blocks of HTML, and sections
with `markdown="1"` that hold tables, lists, headings and folds. `None` is the answer to everything else: it
goes to Python-Markdown. The inline text has been escaped, so that nothing in it can be Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Heading = tuple[str, str, int]
"""Text as HTML, id and level."""
LinkResolver = Callable[[str], str | None]
"""Turns the address of a link to a source file into that of its page; None where there is no such file."""

_BLANK = re.compile(r"\n +(?=\n)")
_FOREIGN = ("\t", "\r", "\x02", "\x03")
"""What Python-Markdown treats in ways of its own."""
_KNOWN = (
    "a|span|p|td|tr|li|small|div|th|article|aside|b|br|button|circle|datalist|details|em|figcaption|figure|form|g|h1|"
    "h2|h3|h4|img|input|label|line|mark|nav|ol|option|path|polyline|rect|s|section|select|strong|summary|svg|table|"
    "tbody|text|thead|title|ul"
)
"""Elements of our own templates, the commonest first; the reader of HTML treats some others, such as scripts, in ways
of its own."""
_UNKNOWN = re.compile(rf"<(?!/?+(?:{_KNOWN})(?![a-z0-9]))(?=.)")
_PLAIN = r"[^<>&\[\]\\`*_{}|~^#$@!=\"'\n]++|&#\d+;"
_WORDS = re.compile(rf"(?:{_PLAIN})*+")
_MARKS = r"</?(?:span|small|mark|a|br)(?: [^<>\n]*+)?>"
_LINK = re.compile(rf"\[((?:{_PLAIN})*+)\]\(([A-Za-z0-9_./#-]++)\)")
_INLINE = re.compile(rf"(?:{_PLAIN}|{_MARKS}|{_LINK.pattern})*+")
_ROW = re.compile(rf"\|(?:(?:{_PLAIN}|{_MARKS}|{_LINK.pattern})*+\|)++")
_HEADING = re.compile(rf"(#{{1,2}}) ((?:{_PLAIN})++)(?=\n\n)")
_PARAGRAPH = re.compile(rf"<span [^<>\n]*+>(?:{_PLAIN}|{_MARKS})*+(?<=</span>)(?=\n\n)")
_TAG = re.compile(r"<([a-z][a-z0-9]*)(?: [^<>]*+)?>")
_SECTION = re.compile(r'<(section|details) class="([a-z-]+)" markdown="1">\n\n(?=\S)|<(details) markdown="1">\n(?=<)')
_SUMMARY = re.compile(rf"<summary>((?:{_PLAIN})++)</summary>\n\n")
_P = re.compile(rf'<p class="[a-z -]+">(?:{_PLAIN})++</p>(?=\n\n)')
_FOLD = re.compile(r"<details( open)?>(<summary>[^&<>\n]++</summary><table>[^\n]*</table>)</details>(?=\n\n)")
_RULE = re.compile(r"\|(?:---\|)+")
_END_OF_BLOCK = re.compile(r"\n *\n")
_OPEN = ' open="open"'
_PARTS_OF_TABLES = re.compile(r"(<(?:table|thead|tbody|tr)\b[^<>]*>|</(?:summary|thead|tbody|tr|th|td)>)")
_BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figcaption figure footer form header main menu nav "
    "ol p section table ul h1 h2 h3 h4 h5 h6".split()
)


class UnusualError(Exception):
    """A text that is more than the small part of Markdown."""


def render_small(text: str, link: LinkResolver) -> tuple[str, tuple[Heading, ...]] | None:
    """Return HTML and headings in their order; None where a text needs Python-Markdown itself."""
    if any(sign in text for sign in _FOREIGN) or _UNKNOWN.search(text):
        return None
    try:
        page = _Page(_BLANK.sub("\n", f"{text}\n\n"), link)
        return "\n".join(page.blocks()).strip(), tuple(page.headings)
    except UnusualError:
        return None


class _Page:
    def __init__(self, text: str, link: LinkResolver) -> None:
        self.text = text
        self.link = link
        self.headings: list[Heading] = []

    def blocks(self) -> Iterator[str]:
        """Yield the blocks of the page."""
        text, at = self.text, 0
        while (at := self._skip(at)) < len(text):
            if text[at] == "#":
                html, at = self._heading(at)
            elif text.startswith("<span", at):
                words = _need(_PARAGRAPH.match(text, at))
                html, at = f"<p>{words[0]}</p>", words.end()
            elif opening := _SECTION.match(text, at):
                html, at = self._section(opening)
            else:
                html, at = self._raw(at)
            yield html

    def _skip(self, at: int) -> int:
        while self.text.startswith("\n", at):
            at += 1
        return at

    def _heading(self, at: int) -> tuple[str, int]:
        match = _need(_HEADING.match(self.text, at))
        level, words = len(match[1]), match[2].strip()
        if not words:
            raise UnusualError
        name = f"h_{len(self.headings)}" if self.headings else "h"
        self.headings.append((" ".join(words.split()), name, level))
        return f'<h{level} id="{name}">{words}</h{level}>', match.end()

    def _raw(self, at: int) -> tuple[str, int]:
        """Return a block of HTML as it stands, up to the end of its outermost element."""
        tag = _need(_TAG.match(self.text, at))[1]
        if tag not in _BLOCKS:
            raise UnusualError
        end = _end_of_element(self.text, tag, at)
        html = self.text[at:end]
        if 'markdown="' in html or not self.text.startswith("\n", end):
            raise UnusualError
        return html + "\n" * bool(_END_OF_BLOCK.match(self.text, end)), end

    def _section(self, opening: re.Match[str]) -> tuple[str, int]:
        """Return a section in which there is Markdown."""
        text, at = self.text, opening.end()
        tag = opening[1] or opening[3]
        parts = [f'<{tag} class="{opening[2]}">' if opening[1] else f"<{tag}>"]
        if opening[3]:
            summary = _need(_SUMMARY.match(text, at))
            parts.append(f"<summary>{summary[1].strip()}</summary>")
            at = summary.end()
        closing = f"</{tag}>"
        while not text.startswith(closing, at):
            if text[at] == "#":
                html, at = self._heading(at)
            elif text[at] == "|":
                html, at = self._table(at)
            elif text.startswith("- ", at):
                html, at = self._list(at)
            elif match := _SECTION.match(text, at):
                html, at = self._section(match)
            elif match := _FOLD.match(text, at):
                html, at = _fold(match), match.end()
            else:
                match = _need(_P.match(text, at))
                html, at = match[0], match.end()
            parts.append(html)
            if text[at : at + 2] != "\n\n" or text[at + 2 : at + 3] in {"", "\n"}:
                raise UnusualError
            at += 2
        at += len(closing)
        if text[at : at + 2] != "\n\n":
            raise UnusualError
        return "\n".join([*parts, closing]), at

    def _table(self, at: int) -> tuple[str, int]:
        end = self.text.find("\n\n", at)
        head, rule, *rows = self.text[at:end].split("\n")
        columns = head.count("|") - 1
        if not _RULE.fullmatch(rule) or rule.count("|") - 1 != columns or not rows:
            raise UnusualError
        body = "\n".join(self._row(row, "td", columns) for row in rows)
        lines = ("<table>", "<thead>", self._row(head, "th", columns), "</thead>", "<tbody>", body, "</tbody>")
        return "\n".join((*lines, "</table>")), end

    def _row(self, row: str, tag: str, columns: int) -> str:
        if not row.startswith("| ") or not row.endswith(" |") or row.count("|") != columns + 1:
            raise UnusualError
        cells = f"</{tag}>\n<{tag}>".join(cell.strip(" ") for cell in self._inline(row, _ROW)[1:-1].split("|"))
        return f"<tr>\n<{tag}>{cells}</{tag}>\n</tr>"

    def _list(self, at: int) -> tuple[str, int]:
        end = self.text.find("\n\n", at)
        items: list[tuple[str, list[str]]] = []
        for line in self.text[at:end].split("\n"):
            if line.startswith("- "):
                items.append((self._inline(line[2:]), []))
            elif line.startswith("    - "):
                items[-1][1].append(self._inline(line[6:]))
            else:
                raise UnusualError
        lines = "\n".join(f"<li>{words}{_inner_list(below)}</li>" for words, below in items)
        return f"<ul>\n{lines}\n</ul>", end

    def _inline(self, text: str, form: re.Pattern[str] = _INLINE) -> str:
        if not form.fullmatch(text):
            raise UnusualError
        return _LINK.sub(self._anchor, text) if "](" in text else text

    def _anchor(self, match: re.Match[str]) -> str:
        target = match[2]
        if not target.startswith("#"):
            found = self.link(target)
            if found is None:
                raise UnusualError
            target = found
        return f'<a href="{target}">{match[1]}</a>'


def _need(match: re.Match[str] | None) -> re.Match[str]:
    if match is None:
        raise UnusualError
    return match


def _end_of_element(text: str, tag: str, at: int) -> int:
    """Return where the element that begins at a place ends; it may hold others of its name."""
    opening, closing = re.compile(rf"<{tag}[ >]"), f"</{tag}>"
    end = at
    depth = 0
    while True:
        close = text.find(closing, end)
        if close < 0:
            raise UnusualError
        depth += sum(1 for _ in opening.finditer(text, end, close)) - 1
        end = close + len(closing)
        if not depth:
            return end


def _inner_list(items: list[str]) -> str:
    lines = "\n".join(f"<li>{words}</li>" for words in items)
    return f"<ul>\n{lines}\n</ul>\n" if items else ""


def _fold(match: re.Match[str]) -> str:
    """Return a folded table of corrections; Python-Markdown sets its elements on lines of their own."""
    inner = _PARTS_OF_TABLES.sub(r"\1\n", match[2]).replace("</table>", "</table>\n")
    return f"<details{_OPEN if match[1] else ''}>\n{inner}</details>"

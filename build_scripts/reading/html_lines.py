"""HTML without its tags, by Python's own parser: blocks, line breaks, rows and headings are kept."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from build_scripts.model import RawPage
from build_scripts.reading.formats import CELL, PlainLine, Run, join_runs
from build_scripts.reading.pieces import Mark

_DROPPED = frozenset(
    "script style head template noscript svg math iframe object embed select button textarea canvas audio video".split()
)
_NAVIGATION = frozenset(["nav", "footer", "aside"])
_MARKS = {"figcaption": Mark.CAPTION, "caption": Mark.CAPTION, "td": Mark.ROW, "th": Mark.ROW, "li": Mark.ITEM}
_SELF_CLOSING = frozenset("p li td th tr dd dt option b i font span".split())
"""Tags that old pages open again and again without closing them."""
_DEEPEST = 200
"""Tags open at once; deeper ones are no sign of anything."""
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead ul".split()
)


_LOOSE = "\ufdd0"
"""Stands for a < that opens nothing; it is no character that texts have."""


class _Reader(HTMLParser):
    """Collects plain lines; what is no text is left behind."""

    def __init__(self, source: tuple[str, ...], first_line: int) -> None:
        super().__init__(convert_charrefs=False)
        self.lines: list[PlainLine] = []
        self._source = source
        self._first_line = first_line
        self._current = PlainLine()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  parser's form
        if tag in _BLOCKS:
            self._end_block()
        elif tag in ("br", "tr"):
            self._end_line()
        elif tag in ("td", "th") and self._current.runs:
            self._current.runs.append(Run(CELL, 0, 0, 0))
        if self._open[-1:] == [tag] and tag in _SELF_CLOSING:
            self._open.pop()
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_block()
        elif tag == "tr":
            self._end_line()
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not _DROPPED.isdisjoint(self._open):
            return
        number, column = self._place()
        for i, line in enumerate(data.replace(_LOOSE, "<").split("\n")):
            if i and "pre" in self._open:
                self._end_line()
            start = column if i == 0 else 0
            words = line if i == 0 else line.lstrip()
            start += len(line) - len(words)
            if words.strip():
                self._add([Run(words, number + i, start, start + len(words))], new_line=i > 0)
            elif words and self._current.runs and i == 0:
                self._current.runs.append(Run(" ", 0, 0, 0))

    def handle_entityref(self, name: str) -> None:
        self._character(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._character(f"&#{name}")

    def _character(self, source: str) -> None:
        if not _DROPPED.isdisjoint(self._open):
            return
        number, column = self._place()
        end = column + len(source)
        if self._source[number - 1][end : end + 1] == ";":
            end += 1
            source += ";"
        text = re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", html.unescape(source))
        if text:
            self._add([Run(text, number, column, end)], new_line=False)

    def _place(self) -> tuple[int, int]:
        number, column = self.getpos()
        return number + self._first_line - 1, column

    def _add(self, runs: list[Run], *, new_line: bool) -> None:
        level = next((int(tag[1]) for tag in self._open if re.fullmatch("h[1-6]", tag)), 0)
        self._current.level = self._current.level or level
        self._current.mark = self._mark()
        if new_line:
            join_runs(self._current.runs, runs)
        else:
            self._current.runs += runs

    def _mark(self) -> Mark | None:
        if not _NAVIGATION.isdisjoint(self._open):
            return Mark.NAVIGATION
        inner = next((tag for tag in reversed(self._open) if tag in _BLOCKS or tag in _MARKS), "")
        return _MARKS.get(inner)

    def _end_line(self) -> None:
        if self._current.mark is Mark.ROW and CELL not in self._current.text:
            self._current.mark = None  # many pages are laid out in a table of one cell
        if self._current.text.strip():
            self.lines.append(self._current)
        self._current = PlainLine()

    def _end_block(self) -> None:
        self._end_line()
        if self.lines and self.lines[-1].runs:
            self.lines.append(PlainLine())


def _without_loose_ends(text: str) -> str:
    """Return a text in which nothing opens a tag or comment that nothing closes: the parser would look for each end."""
    last = max(text.rfind(">"), 0)
    text = text[:last] + text[last:].replace("<", _LOOSE)
    last = max(text.rfind("-->"), 0)
    return text[:last] + text[last:].replace("<!", f"{_LOOSE}!")


def html_lines(page: RawPage) -> list[PlainLine]:
    """Return the plain lines of an HTML page; blank ones part the blocks."""
    reader = _Reader(page.lines, page.first_text_line)
    reader.feed(_without_loose_ends("\n".join(page.lines[page.first_text_line - 1 :])))
    reader.close()
    reader._end_block()  # noqa: SLF001  its own module
    return reader.lines

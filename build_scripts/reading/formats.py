"""Markdown and HTML -> plain lines, with the way back to the source for every character.

Mark-up is taken away, never interpreted: scripts and styles are dropped whole, addresses are not
followed. What is left reads like a plain text page: one block a line, blank lines between blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from build_scripts.model import LedgerRow, RawPage, Role
from build_scripts.reading.pieces import Mark, Piece, Span

MARKED_UP = (".md", ".markdown", ".html", ".htm", ".xhtml")
"""Endings of file names of which the text is read without its mark-up."""
CELL = "\t"
"""Between the cells of a row."""


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text and where it stands in the source; an entity is shorter there than its text is here, or longer."""

    text: str
    line: int
    """0 for a blank that stands for a line end."""
    start: int
    end: int


@dataclass(slots=True)
class PlainLine:
    """A line of plain text while it is put together."""

    runs: list[Run] = field(default_factory=list)
    level: int = 0
    """Of a heading, as the mark-up counts."""
    mark: Mark | None = None
    """What else the mark-up says."""

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Plain:
    """A page without its mark-up."""

    page: RawPage
    """The plain lines as a page of their own."""
    lines: tuple[PlainLine, ...]

    def to_source(self, piece: Piece) -> Piece:
        """Return a piece of the plain page with its spans in the source."""
        return replace(piece, spans=tuple(_merged(self._source_spans(piece))) or piece.spans)

    def _source_spans(self, piece: Piece) -> Iterator[Span]:
        for span in piece.spans:
            at = 0
            for run in self.lines[span.line - 1].runs:
                left, right = max(span.start - at, 0), min(span.end - at, len(run.text))
                at += len(run.text)
                if left >= right or not run.line:
                    continue
                if len(run.text) == run.end - run.start:
                    yield Span(run.line, run.start + left, run.start + right)
                else:
                    yield Span(run.line, run.start, run.end)

    def mark_of(self, piece: Piece) -> Mark | None:
        """Return what the mark-up says a piece of the plain page to be."""
        return self.lines[piece.spans[0].line - 1].mark


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Yield spans with those put together that touch."""
    held: Span | None = None
    for span in spans:
        if held and held.line == span.line and held.end == span.start:
            held = Span(held.line, held.start, span.end)
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def is_marked_up(file: str) -> bool:
    """Tell by the name of a file whether its text has mark-up."""
    return file.lower().endswith(MARKED_UP)


def take_off_markup(page: RawPage) -> Plain:
    """Return the plain lines of a Markdown or HTML page."""
    from build_scripts.reading.html_lines import html_lines
    from build_scripts.reading.markdown_lines import markdown_lines

    read = markdown_lines if page.file.lower().endswith((".md", ".markdown")) else html_lines
    lines = tuple(read(page))
    _settle_levels(lines)
    plain = replace(page, lines=tuple(line.text for line in lines), first_text_line=1)
    return Plain(plain, lines)


def _settle_levels(lines: tuple[PlainLine, ...]) -> None:
    """Mark headings: those of the highest level that is there are headlines, the others crossheads.

    Several headings of one level below a text that has no heading are its crossheads.
    """
    levels = [line.level for line in lines if line.level]
    if not levels:
        return
    top = min(levels)
    first = next(i for i, line in enumerate(lines) if line.level)
    headless = levels.count(top) > 1 and any(line.text.strip() and not line.mark for line in lines[:first])
    for line in lines:
        if line.level:
            line.mark = Mark.HEADLINE if line.level == top and not headless else Mark.CROSSHEAD


def markup_rows(page: RawPage, ledger: Iterable[LedgerRow]) -> Iterator[LedgerRow]:
    """Yield the ledger's rows for the mark-up of a page: all that is printed in the file and nowhere else placed."""
    if not is_marked_up(page.file):
        return
    placed: dict[int, set[int]] = defaultdict(set)
    for row in ledger:
        placed[row.line].update(range(row.start, row.end))
    for number in range(page.first_text_line, len(page.lines) + 1):
        raw, taken = page.lines[number - 1], placed[number]
        free = [i for i, char in enumerate(raw) if i not in taken and not char.isspace()]
        for start, end in _stretches(free, taken):
            yield LedgerRow(number, start, end, Role.FURNITURE, None, "markup", "标记")


def _stretches(free: list[int], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the spans of free characters, blanks between them included, nothing that is placed."""
    for at, i in enumerate(free):
        if at == 0 or not taken.isdisjoint(range(free[at - 1] + 1, i)):
            start = i
        if at + 1 == len(free) or not taken.isdisjoint(range(i + 1, free[at + 1])):
            yield start, i + 1


def join_runs(left: list[Run], right: list[Run]) -> None:
    """Add the next line of a block: with a blank between two Latin words, without one in Chinese."""
    before, after = (left[-1].text[-1:] if left else ""), (right[0].text[:1] if right else "")
    if before and after and before.isascii() and after.isascii() and not before.isspace() and not after.isspace():
        left.append(Run(" ", 0, 0, 0))
    left += right

"""Columns of type inside an article: where one ends and the next begins, as the lines of type tell.

An article is set in columns of one width and one height, the last of them shorter. Where an end is
left open its column ends, and its last line is full. A width and a height that fit all pieces of an
article to the line are hardly met by chance, so that columns are known even where they part between
two whole paragraphs; where nothing fits (pictures, justified lines), nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from build_scripts.model import Role
from build_scripts.reading.pieces import Piece
from build_scripts.reading.rulers import NarrowRule, Rule
from build_scripts.reading.seams import begins_inside, begins_torn, is_open
from build_scripts.text import has_dateline

WIDTHS = range(9, 31)
"""Characters to a line in Chinese papers."""
_INDENT = 2
"""What the first line of a paragraph leaves free."""
MOST_COLUMNS = 7
MOST_LAYOUTS = 8
"""Where more than these fit, none is known."""
_MOST_PIECES = 80
_BY_LINES, _BY_WIDTH, _TWO_OPEN, _ALL_EVEN, _MORE = 4.0, 1.3, 4.4, 1.2, 0.3
"""How seldom pieces fit by chance (nats, counted on pages whose pieces had lost a few characters): where lines are
kept, where a width had to be found, more with two open ends, with no short column, and for each column over three."""
_MOST_LEFT_OUT, _LEFT_OUT = 3, 2.0
"""Captions that may have been taken for text, and by how much more often pieces fit by chance for each left out."""
_SHORTEST_OUT, _LONGEST_OUT = 8, 45
"""Characters of a caption."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which the pieces of an article may have been set."""

    starts: tuple[int, ...]
    """Places in the flow at which a column begins; the first is 0."""
    torn: tuple[bool | None, ...]
    """For each column, whether it begins inside a paragraph; None where its lines do not tell."""
    short: int | None
    """Number of the column that is shorter: the last one as it is read; None where all are of one height."""
    weight: float
    """How much speaks against its fitting by chance, in nats."""
    left_out: tuple[int, ...] = ()
    """Places of pieces that stand between the columns and in none: captions that nothing else tells from text."""

    @property
    def may_be_printed(self) -> bool:
        """True where the printed order may be the right one: the short column ends it."""
        return self.short in {None, len(self.starts) - 1}


@dataclass(frozen=True, slots=True)
class _Set:
    """A piece as it is set at one width."""

    fresh: int | None
    """Lines that it takes where it begins a paragraph; None where it cannot."""
    torn: int | None
    """Lines that it takes where it goes on in one; None where it cannot."""
    open: bool
    """True where it stops without an end, so that its column ends with it."""
    text: bool
    """False for a crosshead: no article ends with one."""
    parts: bool
    """True where a column may begin with it: a blank line stands before it."""
    alone: bool = False
    """True where it may stand between columns, in none: a whole short sentence with blank lines around it."""


Pieces = Sequence[tuple[Role, Piece]]


def find_layouts(pieces: Pieces, *, unless_printed: bool = False) -> tuple[Layout, ...]:
    """Return the ways in which the pieces of an article fit into columns of one width and height; () if unknown.

    `unless_printed`: () as soon as one of them may be the printed order, for those who ask for no others.
    """
    if not 3 <= len(pieces) <= _MOST_PIECES:
        return ()
    opens = [role is Role.BODY and not piece.ends and is_open(piece.text) for role, piece in pieces]
    parts = [i == 0 or pieces[i - 1][1].block != piece.block for i, (_, piece) in enumerate(pieces)]
    in_lines = any(len(piece.spans) > 1 for _, piece in pieces) or not all(parts)
    worth = _BY_LINES if in_lines else _BY_WIDTH + (_TWO_OPEN if sum(opens) > 1 else 0.0 if any(opens) else -0.5)
    measures = [_as_printed(pieces, opens, parts)] if in_lines else list(_measured(pieces, opens, parts))
    found: dict[tuple[tuple[int, ...], int | None, tuple[int, ...]], Layout] = {}
    for most_out in (0,) if unless_printed else range(_MOST_LEFT_OUT + 1):
        for measured in measures:
            for layout in _layouts(measured, worth, most_out):
                if unless_printed and layout.may_be_printed:
                    return ()
                key = layout.starts, layout.short, layout.left_out
                found[key] = _either(found[key], layout) if key in found else layout
                if len(found) > MOST_LAYOUTS:
                    return ()
        if found:
            break
        if not most_out:
            measures = [[replace(s, alone=_is_alone(pieces, i)) for i, s in enumerate(m)] for m in measures]
            if not any(s.alone for m in measures for s in m):
                break
    return tuple(found.values())


def _is_alone(pieces: Pieces, i: int) -> bool:
    """Tell whether a piece may be a caption: a short line of one sentence that is a block of its own."""
    role, piece = pieces[i]
    if not i or role is not Role.BODY or piece.indented or piece.full or len(piece.spans) > 1 or "“" in piece.text:
        return False
    if not _SHORTEST_OUT <= len(piece.text) <= _LONGEST_OUT or "。" in piece.text[:-1]:
        return False
    own = all(pieces[j][1].block != piece.block for j in (i - 1, i + 1) if j < len(pieces))
    return own and not is_open(piece.text) and not begins_torn(piece.text)


def _either(one: Layout, other: Layout) -> Layout:
    """Return a layout that says only what two with the same columns agree on."""
    torn = tuple(a if a is b else None for a, b in zip(one.torn, other.torn, strict=True))
    return replace(one, torn=torn)


def _measured(pieces: Pieces, opens: list[bool], parts: list[bool]) -> Iterator[list[_Set]]:
    """Yield the pieces in lines of type at each width at which all open ends fill their line."""
    texts = [piece.spaced if has_dateline(piece.spaced) else piece.text for _, piece in pieces]
    latin = any(not text.isascii() and _LATIN.search(text) for text in texts)
    first = sorted(range(len(pieces)), key=lambda i: not opens[i])  # an open end rules most widths out
    for narrow in (1.0, 0.5) if latin else (1.0,):
        rows = [Rule(text) if narrow == 1.0 else NarrowRule(text, narrow) for text in texts]
        for width in WIDTHS:
            measured: dict[int, _Set] = {}
            for i in first:
                role, piece = pieces[i]
                if role is not Role.BODY:
                    measured[i] = _Set(1, None, open=False, text=False, parts=parts[i])
                    continue
                fresh = None if begins_inside(piece.text) else rows[i].lines(width, _INDENT, full=opens[i])
                torn = None if piece.begins else rows[i].lines(width, 0, full=opens[i])
                if fresh is None and torn is None:
                    break
                measured[i] = _Set(fresh, torn, opens[i], text=True, parts=parts[i])
            else:
                yield [measured[i] for i in range(len(pieces))]


_LATIN = re.compile("[!-~]")


def _as_printed(pieces: Pieces, opens: list[bool], parts: list[bool]) -> list[_Set]:
    """Return the lines of pieces on a page that keeps them; an open end inside a block goes on there."""
    indents = any(piece.indented for _, piece in pieces)
    measured = []
    for i, (role, piece) in enumerate(pieces):
        inside = not parts[i] and opens[i - 1]
        lines = len(piece.spans)
        may_begin = not indents or piece.indented or inside or role is not Role.BODY
        ends_column = opens[i] and not (i + 1 < len(parts) and not parts[i + 1])
        may_go_on = role is Role.BODY and not (indents and piece.indented)
        measured.append(
            _Set(lines if may_begin else None, lines if may_go_on else None, ends_column, role is Role.BODY, parts[i])
        )
    return measured


_Column = tuple[int, bool | None]
"""Place of a column's first piece, and whether it goes on in a paragraph."""


def _layouts(pieces: list[_Set], worth: float, most_out: int) -> Iterator[Layout]:
    """Yield the layouts of measured pieces for every height that the first column may have."""
    height = 0
    for last, piece in enumerate(pieces[:-1]):
        if piece.fresh is None:
            return
        height += piece.fresh
        if height >= 2 and pieces[last + 1].parts:
            filling = _Filling(pieces, height, most_out)
            for columns, short, out in filling.from_column(last + 1, ((0, False),), None, ()):
                weight = worth + (0.0 if short is not None else _ALL_EVEN) + _MORE * (len(columns) - 3)
                weight -= _LEFT_OUT * len(out)
                yield Layout(tuple(s for s, _ in columns), tuple(t for _, t in columns), short, weight, out)
        if piece.open:
            return


@dataclass(frozen=True, slots=True)
class _Filling:
    """Fills columns of one height with measured pieces."""

    pieces: list[_Set]
    height: int
    most_out: int = 0

    def from_column(
        self, start: int, columns: tuple[_Column, ...], short: int | None, out: tuple[int, ...]
    ) -> Iterator[tuple[tuple[_Column, ...], int | None, tuple[int, ...]]]:
        """Yield the columns, the number of the short one and what is left out, from one that begins at `start` on."""
        if start == len(self.pieces):
            if len(columns) > 1 and len(out) == self.most_out and self._torn_fit(columns):
                yield columns, short, out
            return
        if len(out) < self.most_out and self.pieces[start].alone:
            yield from self.from_column(start + 1, columns, short, (*out, start))
        if len(columns) == MOST_COLUMNS or not self.pieces[start].parts:
            return
        first = self.pieces[start]
        ways: list[tuple[bool | None, int | None]] = [(False, first.fresh), (True, first.torn)]
        if first.fresh == first.torn:
            ways = [(None, first.fresh)]
        for torn, lines in ways:
            column = (*columns, (start, torn))
            for end, is_short in self._ends(start, lines, may_be_short=short is None):
                yield from self.from_column(end, column, len(columns) if is_short else short, out)

    def _ends(self, start: int, lines: int | None, *, may_be_short: bool) -> Iterator[tuple[int, bool]]:
        """Yield where a column may end, and whether it is the short one then."""
        filled = lines or 0
        for at in range(start, len(self.pieces)):
            if at > start:
                filled += self.pieces[at].fresh or self.height + 1
            if not filled or filled > self.height:
                return
            if filled == self.height:
                yield at + 1, False
                return
            if self.pieces[at].open:
                return
            if may_be_short and self.pieces[at].text:
                yield at + 1, True

    def _torn_fit(self, columns: tuple[_Column, ...]) -> bool:
        """Tell whether there may be as many beginnings inside a paragraph as open ends; a sentence may end a column."""
        return sum(torn is not False for _, torn in columns) >= sum(piece.open for piece in self.pieces)

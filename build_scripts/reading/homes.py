"""Which article a column of type belongs to: all columns of a page are weighed against all its articles.

A column among those of another article leaves ends and beginnings hanging there and at home. It goes where that mends
more seams than it breaks, and where its names, its words and its width belong. The best move is made first; a move
inside an article, which leaves the column where it is, is weighed beside all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from build_scripts.reading.belonging import Column, Marks
from build_scripts.reading.drafts import Draft, Part, head_text
from build_scripts.reading.page_seams import PageSeams
from build_scripts.reading.pieces import in_one_column
from build_scripts.reading.questions import is_foreign, is_of_speakers, is_said

MOVED = "belongs_to_article"
"""Rule of a column that was printed among those of another article."""
_ENOUGH, _MOST_BY_SEAMS = 4.5, 4.0
"""What seams and belonging must give together, and the most that seams alone can give."""
_INSIDE = 3.0
"""What a move inside an article must gain."""
_FAR = 2.5
"""What it costs for each article that lies between: papers set columns among their neighbours."""
_AGAINST_PRINT = 1.0
"""What it costs that a column comes to stand before others that are printed above it."""
_TIGHT = 4.0
"""Neighbours whose seam is worth this much are not parted."""
_BY_SIGNATURE = 4.0
"""What it is worth that a column stands right above the signature of an article."""
_LEAST = 2.5
"""What the seams must gain: names and words alone move nothing, for an article may go on to another matter."""
_MOST_BY_MARKS = 20.0
"""More than names, words and setting can ever be worth."""
_MOST = 120
"""Pieces of a page among which columns are moved."""
_LONGEST = 6
"""Pieces of the longest column that is moved: what is longer is an article's own, whatever else it speaks of."""
_ROUNDS = 16


@dataclass(frozen=True, slots=True)
class _Move:
    """A run of pieces of one article that goes behind a piece of another, or of its own."""

    gain: float
    source: int
    first: int
    last: int
    target: int
    behind: int


def bring_home(drafts: list[Draft]) -> None:
    """Move the columns of a page to the articles that they belong to."""
    texts = sum(len(draft.flow) for draft in drafts)
    if len(drafts) < 2 or not 3 <= texts <= _MOST:
        return
    seams = PageSeams(drafts)
    if not seams.are_in_doubt():
        return
    seams.joins.look_closely()
    search = _Search(seams, drafts)
    for _ in range(_ROUNDS):
        move = search.best()
        if move is None:
            return
        run = search.carry_out(move)
        if move.target != move.source:
            _carry_over(drafts, seams, move, run)


class _Places:
    """Where a run may stand in an article: number of the piece before, the two pieces, what their seam is worth."""

    def __init__(self, path: Sequence[int], seams: PageSeams) -> None:
        """Take the pieces of an article."""
        pairs = enumerate(zip_longest(path, path[1:]))
        self.all = [(n, left, right, seams.worth[left, right]) for n, (left, right) in pairs]
        self.open = [place for place in self.all if place[1] in seams.joins.ends or place[2] is None]
        """Those behind an open end, or the last."""


class _Search:
    """The articles of a page as paths over its pieces, and the moves that may better them."""

    def __init__(self, seams: PageSeams, drafts: list[Draft]) -> None:
        self._seams = seams
        self._paths = seams.paths
        self._lines = [piece.line for _, piece, _ in seams.flow]
        self._heads = list(map(head_text, drafts))
        self._signed = _above_signatures(drafts, seams)
        self._belonging: dict[tuple[int, int, int, int], float] = {}
        self._speakers = any(is_said(seams.flow, i) for i in range(len(seams.flow)))

    @cached_property
    def _marks(self) -> Marks:
        """What tells apart the articles: on most pages the seams allow no move, and nobody asks."""
        return Marks(self._seams.flow, self._heads)

    def best(self) -> _Move | None:
        """Return the move that gains most, beyond what it must gain."""
        best: _Move | None = None
        for move in sorted(self._moves(), key=lambda move: -move.gain):
            if move.gain + _MOST_BY_MARKS < max(_ENOUGH, best.gain if best else 0.0):
                break
            gain = move.gain
            if move.target != move.source:
                belonging = self._belongs(move)
                if min(gain, _MOST_BY_SEAMS) + belonging <= _ENOUGH:
                    continue
                gain += belonging - (_ENOUGH - _INSIDE)
            if gain > (best.gain if best else _INSIDE):
                best = replace(move, gain=gain)
        return best

    def carry_out(self, move: _Move) -> list[int]:
        """Move a run; return its pieces."""
        path = self._paths[move.source]
        run = path[move.first : move.last + 1]
        del path[move.first : move.last + 1]
        self._paths[move.target][move.behind + 1 : move.behind + 1] = run
        self._belonging.clear()
        return run

    def _moves(self) -> Iterator[_Move]:
        worth = self._seams.worth
        places = [_Places(path, self._seams) for path in self._paths]
        for source, path in enumerate(self._paths):
            for first in range(1, len(path)):
                into = worth[path[first - 1], path[first]]
                if into >= _TIGHT or self._is_one_column(path[first - 1], path[first]):
                    continue
                for last in range(first, min(len(path), first + _LONGEST)):
                    after = path[last + 1] if last + 1 < len(path) else None
                    if after is not None and self._is_one_column(path[last], after):
                        continue
                    out = worth[path[last], after]
                    freed = worth[path[first - 1], after] - into - out
                    if (after is None or out < _TIGHT) and freed >= -_TIGHT:
                        yield from self._targets(_Move(freed, source, first, last, source, 0), places)

    def _targets(self, run: _Move, places: list[_Places]) -> Iterator[_Move]:
        """Yield the moves of a run to every place at which its seams allow it to stand."""
        worth, lines, freed = self._seams.worth, self._lines, run.gain
        head, tail = self._paths[run.source][run.first], self._paths[run.source][run.last]
        told = self._among_speakers(run)
        closed, beginning = tail not in self._seams.joins.ends, -self._seams.look(head)
        for target, there in enumerate(places):
            inside = target == run.source
            least = _INSIDE if inside else _LEAST - told[target]
            # Between two ends that are closed a run gains the same wherever it stands.
            for n, left, right, parted in there.open if closed and freed + beginning <= least else there.all:
                gain = freed + worth[left, head] + worth[tail, right] - parted
                if gain <= least or (inside and run.first - 1 <= n <= run.last):
                    continue
                if lines[left] > lines[head] or (right is not None and lines[right] < lines[tail]):
                    gain -= _AGAINST_PRINT
                if not inside:
                    gain -= _FAR * (abs(target - run.source) - 1)
                if gain > least:
                    gain += 0.0 if inside else told[target]
                    behind = n - (run.last - run.first + 1) if inside and n > run.last else n
                    yield _Move(gain, run.source, run.first, run.last, target, behind)

    def _among_speakers(self, run: _Move) -> list[float]:
        """Return for each article what its paragraphs, named by who speaks or not, say for a run going there."""
        path, flow = self._paths[run.source], self._seams.flow
        foreign = is_foreign(flow, path[run.first : run.last + 1]) if self._speakers else 0.0
        if not foreign:
            return [0.0] * len(self._paths)
        rests = list(self._paths)
        rests[run.source] = path[: run.first] + path[run.last + 1 :]
        speaking = [is_of_speakers(flow, rest) for rest in rests]
        return [foreign * (speaking[run.source] - there) for there in speaking]

    def _is_one_column(self, left: int, right: int) -> bool:
        """Tell whether two neighbours stand in one block of a column that is known by its lines."""
        return in_one_column(self._seams.flow[left][1], self._seams.flow[right][1])

    def _belongs(self, move: _Move) -> float:
        key = move.source, move.first, move.last, move.target
        found = self._belonging.get(key)
        if found is None:
            path = self._paths[move.source]
            run, rest = path[move.first : move.last + 1], path[: move.first] + path[move.last + 1 :]
            found = self._marks.weigh(Column(run, move.source, rest), move.target, self._paths[move.target])
            found += sum(
                _BY_SIGNATURE if home == move.target else -_BY_SIGNATURE
                for i in run
                if (home := self._signed.get(i)) in {move.source, move.target}
            )
            self._belonging[key] = found
        return found


def _above_signatures(drafts: list[Draft], seams: PageSeams) -> dict[int, int]:
    """Return for the pieces that stand right above a signature the number of the article that it closes."""
    lines = sorted((seams.flow[i][1].line, i) for path in seams.paths for i in path)
    above: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        if draft.signed and draft.bylines:
            before = [i for line, i in lines if line < draft.bylines[0].line]
            above.update(dict.fromkeys(before[-1:], number))
    return above


def _carry_over(drafts: list[Draft], seams: PageSeams, move: _Move, run: list[int]) -> None:
    """Move the pieces of a run from one draft to another: to the seam that is proved, else to where it is printed."""
    source, target = drafts[move.source], drafts[move.target]
    rows = [seams.flow[i] for i in run]
    taken = {id(piece) for _, piece, _ in rows}
    if source.byline_at is not None:
        source.byline_at -= sum(id(piece) in taken for _, piece, _ in source.flow[: source.byline_at])
    source.flow = [part for part in source.flow if id(part[1]) not in taken]
    at = _place(target.flow, seams, seams.paths[move.target], run)
    if target.byline_at is not None and target.byline_at >= at:
        target.byline_at += len(rows)
    target.flow[at:at] = [(role, piece, MOVED if rule == "running_text" else rule) for role, piece, rule in rows]
    source.resumed = target.resumed = True


def _place(flow: list[Part], seams: PageSeams, path: list[int], run: list[int]) -> int:
    at = path.index(run[0])
    left, right = path[at - 1], path[at + len(run)] if at + len(run) < len(path) else None
    if seams.is_proved(left, run[0]) or (right is not None and seams.is_proved(run[-1], right)):
        return next(i for i, part in enumerate(flow, 1) if part[1] is seams.flow[left][1])
    line = seams.flow[run[0]][1].line
    return next((i for i, (_, piece, _) in enumerate(flow) if piece.line > line), len(flow))

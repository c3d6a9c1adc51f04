"""A quotation whose words are no longer printed as they were: where a new scan has them, a character or two apart.

As many pieces as characters may differ, and one more: one of them stands unchanged, so that few places are compared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from build_scripts.editing import Quote
from build_scripts.model import Grade, Problem, RawPage
from build_scripts.quoting import fold

_MAY_DIFFER = ((20, 3), (12, 2), (6, 1))
"""A quotation of so many characters may differ in so many; shorter ones in none."""
_MOST_PLACES = 60
_LONGEST = 60
"""Longer quotations are not looked for; nobody needs so many words to tell a place."""
_MOST_WORK = 3_000_000
"""Pairs of characters that are compared for all quotations of a page: a second or two, whatever is in the sidecar."""


@dataclass(frozen=True, slots=True)
class Near:
    """Words that are nearly a quotation."""

    text: int
    """Number of the text that has them, the first of them where they run on into the next."""
    start: int
    """Offset in the folded text."""
    words: str
    """As they are printed, without blanks."""


class NearFinder:
    """Texts in which quotations are looked for that none of them has."""

    def __init__(self, texts: Sequence[str], *, lines: bool) -> None:
        """Take texts; where they are `lines`, words may run on from one into the next."""
        self._folded = [fold(text) for text in texts]
        self._raw = ["".join(text.split()) for text in texts]
        self._whole = ("" if lines else "\n").join(self._folded)
        self._starts: list[int] = []
        at = 0
        for folded in self._folded:
            self._starts.append(at)
            at += len(folded) + (not lines)
        self._firsts = set(self._starts)
        self._work = 0

    def near(self, quote: str, *, at_line: bool = False) -> str | None:
        """Return the one passage that is nearly a quotation; None where the words are there, or none or several are.

        `at_line`: the passage must begin where a text begins.
        """
        wanted = fold(quote)
        differ = next((most for size, most in _MAY_DIFFER if len(wanted) >= size), 0)
        if not differ or len(wanted) > _LONGEST or self._work > _MOST_WORK or wanted in self._whole:
            return None
        found: dict[int, tuple[int, int]] = {}
        for first in self._seeds(wanted, differ):
            self._work += (2 * differ + 1) * len(wanted) * (len(wanted) + differ)
            if self._work > _MOST_WORK:
                return None
            starts = [
                s for s in range(first - differ, first + differ + 1) if s >= 0 and (not at_line or s in self._firsts)
            ]
            ends = (_distance(wanted, self._whole[s : s + len(wanted) + differ], self._ends(s)) for s in starts)
            best = min(
                ((cost, abs(s - first), s, length) for s, (cost, length) in zip(starts, ends, strict=True)),
                default=None,
            )
            if best and best[0] <= differ:
                found[best[2]] = (best[0], best[3])
        places = _apart(found, len(wanted))
        if len(places) != 1:
            return None
        start = places[0]
        return self._printed(start, start + found[start][1])

    def _seeds(self, wanted: str, differ: int) -> Iterator[int]:
        """Yield where the quotation would begin if one of its pieces stood unchanged."""
        size = len(wanted) // (differ + 1)
        seen: set[int] = set()
        for number in range(differ + 1):
            piece = wanted[number * size : (number + 1) * size]
            self._work += len(self._whole) // 100  # searching is a hundred times as fast as comparing
            at = self._whole.find(piece)
            for _ in range(_MOST_PLACES):
                if at < 0:
                    break
                if at - number * size not in seen:
                    seen.add(at - number * size)
                    yield at - number * size
                at = self._whole.find(piece, at + 1)

    def _ends(self, start: int) -> int:
        """Return how many characters there are from a place to where its text ends."""
        following = bisect_right(self._starts, start)
        return (self._starts[following] if following < len(self._starts) else len(self._whole)) - start

    def _printed(self, start: int, end: int) -> str:
        """Return folded characters as they are printed, as far as folding keeps their number."""
        words = []
        for at, folded, raw in zip(self._starts, self._folded, self._raw, strict=True):
            first, last = max(start - at, 0), min(end - at, len(folded))
            if first < last:
                words.append((raw if len(raw) == len(folded) else folded)[first:last])
        return "".join(words)


def _distance(wanted: str, passage: str, line: int) -> tuple[int, int]:
    """Return by how many characters a quotation differs from the best beginning of a passage, and how long that is.

    Of several the one that ends with its line, which has so many characters, else the one of like length.
    """
    row = list(range(len(passage) + 1))
    for number, char in enumerate(wanted, 1):
        before, row = row, [number]
        for at, other in enumerate(passage, 1):
            row.append(min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (char != other)))
    _, _, _, cost, best = min((c, n != line, abs(n - len(wanted)), c, n) for n, c in enumerate(row))
    return cost, best


def _apart(found: dict[int, tuple[int, int]], size: int) -> list[int]:
    """Return the best places, one of those that lie over one another."""
    kept: list[int] = []
    for start in sorted(found, key=lambda start: found[start][0]):
        if all(abs(start - other) >= size for other in kept):
            kept.append(start)
    return kept


def refitted(page: RawPage, what: str, quote: Quote, words: str) -> tuple[Quote, Problem]:
    """Return a quotation with the words that the page has now, and what an editor is told of it."""
    found = f"{what}“{quote.text[:16]}”按相近的字找到了地方：原文现在作“{words[:16]}”"
    remedy = "请核对；把附表里的字改成现在的，就不再提示"
    return replace(quote, text=words), Problem(page.decisions.file, quote.line, found, remedy, Grade.HINT)

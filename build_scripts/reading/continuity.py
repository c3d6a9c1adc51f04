"""What speaks for one piece of text going on in another, as log odds against a piece chosen at random.

Each kind of evidence was measured on breaks set at random into our articles: how often it holds where
a piece truly goes on in the other, and how often between pieces of one article that do not belong
together. Where `seams` asks whether a piece stops and another begins, this weighs one beginning
against another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from build_scripts.lexicon import segmenter
from build_scripts.reading.phrasing import affinity
from build_scripts.reading.running_on import running_on
from build_scripts.reading.seams import Seam, begins_torn, habits, phrase_across, word_across
from build_scripts.tables import read_words
from build_scripts.text import is_han

_AFFINITY = ((-0.3, 0.0), (1.0, 0.4), (2.0, 1.0), (3.0, 1.7), (4.0, 2.2), (7.5, 4.5))
"""From so many nats of affinity on, what two Han characters at a seam are worth; less is worth `_APART`."""
_APART = -1.2
_PHRASE = {3: 1.5, 4: 2.0}
"""What a phrase across the seam is worth that the page prints elsewhere, by its length."""
_NAMED = 1.7
"""A seam that is worth so much by its words names the word that it makes."""
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"))
_CLOSED, _OPENED_AGAIN, _NEVER_CLOSED, _NOT_OPEN = 3.4, -3.4, -1.4, -3.4
"""Where marks of a pair stand open: what comes next on the other side; and one that closes what is not open."""
_BY_WORDS, _BY_RUN, _BY_RUN_AT_NUMBER = 0.7, 0.3, 0.5
"""How much of what words tell counts, and how much of what characters tell, in nats."""
_LEAST_RUN, _MOST_RUN = -6.0, 8.0
_CLAUSE, _INSIDE = 0.8, 0.3
_LIST = re.compile(r"[^，。；：、！？]{1,12}(、|等|和|及|以及)")


def weigh_closely(left: str, right: str, elsewhere: str) -> Seam:
    """Return how well `right` continues `left`, its proof being log odds; `elsewhere` is the text of the page."""
    evidence = list(_evidence(left, right, elsewhere))
    proof = _total(evidence)
    habit, reasons = habits(left, right)
    why = "，".join([reason for _, reason in evidence if reason] + reasons)
    if _WORDS in why and (word := word_across(left, right)):
        why = why.replace(_WORDS, f"合成“{word}”")
    return Seam(proof + habit, why or "前后相邻", proof)


def proof_closely(left: str, right: str, elsewhere: str) -> float:
    """Return only the proof that `right` continues `left`, for seams of which nobody asks the reason."""
    return _total(_evidence(left, right, elsewhere))


def _evidence(left: str, right: str, elsewhere: str) -> Iterator[tuple[float, str]]:
    """Yield what only the two pieces give, in log odds, each with the reason that readers are told."""
    yield from _brackets(left, right)
    yield _meeting(left, right)
    if phrase := phrase_across(left, right, elsewhere):
        yield _PHRASE[len(phrase)], f"本版另有“{phrase}”"


def _total(evidence: Iterable[tuple[float, str]]) -> float:
    proof = 0.0
    for worth, _ in evidence:
        proof += worth
    return proof


_WORDS = "前后文字常相连"


@lru_cache(maxsize=1 << 9)  # what is weighed for the page is weighed again for its articles
def _meeting(left: str, right: str) -> tuple[float, str]:
    """Weigh the characters that meet, by words and by what stands together in a newspaper."""
    worth, why = _at_seam(left, right)
    gain = max(_LEAST_RUN, min(_MOST_RUN, running_on(left[-2:], right[:2])))
    last, first = left[-1:], right[:1]
    if last.isdigit() or first.isdigit():
        least = _UNIT if last.isdigit() and _is_unit(right) else _LEAST_RUN
        return max(least, _BY_RUN_AT_NUMBER * gain + _by_number(left, right)), why
    return _BY_WORDS * worth + _BY_RUN * gain + (_CLAUSE if last in "，、：；" else _INSIDE), why


def _at_seam(left: str, right: str) -> tuple[float, str]:
    """Weigh the characters that meet: words, numbers and what they count, a clause and its beginning."""
    last, first = left[-1:], right[:1]
    if is_han(last) and is_han(first):
        near = affinity(left, right)
        at = bisect_right(_AFFINITY, (near, 99.0)) - 1
        worth = _AFFINITY[at][1] if at >= 0 else _APART
        return worth, _WORDS if worth >= _NAMED else ""
    if last.isdigit():
        if re.match(r"[\d.,%％~～—-]", first):
            return 1.9, "数字断开"
        if first in read_words("headings", "after_numbers"):
            return 1.3, "数字断开"
        return -3.5, "数字后面没有单位"
    if first.isdigit() and is_han(last):
        led = left.endswith(read_words("headings", "before_numbers")) or _is_counted(left, right)
        return (1.0, "数字断开") if led else (-0.6, "")
    if last in "，、：；”）" and begins_torn(right):
        return -1.8, "下文起头不成词"
    if last == "、":
        return (1.2, "并列的词接着排") if _LIST.match(right) else (-0.4, "")
    return (0.4, "") if last in "，、：；”）" else (0.0, "")


def _is_unit(right: str) -> bool:
    """Tell whether a piece begins with a word of one character that things are counted with: 道，在各镇…."""
    first = segmenter().cut(right[:8], hmm=False)[0]
    return len(first) == 1 and first in read_words("headings", "after_numbers")


def _by_number(left: str, right: str) -> float:
    """Return what a number at a seam tells beside its characters: what it counts, and whether there are two."""
    whole = _DIGITS_LAST.search(f"{left[-_LONGEST_NUMBER:]}|{right[:_LONGEST_NUMBER]}")
    if whole and len(whole[0]) > _LONGEST_NUMBER:
        return _TWO_NUMBERS
    return _COUNTED if _is_counted(left, right) else 0.0


def _is_counted(left: str, right: str) -> bool:
    """Tell whether a number counts what stands before it, by the word that such things are counted with: 医生|12名."""
    found = _COUNTS.match(right)
    return found is not None and left.endswith(_counted().get(found[1], ()))


@cache
def _counted() -> dict[str, tuple[str, ...]]:
    rows = (row.split() for row in read_words("headings", "counted"))
    return {word: tuple(things) for words, *things in rows for word in words.split("/")}


_COUNTS = re.compile(r"\d[\d.]*[万余多]*(人次|[^\d.万余多])")
_DIGITS_LAST = re.compile(r"\d+\|\d+")
_UNIT = 1.0
"""What it is worth at least that a word to count with stands behind a number, seldom as they may be together."""
_COUNTED = 1.5
"""What it is worth that a number stands behind what its word counts."""
_LONGEST_NUMBER, _TWO_NUMBERS = 6, -4.0
"""Characters of a number over a seam, the seam with them; and what more of them are worth: they are two numbers."""


def _brackets(left: str, right: str) -> Iterator[tuple[float, str]]:
    """Weigh marks that go in pairs: what is opened is closed, and nothing is closed that is not open."""
    opened, closed = _opened(left), _closed_first(right)
    if not opened and not closed:
        return
    for opening, closing in _PAIRS:
        if opening in opened:
            if closing in closed:
                yield _CLOSED, "引号前后相合" if opening == "“" else "括号前后相合"
            else:
                yield (_OPENED_AGAIN if opening in right else _NEVER_CLOSED), ""
        elif closing in closed:
            yield _NOT_OPEN, "引号前后不合" if opening == "“" else "括号前后不合"


@lru_cache(maxsize=256)
def _opened(text: str) -> str:
    """Return the marks that a text opens and does not close."""
    return "".join(opening for opening, closing in _PAIRS if text.rfind(opening) > text.rfind(closing))


@lru_cache(maxsize=256)
def _closed_first(text: str) -> str:
    """Return the marks that close in a text what it has not opened."""
    found = ((closing, text.find(closing), text.find(opening)) for opening, closing in _PAIRS)
    return "".join(closing for closing, at, other in found if at >= 0 and (other < 0 or at < other))

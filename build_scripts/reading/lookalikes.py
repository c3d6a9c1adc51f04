"""Misread characters found by what their look-alikes would make: the likelier words win, by a wide margin.

A character that stands alone between words is tried against the characters that it is misread
for. What the page prints twice in the same form, and names of firms and people, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.reading.bylines import dateline_end
from build_scripts.reading.company import candidates
from build_scripts.reading.likelier import Clause, likelier_word
from build_scripts.reading.likelihood import gain_of
from build_scripts.reading.misreads import Lookalike
from build_scripts.reading.name_guards import is_of_name
from build_scripts.reading.page_words import PageWords, page_words
from build_scripts.reading.parts import read_kin
from build_scripts.text import HAN

_RARE = 13.0
"""Cost of a character that hardly stands alone in ordinary text."""
_UNLIKELIER = -2.0
"""Nats by which what the page prints elsewhere may be unlikelier: that may be the misread one too."""
_OPPOSITES = frozenset(
    "远近 近远 快慢 慢快 深浅 浅深 迎送 送迎 进退 退进 推拉 拉推 饥饱 饱饥 浓淡 淡浓 稀稠 稠稀 往返 返往".split()
)
"""Words that are said of the same things as their look-alikes are no misprints of them."""
_BETWEEN = re.compile(f"[^{HAN}]")


@cache
def _mistakable() -> frozenset[str]:
    """Return the characters that others are misread as."""
    return frozenset((*candidates(), *read_kin()))


def find_lookalikes(text: str, page_text: str) -> Iterator[Lookalike]:
    """Yield the characters of a text that are almost surely misread; `page_text` is what the page prints."""
    page = page_words(page_text)
    han = _BETWEEN.sub("\n", text)  # no word goes over what is not Han
    words = segmenter().cut(han, hmm=False)
    clause = Clause(text, han, words)
    named = dateline_end(text)  # names can be any characters
    mistakable, ends = _mistakable(), accumulate(map(len, words))
    done = 0
    for i, end in [(i, end) for i, (word, end) in enumerate(zip(words, ends, strict=True)) if word in mistakable]:
        word, start = words[i], end - 1
        if start < named:
            continue
        found = None
        if rarer := page.rarer[word]:
            found = _printed_elsewhere(han, start, rarer, page)
        if found is None:
            found = likelier_word(clause, i, start, page)
            if found is None or word + found.right in _OPPOSITES or _is_kept(han, start, page_text):
                continue
        if word in (han[start - 1 : start], han[end : end + 1]):
            continue  # 沟沟岔岔: nothing is misread twice in a row
        if found.start >= done and not is_of_name(text, han, found):
            done = found.start + len(found.word)
            yield found


def _repeated(phrase: str, page_text: str) -> bool:
    """Tell whether a page prints a phrase twice or more."""
    first = page_text.find(phrase)
    return first >= 0 and page_text.find(phrase, first + len(phrase)) >= 0


def _is_kept(han: str, at: int, page_text: str) -> bool:
    """Tell whether the page prints the character in the same company elsewhere."""
    if word_cost(han[at]) > _RARE:
        return False
    around = [han[max(0, at - 1) : at + 1], han[at : at + 2]]
    return any(len(pair) == 2 and "\n" not in pair and _repeated(pair, page_text) for pair in around)


def _printed_elsewhere(han: str, at: int, rarer: str, page: PageWords) -> Lookalike | None:
    """Return the look-alike whose three characters the page prints elsewhere, where the printed ones stand once."""
    char, pairs = han[at], page.pairs
    others = [other for other in rarer if han[at - 1 : at] + other in pairs or other + han[at + 1 : at + 2] in pairs]
    for start in range(max(at - 2, 0), at + 1) if others else ():
        before, after = han[start:at], han[at + 1 : start + 3]
        for other in others:
            mended = before + other + after
            if len(mended) < 3 or not page.has(mended):
                continue
            printed = before + char + after
            # Printed twice it is meant so, and a word of its own speaks for what is printed.
            alone = page.text.count(printed) == 1 and len(segmenter().cut(printed, hmm=False)) == 3
            if alone and gain_of(han, at, other) > _UNLIKELIER:
                return Lookalike(at, other, mended, start)
    return None

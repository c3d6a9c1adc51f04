"""How well one piece goes on in another: the evidence at a seam."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import eq

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.reading.names import is_surname
from build_scripts.tables import read_words
from build_scripts.text import HAN, chars_behind, is_han

CERTAIN = 2.0
"""A seam of this score or more is a certain join."""
FAR = 2.5
"""A seam over a distance needs this much, and PROOF of it by what only the two pieces give."""
PROOF = 1.0


@dataclass(frozen=True, slots=True)
class Seam:
    """Score of a join and the evidence for it in Chinese."""

    score: float
    why: str
    proof: float = 0.0
    """The part of the score that only these two pieces give: a word, a number or marks that fit together."""


@cache
def _opener() -> re.Pattern[str]:
    words = sorted(read_words("headings", "paragraph_openers"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) + "|与.{2,12}(同步|同时)")


def is_opener(text: str) -> bool:
    """Tell whether a piece begins with words that open paragraphs."""
    return _opener().match(text) is not None


@lru_cache(maxsize=1024)
def is_couplet(text: str) -> bool:
    """Tell whether a piece begins with two clauses of four to seven characters each, as long as one another.

    栽下梧桐树，引来金凤凰。
    """
    found = _COUPLET.match(text)
    return found is not None and len(found[1]) == len(found[2])


_COUPLET = re.compile(f"([{HAN}]{{4,7}})，([{HAN}]{{4,7}})[。！]")


def word_across(left: str, right: str) -> str | None:
    """Return the dictionary word that the seam makes, if the segmenter sees one there."""
    a, b = left[-10:], right[:10]
    at = len(a)
    if not (a and b and is_han(a[-1]) and is_han(b[0])):
        return None
    for word, start, end in segmenter().tokenize(a + b):
        if start < at < end and end - start >= 2 and segmenter().has_word(word) and all(map(is_han, word)):
            return str(word)
    return None


def is_open(text: str) -> bool:
    """Tell whether a piece of running text stops without an end."""
    if _unclosed(text):
        return True
    if text.rstrip("”’\"')")[-1:] in ".!?" and _LATIN_END.search(text):
        return _CUT_FIGURE.search(text) is not None
    return text.rstrip("”’」』）】》")[-1:] not in "。！？；…"


_LATIN_END = re.compile(r"[A-Za-z0-9]{2}[”’\"')]?[.!?][”’\"')]*$")
"""How sentences end in English."""
_CUT_FIGURE = re.compile(rf"[{HAN}]\d+[.]$")
"""A figure behind Chinese words that the column cuts at its point."""


def begins_inside(text: str) -> bool:
    """Tell whether a piece begins in the middle of a sentence: with a mark that nothing can begin with."""
    return text[:1] in "，、。；：？！）”’》】％%"


def weigh_seam(left: str, right: str, elsewhere: str = "") -> Seam:
    """Return how well `right` continues `left`; below 0 it speaks against it.

    `elsewhere` is the text of the page: a phrase that the join makes and that stands there is proof.
    """
    proof, why = 0.0, list[str]()
    closing = re.search("[“”]", right) if _unclosed(left) else None
    if closing and closing.group() == "”":
        proof, why = proof + 2, [*why, "引号前后相合"]
    word = word_across(left, right)
    if word:
        proof, why = proof + word_gain(left, right, word), [*why, f"合成“{word}”"]
    phrase = phrase_across(left, right, elsewhere)
    if phrase:
        proof, why = proof + (3.0 if len(phrase) > 3 else 1.5), [*why, f"本版另有“{phrase}”"]
    if left[-1:].isdigit() and re.match(r"[.%％万亿余多个名人次家张元年月日]", right):
        proof, why = proof + 2, [*why, "数字断开"]
    elif right[:1].isdigit() and re.search(
        r"([\d.]|达到?|分别为|超过?|约|近|共有?|共计|[高加降升增减涨跌]至?到|[高加降升增减涨跌]至|率为|数为)$", left
    ):
        proof, why = proof + 1, [*why, "数字断开"]
    habit, reasons = habits(left, right, mends=bool(word))
    return Seam(proof + habit, "，".join([*why, *reasons]) or "前后相邻", proof)


def habits(left: str, right: str, *, mends: bool = False) -> tuple[float, list[str]]:
    """Return what speaks for a stop inside a sentence by either piece alone; `mends`: the seam makes a word."""
    habit, why = 0.0, list[str]()
    if begins_inside(right):
        habit, why = habit + 3, [*why, "标点不能起头"]
    elif begins_torn(right):
        habit, why = habit + 1.5, [*why, "下文起头不成词"]
    if left[-1:] in "，、：":
        habit, why = habit + 2, [*why, "上文以逗号停住"]
    elif left.endswith(read_words("headings", "open_words")):
        habit, why = habit + 2, [*why, f"上文停在“{left[-1]}”"]
    if is_opener(right) and not mends:
        habit, why = habit - 2, [*why, "下文像段首"]
    return habit, why


def phrase_across(left: str, right: str, elsewhere: str) -> str | None:
    """Return three or four characters over the seam that the page prints elsewhere.

    Four do so in a sixth of true breaks and hardly ever by chance; three are weaker.
    """
    if not left or right[:1] not in chars_behind(left[-1], elsewhere):  # every phrase has these two characters
        return None
    for before, after in ((2, 2), (1, 3), (3, 1), (2, 1), (1, 2)):
        phrase = left[-before:] + right[:after]
        if len(phrase) == before + after and all(map(is_han, phrase)) and phrase in elsewhere:
            return phrase
    return None


def begins_torn(text: str) -> bool:
    """Tell whether a piece begins in the middle of a sentence, by a mark or by a character that begins none."""
    return begins_inside(text) or (_torn_word(text[:8]) and not is_couplet(text[:16]))


def is_torn_off(text: str) -> bool:
    """Tell whether a piece begins in the middle of a sentence, be it with what a number stands before."""
    return begins_torn(text) or bool(_AFTER_NUMBER.match(text))


_AFTER_NUMBER = re.compile("[万亿余多](?:元|人|名|个|亩|例|公里|次|份|张|所|家|件|吨|户|平方)|元[，。、；]|个百分点")


@lru_cache(maxsize=1024)
def _torn_word(beginning: str) -> bool:
    """Tell whether a piece begins with a single character that hardly begins a sentence: 质医疗…, 师到…."""
    first = segmenter().cut(beginning, hmm=False)[0]
    if len(first) != 1 or not is_han(first) or is_surname(first):
        return False
    return first not in read_words("headings", "first_characters")


def word_gain(left: str, right: str, word: str) -> float:
    """Return what the word that a seam makes is worth as evidence, in nats (logarithm of true to chance).

    Measured on breaks set at random into our articles, against random pairs of pieces: by how much
    likelier the words become when the seam is closed.
    """
    a, b = left[-8:], right[:8]
    apart = sum(map(word_cost, _han_words(a))) + sum(map(word_cost, _han_words(b)))
    gain = apart - sum(map(word_cost, _han_words(a + b)))
    worth = next(worth for least, worth in ((6, 4.5), (4, 3.0), (2, 1.0), (-100, 0.0)) if gain >= least)
    return worth + (1.5 if len(word) > 2 else 0.0)


def _han_words(text: str) -> list[str]:
    return [w for w in segmenter().cut(text, hmm=False) if is_han(w[0])]


def _unclosed(text: str) -> bool:
    return text.count("“") > text.count("”")


def overlap_of(left: str, right: str) -> int:
    """Return how many characters of `right` repeat the tail of `left`, misread characters allowed; 0 for none.

    Five characters that are the same, or eight of which seven in ten are, do not repeat by chance
    on both sides of a column break; a whole sentence is repeated only as it is.
    """
    if not is_open(left):
        return exact_overlap(left, right)
    for n in range(min(_LONGEST_REPEATED, len(left), len(right)), 4, -1):
        if left[-1] != right[n - 1]:
            continue
        same = sum(map(eq, left[-n:], right[:n]))
        if same == n or (n >= 8 and same >= 0.7 * n):
            return n
    return 0


def exact_overlap(left: str, right: str, least: int = 6) -> int:
    """Return how many characters of `right` repeat the tail of `left` to the letter; 0 for fewer than the least."""
    if right[:least] not in left[-_LONGEST_REPEATED:]:
        return 0
    for n in range(min(_LONGEST_REPEATED, len(left), len(right)), least - 1, -1):
        if left[-1] == right[n - 1] and left.endswith(right[:n]):
            return n
    return 0


_LONGEST_REPEATED = 40
"""Characters of the longest tail that is printed twice."""

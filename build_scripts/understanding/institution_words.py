"""Which words before its ending belong to the name of an institution, and where the name begins."""

from __future__ import annotations

import re

from build_scripts.lexicon import place_words
from build_scripts.understanding.institution_rules import Rules, rules
from build_scripts.understanding.words import Token

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand for brackets inside a company's name, which are no boundary."""
NUMBERED = re.compile(r"第[一二三四五六七八九十]+")
TOWN_ENDS = ("镇", "乡", "街道", "苏木")
_ALL_NUMBERS = re.compile(r"[一二三四五六七八九十〇]+")
_NOUN_LIKE = ("n", "j", "b", "s", "vn", "an", "g", "h", "k", "eng")


def walk(left: list[Token]) -> list[Token]:
    """Return the words before an ending as far as they can belong to the name."""
    r = rules()
    words: list[Token] = []
    for i in range(len(left) - 1, -1, -1):
        if not _admits(left[i], r) and not _is_part_of_name(left, i, words, r):
            break
        words.append(left[i])
    words.reverse()
    return words


def _is_part_of_name(left: list[Token], i: int, words: list[Token], r: Rules) -> bool:
    """Tell whether a word that otherwise ends the walk belongs to the name of a town, village or person."""
    word = left[i].word
    town_follows = bool(words) and words[-1].word in TOWN_ENDS
    if word in r.before and word not in r.soft:
        return False
    if town_follows and len(word) == 2 and word not in r.before:
        return word[-1] not in r.before  # 设在镇卫生院
    before = left[i - 1].word if i else ""
    if before.endswith(TOWN_ENDS) and len(word) <= 2 and any(t.word.endswith("村") for t in words[-3:]):
        return True
    if len(word) >= 2 and left[i].tag.startswith(("z", "t", "a", "i", "l")) and word[-1] not in "年月日天前后来地":
        owned = before in place_words() or before.endswith(r.org_ends)
        return owned and sum(len(t.word) for t in words) <= 4 and word not in r.vague
    if i == 0 and words and len(word) == 1 == len(words[-1].word):
        return word in r.soft or (len(words) > 1 and words[-2].word in r.org_ends)
    if word in r.soft:
        of_place = i > 1 and left[i - 2].word.endswith(r.place_ends) and before not in r.before
        return len(before) == 1 and (of_place or (before in r.surnames and bool(words)))
    return len(word) == 1 and word in r.surnames and bool(words) and len(words[-1].word) == 1


def _admits(token: Token, r: Rules) -> bool:
    """Tell whether a word can stand inside a name."""
    word, tag = token.word, token.tag
    if word in r.before:
        return False
    if word in r.inside or word in r.heads or word in place_words() or word in (OPEN, CLOSE):
        return True
    if tag.startswith(_NOUN_LIKE) or NUMBERED.fullmatch(word) or _ALL_NUMBERS.fullmatch(word):
        return True
    if word.isdigit():
        return len(word) == 3  # 120急救中心, 301医院
    if word.endswith(r.place_ends) and word not in r.not_places:
        return True
    return len(word) == 1 and not tag.startswith(("p", "c", "u", "r", "x", "w"))


def verb_at(words: list[Token], i: int) -> bool:
    """Tell whether a word is a verb of one character, and not the surname of somebody that a place is named after."""
    word, follows = words[i].word, words[i + 1].word if i + 1 < len(words) else ""
    if len(word) > 1 or words[i].tag != "v":
        return False
    return word not in rules().surnames or len(follows) != 1 or follows in rules().levels


def from_noun(words: list[Token]) -> list[Token]:
    """Return words without the verbs at their beginning: 交县疾控中心."""
    return words[next((i for i in range(len(words)) if not verb_at(words, i)), len(words)) :]


def is_generic(word: str, r: Rules) -> bool:
    """Tell whether a word, or both halves of it, only say what sort of institution it is (企业职工)."""
    return word in r.generic or (len(word) == 4 and word[:2] in r.generic and word[2:] in r.generic)


def begins_place(words: list[Token], i: int) -> bool:
    """Tell whether a place, or an organisation that others belong to, begins with this word."""
    r = rules()
    word, tag = words[i].word, words[i].tag
    if (
        word in r.heads
        or word in place_words()
        or (tag == "ns" and len(word) > 1 and word not in r.not_places and word not in r.lead)
    ):
        return True
    if word in r.generic or word in r.lead or word in r.levels:
        return False
    return (ends_place(word, r) and len(word) > 1) or _is_body(words, i, r)


def _is_body(words: list[Token], i: int, r: Rules) -> bool:
    """Tell whether unknown words from here on are closed by the ending of a place or organisation."""
    for j in (i + 1, i + 2, i + 3):
        if j >= len(words) or sum(len(t.word) for t in words[i:j]) > 4:
            return False
        word = words[j].word
        if word in r.levels and "".join(t.word for t in words[i : j + 1]) not in place_words():
            return False  # all counties are known: 交县疾控中心 is handed to that of the county
        if word in r.place_ends or word in r.org_ends or (word.endswith(r.org_ends) and word not in r.generic):
            return True
        if words[j].tag == "ns" or word in r.lead:
            return False
        if len(words[i].word) == 1 and j == i + 1 and len(word) == 2 and word.endswith(TOWN_ENDS):
            return True
    return False


def ends_place(word: str, r: Rules) -> bool:
    """Tell whether a word is a place or organisation by its ending."""
    if word in r.not_places or word in r.generic or word in r.org_ends:
        return False
    return word.endswith((*r.place_ends, *r.org_ends))

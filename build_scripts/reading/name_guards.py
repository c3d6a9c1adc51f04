"""What is never mended: names of firms, people, towns and places can be any characters."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.gazetteer import load_gazetteer, town_names
from build_scripts.lexicon import segmenter
from build_scripts.reading.misreads import Lookalike
from build_scripts.tables import read_table, read_words
from build_scripts.text import HAN

_NAME_AFTER = re.compile(f"[{HAN}]{{0,8}}(有限|公司|集团|股份)|(?:(?![的在了和各])[{HAN}]){{0,2}}(街道|社区|村|镇|乡)")
_NAME_REACH = 10
"""Characters that _NAME_AFTER looks at."""


def is_before_name(text: str, end: int) -> bool:
    """Tell whether what follows an offset is the end of the name of a firm or a place."""
    return bool(_NAME_AFTER.match(text, end, end + _NAME_REACH))


def is_of_name(text: str, han: str, found: Lookalike) -> bool:
    """Tell whether a character stands in a name, or would make one that nobody has printed."""
    at = found.offset
    return _is_of_person(text, at) or _is_of_town(han, at) or _names_a_place(found)


def first_of_person(words: list[str], i: int) -> int | None:
    """Return how far before the word `i`, a single character, a surname stands that may begin a name with it.

    0 where it is the surname itself, None where no name can stand.
    """
    surnames = read_table("bylines")["common_surnames"]
    for back in (1, 2):
        if i < back or len(words[i - back]) > 1:
            break
        if words[i - back] in surnames:
            return back
    return 0 if words[i] in surnames and len("".join(words[i + 1 : i + 2])) == 1 else None


def is_name(word: str) -> bool:
    """Tell whether a word is nothing but the name of a person or place in the dictionary: 陈娇, 赛迪."""
    return segmenter().has_word(word) and all(kind[:2] in ("nr", "ns") for _, kind in segmenter().tag(word))


@cache
def _towns() -> frozenset[str]:
    """Return the names of towns and streets without their rank: 彩屯 for 彩屯街道."""
    return frozenset(name for town in town_names() if len(name := _RANK.sub("", town)) > 1)


_RANK = re.compile("(?:街道(?:办事处)?|[镇乡村])$")


def _is_of_town(han: str, at: int) -> bool:
    """Tell whether a character stands in the name of a town, with a neighbour or two."""
    starts = range(max(0, at - 2), at + 1)
    return any(han[i : i + size] in _towns() for i in starts for size in (2, 3) if i + size > at)


def _names_a_place(found: Lookalike) -> bool:
    """Tell whether a mended word is the name of a place that the page does not print: 文县 for 交县. None is made."""
    place = load_gazetteer().match_prefix(found.word)
    return place is not None and place[0] == found.word and found.offset < found.start + len(found.word) - 1


@cache
def _person() -> re.Pattern[str]:
    said = "|".join(read_words("headings", "said"))
    return re.compile(rf"[{read_table('bylines')['surnames']}][{HAN}]{{1,2}}(?={said})")


def _is_of_person(text: str, at: int) -> bool:
    """Tell whether a character stands in the name of somebody who speaks: 霍建民说."""
    return any(at >= k and (m := _person().match(text, at - k)) is not None and m.end() > at for k in (1, 2))

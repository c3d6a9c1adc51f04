"""Names in the order of their pinyin, under the letters of the alphabet, as a printed index has them."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from build_scripts.publishing.views import Link

OTHER = "其他"
"""Where names stand that begin with no letter and no Han character."""


@cache
def sound_of(name: str) -> str:
    """Return a name in pinyin without tones, by which it is sorted.

    >>> sound_of("营口市")
    'ying kou shi'
    """
    from pypinyin import lazy_pinyin  # its tables cost a build more than all else that has nothing to do

    return " ".join(lazy_pinyin(name)).lower()


def letter_of(name: str) -> str:
    """Return the letter that a name stands under.

    >>> letter_of("营口市"), letter_of("120急救中心")
    ('Y', '其他')
    """
    first = sound_of(name)[:1].upper()
    return first if "A" <= first <= "Z" else OTHER


def in_order(links: list[Link]) -> list[Link]:
    """Return links by the pinyin of their names; what has no letter comes last."""
    return sorted(links, key=lambda link: (letter_of(link.name) == OTHER, sound_of(link.name), link.name, link.href))


def under_letters(links: list[Link]) -> list[tuple[str, list[Link]]]:
    """Cut links that are in order where a new letter begins."""
    lettered = ((letter_of(link.name), link) for link in links)
    return [(letter, [link for _, link in part]) for letter, part in groupby(lettered, key=lambda pair: pair[0])]

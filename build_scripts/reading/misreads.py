"""A character that is almost surely misread, as the rules that find one hand it on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A misread character: offset in the text, and the words that it spoils and makes."""

    offset: int
    right: str
    word: str
    start: int
    """Offset of the word."""

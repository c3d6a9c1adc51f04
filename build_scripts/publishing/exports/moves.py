"""Where an article that is no longer at its address has gone: told by what was published last and what is there now."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from build_scripts.publishing.exports.changes import Event, History, text_sum

_TELLING = 6
"""Letters of a headline that two different articles will hardly share."""
Row = Mapping[str, Any]
Reader = Callable[[Callable[[str], bool]], Iterable[str]]
"""Gives the lines of the articles whose ids are wanted."""


@dataclass(frozen=True, slots=True)
class _Now:
    """An article of this publication."""

    id: str
    title: str
    text_sum: str
    words: str
    """Letters of all that it prints."""
    is_new: bool


def print_page_of(article: str) -> str:
    """Return the id of the newspaper page that an article stands on."""
    return article.partition("-")[0]


def find_moves(
    history: History, here: Container[str], read: Callable[[Callable[[str], bool]], Iterable[str]]
) -> dict[str, str]:
    """Return for each article that is gone the one that readers are looking for; some have none.

    `here` are the addresses that have a page now, notices among them; `read` gives the lines of `articles.jsonl`
    whose ids are wanted.
    What the log knows of earlier moves is followed; for the rest there is, in this order: the same text on the same
    page or in a new article, the same headline on the page, the headline within another article of the page (two
    were joined), and the same telling headline in the only new article that has it, where the old page is gone.
    """
    gone = history.gone(here)
    moves = {event.id: event.moved_to for event in gone if event.moved_to}
    found: dict[str, str] = {}
    lost: list[Event] = []
    for event in gone:
        if target := _follow(event.id, moves, here):
            found[event.id] = target
        else:
            lost.append(event)
    if not lost:
        return found
    pages = {print_page_of(event.id) for event in lost}
    now = [*_read(read(lambda mine: print_page_of(mine) in pages or mine not in history.known), history)]
    for event in lost:
        if target := _look_for(event, now):
            found[event.id] = target
    # What went to an article that has itself gone since goes where that one went.
    for event in lost:
        target = _follow(event.id, {**moves, **found}, here)
        if target:
            found[event.id] = target
    return found


def _follow(start: str, moves: Mapping[str, str], here: Container[str]) -> str | None:
    at, met = start, {start}
    while (at := moves.get(at, "")) and at not in met:
        if at in here:
            return at
        met.add(at)
    return None


def _read(lines: Iterable[str], history: History) -> Iterator[_Now]:
    """Yield the articles that may be what is looked for: those of the pages, and those that are new."""
    for line in lines:
        row: Row = json.loads(line)
        words = (row["title"], *row["crossheads"], *(part["text"] for part in row["paragraphs"]))
        yield _Now(row["id"], row["title"], text_sum(row), _letters("".join(words)), row["id"] not in history.known)


def _look_for(event: Event, now: list[_Now]) -> str | None:
    page, title = print_page_of(event.id), _letters(event.title)
    mates = [one for one in now if print_page_of(one.id) == page]
    same = [one for one in mates if one.text_sum == event.text_sha256]
    same += [one for one in now if one.is_new and one.text_sum == event.text_sha256]
    if same:
        return same[0].id
    if not title:
        return None
    alike = [one for one in mates if one.title == event.title] or [one for one in mates if title in one.words]
    if alike:
        return alike[0].id
    elsewhere = [one for one in now if one.is_new and one.title == event.title]
    telling = len(title) >= _TELLING and not mates and len(elsewhere) == 1
    return elsewhere[0].id if telling else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))

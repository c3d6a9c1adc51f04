"""What changed since: a log that grows with every publication, kept with the data itself.

A publication is a version, numbered from 1. The log says what each added, changed and removed; from
the same articles and the same earlier log the same log is made, whatever the day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from build_scripts.publishing.exports.columns import Row, article_path
from build_scripts.publishing.json_text import write_json

CHANGES = "changes.jsonl"
ANY_DAY = "946684800"
"""What MkDocs takes for today: a build is the same bytes on any day."""
_READ = ("title", "kicker", "deck", "summary", "byline", "crossheads", "captions", "paragraphs")
"""Keys that make up what readers read; the rest is what is known of it."""


class Change(Enum):
    """What happened to an article in a version."""

    ADDED = "added"
    TEXT = "text"
    """Its words are no longer the same."""
    DATA = "data"
    """Its words are the same; what is known of it is not."""
    REMOVED = "removed"


class Event(msgspec.Struct, rename={"day": "date"}, gc=False):
    """A line of the log; a large archive has as many as articles, and every run reads them."""

    version: int
    day: str | None
    """Of the publication, where the operator says it (SOURCE_DATE_EPOCH); else unknown."""
    change: Change
    id: str
    title: str
    text_sha256: str
    """Of what readers read."""
    sha256: str
    """Of the whole line of `articles.jsonl`."""
    moved_to: str | None = None
    """Id of the article that took its place, where it was removed and one did."""
    path: str | None = None
    """Where it lies in the site; None in the lines of the first programs, which put all articles into one folder."""
    written: str = ""
    """The line that it was read from."""

    def but(self, **changes: Any) -> Event:  # noqa: ANN401  what the fields are
        """Return the event with some fields changed."""
        return msgspec.structs.replace(self, written="", **changes)

    def line(self) -> str:
        """Return the event as a line of JSON."""
        return self.written or json.dumps(
            {
                "version": self.version,
                "date": self.day,
                "change": self.change.value,
                "id": self.id,
                "title": self.title,
                "text_sha256": self.text_sha256,
                "sha256": self.sha256,
                "moved_to": self.moved_to,
                "path": self.path,
            },
            ensure_ascii=False,
        )


class History:
    """The log of an archive: what was there, and what this publication makes of it."""

    def __init__(self, events: Iterable[Event] = (), day: str | None = None) -> None:
        self.events: list[Event] = [*events]
        self._before = len(self.events)
        self._last: dict[str, Event] = {}
        self._added: dict[str, Event] = {}
        former: set[str] = set()
        version = 0
        for event in self.events:
            mine = event.id
            self._last[mine] = event
            if event.change is Change.ADDED:
                self._added[mine] = event
            if event.path is None:
                former.add(mine)
            version = max(version, event.version)
        self._version = version + 1
        self._day = day
        self.seen: set[str] = set()
        """Ids of the articles of this publication, as they are met."""
        self.changed: set[str] = set()
        """Ids of those of them that are new or not the same as before."""
        self.known = frozenset(self._last)
        """Ids of all articles that were ever published before."""
        self.moved: Mapping[str, str] = {}
        """Where articles have gone that are no longer there, as far as that is known."""
        self.former = frozenset(former)
        """Ids of those that were published when all articles lay in one folder (see former.py)."""

    @property
    def fresh(self) -> tuple[Event, ...]:
        """Return what this publication has added to the log."""
        return tuple(self.events[self._before :])

    def meet(self, row: Row, line: str) -> Event:
        """Note an article of this publication; return the event by which it came into the archive."""
        mine = row["id"]
        self.seen.add(mine)
        read, whole = text_sum(row), _sum(line)
        last = self._last.get(mine)
        if last is None or last.change is Change.REMOVED:
            change = Change.ADDED
        elif last.sha256 == whole:
            return self._added[mine]
        else:
            change = Change.DATA if last.text_sha256 == read else Change.TEXT
        event = Event(self._version, self._day, change, mine, row["title"], read, whole, path=article_path(row))
        self.changed.add(mine)
        self._keep(event)
        return self._added[mine]

    def close(self) -> None:
        """Note what is no longer there, and where it has gone."""
        for mine, last in list(self._last.items()):
            if mine in self.seen:
                continue
            moved = last.moved_to or self.moved.get(mine)
            if last.change is not Change.REMOVED:
                self._keep(last.but(version=self._version, day=self._day, change=Change.REMOVED, moved_to=moved))
            elif moved != last.moved_to:  # it came back elsewhere
                self._last[mine] = last.but(moved_to=moved)
                self.events[self.events.index(last)] = self._last[mine]

    def hide(self, withdrawn: Collection[str], shown: Container[str]) -> None:
        """Take the headlines of what is withdrawn, articles or whole pages, out of the log, under all its ids.

        `shown` are the articles that readers get.
        """
        if not withdrawn:
            return
        ids = {
            event.id
            for event in self.events
            for name in (event.id, event.id.partition("-")[0], event.moved_to, self.moved.get(event.id))
            if name in withdrawn
        }
        texts = {event.text_sha256 for event in self.events if event.id in ids}
        ids = {event.id for event in self.events if event.text_sha256 in texts or event.id in ids}
        hidden = {mine for mine in ids if mine not in shown}
        self.events = [event.but(title="") if event.id in hidden else event for event in self.events]
        self._last |= {mine: self._last[mine].but(title="") for mine in hidden}

    def gone(self, here: Container[str]) -> tuple[Event, ...]:
        """Return the last event of each article that once was published and is not among those that are here."""
        return tuple(event for event in self._last.values() if event.id not in here)

    def _keep(self, event: Event) -> None:
        self.events.append(event)
        self._last[event.id] = event
        if event.change is Change.ADDED:
            self._added[event.id] = event


def publication_day(epoch: str | None) -> str | None:
    """Return the day that the operator gives a publication; the one that stands for any day is none.

    >>> publication_day("1764000000"), publication_day(ANY_DAY), publication_day(None)
    ('2025-11-24', None, None)
    """
    if epoch is None or epoch == ANY_DAY or not epoch.isdecimal():
        return None
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()


_decode = msgspec.json.Decoder(Event).decode


def published_events(site: Path) -> Sequence[Event]:
    """Return the log of a site; it is kept until another one is asked for, so that it can be read ahead."""
    log = site / "data" / CHANGES
    if not log.is_file():
        return ()
    found = log.stat()
    return _published(log, found.st_ino, found.st_mtime_ns, found.st_size)


@lru_cache(1)
def _published(log: Path, *_stamp: int) -> Sequence[Event]:
    with log.open(encoding="utf-8", newline="\n") as file:
        return (*read_events(line.removesuffix("\n") for line in file),)


def read_events(log: Iterable[str]) -> Iterator[Event]:
    """Yield the events of a log; a line that is none is no reason to stop."""
    for line in log:
        try:
            event = _decode(line)
        except msgspec.DecodeError:
            continue
        event.written = line
        yield event


def text_sum(row: Row) -> str:
    """Return the digest of what readers read of an article."""
    return _sum(write_json([row[key] for key in _READ]))


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

"""A sidecar's text -> its decisions with the lines that they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from build_scripts.model import Problem
from build_scripts.reading.intake_rules import intake_rules
from build_scripts.reading.sidecar import compose_sidecar
from build_scripts.reading.sidecar_nodes import items_of, words_of

PARTS = {
    "corrections": "correction",
    "articles": "article",
    "roles": "role",
    "seams": "seam",
    "places": "name",
    "institutions": "name",
    "people": "name",
    "topics": "name",
    "facts": "fact",
}
"""Sections of entries with keys -> the part of the table that has the keys."""
QUOTES = ("starts", "joins")
"""Sections of bare quotations."""
ALONE = frozenset({"checked", "withdrawn", "formerly"})
"""What is decided with one word of its own."""
ORDER = "order"
TOP = "top"
"""What stands at the left edge with its value beside it: metadata, 已核对, the head of the only article."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision as it stands in the text."""

    section: str
    """Key of the table, or TOP."""
    first: int
    """Its lines, counted from 0, the last included."""
    last: int
    fields: Mapping[str, str]
    """What it says by the keys of the table; a bare quotation is under `quote`."""
    quotes: tuple[str, ...] = ()
    """For an order: what it lists."""


class UnreadableSidecarError(ValueError):
    """A sidecar that has to be set right by hand first."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_entries(text: str) -> tuple[Entry, ...]:
    """Return the decisions of a sidecar in their order."""
    return tuple(entry for key, value in sections_of(text) for entry in entries_in(key, value))


def sections_of(text: str) -> Iterator[tuple[str, yaml.Node]]:
    """Yield the key and value of what stands at the left edge; TOP with the pair for what is no section."""
    lines = tuple(lines_of(text))
    if not any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        return
    node = compose_sidecar("", lines)
    if isinstance(node, Problem):
        raise UnreadableSidecarError(node)
    sections = words_of("decisions")
    for key, value in node.value:
        name = sections.get(str(key.value).lower(), "")
        if name and name not in ALONE:
            yield name, value
        else:
            yield TOP, yaml.MappingNode("", [(key, value)], key.start_mark, value.end_mark)


def entries_in(section: str, value: yaml.Node) -> Iterator[Entry]:
    """Yield the entries of a section."""
    if section == TOP:
        key, what = value.value[0]
        word = str(key.value).lower()
        name = {**words_of("article"), **words_of("decisions"), **intake_rules().fields}.get(word, word)
        yield Entry(TOP, key.start_mark.line, last_line(what), {name: str(what.value)})
    elif section == ORDER:
        nested: list[yaml.Node] = [item for item in items_of(value) if isinstance(item, yaml.SequenceNode)]
        for order in nested or [value]:
            quotes = tuple(str(item.value) for item in items_of(order))
            yield Entry(ORDER, first_line(order), last_line(order), {}, quotes)
    elif section in QUOTES:
        for item in items_of(value):
            yield Entry(section, first_line(item), last_line(item), {"quote": str(item.value)})
    else:
        known = words_of(PARTS[section])
        for item in items_of(value):
            pairs = item.value if isinstance(item, yaml.MappingNode) else ()
            fields = {known.get(str(k.value).strip().lower(), str(k.value)): str(v.value) for k, v in pairs}
            yield Entry(section, first_line(item), last_line(item), fields)


def first_line(node: yaml.Node) -> int:
    """Return the line that a node begins in."""
    return int(node.start_mark.line)


def last_line(node: yaml.Node) -> int:
    """Return the line that a node ends in; the parser puts the end of a block behind the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        parts = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
        return max(map(last_line, parts), default=first_line(node))
    end = node.end_mark
    return int(end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text."""
    return text.split("\n")[: -1 if text.endswith("\n") else None] if text else []


def text_of(lines: Sequence[str]) -> str:
    """Return lines as a text, each with its end."""
    return "".join(f"{line}\n" for line in lines)

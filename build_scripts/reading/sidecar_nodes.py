"""The nodes of a sidecar: keys, entries, words and truths, with what is wrong noted as it is found."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import yaml

from build_scripts.model import Grade, Problem
from build_scripts.tables import read_table

_MAX_VALUE = 2_000
_MAX_ENTRIES = 1_000


@cache
def words_of(part: str) -> dict[str, str]:
    """Return the words of a part of the table -> the key that they stand for."""
    return {word: row["key"] for row in read_table("sidecar")[part] for word in row["words"]}


@cache
def truths() -> dict[str, bool]:
    """Return the words for yes and no."""
    table = read_table("sidecar")
    return {str(word).lower(): truth for key, truth in (("affirm", True), ("deny", False)) for word in table[key]}


@dataclass(slots=True)
class Notes:
    """What is wrong with a sidecar, as it is found."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def warn(self, node: yaml.Node, found: str, remedy: str) -> None:
        """Note what is wrong at a node, and what to write."""
        self.problems.append(Problem(self.file, node.start_mark.line + 1, found, remedy, Grade.WARNING))


def is_true(fields: dict[str, str], name: str) -> bool:
    """Tell whether an entry says yes to a key."""
    return truths().get(fields.get(name, "").lower(), False)


def entries_of(node: yaml.Node, part: str, notes: Notes) -> Iterator[tuple[yaml.Node, dict[str, str]]]:
    """Yield the entries of a list, or the one entry that stands without a list, with their known keys."""
    for entry in items_of(node):
        if not isinstance(entry, yaml.MappingNode):
            notes.warn(entry, "这一条的写法读不懂", "请写成“- 原文: …”，下一行再写要怎么办")
            continue
        fields: dict[str, str] = {}
        for key, value in entry.value:
            word = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name := key_of(word, words_of(part)):
                fields[name] = text_of(value, notes)
            else:
                warn_unknown(notes, key, word, words_of(part))
        yes_or_no = (
            "refuse",
            "accept",
            "checked",
            "main",
            "key",
            "consistent",
            *(("strike",) if part == "fact" else ()),
        )
        for name in yes_or_no:
            if name in fields and fields[name].lower() not in truths():
                notes.warn(entry, f"“{fields[name][:16]}”不是“是”也不是“否”", "请写 true 或 false")
        yield entry, fields


def items_of(node: yaml.Node) -> list[yaml.Node]:
    """Return the entries of a list, or what stands in its place."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [] if items == [node] and node.value == "" else list(items[:_MAX_ENTRIES])


def text_of(node: yaml.Node, notes: Notes) -> str:
    """Return the text of a node; empty, with a note, for anything but one line."""
    if not isinstance(node, yaml.ScalarNode):
        notes.warn(node, "这里应当是一句话", "请写成一行；文字以方括号、花括号开头时加上引号")
        return ""
    if len(node.value) > _MAX_VALUE:
        notes.warn(node, f"这里有{len(node.value)}个字，太长了", "请只引开头的几个字")
        return ""
    return str(node.value).strip()


def truth_of(node: yaml.Node, notes: Notes) -> bool:
    """Return what a node says to a question of yes or no."""
    truth = truths().get(text_of(node, notes).lower())
    if truth is None:
        notes.warn(node, "这里应当写“是”或“否”", "请写 true 或 false")
    return bool(truth)


def key_of(word: str, known: dict[str, str]) -> str | None:
    """Return the key that a word stands for."""
    return known.get(word.strip().lower())


def nearest_key(word: str, known: dict[str, str]) -> str | None:
    """Return the known word that a misspelt one is most like."""
    likeness = 0.75 if word.isascii() else 0.5  # one of two Han characters is half of a key
    found = next(iter(difflib.get_close_matches(word.lower(), known, 1, likeness)), None)
    if found is None or found.isascii():
        return found
    return next(other for other, key in known.items() if key == known[found])  # as the handbook writes it


def warn_unknown(notes: Notes, node: yaml.Node, word: str, known: dict[str, str]) -> None:
    """Note a word that is no key, with the nearest one."""
    near = nearest_key(word, known)
    words = "、".join(w for w in known if not w.isascii())
    notes.warn(
        node, f"不认识“{word[:20]}”这一项，没有采用", f"{f'是不是“{near}”？' if near else ''}可以写的有：{words}"
    )

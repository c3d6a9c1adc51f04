"""Decisions written into the text of a sidecar: only the lines of a decision change, whatever else stands there stays.

The text is cut by the same nodes that are read, so that comments, order, spelling and blank lines of what an
editor wrote by hand are never touched. Every change can be read back as it was meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import yaml

from build_scripts.reading.intake_rules import intake_rules
from build_scripts.reading.sidecar import plain_colons
from build_scripts.reading.sidecar_entries import (
    ORDER,
    PARTS,
    QUOTES,
    TOP,
    Entry,
    entries_in,
    first_line,
    last_line,
    lines_of,
    read_entries,
    sections_of,
    text_of,
)
from build_scripts.reading.sidecar_nodes import items_of, words_of


def add_entry(text: str, section: str, fields: Mapping[str, str]) -> str:
    """Return the text with one more decision at the end of its section."""
    english = _speaks_english(text, section)
    if section in QUOTES:
        return _append(text, section, [f"- {_scalar(fields['quote'], '- ')}"])
    words = _words(PARTS[section], english=english)
    pairs = [f"{words[key]}: {_scalar(value)}" for key, value in fields.items()]
    return _append(text, section, [f"- {pairs[0]}", *(f"  {pair}" for pair in pairs[1:])])


def add_order(text: str, quotes: Sequence[str]) -> str:
    """Return the text with the order of one more article; the first one stands as a group too."""
    listed = ", ".join(_scalar(quote, "- [", "]") for quote in quotes)
    return _append(_grouped(text), ORDER, [f"- [{listed}]"])


def set_fields(text: str, entry: Entry, fields: Mapping[str, str | None]) -> str:
    """Return the text with an entry that says more, otherwise, or, where a value is None, less."""
    merged = {**entry.fields, **{key: value for key, value in fields.items() if value is not None}}
    merged = {key: value for key, value in merged.items() if key not in fields or fields[key] is not None}
    text, entry = _in_block(text, entry)
    lines = lines_of(text)
    english = _speaks_english(text, entry.section)
    words = _words(PARTS[entry.section], english=english)
    places = _places(text, entry)
    indent = " " * _column(text, entry)
    for key in reversed(list(places)):
        first, last = places[key]
        opens = first == entry.first
        lead = f"{lines[first].partition('-')[0]}- " if opens else indent
        if key not in merged and not opens:
            del lines[first : last + 1]
        elif key in fields and merged.get(key) != entry.fields.get(key):
            lines[first : last + 1] = [f"{lead}{words[key]}: {_scalar(merged.get(key, ''))}"]
    end = entry.last - (len(lines_of(text)) - len(lines))
    new = [key for key in merged if key not in places]
    lines[end + 1 : end + 1] = [f"{indent}{words[key]}: {_scalar(merged[key])}" for key in new]
    return text_of(lines)


def drop_entry(text: str, entry: Entry) -> str:
    """Return the text without a decision; a section that this leaves empty goes with it, comments stay."""
    if entry.section != TOP:
        text, entry = _in_block(text, entry)
    lines = lines_of(text)
    _cut(lines, entry.first, entry.last)
    left = text_of(lines)
    for key, value in sections_of(left):
        if key == entry.section and not items_of(value) and key != TOP:
            _cut(lines, value.start_mark.line, value.start_mark.line)
            return text_of(lines)
    return left


def _cut(lines: list[str], first: int, last: int) -> None:
    """Take lines out, and a blank one where two would stand together or one at an end."""
    del lines[first : last + 1]
    above = first == 0 or not lines[first - 1].strip()
    if above and first < len(lines) and not lines[first].strip():
        del lines[first]
    elif above and 0 < first == len(lines):
        del lines[first - 1]


def set_top(text: str, word: str, value: str | None) -> str:
    """Return the text with what stands at the left edge under a word, by whatever name it was called; None drops it."""
    here = [entry for entry in read_entries(text) if entry.section == TOP and word in entry.fields]
    if value is None:
        return drop_entry(text, here[0]) if here else text
    name = _top_word(word)
    lines = lines_of(text)
    if here:
        written = lines[here[0].first].partition(":")[0].partition("：")[0]
        lines[here[0].first : here[0].last + 1] = [f"{written}: {_scalar(value)}"]
        return text_of(lines)
    at = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    tops = [entry.last + 1 for entry in read_entries(text) if entry.section == TOP]
    at = max(tops, default=at)
    new = [f"{name}: {_scalar(value)}"]
    if at < len(lines) and lines[at].strip() and not tops:
        new.append("")
    lines[at:at] = new
    return text_of(lines)


def _append(text: str, section: str, new: list[str]) -> str:
    """Return the text with lines at the end of a section, which is made where there is none."""
    found = [value for key, value in sections_of(text) if key == section]
    lines = lines_of(text)
    if not found:
        space = [""] if lines and lines[-1].strip() else []
        return text_of([*lines, *space, f"{_section_word(section)}:", *(f"  {line}" for line in new)])
    value = found[-1]
    if not items_of(value):
        at, indent = first_line(value) + 1, "  "
        # 更正: [] is as empty as 更正:
        lines[at - 1] = lines[at - 1].replace("[]", "").replace("{}", "").rstrip()
    elif not isinstance(value, yaml.SequenceNode) or value.flow_style:
        return _append(_unfolded(text, section, value), section, new)
    else:
        at, indent = last_line(value) + 1, " " * value.start_mark.column
    lines[at:at] = [f"{indent}{line}" for line in new]
    return text_of(lines)


def _unfolded(text: str, section: str, value: yaml.Node) -> str:
    """Return the text with a section that stands in brackets, or as one entry without a list, as a list of lines."""
    lines = lines_of(text)
    if section in QUOTES:
        new = [f"  - {_scalar(str(item.value), '- ')}" for item in items_of(value)]
    elif section == ORDER:
        new = [f"  - [{', '.join(_scalar(q, '- [', ']') for q in e.quotes)}]" for e in entries_in(ORDER, value)]
    else:
        new = [line for item in items_of(value) for line in _block(item)]
    first = next(n for n in range(first_line(value), -1, -1) if lines[n][:1].strip())
    inside = lines[first + 1 : last_line(value) + 1]
    kept = [line for line in inside if line.lstrip().startswith("#")]
    head = plain_colons((lines[first],))[0].partition(":")[0]
    lines[first : last_line(value) + 1] = [f"{head}:", *kept, *new]
    return text_of(lines)


def _block(item: yaml.Node) -> Iterator[str]:
    pairs = item.value if isinstance(item, yaml.MappingNode) else [(item, item)]
    for number, (key, value) in enumerate(pairs):
        yield f"  {'  ' if number else '- '}{key.value}: {_scalar(str(value.value))}"


def _grouped(text: str) -> str:
    """Return the text with an order of one article as a group of its own, so that more can stand beside it."""
    for key, value in sections_of(text):
        if key == ORDER and items_of(value) and not any(isinstance(i, yaml.SequenceNode) for i in items_of(value)):
            return _unfolded(text, ORDER, value)
    return text


def _in_block(text: str, entry: Entry) -> tuple[str, Entry]:
    """Return the text with an entry on lines of its own, and the entry there."""
    section = next(value for key, value in sections_of(text) if key == entry.section and _has(value, entry))
    block = isinstance(section, yaml.SequenceNode) and not section.flow_style
    items = items_of(section)
    if block and not any(first_line(item) == entry.first and _is_flow(item) for item in items):
        return text, entry
    same = list(entries_in(entry.section, section))
    number = next(n for n, e in enumerate(same) if e == entry)
    before = sum(1 for e in read_entries(text) if e.section == entry.section and e.first < same[0].first)
    text = _unfolded(text, entry.section, section)
    return text, [e for e in read_entries(text) if e.section == entry.section][before + number]


def _is_flow(item: yaml.Node) -> bool:
    return isinstance(item, yaml.MappingNode) and bool(item.flow_style)


def _has(value: yaml.Node, entry: Entry) -> bool:
    return first_line(value) <= entry.first <= last_line(value)


def _item(text: str, entry: Entry) -> yaml.MappingNode:
    for key, value in sections_of(text):
        for item in items_of(value) if key == entry.section else ():
            if first_line(item) == entry.first and isinstance(item, yaml.MappingNode):
                return item
    raise KeyError(entry.section)


def _places(text: str, entry: Entry) -> dict[str, tuple[int, int]]:
    """Return the lines of each key of an entry, in their order."""
    known = words_of(PARTS[entry.section])
    pairs = _item(text, entry).value
    return {known.get(str(k.value).strip().lower(), str(k.value)): (first_line(k), last_line(v)) for k, v in pairs}


def _column(text: str, entry: Entry) -> int:
    return int(_item(text, entry).start_mark.column)


def _scalar(text: str, lead: str = "a: ", tail: str = "") -> str:
    """Return words as YAML: bare where they are read back as they are, otherwise in quotation marks."""
    if text and text == text.strip() and "\n" not in text:
        try:
            node = yaml.compose(plain_colons((f"{lead}{text}{tail}",))[0], Loader=yaml.SafeLoader)
        except yaml.YAMLError:
            node = None
        while isinstance(node, yaml.CollectionNode) and len(node.value) == 1:
            node = node.value[0][1] if isinstance(node, yaml.MappingNode) else node.value[0]
        if isinstance(node, yaml.ScalarNode) and node.value == text and node.style is None:
            return text
    return json.dumps(text, ensure_ascii=False)


def _words(part: str, *, english: bool) -> dict[str, str]:
    """Return the word that is written for each key."""
    words: dict[str, str] = {}
    for word, key in words_of(part).items():
        if word.isascii() is english:
            words.setdefault(key, word)
    return words


def _section_word(section: str) -> str:
    return _words("decisions", english=False)[section]


def _top_word(word: str) -> str:
    names = {**_words("article", english=False), **intake_rules().names, **_words("decisions", english=False)}
    return names[word]


def _speaks_english(text: str, section: str) -> bool:
    """Tell whether the section, where it is there, has an English name."""
    words = words_of("decisions")
    return any(
        words.get(plain_colons((line,))[0].partition(":")[0].strip().lower()) == section and line[:1].isascii()
        for line in lines_of(text)
    )

"""Articles under what they have in common: a topic, an institution, a person in a function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from build_scripts.model import Entry
from build_scripts.publishing.naming import name_key, person_key
from build_scripts.publishing.views import Group
from build_scripts.state.rows import ArticleRow

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

KIND_ORDER = ("医院", "基层", "疾控", "卫健", "养老", "政府", "高校", "科研", "社会组织", "媒体", "企业", "其他")


def group_topics(entries: Iterable[Entry], row: Callable[[Entry], ArticleRow]) -> tuple[Group, ...]:
    """Return topics, the fullest first; what is not about health comes last."""
    found = gather((label, entry) for entry in entries for label in row(entry).topics)
    groups = by_size(Group(name_key(label), label, of_it) for label, of_it in found.items())
    return tuple(sorted(groups, key=lambda group: not any(row(e).health_related for e in group.entries)))


def group_institutions(entries: tuple[Entry, ...], row: Callable[[Entry], ArticleRow]) -> tuple[Group, ...]:
    """Return institutions under their filed names, the fullest first."""
    named = [(i[0], i, entry) for entry in entries for i in row(entry).institutions]
    found = gather((name, entry) for name, _, entry in named)
    forms = gather((name, form) for name, i, _ in named for form in i[4] if form != name)
    kinds = {name: i[1] for name, i, _ in reversed(named)}
    codes = {name: i[2] for name, i, _ in named if i[2]}
    groups = (
        Group(name_key(name), name, of_it, kinds[name], forms.get(name, ()), codes.get(name))
        for name, of_it in found.items()
    )
    return by_size(map(partial(_on_one_page, entries), gather((group.key, group) for group in groups).values()))


def _on_one_page(entries: Iterable[Entry], groups: tuple[Group, ...]) -> Group:
    """Return one group of institutions whose names have the same address: rare, but no page hides another."""
    if len(groups) == 1:
        return groups[0]
    groups = tuple(sorted(groups, key=lambda group: group.name))
    among = {entry.article.id for group in groups for entry in group.entries}
    return replace(
        groups[0],
        name="、".join(group.name for group in groups),
        entries=tuple(entry for entry in entries if entry.article.id in among),
        forms=tuple(form for group in groups for form in (group.name, *group.forms)),
        adcode=groups[0].adcode if len({group.adcode for group in groups}) == 1 else None,
    )


def group_people(entries: Iterable[Entry], row: Callable[[Entry], ArticleRow]) -> tuple[Group, ...]:
    """Return people named in a function, those most often named first."""
    named = [(person_key(p[0], p[2], p[1]), p, entry) for entry in entries for p in row(entry).people]
    titles = gather((key, p[1]) for key, p, _ in named if p[1])
    names = gather((key, p[0]) for key, p, _ in named)
    institutions = {key: p[2] for key, p, _ in reversed(named) if p[2]}
    groups = (
        Group(
            key,
            "、".join(names[key]),
            of_it,
            "、".join(titles.get(key, ())),
            (institutions[key],) if key in institutions else (),
        )
        for key, of_it in gather((key, entry) for key, _, entry in named).items()
    )
    return tuple(sorted(groups, key=lambda group: (-len(group.entries), group.name, group.key)))


def gather(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Return the values of each key in their order, each once."""
    found: dict[K, dict[int, V]] = defaultdict(dict)
    for key, value in pairs:
        found[key].setdefault(hash(value) if isinstance(value, str) else id(value), value)
    return {key: tuple(values.values()) for key, values in found.items()}


def split(pairs: Iterable[tuple[K, Entry]]) -> dict[K, tuple[Entry, ...]]:
    """Return the articles of each key in their order, where none comes twice."""
    found: dict[K, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        found[key].append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


def by_size(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return groups with the fullest first, then by name."""
    return tuple(sorted(groups, key=lambda group: (-len(group.entries), group.name)))

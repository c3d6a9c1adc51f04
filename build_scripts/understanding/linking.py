"""One page for one institution: names that an article of the archive gives as two names of one are filed under one.

Only what is printed links: 甲（乙） where both begin with their place. A name that two articles give to different
institutions links nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Entry, Institution, Person
from build_scripts.state.light import LightEntry
from build_scripts.state.rows import PageRow
from build_scripts.understanding.institution_filing import expand, file_name

_DOUBLE = re.compile(r"^([^（）]+)（(?:原|又名|亦称|也称|现)?([^（）]+)）$")


E = TypeVar("E", Entry, LightEntry)


def link_institutions(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries with each institution filed under the first of two names that the archive prints for it."""
    every = tuple(entries)
    same = settle_names(second_names_in(every))
    return tuple(rename(entry, same) for entry in every) if same else every


def second_names_in(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Yield the second names of institutions that articles print, each with the name that it is filed under."""
    for entry in entries:
        for institution in entry.institutions:
            for form in (institution.name, *institution.mentions):
                if "（" in form and (double := _DOUBLE.match(form)):
                    second, _ = file_name(expand(double[2]), entry.places)
                    if _has_place(second) and second != institution.canonical:
                        yield second, institution.canonical


def settle_names(found: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the second names that mean but one institution, each with the name that it is filed under."""
    given: dict[str, set[str]] = defaultdict(set)
    for second, first in found:
        given[second].add(first)
    same = {second: firsts.pop() for second, firsts in given.items() if len(firsts) == 1}
    return {second: first for second, first in same.items() if first not in same}


def _has_place(name: str) -> bool:
    """Tell whether a name begins with a place, so that it can mean but one institution."""
    found = load_gazetteer().match_prefix(name)
    return found is not None and len(found[1]) == 1 and len(name) - len(found[0]) >= 4


def concerned(entry: Entry | LightEntry, same: Mapping[str, str]) -> bool:
    """Tell whether an entry names an institution by its second name."""
    return any(institution.canonical in same for institution in entry.institutions)


def rename(entry: E, same: Mapping[str, str]) -> E:
    """Return an entry with its institutions filed under their first names."""
    if not concerned(entry, same):
        return entry

    def filed(institution: Institution) -> Institution:
        first = None if institution.checked else same.get(institution.canonical)
        return replace(institution, canonical=first) if first else institution

    def employed(person: Person) -> Person:
        first = None if person.checked else same.get(person.institution or "")
        return replace(person, institution=first) if first else person

    return replace(entry, institutions=tuple(map(filed, entry.institutions)), people=tuple(map(employed, entry.people)))


def rename_row(page: PageRow, same: Mapping[str, str]) -> PageRow:
    """Return the row of a page with its institutions filed under their first names."""
    if not any(name in same for article in page.articles for name, *_ in article.institutions):
        return page
    articles = (
        article._replace(
            institutions=tuple(
                (name if checked else same.get(name, name), kind, code, checked, forms)
                for name, kind, code, checked, forms in article.institutions
            ),
            people=tuple(
                (name, title, employer if checked else same.get(employer or "", employer), checked)
                for name, title, employer, checked in article.people
            ),
        )
        if any(name in same for name, *_ in article.institutions)
        else article
        for article in page.articles
    )
    return page._replace(articles=tuple(articles))

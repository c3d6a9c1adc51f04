"""People of an article: those named in a function. Patients, passers-by and the authors are not indexed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from build_scripts.model import Article, Institution, Person
from build_scripts.text import HAN, is_han
from build_scripts.understanding.institution_spans import noun_run
from build_scripts.understanding.institutions import article_texts
from build_scripts.understanding.person_names import name_after, name_before, rules
from build_scripts.understanding.words import alternatives

_BRACKETED = re.compile(rf"([{HAN}]{{2,4}})[（(]([^（）()，。]{{2,30}})[）)]")
_APPOSED = re.compile(
    rf"(?:^|[。！？；“”\n])([{HAN}]{{2,4}}?)(?:，(?:男|女)?，?|系|现任|担任|任|是)([^，。；！？“”]{{2,30}})(?=[，。；])"
)
_BACK = re.compile(r"^(?:医院|该院|院|全院)")


class _Named(NamedTuple):
    """A name with its function and where it stands in its text."""

    at: int
    name: str
    title: str


def find_people(article: Article, institutions: tuple[Institution, ...]) -> tuple[Person, ...]:
    """Return the people named in a function, in order of appearance, each with the fullest function printed."""
    forms = {form: i for i in institutions for form in i.mentions}
    known = re.compile(alternatives(list(forms))) if forms else None
    authors = {author.name for author in article.byline}
    found: dict[str, tuple[str, str | None]] = {}
    last: str | None = None
    for text in article_texts(article):
        hospitals = _hospitals(text, known, forms)
        for named in _in_text(text, known):
            while hospitals and hospitals[0][0] < named.at:
                last = hospitals.popleft()[1]
            if named.name in authors:
                continue
            inside = [m.group() for m in known.finditer(named.title)] if known else []
            owner = forms[inside[0]].canonical if inside else last if _BACK.match(named.title) else None
            before = found.get(named.name)
            if before is None or (owner and not before[1] and len(named.title) > len(before[0])):
                found[named.name] = (named.title, owner)
        last = hospitals[-1][1] if hospitals else last
    return tuple(Person(name, title, owner) for name, (title, owner) in found.items())


def _hospitals(text: str, known: re.Pattern[str] | None, forms: dict[str, Institution]) -> deque[tuple[int, str]]:
    """Return where a text names hospitals, in order."""
    mentions = known.finditer(text) if known else ()
    named = ((m.start(), forms[m.group()]) for m in mentions)
    return deque((at, i.canonical) for at, i in named if i.kind == "医院")


def _in_text(text: str, known: re.Pattern[str] | None) -> list[_Named]:
    """Return the people of one text in order."""
    found = [*_behind_titles(text, known), *_before_titles(text, known), *_apposed(text)]
    found.sort(key=lambda n: n.at)
    return found


def _behind_titles(text: str, known: re.Pattern[str] | None) -> Iterator[_Named]:
    """Yield names behind a function, and further names that share it (主任医师张某、李某)."""
    for hit in rules().titles.finditer(text):
        at = hit.end()
        if at >= len(text) or not is_han(text[at]) or (known and known.match(text, at)):
            continue
        if not (name := name_after(text, at)):
            continue
        title = _whole_title(text, hit.start(), hit.end(), known)
        yield _Named(at, name, title)
        at += len(name)
        while text[at : at + 1] in ("、", "和") and not rules().titles.match(text, at + 1):
            further = name_after(text, at + 1) if len(text) > at + 1 else None
            if not further or (known and known.match(text, at + 1)):
                break
            yield _Named(at + 1, further, title)
            at += 1 + len(further)


def _before_titles(text: str, known: re.Pattern[str] | None) -> Iterator[_Named]:
    """Yield names before a function: 张某教授说."""
    ends = {m.end() for m in known.finditer(text)} if known else set()
    whole = {m.end(): m.start() for m in rules().titles.finditer(text)}
    for hit in rules().behind.finditer(text):
        if whole.get(hit.end(), hit.start()) < hit.start():
            continue
        always = hit.group() in rules().always_behind
        name = name_before(text, hit.start(), ends)
        if not name:
            continue
        if known and not always and known.search(text, max(0, hit.start() - len(name)), hit.start()):
            continue
        after = text[hit.end() : hit.end() + 1]
        if always or not after or not name_after(text, hit.end()):
            yield _Named(hit.start() - len(name), name, hit.group())


def _apposed(text: str) -> Iterator[_Named]:
    """Yield names with the function after a comma, in brackets or after 是."""
    for pattern in (_BRACKETED, _APPOSED):
        for match in pattern.finditer(text):
            title = match.group(2)
            hits = list(rules().titles.finditer(title))
            name = match.group(1)
            end = match.end(1)
            if hits and hits[-1].end() == len(title) and name_before(text, end) in (name, name[-3:], name[-2:]):
                whole = name_before(text, end)
                if whole:
                    yield _Named(end - len(whole), whole, re.sub(r"^(?:为|现任|任|是)", "", title))


def _whole_title(text: str, start: int, end: int, known: re.Pattern[str] | None) -> str:
    """Return a function with what it is chained to, and the institution or department before it."""
    if chained := rules().chain.search(text, max(0, start - 40), start):
        start = chained.start()
    run = noun_run(text[max(0, start - 30) : start])
    begin = start - len(run)
    if known:
        mentions = [m for m in known.finditer(text, max(0, start - 40), start) if m.end() >= begin]
        if mentions:
            begin = mentions[0].start()
    return text[begin:end]

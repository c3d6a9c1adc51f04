"""People of an article: those named in a function. Patients, passers-by and the authors are not indexed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from build_scripts.model import Article, Institution, Person
from build_scripts.text import HAN, is_han
from build_scripts.understanding.bystanders import is_bystander
from build_scripts.understanding.institution_spans import noun_run
from build_scripts.understanding.institutions import article_texts
from build_scripts.understanding.person_names import (
    as_always,
    is_full_name,
    name_after,
    name_before,
    rules,
    speaks_elsewhere,
)
from build_scripts.understanding.tagger import tagged_names
from build_scripts.understanding.words import find_words

_BRACKETED = re.compile(r"[（(]([^（）()，。]{2,30})[）)]")
_BEFORE_BRACKET = re.compile(rf"[{HAN}]{{2,4}}$")
_STOP = re.compile("[。！？；“”\n]")
_APPOSED = re.compile(rf"([{HAN}]{{2,4}}?)(?:，(?:男|女)?，?|系|现任|担任|任|是)([^，。；！？“”]{{2,30}})(?=[，。；])")
_INTRODUCED = re.compile(
    rf"(?:嘉宾|专家|受访者|访谈对象|主讲人?|人物)[:：][ 　]*([{HAN}]{{2,4}})"
    r"[ 　，]+([^，。；！？“”]{2,30})(?=[，。；]|$)"
)
_BACK = re.compile(r"^(?:医院|该院|本院|全院)")


class _Named(NamedTuple):
    """A name with its function and where it stands in its text."""

    at: int
    name: str
    title: str


class _Known:
    """Where a text names the institutions of its article."""

    def __init__(self, forms: Iterable[str], text: str) -> None:
        self._hits: list[tuple[int, int, str]] = []
        for form in forms:
            at = text.find(form)
            while at >= 0:
                self._hits.append((at, at + len(form), form))
                at = text.find(form, at + 1)
        self._hits.sort(key=lambda hit: (hit[0], -hit[1]))
        self.begins = frozenset(at for at, _, _ in self._hits)

    def spans(self, low: int = 0, high: int = 1 << 30) -> Iterator[tuple[int, int, str]]:
        """Yield the names inside a stretch, the longest at each place, none overlapping."""
        for hit in self._hits:
            if low <= hit[0] and hit[1] <= high:
                yield hit
                low = hit[1]


def find_people(article: Article, institutions: tuple[Institution, ...]) -> tuple[Person, ...]:
    """Return the people named in a function, in order of appearance, each with the fullest function printed."""
    forms = {form: i for i in institutions for form in i.mentions}
    authors = {author.name for author in article.byline}
    found: dict[str, tuple[str, str | None]] = {}
    last: str | None = None
    alone = len({i.canonical for i in institutions if i.kind == "医院"}) == 1  # whose 院长 it is, is no question
    texts = article_texts(article)
    whole = "\n".join(texts)
    for text in texts:
        known = _Known(forms, text)
        hospitals = deque((at, forms[form].canonical) for at, _, form in known.spans() if forms[form].kind == "医院")
        for named in _in_text(text, known, whole):
            named = named._replace(name=as_always(named.name, whole))  # noqa: PLW2901  one name, better known
            while hospitals and hospitals[0][0] < named.at:
                last = hospitals.popleft()[1]
            if named.name in authors or any(f"{named.name}{level}" in whole for level in "市县区镇乡村"):
                continue
            inside = next(iter(find_words(forms, named.title)), None)
            meant = _BACK.match(named.title) or (alone and named.title.startswith("院"))
            owner = forms[inside[1]].canonical if inside else last if meant else None
            before = found.get(named.name)
            if before is None and is_bystander(
                text, (named.at, named.at + len(named.name)), named.title, placed=bool(inside or owner)
            ):
                continue
            if before is None or (owner and not before[1] and len(named.title) > len(before[0])):
                found[named.name] = (named.title, owner)
        last = hospitals[-1][1] if hospitals else last
    return tuple(Person(name, title, owner) for name, (title, owner) in found.items())


def _in_text(text: str, known: _Known, whole: str) -> list[_Named]:
    """Return the people of one text of an article in order."""
    titles = list(rules().titles.find(text))
    found = [*_behind_titles(text, titles, known, whole), *_before_titles(text, titles, known), *_apposed(text)]
    found.sort(key=lambda n: n.at)
    return found


def _behind_titles(text: str, titles: list[tuple[int, str]], known: _Known, whole: str) -> Iterator[_Named]:
    """Yield names behind a function, and further names that share it (主任医师张某、李某)."""
    tagged_after = {start: text[start:end] for start, end in tagged_names(text).people if is_full_name(text[start:end])}
    for start, function in titles:
        end = start + len(function)
        at = _behind(text, end)
        if at >= len(text) or not is_han(text[at]) or at in known.begins:
            continue
        name = tagged_after.get(at) or name_after(text, at) or speaks_elsewhere(text, at, whole)
        if not name or (text[end:at] not in ("", "的") and is_han(text[at + len(name) : at + len(name) + 1])):
            continue
        title = _whole_title(text, start, end, known)
        yield _Named(at, name, title)
        at += len(name)
        while text[at : at + 1] in ("、", "和") and not rules().title_here.match(text, at + 1):
            further = name_after(text, at + 1) if len(text) > at + 1 else None
            if not further or at + 1 in known.begins:
                break
            yield _Named(at + 1, further, title)
            at += 1 + len(further)


_SEPARATOR = re.compile(r"[ 　：:]|(?<=书记|局长|院长|主任|部长|厅长|县长|市长|区长|科长|处长)的")


def _behind(text: str, end: int) -> int:
    """Return where a name may begin behind a function: after a blank or colon too, and after 时任局长的."""
    match = _SEPARATOR.match(text, end)
    if match is None or (match[0] == "的" and not _ONCE.search(text, max(0, end - 24), end)):
        return end
    return match.end()


_ONCE = re.compile(r"(?:时任|曾任|身为|作为|担任|兼任)[^，。；]{2,20}$")


def _before_titles(text: str, titles: list[tuple[int, str]], known: _Known) -> Iterator[_Named]:
    """Yield names before a function: 张某教授说."""
    ends = {end for _, end, _ in known.spans()}
    tagged_before = {end: text[start:end] for start, end in tagged_names(text).people if is_full_name(text[start:end])}
    whole = {at + len(function): at for at, function in titles}
    for start, function in rules().behind.find(text):
        end = start + len(function)
        if whole.get(end, start) < start:
            continue
        always = function in rules().always_behind
        name = tagged_before.get(start) or name_before(text, start, ends)
        if not name or (not always and any(known.spans(max(0, start - len(name)), start))):
            continue
        after = text[end : end + 1]
        if always or not after or not name_after(text, end):
            yield _Named(start - len(name), name, function)


def _apposed(text: str) -> Iterator[_Named]:
    """Yield names with the function after a comma, in brackets or after 是."""
    for end, name, title in _with_titles(text):
        hits = list(rules().titles.find(title))
        if not hits or hits[-1][0] + len(hits[-1][1]) != len(title):
            continue
        whole = name_before(text, end)
        if whole and whole in (name, name[-3:], name[-2:]):
            yield _Named(end - len(whole), whole, re.sub(r"^(?:为|现任|任|是)", "", title))


def _with_titles(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield where a possible name ends, the name, and the words that may be its function."""
    for bracket in _BRACKETED.finditer(text) if "（" in text or "(" in text else ():
        if name := _BEFORE_BRACKET.search(text, max(0, bracket.start() - 4), bracket.start()):
            yield name.end(), name[0], bracket[1]
    for said in _INTRODUCED.finditer(text):
        yield said.end(1), said[1], said[2]
    end = -1
    for opening in (0, *(stop.end() for stop in _STOP.finditer(text))):
        if opening > end and (match := _APPOSED.match(text, opening)):
            end = match.end()
            yield match.end(1), match[1], match[2]


def _whole_title(text: str, start: int, end: int, known: _Known) -> str:
    """Return a function with what it is chained to, and the institution or department before it."""
    if chained := rules().chain.search(text, max(0, start - 40), start):
        start = chained.start()
    run = noun_run(text[max(0, start - 30) : start])
    begin = start - len(run)
    mention = next((span for span in known.spans(max(0, start - 40), start) if span[1] >= begin), None)
    begin = mention[0] if mention else begin
    return text[begin:end]

"""Places, institutions, people and topics as an editor decided: added, struck, or called by another name."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Generic, TypeVar

from build_scripts.editing import NameDecision, Subject
from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Article, Institution, Person, Place, Topic
from build_scripts.tables import read_table
from build_scripts.understanding.desk import Desk

T = TypeVar("T", Place, Institution, Person, Topic)
OTHER_KIND = "其他"
BY_EDITOR = "编辑核对"


@dataclass(frozen=True, slots=True)
class _Kind(Generic[T]):
    """How things of one subject are told by a name, and made from one."""

    subject: Subject
    is_called: Callable[[T, str], bool]
    make: Callable[[str, NameDecision, T | None], T | None]
    """From a name, the decision and what stood there before; None where the name does not do."""


def edit_places(places: tuple[Place, ...], article: Article, desk: Desk) -> tuple[Place, ...]:
    """Return the places of an article as its editors decided."""

    def make(name: str, decision: NameDecision, old: Place | None) -> Place | None:
        code = _code_of(name, decision, desk)
        if code is None:
            return None
        primary = decision.main or (old.primary if old else False)
        return Place(code, load_gazetteer().full_name(code), primary=primary, checked=True)

    edited = _edit(places, article, desk, _Kind(Subject.PLACE, _names_place, make))
    if edited == places:
        return places
    chosen = [place for place in edited if place.primary and place.checked]
    if chosen:
        edited = tuple(replace(place, primary=place == chosen[-1]) for place in edited)
    elif edited and not any(place.primary for place in edited):
        edited = (replace(edited[0], primary=True), *edited[1:])
    return tuple(sorted(edited, key=lambda place: not place.primary)) if chosen else edited


def edit_institutions(found: tuple[Institution, ...], article: Article, desk: Desk) -> tuple[Institution, ...]:
    """Return the institutions of an article as its editors decided."""

    def make(name: str, decision: NameDecision, old: Institution | None) -> Institution:
        kind = decision.kind or (old.kind if old and old.kind != OTHER_KIND else _kind_of(name))
        adcode = load_gazetteer().locate(name) or (old.adcode if old else None)
        forms = dict.fromkeys((*((old.name, *old.mentions) if old else ()), name))
        return Institution(old.name if old else name, name, kind, adcode, tuple(forms), checked=True)

    return _edit(found, article, desk, _Kind(Subject.INSTITUTION, _names_institution, make))


def edit_people(people: tuple[Person, ...], article: Article, desk: Desk) -> tuple[Person, ...]:
    """Return the people of an article as its editors decided."""

    def make(name: str, decision: NameDecision, old: Person | None) -> Person:
        title = decision.title or (old.title if old else "")
        return Person(name, title, decision.institution or (old.institution if old else None), checked=True)

    return _edit(people, article, desk, _Kind(Subject.PERSON, lambda person, name: person.name == name, make))


def edit_topics(topics: tuple[Topic, ...], article: Article, desk: Desk) -> tuple[Topic, ...]:
    """Return the labels of an article as its editors decided."""
    table = read_table("topics")
    labels = (*table["labels"], table["health"]["label"])

    def make(name: str, decision: NameDecision, old: Topic | None) -> Topic | None:
        del old
        if name in labels:
            return Topic(name, (BY_EDITOR,), checked=True)
        near = next(iter(difflib.get_close_matches(name, labels, 1, 0.4)), None)
        hint = f"是不是“{near}”？" if near else f"可以写的有：{'、'.join(labels)}"
        desk.unfit(Subject.TOPIC.value, decision.quote, f"没有“{name[:12]}”这个主题", hint)
        return None

    return _edit(topics, article, desk, _Kind(Subject.TOPIC, lambda topic, name: topic.label == name, make))


def _edit(found: tuple[T, ...], article: Article, desk: Desk, kind: _Kind[T]) -> tuple[T, ...]:
    """Return what is found in an article after its editors' decisions on one subject."""
    edited = list(found)
    for decision in desk.names(article, kind.subject):
        for name in decision.strike:
            kept = [thing for thing in edited if not kind.is_called(thing, name)]
            _strike(article, desk, decision, name, len(kept) < len(edited))
            edited = kept
        for name in decision.add:
            old = next((thing for thing in edited if kind.is_called(thing, name)), None)
            _put(edited, old, kind.make(name, decision, old), (article, desk, f"{kind.subject.value}：增加“{name}”"))
        if decision.was and decision.fixed:
            old = next((thing for thing in edited if kind.is_called(thing, decision.was)), None)
            done = f"{kind.subject.value}：“{decision.was}”改为“{decision.fixed}”"
            if old is None:
                desk.unfit(
                    kind.subject.value,
                    decision.quote,
                    f"这一篇里没有认出“{decision.was[:16]}”",
                    "请写文章页上现有的名称，或者用“增加”",
                )
            else:
                _put(edited, old, kind.make(decision.fixed, decision, old), (article, desk, done))
    return tuple(edited)


def _strike(article: Article, desk: Desk, decision: NameDecision, name: str, there: bool) -> None:  # noqa: FBT001  what was found, not a switch
    what = decision.subject.value
    if there:
        desk.note(article, f"{what}：删去“{name}”")
    else:
        desk.idle(what, decision.quote, f"这一篇里本来就没有“{name[:16]}”")


def _put(edited: list[T], old: T | None, new: T | None, done: tuple[Article, Desk, str]) -> None:
    """Put a thing in the place of an older one, or at the end."""
    if new is None:
        return
    if old is None:
        edited.append(new)
    else:
        edited[edited.index(old)] = new
    article, desk, words = done
    desk.note(article, words)


def _names_place(place: Place, name: str) -> bool:
    return name == place.adcode or place.name.endswith(name)


def _names_institution(institution: Institution, name: str) -> bool:
    return name in (institution.name, institution.canonical, *institution.mentions)


def _code_of(name: str, decision: NameDecision, desk: Desk) -> str | None:
    """Return the code of a place that an editor names: by its code, or by a name that only one place bears."""
    gazetteer = load_gazetteer()
    if name in gazetteer:
        return name
    match = gazetteer.match_prefix(name)
    codes = [c for c in match[1] if gazetteer[c].until is None] if match and match[0] == name else []
    if len(codes) == 1:
        return codes[0]
    if codes:
        known = "、".join(f"{gazetteer.full_name(code)}（{code}）" for code in codes[:4])
        desk.unfit(
            Subject.PLACE.value, decision.quote, f"叫“{name[:12]}”的有{len(codes)}个", f"请写全称或者代码：{known}"
        )
    else:
        desk.unfit(Subject.PLACE.value, decision.quote, f"没有叫“{name[:16]}”的省、市、县区", "请写全称或者六位代码")
    return None


@cache
def _ends() -> tuple[tuple[str, str], ...]:
    """Return the ends of institutions' names with their kinds, the longest first."""
    table = read_table("institutions")["ends"]
    pairs = ((end, kind) for kind, groups in table.items() for ends in groups.values() for end in ends)
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _kind_of(name: str) -> str:
    return next((kind for end, kind in _ends() if name.endswith(end)), OTHER_KIND)

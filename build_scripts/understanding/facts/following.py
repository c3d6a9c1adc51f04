"""Whom a paragraph and its sentences go on to speak of, carried forward to those that name nobody."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.known_owners import GENERIC, OFFICE, SHORT_OWN, Owners
from build_scripts.understanding.facts.resolving import may_carry, resolve, short_form
from build_scripts.understanding.facts.speakers import speaker_of
from build_scripts.understanding.facts.subjects import acts_at
from build_scripts.understanding.words import find_words


def remember(owners: Owners, forms: tuple[str, ...], text: str) -> None:
    """Carry the last institution of a stretch of text forward."""
    found = find_words(owners.names.keys() & forms, text) if forms else []
    for _, form in found:
        name = owners.names[form]
        if not OFFICE.search(name):
            owners.last = name
            word = next((w for w in GENERIC if name.endswith(w)), "医院" if name.endswith("院") else "")
            owners.recent[word] = name, owners.paragraph
    if speaker := speaker_of(owners, found, text, 0, len(text)):
        owners.paragraph_subject = resolve(owners, speaker[1])


_OPENING_WIDTH = 80
_NEAR = 8
"""Characters before its subject with which a sentence may open."""
_STOP = re.compile(r"[，。；！？]")
_DATE = re.compile(
    r"^[“]?(?:(?:截至|截止|到|自|从)?(?:\d{4}年|今年|去年|前年)?(?:上半年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上午|下午|以来|[年月]?[底末初])?，"
    r"|(?:[这近]?[一二两三四五六七八九十几\d]+[年月]多?(?:来|间|里|以来)|近年来|目前|如今|现在|眼下|当前|日前|近日|其中|同时|此外|另外|随后|后来|过去|以前|为此)，){1,2}"
)
_GOES_ON = ("医院", "该院", "中心", "集团", "同时", "此外", "不仅如此")
_HEAD_OF_WARD = re.compile(r"(?:该)?[\u4e00-\u9fff]{1,6}(?:科|病区|门诊部?)(?:副?主任|护士长|负责人|医生|医师)")


def enter_paragraph(owners: Owners, forms: tuple[str, ...], text: str) -> None:
    """Take note of whom a paragraph opens with."""
    owners.paragraph_subject = ""
    owners.paragraph += 1
    if (
        not follow_subject(owners, forms, text, opens_paragraph=True)
        and owners.last
        and (text.startswith(_GOES_ON) or _HEAD_OF_WARD.match(text))
    ):
        owners.paragraph_subject = owners.last


_FOR_ALL = re.compile(r"疾控中心|疾病预防控制中心|妇幼|血站|血液中心|急救|大学|学会|协会|保障")
"""Those of whom one sentence does not tell that the next is of their own house."""


def follow_subject(owners: Owners, forms: tuple[str, ...], sentence: str, *, opens_paragraph: bool = False) -> bool:
    """Take note of whom a sentence opens with, who owns what the sentences after it tell; tell whether it says so."""
    opening = _STOP.split(_DATE.sub("", sentence[:_OPENING_WIDTH]), maxsplit=1)[0][:40]
    if short := SHORT_OWN.match(opening):
        subject = resolve(owners, short_form(short[0]))
    else:
        if owners.person and -1 < acts_at(owners.person, opening) <= _NEAR:
            owners.paragraph_subject = owners.person.full
            return True
        first = next((found for found in find_words(forms, opening) if may_carry(owners, found[1])), None)
        subject = resolve(owners, first[1]) if first and first[0] <= _NEAR else ""
    if not opens_paragraph and owners.names.get(subject):
        several = len({owners.names[form] for form in forms if form in owners.names}) > 1
        subject = "" if several or _FOR_ALL.search(subject) else subject
    owners.paragraph_subject = subject or owners.paragraph_subject
    return bool(subject)

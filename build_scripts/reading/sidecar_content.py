"""What a sidecar decides about roles, names and figures: words of an entry -> a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from build_scripts.editing import FactDecision, NameDecision, Quote, RoleDecision, SeamDecision, Subject

SUBJECTS = {
    "places": Subject.PLACE,
    "institutions": Subject.INSTITUTION,
    "people": Subject.PERSON,
    "topics": Subject.TOPIC,
}
"""Keys of the table -> what they name."""


class Flaw(NamedTuple):
    """What is wrong with an entry, and what to write."""

    found: str
    remedy: str


def role_decision(quote: Quote, word: str, names: Mapping[str, str]) -> RoleDecision | Flaw:
    """Return a decision about what a line is; `names` are the words for roles with their values."""
    if not quote.text.strip():
        return Flaw("这一条没有写“原文”，不知道说的是哪一行", "请引出这一行的几个字，例如“原文: 查完的人”")
    if role := names.get(word.lower()):
        return RoleDecision(quote, role)
    known = "、".join(dict.fromkeys(next(w for w in names if names[w] == role) for role in names.values()))
    found = f"不认识“{word[:16]}”这一类" if word else f"“{quote.text[:16]}”没有写改作什么"
    return Flaw(found, f"请写“改作: …”，可以写的有：{known}")


def seam_decision(quote: Quote, after: str, *, accept: bool, refuse: bool) -> SeamDecision | Flaw:
    """Return a decision about what the quoted words go on from."""
    if not quote.text.strip():
        return Flaw("这一条没有写“原文”，不知道说的是哪一段", "请引出接上来的那几个字，例如“原文: 查完的人”")
    if accept == refuse:
        return Flaw(f"“{quote.text[:16]}”没有说清接得对不对", "请写“接受: true”，或者“拒绝: true”，只写一样")
    return SeamDecision(quote, after, accepted=accept)


def name_decision(subject: Subject, quote: Quote, fields: Mapping[str, str], *, main: bool) -> NameDecision | Flaw:
    """Return a decision about names of an article; a page of one article needs no quotation."""
    add, strike = _several(fields.get("add", "")), _several(fields.get("strike", ""))
    was, fixed = fields.get("was") or None, fields.get("fixed") or None
    if sum((bool(add), bool(strike), bool(was and fixed))) != 1 or bool(was) != bool(fixed):
        remedy = "请写“增加: …”，或者“删去: …”，或者“原作: …”和“改为: …”，只写一样"
        return Flaw(f"这一条没有说清{subject.value}怎么改", remedy)
    title, institution, kind = (fields.get(key) or None for key in ("title", "institution", "kind"))
    return NameDecision(subject, quote, add, strike, was, fixed, main, title, institution, kind)


def fact_decision(
    quote: Quote, fields: Mapping[str, str], *, key: bool | None, strike: bool, consistent: bool
) -> FactDecision | Flaw:
    """Return a decision about a figure."""
    if not quote.text.strip():
        return Flaw("这一条没有写“原文”，不知道说的是哪个数字", "请引出带着这个数字的几个字，例如“原文: 床位44张”")
    said = {name: fields[name] for name in ("indicator", "entity", "time") if fields.get(name)}
    described = bool(said) or key is not None or consistent
    if strike and described:
        return Flaw(f"“{quote.text[:16]}”又要删去又要改", "删去的数字不用再写别的")
    if not strike and not described:
        return Flaw(f"“{quote.text[:16]}”这一条什么也没有决定", "请写“指标: …”“主要: true”或“删去: true”")
    return FactDecision(quote, strike, fields.get("value") or None, key=key, consistent=consistent, **said)


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("、") if part.strip())

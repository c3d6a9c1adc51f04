"""Whose head speaks in a sentence: the figures that a director of a hospital tells are the hospital's."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.known_owners import OFFICE, Owners
from build_scripts.understanding.words import find_words

_SAYS = r"(?:说|称|介绍|告诉|表示|坦言|回忆|记得|透露|算|直言|感慨|笑|认为|指着|翻开|掰着)"
_POST = (
    r"(?:党委|党总支|党支部|执行|常务|理事|门诊|[\u4e00-\u9fff]{2,6}(?:科|部|办|室))?"
    r"(?:书记、?)?副?(?:院长|书记|主任|站长|所长|护士长|负责人|校长|经理|董事长|理事长|科长|园长|会长)"
)
SPEAKS_AFTER = re.compile(rf"{_POST}(?P<who>[\u4e00-\u9fff·]{{2,8}}?){_SAYS}")
"""What stands behind the name of an institution whose head speaks."""
_HEAD_ALONE = re.compile(rf"^[”’]?(?:副?院长|护士长)(?P<who>[\u4e00-\u9fff·]{{2,4}}?){_SAYS}")
_WATCHES = re.compile(r"(?:疾控中心|疾病预防控制中心|保健院|健康委|卫健委|急救中心|血站|血液中心)$")
"""Heads of these speak of the people of their place."""


def speaker_of(owners: Owners, names: list[tuple[int, str]], text: str, start: int, end: int) -> tuple[int, str] | None:
    """Return where the last institution stands whose head speaks in a stretch of text, and its name as owner.

    The head of an office speaks of its place: then the form as printed is returned. `names` are the forms that stand in
    the text, with their places.
    """
    found: tuple[int, str] | None = None
    for at, form in names:
        name = owners.names.get(form, "")
        if not start <= at < end or not name:
            continue
        if speaks := SPEAKS_AFTER.match(text, at + len(form), end):
            if OFFICE.search(name):
                found = (at, form) if owners.main else None
                continue
            owners.heads[speaks["who"]] = name
            found = None if _WATCHES.search(name) else (at, name)
    alone = _HEAD_ALONE.match(text[start:end]) if found is None else None
    name = owners.heads.get(alone["who"], owners.last) if alone else ""
    return (start, name) if name.endswith("院") else found


def told_after(owners: Owners, names: list[tuple[int, str]], text: str, start: int) -> str:
    """Return the house whose head is named right behind the quotation in which a figure stands: “…。”院长某某说."""
    close = text.find("”", start)
    if close < 0 or text.rfind("“", 0, start) <= text.rfind("”", 0, start) or text[close - 1] not in "。！？，…":
        return ""
    for at, form in names:
        name = owners.names.get(form, "")
        if name and close < at <= close + _BEHIND and SPEAKS_AFTER.match(text, at + len(form)):
            return form if OFFICE.search(name) else ("" if _WATCHES.search(name) else name)
    house = _QUOTED_HOUSE.match(text, close + 1)
    return house[0] if house and SPEAKS_AFTER.match(text, house.end()) else ""


_QUOTED_HOUSE = re.compile(r"[\u4e00-\u9fff]{2,8}“[^“”]{2,10}”")
"""A house by its place and a name of its own: 石桥镇“老少驿站”."""


_BEHIND = 8
"""Characters between the end of a quotation and the house of who speaks."""


def named_before(owners: Owners, text: str, start: int, end: int, word: str) -> str:
    """Return the last institution named in a stretch of text, of the kind that a word such as 卫生院 names."""
    for _, form in reversed(find_words(owners.names, text[start:end])):
        name = owners.names[form]
        if not OFFICE.search(name) and name.endswith(word or "院"):
            return name
    return ""

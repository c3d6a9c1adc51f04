"""Whose a figure is, as one key for all ways to write it: a place's code, or an institution's filed name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Institution, Place

_SCOPE = re.compile(r"全(国|省|自治区|市|州|盟|县|区|旗|镇|乡|街道|村|社区|院|校|厂)")
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_REGIONS = frozenset({"15", "45", "54", "64", "65"})
"""Autonomous regions call themselves 全区."""


@lru_cache(maxsize=1 << 14)
def _forms(adcode: str) -> frozenset[str]:
    """Return how a place may be written: 鲅鱼圈区, 营口市鲅鱼圈区, 辽宁省营口市鲅鱼圈区."""
    gazetteer = load_gazetteer()
    place = gazetteer.get(adcode)
    if place is None:
        return frozenset()
    forms = {place.name, *place.former, *([place.colloquial] if place.colloquial else [])}
    above = ""
    for ancestor in reversed(gazetteer.ancestors(adcode)):
        above = ancestor.name + above
        forms |= {above + place.name, ancestor.name + place.name}
    return frozenset(forms)


def place_of(entity: str, places: Iterable[Place], institutions: Iterable[Institution] = ()) -> str | None:
    """Return the code of the place that a figure's owner is; None for anything else and for what is ambiguous."""
    if any(entity in (i.name, i.canonical, *i.mentions) for i in institutions):
        return None
    gazetteer = load_gazetteer()
    codes = dict.fromkeys(p.adcode for p in places)
    above = (a.adcode for code in codes if code in gazetteer for a in gazetteer.ancestors(code))
    near = [code for code in dict.fromkeys((*codes, *above)) if entity in _forms(code)]
    if near:
        return near[0] if len(near) == 1 else None
    named = gazetteer.names.get(entity, ())
    return named[0] if len(named) == 1 and entity in _forms(named[0]) else None


def owner_key(entity: str, places: Iterable[Place], institutions: Iterable[Institution]) -> str | None:
    """Return one key for an owner, the same in all articles; None where the name does not tell who it is."""
    institutions = tuple(institutions)
    for institution in institutions:
        if entity in (institution.name, institution.canonical, *institution.mentions):
            return f"{institution.adcode} {institution.canonical}" if institution.adcode else None
    return place_of(entity, places)


def fits_scope(adcode: str | None, before: str) -> bool:
    """Tell whether 全省, 全市, 全县 before the end of a figure are of the rank of its place; 全院, 全镇 fit none."""
    sentence = before[max(before.rfind(mark) for mark in "。；！？") + 1 :]
    words = _SCOPE.findall(sentence)
    if not words or adcode is None:
        return True
    province, city = adcode.endswith("0000"), adcode.endswith("00")
    municipality = adcode[:2] in _MUNICIPALITIES
    return {
        "省": province,
        "自治区": province,
        "市": (city and not province) or (province and municipality) or _is_city(adcode),
        "州": city and not province,
        "盟": city and not province,
        "区": not city or adcode[:2] in _REGIONS,
        "县": not city,
        "旗": not city,
    }.get(words[-1], False)


def _is_city(adcode: str) -> bool:
    place = load_gazetteer().get(adcode)
    return place is not None and place.name.endswith("市")

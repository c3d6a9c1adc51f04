"""Whose a figure is, as one key for all ways to write it: a place's code, or an institution's filed name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Institution, Place


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
            return institution.canonical if len(institution.canonical) > 4 else None
    return place_of(entity, places)

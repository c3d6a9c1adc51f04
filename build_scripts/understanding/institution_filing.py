"""Under which name an institution is filed: the full form, its place written in one way, and the code of that place.

A district carries its city (营口市鲅鱼圈区…), a county stands alone (溆浦县…) unless two bear its name. A short name is
filled in from the places of its article and never by guess: 县医院 of an article about two counties stays 县医院.
"""

from __future__ import annotations

import re
from functools import cache

from build_scripts.gazetteer import Division, Gazetteer, Level, load_gazetteer
from build_scripts.model import Place
from build_scripts.tables import read_table
from build_scripts.text import HAN
from build_scripts.understanding.institution_rules import rules
from build_scripts.understanding.words import alternatives

CAMPUS = re.compile(rf"^(.+?(?:医院|保健院|卫生院|医疗集团))(?:[{HAN}]{{1,5}}?(?:院区|分院|分部)|分院)$")
"""A campus and the hospital that it belongs to, under whose name it is filed."""
_DOUBLE = re.compile(r"^([^（）]+)（[^（）]+）$")
_TOWN_END = re.compile("街道|镇|乡|苏木")
_ZONES = ("开发区", "高新区", "经开区", "新区", "园区", "管理区", "示范区")
_SCHOOL = re.compile("大学|学院|学校")


@cache
def _endings() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern and table of short endings; an ending counts only where the name ends."""
    ends = dict(read_table("aliases")["ends"])
    return re.compile(f"(?:{alternatives(list(ends))})$"), ends


def expand(name: str) -> str:
    """Return a name with its ending in the full form: 营口市卫健委 -> 营口市卫生健康委员会."""
    pattern, ends = _endings()
    return pattern.sub(lambda m: ends[m.group()], name)


@cache
def _bare_offices() -> frozenset[str]:
    """Return the offices that are named without a place, in the full form."""
    return frozenset(map(expand, rules().bare))


def file_name(name: str, places: tuple[Place, ...]) -> tuple[str, str | None]:
    """Return the name under which an institution is filed, from one with its level filled in, and its place's code."""
    for pattern in (_DOUBLE, CAMPUS):
        if match := pattern.match(name):
            name = expand(match[1])
    gazetteer = load_gazetteer()
    near = tuple(place.adcode for place in places if place.adcode in gazetteer)
    printed, code = _printed_place(name, near, gazetteer)
    if code and printed.endswith((gazetteer[code].name, gazetteer[code].colloquial or gazetteer[code].name)):
        return written_place(gazetteer[code], gazetteer) + name[len(printed) :], code
    if not code and (home := _home(name, places, near, gazetteer)):
        return written_place(home, gazetteer) + name, home.adcode
    return name, code


def written_place(division: Division, gazetteer: Gazetteer) -> str:
    """Return how the place of an institution is written: with its city for a district or a name that two bear."""
    alike = [c for c in gazetteer.names.get(division.name, ()) if gazetteer[c].until is None]
    parent = gazetteer.get(division.parent) if division.parent else None
    if division.level is Level.COUNTY and parent and (division.name.endswith("区") or len(alike) > 1):
        return parent.name + division.name
    return division.name


def _printed_place(name: str, near: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, str | None]:
    """Return the places that a name begins with and the code of the last; those near settle 鼓楼区 and short names."""
    found = gazetteer.match_prefix(name)
    if found is None or found[0] == name:
        return "", None
    printed, codes = found
    official = tuple(n for code in codes for n in (gazetteer[code].name, gazetteer[code].colloquial) if n)
    if not printed.endswith((*official, *_ZONES)):  # 营口片区管委会 is of 营口, 锦州医科大学 only by its name
        around = {a.adcode for code in near for a in (*gazetteer.ancestors(code), gazetteer[code])}
        codes = () if _SCHOOL.search(name) else tuple(code for code in codes if code in around)
        return printed, codes[0] if len(codes) == 1 else None
    code = codes[0] if len(codes) == 1 else gazetteer.locate(printed, near)
    return printed, code if code and gazetteer[code].until is None else None


def _home(name: str, places: tuple[Place, ...], near: tuple[str, ...], gazetteer: Gazetteer) -> Division | None:
    """Return the county of a town (沙镇镇中心卫生院), or the place of an office named without any (民政局)."""
    towns = [name[: end.end()] for end in _TOWN_END.finditer(name, 1, 7)]
    if towns:
        named = {form for town in towns for form in (town, f"{town}镇")}  # 壶镇 is short for 壶镇镇
        homes = {home for code in near for form in named if (home := gazetteer.county_of_town(form, code))}
        return gazetteer[homes.pop()] if len(homes) == 1 else None
    main = next((place.adcode for place in places if place.primary), None)
    if main not in near or name not in _bare_offices():
        return None
    rivals = [code for code in near if gazetteer[code].level is gazetteer[main].level and code != main]
    return None if rivals else gazetteer[main]

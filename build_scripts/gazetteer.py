"""The places of China down to county and district, with codes of GB/T 2260: read once, looked up by code or name.

gazetteer = load_gazetteer()
gazetteer["210804"].name            -> 鲅鱼圈区
gazetteer.full_name("210804")       -> 辽宁省营口市鲅鱼圈区
gazetteer.children("210800")        -> its districts and counties
gazetteer.match_prefix("营口市第三人民医院")  -> ("营口市", ("210800",))
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from build_scripts.kept import unpacked

FOLDER = Path(__file__).parent / "rules" / "gazetteer"
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜"
    "|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|普米|鄂温克|裕固|保安|独龙|各"
)
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族?)+自治([州县旗])$")
_OWN_NAME = re.compile(r"^(.+?)族?自治([州县旗])$")
_ENDING = re.compile(
    r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|(?:回族|达斡尔族)区|地区|(?<=神农架)林区|(?<=六枝)特区|(?<=..)新区|盟|[省市区县]|(?<=..)(?<![前后中左右])旗)$"
)
_ZONE_KINDS = (
    ("高新区", "高新技术产业开发区", "高新技术开发区", "高新技术产业园区", "高技术产业开发区"),
    ("经开区", "经济技术开发区", "经济开发区"),
)
"""Names for the same kind of zone, the short form first."""


class Level(Enum):
    """Rank of a place; its value is the word for readers."""

    PROVINCE = "省级"
    CITY = "地级"
    COUNTY = "县级"


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city (prefecture) or county as the ministry lists it."""

    adcode: str
    name: str
    """Official, without ancestors: 鲅鱼圈区."""
    short: str
    """Without its rank: 鲅鱼圈; 恩施 for 恩施土家族苗族自治州."""
    level: Level
    parent: str | None
    """Code of the next higher place; a county directly below its province has the province."""
    former: tuple[str, ...] = ()
    """Names since 1995."""
    until: int | None = None
    """Last year of a place that has been abolished without an heir."""

    @property
    def colloquial(self) -> str | None:
        """Name in daily use of an autonomous place: 恩施州, 本溪县."""
        return f"{self.short}{self.name[-1]}" if self.name.endswith(("自治州", "自治县", "自治旗")) else None


def shorten(name: str) -> str:
    """Return a place name without its rank and peoples; names of two characters stay whole."""
    if match := _AUTONOMOUS.match(name) or _OWN_NAME.match(name):
        return match[1]
    short = _ENDING.sub("", name)
    return short if len(short) > 1 else name


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places, with the tables to find them by."""

    divisions: Mapping[str, Division]
    names: Mapping[str, tuple[str, ...]]
    """Every full, colloquial and former name and functional zone -> codes that bear it, current ones first."""
    shorts: Mapping[str, tuple[str, ...]]
    """Short name -> codes, the highest place first."""
    below: Mapping[str, tuple[str, ...]]
    """Code -> codes one level below."""

    def __getitem__(self, adcode: str) -> Division:
        return self.divisions[adcode]

    def __contains__(self, adcode: object) -> bool:
        return adcode in self.divisions

    def get(self, adcode: str) -> Division | None:
        """Return a place, or None for a code that nobody bears."""
        return self.divisions.get(adcode)

    def ancestors(self, adcode: str) -> tuple[Division, ...]:
        """Return the places that contain it, the province first."""
        above: list[Division] = []
        parent = self.divisions[adcode].parent
        while parent:
            above.append(self.divisions[parent])
            parent = self.divisions[parent].parent
        return tuple(reversed(above))

    def full_name(self, adcode: str) -> str:
        """Return the name with its ancestors: 辽宁省营口市鲅鱼圈区."""
        return "".join(d.name for d in (*self.ancestors(adcode), self.divisions[adcode]))

    def children(self, adcode: str) -> tuple[Division, ...]:
        """Return the current places one level below, in order of code."""
        return tuple(self.divisions[c] for c in self.below.get(adcode, ()) if self.divisions[c].until is None)

    def within(self, adcode: str, ancestor: str) -> bool:
        """Tell whether a place is another one or lies in it."""
        return adcode == ancestor or any(a.adcode == ancestor for a in self.ancestors(adcode))

    def match_prefix(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the place names that an institution's name begins with, and the codes that fit all of them."""
        end, codes = 0, tuple[str, ...]()
        while found := self._longest(text, end, codes):
            name, codes = found
            end += len(name)
        return (text[:end], codes) if end else None

    def locate(self, name: str, near: Iterable[str] = ()) -> str | None:
        """Return the place that an institution's name begins with; `near` are codes that settle 鼓楼区医院."""
        found = self.match_prefix(name)
        if found is None:
            return None
        codes = tuple(c for c in found[1] if self.divisions[c].until is None) or found[1]
        if len(codes) > 1:
            around = set(near)
            codes = tuple(c for c in codes if c in around or any(self.within(c, n) or c[:4] == n[:4] for n in around))
        return codes[0] if len(codes) == 1 else None

    def _longest(self, text: str, start: int, inside: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
        for end in range(min(len(text), start + 16), start + 1, -1):
            name = text[start:end]
            codes = self.names.get(name) or self.shorts.get(name, ())
            if inside:
                codes = tuple(c for c in codes if c not in inside and any(self.within(c, i) for i in inside))
            if codes:
                return name, codes
        return None

    def towns(self, adcode: str) -> tuple[str, ...]:
        """Return the towns and subdistricts of a county; the first call reads them."""
        return _read_towns().get(adcode, ())

    def county_of_town(self, town: str, inside: str) -> str | None:
        """Return the county within a place that has a town of this name, if exactly one has."""
        homes = [c for c in _homes_of_town(inside[:2]).get(town, ()) if c in self.divisions and self.within(c, inside)]
        return homes[0] if len(homes) == 1 else None


def _read_table(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _read_divisions() -> dict[str, Division]:
    rows = list(_read_table("divisions.tsv"))
    codes = {row[0] for row in rows}
    divisions = {}
    for code, name, former, until in rows:
        province, city = f"{code[:2]}0000", f"{code[:4]}00"
        level = Level.PROVINCE if code == province else Level.CITY if code == city else Level.COUNTY
        parent = {Level.PROVINCE: None, Level.CITY: province}.get(level, city if city in codes else province)
        old = tuple(former.split("、")) if former else ()
        divisions[code] = Division(code, name, shorten(name), level, parent, old, int(until) if until else None)
    return divisions


def zone_names(name: str) -> set[str]:
    """Return the usual forms of a zone's name: 合肥高新区, 合肥市高新区 for 合肥高新技术产业开发区."""
    forms = {name}
    for kinds in _ZONE_KINDS:
        for kind in sorted(kinds, key=len, reverse=True):
            if name.endswith(kind) and len(name) > len(kind):
                base = name.removesuffix(kind).removesuffix("市")
                forms |= {f"{base}{mark}{k}" for k in kinds for mark in ("", "市")}
                break
    return forms


def _read_zones(divisions: Mapping[str, Division]) -> dict[str, tuple[str, ...]]:
    """Return zone -> code of its county or city; rows by hand win over compiled ones."""
    provinces = tuple(d.short for d in divisions.values() if d.level is Level.PROVINCE and d.name != "吉林省")
    zones: dict[str, tuple[str, ...]] = {}
    for table in ("zones.tsv", "zones_by_hand.tsv"):
        for names, code in _read_table(table):
            for name in names.split("、"):
                plain = next((name.removeprefix(p) for p in provinces if name.startswith(p) and len(name) > 8), name)
                for form in zone_names(name) | zone_names(plain):
                    zones[form] = (code,)
    return zones


@cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer, read once (0.05 s)."""
    divisions = _read_divisions()
    names: dict[str, list[str]] = defaultdict(list)
    shorts: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    rank = {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 2}
    for division in sorted(divisions.values(), key=lambda d: (d.until is not None, rank[d.level], d.adcode)):
        names[division.name].append(division.adcode)
        if division.short != division.name:
            shorts[division.short].append(division.adcode)
        if division.parent:
            below[division.parent].append(division.adcode)
    for division in divisions.values():
        for name in (*division.former, *((division.colloquial,) if division.colloquial else ())):
            if len(name) > 2 and division.adcode not in names[name]:
                names[name].append(division.adcode)
    table = {name: tuple(codes) for name, codes in names.items()}
    table = _read_zones(divisions) | table
    return Gazetteer(
        MappingProxyType(divisions),
        MappingProxyType(table),
        MappingProxyType({name: tuple(codes) for name, codes in shorts.items()}),
        MappingProxyType({code: tuple(sorted(codes)) for code, codes in below.items()}),
    )


@cache
def _read_towns() -> Mapping[str, tuple[str, ...]]:
    text = unpacked(FOLDER / "towns.tsv.xz").decode("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return MappingProxyType({code: tuple(names.split("、")) for code, names in rows})


@cache
def town_names() -> frozenset[str]:
    """Return the names of all towns, townships and subdistricts that have more than two characters."""
    return frozenset(name for names in _read_towns().values() for name in names if len(name) > 2)


@cache
def _homes_of_town(province: str) -> Mapping[str, tuple[str, ...]]:
    """Return for each town of a province, by the first two digits of its code, the counties that have it."""
    homes: dict[str, list[str]] = defaultdict(list)
    for code, towns in _read_towns().items():
        for town in towns if code.startswith(province) else ():
            homes[town].append(code)
    return MappingProxyType({town: tuple(codes) for town, codes in homes.items()})

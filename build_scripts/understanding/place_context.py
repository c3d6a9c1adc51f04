"""Which place a name means that several places bear, judged by the other places of the article and the page."""

from __future__ import annotations

from collections import Counter

from build_scripts.gazetteer import Gazetteer, Level, load_gazetteer
from build_scripts.understanding.place_names import Form, Mention, Use

MUNICIPAL = frozenset(("11", "12", "31", "50"))
"""First digits of the cities that are provinces."""


def is_sure(mention: Mention) -> bool:
    """Tell whether a mention may speak for others: one place, and not merely passed by."""
    return len(mention.codes) == 1 and mention.form is not Form.WEAK and mention.use not in {Use.TITLE, Use.PASSING}


def resolve_mentions(mentions: list[Mention], page: set[str]) -> list[Mention]:
    """Return the mentions with one code each; names that stay doubtful come back without code."""
    mine = {m.codes[0] for m in mentions if is_sure(m)}
    often = Counter((m.codes, m.form) for m in mentions)
    settled: dict[tuple[tuple[str, ...], Form, Use, int], tuple[str, ...]] = {}
    for mention in mentions:
        key = (mention.codes, mention.form, mention.use, mention.end - mention.start)
        if key not in settled:
            settled[key] = _settle(mention, mine, page, often=often[mention.codes, mention.form] > 1)
    return [m._replace(codes=settled[m.codes, m.form, m.use, m.end - m.start]) for m in mentions]


def _settle(mention: Mention, mine: set[str], page: set[str], *, often: bool) -> tuple[str, ...]:
    """Return the one code that a mention stands for, or none."""
    gazetteer, codes = load_gazetteer(), mention.codes
    if mention.form is Form.WEAK:
        return _establish(gazetteer, mention, mine, page, often=often)
    if len(codes) > 1:
        codes = _choose(gazetteer, codes, mine, page)
    if not codes or mention.end - mention.start > 2 or gazetteer[codes[0]].level is not Level.COUNTY:
        return codes
    # a county of one character (和县, 成县) needs something to speak for it
    kin = {c for c in mine | page if c != codes[0] and gazetteer[c].level is not Level.COUNTY}
    near = any(gazetteer.within(codes[0], c) or c[:4] == codes[0][:4] for c in kin)
    return codes if near or often else ()


def _choose(gazetteer: Gazetteer, codes: tuple[str, ...], mine: set[str], page: set[str]) -> tuple[str, ...]:
    """Return the only one of the candidates that the article's, or else the page's, other places contain."""
    if nested := _highest(gazetteer, codes):
        return nested
    for known in (mine, mine | page):
        for level in (Level.COUNTY, Level.CITY, Level.PROVINCE):
            around = {k for k in known if _rank(gazetteer, k) is level}
            fits = [c for c in codes if any(gazetteer.within(c, k) for k in around)]
            if fits:
                return (fits[0],) if len(fits) == 1 else ()  # two cities speak for one each: it stays open
        kin = [c for c in codes if any(_same_city(k, c) for k in known)]
        if len(kin) == 1:
            return (kin[0],)
    return ()


def _same_city(code: str, other: str) -> bool:
    """Tell whether two places belong to one prefecture, or to one of the cities that are provinces."""
    alike = code[:4] == other[:4] and code[2:4] != "90"
    return alike or (code[:2] == other[:2] and code[:2] in MUNICIPAL)


def _rank(gazetteer: Gazetteer, code: str) -> Level:
    """Return the level of a place among its neighbours: 北京市 is a city beside 长春市 when 朝阳区 is to be settled."""
    return Level.CITY if code[:2] in MUNICIPAL and code.endswith("0000") else gazetteer[code].level


def _highest(gazetteer: Gazetteer, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the place that contains all other candidates: 恩施 is the prefecture before its city."""
    tops = tuple(c for c in codes if all(gazetteer.within(o, c) for o in codes))
    if tops or not codes:
        return tops
    rank = [gazetteer[c].level for c in codes]
    provinces = [c for c, level in zip(codes, rank, strict=True) if level is Level.PROVINCE]
    cities = [c for c, level in zip(codes, rank, strict=True) if level is Level.CITY]
    counties = len(codes) - len(provinces) - len(cities)
    return tuple(provinces[:1]) or (tuple(cities) if len(cities) == 1 and counties == len(codes) - 1 else ())


def _establish(
    gazetteer: Gazetteer, mention: Mention, mine: set[str], page: set[str], *, often: bool
) -> tuple[str, ...]:
    """Return the county of a bare short name (鲅鱼圈) where the page names it in full or its city."""
    known = mine | page
    named = [c for c in mention.codes if c in known]
    if len(named) == 1:
        return (named[0],)
    around = [c for c in mention.codes if any(c[:4] == k[:4] and k[2:4] not in {"90", "00"} for k in known)]
    if len(around) == 1 and mention.use in {Use.PLAIN, Use.INSTITUTION}:
        return (around[0],)
    unique = len(mention.codes) == 1 and mention.end - mention.start >= 3
    city = len(mention.codes) == 1 and gazetteer[mention.codes[0]].name.endswith("市")
    alone = not any(gazetteer[k].level is not Level.PROVINCE for k in known)
    return mention.codes if unique or (city and alone and often and mention.use is Use.PLAIN) else ()

"""What 全市, 我县 and the names of towns mean on a page: the place that its paper and its other articles speak of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from build_scripts.gazetteer import Gazetteer, Level, load_gazetteer

_HERE = re.compile(
    r"我([省市区县州旗])|全([省市区县州旗])|本([省市区县旗])(?!级)|[，。、；“](市)(?=[一-龥]{2,8}[局委院])"
    r"|(?<=[，。、；“由从经据])(县)(?=财政|卫|医|妇|疾|里|委|政府)"
)
_TOWN = re.compile(r"[一-龥]{2}(?:[一-龥]{1,2}?)?(?:镇|乡|街道|苏木)")


def here_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often a text speaks of its own province, city, district, county, prefecture or banner."""
    return Counter(next(filter(None, match.groups())) for text in texts for match in _HERE.finditer(text))


def place_meant(
    letter: str, own: str | None, named: Iterable[str], publication: Iterable[str], page: Iterable[str]
) -> str | None:
    """Return the place that 全市 (`letter` 市) means in an article; None where the page leaves it open.

    `own` is what the article seems to be about, `named` the places that it names, `page` what others are about.
    """
    gazetteer = load_gazetteer()
    printed = _fitting(gazetteer, letter, publication)
    if own and gazetteer[own].name.endswith(letter):
        above = {code for code in printed if code != own and gazetteer.within(own, code)}
        if len(above) == 1:
            return above.pop()  # the paper of 荆门 says 全市 of 荆门 where it tells of 钟祥市
        beside = {code for code in named if code[:4] == own[:4] and gazetteer[code].level is Level.COUNTY}
        if letter != "市" or gazetteer[own].level is not Level.COUNTY or len(beside) < 2:
            return own
    if len(printed) == 1:
        return printed.pop()
    others = set(page)
    if len(others) == 1 and gazetteer[next(iter(others))].name.endswith(letter):
        return others.pop()  # all other articles of the page tell of 化州市: nothing speaks for the city above it
    around = _fitting(gazetteer, letter, (*page, *([own] if own else [])))
    if letter == "市":  # of a city and the county-level cities below it, the city is meant
        around = {code for code in around if not any(code != c and gazetteer.within(code, c) for c in around)}
    return around.pop() if len(around) == 1 else None


def _fitting(gazetteer: Gazetteer, letter: str, codes: Iterable[str]) -> set[str]:
    """Return the places of such a kind among some and those that contain them."""
    return {
        a.adcode for code in codes for a in (*gazetteer.ancestors(code), gazetteer[code]) if a.name.endswith(letter)
    }


def towns_home(texts: Iterable[str], around: Iterable[str]) -> Iterator[str]:
    """Yield, for every town that a text names, its county, if only one of the surroundings has such a town."""
    gazetteer, near = load_gazetteer(), tuple(dict.fromkeys(around))
    for text in texts:
        for match in _TOWN.finditer(text):
            homes = {home for town in _endings(match[0]) for c in near if (home := gazetteer.county_of_town(town, c))}
            if len(homes) == 1:
                yield homes.pop()


def _endings(run: str) -> Iterator[str]:
    """Yield what may be the name of a town at the end of a run of characters, two characters and longer."""
    yield from (run[at:] for at in range(max(1, len(run) - 2)))

"""Towns and villages that open a clause and so own what it counts."""

from __future__ import annotations

import re

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Place


def villages_in(text: str) -> frozenset[str]:
    """Return towns and villages that open a clause and do something."""
    return frozenset(match[1] for match in _VILLAGE.finditer(text) if not _NO_VILLAGE.search(match[1]))


def towns_in(text: str, place: Place | None) -> frozenset[str]:
    """Return the towns of the article's county that open a clause: 石桥镇藏在山脚下."""
    if place is None or not _TOWN_WORD.search(text):
        return frozenset()
    own = set(load_gazetteer().towns(place.adcode))
    return frozenset(m[1] for m in _TOWN_OPENS.finditer(f"\n{text}") if m[1] in own)


_TOWN_WORD = re.compile("[镇乡]|街道")
_TOWN_OPENS = re.compile(
    r"[，。；：“\n](?:在)?([\u4e00-\u9fff]{1,6}?(?:[镇乡]|街道))"
    r"(?!的?[\u4e00-\u9fff]{0,4}(?:政府|党委|中心|卫生院|卫生室|医院|书记|镇长|乡长|村医|医生|院长)|[村居]民|[、老人等级里上和与]|一[名位个对]|有人|[\u4e00-\u9fff]{2,3}村)"
)
_VILLAGE = re.compile(
    r"(?:^|[，。；：“\n]|[，。；：“\n](?:在|走进|来到))((?:[\u4e00-\u9fff]{2,4}[镇乡])?[\u4e00-\u9fff]{2,4}[村镇乡])"
    r"(?=[，的共建有投筹新实开把将办过靠从种守引通是去今现原曾]|[\u4e00-\u9fff]{2}(?:建成|投入|办起))"
)
_NO_VILLAGE = re.compile(
    r"[全各每该本我两三四五六七八九十几一这那个在到对刚正]|[进入出回下往]村|乡镇|行政村|自然村|中心[村镇]|[贫示城农新山牧渔帮驻]村|村村|[县市区]乡|农村|城镇|小镇|古镇|名镇"
)

"""Which town or village 全镇, 该村 and 村里 stand for: the last that the article has named."""

from __future__ import annotations

import re

from build_scripts.gazetteer import town_names
from build_scripts.understanding.facts.known_owners import Owners

OWN = re.compile(
    r"(?:全|该|这个|我们?|本)(?P<all>[镇乡村])(?![里级庄卫医])|(?:^|(?<=[，。；：“”在]))(?P<in>[镇乡村])(?:[里上](?![^，。；]{0,3}[的医])|子(?![里上]))"
)
_NAMED = re.compile(
    r"(?:(?<=[，。；：、“”\n在到进了去往自从县区市旗镇乡的])|^)(?P<name>(?:[\u4e00-\u9fff]{2,3}[镇乡])?(?P<last>[\u4e00-\u9fff]{1,5}?(?P<kind>[镇乡村])))"
    r"(?![级里上办民庄落委干组镇乡村])(?<!村(?=[卫医]))"
)
_NONE = re.compile(
    r"[驻派赴的了是有和与全各每该本我两三四五六七八九十几一这那个在到对刚正]|乡镇|行政|自然|中心|[贫示城农新山牧渔帮驻]村|农村|城镇|小镇|古镇|名镇|进村|回村|下乡|返乡|入村"
)


def hamlet_meant(owners: Owners, kind: str, before: str) -> str:
    """Return the town or village that a word of its kind means; `before` is the paragraph up to it."""
    for text in (before, *reversed(owners.texts[-_FAR:])):
        named = [m for m in _NAMED.finditer(text) if m["kind"] == kind and not _NONE.search(m["name"])]
        names = [m["name"] for m in named if len(m["last"]) <= _PLAIN or m["last"] in town_names()]
        if names:
            return names[-1]
    return ""


_PLAIN = 4
"""Characters up to which the name of a town or village needs not be known."""
_FAR = 4
"""Paragraphs before that are looked through."""

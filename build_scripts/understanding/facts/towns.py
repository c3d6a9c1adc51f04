"""The one town that a brief tells of: what it counts is the town's."""

from __future__ import annotations

import re

from build_scripts.model import Article
from build_scripts.text import has_dateline

_TOWN = re.compile(
    r"(?:(?<=[，。；：、“”（）\n在到进了往县区市旗的]|[日月年])|^)"
    r"(?P<town>[\u4e00-\u9fff]{2,4}?(?:镇(?![里上级])|乡(?!村|镇)|街道(?!办)|苏木))"
    r"(?P<village>[\u4e00-\u9fff]{1,3}?(?:村(?!民|里|医)|社区))?"
)
_NO_TOWN = re.compile(
    r"[全各每该本我两三几一这那个对与和有是由住]|乡镇|中心|行政|城镇|古镇|小镇|名镇|下乡|返乡|家乡|老乡"
)


def town_of_brief(article: Article) -> str:
    """Return the one town that a brief names, with its village if it names one; "" for other articles."""
    text = article.paragraphs[0].text
    if len(article.paragraphs) > 1 or not has_dateline(text):
        return ""
    found = [match for match in _TOWN.finditer(text) if not _NO_TOWN.search(match["town"])]
    if len({match["town"] for match in found}) != 1:
        return ""
    villages = {match["village"] for match in found if match["village"]}
    return found[0][0] if len(villages) == 1 and found[0]["village"] else found[0]["town"]

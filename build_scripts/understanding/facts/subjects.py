"""Whom the headlines say that an article is about: a person in her post, or the one hospital that they speak of."""

from __future__ import annotations

import re
from typing import NamedTuple

_POSTS = (
    r"(?:副?院长|护士长|(?:副?主任)?医师|主任|(?:乡村|家庭|全科)?医生|村医|大夫|护士|站长|所长|疾控人|救护员|驾驶员|药师|"
    r"助产士|采血员|书记|队长)"
)
_PORTRAIT = re.compile(
    rf"(?:^|[—\n])记(?P<home>[\u4e00-\u9fff“”]{{2,24}}?)(?P<post>{_POSTS})(?P<who>[\u4e00-\u9fff·]{{2,10}})$",
    re.MULTILINE,
)
_HOMES = (
    re.compile(r".*(?:卫生院|医院|卫生室|服务中心|服务站|保健院|疾控中心|血站|急救中心)"),
    re.compile(r".*(?:[镇乡村]|街道|社区)"),
)
_KIND = re.compile(
    r"(?<![乡镇村级层立家所个座各老])(?P<kind>卫生院|医院|卫生室|敬老院|养老院|护理院|血站|急救中心|疾控中心|保健院)(?!们|改革|之间)"
)
_SHE = re.compile(r"(?:^|(?<=[，；：。“]))[她他](?!们)")


class Person(NamedTuple):
    """Whom a portrait is about."""

    name: str
    full: str
    """With house and post: 石桥镇卫生院护士长罗三妹."""
    home: str
    """The house or town where she works; "" where the headline tells none."""


def person_of(heads: str) -> Person | None:
    """Return the one whom a portrait is about, told by ——记 and a post."""
    match = _PORTRAIT.search(heads)
    if not match:
        return None
    house = next((found[0] for home in _HOMES if (found := home.match(match["home"]))), "")
    return Person(match["who"], f"{match['home']}{match['post']}{match['who']}", house)


def house_of(heads: str, names: dict[str, str], text: str) -> str:
    """Return the one institution of the kind that the headlines speak of, if the article speaks of it often."""
    for form in sorted(names, key=len, reverse=True):
        heads = heads.replace(form, "＊")
    for match in _KIND.finditer(heads):
        kind = match["kind"]
        named = {name for name in names.values() if name.endswith(kind)}
        if len(named) == 1 and text.count(kind) >= _OFTEN:
            return named.pop()
    return ""


_OFTEN = 3
"""Times that an article speaks of the house of its headline."""


def acts_at(person: Person | None, sentence: str) -> int:
    """Return where in a sentence the one of a portrait is who acts, by name or as 她; -1 where nowhere."""
    if person is None:
        return -1
    return max([sentence.rfind(person.name), *(match.start() for match in _SHE.finditer(sentence))])


COLLEAGUE = re.compile(rf"的?{_POSTS}(?!(?:和|与|们|、))")
"""What stands behind the house of somebody else, whom 她 means from there on."""

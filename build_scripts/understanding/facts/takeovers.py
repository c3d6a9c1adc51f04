"""Words by which the place itself takes a figure over from an institution: 县里, 两家医院, 县域内."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.known_owners import Owners
from build_scripts.understanding.facts.resolving import place_of_office

_KINDS = r"(?:医院|卫生院|卫生室|服务中心|服务站|医疗机构|医共体)"
PLACE_ACTS = re.compile(
    r"(?:^|(?<=[，。；：“]))(?:"
    r"(?:我|全)?[省市县区州盟旗]里(?!面|程|长|的?(?:医院|专家|大夫|医生))"
    rf"|(?:[两二三四五六七八九十]|\d+|各|所有|全部|这些|多|数)(?:[家所个])?(?:牵头|成员|县级|市级|公立|基层|乡镇|二级以上|三级){{0,2}}{_KINDS}"
    r")"
)
"""The place said shortly, or many institutions at once, as those who act in a clause."""
_OF_THE_PLACE = re.compile(
    r"县[域外]|市域|全[市县区州]|基层[^，]{0,8}(?:率|占比)|行政村|(?:村卫生室|乡镇卫生院|医共体|签约团队|医生团队)(?:覆盖)?[家所个名支]?数"
)
_WHOLE = re.compile(r"医共体|集团|总医院|共同体|联合体|联盟|监督|血站|血液|大学|学院|医学院|协会|学会")
"""Institutions that have clinics of their own, or work beyond one place."""
_OBSERVER = re.compile(r"(?:疾控中心|疾病预防控制中心|妇幼保健[^，]{0,6}[院站心])$")
_OBSERVED = re.compile(r"(?:率|占比|学生数|儿童数|[检查]出[^数]*数|患者数|病例数|筛查人数)(?:（原）)?$")
_COLLECTOR = re.compile(r"(.{2,8}?[市州盟]).*(?:血站|血液中心)$")


def observed_in(owners: Owners, owner: str, indicator: str) -> str:
    """Return the owner of a figure: what an office finds among people, or collects from them, is their place's."""
    if collector := _COLLECTOR.match(owner):
        own = not owners.place or collector[1] in owners.place or owner == owners.main
        return owner if own else owners.place
    watches = _OBSERVER.search(owner) and _OBSERVED.search(indicator)
    if watches or (owner.rpartition("、")[2] in owners.names and _is_of_the_place(owner, indicator)):
        return place_of_office(owners, owner) or owners.place or owner
    return owner


def _is_of_the_place(owner: str, indicator: str) -> bool:
    """Tell whether a figure that stands with a hospital is of its place: villages with clinics, cases of a county."""
    return bool(_OF_THE_PLACE.search(indicator)) and not _WHOLE.search(owner)

"""From the form in which an owner is printed to its full name: 该院, 医院, 全市, 县卫健局."""

from __future__ import annotations

from build_scripts.understanding.facts.known_owners import GENERIC, OFFICE, WIDE, Owners

PLACE = "全县"
"""What stands for the place of the article, whatever its rank."""


def is_guest(owners: Owners, form: str) -> bool:
    """Tell whether a province only helps the institution that the article is about."""
    province = owners.places.get(form, "").endswith(("省", "自治区"))
    return province and bool(owners.main) and not owners.place.endswith(("省", "自治区"))


def short_form(printed: str) -> str:
    """Return 医院 for ，医院, and 该院 for 我院 and its like."""
    word = printed.lstrip("，。；：、“")
    return word if word in GENERIC else "该院"


def _stands_for(word: str, name: str) -> bool:
    """Tell whether a short word can stand for an institution by its kind: 医院 for a hospital."""
    return name.endswith("院" if word == "医院" else word) and not OFFICE.search(name)


def resolve(owners: Owners, form: str) -> str:
    """Return the full name of a form."""
    if form == PLACE or WIDE.fullmatch(form):
        return owners.place
    if form in GENERIC:
        return _recent(owners, form)
    if form.startswith(("该院", "该中心", "该站", "我院", "本院", "全院", "该公司", "该集团")):
        return owners.last or (next(iter(owners.names.values())) if owners.names else "") or owners.place
    name = owners.names.get(form)
    if name:
        return place_of_office(owners, name) or owners.place or name if OFFICE.search(name) else name
    return owners.places.get(form, form)


def _recent(owners: Owners, word: str) -> str:
    """Return the institution that a word like 医院 stands for: of that kind, and spoken of just before."""
    known = {name for name in owners.names.values() if not OFFICE.search(name)}
    if len(known) == 1:
        return known.pop()
    name, paragraph = owners.recent.get(word, ("", 0))
    if name and (owners.paragraph - paragraph <= 1 or name == owners.main):
        return name
    if _stands_for(word, owners.main):
        return owners.main
    kindred = {name for name in known if _stands_for(word, name)}
    return kindred.pop() if len(kindred) == 1 else ""


def place_of_office(owners: Owners, name: str) -> str:
    """Return the place that an office is named after: 东昌府区卫健局 -> 东昌府区."""
    form = max((p for p in owners.places if len(p) > 2 and name.startswith(p)), key=len, default="")
    return owners.places.get(form, "")


def may_carry(owners: Owners, form: str) -> bool:
    """Tell whether a name that opens a paragraph can own the figures of its later sentences."""
    return form not in owners.villages and not is_guest(owners, form)

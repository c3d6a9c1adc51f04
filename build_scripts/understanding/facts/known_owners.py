"""Whom an article's figures can belong to: its place, the institutions that it names, the one that it is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import Article, Institution, Place
from build_scripts.understanding.facts.settlements import towns_in, villages_in
from build_scripts.understanding.facts.subjects import Person, house_of, person_of
from build_scripts.understanding.facts.tables import words
from build_scripts.understanding.facts.towns import town_of_brief
from build_scripts.understanding.words import find_words

_PROVINCE = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}省|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区)(?=.)")
_CITY = re.compile(r"[\u4e00-\u9fff]{2,3}(?:市|县|区|州)")
_OWN_WORDS = words("owner_words", "institutions")
_OWN = "|".join(_OWN_WORDS)
_OWN_FIRST = "".join(word[1 : word.index("]")] if word[0] == "[" else word[0] for word in _OWN_WORDS)
_OWN_BEGINS = re.compile(f"[{_OWN_FIRST}](?<=(?={_OWN}).)")
"""A character at which a word for an institution begins."""
OFFICE = re.compile(
    r"(?:卫健委|卫健局|卫生健康委(?:员会)?|卫生健康局|卫生局|卫生厅|医保局|医疗保障局|民政局|政府|人社局|市委|县委|区委|疾控局|财政局|卫计委|卫计局|"
    r"办公室|合管办|农合办|爱卫会|卫生计生委|卫生和计划生育(?:局|委员会)|管理中心|[\u4e00-\u9fff]{2}局)$"
)
SHORT_OWN = re.compile(
    r"该院|我院|本院|全院|该中心|该站|该公司|该集团|(?:^|[，。；：“])(?:医院|中心(?![村镇城乡组校])|卫生院|血站|集团|服务站)(?=[一-鿿“])"
)
GENERIC = ("卫生院", "服务站", "血站", "集团", "中心", "医院")
"""Words that stand alone for an institution named before; the first that its name ends with counts."""
WIDE = re.compile(r"(?:全|我|本|该)(?:市|县|区|州|省|盟|旗|镇)|各级|辖区内各")


@dataclass(slots=True)
class Owners:
    """What is known of the owners of an article's figures, carried from sentence to sentence."""

    place: str
    places: dict[str, str]
    names: dict[str, str]
    """Each form of an institution with its full name."""
    villages: frozenset[str] = frozenset()
    """Towns and villages, which own only the figures of their own sentence."""
    main: str = ""
    """The institution or zone that the article is about, where it speaks of it more than of its place."""
    person: Person | None = None
    """Whom the article portrays."""
    last: str = ""
    recent: dict[str, tuple[str, int]] = field(default_factory=dict)
    """For each word that may stand for an institution (医院, 卫生院) the last one named, and its paragraph."""
    paragraph: int = 0
    paragraph_subject: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    """The institutions of those who have spoken as their heads, by their names."""
    texts: list[str] = field(default_factory=list)
    """The paragraphs before the one that is read."""
    seen: list[str] = field(default_factory=list)

    def known_forms(self) -> tuple[str, ...]:
        """Return all names that may stand as subject, the longest first."""
        wide = ["全市", "全县", "全区", "全省", "我市", "我县", "我区", "该院", "该县", "该市", "该区", "该中心"]
        return tuple(sorted({*self.names, *self.places, *wide}, key=lambda n: (-len(n), n)))


def short_place(name: str) -> str:
    """Return the last part of a place's full name: 营口市, 东昌府区; a district of three characters keeps its city."""
    rest = _PROVINCE.sub("", name) or name
    parts = [p for p in re.findall(r".{2,}?(?:自治州|自治县|自治旗|地区|盟|州|市|区|县|旗|$)", rest) if p]
    if len(parts) < 2:
        return rest
    return rest if parts[-1].endswith("区") and len(parts[-1]) <= 3 else parts[-1]


def know_owners(article: Article, places: tuple[Place, ...], institutions: tuple[Institution, ...]) -> Owners:
    """Return the owners that an article can speak of."""
    text = "\n".join(p.text for p in article.paragraphs)
    primary = next((p for p in places if p.primary), places[0] if places else None)
    place = short_place(primary.name) if primary else _printed_place(f"{article.title}\n{text}")
    forms: dict[str, str] = {}
    for p in places:
        known, rest = short_place(p.name), _PROVINCE.sub("", p.name) or p.name
        last = re.search(r"[^市州盟]{2,}?[市区县旗]$", rest)
        forms |= {known: known, rest: known} | ({last[0]: known} if last and len(last[0]) > 2 else {})
        people = re.match(r"([\u4e00-\u9fff]{2})[\u4e00-\u9fff]{1,8}自治州$", rest)
        forms |= {f"{people[1]}州": known} if people else {}
        bare = re.sub(r"(?:市|区|县|省)$", "", known)
        if len(bare) >= 2:
            forms.setdefault(bare, known)
    names = {form: i.name for i in institutions for form in (i.name, *i.mentions)}
    for name in _names_in(text, forms):
        if not any(name in known or known in name for known in names):
            names[name] = name
    names = {form: _with_place(name, names) for form, name in names.items()}
    names |= _of_county(text, names)
    forms |= {n: n for n in _zones_in(text) if n not in forms}
    heads = "\n".join(head for head in (article.kicker, article.title, article.deck) if head)
    person = person_of(heads)
    main = (
        _named_above(heads, names)
        or (names.get(person.home, person.home) if person else "")
        or house_of(heads, names, text)
        or _main_of(text, place, names | {f: n for f, n in forms.items() if _ZONE.match(f)})
    )
    villages = (villages_in(text) | towns_in(text, primary)) - forms.keys()
    main = main or town_of_brief(article)
    return Owners(place, forms | {name: name for name in villages}, names, villages, main, person)


def _printed_place(text: str) -> str:
    """Return the first name of a place that a text prints with its rank, where none has been resolved."""
    names = load_gazetteer().names
    return next((run[at:] for run in _CITY.findall(text) for at in (0, 1) if run[at:] in names), "")


def _shortened(text: str, names: dict[str, str]) -> dict[str, int]:
    """Return how often each institution is spoken of as 医院, 集团 or 该院 after it was named."""
    found: dict[str, int] = {}
    if not names:
        return found
    events = [(at, names[form]) for at, form in find_words(names, text) if not OFFICE.search(names[form])]
    events += [(m.end() - 1, "") for m in SHORT_OWN.finditer(text)]
    last, taken = "", -1
    for at, name in sorted(events):
        if name:
            last, taken = name, at + len(name)
        elif last and at >= taken:
            found[last] = found.get(last, 0) + 1
    return found


_SAID = re.compile(r"(?<![本该全我])[省市县区州盟旗]里(?!面|程)")
"""The place said shortly, as one who acts: 县里拿出资金."""


def _main_of(text: str, place: str, names: dict[str, str]) -> str:
    """Return the zone, or the one institution, that an article names at least three times and more than its place.

    Where an article names several institutions none is its subject unless its headline says so.
    """
    counts: dict[str, int] = _shortened(text, names)
    inside = 0
    for form, name in names.items():
        if not OFFICE.search(name):
            counts[name] = counts.get(name, 0) + text.count(form)
        inside += text.count(form) if place and place in form else 0
    best = max(counts, key=lambda n: (counts[n], len(n)), default="")
    alone = max(0, text.count(place) - inside) + len(WIDE.findall(text)) + len(_SAID.findall(text)) if place else 0
    alike = {name for name in names.values() if not OFFICE.search(name)}
    own = len(alike) == 1 or _ZONE.match(best)
    return best if best and own and counts[best] >= max(3, alone) else ""


def _named_above(heads: str, names: dict[str, str]) -> str:
    """Return the one institution that stands alone as the kicker of an article, or opens its headline."""
    found = {
        name
        for form, name in names.items()
        if len(form) > _SHORT_FORM
        and form in heads
        and not OFFICE.search(name)
        and re.search(rf"^{re.escape(form)}(?:[:： ]|$)", heads, re.MULTILINE)
    }
    return found.pop() if len(found) == 1 else ""


_SHORT_FORM = 4
"""Characters up to which a name may mean more than one institution: 市医院."""
_PLACED = re.compile(r"[\u4e00-\u9fff]{2,8}[省市县区州旗]")


def _with_place(name: str, names: dict[str, str]) -> str:
    """Return 本溪市金山医院 for 金山医院, where the article prints both."""
    fuller = (n for n in names.values() if n.endswith(name) and _PLACED.fullmatch(n[: -len(name)]))
    return next(fuller, name)


def _of_county(text: str, names: dict[str, str]) -> dict[str, str]:
    """Return 县医院 for the one people's hospital of the county that an article names: 兴县人民医院."""
    short = (
        (f"{level}医院", [n for n in set(names.values()) if n.endswith(f"{level}人民医院")]) for level in "县旗市区"
    )
    return {form: found[0] for form, found in short if len(found) == 1 and form not in names and form in text}


_ZONE_NAME = r"([\u4e00-\u9fff]{2,6}?(?:片区|开发区|高新区|新区|街道|农场|示范区))"
_ZONE = re.compile(f"(?:^|[，。；：“]){_ZONE_NAME}")
_ZONE_BEHIND = re.compile(f"[，。；：“]{_ZONE_NAME}")


def _names_in(text: str, places: dict[str, str]) -> dict[str, str]:
    """Return names of institutions that open a clause, for articles whose institutions are not known yet."""
    found: dict[str, str] = {}
    heads = tuple(sorted((p for p in places if len(p) >= 2), key=lambda p: (-len(p), p)))
    reach = _LONGEST_MIDDLE + max((_LONGEST_LEAD, *map(len, heads)))
    own, end = [match.start() for match in _OWN_BEGINS.finditer(text)], -1
    openings = [0, *(match.end() for match in _STOP.finditer(text))] if own else []
    for start in openings:
        nearest = bisect_left(own, start)
        if start <= end or nearest == len(own) or own[nearest] > start + reach:
            continue
        known = heads if text.startswith(heads, start) else ()
        tails = (_NAME_TAIL.match(text, start + len(head)) for head in known if text.startswith(head, start))
        match = next((m for m in tails if m), None) or _OTHER_NAME.match(text, start)
        if match and not _DOES.match(text, start):
            end = match.end()
            name = text[start:end]
            if 5 <= len(name) <= 20 and not (_NO_NAME.search(name[2:]) or _PREPOSITION.search(name)):
                found[name] = name
    return found


_STOP = re.compile("[，。；：“）\n]")
_LONGEST_LEAD, _LONGEST_MIDDLE = 4, 14
"""Characters of an unknown place before a name, and between a place and the word for an institution."""
_NAME_TAIL = re.compile(rf"[\u4e00-\u9fff第一二三四五六七八九十0-9]{{0,{_LONGEST_MIDDLE}}}?(?:{_OWN})")
_OTHER_NAME = re.compile(
    rf"(?:省|市|自治区|(?![对每全在该本各为由从与和到级]|过去|现在|如今|以前|目前|当时|今年|去年)[\u4e00-\u9fff]{{2,3}}[省市县区州镇]){_NAME_TAIL.pattern}"
)


_DOES = re.compile(
    "加快|推[进动]|[新改扩迁重]建|建[成立设起]|成立|组[建织]|依托|支持|联合|协助|打造|加强|提升|培[训育]|创建|启动|实施"
)
"""Words that say what is done to an institution, not its name."""
_PREPOSITION = re.compile(r"[由在被把将凡为了]|[刚正](?:进|在|到)")
_NO_NAME = re.compile(
    r"[在为到和与的等各了是有被这将从对还]|加快|推[进动]|提升|打造|加强|[县市省]级|紧密|依托|支持|开展|实施|启动|新增|实现"
    r"|建|完成|覆盖|公立|二级|三级|乡镇卫生院|\d[家所个]"
)


def _zones_in(text: str) -> dict[str, str]:
    """Return zones and streets that open more than one clause: 营口片区, 海星街道."""
    seen: dict[str, int] = {}
    for match in _ZONE_BEHIND.finditer(f"。{text}"):
        seen[match[1]] = text.count(match[1])
    return {name: name for name, times in seen.items() if times >= 2}

"""Whose a figure is: the institution that acts in the sentence, or the place of the article."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.hamlets import OWN, hamlet_meant
from build_scripts.understanding.facts.known_owners import GENERIC, OFFICE, SHORT_OWN, WIDE, Owners
from build_scripts.understanding.facts.speakers import named_before, speaker_of
from build_scripts.understanding.facts.takeovers import PLACE_ACTS, is_of_the_place
from build_scripts.understanding.words import find_words

_PLACE = "全县"
"""What stands for the place of the article, whatever its rank."""
_AREAS = re.compile(r"[^，。；]{1,8}?个(?:乡镇|街道|村|社区|县|区|市|镇)")


_WORDS_BEFORE = 8
"""Characters before a name that tell whether it acts."""
_ACTS_AFTER = tuple("， 。 ； ： “ 自 以来 目前 年 同时 此外 现 使 让 了 助".split())
_DAY = re.compile(r"\d[日月]$")
_NO_SUBJECT = re.compile(
    r"(?:与|和|在|到|对|向|由|从|经|获|被|等|通过|作为|列入|授予|往返|国内|"
    r"(?:组建|成立|创建|建立|打造|设立|加入|名为|称为)了?“?)$"
)


Mentions = list[tuple[int, str]]
"""Where names stand in a paragraph."""


def owner_of(owners: Owners, mentions: Mentions, text: str, start: int, sentence_start: int) -> str:
    """Return whose the figure at `start` is: the subject nearest before it in its sentence, else what went before."""
    sentence = text[sentence_start:start]
    candidates: list[tuple[int, int, str]] = []
    for at, form in mentions:
        offset = at - sentence_start
        if offset < 0 or at + len(form) > start:
            continue
        before, after = sentence[max(0, offset - _WORDS_BEFORE) : offset], sentence[offset + len(form) :]
        weight = 2 if not before or before.endswith(_ACTS_AFTER) or _DAY.search(before) else 0
        if _NO_SUBJECT.search(before) or after.startswith(("主", "党", "院长", "副", "、")):
            weight = 2 if sentence[:offset] in {"在", "走进"} and _ALONE.match(after) else weight - 2
        if _HELPS.match(after):
            weight = 0
        if not _is_guest(owners, form):
            candidates.append((weight, offset, form))
    candidates += _joint_owners(owners, sentence, [(o, f) for _, o, f in candidates])
    candidates += [(2, m.start(), _short_form(m[0])) for m in SHORT_OWN.finditer(sentence)]
    candidates += [(2, m.start(), _PLACE) for m in PLACE_ACTS.finditer(sentence)]
    candidates += [(2, len(sentence), _PLACE)] * bool(PLACE_ACTS.match(text, start))
    candidates += [
        (2, match.start(), hamlet)
        for match in OWN.finditer(sentence)
        if (hamlet := hamlet_meant(owners, match["all"] or match["in"], text[: sentence_start + match.start()]))
    ]
    speaker = speaker_of(owners, mentions, text, sentence_start, start)
    if speaker:
        candidates.append((1, speaker[0] - sentence_start, speaker[1]))
    good = [c for c in candidates if c[0] >= 1]
    chosen = max(good, key=lambda c: (c[1], len(c[2]))) if good else None
    if (
        chosen
        and owners.names.get(chosen[2])
        and _AREAS.match(text, start)
        and re.search(r"，[^，]{2,30}等$", sentence)
    ):
        return owners.place
    if chosen:
        within = chosen[2] in (*GENERIC, "该院")
        kind = chosen[2] if chosen[2] in GENERIC else "院"
        here = named_before(owners, text, sentence_start, sentence_start + chosen[1], kind) if within else ""
        owner = here or _resolve(owners, chosen[2])
        if owner or chosen[2] in GENERIC:
            return owner or owners.place
    return owners.paragraph_subject or owners.main or owners.place


_ALONE = re.compile(r"(?:[\u4e00-\u9fff]{2,5}(?:镇|乡|街道|村|社区|苏木))*，")
_HELPS = re.compile(r"(?:对口|援建|援助|帮扶|支援|协作|的对口)")
_AND = frozenset(("、", "和", "与"))


_OBSERVER = re.compile(r"(?:疾控中心|疾病预防控制中心|妇幼保健[^，]{0,6}[院站心])$")
_OBSERVED = re.compile(r"(?:率|占比|学生数|儿童数|[检查]出[^数]*数|患者数|病例数|筛查人数)(?:（原）)?$")


def observed_in(owners: Owners, owner: str, indicator: str) -> str:
    """Return the owner of a figure: what a centre for disease control finds among the people is their place's."""
    watches = _OBSERVER.search(owner) and _OBSERVED.search(indicator)
    if watches or (owner.rpartition("、")[2] in owners.names and is_of_the_place(owner, indicator)):
        return _place_of_office(owners, owner) or owners.place or owner
    return owner


def _joint_owners(owners: Owners, sentence: str, found: Mentions) -> list[tuple[int, int, str]]:
    """Return as one owner the names that open a clause side by side: 县人民医院、县中医院每年选派医师."""
    joint: list[tuple[int, int, str]] = []
    run: list[tuple[int, str]] = []
    for offset, form in [*found, (len(sentence) + 2, "")]:
        end = run[-1][0] + len(run[-1][1]) if run else 0
        if run and sentence[end:offset] in _AND and (form in owners.names) == (run[0][1] in owners.names):
            run.append((offset, form))
            continue
        opens = len(run) > 1 and (not run[0][0] or sentence[: run[0][0]].endswith(_ACTS_AFTER))
        if opens and not sentence[end:].startswith(("等", "院长", "主任", "之间")):
            joint.append((2, run[-1][0], sentence[run[0][0] : end]))
        run = [(offset, form)]
    return joint


def _may_carry(owners: Owners, form: str) -> bool:
    """Tell whether a name that opens a paragraph can own the figures of its later sentences."""
    return form not in owners.villages and not _is_guest(owners, form)


def _is_guest(owners: Owners, form: str) -> bool:
    """Tell whether a province only helps the institution that the article is about."""
    province = owners.places.get(form, "").endswith(("省", "自治区"))
    return province and bool(owners.main) and not owners.place.endswith(("省", "自治区"))


def _short_form(printed: str) -> str:
    """Return 医院 for ，医院, and 该院 for 我院 and its like."""
    word = printed.lstrip("，。；：、“")
    return word if word in GENERIC else "该院"


def _stands_for(word: str, name: str) -> bool:
    """Tell whether a short word can stand for an institution by its kind: 医院 for a hospital."""
    return name.endswith("院" if word == "医院" else word) and not OFFICE.search(name)


def _resolve(owners: Owners, form: str) -> str:
    """Return the full name of a form."""
    if form == _PLACE or WIDE.fullmatch(form):
        return owners.place
    if form in GENERIC:
        return _recent(owners, form)
    if form.startswith(("该院", "该中心", "该站", "我院", "本院", "全院", "该公司", "该集团")):
        return owners.last or (next(iter(owners.names.values())) if owners.names else "") or owners.place
    name = owners.names.get(form)
    if name:
        return _place_of_office(owners, name) or owners.place or name if OFFICE.search(name) else name
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


def _place_of_office(owners: Owners, name: str) -> str:
    """Return the place that an office is named after: 东昌府区卫健局 -> 东昌府区."""
    form = max((p for p in owners.places if len(p) > 2 and name.startswith(p)), key=len, default="")
    return owners.places.get(form, "")


def remember(owners: Owners, forms: tuple[str, ...], text: str) -> None:
    """Carry the last institution of a stretch of text forward."""
    found = find_words(owners.names.keys() & forms, text) if forms else []
    for _, form in found:
        name = owners.names[form]
        if not OFFICE.search(name):
            owners.last = name
            word = next((w for w in GENERIC if name.endswith(w)), "医院" if name.endswith("院") else "")
            owners.recent[word] = name, owners.paragraph
    if speaker := speaker_of(owners, found, text, 0, len(text)):
        owners.paragraph_subject = speaker[1]


_OPENING_WIDTH = 80
_STOP = re.compile(r"[，。；！？]")
_DATE = re.compile(
    r"^[“]?(?:(?:截至|截止|到|自|从)?(?:\d{4}年|今年|去年|前年)?(?:上半年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上午|下午|以来|[年月]?[底末初])?，"
    r"|(?:[这近]?[一二两三四五六七八九十几\d]+[年月]多?(?:来|间|里|以来)|近年来|目前|如今|现在|眼下|当前|日前|近日|其中|同时|此外|另外|随后|后来|过去|以前|为此)，){1,2}"
)
_GOES_ON = ("医院", "该院", "中心", "集团", "同时", "此外", "不仅如此")
_HEAD_OF_WARD = re.compile(r"(?:该)?[\u4e00-\u9fff]{1,6}(?:科|病区|门诊部?)(?:副?主任|护士长|负责人|医生|医师)")


def enter_paragraph(owners: Owners, forms: tuple[str, ...], text: str) -> None:
    """Take note of whom a paragraph opens with."""
    owners.paragraph_subject = ""
    owners.paragraph += 1
    if (
        not follow_subject(owners, forms, text, opens_paragraph=True)
        and owners.last
        and (text.startswith(_GOES_ON) or _HEAD_OF_WARD.match(text))
    ):
        owners.paragraph_subject = owners.last


_FOR_ALL = re.compile(r"疾控中心|疾病预防控制中心|妇幼|血站|血液中心|急救|大学|学会|协会|保障")
"""Those of whom one sentence does not tell that the next is of their own house."""


def follow_subject(owners: Owners, forms: tuple[str, ...], sentence: str, *, opens_paragraph: bool = False) -> bool:
    """Take note of whom a sentence opens with, who owns what the sentences after it tell; tell whether it says so."""
    opening = _STOP.split(_DATE.sub("", sentence[:_OPENING_WIDTH]), maxsplit=1)[0][:40]
    if short := SHORT_OWN.match(opening):
        subject = _resolve(owners, _short_form(short[0]))
    else:
        first = next((found for found in find_words(forms, opening) if _may_carry(owners, found[1])), None)
        subject = _resolve(owners, first[1]) if first and first[0] <= 8 else ""
    if not opens_paragraph and owners.names.get(subject):
        several = len({owners.names[form] for form in forms if form in owners.names}) > 1
        subject = "" if several or _FOR_ALL.search(subject) else subject
    owners.paragraph_subject = subject or owners.paragraph_subject
    return bool(subject)

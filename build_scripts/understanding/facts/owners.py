"""Whose a figure is: the institution that acts in the sentence, or the place of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_scripts.understanding.facts.hamlets import OWN, hamlet_meant
from build_scripts.understanding.facts.known_owners import GENERIC, SHORT_OWN, Owners
from build_scripts.understanding.facts.resolving import PLACE, is_guest, resolve, short_form
from build_scripts.understanding.facts.speakers import named_before, speaker_of, told_after
from build_scripts.understanding.facts.subjects import COLLEAGUE, Person, acts_at
from build_scripts.understanding.facts.takeovers import PLACE_ACTS

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
Candidate = tuple[int, int, str]
"""How strongly a form speaks for itself as owner, and where it stands in its sentence."""


def owner_of(owners: Owners, mentions: Mentions, text: str, start: int, sentence_start: int) -> str:
    """Return whose the figure at `start` is: the subject nearest before it in its sentence, else what went before."""
    sentence = text[sentence_start:start]
    candidates = _named_subjects(owners, mentions, text, sentence_start, start)
    candidates += _joint_owners(owners, sentence, [(o, f) for _, o, f in candidates])
    candidates += _unnamed_subjects(owners, mentions, text, sentence_start, start)
    candidates += _speakers(owners, mentions, text, sentence_start, start)
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
        owner = here or resolve(owners, chosen[2])
        if owner or chosen[2] in GENERIC:
            return owner or owners.place
    return owners.paragraph_subject or owners.main or owners.place


def _named_subjects(owners: Owners, mentions: Mentions, text: str, sentence_start: int, start: int) -> list[Candidate]:
    """Return the names of a sentence before a figure, weighed by the words around them."""
    sentence, candidates = text[sentence_start:start], list[Candidate]()
    for at, form in mentions:
        offset = at - sentence_start
        if offset < 0 or at + len(form) > start or is_guest(owners, form):
            continue
        before, after = sentence[max(0, offset - _WORDS_BEFORE) : offset], sentence[offset + len(form) :]
        weight = 2 if not before or before.endswith(_ACTS_AFTER) or _DAY.search(before) else 0
        if _NO_SUBJECT.search(before) or after.startswith(("主", "党", "院长", "副", "、")):
            weight = 2 if sentence[:offset] in {"在", "走进"} and _ALONE.match(after) else weight - 2
        if _HELPS.match(after):
            weight = 0
        candidates.append((weight, offset, form))
    return candidates


def _unnamed_subjects(
    owners: Owners, mentions: Mentions, text: str, sentence_start: int, start: int
) -> Iterator[Candidate]:
    """Yield who acts in a sentence before a figure without a name: 该院, 县里, 两家医院, 村里, 她."""
    sentence = text[sentence_start:start]
    yield from ((2, m.start(), short_form(m[0])) for m in SHORT_OWN.finditer(sentence))
    yield from ((2, m.start(), PLACE) for m in PLACE_ACTS.finditer(sentence))
    if PLACE_ACTS.match(text, start):
        yield 2, len(sentence), PLACE
    for match in OWN.finditer(sentence):
        if hamlet := hamlet_meant(owners, match["all"] or match["in"], text[: sentence_start + match.start()]):
            yield 2, match.start(), hamlet
    at = acts_at(owners.person, sentence)
    if owners.person and at >= 0:
        yield 2, at, _whom(owners, owners.person, mentions, text, sentence_start + at)


def _speakers(owners: Owners, mentions: Mentions, text: str, sentence_start: int, start: int) -> Iterator[Candidate]:
    """Yield whose head tells a figure."""
    if speaker := speaker_of(owners, mentions, text, sentence_start, start):
        yield 1, speaker[0] - sentence_start, speaker[1]
    elif "”" not in text[sentence_start:start] and (told := told_after(owners, mentions, text, start)):
        yield 1, 0, told


def _whom(owners: Owners, person: Person, mentions: Mentions, text: str, at: int) -> str:
    """Return whom a portrait means by 她: its own person, or the house of a colleague told of in the same paragraph."""
    if text.startswith(person.name, at):
        return person.full
    others = [f for a, f in mentions if a < at and f in owners.names and COLLEAGUE.match(text, a + len(f))]
    return others[-1] if others and owners.names[others[-1]] != owners.main else person.full


_ALONE = re.compile(r"(?:[\u4e00-\u9fff]{2,5}(?:镇|乡|街道|村|社区|苏木))*，")
_HELPS = re.compile(r"(?:对口|援建|援助|帮扶|支援|协作|的对口)")
_AND = frozenset(("、", "和", "与"))


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

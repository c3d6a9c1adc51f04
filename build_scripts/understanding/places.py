"""Which places each article of a page is about; the articles of a page settle each other's doubtful names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from build_scripts.gazetteer import Gazetteer, Level, load_gazetteer
from build_scripts.model import Article, PageMeta, Place
from build_scripts.understanding.place_context import MUNICIPAL, is_sure, resolve_mentions
from build_scripts.understanding.place_names import Form, Mention, Use, find_mentions, load_rules

_HEAD, _LEAD, _TEXT = 4.0, 2.0, 1.0
"""Weights of where a name is printed: headlines, first paragraph, elsewhere."""
_OPENING = 1.0
"""On top for the place with which the text opens: the subject of news stands first."""
_WEIGHT = {
    Use.PLAIN: 1.0,
    Use.INSTITUTION: 0.75,
    Use.QUOTED: 0.3,
    Use.SCHOOL: 0.1,
    Use.PASSING: 0.05,
    Use.TITLE: 0.02,
    Use.PREFIX: 0.0,
}
_HERE = re.compile(r"我[省市区县州]|全[省市区县州]|本[省市区县](?!级)|[，。、；“]市(?=[一-龥]{2,8}[局委院])")
_LEVEL_OF = {"省": Level.PROVINCE, "市": Level.CITY, "州": Level.CITY, "县": Level.COUNTY, "区": Level.COUNTY}


@dataclass(slots=True)
class _Evidence:
    """What an article says of one place."""

    weight: float = 0.0
    first: int = 1 << 30
    uses: Counter[tuple[Form, Use]] = field(default_factory=Counter)
    partner: int = 0
    head: bool = False
    body: int = 0
    """Mentions of its own in the running text."""

    def count(self, *uses: Use, form: Form | None = None) -> int:
        return sum(n for (f, u), n in self.uses.items() if u in uses and (form is None or f is form))


def _parts(article: Article) -> Iterator[tuple[str, float]]:
    """Yield the texts of an article with the weight of their place, headlines first."""
    heads = [None if article.title_is_ours else article.title, article.kicker, article.deck]
    yield from ((text, _HEAD) for text in heads if text)
    if article.column:
        yield article.column, _TEXT
    if article.summary:
        yield article.summary, _LEAD
    for number, paragraph in enumerate(article.paragraphs):
        yield paragraph.text, _TEXT if number else _LEAD
    yield from ((crosshead.text, _TEXT) for crosshead in article.crossheads)
    yield from ((caption.text, _TEXT) for caption in article.captions)


def find_places(articles: tuple[Article, ...], meta: PageMeta | None = None) -> tuple[tuple[Place, ...], ...]:
    """Return the places of each article of a page, the primary first, then in order of weight."""
    raw = [[(m, weight) for text, weight in _parts(a) for m in _sort_out(text)] for a in articles]
    publication = _sort_out(meta.publication) if meta and meta.publication else []
    page = {m.codes[0] for found in raw for m, _ in found if is_sure(m)} | {
        m.codes[0] for m in publication if len(m.codes) == 1
    }
    evidence = [_weigh(resolve_mentions([m for m, _ in found], page), [w for _, w in found]) for found in raw]
    primaries = [_primary(e) for e in evidence]
    places = []
    for article, mine, primary in zip(articles, evidence, primaries, strict=True):
        home = primary or _inherit(article, [p for p in primaries if p], [m.codes[0] for m in publication])
        places.append(_list(mine, home) if home else ())
    return tuple(places)


def _sort_out(text: str) -> list[Mention]:
    """Return the mentions of a text without generic words (城区, 高新区) that follow no place."""
    generic, kept = load_rules().generic, list[Mention]()
    for mention in find_mentions(text):
        chained = bool(kept) and kept[-1].end == mention.start and kept[-1].use is Use.PREFIX
        if text[mention.start : mention.end] not in generic or chained:
            kept.append(mention)
    return kept


def _weigh(mentions: Iterable[Mention], weights: Iterable[float]) -> dict[str, _Evidence]:
    table: dict[str, _Evidence] = defaultdict(_Evidence)
    opened = False
    for order, (mention, weight) in enumerate(zip(mentions, weights, strict=True)):
        for code in mention.codes[:1]:
            here = table[code]
            here.weight += weight * _WEIGHT[mention.use] * (1.0 if mention.form is Form.FULL else 0.8)
            if mention.use is not Use.PREFIX:
                here.first = min(here.first, order)
            here.uses[mention.form, mention.use] += 1
            here.partner += mention.partner
            if not opened and weight == _LEAD and mention.use in {Use.PLAIN, Use.INSTITUTION}:
                here.weight, opened = here.weight + _OPENING, True
            here.body += weight != _HEAD and mention.use in {Use.PLAIN, Use.INSTITUTION, Use.QUOTED}
            here.head |= weight == _HEAD and mention.use in {Use.PLAIN, Use.INSTITUTION}
    return dict(table)


def _group(code: str) -> str:
    """Return the prefecture of a place; a province, a municipality and a county directly below stand alone."""
    if code[:2] in MUNICIPAL:
        return f"{code[:2]}0000"
    return code if code[2:4] in {"90", "00"} else f"{code[:4]}00"


def _primary(evidence: dict[str, _Evidence]) -> str | None:
    """Return the place that an article is about: the heaviest prefecture's heaviest place."""
    evidence = {
        c: e for c, e in evidence.items() if e.count(Use.PLAIN, Use.INSTITUTION, Use.QUOTED, Use.SCHOOL)
    }  # a place that is only passed by is no subject
    if not evidence:
        return None
    groups: dict[str, float] = defaultdict(float)
    for code, here in evidence.items():
        share = 0.8 if code.endswith("0000") and code[:2] not in MUNICIPAL else 1.0  # provinces mostly lend a hand
        groups[_group(code)] += share * here.weight
    best = max(groups, key=lambda g: (groups[g], -min(e.first for c, e in evidence.items() if _group(c) == g)))
    members = {c: e for c, e in evidence.items() if _group(c) == best}
    scores = {c: e.weight for c, e in members.items()}
    below = sorted((e.weight for c, e in members.items() if c != best and e.body), reverse=True)
    if best in members and below:
        if members[best].body:  # several counties of about the same weight speak for their city
            scores[best] += sum(below[1:])
        elif len(below) == 1:  # the headline says 柳州, the text 柳州市柳北区
            scores[best] = 0.0
    return max(scores, key=lambda c: (scores[c], -members[c].first))


def _inherit(article: Article, primaries: list[str], publication: list[str]) -> str | None:
    """Return the place that 我市, 全县 … means in an article that names none: the page's or the paper's."""
    gazetteer = load_gazetteer()
    words = Counter(m[0][-1] for text, _ in _parts(article) for m in _HERE.finditer(text))
    for word, _ in words.most_common():
        level = _LEVEL_OF[word]
        for pool in (primaries, publication):
            fits = {
                a.adcode for code in pool for a in (*gazetteer.ancestors(code), gazetteer[code]) if a.level is level
            }
            if len(fits) == 1:
                return fits.pop()
    return None


def _list(evidence: dict[str, _Evidence], primary: str) -> tuple[Place, ...]:
    """Return the primary place and all others that the article is about or materially mentions."""
    gazetteer = load_gazetteer()
    total = sum(e.weight for e in evidence.values()) or 1.0
    group = _group(primary)
    share = sum(e.weight for c, e in evidence.items() if _group(c) == group) / total
    listed = [
        code
        for code, here in sorted(evidence.items(), key=lambda item: (-item[1].weight, item[1].first))
        if code != primary and _is_material(gazetteer, code, here, primary, scattered=share < 0.4)
    ]
    return (
        Place(primary, gazetteer.full_name(primary), primary=True),
        *(Place(code, gazetteer.full_name(code)) for code in listed),
    )


def _is_material(gazetteer: Gazetteer, code: str, here: _Evidence, primary: str, *, scattered: bool) -> bool:
    """Tell whether a place beside the primary one is listed."""
    plain, full = here.count(Use.PLAIN), here.count(Use.PLAIN, form=Form.FULL)
    if gazetteer.within(primary, code):  # ancestors are implied unless they act themselves
        return full > 0 if gazetteer[code].level is Level.CITY else here.head and plain > 0
    if gazetteer.within(code, _group(primary)):
        return plain > 0 or here.count(Use.INSTITUTION) > 0
    if here.head and plain:
        return True
    if gazetteer[code].level is Level.PROVINCE:
        return plain > (0 if scattered else 2) or (plain > 0 and here.partner > 0)
    return full > 0 or plain > (0 if scattered else 1) or (plain > 0 and here.partner > 0)

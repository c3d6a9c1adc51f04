"""Which places each article of a page is about; the articles of a page settle each other's doubtful names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from build_scripts.gazetteer import Gazetteer, Level, load_gazetteer
from build_scripts.model import Article, PageMeta, Place
from build_scripts.understanding.place_names import Form, Mention, Use, find_mentions, load_rules

_HEAD, _LEAD, _TEXT = 4.0, 2.0, 1.0
"""Weights of where a name is printed: headlines, first paragraph, elsewhere."""
_WEIGHT = {
    Use.PLAIN: 1.0,
    Use.INSTITUTION: 0.75,
    Use.QUOTED: 0.3,
    Use.SCHOOL: 0.1,
    Use.PASSING: 0.05,
    Use.TITLE: 0.02,
    Use.PREFIX: 0.0,
}
_MUNICIPAL = {"11", "12", "31", "50"}
"""First digits of the cities that are provinces."""
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
    page = {m.codes[0] for found in raw for m, _ in found if _is_sure(m)} | {
        m.codes[0] for m in publication if len(m.codes) == 1
    }
    evidence = [_weigh(_resolve([m for m, _ in found], page), [w for _, w in found]) for found in raw]
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


def _is_sure(mention: Mention) -> bool:
    return len(mention.codes) == 1 and mention.form is not Form.WEAK and mention.use not in {Use.TITLE, Use.PASSING}


def _resolve(mentions: list[Mention], page: set[str]) -> list[Mention]:
    """Return the mentions with one code each; names that stay doubtful come back without code."""
    mine = {m.codes[0] for m in mentions if _is_sure(m)}
    often = Counter((m.codes, m.form) for m in mentions)
    settled: dict[tuple[tuple[str, ...], Form, Use, int], tuple[str, ...]] = {}
    for mention in mentions:
        key = (mention.codes, mention.form, mention.use, mention.end - mention.start)
        if key not in settled:
            settled[key] = _settle(mention, mine, page, often[mention.codes, mention.form] > 1)
    return [replace(m, codes=settled[m.codes, m.form, m.use, m.end - m.start]) for m in mentions]


def _settle(mention: Mention, mine: set[str], page: set[str], often: bool) -> tuple[str, ...]:  # noqa: FBT001  one caller
    """Return the one code that a mention stands for, or none."""
    gazetteer, codes = load_gazetteer(), mention.codes
    if mention.form is Form.WEAK:
        return _establish(gazetteer, mention, mine, page, often)
    if len(codes) > 1:
        codes = _choose(gazetteer, codes, mine, page)
    if not codes or mention.end - mention.start > 2 or gazetteer[codes[0]].level is not Level.COUNTY:
        return codes
    # a county of one character (和县, 成县) needs something to speak for it
    kin = {c for c in mine | page if c != codes[0] and gazetteer[c].level is not Level.COUNTY}
    near = any(gazetteer.within(codes[0], c) or c[:4] == codes[0][:4] for c in kin)
    return codes if near or often else ()


def _choose(gazetteer: Gazetteer, codes: tuple[str, ...], mine: set[str], page: set[str]) -> tuple[str, ...]:
    """Return the only one of the candidates that the article's, or else the page's, other places contain."""
    if nested := _highest(gazetteer, codes):
        return nested
    for known in (mine, mine | page):
        for level in (Level.COUNTY, Level.CITY, Level.PROVINCE):
            around = {k for k in known if gazetteer[k].level is level}
            fits = [c for c in codes if any(gazetteer.within(c, k) for k in around)]
            if len(fits) == 1:
                return (fits[0],)
        kin = [c for c in codes if any(k[:4] == c[:4] and k[2:4] != "90" for k in known)]
        if len(kin) == 1:
            return (kin[0],)
    return ()


def _highest(gazetteer: Gazetteer, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the place that contains all other candidates: 恩施 is the prefecture before its city."""
    tops = tuple(c for c in codes if all(gazetteer.within(o, c) for o in codes))
    if tops or not codes:
        return tops
    rank = [gazetteer[c].level for c in codes]
    provinces = [c for c, level in zip(codes, rank, strict=True) if level is Level.PROVINCE]
    cities = [c for c, level in zip(codes, rank, strict=True) if level is Level.CITY]
    counties = len(codes) - len(provinces) - len(cities)
    return tuple(provinces[:1]) or (tuple(cities) if len(cities) == 1 and counties == len(codes) - 1 else ())


def _establish(
    gazetteer: Gazetteer,
    mention: Mention,
    mine: set[str],
    page: set[str],
    often: bool,  # noqa: FBT001
) -> tuple[str, ...]:
    """Return the county of a bare short name (鲅鱼圈) where the page names it in full or its city."""
    known = mine | page
    named = [c for c in mention.codes if c in known]
    if len(named) == 1:
        return (named[0],)
    around = [c for c in mention.codes if any(c[:4] == k[:4] and k[2:4] not in {"90", "00"} for k in known)]
    if len(around) == 1 and mention.use in {Use.PLAIN, Use.INSTITUTION}:
        return (around[0],)
    unique = len(mention.codes) == 1 and mention.end - mention.start >= 3
    city = len(mention.codes) == 1 and gazetteer[mention.codes[0]].name.endswith("市")
    alone = not any(gazetteer[k].level is not Level.PROVINCE for k in known)
    return mention.codes if unique or (city and alone and often and mention.use is Use.PLAIN) else ()


def _weigh(mentions: Iterable[Mention], weights: Iterable[float]) -> dict[str, _Evidence]:
    table: dict[str, _Evidence] = defaultdict(_Evidence)
    for order, (mention, weight) in enumerate(zip(mentions, weights, strict=True)):
        for code in mention.codes[:1]:
            here = table[code]
            here.weight += weight * _WEIGHT[mention.use] * (1.0 if mention.form is Form.FULL else 0.8)
            if mention.use is not Use.PREFIX:
                here.first = min(here.first, order)
            here.uses[mention.form, mention.use] += 1
            here.partner += mention.partner
            here.body += weight != _HEAD and mention.use in {Use.PLAIN, Use.INSTITUTION, Use.QUOTED}
            here.head |= weight == _HEAD and mention.use in {Use.PLAIN, Use.INSTITUTION}
    return dict(table)


def _group(code: str) -> str:
    """Return the prefecture of a place; a province, a municipality and a county directly below stand alone."""
    if code[:2] in _MUNICIPAL:
        return f"{code[:2]}0000"
    return code if code[2:4] in {"90", "00"} else f"{code[:4]}00"


def _primary(evidence: dict[str, _Evidence]) -> str | None:
    """Return the place that an article is about: the heaviest prefecture's heaviest place."""
    if not evidence:
        return None
    groups: dict[str, float] = defaultdict(float)
    for code, here in evidence.items():
        share = 0.8 if code.endswith("0000") and code[:2] not in _MUNICIPAL else 1.0  # provinces mostly lend a hand
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

"""Which places each article of a page is about; the articles of a page settle each other's doubtful names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from build_scripts.gazetteer import Gazetteer, Level, load_gazetteer
from build_scripts.model import Article, PageMeta, Place
from build_scripts.understanding.here import here_words, place_meant, towns_home
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
_HERE, _TOWN, _MOST = 1.0, 0.8, 4
"""Weights of 全市 and of the name of a town for the place that the page means by them; so many of each count."""
_OWN_PAPER = 1.5
"""Times as much where the paper bears the name of that place."""


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
    publication = [m for name in (meta.publication, meta.page_name) if name for m in _sort_out(name)] if meta else []
    page = {m.codes[0] for found in raw for m, _ in found if is_sure(m)} | {
        m.codes[0] for m in publication if len(m.codes) == 1
    }
    if not page:
        page = _told_by_towns(articles, [m for found in raw for m, _ in found])
    evidence = [_weigh(resolve_mentions([m for m, _ in found], page), [w for _, w in found]) for found in raw]
    primaries = [_primary(e) for e in evidence]
    printed = [m.codes[0] for m in publication if m.codes]
    around = ([p for p in primaries if p], printed)
    homes = [_home(a, e, p, around) for a, e, p in zip(articles, evidence, primaries, strict=True)]
    return tuple(_list(mine, home) if home else () for mine, home in zip(evidence, homes, strict=True))


def _told_by_towns(articles: tuple[Article, ...], mentions: list[Mention]) -> set[str]:
    """Return the one county whose short name a page prints beside one of its towns: 化州, 平定镇."""
    short = {c for m in mentions if m.form is Form.WEAK and m.use in {Use.PLAIN, Use.INSTITUTION} for c in m.codes}
    texts = [text for article in articles for text, _ in _parts(article)] if short else []
    told = {code for code in sorted(short) if any(towns_home(texts, (code,)))}
    return told if len(told) == 1 else set()


def _home(
    article: Article, evidence: dict[str, _Evidence], own: str | None, around: tuple[list[str], list[str]]
) -> str | None:
    """Return the place that an article is about, 全市, 我县 and the names of towns weighed too."""
    gazetteer, (page, publication) = load_gazetteer(), around
    texts = [text for text, _ in _parts(article)]
    told: dict[str, float] = defaultdict(float)
    named = [code for code, here in evidence.items() if here.count(Use.PLAIN, Use.INSTITUTION)]
    for letter, count in here_words(texts).items():
        if meant := place_meant(letter, own, named, publication, page):
            told[meant] += _HERE * min(count, _MOST)
    if not any(gazetteer[code].level is Level.COUNTY for code in named):
        groups = {_group(code) for code in (*publication, *page, *named)}
        for code, count in Counter(towns_home(texts, groups)).items():
            told[code] += _TOWN * min(count, _MOST)
    if not told:
        return own
    added = dict(evidence)
    for code, weight in told.items():
        added[code] = _more(evidence.get(code), weight * (_OWN_PAPER if code in publication else 1.0))
    return _primary(added)


def _more(here: _Evidence | None, weight: float) -> _Evidence:
    """Return evidence of a place with what is said of it without its name."""
    known = here or _Evidence()
    uses = known.uses + Counter({(Form.SHORT, Use.PLAIN): 1})
    return replace(known, weight=known.weight + weight, uses=uses, body=known.body + 1)


def open_names(articles: tuple[Article, ...]) -> tuple[dict[str, tuple[str, ...]], ...]:
    """Return for each article of a page the full names that nothing settles between their places, with the codes."""
    raw = [[(m, text[m.start : m.end]) for text, _ in _parts(a) for m in _sort_out(text)] for a in articles]
    page = {m.codes[0] for found in raw for m, _ in found if is_sure(m)}
    return tuple(
        {
            name: mention.codes
            for (mention, name), settled in zip(found, resolve_mentions([m for m, _ in found], page), strict=True)
            if mention.form is Form.FULL and mention.use in {Use.PLAIN, Use.INSTITUTION} and not settled.codes
        }
        for found in raw
    )


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

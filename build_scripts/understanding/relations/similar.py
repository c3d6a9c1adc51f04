"""Articles that tell of like things: the words that an article has and few others, whatever place it is about.

How much a word tells is taken from the segmenter's dictionary and not counted in the archive, and a likeness is made
of the words for which both articles are among the champions: so one article more changes the lists of its neighbours
and no others. Weights are whole numbers, so that sums are the same in any order.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from build_scripts.gazetteer import load_gazetteer
from build_scripts.lexicon import segmenter, word_cost
from build_scripts.model import Copy, Entry, Similar
from build_scripts.tables import read_table

SHOWN = 5
_TERMS = 60
"""Terms that stand for an article: the telling ones of a long report."""
CHAMPIONS = 48
"""A term leads to the articles in which it weighs most, to no more: so time grows with the archive, not its square."""
_HEADLINE = 3
"""A word of the headline counts as often as this."""
LOWEST = 120_000
"""Likeness in millionths below which two articles only share the language of their trade."""
_FEWEST_COMMON = 3
_REASONS = 4
_KINDS = ("n", "v", "j", "l", "i", "b", "x")
_NAMES = ("ns", "nr", "nt", "nz")
_VERB = 0.5
"""Verbs say less of a subject than its nouns; those used as nouns (vn) count in full."""
_SUBJECT = 1.5
"""Words of the table of topics say more."""
_SUBJECT_AT_LEAST = 0.5
"""However often the dictionary has met them: 医保 is an everyday word and a subject."""
_PAIR = 0.7
"""Most pairs of words stand in one article only, and would take the weight of what others have too."""
_TRADE = 0.6
"""Words that any paper on health is full of say less."""
_PLAIN, _RARE = 8.0, 12.0
"""Costs in nats of everyday words (孩子, 保持), which tell little, and of the words of a field (急救, 疫苗)."""
_ODD = 0.7
"""What costs even more hardly comes again: a turn of phrase, a name that was not known for one."""
_LABEL = 1.5
"""A topic that both have counts as a telling word does."""
_MARK = "#"
"""Sets the label of a topic apart from words; it is no reason that readers are told."""
_UNIT = 1000
"""Length of a vector: weights are whole thousandths of it."""
ONE = 1 << 32
"""Counts a term in the upper half of a sum whose lower half is a likeness in millionths."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
Vector = Mapping[str, int]
"""Terms with their weights."""
Champion = tuple[int, str]
"""Weight, negated so that the heaviest come first, and id of an article."""
Sums = TypeVar("Sums", int, npt.NDArray[np.int64])


@dataclass(frozen=True, slots=True)
class Near:
    """An article that is like another."""

    score: int
    """In millionths."""
    article: str
    """Its id."""

    @property
    def rank(self) -> tuple[int, str]:
        """Return a sort key, best first."""
        return -self.score, self.article


@lru_cache(maxsize=1 << 16)
def key_of(term: str) -> int:
    """Return the number that stands for a term where many are compared; two of one number are not to be feared."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def is_near(sums: Sums) -> Any:  # noqa: ANN401  a truth, or a column of them
    """Tell of sums of products, with ONE for each term, whether they are enough for two articles to be alike."""
    return (sums % ONE >= LOWEST) & (sums // ONE >= _FEWEST_COMMON)


def as_similar(near: Near, one: Vector, other: Mapping[int, int]) -> Similar:
    """Return an article that is like another as readers are told of it; `other` has its weights by keys of terms."""
    return Similar(near.article, near.score / _UNIT**2, _reasons(one, other))


def nearest(mine: str, weights: Mapping[int, int], champions: Callable[[int], Sequence[Champion]]) -> list[Near]:
    """Return the articles that are like one, best first: alike in terms of which both are champions."""
    sums: dict[str, int] = {}
    for term, weight in weights.items():
        held = champions(term)
        if len(held) == CHAMPIONS and held[-1] < (-weight, mine):
            continue
        for its_weight, other in held:
            sums[other] = sums.get(other, 0) - weight * its_weight + ONE
    sums.pop(mine, None)
    near = [Near(total % ONE, other) for other, total in sums.items() if is_near(total)]
    return sorted(near, key=lambda one: one.rank)


def choose(mine: str, near: Iterable[Near], copies: Callable[[str], Iterable[Copy]]) -> list[Near]:
    """Return the first few of those that are like an article; of articles with the same text one is enough."""
    same = {copy.article for copy in copies(mine)}
    chosen: list[Near] = []
    for one in near:
        if len(chosen) == SHOWN:
            break
        if one.article not in same:
            same |= {copy.article for copy in copies(one.article)}
            chosen.append(one)
    return chosen


def lowest(chosen: Sequence[Near]) -> int:
    """Return the likeness from which on another one takes a place among those that are shown; 0 where one is free."""
    return chosen[-1].score if len(chosen) == SHOWN else 0


def terms_of(entry: Entry) -> Counter[str]:
    """Count the telling words of an article and pairs of neighbours; names of places and people are none."""
    article = entry.article
    names = _place_words(tuple(place.adcode for place in entry.places)) | {person.name for person in entry.people}
    passed_over = names | _stop_words()
    counts = Counter(_terms_in("。".join(p.text for p in article.paragraphs), passed_over))
    heads = "。".join(filter(None, (article.title, article.deck, *(c.text for c in article.crossheads))))
    for term in _terms_in(heads, passed_over):
        counts[term] += _HEADLINE
    return counts


def _terms_in(text: str, passed_over: frozenset[str]) -> Iterator[str]:
    """Yield the words of a text, and each two that stand together; what is no Han character parts clauses."""
    before = ""
    telling = _TELLING
    for word, tag in segmenter().tag("\n".join(_HAN.findall(text)), hmm=False):
        if len(word) > 1 and telling[tag] and word not in passed_over:
            yield word
            if before:
                yield before + word
            before = word
        else:
            before = ""


class _Kinds(dict[str, bool]):
    """Parts of speech, and whether their words tell of a subject; filled as they are met."""

    def __missing__(self, tag: str) -> bool:
        found = self[tag] = tag.startswith(_KINDS) and not tag.startswith(_NAMES)
        return found


_TELLING = _Kinds()


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(read_table("similar")["stop"].split())


@lru_cache(maxsize=1 << 16)
def _worth(term: str) -> float:
    """Return how much a term says of a subject, whatever the archive."""
    tags = segmenter().tag(term, hmm=False)
    if len(tags) > 1:
        return _PAIR * max(_worth(word) for word, _ in tags)
    cost = word_cost(term)
    rare = max(0.1, (cost - _PLAIN) / (_RARE - _PLAIN)) if cost < _RARE else _ODD if cost > _RARE + 1 else 1.0
    verb = _VERB if tags[0][1] == "v" else 1.0
    if term in _trade():
        return rare * verb * _TRADE
    return max(rare, _SUBJECT_AT_LEAST) * _SUBJECT if term in _subjects() else rare * verb


@cache
def _subjects() -> frozenset[str]:
    return frozenset(word for row in read_table("topics")["labels"].values() for word in row["words"])


@cache
def _trade() -> frozenset[str]:
    return frozenset(read_table("similar")["trade"].split())


@lru_cache(maxsize=1 << 12)
def _place_words(codes: tuple[str, ...]) -> frozenset[str]:
    """Return how the places of an article and those above them may be written."""
    gazetteer = load_gazetteer()
    known = [code for code in codes if code in gazetteer]
    places = {place for code in known for place in (gazetteer[code], *gazetteer.ancestors(code))}
    return frozenset(name for place in places for name in (place.name, place.short))


def vector_of(entry: Entry) -> Vector:
    """Return the heaviest terms of an article, scaled to a length that is the same for all."""
    heavy = [((1 + math.log(n)) * _worth(term), term) for term, n in terms_of(entry).items()]
    heavy += [(_LABEL, f"{_MARK}{topic.label}") for topic in entry.topics]
    kept = sorted([(-weight, term) for weight, term in heavy])[:_TERMS]
    length = math.sqrt(sum(weight * weight for weight, _ in kept)) or 1
    return {term: scaled for weight, term in kept if (scaled := round(_UNIT * -weight / length))}


def _reasons(one: Vector, other: Mapping[int, int]) -> tuple[str, ...]:
    """Return the words that make two articles alike; none that stands inside another."""
    words = [(-weight * its, term) for term, weight in one.items() if (its := other.get(key_of(term)))]
    kept: list[str] = []
    for _, term in sorted(pair for pair in words if not pair[1].startswith(_MARK)):
        if not any(term in known or known in term for known in kept):
            kept.append(term)
    return tuple(kept[:_REASONS])

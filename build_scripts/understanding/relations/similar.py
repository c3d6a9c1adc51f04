"""Articles that tell of like things: the words that an article has and few others, whatever place it is about."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from build_scripts.gazetteer import load_gazetteer
from build_scripts.lexicon import segmenter, word_cost
from build_scripts.model import Copy, Entry, Similar
from build_scripts.tables import read_table

SHOWN = 5
_TERMS = 40
"""Terms that stand for an article: the telling ones of a long report."""
_CHAMPIONS = 100
"""A term leads to the articles in which it weighs most, to no more: so time grows with the archive, not its square."""
_LOOKED_AT = 40
"""Candidates of an article that are compared in full."""
_HEADLINE = 3
"""A word of the headline counts as often as this."""
_LOWEST = 0.14
"""Likeness below which two articles only share the language of their trade."""
_FEWEST_COMMON = 3
_REASONS = 4
_KINDS = ("n", "v", "j", "l", "i", "b", "x")
_NAMES = ("ns", "nr", "nt", "nz")
_VERB = 0.5
"""Verbs say less of a subject than its nouns; those used as nouns (vn) count in full."""
_SUBJECT = 1.5
"""Words of the table of topics say more."""
_PLAIN, _RARE = 8.0, 12.0
"""Costs in nats of everyday words (孩子, 保持), which tell little, and of the words of a field (急救, 疫苗)."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
Vector = dict[str, float]


def find_similar(entries: Sequence[Entry], copies: Mapping[str, tuple[Copy, ...]]) -> dict[str, tuple[Similar, ...]]:
    """Return for each article those most like it, with the words that both have; copies are not named again."""
    terms = [terms_of(entry) for entry in entries]
    later = {copy.article for key, alike in copies.items() for copy in alike if key < copy.article}
    weights = _weights([counts for entry, counts in zip(entries, terms, strict=True) if entry.article.id not in later])
    vectors = [_vector(counts, weights) for counts in terms]
    del terms
    champions = _champions(vectors)
    ids = [entry.article.id for entry in entries]
    found = {}
    for number, vector in enumerate(vectors):
        same = {copy.article for copy in copies.get(ids[number], ())}
        near = _nearest(number, vector, vectors, champions)
        chosen: list[Similar] = []
        for score, other in near:
            if ids[other] in same or len(chosen) == SHOWN:
                continue
            same |= {copy.article for copy in copies.get(ids[other], ())}
            chosen.append(Similar(ids[other], round(score, 3), _reasons(vector, vectors[other])))
        if chosen:
            found[ids[number]] = tuple(chosen)
    return found


def terms_of(entry: Entry) -> Counter[str]:
    """Count the telling words of an article and pairs of neighbours; names of places and people are none."""
    article = entry.article
    names = _place_words(tuple(place.adcode for place in entry.places)) | {person.name for person in entry.people}
    counts: Counter[str] = Counter()
    for text, times in (
        ("。".join(p.text for p in article.paragraphs), 1),
        ("。".join(filter(None, (article.title, article.deck, *(c.text for c in article.crossheads)))), _HEADLINE),
    ):
        for clause in _HAN.findall(text):
            _count(clause, names, times, counts)
    return counts


def _count(clause: str, names: frozenset[str], times: int, counts: Counter[str]) -> None:
    """Add the words of a clause, and each two that stand together."""
    stop = _stop_words()
    words = [
        word if len(word) > 1 and tag.startswith(_KINDS) and not tag.startswith(_NAMES) and word not in names else ""
        for word, tag in segmenter().tag(clause, hmm=False)
    ]
    for word in words:
        if word and word not in stop:
            counts[word] += times
    for left, right in pairwise(words):
        if left and right and left not in stop and right not in stop:
            counts[left + right] += times


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(read_table("similar")["stop"].split())


def _weights(terms: Sequence[Counter[str]]) -> Vector:
    """Return how telling each term is; counts are taken in powers of two, so that one article more changes little."""
    holders: Counter[str] = Counter()
    for counts in terms:
        holders.update(counts.keys())
    size = max(len(terms), 1).bit_length()
    return {term: (size - n.bit_length() + 0.25) * _worth(term) for term, n in holders.items() if n > 1}


@lru_cache(maxsize=1 << 16)
def _worth(term: str) -> float:
    """Return how much a term says of a subject, whatever the archive."""
    tags = segmenter().tag(term, hmm=False)
    if len(tags) > 1:
        return max(_worth(word) for word, _ in tags)
    rare = min(1.0, max(0.1, (word_cost(term) - _PLAIN) / (_RARE - _PLAIN)))
    verb = _VERB if tags[0][1] == "v" else 1.0
    return rare * verb * (_SUBJECT if term in _subjects() else 1)


@cache
def _subjects() -> frozenset[str]:
    return frozenset(word for row in read_table("topics")["labels"].values() for word in row["words"])


@lru_cache(maxsize=1 << 12)
def _place_words(codes: tuple[str, ...]) -> frozenset[str]:
    """Return how the places of an article and those above them may be written."""
    gazetteer = load_gazetteer()
    known = [code for code in codes if code in gazetteer]
    places = {place for code in known for place in (gazetteer[code], *gazetteer.ancestors(code))}
    return frozenset(name for place in places for name in (place.name, place.short))


def _vector(counts: Counter[str], weights: Vector) -> Vector:
    """Return the heaviest terms of an article, scaled to length 1; what no other article has is left out."""
    heavy = ((1 + math.log(n)) * weights[term] for term, n in counts.items() if term in weights)
    pairs = zip((term for term in counts if term in weights), heavy, strict=True)
    kept = heapq.nsmallest(_TERMS, pairs, key=lambda pair: (-pair[1], pair[0]))
    length = math.sqrt(sum(weight * weight for _, weight in kept)) or 1
    return {term: weight / length for term, weight in kept}


def _champions(vectors: Sequence[Vector]) -> dict[str, list[tuple[int, float]]]:
    """Return for each term the articles in which it weighs most, with its weight."""
    holders: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term, weight in vector.items():
            holders[term].append((-weight, number))
    return {
        term: [(number, -weight) for weight, number in heapq.nsmallest(_CHAMPIONS, held)]
        for term, held in holders.items()
        if len(held) > 1
    }


def _nearest(
    number: int, vector: Vector, vectors: Sequence[Vector], champions: Mapping[str, list[tuple[int, float]]]
) -> list[tuple[float, int]]:
    """Return the articles most like one, best first."""
    partly: defaultdict[int, float] = defaultdict(float)
    for term, weight in vector.items():
        for other, its_weight in champions.get(term, ()):
            partly[other] += weight * its_weight
    partly.pop(number, None)
    best = heapq.nsmallest(_LOOKED_AT, ((-score, other) for other, score in partly.items()))
    scored = []
    for _, other in best:
        common = [term for term in vector if term in vectors[other]]
        score = sum(vector[term] * vectors[other][term] for term in common)
        if score >= _LOWEST and len(common) >= _FEWEST_COMMON:
            scored.append((score, other))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


def _reasons(one: Vector, other: Vector) -> tuple[str, ...]:
    """Return the words that make two articles alike; none that stands inside another."""
    common = sorted((term for term in one if term in other), key=lambda term: (-one[term] * other[term], term))
    reasons: list[str] = []
    for term in common:
        if not any(term in known or known in term for known in reasons):
            reasons.append(term)
    return tuple(reasons[:_REASONS])

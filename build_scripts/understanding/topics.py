"""Topics: labels from a table of weighted words, each with the words that earned it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from math import fsum

from build_scripts.model import Article, Topic
from build_scripts.tables import read_table
from build_scripts.understanding.words import WordTable

_SHORT = 500
"""Characters of a short article; a brief says its subject in a word or two."""
_REASONS = 6
"""Words that a reader is shown for a label."""


@dataclass(frozen=True, slots=True)
class TopicRules:
    """The table of topics, compiled."""

    words: WordTable
    """Every word of any label."""
    weights: dict[str, dict[str, float]]
    """Label to word to weight."""
    times: dict[str, float]
    struck: dict[str, tuple[str, ...]]
    """Label to words that hide a shorter word of it."""
    most: int
    base: float
    per_thousand_short: float
    per_thousand: float
    headline: float
    crosshead: float
    opening: float
    not_health: str
    health: dict[str, float]
    health_words: WordTable
    floor: float


@cache
def rules() -> TopicRules:
    """Compile the table once."""
    table = read_table("topics")
    labels = table["labels"]
    weights = {label: dict(row["words"]) for label, row in labels.items()}
    struck = {label: tuple(row.get("not", ())) for label, row in labels.items()}
    every = [word for words in weights.values() for word in words] + [
        word for words in struck.values() for word in words
    ]
    health = dict(table["health"]["words"])
    return TopicRules(
        words=WordTable(every),
        weights=weights,
        times={label: float(row.get("times", 1)) for label, row in labels.items()},
        struck=struck,
        most=table["most"],
        base=table["base"],
        per_thousand_short=table["per_thousand_short"],
        per_thousand=table["per_thousand"],
        headline=table["headline"],
        crosshead=table["crosshead"],
        opening=table["opening"],
        not_health=table["health"]["label"],
        health=health,
        health_words=WordTable(health),
        floor=table["health"]["floor"],
    )


@cache
def _credits(hit: str) -> tuple[tuple[str, str], ...]:
    """Return the (label, word) that a word of the table counts for: itself, else the weightiest inside it."""
    r = rules()
    keys = []
    for label, words in r.weights.items():
        inner = [w for w in words if w in hit]
        if inner and hit not in r.struck[label]:
            keys.append((label, hit if hit in words else max(inner, key=lambda w: (words[w], w))))
    return tuple(keys)


def find_topics(article: Article) -> tuple[Topic, ...]:
    """Return the labels of an article, the surest first; 非卫生健康 stands last where it is due."""
    r = rules()
    counts = _count(article)
    length = sum(len(p.text) for p in article.paragraphs)
    needed = r.base + (r.per_thousand_short * min(length, _SHORT) + r.per_thousand * max(0, length - _SHORT)) / 1000
    found: list[tuple[float, Topic]] = []
    for label, counted in counts.items():
        words = r.weights[label]
        score = fsum(words[w] * n for w, n in counted.items()) / (needed * r.times[label])
        if score >= 1:
            shares = Counter({w: words[w] * counted[w] for w in words if w in counted})
            found.append((score, Topic(label, tuple(w for w, _ in shares.most_common(_REASONS)))))
    found.sort(key=lambda pair: -pair[0])
    topics = [topic for _, topic in found]
    if not _about_health(article):
        topics.append(Topic(r.not_health, ()))
    return tuple(topics)


def is_health_related(article: Article, topics: tuple[Topic, ...]) -> bool:
    """Tell whether an article is about health; what is not is kept and marked."""
    del article
    return all(topic.label != rules().not_health for topic in topics)


def _count(article: Article) -> dict[str, dict[str, float]]:
    """Count each word for each label, weighted by where it stands; the body counts it at most `most` times."""
    r = rules()
    first = _words_in(article.paragraphs[0].text) if article.paragraphs else Counter()
    below = [*(p.text for p in article.paragraphs[1:]), *(c.text for c in article.captions)]
    body = first + _words_in("\n".join(below))
    heads = _words_in("\n".join(t for t in (article.kicker, article.title, article.deck, article.column) if t))
    crossheads = _words_in("\n".join(c.text for c in article.crossheads))
    opening = first + _words_in(article.summary) if article.summary else first
    total: dict[str, dict[str, float]] = {label: defaultdict(float) for label in r.weights}
    for (label, word), n in body.items():
        total[label][word] += min(n, r.most)
    for words, extra in ((heads, r.headline), (crossheads, r.crosshead), (opening, r.opening - 1)):
        for label, word in words:
            total[label][word] += extra
    return total


def _words_in(text: str) -> Counter[tuple[str, str]]:
    """Count (label, word); a word inside a longer one of the same label counts only through the longer."""
    counts: Counter[tuple[str, str]] = Counter()
    for _, hit in rules().words.find(text):
        for key in _credits(hit):
            counts[key] += 1
    return counts


def _about_health(article: Article) -> bool:
    """Tell whether words of health are dense enough."""
    r = rules()
    text = "\n".join([article.kicker or "", article.title, article.deck or "", *(p.text for p in article.paragraphs)])
    total = sum(r.health[word] for _, word in r.health_words.find(text))
    return total * 100 >= r.floor * len(text)

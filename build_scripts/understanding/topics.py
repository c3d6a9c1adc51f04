"""Topics: labels from a table of weighted words, each with the words that earned it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

from build_scripts.model import Article, Topic
from build_scripts.tables import read_table
from build_scripts.understanding.words import alternatives

_REASONS = 6
"""Words that a reader is shown for a label."""


@dataclass(frozen=True, slots=True)
class TopicRules:
    """The table of topics, compiled."""

    words: re.Pattern[str]
    """Finds every word of any label, overlapping ones too."""
    weights: dict[str, dict[str, float]]
    """Label to word to weight."""
    times: dict[str, float]
    struck: dict[str, tuple[str, ...]]
    """Label to words that hide a shorter word of it."""
    most: int
    base: float
    per_thousand: float
    headline: float
    crosshead: float
    opening: float
    not_health: str
    health: dict[str, float]
    health_words: re.Pattern[str]
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
        words=re.compile(alternatives(every)),
        weights=weights,
        times={label: float(row.get("times", 1)) for label, row in labels.items()},
        struck=struck,
        most=table["most"],
        base=table["base"],
        per_thousand=table["per_thousand"],
        headline=table["headline"],
        crosshead=table["crosshead"],
        opening=table["opening"],
        not_health=table["health"]["label"],
        health=health,
        health_words=re.compile(alternatives(list(health))),
        floor=table["health"]["floor"],
    )


@cache
def _credits() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return for each word of the table the (label, word) that it counts for: itself, else the weightiest inside it."""
    r = rules()
    every = {w for words in r.weights.values() for w in words} | {w for words in r.struck.values() for w in words}
    credited = {}
    for hit in every:
        keys = []
        for label, words in r.weights.items():
            inner = [w for w in words if w in hit]
            if inner and hit not in r.struck[label]:
                keys.append((label, hit if hit in words else max(inner, key=lambda w: (words[w], w))))
        credited[hit] = tuple(keys)
    return credited


def find_topics(article: Article) -> tuple[Topic, ...]:
    """Return the labels of an article, the surest first; 非卫生健康 stands last where it is due."""
    r = rules()
    counts = _count(article)
    length = sum(len(p.text) for p in article.paragraphs)
    needed = r.base + r.per_thousand * length / 1000
    found: list[tuple[float, Topic]] = []
    for label, words in r.weights.items():
        shares = Counter({w: words[w] * counts[label, w] for w in words if (label, w) in counts})
        score = sum(shares.values()) / (needed * r.times[label])
        if score >= 1:
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


def _count(article: Article) -> dict[tuple[str, str], float]:
    """Count each word for each label, weighted by where it stands; the body counts it at most `most` times."""
    r = rules()
    body = _words_in("\n".join(p.text for p in article.paragraphs))
    heads = _words_in("\n".join(t for t in (article.kicker, article.title, article.deck, article.column) if t))
    crossheads = _words_in("\n".join(c.text for c in article.crossheads))
    first = article.paragraphs[0].text if article.paragraphs else ""
    opening = _words_in("\n".join(t for t in (article.summary, first) if t))
    total: defaultdict[tuple[str, str], float] = defaultdict(float)
    for key, n in body.items():
        total[key] += min(n, r.most)
    for words, extra in ((heads, r.headline), (crossheads, r.crosshead), (opening, r.opening - 1)):
        for key in words:
            total[key] += extra
    return total


def _words_in(text: str) -> Counter[tuple[str, str]]:
    """Count (label, word); a word inside a longer one of the same label counts only through the longer."""
    counts: Counter[tuple[str, str]] = Counter()
    credited = _credits()
    for hit, n in Counter(rules().words.findall(text)).items():
        for key in credited[hit]:
            counts[key] += n
    return counts


def _about_health(article: Article) -> bool:
    """Tell whether words of health are dense enough."""
    r = rules()
    text = "\n".join([article.kicker or "", article.title, article.deck or "", *(p.text for p in article.paragraphs)])
    total = sum(r.health[word] for word in r.health_words.findall(text))
    return total * 100 >= r.floor * len(text)

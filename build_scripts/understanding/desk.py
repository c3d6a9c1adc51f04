"""The editor's desk: which decisions of a page's sidecar speak of which article, and which fit none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from build_scripts.editing import FactDecision, NameDecision, Quote, Subject
from build_scripts.model import Article, PageReading, Problem
from build_scripts.near_quotes import NearFinder, refitted
from build_scripts.quoting import Finder, idle, no_longer_fits, prints

D = TypeVar("D", NameDecision, FactDecision)
FIGURES = "数字"


class Desk:
    """The decisions of a page about what its articles say, handed out article by article."""

    def __init__(self, reading: PageReading) -> None:
        self._reading = reading
        self.problems: list[Problem] = []
        self._edits: defaultdict[str, list[str]] = defaultdict(list)
        decisions = reading.page.decisions
        self._names = self._sorted_out(decisions.names, lambda d: d.subject.value)
        self._facts = self._sorted_out(decisions.facts, lambda _: FIGURES)

    def names(self, article: Article, subject: Subject) -> Iterator[NameDecision]:
        """Yield what is decided of the places, institutions, people or topics of an article."""
        return (decision for decision in self._names.get(article.id, ()) if decision.subject is subject)

    def facts(self, article: Article) -> Iterable[FactDecision]:
        """Return what is decided of the figures of an article."""
        return self._facts.get(article.id, ())

    def edits(self, article: Article) -> tuple[str, ...]:
        """Return what has been changed in an article, for its readers."""
        return tuple(self._edits[article.id])

    def note(self, article: Article, done: str) -> None:
        """Keep a change for the readers of an article."""
        self._edits[article.id].append(done)

    def unfit(self, what: str, quote: Quote, reason: str, remedy: str = "") -> None:
        """Report a decision that cannot be carried out."""
        self.problems.append(no_longer_fits(self._reading.page, what, quote, reason, remedy))

    def idle(self, what: str, quote: Quote, reason: str) -> None:
        """Report a decision that changes nothing."""
        self.problems.append(idle(self._reading.page, what, quote, reason))

    def _sorted_out(self, decisions: tuple[D, ...], name: Callable[[D], str]) -> dict[str, list[D]]:
        """Return decisions by the article that has the words they quote."""
        found: defaultdict[str, list[D]] = defaultdict(list)
        articles, page = self._reading.articles, self._reading.page
        texts = [(text, a) for a in articles for text in _texts(a, page.lines)] if decisions else []
        finder = Finder(text for text, _ in texts)
        near = NearFinder([text for a in articles for text in _shown(a)], lines=False) if decisions else None
        for decided in decisions:
            decision, quote = decided, decided.quote
            quoted = bool(quote.text.strip())
            if near and quoted and not finder.numbers(quote.text) and (words := near.near(quote.text)):
                quote, problem = refitted(page, name(decided), quote, words)
                decision = replace(decided, quote=quote)
                self.problems.append(problem)
            having = {texts[at][1].id: texts[at][1] for at in finder.numbers(quote.text)}
            hits = list(having.values()) if quoted else list(articles)
            if len(hits) == 1:
                found[hits[0].id].append(decision)
            elif hits and quoted:
                self.unfit(name(decision), quote, f"有{len(hits)}篇文章里有这几个字", "请多引几个字")
            elif hits or not quoted:
                self.unfit(name(decision), quote, f"这一版有{len(articles)}篇文章", "请用“原文”引出说的是哪一篇")
            else:
                inside = prints(page.lines, quote.text)
                self.unfit(name(decision), quote, "这几个字在版面信息里，不在哪一篇文章里" if inside else "")
        return found


def _texts(article: Article, lines: tuple[str, ...]) -> list[str]:
    """Return the texts of an article, as shown and as printed."""
    own = dict.fromkeys(line for paragraph in article.paragraphs for line in paragraph.lines)
    return [*_shown(article), *(lines[n - 1] for n in own if n)]


def _shown(article: Article) -> list[str]:
    heads = (article.title, article.kicker, article.deck, article.column, article.summary)
    parts = [p.text for p in article.paragraphs] + [c.text for c in article.crossheads]
    return [*filter(None, heads), *parts, *(c.text for c in article.captions)]

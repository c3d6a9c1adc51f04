"""The words of a page's articles while editors correct them: many quotations are looked for, few texts change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from build_scripts.model import Article, Correction
from build_scripts.quoting import Finder, find_quote
from build_scripts.reading.slots import Slot, corrections_of, printed, slots, text_of

Place = tuple[int, Slot]
"""Number of an article, and a text of it."""


class Wording:
    """The articles of a page with all their texts, as shown and as printed."""

    def __init__(self, articles: tuple[Article, ...]) -> None:
        texts = [((number, slot), text) for number, article in enumerate(articles) for slot, text in slots(article)]
        made = [_by_paragraph(article) for article in articles]
        self.articles = list(articles)
        self._places: list[Place] = [place for place, _ in texts]
        self._numbers = {place: at for at, place in enumerate(self._places)}
        self._shown = Finder(text for _, text in texts)
        self._printed = Finder(_printed(slot, text, made[number]) for (number, slot), text in texts)

    def text(self, place: Place) -> str:
        """Return a text as it is shown now."""
        return text_of(self.articles[place[0]], place[1])

    def showing(self, quote: str) -> Iterator[tuple[Place, tuple[int, int]]]:
        """Yield the places that show the quoted words, and where in the text."""
        for at in self._shown.numbers(quote):
            for span in find_quote(self.text(self._places[at]), quote):
                yield self._places[at], span

    def printing(self, quote: str) -> bool:
        """Tell whether a text had the quoted words before it was corrected."""
        return bool(self._printed.numbers(quote))

    def having(self, quote: str) -> list[Place]:
        """Return the texts that have the quoted words as shown or as printed."""
        found = {*self._shown.numbers(quote), *self._printed.numbers(quote)}
        return [self._places[at] for at in sorted(found)]

    def put(self, place: Place, article: Article) -> None:
        """Put an article in the place of an older one, of which one text was changed."""
        number, slot = place
        self.articles[number] = article
        at = self._numbers.get(place)
        if at is not None:
            text = text_of(article, slot)
            self._shown.change(at, text)
            self._printed.change(at, printed(text, corrections_of(article, slot, text))[0])


def _by_paragraph(article: Article) -> dict[int | None, list[Correction]]:
    made = defaultdict(list)
    for correction in article.corrections:
        made[correction.paragraph].append(correction)
    return made


def _printed(slot: Slot, text: str, made: dict[int | None, list[Correction]]) -> str:
    here = made.get(slot.paragraph, [])
    return printed(text, tuple(c for c in here if slot.paragraph is not None or text[c.start :].startswith(c.fixed)))[0]

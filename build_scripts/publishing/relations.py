"""What articles have to do with each other, for readers and machines: copies, like articles, contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

import numpy as np

from build_scripts.model import Cited, Clash, Contradiction, Entry, Fact
from build_scripts.publishing.catalogue import Catalogue, own_name
from build_scripts.publishing.data import export_fact
from build_scripts.publishing.escaping import escape
from build_scripts.publishing.groups import gather
from build_scripts.publishing.jobs import Job
from build_scripts.publishing.json_text import write_json
from build_scripts.publishing.layout import path_of, way
from build_scripts.publishing.lists import page
from build_scripts.publishing.naming import sentence_anchor, written_date, written_print_page, written_value
from build_scripts.publishing.views import ClashRow, ClashSource

ROWS_ON_A_PAGE = 500
"""From here on the list of an archive is longer than anybody reads; the data has them all."""


class Related:
    """The relations of an archive as pages and data show them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._relations = catalogue.archive.relations
        contradictions = self._relations.contradictions
        self._of_place = gather((c.adcode, c) for c in contradictions if c.adcode)
        self._of_article = gather((cited.article, c) for c in contradictions for cited in c.figures)

    def doubted(self, entry: Entry) -> frozenset[Fact]:
        """Return the figures of an article that something contradicts."""
        found = self._of_article.get(entry.article.id, ())
        return frozenset(cited.fact for c in found for cited in c.figures if cited.article == entry.article.id)

    def before_text(self, entry: Entry) -> Iterator[str]:
        """Yield what a reader should know of an article before reading it, as Markdown."""
        if copies := self._relations.copies.get(entry.article.id, ()):
            lines = [f"- {self._title(entry, copy.article)}{'' if copy.whole else '（其中一部分）'}" for copy in copies]
            yield _section("copies", "相同稿件", lines)
        if found := self._of_article.get(entry.article.id, ()):
            lines = [line for contradiction in found for line in self._contradiction(entry, contradiction)]
            yield _section("contradictions", "数字有矛盾", lines)

    def after_text(self, entry: Entry) -> Iterator[str]:
        """Yield where to read on, as Markdown."""
        if similar := self._relations.similar.get(entry.article.id, ()):
            lines = [
                f"- {self._title(entry, s.article)}<small>都讲到：{escape('、'.join(s.reasons))}</small>"
                for s in similar
            ]
            yield _section("similar", "相近的文章", lines)

    def _title(self, here: Entry, article: str) -> str:
        """Return the way from an article to another, with its paper and day."""
        entry = self._entry(article)
        to = way(path_of("articles", here.article.id), path_of("articles", article, "md"))
        return f"[{escape(entry.article.title)}]({to}) <small>{escape(self._printed_in(entry))}</small> "

    def _entry(self, article: str) -> Entry:
        return self._catalogue.entry(self._catalogue.number_of(article))

    def _printed_in(self, entry: Entry) -> str:
        meta = self._catalogue.reading_of(entry).page.meta
        return " ".join(filter(None, (written_print_page(meta), written_date(entry.dating))))

    def _contradiction(self, here: Entry, contradiction: Contradiction) -> Iterator[str]:
        yield f"- {contradiction.clash.value}：{escape(contradiction.found)}"
        for source in map(self.source, contradiction.figures):
            to = way(path_of("articles", here.article.id), source.href.replace(".html", ".md"))
            where = f"{source.article}，{source.printed_in}"
            yield f"    - [{escape(source.value)}]({to}) “{escape(source.quote)}” <small>{escape(where)}</small>"

    def source(self, cited: Cited) -> ClashSource:
        """Return a figure of a contradiction with the way to its sentence."""
        entry = self._entry(cited.article)
        return ClashSource(
            written_value(cited.fact),
            cited.fact.quote,
            entry.article.title,
            f"{path_of('articles', cited.article)}#{sentence_anchor(entry.article, cited.fact)}",
            self._printed_in(entry),
        )

    def row(self, contradiction: Contradiction) -> ClashRow:
        """Return a contradiction for a list."""
        code = contradiction.adcode
        node = self._catalogue.places.get(code or "")
        name = own_name(node.full_name, node.code) if node else ""
        href = node.link.href if node else ""
        return ClashRow(contradiction.found, name, href, tuple(map(self.source, contradiction.figures)))

    def rows_of_place(self, code: str) -> tuple[ClashRow, ...]:
        """Return the contradictions between figures of one place."""
        return tuple(map(self.row, self._of_place.get(code, ())))

    def page(self) -> str:
        """Return the list of all contradictions, for editors."""
        found = self._relations.contradictions
        shelves = [
            {
                "name": clash.value,
                "rows": [self.row(c) for c in islice((c for c in found if c.clash is clash), ROWS_ON_A_PAGE)],
            }
            for clash in Clash
        ]
        note = f"{len(found)}处数字对不上。两处出处都列出来，不作取舍。" if found else "没有发现对不上的数字。"
        filled = [shelf for shelf in shelves if shelf["rows"]]
        return page("contradictions.md.jinja", "数字的矛盾", note, note=note, shelves=filled)

    def job(self) -> Job:
        """Return the list of all contradictions; its key is of what it cites and tells."""
        cited = [one.article for c in self._relations.contradictions for one in c.figures]
        numbers = np.array([self._catalogue.number_of(article) for article in dict.fromkeys(cited)], np.int32)
        versions = self._catalogue.digest_of(self._catalogue.some(numbers))
        places = self._catalogue.places
        known = [places[c.adcode].full_name for c in self._relations.contradictions if c.adcode in places]
        digest = sha256(repr((self._relations.contradictions, known, versions)).encode("utf-8", "surrogatepass"))
        return Job("=contradictions", self.contradictions, digest.hexdigest())

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield the list of all contradictions, as a page and as data."""
        yield "contradictions.md", self.page()
        rows = (
            {
                "clash": c.clash.name.lower(),
                "label": c.clash.value,
                "found": c.found,
                "adcode": c.adcode,
                "figures": [
                    {"article": cited.article, "href": self.source(cited).href, **export_fact(cited.fact)}
                    for cited in c.figures
                ],
            }
            for c in self._relations.contradictions
        )
        yield "data/contradictions.jsonl", _lines(rows)

    def lines(self, entries: Iterable[Entry]) -> str:
        """Return copies and like articles of some articles as data, one article a line."""
        return _lines(row for entry in entries if (row := self._row_of(entry.article.id)))

    def _row_of(self, key: str) -> dict[str, object] | None:
        copies, similar = self._relations.copies.get(key, ()), self._relations.similar.get(key, ())
        return (
            {
                "id": key,
                "copies": [{"id": c.article, "shared": c.shared, "whole": c.whole} for c in copies],
                "similar": [{"id": s.article, "score": s.score, "reasons": list(s.reasons)} for s in similar],
            }
            if copies or similar
            else None
        )


def _lines(rows: Iterable[object]) -> str:
    return "".join(f"{write_json(row)}\n" for row in rows)


def _section(name: str, head: str, lines: list[str]) -> str:
    items = "\n".join(lines)
    return f'<section class="{name}" markdown="1">\n\n<p class="facts-head">{head}</p>\n\n{items}\n\n</section>'

"""All relations of an archive, and what its operators should look at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from build_scripts.model import (
    Article,
    Contradiction,
    Copy,
    Entry,
    Fact,
    Grade,
    PageReading,
    Problem,
    Relations,
    Similar,
    Traits,
)
from build_scripts.state.light import count_characters
from build_scripts.understanding.relations.across import find_across
from build_scripts.understanding.relations.at_once import AtOnce, Known
from build_scripts.understanding.relations.copies import judge_all, text_of
from build_scripts.understanding.relations.similar import Vector, as_similar, choose, lowest
from build_scripts.understanding.relations.traits import traits_of

_TEXTS = 1 << 12
"""Bodies that are kept while pairs of articles are compared."""
_REPEATED = 0.6
"""Share of the text of either page that both have, from which on they are the same page twice."""

_COMPARE = (
    "请对照原报：读错的在附表里改；原报如此的不用改，网站会把出处都列出来；"
    "其实不矛盾的，在附表的“数字”里写“不矛盾: true”"
)


def relate(entries: Sequence[Entry], traits: Sequence[Traits] | None = None) -> Relations:
    """Return what the articles of an archive have to do with each other; what is known of each need not be given."""
    known = sorted(traits if traits is not None else map(traits_of, entries), key=lambda one: one.article)
    by_id = {entry.article.id: entry for entry in entries}
    at_once = AtOnce()
    for one in known:
        at_once.add(one)
    columns = at_once.finish()
    copies = judge_all(columns.pairs(), lru_cache(_TEXTS)(lambda mine: text_of(by_id[mine].article)))
    contradictions = [*find_across(entries, copies), *(found for one in known for found in one.within)]
    terms = {one.article: dict(one.terms) for one in known}
    similar = {mine: found for mine, _, found in find_alike(columns, terms.__getitem__, copies)}
    return Relations(similar, copies, tuple(found for found in contradictions if is_doubt(found)))


def find_alike(
    columns: Known, terms: Callable[[str], Vector], copies: Mapping[str, tuple[Copy, ...]]
) -> Iterator[tuple[str, int, tuple[Similar, ...]]]:
    """Yield each article that others are like with the likeness of the last place, where all are taken, and those."""
    vectors = columns.vectors()
    for mine, near in columns.nearest():
        if chosen := choose(mine, near, lambda other: copies.get(other, ())):
            vector = terms(mine)
            yield mine, lowest(chosen), tuple(as_similar(one, vector, vectors[one.article]) for one in chosen)


def is_doubt(contradiction: Contradiction) -> bool:
    """Tell whether no editor has said that a contradiction is none."""
    return not any(cited.fact.consistent for cited in contradiction.figures)


def contradicting_figures(
    readings: Iterable[PageReading], contradictions: Sequence[Contradiction]
) -> Iterator[Problem]:
    """Yield a problem for each contradiction, at the line of its last figure."""
    home = {article.id: (reading, article) for reading in readings for article in reading.articles}
    for contradiction in contradictions:
        places = [_line_of(*home[cited.article], cited.fact) for cited in contradiction.figures]
        file, line = places[-1]
        others = "、".join(
            f"{other}:{number}" for other, number in dict.fromkeys(places[:-1]) if (other, number) != places[-1]
        )
        found = f"{contradiction.clash.value}：{contradiction.found}{f'（另见 {others}）' if others else ''}"
        yield Problem(file, line, found, _COMPARE, Grade.WARNING)


def _line_of(reading: PageReading, article: Article, fact: Fact) -> tuple[str, int]:
    """Return the file and the line that print a figure."""
    lines = article.paragraphs[fact.paragraph].lines
    number = re.sub(r"\s", "", fact.printed)
    printed = (n for n in lines if number in re.sub(r"\s", "", reading.page.lines[n - 1]))
    return article.file, next(printed, next(iter(lines), article.first_line))


def repeated_pages(readings: Sequence[PageReading], relations: Relations) -> Iterator[Problem]:
    """Yield a problem for each page that repeats another one, and for each article printed elsewhere too."""
    copies = relations.copies
    home = {a.id: number for number, reading in enumerate(readings) for a in reading.articles if a.id in copies}
    for number in sorted(set(home.values())):
        yield from repeated_page(number, readings, home, copies)


def repeated_page(
    number: int, readings: Sequence[PageReading], home: Mapping[str, int], copies: Mapping[str, tuple[Copy, ...]]
) -> Iterator[Problem]:
    """Yield what is told of a page that repeats an earlier one, or of its articles that do.

    `home` has the numbers of the pages of all articles that have copies.
    """
    reading = readings[number]
    again, whole = _text_again(number, reading, home, copies)
    earlier = max(again, key=lambda other: (again[other], -other), default=None)
    if earlier is not None and again[earlier] >= _REPEATED * max(whole, _size(readings[earlier].articles)):
        yield _same_page(reading, readings[earlier])
        return
    for article in reading.articles:
        elsewhere = [c for c in copies.get(article.id, ()) if home[c.article] < number and c.whole]
        if elsewhere:
            other = readings[home[elsewhere[0].article]].page.file
            found = f"“{article.title[:20]}”与 {other} 里的一篇是相同稿件"
            remedy = "两处都会保留，并互相注明；不要重复的，删去一处"
            yield Problem(article.file, article.first_line, found, remedy, Grade.HINT)


def _text_again(
    number: int, reading: PageReading, home: Mapping[str, int], copies: Mapping[str, tuple[Copy, ...]]
) -> tuple[dict[int, int], int]:
    """Return how many characters of a page stand on each earlier one too, and how many it has."""
    again: defaultdict[int, int] = defaultdict(int)
    whole = 0
    for article in reading.articles:
        size = _size([article])
        whole += size
        for other in {home[copy.article] for copy in copies.get(article.id, ()) if copy.whole}:
            if other < number:
                again[other] += size
    return again, whole


def _size(articles: Iterable[Article]) -> int:
    return sum(map(count_characters, articles))


def _same_page(reading: PageReading, earlier: PageReading) -> Problem:
    """Return what an operator is told of a page that the archive has already."""
    found = f"这一版与 {earlier.page.file} 是同一版"
    days = [r.page.meta.issue_date for r in (reading, earlier)]
    if days[0] and days[1] and days[0] != days[1]:
        found += f"，日期却不同（{days[0].isoformat()} 和 {days[1].isoformat()}）"
        remedy = "请核对日期，删去多余的一个文件；确实登过两次的，可以都留着"
    else:
        remedy = "请删去多余的一个文件；确实登过两次的，可以都留着"
    return Problem(reading.page.file, 0, found, remedy, Grade.WARNING)

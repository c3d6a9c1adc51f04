"""Figures as an editor decided: added, struck, or said to measure something else. Their value is always on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from build_scripts.editing import FactDecision
from build_scripts.model import Article, Fact, Place
from build_scripts.quoting import find_quote, fold
from build_scripts.understanding.desk import FIGURES, Desk
from build_scripts.understanding.facts.keys import MOST
from build_scripts.understanding.facts.numerals import NUMBER, to_decimal
from build_scripts.understanding.facts.quantities import find_quantities
from build_scripts.understanding.facts.quantity import Quantity

_SPELT = re.compile(rf"(?P<n>{NUMBER})(?P<mult>[百千]?[万亿])?(?P<more>余|多)?(?P<unit>[\u4e00-\u9fff/%‰]{{0,6}})")
"""A value as an editor copies it: number and unit."""
_NUMERAL = re.compile(r"[\d.·零〇一二两三四五六七八九十百千万亿]")
Span = tuple[int, int, int]
"""Paragraph, and the characters of it that a quotation takes."""


def edit_facts(facts: tuple[Fact, ...], article: Article, places: tuple[Place, ...], desk: Desk) -> tuple[Fact, ...]:
    """Return the figures of an article as its editors decided, in the order of the text."""
    edited = list(facts)
    for decision in desk.facts(article):
        span = _span_of(article, decision, desk)
        if span is None:
            continue
        found = [fact for fact in edited if _lies_in(fact, article, span) and _is_meant(fact, decision)]
        if len(found) > 1:
            shown = "、".join(fact.printed for fact in found[:4])
            desk.unfit(FIGURES, decision.quote, f"这几个字里有{len(found)}个数字（{shown}）", "请用“数值”写明是哪一个")
        elif decision.strike:
            _strike(edited, found, decision, (article, desk))
        elif new := _described(found, article, places, (span, decision), desk):
            edited = [fact for fact in edited if fact not in found]
            edited.append(new)
            desk.note(article, f"{FIGURES}：{'改定' if found else '增加'}“{new.printed}”")
    if tuple(edited) == facts:
        return facts
    return _keys(sorted(edited, key=lambda fact: (fact.paragraph, fact.end, fact.start)))


def _span_of(article: Article, decision: FactDecision, desk: Desk) -> Span | None:
    """Return where the quoted words stand in the text, if they stand in one place."""
    texts = [paragraph.text for paragraph in article.paragraphs]
    spans = [(n, *span) for n, text in enumerate(texts) for span in find_quote(text, decision.quote.text)]
    if len(spans) == 1:
        return spans[0]
    where = f"正文里有{len(spans)}处这几个字" if spans else "这几个字不在正文的一个段落里"
    desk.unfit(FIGURES, decision.quote, where, "请多引几个字" if spans else "请引正文一段里的几个字")
    return None


def _number_of(fact: Fact, article: Article) -> int:
    """Return where the number of a figure begins in its paragraph."""
    return article.paragraphs[fact.paragraph].text.find(fact.printed, fact.start)


def _lies_in(fact: Fact, article: Article, span: Span) -> bool:
    number = _number_of(fact, article)
    return fact.paragraph == span[0] and span[1] <= number and number + len(fact.printed) <= span[2]


def _is_meant(fact: Fact, decision: FactDecision) -> bool:
    return decision.value is None or fold(fact.printed) == fold(decision.value)


def _strike(edited: list[Fact], found: list[Fact], decision: FactDecision, at: tuple[Article, Desk]) -> None:
    article, desk = at
    if found:
        edited.remove(found[0])
        desk.note(article, f"{FIGURES}：删去“{found[0].printed}”")
    else:
        desk.idle(FIGURES, decision.quote, "程序现在没有把它当作数字")


def _described(
    found: list[Fact], article: Article, places: tuple[Place, ...], said: tuple[Span, FactDecision], desk: Desk
) -> Fact | None:
    """Return a figure as the editor describes it; one that the machine did not find is read from the page."""
    span, decision = said
    fact = found[0] if found else _read(article, places, span, decision, desk)
    if fact is None:
        return None
    return replace(
        fact,
        indicator=decision.indicator or fact.indicator,
        entity=decision.entity or fact.entity,
        time=decision.time or fact.time,
        key=fact.key if decision.key is None else decision.key,
        checked=True,
        consistent=decision.consistent or fact.consistent,
    )


def _read(article: Article, places: tuple[Place, ...], span: Span, decision: FactDecision, desk: Desk) -> Fact | None:
    """Return a figure that stands within the quoted words; None where there is none to be read."""
    paragraph, start, end = span
    text = article.paragraphs[paragraph].text
    within = [q for q in find_quantities(text) if start <= q.number_start and q.unit_end <= end]
    wanted = None if decision.value is None else fold(decision.value)
    chosen = [q for q in within if wanted in {None, fold(text[q.number_start : q.unit_end])}]
    quantity = chosen[0] if len(chosen) == 1 else _spelt_out(text, span, decision.value)
    if quantity is None:
        missing = f"这几个字里读不出“{decision.value[:16]}”" if decision.value else "这几个字里读不出一个数字"
        desk.unfit(FIGURES, decision.quote, missing, "请用“数值”照原文写出数字和单位")
        return None
    if not decision.indicator:
        desk.unfit(FIGURES, decision.quote, "这个数字程序没有收", "要增加请写“指标”")
        return None
    owner = next((place.name for place in places if place.primary), "")
    return Fact(
        paragraph=paragraph,
        start=start,
        end=end,
        quote=text[start:end],
        printed=text[quantity.number_start : quantity.unit_end],
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        indicator=decision.indicator,
        entity=decision.entity or owner,
        time=decision.time,
    )


def _spelt_out(text: str, span: Span, value: str | None) -> Quantity | None:
    """Return the figure that an editor spells out, though the rules take it for no figure where it stands."""
    opening, end = span[1], span[2]
    places = find_quote(text[opening:end], value) if value else ()
    spelt = _SPELT.fullmatch(value) if value else None
    scale = to_decimal(spelt["mult"]) if spelt and spelt["mult"] else Decimal(1)
    number = to_decimal(spelt["n"]) if spelt else None
    if len(places) != 1 or not spelt or number is None or scale is None:
        return None
    first, last = (opening + at for at in places[0])
    if _NUMERAL.match(text[first - 1 : first]) or (not spelt["unit"] and _NUMERAL.match(text[last : last + 1])):
        return None  # the end or the beginning of a longer number
    return Quantity(
        first, first, last, last, number * scale, None, spelt["unit"], spelt["more"], weak=False, kind="bare"
    )


def _keys(facts: list[Fact]) -> tuple[Fact, ...]:
    """Return figures of which no more are marked than the box holds; what an editor has marked stays."""
    keys = [fact for fact in facts if fact.key]
    machine = [fact for fact in keys if not fact.checked]
    over = machine[max(0, len(machine) - max(0, len(keys) - MOST)) :] if len(keys) > MOST else []
    return tuple(replace(fact, key=False) if fact in over else fact for fact in facts)

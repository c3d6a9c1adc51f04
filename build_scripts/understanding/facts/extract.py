"""From an article to its figures: quantities, then what each measures, whose it is and when."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from build_scripts.lexicon import segmenter
from build_scripts.model import Article, Dating, Fact, Institution, Place
from build_scripts.understanding.facts.clauses import Spot, place_quantities
from build_scripts.understanding.facts.completing import complete
from build_scripts.understanding.facts.following import enter_paragraph, follow_subject, remember
from build_scripts.understanding.facts.indicators import name_indicator
from build_scripts.understanding.facts.keys import mark_keys
from build_scripts.understanding.facts.known_owners import Owners, know_owners
from build_scripts.understanding.facts.lists import name_lists
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.owners import owner_of
from build_scripts.understanding.facts.quantities import find_quantities, narrow
from build_scripts.understanding.facts.takeovers import observed_in
from build_scripts.understanding.facts.times import find_times, time_before, time_of
from build_scripts.understanding.words import find_words


def extract_facts(
    article: Article, places: tuple[Place, ...], institutions: tuple[Institution, ...], dating: Dating
) -> tuple[Fact, ...]:
    """Return the figures of an article in reading order; one printed twice for the same thing counts once."""
    owners = know_owners(article, places, institutions)
    forms = owners.known_forms()
    memory, found = Memory(), []
    for number, paragraph in enumerate(article.paragraphs):
        found += _facts_of(number, paragraph.text, (owners, forms), memory, dating)
    return mark_keys(tuple(_once(found)), article)


LONG_SENTENCE = 600
"""Characters before a figure that are searched for its owner and time: no printed sentence is longer."""


_SENTENCE = re.compile(r"[^。！？]+[。！？”]*")


def _facts_of(
    number: int, text: str, known: tuple[Owners, tuple[str, ...]], memory: Memory, dating: Dating
) -> list[Fact]:
    """Return the figures of a paragraph."""
    owners, forms = known
    here = tuple([form for form in forms if form in text])
    names = forms if "（" in text else here  # where brackets are blanked, words meet that stand apart
    enter_paragraph(owners, here, text)
    memory.topics.clear()
    memory.counted_in = -1
    spots = place_quantities(text, find_quantities(text))
    if not spots:
        remember(owners, here, text)
        owners.texts.append(text)
        return []
    named = name_lists(spots, [name_indicator(s, memory, names, text) for s in spots], names)
    memory.counted_in = -1  # the last thing counted is known only while names are given one by one
    named = [_complete_change(name, spot, memory, names, text) for spot, name in zip(spots, named, strict=True)]
    plain, mentions, facts, heard = narrow(text), find_words(here, text), [], 0
    times = find_times(plain)
    for spot, indicator in zip(spots, named, strict=True):
        quantity = spot.quantity
        if spot.sentence_start > heard:
            remember(owners, here, text[heard : spot.sentence_start])
            for sentence in _SENTENCE.findall(text, heard, spot.sentence_start):
                follow_subject(owners, here, sentence)
            heard = spot.sentence_start
        start, end = _quote(text, spot)
        opening = max(spot.sentence_start, quantity.start - LONG_SENTENCE)
        former = indicator.endswith("（原）")
        time_from = max(opening, spot.clause_start) if former else opening
        time = time_of(plain, times, (time_from, quantity.start), spot.clause_start, dating)
        time = time_before(plain, quantity.start, opening, dating) if former and not time else time
        facts.append(
            Fact(
                paragraph=number,
                start=start,
                end=end,
                quote=text[start:end],
                printed=text[quantity.number_start : quantity.unit_end],
                value=quantity.value,
                value_max=quantity.value_max,
                unit="小时" if quantity.unit == "个小时" else quantity.unit,
                qualifier=quantity.qualifier,
                indicator=indicator,
                entity=observed_in(owners, owner_of(owners, mentions, text, quantity.start, opening), indicator),
                time=None if time and indicator.endswith(f"（{time}）") else time,
            )
        )
    remember(owners, here, text[heard:])
    owners.texts.append(text)
    return _link_changes(facts)


def _complete_change(name: str, spot: Spot, memory: Memory, names: tuple[str, ...], text: str) -> str:
    """Return the name of a value before or after a change with its topic: 产值（原） -> 制剂室产值（原）."""
    base = name.removesuffix("（原）")
    return complete(base, spot, memory, names, text) + name[len(base) :]


def _link_changes(facts: list[Fact]) -> list[Fact]:
    """Return the figures with the value before a change kept at the value after it."""
    pairs = zip([None, *facts], facts, strict=False)
    return [
        replace(after, changed_from=before.value)
        if before and before.indicator == f"{after.indicator}（原）"
        else after
        for before, after in pairs
    ]


def _quote(text: str, spot: Spot) -> tuple[int, int]:
    """Return the span of the short phrase that carries a figure."""
    quantity = spot.quantity
    start, end = quantity.start, quantity.end
    if spot.left.strip():
        start = _word_start(text, spot.left_start, quantity.start)
        start += len(text[start : quantity.start]) - len(text[start : quantity.start].lstrip("、，的和与及 "))
    if spot.right.strip() and quantity.kind in {"count", "percent", "money", "duration"}:
        end = _word_end(text, quantity.end, spot.right_end)
    return start, end


WIDEST = 20
"""Characters on each side of a number that a quote takes in."""


def _word_start(text: str, left: int, here: int) -> int:
    """Return where a quote begins: with its clause, or with a word of it."""
    if here - left <= WIDEST:
        return left
    position = here
    for word, _ in reversed(segmenter().tag(text[max(left, here - 2 * WIDEST) : here])):
        if here - position + len(word) > WIDEST:
            break
        position -= len(word)
    return position


def _word_end(text: str, here: int, right: int) -> int:
    """Return where a quote ends: with its clause, or with a word of it."""
    position = here
    for word, _ in segmenter().tag(text[here : min(right, here + 2 * WIDEST)]):
        if position + len(word) - here > WIDEST:
            break
        position += len(word)
    return position


def _once(facts: list[Fact]) -> list[Fact]:
    """Return the figures without those that repeat an earlier one in other words."""
    kept: list[Fact] = []
    alike: dict[tuple[Decimal, str], list[Fact]] = {}
    for fact in facts:
        earlier = alike.setdefault((fact.value, fact.unit), [])
        if not any(_same(k, fact) for k in earlier[:20]):
            kept.append(fact)
            earlier.append(fact)
    return kept


def _same(a: Fact, b: Fact) -> bool:
    """Tell whether two figures are the same number for the same thing."""
    if (a.value, a.value_max, a.unit) != (b.value, b.value_max, b.unit) or a.paragraph == b.paragraph:
        return a.indicator == b.indicator and (a.value, a.unit, a.entity) == (b.value, b.unit, b.entity)
    first, second = set(_pairs(a.indicator)), set(_pairs(b.indicator))
    return bool(first and second) and len(first & second) >= 0.5 * min(len(first), len(second))


def _pairs(text: str) -> list[str]:
    """Return the two-character pieces of a phrase."""
    text = re.sub(r"[数的“”]", "", text)
    return [text[i : i + 2] for i in range(len(text) - 1)]

"""Score the figures on our own corpus by field: `python -m tests.figures [--held-out] [--details]`.

The corpus and its conventions are described in `corpus/README.md`. Its files named held_out were set aside: with
`--held-out` only their score is printed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import yaml

from build_scripts.model import Article, Dating, Fact, Institution, Paragraph, Place
from build_scripts.understanding.facts.extract import extract_facts

CORPUS = Path(__file__).parent / "corpus"
FIELDS = ("qualifier", "indicator", "entity", "time", "all")
DEV = ("figures_dev", "figures_dev_2")
HELD_OUT = ("figures_held_out", "figures_held_out_2")
Size = tuple[Decimal, Decimal | None, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure as labelled."""

    value: Decimal
    value_max: Decimal | None
    unit: str
    qualifier: str | None
    indicator: str
    entity: str
    time: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A text of the corpus with its figures."""

    text: str
    place: str
    year: int
    institutions: tuple[str, ...]
    facts: tuple[Wanted, ...]
    neutral: frozenset[Size] = frozenset()
    """Value, upper end and unit of figures that may be found or left."""


@dataclass(slots=True)
class Score:
    """Counts of figures found, and of their fields that are right."""

    wanted: int = 0
    found: int = 0
    hit: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    details: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the score for reading."""
        precision, recall = self.hit / max(1, self.found), self.hit / max(1, self.wanted)
        head = f"value and unit: precision {precision:.3f} recall {recall:.3f} ({self.hit}/{self.wanted}/{self.found})"
        return [head, *(f"{name:10s} {self.right[name] / max(1, self.hit):.3f}" for name in FIELDS)]


def _size(value: object, unit: str) -> Size:
    low, _, high = str(value).partition("..")
    return Decimal(low), Decimal(high) if high else None, unit


def read_cases(name: str) -> tuple[Case, ...]:
    """Return the texts of a corpus file."""
    cases = []
    for row in yaml.safe_load((CORPUS / f"{name}.yml").read_text(encoding="utf-8")):
        facts = tuple(Wanted(*_size(value, unit), *rest) for value, unit, *rest in row["facts"])
        neutral = frozenset(_size(value, unit) for value, unit in row.get("neutral", ()))
        institutions = tuple(row.get("institutions", ()))
        cases.append(Case(row["text"], row["place"], row["year"], institutions, facts, neutral))
    return tuple(cases)


def facts_of(case: Case) -> tuple[Fact, ...]:
    """Return the figures that are found in a text of the corpus."""
    article = Article(
        "00000000-1", "corpus.txt", 1, 1, "一", title_is_ours=False, kicker=None, deck=None, column=None,
        summary=None, byline=(), paragraphs=(Paragraph(case.text, (1,)),),
    )  # fmt: skip
    institutions = tuple(Institution(n, n, "其他", None, (n,)) for n in case.institutions)
    place = Place("000000", case.place, primary=True)
    return extract_facts(article, (place,), institutions, Dating(None, case.year, None, "文内"))


def similar(wanted: str, found: str) -> bool:
    """Tell whether two names of an indicator are the same thing, by the rule of the reference scorer."""
    from rapidfuzz.distance import Indel

    near = Indel.normalized_similarity(wanted, found) >= 0.5
    return near or (len(found) >= 2 and (found in wanted or wanted in found))


def _fields(wanted: Wanted, fact: Fact) -> dict[str, bool]:
    """Return which fields of a found figure are right."""
    right = {
        "qualifier": wanted.qualifier == fact.qualifier,
        "indicator": similar(wanted.indicator, fact.indicator),
        "entity": bool(fact.entity) and (wanted.entity in fact.entity or fact.entity in wanted.entity),
        "time": wanted.time is None
        or (fact.time is not None and (fact.time in wanted.time or wanted.time in fact.time)),
    }
    return right | {"all": all(right.values())}


def score_case(case: Case, score: Score) -> None:
    """Add a text to the score."""
    rest = list(facts_of(case))
    score.wanted += len(case.facts)
    for wanted in case.facts:
        hits = [f for f in rest if (f.value, f.value_max, f.unit) == (wanted.value, wanted.value_max, wanted.unit)]
        if not hits:
            score.details.append(f"missed {wanted.value} {wanted.unit}: {wanted.indicator} | {case.text[:40]}")
            continue
        fact = hits[0]
        rest.remove(fact)
        score.hit += 1
        score.found += 1
        for name, right in _fields(wanted, fact).items():
            score.right[name] += right
            if not right and name != "all":
                score.details.append(f"{name} {fact.quote}: want {getattr(wanted, name)}, got {getattr(fact, name)}")
    extra = [f for f in rest if (f.value, f.value_max, f.unit) not in case.neutral]
    score.found += len(extra)
    score.details += [f"extra {f.quote}: {f.value} {f.unit} ({f.indicator})" for f in extra]


def score_corpus(*names: str) -> Score:
    """Return the score of corpus files together."""
    score = Score()
    for name in names:
        for case in read_cases(name):
            score_case(case, score)
    return score


def main() -> None:
    """Print the score of the part that rules are written with, or of the part set aside."""
    held_out = "--held-out" in sys.argv
    names = HELD_OUT if held_out else DEV
    if "--details" in sys.argv and not held_out:
        print("\n".join(score_corpus(*names).details))
    for part in (*((name,) for name in names), names):
        print(f"{' and '.join(part)}: {sum(len(read_cases(name)) for name in part)} texts")
        print("\n".join(score_corpus(*part).lines()))


if __name__ == "__main__":
    main()

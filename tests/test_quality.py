"""The quality gate: pinned floors on the real pages, on the sample issue and on pages that a setter makes."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz.distance import Indel

from build_scripts.model import Archive, Entry
from build_scripts.pipeline import read_archive
from build_scripts.publishing.data import export_jsonl
from tests.gold import GOLD, SHARED
from tests.page_setter import KINDS, Difficulty
from tests.reading_quality import measure_kind

HERE = Path(__file__).parent
FLOORS = yaml.safe_load((HERE / "floors.yml").read_text(encoding="utf-8"))


SETS = {
    "five_pages": (SHARED / "pages", GOLD),
    "blind_dev": (HERE / "blind/dev/pages", HERE / "blind/dev/gold"),
    "blind_held_out": (HERE / "blind/held_out/pages", HERE / "blind/held_out/gold"),
    "blind_unseen": (HERE / "blind/unseen/pages", HERE / "blind/unseen/gold"),
    "blind_fresh_dev": (HERE / "blind/fresh_dev/pages", HERE / "blind/fresh_dev/gold"),
    "blind_fresh_unseen": (HERE / "blind/fresh_unseen/pages", HERE / "blind/fresh_unseen/gold"),
    "blind_second_dev": (HERE / "blind/second_dev/pages", HERE / "blind/second_dev/gold"),
    "blind_second_unseen": (HERE / "blind/second_unseen/pages", HERE / "blind/second_unseen/gold"),
    "blind_third_dev": (HERE / "blind/third_dev/pages", HERE / "blind/third_dev/gold"),
    "blind_third_unseen": (HERE / "blind/third_unseen/pages", HERE / "blind/third_unseen/gold"),
    "blind_fourth_dev": (HERE / "blind/fourth_dev/pages", HERE / "blind/fourth_dev/gold"),
    "blind_fourth_unseen": (HERE / "blind/fourth_unseen/pages", HERE / "blind/fourth_unseen/gold"),
}
"""Pages with careful readings, by the name of their floors."""


@pytest.mark.skipif(not GOLD.is_dir(), reason="the real pages and their scorer are not part of the project")
@pytest.mark.parametrize("name", SETS)
def test_pages_read_with_care_score_at_least_their_floors(name: str, tmp_path: Path) -> None:
    pages, gold = SETS[name]
    archive = read_archive(pages)
    raw = {r.page.file: r.page for r in archive.readings}
    out = tmp_path / "articles.jsonl"
    out.write_text(export_jsonl((e, raw[e.article.file]) for e in archive.entries), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, SHARED / "score/score.py", out, gold, "--json"], capture_output=True, text=True, check=True
    )
    scores = json.loads(done.stdout.splitlines()[0])
    assert not {k: (scores[k], floor) for k, floor in FLOORS[name].items() if scores[k] < floor}


@cache
def sample_issue() -> Archive:
    return read_archive(HERE / "sample_issue/pages")


def bare(text: str | None) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text or "") if c.isalnum())


def sample_articles() -> list[tuple[dict[str, Any], Entry | None]]:
    """Return each reference article of the sample issue with the entry that was read."""
    pairs = []
    for path in sorted((HERE / "sample_issue/gold").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        entries = [e for e in sample_issue().entries if Path(e.article.file).name == page["page"]]
        for want in page["articles"]:
            text = bare("".join(want["body"]))
            best = max(entries, key=lambda e: Indel.normalized_similarity(text, bare(body(e))), default=None)
            pairs.append((want, best))
    return pairs


def body(entry: Entry) -> str:
    return "".join(p.text for p in entry.article.paragraphs)


def f1(wanted: Iterable[object], found: Iterable[object]) -> float:
    want, got = list(wanted), list(found)
    right = sum(1 for x in want if x in got)
    return 2 * right / (len(want) + len(got)) if want or got else 1.0


def figures(entry: Entry) -> list[tuple[Decimal, str]]:
    return [(f.value.normalize(), bare(f.unit)) for f in entry.facts]


def test_sample_issue_is_read_and_understood_as_its_reference() -> None:
    wanted: dict[str, list[object]] = {key: [] for key in FLOORS["sample_issue"]}
    found: dict[str, list[object]] = {key: [] for key in FLOORS["sample_issue"]}
    texts = []
    for want, entry in sample_articles():
        assert entry is not None
        key = want["id"]
        article = entry.article
        texts.append(Indel.normalized_similarity(bare("".join(want["body"])), bare(body(entry))))
        for name, theirs, ours in (
            ("titles", [want["title"]] if want["title"] else [], [] if article.title_is_ours else [article.title]),
            ("bylines", [b["name"] for b in want["byline"]], [a.name for a in article.byline]),
            ("crossheads", want["headings"], [c.text for c in article.crossheads]),
            ("captions", want["captions"], [c.text for c in article.captions]),
            ("places", [c["adcode"] for c in want["cities"]], [p.adcode for p in entry.places]),
            ("institutions", want["institutions"], [i.name for i in entry.institutions]),
            ("people", [p["name"] for p in want["people"]], [p.name for p in entry.people]),
        ):
            wanted[name] += [(key, bare(x)) for x in theirs]
            found[name] += [(key, bare(x)) for x in ours]
        wanted["facts"] += [(key, Decimal(str(f["value"])).normalize(), bare(f["unit"])) for f in want["facts"]]
        found["facts"] += [(key, *figure) for figure in figures(entry)]
    scores = {name: f1(wanted[name], found[name]) for name in wanted} | {"text": sum(texts) / len(texts)}
    below = {k: (round(scores[k], 3), floor) for k, floor in FLOORS["sample_issue"].items() if scores[k] < floor}
    assert not below


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_pages_nobody_tuned_for_are_read_at_least_as_well_as_pinned(kind: Difficulty) -> None:
    quality, _ = measure_kind(kind, pages=30, seed=7)
    text, articles = FLOORS["set_pages"][kind.name]
    assert (quality.text >= text, quality.articles >= articles) == (True, True), (quality.text, quality.articles)
    assert quality.certainty >= FLOORS["certain_joins"][kind.name], (quality.certain, quality.certain_right)
    assert quality.doubted <= FLOORS["doubted_joins"][kind.name], (quality.uncertain_right, quality.certain_right)


def test_no_fact_is_without_its_words() -> None:
    for entry in sample_issue().entries:
        for fact in entry.facts:
            assert entry.article.paragraphs[fact.paragraph].text[fact.start : fact.end] == fact.quote

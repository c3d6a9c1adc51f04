"""The archive as data: one article a line, the keys that re-users and the scorer read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from build_scripts.model import Correction, Entry, Fact, PageReading, RawPage
from build_scripts.publishing.json_text import write_json

_ALL_WHOLE = 10**16
"""From here on floats have no fractions."""


def plain_number(value: Decimal) -> int | float:
    """Return a figure as the JSON number that prints like it."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if abs(value) < _ALL_WHOLE else int(float(value))


def _export_comparable(fact: Fact) -> dict[str, Any]:
    """Return the common name, value and unit of a figure that may be compared; nothing for others."""
    if (same := fact.comparable) is None:
        return {"canonical": None}
    return {
        "canonical": same.name,
        "canonical_value": plain_number(same.value),
        "canonical_value_max": None if same.value_max is None else plain_number(same.value_max),
        "canonical_unit": same.unit,
        "nature": same.nature.name.lower(),
        "year": same.year,
        "adcode": same.adcode,
    }


def export_fact(fact: Fact) -> dict[str, Any]:
    """Return a figure with the exact span of its words in `paragraphs[paragraph].text`."""
    return {
        "paragraph": fact.paragraph,
        "start": fact.start,
        "end": fact.end,
        "quote": fact.quote,
        "printed": fact.printed,
        "value": plain_number(fact.value),
        "value_max": None if fact.value_max is None else plain_number(fact.value_max),
        "changed_from": None if fact.changed_from is None else plain_number(fact.changed_from),
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "indicator": fact.indicator,
        "entity": fact.entity,
        "time": fact.time,
        "key": fact.key,
        **_export_comparable(fact),
        "checked": fact.checked,
    }


def _export_correction(correction: Correction) -> dict[str, Any]:
    return {
        "raw": correction.raw,
        "fixed": correction.fixed,
        "kind": correction.kind.value,
        "reason": correction.reason,
        "line": correction.line,
        "paragraph": correction.paragraph,
        "start": correction.start,
        "verdict": correction.verdict.value,
    }


def export_article(entry: Entry, page: RawPage) -> dict[str, Any]:
    """Return the front matter of an article, the same keys in the Markdown and in the export."""
    article, dating, meta = entry.article, entry.dating, page.meta
    return {
        "id": article.id,
        "title": article.title,
        "title_is_ours": article.title_is_ours,
        "kicker": article.kicker,
        "deck": article.deck,
        "column": article.column,
        "summary": article.summary,
        "byline": [{"name": a.name, "role": a.role} for a in article.byline],
        "date": dating.issued.isoformat() if dating.issued else None,
        "year": dating.year,
        "earliest": dating.earliest.isoformat() if dating.earliest else None,
        "date_basis": dating.basis,
        "date_evidence": dating.evidence,
        "source": {
            "file": article.file,
            "first_line": article.first_line,
            "last_line": article.last_line,
            "publication": meta.publication,
            "page_no": meta.page_no,
            "page_name": meta.page_name,
            "url": meta.url,
            "sha256": page.sha256,
        },
        "places": [
            {"name": p.name, "adcode": p.adcode, "primary": p.primary, "checked": p.checked} for p in entry.places
        ],
        "institutions": [
            {
                "name": i.name,
                "canonical": i.canonical,
                "kind": i.kind,
                "adcode": i.adcode,
                "mentions": list(i.mentions),
                "checked": i.checked,
            }
            for i in entry.institutions
        ],
        "people": [
            {"name": p.name, "title": p.title, "institution": p.institution, "checked": p.checked} for p in entry.people
        ],
        "topics": [t.label for t in entry.topics],
        "topic_reasons": {t.label: list(t.reasons) for t in entry.topics},
        "tags": [p.name for p in entry.places] + [t.label for t in entry.topics],
        "facts": [export_fact(f) for f in entry.facts],
        "captions": [c.text for c in article.captions],
        "corrections": [_export_correction(c) for c in article.corrections],
        "refused": [_export_correction(c) for c in article.refused],
        "gaps": [
            {"paragraph": g.paragraph, "offset": g.offset, "before": g.before, "after": g.after} for g in article.gaps
        ],
        "uncertain_joins": [
            {
                "paragraph": j.paragraph,
                "offset": j.offset,
                "from_line": j.from_line,
                "to_line": j.to_line,
                "why": j.why,
                "score": j.score,
                "second": {"score": j.second[0], "line": j.second[1]} if j.second else None,
            }
            for j in article.joins
            if not j.certain
        ],
        "health_related": entry.health_related,
        "language": article.language,
        "jump_from": article.jump_from,
        "jump_to": article.jump_to,
        "status": "checked" if entry.checked else "machine",
        "edits": list(entry.edits),
    }


def export_jsonl(entries: Iterable[tuple[Entry, RawPage]]) -> str:
    """Return `data/articles.jsonl`: front matter plus crossheads and paragraphs, one article a line."""
    rows = []
    for entry, page in entries:
        article = entry.article
        row = export_article(entry, page) | {
            "crossheads": [c.text for c in article.crossheads],
            "paragraphs": [{"text": p.text, "lines": list(p.lines), "kind": p.kind.value} for p in article.paragraphs],
        }
        rows.append(write_json(row))
    return "".join(f"{row}\n" for row in rows)


def export_ledger(readings: Iterable[PageReading]) -> str:
    """Return `data/pages.jsonl`: every page with the one place of each printed line or piece of a line."""
    rows = []
    for reading in readings:
        page = reading.page
        row = {
            "id": page.page_id,
            "file": page.file,
            "sha256": page.sha256,
            "encoding": page.encoding,
            "articles": [a.id for a in reading.articles],
            "ledger": reading.ledger,  # its rows are written with the names of their fields
        }
        rows.append(write_json(row))
    return "".join(f"{row}\n" for row in rows)

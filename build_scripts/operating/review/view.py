"""A sheet as the page in the browser gets it: plain data, every word of the source as text and never as mark-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from build_scripts.model import ROLE_WORDS, Article, Entry, Fact, LedgerRow, Problem, Role
from build_scripts.operating.review.blocks import units_of
from build_scripts.operating.review.sheet import Sheet
from build_scripts.publishing.naming import written_value
from build_scripts.publishing.print_pages import TONES
from build_scripts.reading.bylines import parse_byline
from build_scripts.reading.sidecar_entries import UnreadableSidecarError, read_entries
from build_scripts.reading.sidecar_nodes import words_of

GIVEN_ROLES = (
    Role.BODY,
    Role.CROSSHEAD,
    Role.HEADLINE,
    Role.KICKER,
    Role.DECK,
    Role.COLUMN,
    Role.SUMMARY,
    Role.BYLINE,
    Role.CAPTION,
    Role.FURNITURE,
)
"""What an editor may say that a line is."""
Data = dict[str, Any]


def view(sheet: Sheet) -> Data:
    """Return everything that the page shows."""
    meta = sheet.page.meta
    return {
        "file": sheet.page.file,
        "sidecar": sheet.sidecar_file,
        "text": sheet.sidecar,
        "version": sheet.version,
        "broken": sheet.is_broken,
        "meta": {
            "publication": meta.publication,
            "issue_date": meta.issue_date.isoformat() if meta.issue_date else None,
            "page_no": meta.page_no,
            "page_name": meta.page_name,
            "url": meta.url,
        },
        "roles": [[role.value, ROLE_WORDS[role]] for role in GIVEN_ROLES],
        "lines": list(_lines(sheet)),
        "articles": [_article(sheet, entry) for entry in sheet.entries],
        "decisions": list(_decisions(sheet)),
        "problems": [_problem(sheet, p) for p in sheet.problems],
    }


def _lines(sheet: Sheet) -> Iterator[Data]:
    rows: dict[int, list[LedgerRow]] = defaultdict(list)
    for row in sheet.reading.ledger:
        rows[row.line].append(row)
    numbers = {article.id: number for number, article in enumerate(sheet.reading.articles)}
    for number, text in enumerate(sheet.page.lines, 1):
        yield {
            "n": number,
            "pieces": [
                {
                    "start": row.start,
                    "text": text[row.start : row.end],
                    "role": row.role.value,
                    "word": row.kind or ROLE_WORDS[row.role],
                    "markup": row.rule == "markup",
                    "tone": TONES.get(row.role, "headline"),
                    "article": numbers.get(row.article or ""),
                }
                for row in rows[number]
            ],
            "head": number < sheet.page.first_text_line and bool(text.strip()),
            "blank": not text.strip(),
            "text": text,
        }


def _article(sheet: Sheet, entry: Entry) -> Data:
    article = entry.article
    return {
        "id": article.id,
        "line": article.first_line,
        "title": article.title,
        "ours": article.title_is_ours,
        "kicker": article.kicker,
        "deck": article.deck,
        "column": article.column,
        "summary": article.summary,
        "byline": _byline(sheet, article),
        "checked": article.checked,
        "withdrawn": article.withdrawn,
        "parts": list(_parts(entry)),
        "blocks": units_of(article),
        "corrections": [
            {"raw": c.raw, "fixed": c.fixed, "reason": c.reason, "line": c.line, "verdict": c.verdict.value}
            for c in article.corrections
        ],
        "refused": [{"raw": c.raw, "fixed": c.fixed, "line": c.line, "reason": c.reason} for c in article.refused],
        "joins": [
            {"from": j.from_line, "to": j.to_line, "certain": j.certain, "why": j.why, "second": _second(j.second)}
            for j in article.joins
        ],
        "places": [{"name": p.name, "main": p.primary, "by_hand": p.checked} for p in entry.places],
        "institutions": [
            {"name": i.name, "canonical": i.canonical, "kind": i.kind, "by_hand": i.checked} for i in entry.institutions
        ],
        "people": [{"name": p.name, "title": p.title, "by_hand": p.checked} for p in entry.people],
        "topics": [{"name": t.label, "by_hand": t.checked} for t in entry.topics],
        "facts": [_fact(fact) for fact in entry.facts],
        "health": entry.health_related,
    }


def _byline(sheet: Sheet, article: Article) -> str:
    """Return the byline as a paper prints it, so that reading it again gives the same names."""
    rows = [r for r in sheet.reading.ledger if r.article == article.id and r.role is Role.BYLINE]
    text = " ".join(sheet.page.lines[r.line - 1][r.start : r.end].strip() for r in rows)
    if text and parse_byline(text) == article.byline:
        return text
    parts: list[str] = []
    role = None
    for author in article.byline:
        if author.role and author.role != role:
            parts.append(author.role)
        role = author.role
        parts.append(author.name)
    return " ".join(parts)


def _second(second: tuple[float, int] | None) -> int | None:
    return second[1] if second else None


def _fact(fact: Fact) -> Data:
    return {
        "printed": written_value(fact),
        "quote": fact.quote,
        "indicator": fact.indicator,
        "entity": fact.entity,
        "time": fact.time or "",
        "key": fact.key,
        "by_hand": fact.checked,
    }


def _parts(entry: Entry) -> Iterator[Data]:
    """Yield the body in the order in which it is read."""
    article = entry.article
    for number in (None, *range(len(article.paragraphs))):
        if number is not None:
            for at, crosshead in enumerate(article.crossheads):
                if crosshead.before == number:
                    yield {"kind": "crosshead", "n": at, "lines": [crosshead.line], "text": crosshead.text}
            paragraph = article.paragraphs[number]
            yield {"kind": "body", "n": number, "lines": list(paragraph.lines), "runs": list(_runs(entry, number))}
        for at, caption in enumerate(article.captions):
            if caption.after == number:
                yield {"kind": "caption", "n": at, "lines": list(caption.lines), "text": caption.text}


def _runs(entry: Entry, number: int) -> Iterator[Data]:
    """Yield the words of a paragraph with what lies over them; a run of nothing is a mark between two characters."""
    text = entry.article.paragraphs[number].text
    spans = list(_spans(entry, number))
    points = {0, len(text), *(point for first, last, _, _ in spans for point in (first, last))}
    edges = sorted(at for at in points if 0 <= at <= len(text))
    for left, right in zip(edges, [*edges[1:], len(text)], strict=True):
        yield from ({"text": "", "at": left, kind: at} for a, b, kind, at in spans if a == b == left)
        if left < right:
            over = {kind: at for a, b, kind, at in spans if a <= left and right <= b and a < b}
            yield {"text": text[left:right], "at": left, **over}


def _spans(entry: Entry, number: int) -> Iterator[tuple[int, int, str, int]]:
    """Yield what lies over a paragraph: first and last character, kind and number; seams and gaps take no character."""
    article = entry.article
    text = article.paragraphs[number].text
    yield from ((j.offset, j.offset, "seam", at) for at, j in enumerate(article.joins) if j.paragraph == number)
    yield from ((g.offset, g.offset, "gap", at) for at, g in enumerate(article.gaps) if g.paragraph == number)
    for at, c in enumerate(article.corrections):
        if c.paragraph == number:
            yield c.start, c.start + len(c.fixed), "fix", at
    for at, c in enumerate(article.refused):
        if c.paragraph == number:
            yield c.start, c.start + len(c.raw), "refused", at
    for at, fact in enumerate(entry.facts):
        if fact.paragraph == number:
            start = max(fact.start, text.find(fact.printed, fact.start))
            yield start, start + len(fact.printed), "fact", at


def _decisions(sheet: Sheet) -> Iterator[Data]:
    """Yield what the sidecar says, decision by decision, with what is wrong with it."""
    try:
        entries = read_entries(sheet.sidecar)
    except UnreadableSidecarError:
        return
    lines = sheet.sidecar.split("\n")
    words = {key: word for word, key in reversed(words_of("decisions").items()) if not word.isascii()}
    for number, entry in enumerate(entries):
        own = [p for p in sheet.problems if p.file == sheet.sidecar_file]
        yield {
            "n": number,
            "section": words.get(entry.section, ""),
            "text": "\n".join(line.strip() for line in lines[entry.first : entry.last + 1]),
            "line": entry.first + 1,
            "problems": [f"{p.found}；{p.remedy}" for p in own if entry.first < p.line <= entry.last + 1],
        }


def _problem(sheet: Sheet, problem: Problem) -> Data:
    return {
        "grade": problem.grade.value,
        "line": problem.line,
        "found": problem.found,
        "remedy": problem.remedy,
        "of_sidecar": problem.file == sheet.sidecar_file,
    }

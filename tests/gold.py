"""The reference readings as articles, so that understanding can be measured on a perfect reading.

`python -m tests.gold [SET] [--details]` scores understanding alone on the pages of ../shared, or on those of a set of
blind/, of which those in CLOSED are looked at only as a score.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from build_scripts.model import Article, Author, Caption, Crosshead, PageReading, Paragraph, RawPage
from build_scripts.reading.page import read_page
from build_scripts.reading.pages import decode_page

SHARED = Path(__file__).parents[2] / "shared"
GOLD = SHARED / "gold"
BLIND = Path(__file__).parent / "blind"
CLOSED = ("fresh_unseen", "third_unseen", "fourth_unseen")
"""Sets whose readings and differences nobody looks at."""


def article_from_gold(gold: dict[str, Any], page: RawPage) -> Article:
    """Return the reference text of one article; crossheads and captions stand before the first paragraph."""
    body = [p.replace("⏎", "") for p in gold["body"]]
    return Article(
        id=f"{page.page_id}-{gold['lines'][0][0]}",
        file=page.file,
        first_line=gold["lines"][0][0],
        last_line=gold["lines"][-1][-1],
        title=gold["title"] or gold["title_suggested"],
        title_is_ours=gold["title"] is None,
        kicker=gold["kicker"],
        deck=gold["subtitle"],
        column=gold["column"],
        summary=gold["summary"],
        byline=tuple(Author(b["name"], b["role"]) for b in gold["byline"]),
        paragraphs=tuple(Paragraph(text, ()) for text in body),
        crossheads=tuple(Crosshead(h, 0, 0) for h in gold["headings"]),
        captions=tuple(Caption(c, None, ()) for c in gold["captions"]),
    )


def reading_from_gold(path: Path) -> PageReading:
    """Return the reference reading of a page."""
    data = json.loads(path.read_text(encoding="utf-8"))
    raw = path.parents[1] / "pages" / data["page"]
    decoded, _ = decode_page(data["page"], raw.read_bytes())
    assert decoded is not None
    page = replace(decoded, meta=read_page(decoded).page.meta)
    return PageReading(page, tuple(article_from_gold(a, page) for a in data["articles"]), ())


def main() -> None:
    """Score understanding on the reference readings; arguments go to the scorer (--details)."""
    from build_scripts.publishing.data import export_jsonl
    from build_scripts.understanding.entry import understand

    sets = [path.name for path in BLIND.iterdir() if path.is_dir()]
    chosen = next((name for name in sets if name in sys.argv), "")
    gold = BLIND / chosen / "gold" if chosen else GOLD
    options = [option for option in sys.argv[1:] if option.startswith("--") and chosen not in CLOSED]
    rows = []
    for path in sorted(gold.glob("*.json")):
        reading = reading_from_gold(path)
        rows += [(entry, reading.page) for entry in understand(reading)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        out.write(export_jsonl(rows))
        out.flush()
        subprocess.run([sys.executable, SHARED / "score/score.py", out.name, gold, *options], check=True)


if __name__ == "__main__":
    main()

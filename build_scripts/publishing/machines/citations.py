"""How to cite an article: GB/T 7714—2025, BibTeX, RIS and a plain line, from the keys of its export.

A newspaper article in print is `[N]`; a reader's browser adds address and day of reading (`[N/OL]`),
for neither is known when the site is built.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from build_scripts.publishing.naming import written_page_no

Row = Mapping[str, Any]
"""An article as `data/articles.jsonl` has it."""

AUTHORS_NAMED = 3
"""GB/T 7714—2025: the first three, then 等."""
NO_PAPER = "[报名不详]"
NO_DATE = "[日期不详]"
_TEX = str.maketrans({c: f"\\{c}" for c in "#$%&_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"})
_LANGUAGES = {"zh-Hans": ("chinese", "zh-CN"), "zh-Hant": ("chinese", "zh-TW"), "en": ("english", "en")}
_BLANKS = re.compile(r"\s+")


def citations(row: Row) -> dict[str, str]:
    """Return the ways to cite an article, by the name that readers know them by."""
    return {
        "GB/T 7714—2025": cite_gbt(row),
        "文字": cite_plainly(row),
        "BibTeX": cite_bibtex(row),
        "RIS": cite_ris(row),
    }


def cite_gbt(row: Row) -> str:
    """Return the reference of a printed newspaper article after GB/T 7714—2025, numeric, without its number.

    A year that the text proves but the page does not print stands in square brackets.
    """
    names = _names(row)
    authors = "，".join(names[:AUTHORS_NAMED]) + ("，等" if len(names) > AUTHORS_NAMED else "")
    day = row["date"] or (f"[{row['year']}]" if row["year"] else NO_DATE)
    page_no = row["source"]["page_no"]
    page = f"（{page_no.lstrip('0') or page_no}）" if page_no else ""
    return f"{authors + '. ' if authors else ''}{_line(row['title'])}[N]. {_paper(row) or NO_PAPER}，{day}{page}."


def cite_plainly(row: Row) -> str:
    """Return a line for the foot of a text: names, headline, paper, day, page."""
    names, paper = "、".join(_names(row)), _paper(row)
    title = f"{names}：《{_line(row['title'])}》" if names else f"《{_line(row['title'])}》"
    parts = (title, f"《{paper}》" if paper else "", _written_day(row), written_page_no(row["source"]["page_no"]))
    return f"{'，'.join(part for part in parts if part)}。"


def cite_bibtex(row: Row) -> str:
    """Return an entry for BibTeX and biblatex."""
    source = row["source"]
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _names(row)),
        "title": f"{{{_tex(row['title'])}}}",
        "journal": _tex(_paper(row)),
        "entrysubtype": "newspaper",
        "date": row["date"] or "",
        "year": str(row["year"] or "") if not row["date"] else row["date"][:4],
        "pages": _tex(source["page_no"] or ""),
        "langid": _LANGUAGES.get(row["language"], _LANGUAGES["zh-Hans"])[0],
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{row['id']},", *lines, "}"])


def cite_ris(row: Row) -> str:
    """Return a record for reference managers (RIS, type NEWS)."""
    source = row["source"]
    day = (row["date"] or "").replace("-", "/")
    fields = [
        ("TY", "NEWS"),
        *(("AU", name) for name in _names(row)),
        ("TI", _line(row["title"])),
        ("T2", _paper(row)),
        ("PY", str(row["year"] or "")),
        ("DA", day),
        ("SP", source["page_no"] or ""),
        ("LA", _LANGUAGES.get(row["language"], _LANGUAGES["zh-Hans"])[1]),
        ("ID", row["id"]),
    ]
    return "\n".join([*(f"{tag}  - {_line(value)}" for tag, value in fields if value), "ER  - "])


def _names(row: Row) -> list[str]:
    return [_line(author["name"]) for author in row["byline"]]


def _paper(row: Row) -> str:
    return _line(row["source"]["publication"] or "")


def _written_day(row: Row) -> str:
    if row["date"]:
        year, month, day = row["date"].split("-")
        return f"{year}年{int(month)}月{int(day)}日"
    return f"{row['year']}年" if row["year"] else ""


def _line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _tex(text: str) -> str:
    return _line(text).translate(_TEX)

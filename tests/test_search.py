"""What the search knows of an article: the text in which it is found, and under which places."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import (
    Article,
    Author,
    Caption,
    Correction,
    CorrectionKind,
    Crosshead,
    Dating,
    Entry,
    PageMeta,
    Paragraph,
    Place,
)
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.search.records import (
    parse_record,
    place_lineage,
    record_line,
    search_fields,
    search_record,
)
from build_scripts.publishing.search.scripts import ENGINE, PAGE, PORTAL

CASES = sorted((Path(__file__).parent / "cases/search").glob("*.yml"))
SCRIPTS = Path(__file__).parents[1] / "docs/assets/search"
NOBODY_KNOWS = Dating(None, None, None, "未知")


def make_article(title: str, **parts: Any) -> Article:  # noqa: ANN401  a case is data
    """Return the article that a case describes."""
    corrections = (
        Correction(
            c["raw"],
            c["fixed"],
            CorrectionKind(c.get("kind", "misprint")),
            "",
            1,
            c.get("paragraph"),
            c.get("start", 0),
        )
        for c in parts.get("corrections", ())
    )
    return Article(
        id="00000000-1",
        file="a.txt",
        first_line=1,
        last_line=1,
        title=title,
        title_is_ours=False,
        kicker=parts.get("kicker"),
        deck=parts.get("deck"),
        column=parts.get("column"),
        summary=parts.get("summary"),
        byline=tuple(Author(a["name"], a.get("role")) for a in parts.get("byline", ())),
        paragraphs=tuple(Paragraph(text, (1,)) for text in parts.get("paragraphs", ())),
        crossheads=tuple(Crosshead(c["text"], c["before"], 1) for c in parts.get("crossheads", ())),
        captions=tuple(Caption(c["text"], c.get("after"), (1,)) for c in parts.get("captions", ())),
        corrections=tuple(corrections),
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "article" in case:
        fields = [list(field) for field in search_fields(make_article(**case["article"])) if field[2]]
        assert fields == case["fields"]
    else:
        lineages = (place_lineage(Place(**place)) for place in case["places"])
        rows = {code: name for lineage in lineages for code, name in lineage}
        assert [[code, rows[code]] for code in sorted(rows)] == case["rows"]


def test_newer_articles_come_first_and_undated_ones_last() -> None:
    datings = (NOBODY_KNOWS, Dating(None, 2023, None, ""), Dating(None, 2025, None, ""), Dating(None, 2024, None, ""))
    entries = tuple(
        Entry(make_article(dating.basis + str(dating.year)), dating, (), (), (), (), (), health_related=True)
        for dating in datings
    )
    records = sorted((search_record(entry, PageMeta()) for entry in entries), key=lambda record: record.order)
    assert [record.year for record in records] == [2025, 2024, 2023, None]
    assert [parse_record(record_line(record)) for record in records] == records


@pytest.mark.parametrize("parts", [(*ENGINE, *PORTAL), PAGE])
def test_scripts_that_become_one_have_no_name_twice(parts: tuple[str, ...]) -> None:
    codes = ((SCRIPTS / f"{part}.js").read_text(encoding="utf-8") for part in parts)
    known = "|".join(f"weiwen{part.capitalize()}" for part in parts)
    own = (re.sub(rf"  const \{{[^}}]*\}} = .*\(window\)\.(?:{known});\n", "", code) for code in codes)
    declared = re.compile(r"^  (?:async )?(?:const|let|class|function) (\w+)", re.MULTILINE)
    names = Counter(name for code in own for name in declared.findall(code))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.stem)
def test_what_bits_say_is_not_taken_apart_in_its_declaration(path: Path) -> None:
    """The minifier puts such a declaration before others, and bits would be read in another order."""
    assert not re.search(r"(?:const|let) [\[{].*bits\.", path.read_text(encoding="utf-8"))


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_a_literal_that_a_file_can_hold(text: str) -> None:
    literal = script_literal({"text": text})
    literal.encode("utf-8")
    assert "</" not in literal
    assert "\u2028" not in literal
    assert json.loads(literal) == {"text": text}

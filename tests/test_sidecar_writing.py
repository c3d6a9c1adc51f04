"""What is written into a sidecar is read back as it was meant, and nothing else in it changes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.reading.sidecar import read_decisions
from build_scripts.reading.sidecar_entries import Entry, read_entries
from build_scripts.reading.sidecar_writing import add_entry, add_order, drop_entry, set_fields, set_top

CASES = sorted((Path(__file__).parent / "cases/sidecar_writing").glob("*.yml"))
EXAMPLES = re.findall(
    r"```yaml\n(.*?)```", (Path(__file__).parents[1] / "docs/sidecar.md").read_text(encoding="utf-8"), re.DOTALL
)
WORDS = st.text(st.sampled_from("护士护土：:#- [\"'*&!%@`|>，。?{}ab1\\"), min_size=1, max_size=8).filter(str.strip)
VALUE = WORDS.map(str.strip)
FIELDS = {
    "corrections": st.fixed_dictionaries({"quote": VALUE, "fixed": VALUE}, optional={"reason": VALUE}),
    "articles": st.fixed_dictionaries({"quote": VALUE, "title": VALUE}, optional={"byline": VALUE}),
    "roles": st.fixed_dictionaries({"quote": VALUE, "role": st.sampled_from(["正文", "小标题"])}),
    "starts": st.fixed_dictionaries({"quote": VALUE}),
    "seams": st.fixed_dictionaries({"quote": VALUE, "after": VALUE, "refuse": st.just("true")}),
    "facts": st.fixed_dictionaries({"quote": VALUE, "indicator": VALUE}),
    "people": st.fixed_dictionaries({"quote": VALUE, "add": VALUE}, optional={"title": VALUE}),
}
NEW = st.one_of([st.tuples(st.just(section), fields) for section, fields in FIELDS.items()])


def apply(text: str, step: dict[str, Any]) -> str:
    kind, what = next(iter(step.items()))
    if kind == "add":
        return add_entry(text, what.pop("section"), what)
    if kind == "order":
        return add_order(text, what)
    if kind == "top":
        return set_top(text, what["word"], what["value"])
    entry = read_entries(text)[what.pop("entry")]
    return drop_entry(text, entry) if kind == "drop" else set_fields(text, entry, what)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_sidecar_is_written_as_the_case_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = case["sidecar"]
    for step in case["steps"]:
        text = apply(text, step)
    assert text == case["then"]
    assert not read_decisions("页.yml", tuple(text.split("\n")))[2]


@settings(max_examples=50)
@given(
    st.sampled_from(["", *EXAMPLES, "# 备注\n更正: []\n", "报纸：晨光日报\n"]), st.lists(NEW, min_size=1, max_size=4)
)
def test_what_is_added_is_read_back_and_leaves_every_line_as_it_was(
    text: str, added: list[tuple[str, dict[str, str]]]
) -> None:
    before, count = text, len(read_entries(text))
    for section, fields in added:
        text = add_entry(text, section, fields)
    entries = read_entries(text)
    assert len(entries) == count + len(added)
    left = list(entries)
    for section, fields in added:
        left.remove(next(e for e in left if (e.section, dict(e.fields)) == (section, fields)))
    assert [said(e) for e in left] == [said(e) for e in read_entries(before)]
    comments = [line for line in before.split("\n") if line.lstrip().startswith("#")]
    assert [line for line in text.split("\n") if line.lstrip().startswith("#")] == comments


def said(entry: Entry) -> Entry:
    return replace(entry, first=0, last=0)


@settings(max_examples=40)
@given(st.sampled_from(EXAMPLES), st.data())
def test_what_is_dropped_is_gone_and_nothing_else(text: str, data: st.DataObject) -> None:
    entries = read_entries(text)
    gone = data.draw(st.integers(0, len(entries) - 1))
    left = [said(e) for e in read_entries(drop_entry(text, entries[gone]))]
    assert left == [said(e) for n, e in enumerate(entries) if n != gone]


@settings(max_examples=40)
@given(NEW, NEW)
def test_an_entry_can_be_changed_and_changed_back(
    one: tuple[str, dict[str, str]], two: tuple[str, dict[str, str]]
) -> None:
    text = add_entry(add_entry("# 备注\n", *one), *two)
    entry = read_entries(text)[0]
    if entry.section in {"starts", "joins"}:
        return
    changed = set_fields(text, entry, {"quote": "另一处"})
    assert read_entries(changed)[0].fields["quote"] == "另一处"
    assert set_fields(changed, read_entries(changed)[0], {"quote": entry.fields["quote"]}) == text

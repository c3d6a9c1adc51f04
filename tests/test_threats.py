"""What docs/threat-model.md says must not happen does not: its lines name tests; what they lacked is here."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import yaml

from build_scripts.bench import backtracking
from build_scripts.bench.backtracking import Used, held_up, inputs
from build_scripts.bench.fuzz_pages import fuzz_pages
from build_scripts.model import Grade
from build_scripts.pipeline import read_archive
from build_scripts.publishing.exports.csv_table import written_cell
from build_scripts.publishing.generate import generate
from build_scripts.reading.pages import decode_page

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "docs/threat-model.md"


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`((?:browser/)?test_\w+)\.(test_\w+)`", MODEL.read_text(encoding="utf-8"))
    assert len(named) > 20
    missing = [
        f"{file}.{name}"
        for file, name in named
        if f"def {name}(" not in (ROOT / f"tests/{file}.py").read_text(encoding="utf-8")
    ]
    assert not missing


def test_mutated_files_break_nothing_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_PROCESSES", "1")
    assert [*fuzz_pages(ROOT / "source_articles", 30, read_archive)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "build_scripts/rules").glob("*.yml")), ids=lambda path: path.stem)
def test_no_row_of_a_table_is_held_up_by_a_short_text(path: Path) -> None:
    """A pattern that tries every way to part a text takes for ever for sixty characters; others need no time at all."""

    def patterns(data: object) -> list[str]:
        if isinstance(data, dict):
            own = [data["pattern"]] if isinstance(data.get("pattern"), str) else []
            return own + [found for part in data.values() for found in patterns(part)]
        return [found for part in data for found in patterns(part)] if isinstance(data, list) else []

    for text in patterns(yaml.safe_load(path.read_text(encoding="utf-8"))):
        pattern = re.compile(text)
        for _, made in inputs(pattern):
            pattern.search(made(60))


def test_what_is_held_up_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for such patterns finds one: a list of words that may be parted in many ways, as one table had it."""
    bad = Used(re.compile(r"^首页(\s*[|]?\s*\S{2,6})+$"), "here", {"search"}, 100_000)
    monkeypatch.setattr(backtracking, "LIMIT", 0.05)  # it would take longer than anybody's life
    assert held_up(bad, 2_000)


NAMES = ("<img src=x onerror=alert(1)>", "{{7*7}}{% raw %}", "=1+1", "..\\..\\甲", "a\u202eb", "'\"`$(x)&;|")


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_only_text(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.txt").write_text(
        "义诊进社区\n\n营口市的医生为320名老人量血压，大家都说好。\n", encoding="utf-8"
    )
    archive = read_archive(tmp_path)
    files = generate(archive)
    assert len(archive.readings) == 1
    assert not [path for path in files if not re.fullmatch(r"[\w./-]+", path) or ".." in path]
    texts = [text.partition("\n---\n")[2] for path, text in files.items() if path.endswith(".md")]
    assert not any("<img src=x" in text or "{{7" in text or "\u202e" in text for text in texts)


def test_no_cell_is_a_formula() -> None:
    for text in ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1"):
        line = io.StringIO()
        csv.writer(line).writerow([written_cell(text)])
        assert not line.getvalue().lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋"))


@pytest.mark.parametrize(
    "sidecar",
    [
        "a: &a [x, x]\n文章起点: &b [*a, *a]\n",
        "文章起点: " + "[" * 5000,
        "文章起点:\n" + "".join(" " * n + "-\n" for n in range(1, 400)),
        "标题: !!python/object/apply:os.system [id]\n",
    ],
    ids=["aliases", "brackets", "deep lists", "objects"],
)
def test_no_sidecar_is_a_bomb(sidecar: str) -> None:
    page, problems = decode_page("甲.txt", "义诊进社区\n\n医生来了。\n".encode(), sidecar.encode())
    assert page or any(p.grade is Grade.ERROR for p in problems)
    assert "uid=" not in str(page)

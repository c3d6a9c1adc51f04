"""Patterns that an earlier run has kept are the ones that `re` compiles."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from build_scripts import kept_patterns

PATTERNS = (
    ("第(?P<page>[0-9０-９]{1,3})版", 0),
    ("(?i:covid)-?19|新冠(?!肺炎)", 0),
    ("^(?:本报记者|通讯员)\\s+(\\w+)$", re.MULTILINE),
    (r"[\u4e00-\u9fff\U00020000-\U0002fa1f]+?(?=[，。；])", re.DOTALL),
    (rb'\{"id": "([^"]+)"', 0),
)


def compiler() -> ModuleType:
    """Return another copy of what compiles patterns, which nobody else uses."""
    spec = importlib.util.find_spec("re._compiler")
    assert spec
    assert spec.loader
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def test_kept_patterns_are_those_that_are_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_patterns, "FOLDER", tmp_path)
    monkeypatch.setattr(kept_patterns, "_FILE", file := tmp_path / "patterns")
    monkeypatch.setattr(kept_patterns, "_WORTH", 0.0)
    first = kept_patterns.Patterns(compiler())
    for pattern, flags in PATTERNS:
        assert first.compile(pattern, int(flags)) == re.compile(pattern, flags)
    first.keep()
    module = compiler()
    second = kept_patterns.Patterns(module)
    monkeypatch.delattr(module, "_code")  # it has nothing to compile
    for pattern, flags in PATTERNS:
        kept, anew = second.compile(pattern, int(flags)), re.compile(pattern, flags)
        assert kept == anew
        assert kept.groupindex == anew.groupindex
    file.write_bytes(file.read_bytes()[:-9])
    assert kept_patterns.Patterns(compiler()).compile("急诊", 0).search("去急诊")

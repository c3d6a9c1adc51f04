"""The page templates beside this file; whatever they print is escaped, so that source text stays text."""

from __future__ import annotations

import importlib.metadata
import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from build_scripts.digests import digest_of
from build_scripts.publishing.escaping import escape

_SHORT = 80
"""Characters up to which a text is likely to come again: a name, an address, a label."""
_REMEMBERED = 1 << 14


def render(template: str, /, **values: Any) -> str:  # noqa: ANN401  templates take what they name
    """Return a template filled with values."""
    return _environment().get_template(template).render(**values).strip()


class _EscapedOnce(CodeGenerator):
    """Leaves all escaping to `finalize`: that of Jinja would look at every piece once more, to find it escaped."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:  # noqa: ANN401, ARG002  Jinja's own
        self.write(finalize.src)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:  # noqa: ANN401, ARG002  Jinja's own
        self.write(")")


class _Environment(jinja2.Environment):
    code_generator_class = _EscapedOnce


@cache
def _environment() -> jinja2.Environment:
    return _Environment(
        loader=jinja2.PackageLoader("build_scripts.publishing", "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=_shown,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def keep_compiled(folder: Path) -> None:
    """Keep the templates compiled in a folder, for the next run of the same program; it may be deleted at any time."""
    below = folder / digest_of([Path(__file__)], [importlib.metadata.version("jinja2"), sys.version])
    below.mkdir(parents=True, exist_ok=True)
    _environment().bytecode_cache = jinja2.FileSystemBytecodeCache(str(below))


def _shown(value: object) -> str:
    """Return what a template prints of a value."""
    if isinstance(value, Markup):
        return value
    text = value if isinstance(value, str) else str(value)
    return _remembered(text) if len(text) <= _SHORT else escape(text)


_remembered = lru_cache(_REMEMBERED)(escape)

"""The page templates beside this file; whatever they print is escaped, so that source text stays text."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from build_scripts.publishing.escaping import escape


def render(template: str, /, **values: Any) -> str:  # noqa: ANN401  templates take what they name
    """Return a template filled with values."""
    return _environment().get_template(template).render(**values).strip()


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("build_scripts.publishing", "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=lambda value: escape(value if isinstance(value, str) else str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
    )

"""MkDocs' filter `url` with a memory: thousands of pages of a folder ask for the same few addresses."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from mkdocs.utils import normalize_url

_REMEMBERED = 10_000
"""Addresses; those that only few pages ask for are forgotten again."""


@pass_context
def relative_url(context: Context, value: object) -> str:
    """Return an address as it is written on the page that is rendered."""
    page = context["page"]
    if page is None:  # the page of lost addresses stands nowhere
        return normalize_url(str(value), base=context["base_url"])
    return _from_folder(str(value), page.url.rpartition("/")[0])


@lru_cache(_REMEMBERED)
def _from_folder(path: str, folder: str) -> str:
    page: Any = SimpleNamespace(url=f"{folder}/-.html" if folder else "-.html")
    return normalize_url(path, page)

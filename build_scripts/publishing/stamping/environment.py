"""The theme's templates, ready sooner: kept compiled, without what is not used, with addresses that are remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import normalize_url

_SWITCHES = re.compile(
    r'\s*(?:<input class="md-toggle"[^>]*>|<label class="md-overlay"[^>]*></label>'
    r'|<div class="md-dialog"[^>]*>\s*<div[^>]*></div>\s*</div>'
    r'|<div data-md-component="(?:skip|announce)">\s*</div>)'
)
_REMEMBERED = 10_000
"""Addresses; those that only few pages ask for are forgotten again."""


def lean_environment(config: MkDocsConfig, compiled: Path) -> jinja2.Environment:
    """Return the environment of a theme; of its files that are no templates only our own go into the site.

    Material brings ten thousand icons, and scripts and styles that the archive's frame does without.
    """
    env = config.theme.get_env()
    env.trim_blocks = env.lstrip_blocks = True  # lines that hold nothing but a command leave none on the page
    compiled = compiled / "trimmed"
    compiled.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(compiled))
    env.filters["url"] = relative_url
    own = jinja2.FileSystemLoader(config.theme.custom_dir or [])

    def list_templates(
        extensions: Iterable[str] | None = None, filter_func: Callable[[str], bool] | None = None
    ) -> list[str]:
        del extensions
        return [name for name in own.list_templates() if filter_func is None or filter_func(name)]

    env.list_templates = list_templates  # type: ignore[method-assign]  # MkDocs asks it for files to carry along
    return env


def fit_frame(html: str) -> str:
    """Return a page without the base theme's switches for drawers and dialogs that this frame does not have."""
    return _SWITCHES.sub("", html).replace('<html lang="zh"', '<html lang="zh-Hans"', 1)


@jinja2.pass_context
def relative_url(context: Context, value: object) -> str:
    """Return an address as it is written on the page that is rendered: MkDocs' filter `url`, with a memory."""
    page = context["page"]
    if page is None:  # the page of lost addresses stands nowhere
        return normalize_url(str(value), base=context["base_url"])
    path = str(value)
    return _from_folder(path, like_folder(page.url.rpartition("/")[0], path))


def like_folder(folder: str, path: str) -> str:
    """Return a folder from which the way to a path of the site is the same: one for all that are as deep.

    What lies below the same top is nearer, and keeps its own folder.
    """
    top, deep, _ = folder.partition("/")
    return "/".join(["nowhere"] * (folder.count("/") + 1)) if deep and not path.startswith(f"{top}/") else folder


@lru_cache(_REMEMBERED)
def _from_folder(path: str, folder: str) -> str:
    page: Any = SimpleNamespace(url=f"{folder}/-.html" if folder else "-.html")
    return normalize_url(path, page)

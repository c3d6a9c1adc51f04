"""The theme's templates, ready sooner: kept compiled, without what is not used, quick at addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import jinja2
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_relative_url, normalize_url

from build_scripts.publishing.layout import up_from
from build_scripts.publishing.templates import quick_attribute

_SWITCHES = re.compile(
    r'\s*(?:<input class="md-toggle"[^>]*>|<label class="md-overlay"[^>]*></label>'
    r'|<div class="md-dialog"[^>]*>\s*<div[^>]*></div>\s*</div>'
    r'|<div data-md-component="(?:skip|announce)">\s*</div>)'
)
_PLAIN = re.compile(r"[\w-]+(?:/[\w-]+)*\.\w+", re.ASCII)
"""A path from the root of the site, as nearly all are; MkDocs looks longer at each, and remembers it for ever."""


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
    env.getattr = partial(quick_attribute, env.getattr)  # type: ignore[method-assign]  # compiled templates call it
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
    """Return an address as it is written on the page that is rendered: MkDocs' filter `url`, quicker for most."""
    page, path = context["page"], str(value)
    if page is None:  # the page of lost addresses stands nowhere
        return normalize_url(path, base=context["base_url"])
    if not _PLAIN.fullmatch(path):
        return normalize_url(path, page)
    here: str = page.url
    top, slash, _ = here.partition("/")
    return get_relative_url(path, here) if slash and path.startswith(f"{top}/") else up_from(here) + path


def like_folder(folder: str, path: str) -> str:
    """Return a folder from which the way to a path of the site is the same: one for all that are as deep.

    What lies below the same top is nearer, and keeps its own folder.
    """
    top, deep, _ = folder.partition("/")
    return "/".join(["nowhere"] * (folder.count("/") + 1)) if deep and not path.startswith(f"{top}/") else folder

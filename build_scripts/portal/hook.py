"""What MkDocs does for a portal beside rendering: the archive's frame, a policy with the shards' hosts, the search."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.toc import TableOfContents

from build_scripts.portal.site import SEARCH, Running
from build_scripts.publishing.escaping import escape
from build_scripts.publishing.machines.head import Here, portal_tags
from build_scripts.publishing.machines.structured import Site
from build_scripts.publishing.search.scripts import finish_scripts
from build_scripts.publishing.stamping.environment import fit_frame, lean_environment

if TYPE_CHECKING:
    from markupsafe import Markup
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


def on_config(config: MkDocsConfig) -> None:
    """Give the theme's templates what they ask for."""
    running = _running()
    config.theme.static_templates.discard("sitemap.xml")
    env = lean_environment(config, running.publication.templates)
    env.filters["visible"] = escape
    env.globals["head_tags"] = partial(_head_tags, config, running.hosts)
    config.theme.get_env = lambda: env  # type: ignore[method-assign]  # MkDocs asks it for the templates
    # Headings are text of shards: what they say must not become the id of something else on the page.
    config.mdx_configs.setdefault("toc", {})["slugify"] = lambda _text, _separator: "h"


def on_page_context(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:  # noqa: ARG001  called by name
    """Keep the base theme from making its own skip link of a table of contents."""
    page.toc = TableOfContents([])
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001  by name
    """Take out the base theme's switches."""
    return fit_frame(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001  by name
    """Do the same to the page of lost addresses."""
    return fit_frame(output_content)


def on_post_build(config: MkDocsConfig) -> None:
    """Make the scripts what is sent to readers, and put the search in."""
    finish_scripts(Path(config.site_dir) / "assets/search", portal=True)
    shutil.copytree(_running().search, Path(config.site_dir) / SEARCH)


def _running() -> Running:
    if Running.now is None:
        raise RuntimeError("no portal is being made")
    return Running.now


def _head_tags(config: MkDocsConfig, hosts: tuple[str, ...], page: Page | None) -> Markup:
    site = Site(config.site_name, config.site_description or "", config.site_url or "")
    if page is None:
        return portal_tags(None, site, hosts)
    title = str(page.meta.get("title") or page.title or site.name)
    here = Here(page.file.dest_uri, title, str(page.meta.get("description") or site.description), page.meta)
    return portal_tags(here, site, hosts)

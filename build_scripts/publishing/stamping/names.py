"""What templates may call: names and addresses of the archive, and what the head of a page tells programs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import jinja2
from markupsafe import Markup
from mkdocs.structure.pages import Page

from build_scripts.keys import name_key, person_key
from build_scripts.publishing.catalogue import own_name
from build_scripts.publishing.escaping import escape, escape_lines
from build_scripts.publishing.exports.write import is_whole
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.machines.citations import citations
from build_scripts.publishing.machines.head import Here, head_tags
from build_scripts.publishing.machines.structured import Site


def with_names(env: jinja2.Environment, site: Site, generated: Path, *, policy: bool = True) -> jinja2.Environment:
    """Give templates what they call; without `policy` a page may run a script of another's, as the preview does."""
    env.filters["visible"] = escape
    env.filters["visible_lines"] = escape_lines
    env.filters["name_key"] = name_key
    env.globals["citations"] = citations
    env.globals["head_tags"] = partial(_head_tags, site, generated, policy)
    env.globals["own_name"] = own_name
    env.globals["person_key"] = person_key
    env.globals["path_of"] = path_of
    return env


def _head_tags(site: Site, generated: Path, policy: bool, page: Page | None) -> Markup:  # noqa: FBT001  bound above
    if page is None:
        return head_tags(None, site, policy=policy)
    title = str(page.meta.get("title") or page.title or site.name)
    meta = page.meta
    if meta.get("kind") == "downloads" and not is_whole(generated):
        meta = {**meta, "cut": "true"}
    here = Here(page.file.dest_uri, title, str(meta.get("description") or site.description), meta)
    return head_tags(here, site, policy=policy)

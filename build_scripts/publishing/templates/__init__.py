"""The page templates beside this file; whatever they print is escaped, so that source text stays text."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from build_scripts.digests import digest_of
from build_scripts.publishing.escaping import escape, escape_name
from build_scripts.publishing.views import Card, Figure, Link

_SHORT = 80
"""Characters up to which a text is likely to come again: a name, an address, a label."""


def render(template: str, /, **values: Any) -> str:  # noqa: ANN401  templates take what they name
    """Return a template filled with values."""
    return _environment().get_template(template).render(**values).strip()


class _EscapedOnce(CodeGenerator):
    """Leaves all escaping to `finalize`: that of Jinja would look at every piece once more, to find it escaped."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:  # noqa: ANN401, ARG002  Jinja's own
        self.write(finalize.src)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:  # noqa: ANN401, ARG002  Jinja's own
        self.write(")")


class _Template(jinja2.Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002  Jinja's own
        """Return the macros of a template: no page has globals of its own, for which Jinja would look each time."""
        return super()._get_default_module()


class _Environment(jinja2.Environment):
    code_generator_class = _EscapedOnce
    template_class = _Template

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401  Jinja's own
        return quick_attribute(super().getattr, obj, attribute)


def quick_attribute(usual: Callable[[Any, str], Any], of: Any, name: str) -> Any:  # noqa: ANN401  as Jinja has it
    """Return what `of.name` is in a template: a dict is not asked for an attribute first, in vain."""
    if type(of) is dict and name in of and not hasattr(dict, name):
        return of[name]
    return usual(of, name)


@cache
def _environment() -> jinja2.Environment:
    environment = _Environment(
        loader=jinja2.PackageLoader("build_scripts.publishing", "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=_shown,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"figure_row": figure_row, "card_row": card_row, "chip": chip}
    return environment


def figure_row(row: Figure, root: str, with_place: bool) -> Markup:  # noqa: FBT001  as its template calls it
    """Return a figure as a row of a table: there are so many in an archive that no template puts them together."""
    shown, up = escape_name, escape_name(root)
    name: str = shown(row.indicator)
    place = row.place
    if row.measure:
        title = f"与别的地方相比：{shown(row.canonical)}"
        name = f'<a class="measure" href="{up}{shown(row.measure)}" title="{title}">{name}</a>'
    codes, places = _joined(row.lineage)
    full = f"<br><small>{shown(row.full)}</small>" if row.full else ""
    where = f'<a href="{up}{shown(place.href)}">{shown(place.name)}</a>' if place else ""
    href = f"{up}{shown(row.href)}"
    return Markup(  # noqa: S704  its pieces are escaped
        f'<tr data-unit="{shown(row.unit)}" data-places="{codes}" data-place-names="{places}" '
        f'data-year="{row.year or ""}"{" data-key" if row.key else ""}><td>{name}</td>'
        f'<td class="value" data-sort="{shown(row.number)}"><a href="{href}">{shown(row.value)}</a>{full}</td>'
        f"<td>{shown(row.time)}</td><td>{shown(row.entity)}</td>{f'<td>{where}</td>' if with_place else ''}"
        f'<td class="source"><a href="{href}">{shown(row.article)}</a></td></tr>'
    )


def card_row(card: Card, root: str, level: int) -> Markup:
    """Return an article as an item of a listing."""
    shown = escape_name
    place = f"<span>{shown(card.place)}</span>" if card.place else ""
    over = f'<p class="card-kicker">{shown(card.over)}</p>' if card.over else ""
    title = f'<a href="{shown(root)}{escape(card.href)}">{escape(card.title)}</a>'
    meta = (
        shown(card.printed_in),
        f"{card.figures}个数字" if card.figures else "",
        "已核对" if card.checked else "机器读取",
        "" if card.health_related else "非卫生健康",
    )
    return Markup(  # noqa: S704  its pieces are escaped
        f'<li>\n<p class="listing-when"><span>{shown(card.dated)}</span>{place}</p>\n<div class="listing-what">\n'
        f'{over}<h{level} class="card-title">{title}</h{level}>\n<p class="card-text">{escape(card.lead)}</p>\n'
        f'<p class="card-meta">{" · ".join(filter(None, meta))}</p>\n</div>\n</li>'
    )


def chip(link: Link, root: str) -> Markup:
    """Return a link as an item of a row of them."""
    count = f' <span class="count">{link.count}</span>' if link.count else ""
    href = f"{escape_name(root)}{escape_name(link.href)}"
    return Markup(f'<li><a class="chip" href="{href}">{escape_name(link.name)}{count}</a></li>')  # noqa: S704  as above


@lru_cache
def _joined(lineage: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Return codes and names of a place and all above it."""
    return escape(" ".join(code for code, _ in lineage)), escape(" ".join(name for _, name in lineage))


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
    return escape_name(text) if len(text) <= _SHORT else escape(text)

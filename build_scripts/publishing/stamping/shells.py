"""The theme rendered once for a kind of page, cut where a page's own blocks stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.toc import TableOfContents

OWN_BLOCKS = ("site_meta", "htmltitle", "content")
"""Blocks of the theme's frame that differ between pages of a kind, in the order in which they stand."""
NOBODY = "nobody.html"
"""Address of a page that is nobody's; no page of the masthead bears it."""
_MARK = "\x02own block\x03"
"""What no page contains: control characters are made visible in all of them."""


class AskedTooMuchError(Exception):
    """A template asked a page for something that not all pages of its kind answer alike."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What all pages of a kind have in common."""

    pieces: tuple[str, ...]
    """HTML before, between and after the own blocks."""
    template: jinja2.Template
    variables: dict[str, Any]
    """What the templates see besides the page; macros of the template among them."""
    blocks: dict[str, list[Callable[[Any], Any]]]

    def fill(self, page: object, outline: list[Any]) -> str:
        """Return the HTML of a page of this kind."""
        known = self.variables | {"page": page, "outline": outline}
        context = self.template.new_context(known, shared=True)
        context.blocks = self.blocks
        parts = [self.pieces[0]]
        for name, piece in zip(OWN_BLOCKS, self.pieces[1:], strict=True):
            parts += self.blocks[name][0](context)
            parts.append(piece)
        return "".join(parts)


class Guard:
    """Answers nothing but what it has been given: anything else that is asked of it raises AskedTooMuchError."""

    def __init__(self, **known: object) -> None:
        self.__dict__ |= known

    def __getattr__(self, name: str) -> NoReturn:
        raise AskedTooMuchError(name)

    def __iter__(self) -> NoReturn:
        raise AskedTooMuchError("iter")


class _Unknown(Guard):
    """Does not even say whether it is there."""

    def __bool__(self) -> NoReturn:
        raise AskedTooMuchError("bool")


class _OnlyKind(dict[str, str]):
    """The front matter of nobody's page: its kind and nothing else."""

    def get(self, key: str, default: object = None) -> NoReturn:  # noqa: ARG002  as a dict has it
        raise AskedTooMuchError(key)

    def __missing__(self, key: str) -> NoReturn:
        raise AskedTooMuchError(key)


@dataclass(frozen=True, slots=True)
class PageKind:
    """What pages must have in common to share a shell."""

    template: str
    kind: str
    address: str
    """Of nobody's page, as deep as theirs, or of the one page of this kind: the masthead marks where it is."""


def make_shell(
    env: jinja2.Environment, config: MkDocsConfig, kind: PageKind, finish: Callable[[str], str]
) -> Shell | None:
    """Return the shell of a kind of page, or None where it cannot have one.

    `finish` is what is done to every page after it has been rendered.
    """
    meta, contents = _OnlyKind(kind=kind.kind), TableOfContents([])
    nobody: Any = Guard(url=kind.address, meta=meta, is_homepage=False, toc=contents)
    unknown: Any = _Unknown()
    known = dict(get_context(unknown, unknown, config, nobody))
    found = env.get_template(kind.template)
    context = found.new_context(known | {"outline": unknown})
    for name in OWN_BLOCKS:
        context.blocks.setdefault(name, []).insert(0, lambda _context: iter([_MARK]))
    try:
        html = finish("".join(found.root_render_func(context)))
    except AskedTooMuchError:
        return None
    pieces = tuple(html.split(_MARK))
    if len(pieces) != len(OWN_BLOCKS) + 1 or NOBODY in html:
        return None
    blocks = {name: row[name in OWN_BLOCKS :] for name, row in context.blocks.items()}
    macros = {name: value for name, value in context.vars.items() if name in context.exported_vars}
    return Shell(pieces, found, dict(found.globals) | known | macros, blocks)

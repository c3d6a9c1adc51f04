"""The server of the preview: MkDocs' own, which learns at once of what is saved and has others make the site anew."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from build_scripts.preview.watching import watch

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = ROOT / "build_scripts"
_PAUSE = 0.03
"""Seconds without a change after which a round begins: editors save in steps, with milliseconds between them."""


def serve_site(source: Path, address: str = "127.0.0.1:8000", *, open_browser: bool = False) -> None:
    """Show the site with live reload until Ctrl+C."""
    from mkdocs.commands.serve import serve

    os.environ["NO_MKDOCS_2_WARNING"] = "true"
    os.environ["ARCHIVE_SOURCE"] = str(source.expanduser().resolve())
    serve(str(ROOT / "mkdocs.yml"), livereload=True, open_in_browser=open_browser, dev_addr=address)


def set_up(server: LiveReloadServer, docs: Path, source: Path) -> None:
    """Have a server watch sources, rules and templates, but not what is generated from them."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # it ends as by Ctrl+C: nothing is left behind
    server.build_delay = _PAUSE
    server.unwatch(str(docs))
    server.watch(str(docs), recursive=False)
    for folder in (docs / "assets", docs / "overrides", _PROGRAM / "rules", _PROGRAM / "publishing/templates"):
        if folder.is_dir():
            server.watch(str(folder))
    if source.is_dir():
        watch(source, partial(_ask_for_round, server))


def _ask_for_round(server: LiveReloadServer) -> None:
    """Do what MkDocs does where it finds something changed."""
    with server._rebuild_cond:  # noqa: SLF001  it can be asked in no other way
        server._want_rebuild = True  # noqa: SLF001  as above
        server._rebuild_cond.notify_all()  # noqa: SLF001  as above

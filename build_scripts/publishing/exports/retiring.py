"""Which addresses were published once and are no more, and which of their pages this build has to write."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from build_scripts.publishing.exports.changes import History
from build_scripts.publishing.exports.moves import find_moves
from build_scripts.publishing.exports.retired import read_withdrawn, retired_pages
from build_scripts.publishing.exports.tables import Tables
from build_scripts.publishing.publication import Publication, files_below
from build_scripts.publishing.stamping.stamp import page_of


def retire(publication: Publication, history: History, generated: Path, tables: Callable[[], Tables]) -> dict[str, str]:
    """Return the Markdown of pages for lost addresses, by path, without those that the last site has already.

    `tables` is asked for where anything was published before.
    """
    pages = _all_pages(history, generated, tables()) if history.known else {}
    last, now = publication.last, publication.now
    now.retired = {uri: hashlib.sha256(text.encode()).hexdigest() for uri, text in pages.items()}
    same = {uri for uri, digest in now.retired.items() if last.frame == now.frame and last.retired.get(uri) == digest}
    publication.stays.update(map(page_of, same))
    publication.gone.update(page_of(uri) for uri in last.retired.keys() - now.retired.keys())
    return {uri: text for uri, text in pages.items() if uri not in same}


def _all_pages(history: History, generated: Path, tables: Tables) -> dict[str, str]:
    withdrawn = read_withdrawn(generated)
    here = {*tables.ids, *withdrawn}  # all that have a page: an article, or a notice
    history.moved = find_moves(history, here, tables.read)
    history.hide(withdrawn, here - withdrawn)
    gone = history.gone(here)
    return retired_pages(gone, history.moved, frozenset(_names_below(generated / "pages") if gone else ()))


def _names_below(folder: Path) -> Iterator[str]:
    """Yield the names of Markdown files on the shelves of a folder, of which there may be a hundred thousand."""
    return (path.rpartition("/")[2][:-3] for path in files_below(folder) if path.endswith(".md") and "/" in path)

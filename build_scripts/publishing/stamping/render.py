"""Takes the generated tree into a build: what changed is stamped, what is unusual is left to MkDocs, the rest stays."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from build_scripts.processes import mind_garbage
from build_scripts.publishing.exports.downloads import PAGE as FILLED_LATER
from build_scripts.publishing.generate import PIECES
from build_scripts.publishing.publication import Publication, files_below, put
from build_scripts.publishing.stamping.batches import write_pages
from build_scripts.publishing.stamping.files import SparseFiles
from build_scripts.publishing.stamping.keep import frame_digest, look_over
from build_scripts.publishing.stamping.stamp import Stamper, page_of
from build_scripts.publishing.tree import Changes
from build_scripts.stages import stage

DATA = "data/"
"""Files that those who complete the site describe there: never written in place, they may stand in two folders."""


def take_in(files: Files, stamper: Stamper, publication: Publication, *, preview: bool) -> SparseFiles:
    """Return the files that MkDocs works on; all other pages are there when this returns, or stay as they were."""
    config, generated = stamper.config, stamper.folder
    publication.now.frame = frame_digest(config.site_url, preview)
    taken = SparseFiles(files, generated, config)
    publication.rest_stays = publication.knows_changes()
    found = _changed(publication) if publication.rest_stays else _all_of(generated, publication)
    pages: list[str] = []
    for uri in found:
        if uri.endswith(".md"):
            pages.append(uri)
        elif not uri.startswith(DATA):
            taken.append(File(uri, str(generated), config.site_dir, config.use_directory_urls))
    for uri in files_below(generated / DATA):
        put(generated / DATA / uri, publication.new / DATA / uri)
    for folder in {os.path.dirname(uri) for uri in found}:  # noqa: PTH120  a hundred thousand of them
        (publication.new / folder).mkdir(parents=True, exist_ok=True)
    if _is_on(config):
        with stage("盖网页"):
            pages = write_pages(stamper, pages, publication.new)
    for uri in pages:
        taken.append(File(uri, str(generated), config.site_dir, config.use_directory_urls))
    return taken


def _changed(publication: Publication) -> list[str]:
    """Return the generated files that have changed; what is gone of them leaves the site."""
    changes = publication.changes or Changes()
    inside = f"{PIECES}/"
    publication.gone.update(page_of(uri) for uri in changes.removed if not uri.startswith(inside))
    return sorted(uri for uri in changes.changed if not uri.startswith(inside))


def _all_of(generated: Path, publication: Publication) -> list[str]:
    """Return the generated files that are not known to be as they were; the others stay."""
    mind_garbage()
    last, now = publication.last, publication.now
    now.made_of = look_over(generated, PIECES)
    found = []
    for uri, stamp in sorted(now.made_of.items()):
        if last.made_of.get(uri) == stamp and (last.frame == now.frame or not uri.endswith(".md")):
            publication.stays.add(page_of(uri))
        else:
            found.append(uri)
    return found


def leave_out(files: SparseFiles, written: Mapping[str, str], publication: Publication) -> None:
    """Take out the hand-written pages that stay as they were; `written` has the text of each, by its path."""
    last, now = publication.last, publication.now
    now.written = {uri: hashlib.sha256(text.encode()).hexdigest() for uri, text in written.items()}
    for uri, digest in now.written.items():
        file = files.get_file_from_path(uri)
        if file and last.frame == now.frame and last.written.get(uri) == digest and file.dest_uri != FILLED_LATER:
            publication.stays.add(file.dest_uri)
            files.leave(file)


def _is_on(config: MkDocsConfig) -> bool:
    """Return whether pages may be stamped: nobody has switched it off, and no plugin wants to see every page."""
    plugins = [name for name in config.plugins if not name.endswith("mkdocs_hook.py")]
    return os.environ.get("ARCHIVE_STAMP") != "0" and not plugins and not config.use_directory_urls

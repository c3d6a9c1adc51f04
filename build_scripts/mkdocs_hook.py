"""Joins the pipeline to MkDocs, so that plain `mkdocs build` and `mkdocs serve` make the whole archive.

ARCHIVE_SOURCE names another folder of raw text; ARCHIVE_GENERATED names a folder that is generated
already (the command line sets it, so that nothing is read twice).
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

ROOT = Path(__file__).resolve().parents[1]

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from build_scripts.preview.rounds import Rounds
    from build_scripts.publishing.exports.changes import History
    from build_scripts.publishing.exports.tables import Tables
    from build_scripts.publishing.machines.structured import Site
    from build_scripts.publishing.publication import Publication

_ID = re.compile(r'\sid="([^"]+)"')

_preview = False
"""True while `mkdocs serve` runs."""


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001, FBT001  called by name
    """Remember whether this is a preview."""
    global _preview  # noqa: PLW0603  MkDocs tells it once, long before the pages ask
    _preview = command == "serve"


_rounds: Rounds | None = None
"""Makes the rounds of the preview once the first is done here."""
_publication: Publication
"""The build that is going on."""
_history: History
"""What was published before this run."""
_tables: Callable[[], Tables]
"""Returns the data of this run in rows, made when it is first asked for: who only wants pages never asks."""
_aside = ExitStack()
"""What other processes do for this run."""
_index: Callable[[], Path]
"""Waits for the search index and returns its folder."""
_env: jinja2.Environment
"""Where the templates of this run come from, for MkDocs and for the stamps."""


def on_config(config: MkDocsConfig) -> None:
    """Read the source and write the generated tree, unless the command line has done so."""
    global _env, _history, _publication  # noqa: PLW0603  MkDocs has no other place for what lasts from one event to the next
    if str(ROOT) not in sys.path:  # the `mkdocs` command does not look in the folder it is called from
        sys.path.insert(0, str(ROOT))
    config.theme.static_templates.discard("sitemap.xml")  # ours come in parts
    from build_scripts.publishing.publication import Publication
    from build_scripts.publishing.stamping.environment import lean_environment
    from build_scripts.publishing.stamping.names import with_names

    _publication = Publication.shared or Publication(Path(config.site_dir).resolve(), _generated())
    config.site_dir = str(_publication.new)
    _history = _read_history(_publication.target)
    env = lean_environment(config, _publication.templates)
    _env = with_names(env, _site(config), _generated(), policy=not _preview)
    config.theme.get_env = lambda: _env  # type: ignore[method-assign]  # MkDocs asks it for the templates
    # Headings are source text: what they say must not become the id of something else on the page.
    config.mdx_configs.setdefault("toc", {})["slugify"] = lambda _text, _separator: "h"
    if "ARCHIVE_GENERATED" in os.environ:
        return
    from build_scripts.processes import unhindered

    with unhindered():
        _generate(_publication)


def _generate(publication: Publication) -> None:
    """Read the source, and bring the generated tree up to date."""
    from build_scripts.pipeline import state_beside
    from build_scripts.pipeline.stored import stand
    from build_scripts.publishing.exports.changes import published_events
    from build_scripts.publishing.stamping.keep import site_digest
    from build_scripts.publishing.update import update_generated

    def fetch() -> None:
        published_events(publication.target)

    standing = stand(_source(), state_beside(ROOT / "site"), meanwhile=fetch)
    try:
        for problem in standing.archive.problems:
            print(f"{problem.grade.value}　{problem}", file=sys.stderr)
        publication.changes = update_generated(standing, _generated())
        publication.now.tree, publication.now.around = publication.changes.now, site_digest()
    finally:
        standing.connection.close()


def on_pre_build(config: MkDocsConfig) -> None:  # noqa: ARG001  by name
    """Have the search index made, which takes longest of all that one process does, while the pages are."""
    global _index  # noqa: PLW0603  it is asked for when the pages are done
    from build_scripts.processes import aside
    from build_scripts.publishing.generate import RECORDS
    from build_scripts.publishing.parts import parts_in
    from build_scripts.publishing.search.upkeep import bring_up_to_date, search_version

    _aside.close()  # of a round of the preview that failed
    folder = _generated().with_name("search")  # of the tree, not of the site: a preview begins with what is there
    records = [*parts_in(_generated(), RECORDS).values()]
    _index = _aside.enter_context(aside(bring_up_to_date, records, folder, search_version()))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the generated files beside the hand-written ones."""
    global _tables  # noqa: PLW0603  what is found here is asked for when the pages are done
    from build_scripts.publishing.exports.retiring import retire
    from build_scripts.publishing.exports.write import find_tables
    from build_scripts.publishing.marks import fill
    from build_scripts.publishing.publication import workshop_of
    from build_scripts.publishing.stamping.environment import fit_frame
    from build_scripts.publishing.stamping.render import leave_out, take_in
    from build_scripts.publishing.stamping.stamp import Stamper

    ours = [file for file in files if file.src_dir == config.docs_dir and file.is_documentation_page()]
    generated = _generated()
    taken = take_in(files, Stamper(_env, config, generated, fit_frame), _publication, preview=_preview)
    written = {file.src_uri: fill(file.content_string, file.src_uri, generated) for file in ours}
    leave_out(taken, written, _publication)
    folder, version = workshop_of(_publication.target) / "tables", _publication.now.frame
    _tables = cache(lambda: find_tables(generated, folder, version))
    for uri, text in retire(_publication, _history, generated, _tables).items():
        taken.append(File.generated(config, uri, content=text))
    return taken


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001  by name
    """Fill the marks `<!-- 档案：… -->` of hand-written pages; Markdown need not read what they stand for."""
    from build_scripts.publishing.marks import fill

    generated = _generated()
    if page.file.src_dir == str(generated):
        return html
    filled = fill(html, page.file.src_uri, generated)
    page.present_anchor_ids = {*(page.present_anchor_ids or ()), *_ID.findall(filled)}
    return filled


def on_page_context(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:  # noqa: ARG001  called by name
    """Hand the crossheads to templates by a name of our own: the base theme would make its own skip link of a `toc`."""
    outline = [link for top in page.toc for link in top.children]
    page.toc = TableOfContents([])
    context["outline"] = outline  # type: ignore[typeddict-unknown-key]  # a key of ours
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001  by name
    """Take out the base theme's switches for drawers and dialogs that this frame does not have."""
    from build_scripts.publishing.stamping.environment import fit_frame

    return fit_frame(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001  by name
    """Do the same to the page of lost addresses."""
    from build_scripts.publishing.stamping.environment import fit_frame

    return fit_frame(output_content)


def on_post_build(config: MkDocsConfig) -> None:
    """Put in the search index, the data, feeds and addresses of the finished site; scripts go out without comments."""
    from build_scripts.publishing.exports.write import Last, write_exports
    from build_scripts.publishing.publication import Publication
    from build_scripts.publishing.search.scripts import finish_scripts
    from build_scripts.publishing.search.upkeep import publish_index
    from build_scripts.stages import stage

    finish_scripts(Path(config.site_dir) / "assets/search")
    same = _publication.last.frame == _publication.now.frame
    gone = _publication.gone if _publication.rest_stays else None
    last = Last(_publication.target, _publication.stays, gone, _publication.last.lines if same else "")
    with stage("数据的表"):
        tables = _tables()
    with stage("下载和订阅"):
        write_exports(Path(config.site_dir), _generated(), _site(config), _history, tables, last)
        _publication.now.lines, _publication.events = tables.digest, _history.fresh
    try:
        with _aside:
            found, rest = _index(), _publication.rest_stays
        unused = publish_index(found, _publication.target, _publication.new, _publication.stays.add, only_new=rest)
        _publication.gone.update(unused)
    except ValueError as error:  # too many articles for a segment, or two names of one key: it says what to do
        raise PluginError(str(error)) from error
    for folder in ("data", "sitemaps"):
        _publication.drop_rest(folder)
    if _publication is not Publication.shared:
        config.site_dir = str(_publication.target)
        if not _warned():
            _publication.publish()
        _publication.close()


def on_build_error(error: Exception) -> None:
    """Leave the last site as it stands."""
    from build_scripts.publishing.publication import Publication

    _aside.__exit__(type(error), error, error.__traceback__)
    if _publication is not Publication.shared:
        _publication.close()


def on_shutdown() -> None:
    """Remove what the preview has left beside its own folder, which MkDocs removes."""
    if _rounds:
        _rounds.close()
    if _preview:
        shutil.rmtree(_publication.new.parents[1], ignore_errors=True)


def _warned() -> bool:
    """Return whether a strict build has found a fault: MkDocs stops after this, and nothing must be published."""
    counters = (each for each in logging.getLogger("mkdocs").handlers if isinstance(each, CountHandler))
    return any(counter.get_counts() for counter in counters)


def _read_history(published: Path) -> History:
    from build_scripts.publishing.exports.changes import History, publication_day, published_events

    return History(published_events(published), publication_day(os.environ.get("SOURCE_DATE_EPOCH")))


def _site(config: MkDocsConfig) -> Site:
    from build_scripts.publishing.machines.structured import Site

    # A preview has an address, but nobody is told of it: no site map, no pictures for links from elsewhere.
    return Site(config.site_name, config.site_description or "", "" if _preview else config.site_url or "")


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., Any]) -> LiveReloadServer:  # noqa: ARG001  by name
    """Watch sources, rules and templates; what is generated from them must not start another round."""
    from build_scripts.preview.rounds import Rounds
    from build_scripts.preview.server import set_up

    global _rounds  # noqa: PLW0603  it is ended with the preview
    server.builder = _rounds = Rounds(config, _source())
    set_up(server, Path(config.docs_dir), _source())
    return server


def _source() -> Path:
    return Path(os.environ.get("ARCHIVE_SOURCE", ROOT / "source_articles"))


def _generated() -> Path:
    from build_scripts.publishing.publication import generated_of

    return Path(os.environ.get("ARCHIVE_GENERATED", generated_of(ROOT / "site")))

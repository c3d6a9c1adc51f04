"""Has MkDocs make the site in its workshop and puts it in place in one step: until then the last good site stands."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from build_scripts.digests import CODE, digest_of
from build_scripts.model import Archive
from build_scripts.processes import give_back, workers
from build_scripts.progress import QUIET, Progress
from build_scripts.publishing.exports.changes import ANY_DAY, CHANGES, Event, published_events
from build_scripts.publishing.generate import generate, picture_files, write_generated
from build_scripts.publishing.publication import Publication, generated_of, workshop_of
from build_scripts.publishing.stamping.keep import site_digest
from build_scripts.publishing.tree import Changes
from build_scripts.publishing.update import update_generated
from build_scripts.stages import stage
from build_scripts.state.standing import Standing

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).resolve().parents[2]
_OURS = "data/SHA256SUMS"
"""What every finished site has; a folder without it is not ours to replace."""


class SiteError(Exception):
    """A site that could not be made or put in place; its text tells the operator what to do."""


_loaded: list[MkDocsConfig] = []
"""The settings of the site, where they have been loaded ahead of a build."""


def get_ready(target: Path) -> None:
    """Load what every build needs that has something to do, while another process does what comes before."""
    from mkdocs.exceptions import MkDocsException

    load_rooms()
    with _listening(), suppress(MkDocsException):  # the build will say what is wrong
        _loaded.append(_load_settings())
    digest_of([CODE, ROOT / "docs"])  # the program's files are known then
    published_events(target.expanduser().resolve())


def load_rooms() -> None:
    """Load the parts of the program that every build needs which has something to do."""
    import build_scripts.publishing.exports.retiring
    import build_scripts.publishing.exports.write
    import build_scripts.publishing.marks
    import build_scripts.publishing.search.upkeep
    import build_scripts.publishing.stamping.names
    import build_scripts.publishing.stamping.render  # noqa: F401  all of them are for the build

    if workers() > 1:
        import pypinyin  # noqa: F401  most pages bring a new name to be sorted


def build_site(archive: Archive | Standing, target: Path, progress: Progress = QUIET) -> tuple[Event, ...]:
    """Render an archive and put it at `target`; on any failure what stands there stays untouched.

    Of one that stands in its state file only what has changed is made.
    Return what has changed since the site that stood there.
    """
    target = target.expanduser().resolve()
    _check_target(target)
    try:
        publication = Publication(target)
        try:
            generated = generated_of(target)
            pending = workshop_of(target) / "pending"  # a run that failed has changed what no site shows yet
            waiting = pending.exists()
            pending.touch()
            changes = _write_tree(archive, generated, progress)
            publication.now.around, publication.now.tree = site_digest(), changes.now
            publication.changes = changes
            other = publication.now.around != publication.last.around or changes.now != publication.last.tree
            if changes.changed or changes.removed or waiting or other:
                render_site(generated, publication)
                with stage("换上新网站"):
                    publication.publish()
                pending.unlink()
                return publication.events
            pending.unlink()
            return ()
        finally:
            _loaded.clear()
            publication.close()
    except (OSError, sqlite3.OperationalError) as error:
        why = getattr(error, "strerror", None) or error
        raise SiteError(f"{target}：无法写入（{why}）；请检查磁盘空间和权限，原来的网站没有动") from error


def _write_tree(archive: Archive | Standing, folder: Path, progress: Progress) -> Changes:
    """Bring the generated tree up to date; return what in it has changed, as far as that is known."""
    if isinstance(archive, Standing):
        changes = update_generated(archive, folder, progress)
        archive.close_archive()
        if not changes.before:
            give_back()
        return changes
    touched = write_generated(generate(archive), folder, picture_files(archive))
    return Changes({"some"} if touched else set())


def render_site(generated: Path, publication: Publication, *, pages_only: bool = False) -> None:
    """Render the hand-written and the generated pages for a publication; any warning is an error.

    `pages_only` leaves out search index, data and feeds, for measuring.
    """
    from mkdocs.commands.build import build
    from mkdocs.exceptions import Abort, MkDocsException

    os.environ["ARCHIVE_GENERATED"] = str(generated)
    os.environ.setdefault("SOURCE_DATE_EPOCH", ANY_DAY)
    with _listening() as messages:
        try:
            Publication.shared = publication
            config = _loaded.pop() if _loaded else _load_settings()
            config.site_dir = str(publication.new)
            if pages_only:
                config.plugins.events["pre_build"].clear()
                config.plugins.events["post_build"].clear()
            build(config)
        except (Abort, MkDocsException) as error:
            found = "；".join(messages.texts) or str(error)
            raise SiteError(f"网页没有生成：{found}；原来的网站没有动") from error
        finally:
            Publication.shared = None
            del os.environ["ARCHIVE_GENERATED"]


def _load_settings() -> MkDocsConfig:
    from mkdocs.config import load_config

    os.environ["NO_MKDOCS_2_WARNING"] = "true"
    return load_config(str(ROOT / "mkdocs.yml"), strict=True)


@contextmanager
def _listening() -> Iterator[_Messages]:
    """Keep what MkDocs says from the operator's terminal."""
    messages = _Messages()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(messages)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(messages)
        logger.propagate = True


class _Messages(logging.Handler):
    """Keeps MkDocs' warnings for the operator."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def _check_target(target: Path) -> None:
    if target.is_file():
        raise SiteError(f"{target}：这是一个文件；请用 OUT= 指定一个文件夹")
    log = target / "data" / CHANGES  # alone it stands for a site that is published elsewhere
    ours = not target.is_dir() or (target / _OURS).is_file() or {*target.rglob("*")} <= {log, log.parent}
    if not ours:
        raise SiteError(f"{target}：文件夹里有别的内容，不会覆盖；请用 OUT= 指定一个空的或新的文件夹")
    if target == ROOT or target in ROOT.parents or (ROOT / "docs") in (target, *target.parents):
        raise SiteError(f"{target}：网站不能放在这里；请用 OUT= 指定别的文件夹")

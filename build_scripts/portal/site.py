"""Has MkDocs make the pages of a portal in the archive's own theme, and puts them in place in one step."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from build_scripts.digests import ROOT
from build_scripts.portal.manifest import MARK, PortalError
from build_scripts.publishing.exports.changes import ANY_DAY
from build_scripts.publishing.exports.former import formerly_published, keep_former
from build_scripts.publishing.exports.write import Last
from build_scripts.publishing.publication import Publication, workshop_of

SEARCH = "search"
_PLAIN = (
    *("archive.css", "pages.css", "preferences.js", "icon.svg", "share.png"),
    *("compare.js", "figures.css", "moved.js", "search"),
)
"""What pages of a portal load of docs/assets."""
_NAV = [
    {"首页": "index.md"},
    {"地方": "places.md"},
    {"比较": "compare.md"},
    {"各个档案": "shards.md"},
    {"搜索": "search.md"},
]


class Running:
    """What the hook is told of the portal that is being made."""

    now: ClassVar[Running | None] = None

    def __init__(self, publication: Publication, search: Path, hosts: tuple[str, ...]) -> None:
        self.publication = publication
        self.search = search
        self.hosts = hosts


def check_target(target: Path) -> None:
    """Make sure that a portal may be put somewhere.

    :raises PortalError: something else is there.
    """
    if target.is_file() or (target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file()):
        raise PortalError(f"{target}：这里有别的内容，不会覆盖；请用 OUT= 指定一个空的或新的文件夹")
    if target == ROOT or target in ROOT.parents or (ROOT / "docs") in (target, *target.parents):
        raise PortalError(f"{target}：入口不能放在这里；请用 OUT= 指定别的文件夹")


def workshop(target: Path) -> Path:
    """Return the folder beside a portal that may be deleted at any time."""
    return workshop_of(target)


def publish_portal(files: Mapping[str, str], search: Path, target: Path, name: str, hosts: Sequence[str]) -> None:
    """Render the files of a portal with its search, and put it at `target`; until then what stands there stays.

    :raises PortalError: a page could not be made.
    """
    publication = Publication(target)
    try:
        docs = workshop_of(target) / "portal"
        _write_docs(files, docs)
        Running.now = Running(publication, search, tuple(hosts))
        _render(docs, publication, name)
        keep_former(publication.new, Last(target), formerly_published((), target), "")
        publication.publish()
    except OSError as error:
        raise PortalError(f"{target}：无法写入（{error.strerror}）；请检查磁盘空间和权限，原来的入口没有动") from error
    finally:
        Running.now = None
        publication.close()


def _write_docs(files: Mapping[str, str], docs: Path) -> None:
    shutil.rmtree(docs, ignore_errors=True)
    for path, text in files.items():
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text(text, encoding="utf-8", newline="\n")
    shutil.copyfile(ROOT / "docs/search.md", docs / "search.md")
    for item in _PLAIN:
        source, target = ROOT / "docs/assets" / item, docs / "assets" / item
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)


def _render(docs: Path, publication: Publication, name: str) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    os.environ["NO_MKDOCS_2_WARNING"] = "true"
    os.environ.setdefault("SOURCE_DATE_EPOCH", ANY_DAY)
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]  # keeps them
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        config = load_config(
            str(ROOT / "mkdocs.yml"),
            docs_dir=str(docs),
            site_dir=str(publication.new),
            site_name=name,
            site_description="几个档案，一个入口",
            copyright=f"{name} · 文章在各个档案里，版权归原作者与原报",
            nav=_NAV,
            hooks=[str(Path(__file__).with_name("hook.py"))],
            extra={"portal": True, "report_address": ""},
            strict=True,
        )
        build(config)
    except (Abort, MkDocsException) as error:
        raise PortalError(f"入口的网页没有生成：{'；'.join(messages) or error}；原来的入口没有动") from error
    finally:
        logger.removeHandler(handler)
        logger.propagate = True

"""Stamped pages are those of MkDocs, byte for byte; what is unusual is left to it; what stays, stays."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from build_scripts.pipeline import read_archive
from build_scripts.publishing import parts
from build_scripts.publishing import site as site_module
from build_scripts.publishing.exports import tables
from build_scripts.publishing.generate import generate, picture_files, write_generated
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.machines.structured import Site
from build_scripts.publishing.markdown import article_markdown
from build_scripts.publishing.site import build_site
from build_scripts.publishing.stamping.batches import BATCH, write_pages
from build_scripts.publishing.stamping.environment import fit_frame, lean_environment
from build_scripts.publishing.stamping.files import SparseFiles
from build_scripts.publishing.stamping.names import with_names
from build_scripts.publishing.stamping.shells import PageKind, make_shell
from build_scripts.publishing.stamping.stamp import Stamper, page_of
from tests.many_articles import make_many
from tests.test_publishing import ANY_TEXT, make_entry

ROOT = Path(__file__).parents[1]
RANDOM_ARTICLES = 300
OF_A_FOLDER = 25
"""Lists of a kind that are compared; all articles are."""


class Bench:
    """A generated tree with both ways to make pages of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder, folder.with_name("by mkdocs")
        self.config: MkDocsConfig = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(self.site), strict=True)
        self.config.mdx_configs.setdefault("toc", {})["slugify"] = lambda _text, _separator: "h"
        env = lean_environment(self.config, folder.parent / "templates")
        site = Site(self.config.site_name, self.config.site_description or "", self.config.site_url or "")
        self.env = with_names(env, site, folder)
        self.stamper = Stamper(self.env, self.config, folder, fit_frame)
        self.files = SparseFiles([], folder, self.config)

    def by_mkdocs(self, uri: str) -> bytes:
        """Return the page of a file as MkDocs makes it, with the hook that it has."""
        file = File(uri, str(self.folder), str(self.site), use_directory_urls=False)
        page = Page(None, file, self.config)
        _populate_page(page, self.config, self.files)
        _build_page(page, self.config, [], Navigation([], []), self.env)
        return (self.site / page_of(uri)).read_bytes()


@pytest.fixture(scope="module")
def random_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stamping") / "generated"
    write_generated(generate(make_many(RANDOM_ARTICLES)), folder)
    return folder


@pytest.fixture(scope="module")
def sample_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tree of the archive that comes with the program."""
    folder = tmp_path_factory.mktemp("sample") / "generated"
    archive = read_archive(ROOT / "source_articles")
    write_generated(generate(archive), folder, picture_files(archive))
    return folder


def pages_of(folder: Path, most: int) -> Iterator[str]:
    """Yield all articles of a tree and some of every other kind of page, at every depth."""
    kinds: dict[tuple[str, int], list[str]] = {}
    for uri in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md")):
        kinds.setdefault((uri.partition("/")[0] if "/" in uri else "", uri.count("/")), []).append(uri)
    for (kind, _), uris in kinds.items():
        yield from uris if kind == "articles" else uris[:: len(uris) // most + 1]


def test_every_page_of_the_sample_archive_is_stamped_and_is_what_mkdocs_makes(sample_tree: Path) -> None:
    bench = Bench(sample_tree)
    uris = list(pages_of(sample_tree, 1000))
    kinds = {uri.rpartition("/")[0].partition("/")[0] for uri in uris}
    assert kinds >= {"", "articles", "pages", "places", "institutions", "indicators"}
    assert [uri for uri in uris if bench.stamper.stamp(uri) != bench.by_mkdocs(uri)] == []


def test_random_articles_and_their_lists_are_what_mkdocs_makes_of_them(random_tree: Path) -> None:
    bench = Bench(random_tree)
    uris = list(pages_of(random_tree, OF_A_FOLDER))
    assert len([uri for uri in uris if uri.startswith("articles/")]) == RANDOM_ARTICLES
    assert [uri for uri in uris if bench.stamper.stamp(uri) != bench.by_mkdocs(uri)] == []


def test_all_processors_make_the_same_pages_as_one(random_tree: Path, tmp_path: Path, monkeypatch: Any) -> None:  # noqa: ANN401  pytest's
    bench = Bench(random_tree)
    uris = list(pages_of(random_tree, OF_A_FOLDER))
    assert len(uris) > 2 * BATCH
    for count in ("1", "2"):
        monkeypatch.setenv("ARCHIVE_PROCESSES", count)
        assert write_pages(bench.stamper, uris, tmp_path / count) == []
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_the_whole_site_is_the_same_without_stamps(tmp_path: Path, monkeypatch: Any) -> None:  # noqa: ANN401  pytest's
    archive = make_many(9)
    build_site(archive, tmp_path / "stamped")
    monkeypatch.setenv("ARCHIVE_STAMP", "0")
    build_site(archive, tmp_path / "plain")
    assert contents(tmp_path / "stamped") == contents(tmp_path / "plain")


@pytest.fixture(scope="module")
def one_article(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("one") / "generated"
    for name in ("pages/0a/0a0b0c0d.md", "raw/0a/0a0b0c0d.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "articles/0a").mkdir(parents=True)
    return Bench(folder)


@given(ANY_TEXT, ANY_TEXT, st.booleans())
def test_no_text_makes_a_stamped_page_another(one_article: Bench, text: str, other: str, shared: bool) -> None:  # noqa: FBT001  hypothesis
    case: dict[str, Any] = {
        "title": text or "题", "deck": other, "column": text, "summary": other, "paragraphs": [text, other],
        "crossheads": [{"text": other, "before": 1}], "captions": [{"text": text, "after": 0}],
        "byline": [{"name": text, "role": other}], "topics": [text] * shared,
        "corrections": [{"raw": other, "fixed": text[:3], "paragraph": 0, "reason": text}],
        "meta": {"publication": other, "page_name": text},
    }  # fmt: skip
    entry, raw = make_entry(case)
    more: dict[str, Any] = {
        "template": "article.html", "kind": "article", "description": text, "mates": [], "nearby": [],
        "previous": {"href": "articles/0a/0a0b0c0d-2.html", "title": other}, "next": None,
        "print_page": {"href": "pages/0a/0a0b0c0d.html", "name": text},
    }  # fmt: skip
    written = article_markdown(entry, raw, more).replace(path_of("pages", raw.page_id, "md"), "pages/0a/0a0b0c0d.md")
    path = one_article.folder / "articles/0a/a.md"
    path.write_text(
        written.replace(path_of("raw", raw.page_id, "txt"), "raw/0a/0a0b0c0d.txt"), encoding="utf-8", errors="replace"
    )
    assert one_article.stamper.stamp("articles/0a/a.md") in {None, one_article.by_mkdocs("articles/0a/a.md")}


UNUSUAL = (
    "---\ntitle: 一\nkind: list\n---\n\n# 一\n",
    '---\ntitle: "一"\nkind: "list"\n---\n\n# 一\n\n有**粗体**的一段\n',
    '---\ntitle: "一"\nkind: "list"\n---\n\n<p>没有完',
    '---\ntitle: "一"\nkind: "list"\n---\n\n<p><!-- 注 --></p>\n',
    '---\ntitle: "一"\n---\n\n# 一\n',
)


@pytest.mark.parametrize("text", UNUSUAL)
def test_what_is_unusual_is_left_to_mkdocs(one_article: Bench, text: str) -> None:
    (one_article.folder / "odd.md").write_text(text, encoding="utf-8")
    assert one_article.stamper.stamp("odd.md") is None


@pytest.mark.parametrize("asked", ["page.meta.mood", "page.previous_page", "nav", "page.meta.get('x')", "page.url"])
def test_a_theme_that_asks_a_page_for_more_has_no_shell(one_article: Bench, asked: str) -> None:
    asking = f"{{% if {asked} %}}{{{{ {asked} }}}}{{% endif %}}"
    frame = f'{{% extends "wide.html" %}}{{% block footer %}}{asking}{{% endblock %}}'
    own = jinja2.ChoiceLoader(
        [jinja2.DictLoader({"asking.html": frame}), one_article.env.loader or jinja2.DictLoader({})]
    )
    env = one_article.env.overlay(loader=own)
    kind = PageKind("asking.html", "list", "nowhere/nowhere/nobody.html")
    assert make_shell(env, one_article.config, kind, str) is None
    assert make_shell(env, one_article.config, PageKind("wide.html", "list", kind.address), str)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("whole", "of_a_year"), [(1000, 2000), (14, 1)], ids=["data in one piece", "data in parts"])
def test_a_site_that_is_brought_up_to_date_is_one_that_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int, of_a_year: int
) -> None:
    monkeypatch.setattr(parts, "WHOLE_UP_TO", whole)
    monkeypatch.setattr(parts, "OF_A_YEAR", of_a_year)
    monkeypatch.setattr(tables, "IN_A_GROUP", 3)
    here, there = tmp_path / "here", tmp_path / "there"
    build_site(make_many(15), here)
    build_site(make_many(12), here)
    shutil.copytree(here, there)  # what was published is known there too, but not what it was made of
    build_site(make_many(18), here)
    build_site(make_many(18), there)
    assert contents(here) == contents(there)
    described = json.loads((here / "data/datapackage.json").read_text("utf-8"))["resources"]
    paths = [resource["path"] for resource in described]
    assert ("articles.csv" in paths) == (whole == 1000)
    lines = [path for path in paths if re.fullmatch(r"articles(/.*)?\.jsonl", path)]
    assert sum((here / "data" / path).read_bytes().count(b"\n") for path in lines) == 18


def test_where_nothing_changed_nothing_is_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_site(make_many(3), tmp_path / "site")
    before = contents(tmp_path / "site")
    with monkeypatch.context() as patched:
        patched.setattr(site_module, "render_site", lambda _generated, _publication: pytest.fail("rendered"))
        assert build_site(make_many(3), tmp_path / "site") == ()
    assert contents(tmp_path / "site") == before
    (tmp_path / "site/about.html").unlink()  # somebody else has: nothing that is known of the site holds
    build_site(make_many(3), tmp_path / "site")
    assert contents(tmp_path / "site") == before

"""Where things lie: no folder fills up, no address hangs on others, and what was cited formerly leads on."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.model import RawPage
from build_scripts.publishing.exports.changes import CHANGES
from build_scripts.publishing.exports.former import address_now, former_address
from build_scripts.publishing.generate import generate
from build_scripts.publishing.layout import SHELVED, list_stem, name_in, path_of
from tests.many_articles import make_many
from tests.test_incremental import change, make_site, tree

MOST = 3000
"""Entries of a folder that file managers, file systems and upload programs still take with ease."""
LARGE = 100_000
ON_A_PAGE = 8
"""Articles of a newspaper page, as papers have them."""
BESIDE = ("html", "json", "md")


def fullest(paths: list[str]) -> int:
    """Return how many entries the fullest folder has, files and folders."""
    files = Counter(path.rpartition("/")[0] for path in paths)
    folders = Counter(folder.rpartition("/")[0] for folder in files)
    return max((files + folders).values())


def test_no_folder_of_a_hundred_thousand_articles_has_more_than_a_few_thousand_entries() -> None:
    printed = [RawPage(f"2024/{n:06}-08版.txt", "", "", ()).page_id for n in range(LARGE // ON_A_PAGE)]
    articles = [f"{page}-{n:06x}" for page in printed for n in range(ON_A_PAGE)]
    names = [sha256(f"{n}".encode()).hexdigest()[:8] for n in range(LARGE)]
    assert len(BESIDE) * fullest([path_of("articles", name) for name in articles]) < MOST
    assert fullest([path_of("people", name) for name in names]) < MOST
    codes = [
        f"{province:02}{city:02}{county:02}" for province in (13, 51) for city in range(24) for county in range(21)
    ]
    places = [path_of("places", code, ending) for code in codes for ending in ("html", "xml", "json")]
    pages = [f"{list_stem('places', code, f'{2005 + n}')}.html" for code in codes for n in range(20)]
    assert fullest(places + pages) < MOST  # of a province with twice as many places as any has


def test_what_grows_with_the_archive_lies_on_shelves_and_every_page_knows_its_depth() -> None:
    files = generate(make_many(200))
    assert {path.split("/")[0] for path in files if path.count("/") > 1 and path.endswith(".md")} >= {
        *(SHELVED - {"images", "share", "raw"})
    }
    assert [path for path in files if path.split("/")[0] in SHELVED and path != path_of_itself(path)] == []
    assert fullest(list(files)) < 200


def path_of_itself(path: str) -> str:
    """Return where something of a shelved kind should lie; lists of all of a kind lie beside the shelves."""
    kind, *between, last = path.split("/")
    name, ending = name_in(path), last.rpartition(".")[2]
    if not between:
        return path if name.isdecimal() or name.partition("-")[0] in {"all", *map(str, range(3000))} else ""
    return path_of(kind, name, ending) if len(between) == 1 else f"{list_stem(kind, between[-1], name)}.{ending}"


HEX = st.text("0123456789abcdef", min_size=8, max_size=8)
CODE = st.from_regex(r"[0-9]{6}", fullmatch=True)
PART = st.from_regex(r"(20[0-9]{2}|0)(-p[1-9])?", fullmatch=True)
NOW = st.one_of(
    st.builds(lambda page, part: path_of("articles", f"{page}-{part[:6]}"), HEX, HEX),
    st.builds(path_of, st.sampled_from(["pages", "people", "institutions"]), HEX),
    st.builds("{}.html".format, st.builds(list_stem, st.sampled_from(["people", "topics"]), HEX, PART)),
    st.builds("{}.html".format, st.builds(list_stem, st.just("places"), CODE, PART)),
    st.builds(path_of, st.just("places"), CODE, st.sampled_from(["html", "xml", "json"])),
)


@given(NOW)
def test_a_former_address_leads_to_one_place_and_is_that_of_no_other(now: str) -> None:
    former = former_address(now)
    assert former
    assert former.count("/") == 1
    assert address_now(former) == now
    assert (address_now(now), former_address(former)) == (None, None)


def as_it_was(site: Path) -> set[str]:
    """Make of a site what the first programs made: one folder for each kind, and a log without addresses."""
    moves = {path: former_address(path.relative_to(site).as_posix()) for path in site.rglob("*") if path.is_file()}
    for path, former in moves.items():
        if former:
            path.rename(site / former)
    log = site / "data" / CHANGES
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    log.write_text("".join(f"{json.dumps({k: v for k, v in row.items() if k != 'path'})}\n" for row in rows), "utf-8")
    shutil.rmtree(site.with_name(f".{site.name}.build"), ignore_errors=True)
    return {former for former in moves.values() if former and former.endswith(".html")}


def test_addresses_of_the_first_programs_lead_on_and_new_articles_do_not_fill_their_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_PROCESSES", "1")
    monkeypatch.setenv("ARCHIVE_URL", "https://archive.example/")
    source, site, again = tmp_path / "source", tmp_path / "site", tmp_path / "again"
    source.mkdir()
    for slot, seed in enumerate((0, 3, 9)):
        change(source, ("add", slot, seed))
    make_site(source, site)
    assert [path for path in tree(site) if address_now(path)] == []
    was = as_it_was(site)
    assert {path.partition("/")[0] for path in was} >= {"articles", "pages", "places", "institutions"}
    make_site(source, site)
    assert formerly(site) == was
    assert (site / "places/210800.xml").read_bytes() == (site / "places/21/210800.xml").read_bytes()
    for step in (("add", 3, 11), ("remove", 1, 0), ("decide", 2, 2)):
        change(source, step)
    shutil.copytree(site, again)
    make_site(source, again)
    make_site(source, site)
    assert tree(site) == tree(again)
    assert formerly(site) <= was
    assert {path for path in was - formerly(site) if path.startswith(("articles/", "pages/"))} == set()
    shutil.rmtree(again)  # as where every build begins with the published log alone
    (again / "data").mkdir(parents=True)
    shutil.copyfile(site / "data" / CHANGES, again / "data" / CHANGES)
    make_site(source, again)
    assert {path for path in formerly(site) if path.startswith(("articles/", "pages/"))} <= formerly(again) <= was


def formerly(site: Path) -> set[str]:
    """Return the former addresses that a site has, all of which lead to a page, and no site map names any."""
    found = {path for path in tree(site) if path.endswith(".html") and address_now(path)}
    for path in found:
        href = (site / path).read_text(encoding="utf-8").split('id="now" href="')[1].split('"')[0]
        assert (site / path).parent.joinpath(href).is_file(), path
    assert not [path for path in found if f"/{path}<" in "".join(m.read_text("utf-8") for m in site.glob("sitemaps/*"))]
    return found

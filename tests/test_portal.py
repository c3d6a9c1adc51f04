"""What a portal makes of built archives: its list, what it knows of each, its pages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_scripts.bench.articles import synthetic_record
from build_scripts.portal.join import Joined
from build_scripts.portal.manifest import PortalError, Shard, read_manifest
from build_scripts.portal.pages import portal_files
from build_scripts.portal.summary import read_summary
from build_scripts.publishing.search.index import FORMAT
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.scripts import pack_data, read_script, unpack_data, write_script
from tests.shards import join_shards, write_shard

MANIFESTS = yaml.safe_load((Path(__file__).parent / "cases/portal/manifest.yml").read_text(encoding="utf-8"))

FORMS = {4: "456d9ac647cfcc74"}


@pytest.mark.parametrize("case", MANIFESTS, ids=lambda case: case["name"])
def test_manifest(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "分片.yml").write_text(case["list"], encoding="utf-8")
    if "error" in case:
        with pytest.raises(PortalError, match=case["error"].replace("(", r"\(").replace(")", r"\)")):
            read_manifest(tmp_path / "分片.yml", tmp_path / "portal")
        return
    shards = read_manifest(tmp_path / "分片.yml", tmp_path / "portal")
    assert [[shard.name, shard.address, shard.origin] for shard in shards] == case["shards"]


def test_a_folder_of_shards_is_found_from_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_shard(tmp_path / "分片/甲", [located(1)])
    monkeypatch.chdir(tmp_path)
    (shard,) = read_manifest(Path("分片"), Path("入口"))
    assert (Path(shard.site), shard.address) == (tmp_path / "分片/甲", "../%E5%88%86%E7%89%87/%E7%94%B2/")


def figure(value: float, article: str) -> dict[str, object]:
    points = [[2024, value, f"{value}%", f"{value}％", "articles/a-/a-1.html#s1-1", article]]
    return {"measures": [{"name": "直接结算率", "unit": "%", "points": points}]}


def located(number: int) -> Record:
    return replace(synthetic_record(number), regions=(("210000", "辽宁省"), ("210800", "营口市")))


@pytest.fixture
def two(tmp_path: Path) -> Joined:
    hostile = "<script>alert(1)</script>"
    one = write_shard(tmp_path / "甲", map(located, range(3)), {"210800": figure(96.8, hostile)})
    other = write_shard(tmp_path / "乙", map(located, range(3, 5)), {"210800": figure(97, "另一篇")})
    return join_shards([one, other], tmp_path / "portal")


def test_places_are_one_tree_and_counts_are_summed(two: Joined) -> None:
    assert {(place.code, place.parent, place.count) for place in two.places.values()} == {
        ("210000", "", 5),
        ("210800", "210000", 5),
    }
    assert [(shard.name, count) for shard, count in two.places["210800"].of_shards] == [("甲", 3), ("乙", 2)]


def test_figures_of_one_place_and_year_stand_together_with_the_archive_named(two: Joined) -> None:
    [point] = two.measures["直接结算率"].points
    assert (point.shard.name, [other.shard.name for other in point.others]) == ("甲", ["乙"])
    files = dict(portal_files(two, "总库", "今天"))
    page = unescape(files[two.measures["直接结算率"].href.replace(".html", ".md")])
    assert 'href="../../%E7%94%B2/articles/a-/a-1.html#s1-1"' in page
    assert "97%（乙）" in page


def test_what_archives_say_is_text_on_every_page(two: Joined) -> None:
    assert all("<script" not in text for text in dict(portal_files(two, "总库", "今天")).values())


def test_the_manifest_tells_programs_what_is_joined(two: Joined) -> None:
    data = json.loads(dict(portal_files(two, "总库", "今天"))["portal.json"])
    assert [(row["name"], row["articles"], row["format"]) for row in data["shards"]] == [
        ("甲", 3, FORMAT),
        ("乙", 2, FORMAT),
    ]


@pytest.mark.parametrize("found", [None, FORMAT + 1])
def test_an_archive_of_another_form_is_named_with_what_to_do(found: int | None, tmp_path: Path) -> None:
    folder = write_shard(tmp_path / "旧", map(located, range(2)))
    listed = unpack_data(read_script(folder / "search/list.js"))
    write_script(folder / "search/list.js", pack_data({**listed, "format": found}) if found else {"segments": []})
    with pytest.raises(PortalError, match=r"旧：搜索索引是.*请用同一版程序重做这个分片"):
        read_summary(Shard("旧", str(folder), "旧/"))


def test_an_index_of_another_form_has_another_number(tmp_path: Path) -> None:
    """Engine and index of one site always fit; a portal and its shards fit where the number is the same."""
    of_all = synthetic_record(0)
    texts = ("".join(chr(0x4E00 + number * at % 300) for at in range(20)) for number in range(600))
    rows = enumerate(f"{text}卫生健康{text[:3]}" for text in texts)
    records = [replace(of_all, id=f"{n:03}-1", title=text[:4], fields=(("paragraph", "p1", text),)) for n, text in rows]
    folder = write_shard(tmp_path / "甲", records) / "search"
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/[sl]/**/*.js")):  # texts and list are deflated, by some libraries otherwise
        digest.update(path.relative_to(folder).as_posix().partition("/")[2].encode() + path.read_bytes())
    told = "the files of the index are others: if old engines cannot read them, raise FORMAT; then note the digest here"
    assert {FORMAT: digest.hexdigest()[:16]} == FORMS, told


@pytest.mark.parametrize("name", ["../../portal", "/etc"])
def test_an_archive_cannot_have_files_read_outside_of_it(name: str, tmp_path: Path) -> None:
    folder = write_shard(tmp_path / "坏", map(located, range(2)))
    listed = unpack_data(read_script(folder / "search/list.js"))
    listed["segments"][0][0] = name
    write_script(folder / "search/list.js", pack_data(listed))
    with pytest.raises(PortalError, match="不该有的文件名"):
        read_summary(Shard("坏", str(folder), "坏/"))

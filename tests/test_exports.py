"""What re-users and programs get: tables that say the same in every form, feeds, a log of changes, ways to cite."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import frictionless
import frontmatter
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from build_scripts.publishing.exports.changes import Change, History, read_events
from build_scripts.publishing.exports.columns import ARTICLES, FACTS, Cell, Column, Kind, article_cells, fact_cells
from build_scripts.publishing.exports.csv_table import csv_head, csv_rows, written_cell
from build_scripts.publishing.exports.downloads import FILES
from build_scripts.publishing.exports.feeds import JSON_FEED, UNKNOWN_DAY
from build_scripts.publishing.exports.line_fields import fields_of, line_files
from build_scripts.publishing.exports.parquet import pack_group, write_parquet
from build_scripts.publishing.exports.write import Last, find_tables, write_exports
from build_scripts.publishing.generate import generate, write_generated
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.machines.citations import cite_bibtex, cite_gbt, cite_plainly, cite_ris
from build_scripts.publishing.machines.head import Here, head_tags
from build_scripts.publishing.machines.structured import DATA_FORMS, Site, article_data, script_json
from build_scripts.publishing.share.draw import broken
from build_scripts.publishing.share.words import can_set, settable
from build_scripts.publishing.site import build_site
from tests.test_publishing import ANY_TEXT, WHOLE, make_archive

ARCHIVE = make_archive(*WHOLE)
KNOWN = Site("某某档案", "逐字可查", "https://archive.example/")
UNKNOWN = Site("某某档案", "逐字可查")
CASES = Path(__file__).parent / "cases"
ATOM = "{http://www.w3.org/2005/Atom}"


def cases(path: str) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    found: list[dict[str, Any]] = yaml.safe_load((CASES / path).read_text(encoding="utf-8"))
    return found


def write_site(folder: Path, site: Site, history: History | None = None, published: Path | None = None) -> Path:
    """Write the small archive's data as a site has it when its pages are done."""
    files = generate(ARCHIVE)
    write_generated(files, folder / "generated")
    out = folder / "site"
    pages = {path.removesuffix(".md") + ".html": "" for path in files if path.startswith(("articles/", "places/"))}
    data = {path: text for path, text in files.items() if path.startswith("data/")}
    write_generated({**data, "index.html": "", **pages}, out)
    tables = find_tables(folder / "generated", folder / "tables", "1")
    write_exports(out, folder / "generated", site, history or History(), tables, Last(published))
    return out


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("known"), KNOWN)


@pytest.fixture(scope="module")
def rows(site: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (site / "data/articles.jsonl").read_text(encoding="utf-8").splitlines()]


def read_csv(path: Path) -> list[list[str]]:
    """Return a CSV file as a spreadsheet reads it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_table_says_the_same_in_every_form(site: Path, rows: list[dict[str, Any]]) -> None:
    tables: dict[str, tuple[tuple[Column, ...], list[tuple[Cell, ...]]]] = {
        "articles": (ARTICLES, [article_cells(row) for row in rows]),
        "facts": (FACTS, [cells for row in rows for cells in fact_cells(row)]),
    }
    database = sqlite3.connect(site / "data/archive.sqlite")
    for name, (columns, cells) in tables.items():
        assert cells
        written = read_csv(site / f"data/{name}.csv")
        assert written == [[c.label for c in columns], *([written_cell(cell) for cell in row] for row in cells)]
        assert read_parquet(site / f"data/{name}.parquet") == [
            tuple(as_python(column, cell) for column, cell in zip(columns, row, strict=True)) for row in cells
        ]
        listed = ", ".join(f'"{column.name}"' for column in columns)
        stored = database.execute(f"select {listed} from {name} order by number")  # noqa: S608  names of ours
        assert stored.fetchall() == cells
    database.close()


def as_python(column: Column, cell: Cell) -> object:
    """Return a cell as a reader of Parquet gives it."""
    return date.fromisoformat(str(cell)) if column.kind is Kind.DATE and cell else cell


def read_xml(path: Path) -> ET.Element:
    """Return an XML file of ours."""
    return ET.fromstring(path.read_bytes())  # noqa: S314  our own file


def read_parquet(path: Path) -> list[tuple[object, ...]]:
    """Return a Parquet file as another program reads it."""
    return duckdb.connect().execute("select * from read_parquet(?)", [str(path)]).fetchall()


def test_a_parquet_file_of_many_groups_keeps_every_cell(tmp_path: Path) -> None:
    kinds = [Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.DATE, Kind.BOOLEAN]
    columns = tuple(Column(kind.value, kind.value, kind, "", lambda row, _: row["id"]) for kind in kinds)
    cells: list[tuple[Cell, ...]] = [
        tuple(None if (n + place) % 5 == 0 else cell for place, cell in enumerate(numbered(n))) for n in range(40)
    ]
    groups, data = zip(*(pack_group(columns, cells[start : start + 7]) for start in range(0, 42, 7)), strict=True)
    write_parquet(tmp_path / "t.parquet", columns, [*groups, pack_group(columns, [])[0]], data)
    assert read_parquet(tmp_path / "t.parquet") == [
        tuple(as_python(column, cell) for column, cell in zip(columns, row, strict=True)) for row in cells
    ]


def numbered(n: int) -> tuple[Cell, ...]:
    """Return a cell of each kind."""
    return (f"字{n}", -n, n / 3, "1969-12-30", n % 2 > 0)


@given(ANY_TEXT)
def test_no_cell_of_a_table_for_spreadsheets_is_a_formula(text: str) -> None:
    lines = written_cell(text).split("\n")
    assert not [line for line in lines if re.match(r"[=+\-@\t\r＝＋－＠]", line)]
    assert written_cell(-8) == "-8"
    assert written_cell(1e-7) == "0.0000001"


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_a_spreadsheet_reads_back_what_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "back.csv"
    path.write_bytes(csv_head((ARTICLES[0],) * len(texts)) + csv_rows([texts]))
    assert read_csv(path)[1:] == [[written_cell(text) for text in texts]]


def test_the_database_finds_words_and_is_whole(site: Path) -> None:
    database = sqlite3.connect(site / "data/archive.sqlite")
    found = (
        "select id from articles_fts join articles on articles.number = articles_fts.rowid where articles_fts match ?"
    )
    assert database.execute(found, ('"的灯没有灭"',)).fetchall() == [(ARCHIVE.entries[0].article.id,)]
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    described = json.loads((site / "data/datasette.json").read_text(encoding="utf-8"))["databases"]["archive"]
    for query in described["queries"].values():
        names = set(re.findall(r":(\w+)", query["sql"]))
        database.execute(query["sql"], dict.fromkeys(names, "急诊"))
    for table, about in described["tables"].items():
        assert database.execute("select 1 from pragma_table_list where name = ?", (about["fts_table"],)).fetchall()
        assert set(about["columns"]) <= {row[1] for row in database.execute(f"pragma table_info({table})")}
    database.close()


def test_the_descriptor_is_a_valid_data_package_and_the_tables_keep_to_it(site: Path) -> None:
    descriptor = json.loads((site / "data/datapackage.json").read_text(encoding="utf-8"))
    assert [*frictionless.Package.metadata_validate(descriptor)] == []
    tables = [resource for resource in descriptor["resources"] if resource["format"] == "csv"]
    (site / "data/tables.json").write_text(json.dumps(descriptor | {"resources": tables}), encoding="utf-8")
    report = frictionless.Package(str(site / "data/tables.json")).validate()
    (site / "data/tables.json").unlink()
    assert report.valid, report.flatten(["name", "type", "message"])
    assert len(tables) == 2


def test_every_file_is_described_offered_and_has_its_checksum(site: Path) -> None:
    folder = site / "data"
    lines = (line.split("  ") for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    sums = {name: digest for digest, name in lines}
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"]: resource for resource in descriptor["resources"]}
    for name, resource in described.items():
        assert resource["hash"] == f"sha256:{sums[name]}"
        assert resource["bytes"] == (folder / name).stat().st_size
    assert {name for name, *_ in FILES} == {*sums, "SHA256SUMS"}
    assert {path.removeprefix("data/") for path, _ in DATA_FORMS} == set(described)


def test_the_same_input_gives_the_same_bytes_and_the_log_carries_on(tmp_path: Path, site: Path) -> None:
    again = write_site(tmp_path / "again", KNOWN)
    log = (site / "data/changes.jsonl").read_text(encoding="utf-8").splitlines()
    third = write_site(tmp_path / "third", KNOWN, History(read_events(log)))
    for other in (again, third):
        assert {p.relative_to(other): p.read_bytes() for p in other.rglob("*") if p.is_file()} == {
            p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()
        }


@pytest.mark.parametrize("case", cases("changes/a_log_of_publications.yml"))
def test_the_log_tells_what_each_publication_brought(case: dict[str, Any]) -> None:
    log: list[str] = []
    empty = dict.fromkeys(("kicker", "deck", "summary", "byline", "crossheads", "captions"))
    for publication in case["publications"]:
        history = History(read_events(log))
        for name, (words, known) in publication.items():
            row = {**empty, "id": name, "title": name, "paragraphs": words, "places": known}
            came = history.meet(row, json.dumps(row))
            assert came.change is Change.ADDED
        history.close()
        log = [event.line() for event in history.events]
    told = [json.loads(line) for line in log]
    assert [f"{event['version']} {event['change']} {event['id']}" for event in told] == case["log"]


def test_a_damaged_log_does_not_stop_a_publication() -> None:
    assert [*read_events(["", "[]", "{", '{"version": "x"}'])] == []


def atom_problems(root: ET.Element) -> list[str]:
    """Return what RFC 4287 forbids in a feed."""
    problems = []
    for element, needed in [
        (root, ("id", "title", "updated")),
        *((e, ("id", "title", "updated")) for e in root.iter(f"{ATOM}entry")),
    ]:
        problems += [f"{name} not once" for name in needed if len(element.findall(f"{ATOM}{name}")) != 1]
        problems += [
            f"not an address: {i.text}" for i in element.findall(f"{ATOM}id") if not re.match(r"\w+:", i.text or "")
        ]
        for name in ("updated", "published"):
            for moment in element.findall(f"{ATOM}{name}"):
                assert datetime.fromisoformat(moment.text or "").tzinfo
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        problems += ["no link"] if len(alternates) != 1 else []
    ids = [i.text for i in root.iter(f"{ATOM}id")]
    problems += ["an id twice"] if len(ids) != len(set(ids)) else []
    return problems + ([] if root.find(f"{ATOM}author/{ATOM}name") is not None else ["no author"])


@pytest.mark.parametrize("about", [KNOWN, UNKNOWN], ids=["address known", "address unknown"])
def test_feeds_keep_to_their_rules_and_lead_to_pages(tmp_path: Path, about: Site) -> None:
    out = write_site(tmp_path, about)
    feeds = sorted(out.rglob("*.xml"))
    atoms = [path for path in feeds if (path.parent / path.stem).with_suffix(".json").exists()]
    assert {path.relative_to(out).as_posix().partition("/")[0] for path in atoms} == {"feed.xml", "places", "topics"}
    for path in atoms:
        root = read_xml(path)
        assert atom_problems(root) == [], path
        data = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert data["version"] == JSON_FEED
        assert data["title"]
        assert [item["id"] for item in data["items"]] == [e.findtext(f"{ATOM}id") for e in root.iter(f"{ATOM}entry")]
        for item in data["items"]:
            assert item["content_text"]
            where = item["url"].removeprefix(about.url) if about.url else item["url"]
            assert ((out if about.url else path.parent) / where).resolve().is_file()
    undated = read_xml(out / "feed.xml").findall(f"{ATOM}entry")[-1]
    assert undated.findtext(f"{ATOM}updated", "").startswith(UNKNOWN_DAY)
    assert undated.find(f"{ATOM}published") is None


def test_site_maps_come_in_parts_only_where_the_address_is_known(tmp_path: Path, site: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    parts = [loc.text or "" for loc in read_xml(site / "sitemap.xml").iter(f"{space}loc")]
    pages = {
        (loc.text or "").removeprefix(KNOWN.url)
        for part in parts
        for loc in read_xml(site / part.removeprefix(KNOWN.url)).iter(f"{space}loc")
    }
    assert pages == {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert f"Sitemap: {KNOWN.url}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    description = read_xml(site / "opensearch.xml")
    assert "{searchTerms}" in str(description[2].get("template"))
    elsewhere = write_site(tmp_path, UNKNOWN)
    assert not (elsewhere / "sitemap.xml").exists()
    assert "Sitemap" not in (elsewhere / "robots.txt").read_text(encoding="utf-8")


def test_an_article_lies_beside_its_page_as_data_and_as_markdown(site: Path, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        beside = site / path_of("articles", row["id"], "json")
        assert json.loads(beside.read_text(encoding="utf-8")) == row
        post = frontmatter.loads(beside.with_suffix(".md").read_text(encoding="utf-8"))
        assert post.metadata == {key: value for key, value in row.items() if key not in {"crossheads", "paragraphs"}}
        assert ".md)" not in post.content


@pytest.mark.parametrize("case", cases("citations/what_the_page_does_not_print_is_not_invented.yml"))
def test_citations_say_what_is_printed(case: dict[str, Any]) -> None:
    row = citable(case["row"])
    assert cite_gbt(row) == case["gbt"]
    assert cite_plainly(row) == case["plain"]


def citable(row: dict[str, Any]) -> dict[str, Any]:
    """Return an article as its export has it, from the few words of a case."""
    return row | {
        "byline": [{"name": name, "role": None} for name in row["byline"]],
        "date": row["date"].isoformat() if row["date"] else None,
        "language": "zh-Hans",
        "source": {"publication": row["publication"], "page_no": row["page_no"]},
    }


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_breaks_out_of_a_record(title: str, name: str) -> None:
    row = citable(
        {
            "id": "a-1",
            "title": title,
            "byline": [name],
            "date": None,
            "year": 2024,
            "publication": name,
            "page_no": None,
        }
    )
    for line in cite_ris(row).splitlines():
        assert re.match(r"[A-Z][A-Z0-9]  - ", line)
    entry = re.sub(r"\\.", "", cite_bibtex(row).replace("\\textbackslash{}", ""))
    assert entry.count("{") == entry.count("}")
    assert entry.count("\n  ") == len(entry.splitlines()) - 2


def test_structured_data_says_what_schema_org_asks_and_nothing_unknown(rows: list[dict[str, Any]]) -> None:
    dated, undated = (article_data(row, KNOWN, path_of("articles", row["id"])) for row in rows)
    assert dated["@type"] == "NewsArticle"
    assert (dated["datePublished"], dated["printPage"]) == ("2025-01-13", "08")
    assert dated["publisher"]["name"] == dated["isPartOf"]["name"] == "海州日报"
    assert dated["about"][0]["identifier"]["value"] == "210804"
    assert {"headline", "url", "description", "inLanguage", "encoding"} <= dated.keys() | {"description"}
    assert not {"datePublished", "publisher", "temporalCoverage"} & undated.keys()


@given(ANY_TEXT)
def test_no_text_breaks_out_of_the_head_of_a_page(text: str) -> None:
    data = script_json({"headline": text})
    assert not re.search("<", data)
    assert isinstance(json.loads(data)["headline"], str)
    tags = head_tags(Here("about.html", text, text, {}), KNOWN)
    assert tags.count("<meta") + tags.count("<link") == tags.count(">")


def test_an_address_that_was_cited_stays_when_its_article_goes(tmp_path: Path) -> None:
    target = tmp_path / "site"
    build_site(ARCHIVE, target)
    first, second = ARCHIVE.entries
    renamed = replace(second.article, id=second.article.id.replace("-1", "-2"))
    page = next(reading for reading in ARCHIVE.readings if reading.page.file == second.article.file)
    mended = replace(page, articles=(renamed,), ledger=())
    there = replace(ARCHIVE, readings=(mended,), entries=(replace(second, article=renamed),))
    told = build_site(there, target)
    assert [event.change.value for event in told] == ["added", "removed", "removed"]
    withdrawn = (target / path_of("articles", first.article.id)).read_text(encoding="utf-8")
    assert "这篇文章已不在档案里" in withdrawn
    assert "撤下" in withdrawn
    moved = (target / path_of("articles", second.article.id)).read_text(encoding="utf-8")
    assert f'content="0; url={renamed.id}.html"' in moved
    assert f'<link rel="canonical" href="{renamed.id}.html">' in moved
    log = [json.loads(line)["change"] for line in (target / "data/changes.jsonl").read_text("utf-8").splitlines()]
    assert log == ["added", "added", "added", "removed", "removed"]
    assert "撤下2篇" in (target / "downloads.html").read_text(encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"  # as where every build begins with an empty disk and the log that is published
    (elsewhere / "data").mkdir(parents=True)
    (target / "data/changes.jsonl").rename(elsewhere / "data/changes.jsonl")
    assert build_site(there, elsewhere) == ()
    assert (elsewhere / path_of("articles", second.article.id)).read_text(encoding="utf-8") == moved


def test_a_link_shows_a_picture_of_the_title(site: Path, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    dated = rows[0]
    drawn = site / path_of("share", dated["id"], "png")
    with Image.open(drawn) as image:
        assert image.size == (1200, 630)
        assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 10
    assert drawn.stat().st_size < 40_000
    tags = head_tags(Here("articles/x.html", "题", "述", {**dated, "kind": "article"}), KNOWN)
    assert KNOWN.url + path_of("share", dated["id"], "png") in tags
    assert not (write_site(tmp_path, UNKNOWN) / "share").exists()
    assert "og:image" not in head_tags(Here("about.html", "题", "述", {}), UNKNOWN)


def test_what_the_type_lacks_is_marked_and_traditional_titles_have_the_picture_of_the_site() -> None:
    assert settable("喆某\u202e") == "〓某⟦U+202E⟧".replace("⟦", "〓").replace("⟧", "〓")
    assert not can_set("衛生醫療聯體")
    assert broken("少跑一趟路 少垫一笔钱") == ["少跑一趟路", "少垫一笔钱"]
    assert all(len(line) <= 13 for line in broken("很长的题目" * 20))


def test_pictures_of_unchanged_articles_are_taken_over(tmp_path: Path) -> None:
    first = write_site(tmp_path / "one", KNOWN)
    log = (first / "data/changes.jsonl").read_text(encoding="utf-8").splitlines()
    name = path_of("share", ARCHIVE.entries[0].article.id, "png")
    (first / name).write_bytes(b"drawn before")
    again = write_site(tmp_path / "two", KNOWN, History(read_events(log)), first)
    assert (again / name).read_bytes() == b"drawn before"


def ways(value: Any, way: str = "") -> set[str]:  # noqa: ANN401  whatever JSON holds
    """Return the names of all fields within a value, as the table of fields writes them."""
    if isinstance(value, dict) and not way.endswith("topic_reasons"):  # its keys are topics
        return {name for key, one in value.items() for name in ways(one, f"{way}.{key}".removeprefix("."))}
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return {name for one in value for name in ways(one, f"{way}[]")}
    return {way}


def test_every_field_of_every_line_is_described_and_nothing_else(tmp_path: Path) -> None:
    out = write_site(tmp_path, UNKNOWN)
    for file in line_files():
        described = {field.name for field in fields_of(file)}
        lines = (out / "data" / file).read_text(encoding="utf-8").splitlines()
        found = {way for line in lines for way in ways(json.loads(line))}
        empty = {way for way in found if any(name.startswith((f"{way}[].", f"{way}.")) for name in described)}
        assert found - empty <= described
        if lines and file != "facts.jsonl":  # what cannot be compared lacks some
            assert {re.split(r"\W", name)[0] for name in described} == {re.split(r"\W", name)[0] for name in found}

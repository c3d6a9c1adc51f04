"""What readers see: an entry as Markdown and as HTML, lists that lead somewhere, files that change when they must."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import frontmatter
import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.model import (
    Archive,
    Article,
    Author,
    Caption,
    Correction,
    CorrectionKind,
    Crosshead,
    Dating,
    Entry,
    Fact,
    Gap,
    Institution,
    Join,
    LedgerRow,
    PageMeta,
    PageReading,
    Paragraph,
    ParagraphKind,
    Person,
    Place,
    RawPage,
    Role,
    Topic,
)
from build_scripts.publishing import site as site_module
from build_scripts.publishing.data import export_article
from build_scripts.publishing.escaping import make_visible
from build_scripts.publishing.front_matter import read_front_matter
from build_scripts.publishing.generate import generate, write_generated
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.lists import page as list_page
from build_scripts.publishing.markdown import article_body, article_markdown
from build_scripts.publishing.publication import Publication
from build_scripts.publishing.site import SiteError, build_site

CASES = sorted((Path(__file__).parent / "cases/publishing").glob("*.yml"))
OUR_TAGS = set("p h1 h2 span br section details summary table thead tbody tr th td a small mark".split())
ANY_TEXT = st.text(max_size=40) | st.sampled_from(
    ["<script>alert(1)</script>", "{{ 7*7 }}{% x %}", "---\na: b\n---", "# 不是标题", "[链接](javascript:alert(1))",
     "{: #x .y }", "| a | b |", "**粗** _斜_ `码`", "&lt;&amp;amp;", "a\x00b\u202ec", "1. 一\n- 二", "![图](x)", "http://a.b",
     '"><img src=x onerror=alert(1)>', "</span></p>", "~~~\n```", "=cmd|'/c calc'!A0", "*[HTML]: x", "[^1]: y"]
)  # fmt: skip


def make_entry(case: dict[str, Any]) -> tuple[Entry, RawPage]:
    """Return the entry and page that a case describes; what it leaves out is plain."""
    kind = ParagraphKind(case.get("kind", "prose"))
    paragraphs = tuple(Paragraph(text, (n,), kind) for n, text in enumerate(case.get("paragraphs", ["正文一句。"]), 2))
    article = Article(
        id="0a0b0c0d-1",
        file=case.get("file", "甲.txt"),
        first_line=1,
        last_line=9,
        title=case.get("title", "标题"),
        title_is_ours=case.get("title_is_ours", False),
        kicker=case.get("kicker"),
        deck=case.get("deck"),
        column=case.get("column"),
        summary=case.get("summary"),
        byline=tuple(Author(b["name"], b.get("role")) for b in case.get("byline", ())),
        paragraphs=paragraphs,
        crossheads=tuple(Crosshead(c["text"], c["before"], 1) for c in case.get("crossheads", ())),
        captions=tuple(Caption(c["text"], c.get("after"), (1,)) for c in case.get("captions", ())),
        corrections=tuple(
            Correction(c["raw"], c["fixed"], CorrectionKind(c.get("kind", "misprint")), c.get("reason", "形近"), 1,
                       c.get("paragraph"), c.get("start", 0))
            for c in case.get("corrections", ())
        ),
        gaps=tuple(Gap(g["paragraph"], g["offset"], "前", "后") for g in case.get("gaps", ())),
        joins=tuple(Join(j["paragraph"], j["offset"], 1, 2, False, "两种接法相近") for j in case.get("joins", ())),
        language=case.get("language", "zh-Hans"),
        jump_from=case.get("jump_from"),
        jump_to=case.get("jump_to"),
    )  # fmt: skip
    dating = case.get("dating", {})
    entry = Entry(
        article,
        Dating(dating.get("issued"), dating.get("year"), dating.get("earliest"), dating.get("basis", "未知")),
        tuple(Place(**place) for place in case.get("places", ())),
        tuple(Institution(i["name"], i["name"], i.get("kind", "医院"), None) for i in case.get("institutions", ())),
        tuple(Person(p["name"], p["title"]) for p in case.get("people", ())),
        tuple(Topic(label, ()) for label in case.get("topics", ())),
        tuple(make_fact(paragraphs, **fact) for fact in case.get("facts", ())),
        health_related=True,
        checked=case.get("checked", False),
    )
    return entry, RawPage(
        article.file, "0" * 64, "utf-8", tuple(case.get("lines", ())), 1, PageMeta(**case.get("meta", {}))
    )


def make_fact(paragraphs: tuple[Paragraph, ...], quote: str, printed: str, value: str, **more: Any) -> Fact:  # noqa: ANN401  fields of a fact
    """Return a figure; its words are found in the paragraph that the case names."""
    number = more.get("paragraph", 0)
    start = paragraphs[number].text.index(quote)
    top = more.get("value_max")
    return Fact(
        number, start, start + len(quote), quote, printed, Decimal(value), None if top is None else Decimal(top),
        more.get("unit", ""), more.get("qualifier"), more.get("indicator", "指标"), more.get("entity", "某市"),
        more.get("time"), more.get("key", False), checked=more.get("checked", False),
    )  # fmt: skip


def make_archive(*cases: dict[str, Any]) -> Archive:
    """Return an archive of one newspaper page for each case."""
    readings, entries = [], []
    for number, case in enumerate(cases):
        entry, raw = make_entry(case | {"file": f"{number}.txt"})
        entry = replace(entry, article=replace(entry.article, id=f"{raw.page_id}-1"))
        ledger = tuple(
            LedgerRow(n, 0, len(text), Role.BODY if n > 1 else Role.HEADLINE, entry.article.id, "case")
            for n, text in enumerate(raw.lines, 1)
        )
        readings.append(PageReading(raw, (entry.article,), ledger))
        entries.append(entry)
    return Archive(tuple(readings), tuple(entries), ())


def to_html(text: str) -> str:
    """Return Markdown as the site renders it."""
    return markdown.markdown(text, extensions=["toc", "tables", "fenced_code", "md_in_html"])


class Reader(HTMLParser):
    """What a browser makes of a page: visible text, elements, attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """Return what is seen."""
        return squeeze("".join(self.words))


def squeeze(text: str) -> str:
    """Return text without blanks, which browsers fold."""
    return "".join(text.split())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    body = article_body(*make_entry(case["article"]))
    html = to_html(body)
    for part in case.get("markdown", ()):
        assert part in body
    for part in case.get("html", ()):
        assert part in html
    for part in case.get("never", ()):
        assert part not in html
    at = [html.index(part) for part in case.get("in_order", ())]
    assert at == sorted(at)


@settings(deadline=None)
@given(ANY_TEXT, st.data())
def test_any_text_in_any_field_is_visible_text_and_never_markup(text: str, data: st.DataObject) -> None:
    fact = {"quote": "甲一", "printed": "一", "value": "1", "key": True}
    fields: dict[str, Any] = {
        "title": text,
        "kicker": text,
        "deck": text,
        "column": text,
        "summary": text,
        "paragraphs": ["甲一", text],
        "byline": [{"name": text, "role": text}],
        "crossheads": [{"text": text, "before": 1}],
        "captions": [{"text": text}],
        "corrections": [{"raw": text, "fixed": "甲", "paragraph": 0, "reason": text}],
        "meta": {"publication": text, "page_no": text, "page_name": text, "url": text},
        "facts": [fact | {"printed": text, "indicator": text, "entity": text, "time": text}],
    }
    name = data.draw(st.sampled_from(sorted(fields)))
    reader = Reader(to_html(article_body(*make_entry({"paragraphs": ["甲一"], name: fields[name]}))))
    assert set(reader.tags) <= OUR_TAGS
    assert {name for name, _ in reader.attributes} <= {"class", "id", "title", "href", "open"}
    assert all(
        re.match(r"#(?:s1-1|x1|p1)$|\.\./\.\./(?:pages|raw)/", value)
        for name, value in reader.attributes
        if name == "href"
    )
    assert squeeze(make_visible(text)) in reader.text


@settings(deadline=None, max_examples=30)
@given(ANY_TEXT)
def test_any_text_in_a_list_is_visible_text_and_never_markup(text: str) -> None:
    meta = {
        "title": text,
        "paragraphs": [text, text],
        "places": [{"adcode": "210800", "name": "辽宁省营口市"}],
        "lines": [text],
    }
    archive = make_archive(
        meta | {"institutions": [{"name": text}], "topics": [text], "people": [{"name": text, "title": text}]}
    )
    files = generate(archive)
    for path, body in files.items():
        if path.endswith(".md") and not path.startswith("articles/"):
            reader = Reader(to_html(frontmatter.loads(body).content))
            assert not {"script", "img", "iframe"} & set(reader.tags)
            assert not [name for name, _ in reader.attributes if name.startswith("on")]
            assert path.count("/") <= 2
            assert ".." not in path


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT, st.dates(), st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_front_matter_is_read_back_as_it_was_written(title: str, text: str, day: date, number: float) -> None:
    case = {"title": title, "deck": text, "paragraphs": [text], "dating": {"issued": day, "year": day.year}}
    entry, page = make_entry(case | {"byline": [{"name": text, "role": title}], "captions": [{"text": text}]})
    extra = {"kind": "article", "number": number, "rows": [{text: [title, number]}]}
    written = article_markdown(entry, page, extra)
    post = frontmatter.loads(written)
    assert post.metadata == export_article(entry, page) | extra
    assert post.content == article_body(entry, page).strip()
    quickly = read_front_matter(written)
    assert quickly is not None
    assert quickly[0] == post.metadata
    assert quickly[1].strip() == post.content


@pytest.mark.parametrize("text", ["没有", "---\na: b\n---\n\n正文\n", "---\na: {\n---\n\n正文\n"])
def test_other_front_matter_is_left_to_a_reader_of_yaml(text: str) -> None:
    assert read_front_matter(text) is None


def test_only_what_changed_is_written_and_what_is_stale_goes(tmp_path: Path) -> None:
    assert write_generated({"a/b.md": "一", "c.md": "二"}, tmp_path) == 2
    before = (tmp_path / "c.md").stat().st_mtime_ns
    assert write_generated({"a/d.md": "三", "c.md": "二"}, tmp_path) == 2
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == ["a", "a/d.md", "c.md"]
    assert (tmp_path / "c.md").stat().st_mtime_ns == before
    assert write_generated({"a/d.md": "三", "c.md": "二"}, tmp_path) == 0


def test_the_same_archive_gives_the_same_files() -> None:
    assert generate(make_archive(*WHOLE)) == generate(make_archive(*WHOLE))


def test_a_failed_build_leaves_the_last_good_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    (target / "data").mkdir(parents=True)
    (target / "data/SHA256SUMS").write_text("好", encoding="utf-8")

    def fail(_generated: Path, publication: Publication) -> None:
        (publication.new / "index.html").write_text("半", encoding="utf-8")
        raise SiteError("坏了")

    monkeypatch.setattr(site_module, "render_site", fail)
    with pytest.raises(SiteError, match="坏了"):
        build_site(make_archive(), target)
    assert files_of(target) == {"data/SHA256SUMS": "好".encode()}
    assert not list(tmp_path.glob(".site.build/site/n*"))


def test_a_full_disk_leaves_the_last_good_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_generated: Path, _publication: Publication) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site_module, "render_site", fail)
    with pytest.raises(SiteError, match="原来的网站没有动"):
        build_site(make_archive(), tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_folder_with_other_content_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").touch()
    with pytest.raises(SiteError, match="不会覆盖"):
        build_site(make_archive(), tmp_path)
    assert (tmp_path / "照片.jpg").exists()


WHOLE: tuple[dict[str, Any], ...] = yaml.safe_load(
    (Path(__file__).parent / "cases/publishing/a_whole_article_in_the_order_of_a_page.yml").read_text(encoding="utf-8")
)["archive"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of a small archive with every feature."""
    folder = tmp_path_factory.mktemp("publishing")
    build_site(make_archive(*WHOLE), folder / "site")
    return folder / "site"


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    readers = {
        path: Reader(path.read_text(encoding="utf-8")) for path in site.rglob("*.html") if path.name != "404.html"
    }
    ids = {path: {value for name, value in reader.attributes if name == "id"} for path, reader in readers.items()}
    for path, reader in readers.items():
        for name, value in reader.attributes:
            if name not in {"href", "src", "action"}:
                continue
            parts = urlsplit(value)
            assert not parts.scheme, f"{path}: {value}"
            assert not parts.netloc, f"{path}: {value}"
            goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert goal.is_file(), f"{path}: {value}"
            assert not parts.fragment or goal.suffix != ".html" or unquote(parts.fragment) in ids[goal], (
                f"{path}: {value}"
            )


def test_no_page_runs_what_a_source_says(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        scripts = re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL)
        data = [body for attributes, body in scripts if "application/ld+json" in attributes]
        assert all(json.loads(body) and "<" not in body for body in data), path
        programs = [(attributes, body) for attributes, body in scripts if "application/ld+json" not in attributes]
        assert all(re.search(r'src="[^":]*assets/', where) and not body.strip() for where, body in programs), path
        reader = Reader(html)
        assert not [name for name, _ in reader.attributes if name.startswith("on")], path
        assert not [value for name, value in reader.attributes if name == "href" and "javascript" in value], path
        ids = [value for name, value in reader.attributes if name == "id"]
        assert len(ids) == len(set(ids)), path
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", html), path
    assert any("{{7*7}}" in Reader(p.read_text(encoding="utf-8")).text for p in (site / "articles").glob("*/*"))


def test_two_builds_are_the_same_bytes(site: Path, tmp_path: Path) -> None:
    build_site(make_archive(*WHOLE), tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(site)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by their path in it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_page_has_one_main_headline_and_the_masthead(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert html.count("<h1") == 1, path
        assert '<header class="masthead' in html, path
        assert "Made with" not in html, path
        assert not re.search("编辑此页|edit this page", html, re.IGNORECASE), path


GROUNDS = ("paper", "sheet", "sunk")


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of the style sheet in each dress, in the order in which the page on design lists them."""
    css = (site_module.ROOT / "docs/assets/archive.css").read_text(encoding="utf-8")

    def block(start: str) -> dict[str, str]:
        rules = css[css.index(start) :]
        return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", rules[: rules.index("}")]))

    light, dark = block(":root {"), block(':root[data-scheme="dark"] {')
    return {
        "light": light,
        "dark": dark,
        "large type": light | block(":root[data-elder] {"),
        "large type, dark": dark | block(':root[data-elder][data-scheme="dark"] {'),
    }


def test_texts_reach_the_contrast_of_wcag_in_every_dress() -> None:
    for dress, colours in schemes().items():
        least = 7 if "large" in dress else 4.5
        for ink in ("ink", "ink-soft", "seal", "link"):
            for ground in GROUNDS:
                assert contrast(colours[ink], colours[ground]) >= least, (dress, ink, ground)
        for shape in ("line-strong", "focus"):
            assert min(contrast(colours[shape], colours[ground]) for ground in GROUNDS) >= 3, (dress, shape)
        assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
        for role in ("headline", "body", "caption", "unplaced"):
            assert contrast(colours["ink"], colours[f"role-{role}"]) >= 4.5
        assert contrast(colours["ink-soft"], colours["role-furniture"]) >= 4.5


def test_the_page_on_design_prints_the_colours_and_contrasts_of_the_style_sheet() -> None:
    text = (site_module.ROOT / "docs/design.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` .*", text, re.MULTILINE)
    assert rows == ["ink", "ink-soft", "seal", "link", "line-strong", "focus"]
    for name in rows:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{name}` "))
        printed = re.findall(r"(#[0-9a-f]{6}) ([\d.]+)", row)
        measured = [
            (c[name], f"{min(contrast(c[name], c[ground]) for ground in GROUNDS):.1f}") for c in schemes().values()
        ]
        assert printed == measured


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_newspaper_page_leads_to_the_other_pages_of_its_issue() -> None:
    metas = [
        ("海州日报", date(2025, 1, 13), "08"),
        ("海州日报", date(2025, 1, 13), "2"),
        ("海州日报", date(2025, 1, 14), "1"),
    ]
    cases = ({"meta": {"publication": p, "issue_date": d, "page_no": n}} for p, d, n in metas)
    archive = make_archive(*cases)
    files = generate(archive)
    eighth, second, alone = (reading.page.page_id for reading in archive.readings)
    page = files[path_of("pages", eighth, "md")]
    assert page.index(f'{second}.html">第2版') < page.index(f'{eighth}.html" aria-current="page">第8版')
    assert "同一期的版面" not in files[path_of("pages", alone, "md")]


def test_a_list_page_keeps_its_front_matter() -> None:
    text = list_page(
        "year.md.jinja", "名: 字", "一句话", name="名", note="", cards=[], pages=[], here=0, trail=[], root=""
    )
    assert frontmatter.loads(text)["title"] == "名: 字"


def test_a_paragraph_of_any_length_is_read() -> None:
    text = "护士*一路*小跑。" * 5000
    reader = Reader(to_html(article_body(*make_entry({"paragraphs": [text]}))))
    assert text in reader.text
    assert "em" not in reader.tags


def test_corrections_of_a_large_archive_fit_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from build_scripts.publishing import corrections
    from build_scripts.publishing.catalogue import Catalogue

    monkeypatch.setattr(corrections, "ROWS_ON_A_PAGE", 2)
    readings, entries = [], []
    for number in range(4):
        entry, raw = make_entry({"file": f"{number}.txt", "paragraphs": ["护士每月上门。"]})
        fix = Correction("护土", "护士", CorrectionKind.MISPRINT, "形近", 2, 0, 0)
        article = replace(entry.article, id=f"0a0b0c0{number}-1", corrections=(fix,))
        entries.append(replace(entry, article=article))
        readings.append(PageReading(raw, (article,), ()))
    made = corrections.corrections_job(Catalogue(Archive(tuple(readings), tuple(entries), ()))).make()
    text = str(dict(made)["corrections.md"])
    assert "改动过的字共4处" in text
    assert text.count("<tr><td") == 2
    assert "最新的2个版面；全部4个版面" in text

"""PDFs that have text are read like plain text, column by column, and no PDF can do harm."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from build_scripts.model import RawPage
from build_scripts.reading import pdf_files, pdf_reader
from build_scripts.reading.page import read_page
from build_scripts.reading.pages import decode_page
from build_scripts.reading.source_bytes import read_source

LINES = {
    (72, 760): "慢病管理进了村",
    (72, 700): "村医每⽉上⻔，药品跟着车走，",
    (72, 684): "老人们说这样的日子让人放心。",
    (320, 700): "护士跟着换药，一家人都学会",
    (320, 684): "了量血压，不用再跑一趟县城。",
}
"""Two columns below a headline; two characters are radicals, as programs write them."""


def pdf(lines: dict[tuple[int, int], str], *, pages: int = 1, packed: bytes | None = None) -> bytes:
    """Return a PDF with a font of the usual Chinese character set, which readers know without its shapes."""
    words = "".join(f"1 0 0 1 {x} {y} Tm <{t.encode('utf-16-be').hex()}> Tj\n" for (x, y), t in lines.items())
    content = packed or zlib.compress(f"BT /F1 12 Tf\n{words}ET".encode())
    kids = " ".join(f"{7 + n} 0 R" for n in range(pages))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>",
        (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song /FontDescriptor 5 0 R /DW 1000 "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] "
            b"/Ascent 900 /Descent -200 /CapHeight 900 /StemV 80 /ItalicAngle 0 >>"
        ),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        *[
            (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R "
                b"/Resources << /Font << /F1 3 0 R >> >> >>"
            )
        ]
        * pages,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(bodies) + 1,
        table,
        len(bodies) + 1,
        len(out),
    )


def decoded(data: bytes) -> tuple[RawPage | None, list[str]]:
    page, problems = decode_page("2025-01-13-晨光日报-08版.pdf", data)
    return page, [f"{problem.found}；{problem.remedy}" for problem in problems]


def test_a_pdf_is_read_column_by_column() -> None:
    page, problems = decoded(pdf(LINES))
    assert not problems
    assert page
    assert (page.encoding, page.meta.page_no) == ("PDF", "8")
    (article,) = read_page(page).articles
    assert article.title == "慢病管理进了村"
    assert "".join(p.text for p in article.paragraphs) == (
        "村医每月上门，药品跟着车走，老人们说这样的日子让人放心。护士跟着换药，一家人都学会了量血压，不用再跑一趟县城。"
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(pdf({}), "PDF 里没有文字，是扫描的图片；请先用识字软件", id="a scan"),
        pytest.param(pdf(LINES, pages=30), "PDF 的页数太多，不像一个版面", id="a book"),
        pytest.param(pdf(LINES)[:300] + b"\0" * 2000, "PDF 已经损坏，或者不是 PDF；请用原来的程序打开", id="damage"),
        pytest.param("村医上门".encode(), "PDF 已经损坏，或者不是 PDF；请用原来的程序打开", id="no PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, found: str) -> None:
    page, problems = decoded(data)
    assert page is None
    assert len(problems) == 1
    assert problems[0].startswith(found)


def test_a_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_files, "PATIENCE", 2)
    squeezed = zlib.compressobj(9)
    bomb = b"".join(squeezed.compress(b"0 0 m " * 500_000) for _ in range(40)) + squeezed.flush()
    page, problems = decoded(pdf({}, packed=bomb))
    assert page is None
    assert len(problems) == 1
    assert problems[0].startswith("PDF ")


def test_without_the_reader_operators_are_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_files, "can_read_pdf", lambda: False)
    page, problems = decoded(pdf(LINES))
    assert page is None
    assert problems == [
        (
            "还不能读 PDF 文件：没有装读 PDF 的软件；请运行一次 make site PDF=1 装好读 PDF 的软件；"
            "或者另存为“纯文本，UTF-8 编码”再放进来"
        )
    ]


def test_a_pdf_beside_its_text_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "页.pdf").write_bytes(pdf(LINES))
    (tmp_path / "页.txt").write_text("村医上门记\n\n村医每月上门，药品跟着车走。\n", encoding="utf-8")
    pages, problems = read_source(tmp_path)
    assert [page.file for page in pages] == ["页.txt"]
    assert [problem.found for problem in problems] == ["旁边有同名的文本文件，没有读这个 PDF"]


def test_the_reasons_are_told_apart() -> None:
    codes = {pdf_reader.DAMAGED, pdf_reader.LOCKED, pdf_reader.TOO_MANY, pdf_reader.NO_TEXT}
    assert codes == set(pdf_files.REASONS)

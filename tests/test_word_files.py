"""Word documents are read like plain text, and no document can do harm."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.reading.pages import decode_page
from build_scripts.reading.word_files import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def document(body: str, *, before: str = "", part: str = "word/document.xml", space: str = W) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        xml = f'{before}<w:document xmlns:w="{space}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
        file.writestr(part, xml)
    return packed.getvalue()


def p(inner: str) -> str:
    return f"<w:p><w:pPr><w:tabs/></w:pPr>{inner}</w:p>"


def r(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


CONTENT = f"<w:txbxContent>{p(r('图中是义诊'))}</w:txbxContent>"
BOX = (
    f"<w:r><mc:AlternateContent><mc:Choice>{CONTENT}</mc:Choice><mc:Fallback>{CONTENT}</mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            p(r("义诊") + r("进社区")) + p("") + p(r("医生来了")), "义诊进社区\n\n医生来了\n", id="paragraphs"
        ),
        pytest.param(p(r("一") + "<w:r><w:br/><w:tab/></w:r>" + r("二")), "一\n\t二\n", id="breaks and tabs"),
        pytest.param(p(r("药") + f"<w:del>{r('旧')}</w:del><w:ins>{r('新')}</w:ins>"), "药新\n", id="what was deleted"),
        pytest.param(
            p(r("村医") + BOX + r("上门")), "村医上门\n图中是义诊\n", id="a text box once, behind its paragraph"
        ),
        pytest.param(
            f"<w:tbl><w:tr><w:tc>{p(r('年份'))}</w:tc><w:tc>{p(r('床位'))}</w:tc></w:tr></w:tbl>",
            "年份\t床位\n",
            id="a row",
        ),
        pytest.param(
            p("<w:r><w:instrText>HYPERLINK</w:instrText></w:r>" + r("&lt;b&gt;甲")), "<b>甲\n", id="no field codes"
        ),
    ],
)
def test_text_is_read_as_it_stands(body: str, text: str) -> None:
    assert read_word(document(body)) == read_word(document(body, space=STRICT)) == text


def test_a_document_is_a_page_and_keeps_the_digest_of_its_bytes() -> None:
    data = document(p(r("报纸：晨光日报")) + p(r("日期：2025-01-13")) + p("") + p(r("义诊进社区")))
    page, problems = decode_page("页.DOCX", data, None, date(2030, 1, 1))
    assert page
    assert not problems
    assert (page.meta.publication, page.lines[page.first_text_line - 1]) == ("晨光日报", "义诊进社区")
    assert page.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (document("", before='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "DOCTYPE"),
        (document("<w:p>" * 300 + "</w:p>" * 300), "套得太深"),
        (document(p(r("哈")) + "<!--" + " " * 31_000_000 + "-->"), "解开以后超过"),
        (document(p(r("<w:t>"))), "坏了"),
        (document(p(r("a")), before='<?xml version="1.0" encoding="gb18030"?>'), "坏了"),
        (document(p(r("a")), before='<?xml version="1.0" encoding="none-such"?>'), "坏了"),
        (document(p(r("哈")), part="xl/workbook.xml"), "没有正文"),
        (document(p(r("哈")))[:-30], "损坏"),
        (b"text", "不是 Word 文档"),
    ],
    ids=[
        "entities",
        "deep nesting",
        "a bomb",
        "broken mark-up",
        "an encoding of many bytes",
        "no encoding",
        "a table",
        "cut off",
        "a text",
    ],
)
def test_what_is_no_document_or_a_bomb_is_refused_with_the_reason(data: bytes, found: str) -> None:
    page, problems = decode_page("页.docx", data)
    assert page is None
    assert found in problems[0].found


@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_damage_is_beyond_a_message(junk: bytes, at: int) -> None:
    good = document(p(r("义诊进社区")))
    for data in (junk, good[:at] + junk + good[at + len(junk) :]):
        page, problems = decode_page("页.docx", data)
        assert page or problems

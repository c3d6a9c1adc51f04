"""Source files -> RawPages: what came in, decoded and cut into lines, with what it says of itself.

Whatever a file holds, the answer is a page or a message that an editor can act on, never an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from build_scripts.editing import UNDECIDED, Decisions
from build_scripts.model import Grade, PageMeta, Problem, RawPage
from build_scripts.reading.characters import control_share, cut_lines, drop_invisible, line_at, visible_name
from build_scripts.reading.encodings import Decoded, decode_bytes, is_garbled
from build_scripts.reading.formats import is_marked_up
from build_scripts.reading.heads import Claim, Head, read_head, read_mapping
from build_scripts.reading.intake_rules import PDF_ENDING, RESAVE, intake_rules
from build_scripts.reading.metadata import HEAD, NAME, SIDECAR, read_name, settle_meta
from build_scripts.reading.pdf_files import read_pdf
from build_scripts.reading.sidecar import read_decisions
from build_scripts.reading.word_files import MAX_DOCUMENT_BYTES, WORD_ENDING, DocumentError, read_word
from build_scripts.text import is_han

# A newspaper page has some 10,000 characters; 5 MB is a hundred of them, and no page.
MAX_BYTES = 5_000_000
MAX_SIDECAR_BYTES = 256_000
_MOST_LINES = 15_000
"""Lines with text; a page of 10,000 characters in the narrowest columns has a thousand."""
_MOST_MARKS = 20_000
_TAG_MARKS = "<&*_`[\\"
_LONG_LINE = 20_000
_BINARY_SHARE = 0.01
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r"))


_DOCUMENTS = {b"PK\3\4": WORD_ENDING, b"%PDF": PDF_ENDING}
"""First bytes of files that are no text and are read all the same, under the right name."""


def decode_page(
    file: str, data: bytes, sidecar: bytes | None = None, today: date = date.max
) -> tuple[RawPage | None, tuple[Problem, ...]]:
    """Return a source file as a page, or None, with what an operator should know.

    `file` is the path below the source folder; it is data and never opened. A date after `today` is an error.
    """
    refused = _refuse_bytes(file, data)
    if refused:
        return None, (refused,)
    try:
        found = decode_source(file, data)
    except DocumentError as error:
        return None, (Problem(file, 0, str(error), error.remedy or RESAVE),)
    refused = _refuse_text(file, data, found)
    if refused or found is None:
        return None, (refused,) if refused else ()
    raw_lines = cut_lines(found.text)
    lines, dropped = drop_invisible(raw_lines)
    if not any(line.strip() for line in lines):
        return None, (Problem(file, 1, "文件里只有空行，没有文字", "请把文字粘贴进去，或者删掉这个文件"),)
    refused = _refuse_lines(file, lines)
    if refused:
        return None, (refused,)
    problems = [
        Problem(file, d.line, f"有{d.count}个看不见的{d.kind}，已略去", "请核对这一行的文字是否完整", Grade.WARNING)
        for d in dropped
    ]
    problems += _look_at_lines(file, lines)
    head = read_head(file, lines)
    meta, decisions, notes = _read_meta(file, head, sidecar, today)
    problems += (*head.problems, *notes)
    text = lines[head.first_text_line - 1 :]
    if not any(line.strip() for line in text):
        problems.append(Problem(file, len(lines), "只有开头的说明，没有正文", "请在说明后面空一行，再粘贴正文"))
    elif not any(is_han(char) for line in text for char in line):
        remedy = "如果放错了文件，请换成中文原文；否则不必理会，会按原样收录"
        problems.append(Problem(file, head.first_text_line, "全文没有一个汉字", remedy, Grade.WARNING))
    if any(p.grade is Grade.ERROR for p in problems):
        return None, tuple(problems)
    digest = hashlib.sha256(data).hexdigest()
    return RawPage(file, digest, found.encoding, lines, head.first_text_line, meta, decisions), tuple(problems)


def decode_source(file: str, data: bytes) -> Decoded | None:
    """Return the text of a source file, whatever kind of file it is; None where it has none."""
    name = file.lower()
    if name.endswith(PDF_ENDING):
        return Decoded(read_pdf(data), "PDF")
    return Decoded(read_word(data), "Word") if name.endswith(WORD_ENDING) else decode_bytes(data)


def _is_document(file: str) -> bool:
    return file.lower().endswith((WORD_ENDING, PDF_ENDING))


def most_bytes(file: str) -> int:
    """Return how long a source file may be."""
    return MAX_DOCUMENT_BYTES if _is_document(file) else MAX_BYTES


def _refuse_bytes(file: str, data: bytes) -> Problem | None:
    """Return why a file is not even decoded."""
    if not data:
        return Problem(file, 1, "文件是空的", "请把文字粘贴进去，或者删掉这个文件")
    for mark, kind in intake_rules().magic:
        if data.startswith(mark) and not file.lower().endswith(_DOCUMENTS.get(mark, "\0")):
            return Problem(file, 1, f"这不是文本文件，而是{kind}", RESAVE)
    if len(data) > most_bytes(file):
        return Problem(
            file, 1, f"文件超过{most_bytes(file) // 1_000_000} MB，太大了", "请按版面分成几个文件，每个文件一个版"
        )
    return None


def _refuse_text(file: str, data: bytes, found: Decoded | None) -> Problem | None:
    """Return why decoded bytes are no text."""
    if found is None:
        controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
        if b"\0" in data or controls > _BINARY_SHARE * len(data):
            return Problem(file, 1, "这不是文本文件（里面是二进制数据）", RESAVE)
        return Problem(file, 1, "认不出文字的编码", RESAVE)
    nul = found.text.find("\0")
    if nul >= 0:
        remedy = f"文件可能已经损坏，{RESAVE}"
        return Problem(file, line_at(found.text, nul), "这里有空字节（NUL），不像文本文件", remedy)
    if is_garbled(found.text):
        remedy = "请找原来的文件或网页重新复制，再用 UTF-8 编码保存"
        return Problem(file, 1, "文字是乱码：曾被用错误的编码打开并保存", remedy)
    if control_share(found.text) > _BINARY_SHARE:
        return Problem(file, 1, "控制字符太多，不像文本文件", RESAVE)
    if found.bad_bytes:
        first = found.bad_bytes[0]
        before = visible_name(found.text[max(0, first - 8) : first].split("\n")[-1])
        place = f"“{before}”的后面" if before.strip() else "这一行的开头"
        remedy = "请找原来的文件重新复制这一行，再用 UTF-8 编码保存"
        message = f"按{found.encoding}编码，{place}有读不出的字节，全文共{len(found.bad_bytes)}处"
        return Problem(file, line_at(found.text, first), message, remedy)
    return None


def _refuse_lines(file: str, lines: tuple[str, ...]) -> Problem | None:
    """Return why a text is by far too much for one page."""
    remedy = "请按版面分成几个文件，每个文件一个版"
    count = sum(map(bool, map(str.strip, lines)))
    if count > _MOST_LINES:
        return Problem(file, 0, f"文件里有{count}行文字，不像一个版面", remedy)
    marks = sum(line.count(mark) for line in lines for mark in _TAG_MARKS) if is_marked_up(file) else 0
    if marks > _MOST_MARKS:
        return Problem(file, 0, f"文件里有{marks}处网页或 Markdown 标记，不像一个版面", remedy)
    return None


def _look_at_lines(file: str, lines: tuple[str, ...]) -> Iterator[Problem]:
    """Yield what is odd about lines that are readable all the same."""
    lost = next((n for n, line in enumerate(lines, 1) if "\ufffd" in line), 0)
    if lost:
        yield Problem(file, lost, "有丢失的字（显示为�）", "请对照报纸补上这个字", Grade.WARNING)
    long = next((n for n, line in enumerate(lines, 1) if len(line) > _LONG_LINE), 0)
    if long:
        found = f"这一行有{len(lines[long - 1])}个字，长得少见"
        yield Problem(file, long, found, "请核对是不是把几篇文章连成了一行", Grade.WARNING)


def _read_meta(
    file: str, head: Head, sidecar: bytes | None, today: date
) -> tuple[PageMeta, Decisions, tuple[Problem, ...]]:
    """Return what file name, head and sidecar say together, and what the sidecar decides."""
    sidecar_file = str(PurePosixPath(file).with_suffix(".yml")) if PurePosixPath(file).name else file
    claims: dict[str, tuple[Claim, ...]] = {NAME: read_name(PurePosixPath(file).stem), HEAD: head.claims}
    problems: tuple[Problem, ...] = ()
    decisions = UNDECIDED
    if sidecar is not None:
        claims[SIDECAR], decisions, problems = _read_sidecar(sidecar_file, sidecar)
    meta, notes = settle_meta(file, sidecar_file, claims, today)
    return meta, decisions, problems + notes


def _read_sidecar(file: str, data: bytes) -> tuple[tuple[Claim, ...], Decisions, tuple[Problem, ...]]:
    if len(data) > MAX_SIDECAR_BYTES:
        remedy = "附表只写几行说明，请删去多余的内容"
        return (), UNDECIDED, (Problem(file, 0, f"附表超过{MAX_SIDECAR_BYTES // 1000} KB", remedy),)
    found = decode_bytes(data) if data.strip() else Decoded("", "UTF-8")
    if found is None or found.bad_bytes:
        return (), UNDECIDED, (Problem(file, 0, "附表不是能读出的文本", "请用 UTF-8 编码重新保存"),)
    lines, _ = drop_invisible(cut_lines(found.text))
    decisions, left, problems = read_decisions(file, lines)
    if not any(line.strip() and not line.lstrip().startswith("#") for line in left):
        return (), decisions, problems
    claims, notes = read_mapping(file, left, 1)
    return claims, decisions, problems + notes

"""A PDF that has text -> its lines, block by block, by pdfminer.six where that is installed (make site PDF=1).

It runs in a process of its own with little memory and time: what a PDF unpacks to is known only when it has been
unpacked. Nothing in it is run or followed.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from build_scripts.reading.intake_rules import intake_rules
from build_scripts.reading.word_files import DocumentError

PATIENCE = 90
"""Seconds; a newspaper page takes two."""
_ROOT = Path(__file__).parents[2]
_INSTALL = "请运行一次 make site PDF=1 装好读 PDF 的软件；或者另存为“纯文本，UTF-8 编码”再放进来"
_OCR = "请先用识字软件（OCR）认出文字，存成 .txt 再放进来"
REASONS = {
    3: ("PDF 已经损坏，或者不是 PDF", ""),
    4: ("PDF 加了密码，读不出来", ""),
    5: ("PDF 的页数太多，不像一个版面，没有读取", "请把要收录的一版单独存成一个 PDF"),
    6: ("PDF 里没有文字，是扫描的图片", _OCR),
}
"""What the exit status of the reader means, and what to do."""


def can_read_pdf() -> bool:
    """Tell whether the reader is installed."""
    return importlib.util.find_spec("pdfminer") is not None


def read_pdf(data: bytes) -> str:
    """Return the text of a PDF; its blocks are parted by blank lines."""
    if not can_read_pdf():
        raise DocumentError("还不能读 PDF 文件：没有装读 PDF 的软件", _INSTALL)
    command = [sys.executable, "-m", "build_scripts.reading.pdf_reader"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, cwd=_ROOT, timeout=PATIENCE, check=False)  # noqa: S603  our own module
    except subprocess.TimeoutExpired as error:
        raise DocumentError("PDF 太复杂，读了很久也没有读完") from error
    if done.returncode:
        found, remedy = REASONS.get(done.returncode, ("PDF 太大或太复杂，没有读取", ""))
        raise DocumentError(found, remedy)
    return done.stdout.decode("utf-8", "replace").translate(intake_rules().radicals)

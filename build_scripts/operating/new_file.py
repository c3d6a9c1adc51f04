"""A new source file: its name and head from three answers, its text from a paste; nothing is ever overwritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from build_scripts.reading.characters import cut_lines
from build_scripts.reading.heads import read_head
from build_scripts.reading.metadata import parse_day, parse_page_no

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|：《》\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
"""What Windows, macOS or Linux refuses in a file name, what ends a key, and what nobody can see."""
_LONGEST_NAME = 40
_UNNAMED = "未命名"
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Answers:
    """What an operator says of a new page; None where nothing is known."""

    publication: str | None = None
    issue_date: date | None = None
    page_no: str | None = None


class BadAnswerError(ValueError):
    """An answer that cannot be used; its text says why."""


def clean_publication(text: str) -> str | None:
    """Return the name of a paper as a file name can carry it.

    >>> clean_publication(" 《辽宁日报》"), clean_publication("../..")
    ('辽宁日报', None)
    """
    plain = " ".join(_NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", text)).split())
    return plain.strip("~. ")[:_LONGEST_NAME].rstrip(". ") or None


def read_day(text: str, today: date) -> date | None:
    """Return the day that an answer names; nothing where it is empty."""
    if not text.strip():
        return None
    day = parse_day(text)
    if day is None:
        raise BadAnswerError(
            f"日期“{text.strip()[:20]}”读不懂，或者没有这一天；请写成“2025-01-13”的样子，不知道就直接按回车"
        )
    # China is ahead of most clocks: tomorrow's paper may be there today.
    if day > today + timedelta(days=1):
        raise BadAnswerError(f"日期“{text.strip()[:20]}”还没有到；请核对年月日")
    return day


def read_page_no(text: str) -> str | None:
    """Return the page number that an answer names; nothing where it is empty."""
    if not text.strip():
        return None
    number = parse_page_no(text)
    if number is None:
        raise BadAnswerError(f"版次“{text.strip()[:20]}”读不懂；请写成“08”或“A08”，不知道就直接按回车")
    return number


def ask_answers(given: Answers, today: date, ask: Callable[[str], str], say: Callable[[str], None]) -> Answers:
    """Return the answers with what was not given asked for."""

    def day_of(text: str) -> date | None:
        return read_day(text, today)

    return Answers(
        given.publication or _until_good(ask, say, "哪份报纸？（如 辽宁日报；不知道就按回车）", clean_publication),
        given.issue_date or _until_good(ask, say, "哪天的？（如 2025-01-13；不知道就按回车）", day_of),
        given.page_no or _until_good(ask, say, "第几版？（如 8 或 A08；不知道就按回车）", read_page_no),
    )


def _until_good(
    ask: Callable[[str], str], say: Callable[[str], None], question: str, read: Callable[[str], _Value]
) -> _Value:
    """Ask until the answer can be used."""
    while True:
        try:
            return read(ask(question))
        except BadAnswerError as error:
            say(f"  {error}")


def file_stem(answers: Answers) -> str:
    """Return the name of the file that the answers make, without its ending.

    >>> file_stem(Answers("辽宁日报", date(2025, 1, 13), "8")), file_stem(Answers())
    ('2025-01-13-辽宁日报-08版', '未命名')
    """
    day = answers.issue_date.isoformat() if answers.issue_date else None
    page_no = f"{answers.page_no:0>2}版" if answers.page_no else None
    return "-".join(part for part in (day, answers.publication, page_no) if part) or _UNNAMED


def file_text(answers: Answers, text: str) -> str:
    """Return what the file begins as: the head and then the text; a text with a head of its own stays as it is."""
    if text and read_head("", cut_lines(text)).claims:
        return text
    day = answers.issue_date.isoformat() if answers.issue_date else ""
    head = f"报纸：{answers.publication or ''}\n日期：{day}\n版次：{answers.page_no or ''}\n版名：\n链接：\n\n"
    return head + text.lstrip("\ufeff")


def write_new(source: Path, answers: Answers, text: str = "") -> Path:
    """Write a new file and return its path; where the name is taken, the next free number is added."""
    data = file_text(answers, text).encode("utf-8", "replace")
    for name in _names(file_stem(answers)):
        path = source / name
        try:
            handle = path.open("xb")
        except FileExistsError:
            continue
        try:
            with handle:
                handle.write(data)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    raise AssertionError  # the numbers do not end


def _names(stem: str) -> Iterator[str]:
    """Yield names in the order to try them; a hyphen and a number would be those of a picture."""
    yield f"{stem}.txt"
    number = 2
    while True:
        yield f"{stem}（{number}）.txt"
        number += 1

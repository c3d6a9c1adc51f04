"""Pieces -> roles by their own shape. What only the neighbours can tell is decided in articles.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from build_scripts.model import ParagraphKind
from build_scripts.reading.bylines import parse_byline
from build_scripts.reading.head_lines import LONGEST_HEAD, is_head, is_one_sentence
from build_scripts.reading.pieces import PICTURE_GAP, Mark, Piece
from build_scripts.reading.seams import is_open
from build_scripts.reading.signatures import is_signed
from build_scripts.reading.speech import Said, said_as
from build_scripts.tables import PatternRow, read_patterns, read_table, read_words
from build_scripts.text import HAN, has_dateline

AFTER_JUMP = "after_jump"
"""Rule of text that comes from another page (上接第1版)."""

ABOVE_SOURCE = "above_source"
"""Rule of a headline above the line of a web page that names its source."""

SERIES = "series_number"
"""Rule of a line that says which part of a series its article is: 山村见闻之二."""

PICTURE_NEWS = "picture_news"
"""Rule of 图片新闻 over a headline: the column of a picture with a text of its own."""

GOES_ON = "caption_goes_on"
"""Rule of a line that goes on with the caption above it."""

EDITOR_ROLE = "editor_role"
"""Rule of a line whose role an editor has named."""


class Shape(Enum):
    """What a piece looks like on its own."""

    FURNITURE = "furniture"
    COLUMN = "column"
    KICKER = "kicker"
    DECK = "deck"
    BYLINE = "byline"
    SUMMARY = "summary"
    HEAD = "head"
    """Short, without an end: headline, crosshead or bare caption."""
    CROSSHEAD = "crosshead"
    CAPTION = "caption"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Shaped:
    """A piece with its shape and the name of the rule that gave it."""

    piece: Piece
    shape: Shape
    rule: str
    kind: str | None = None
    """Kind of furniture."""

    @property
    def text(self) -> str:
        """The closed-up text of the piece."""
        return self.piece.text


@cache
def _columns() -> tuple[PatternRow, ...]:
    rows = read_table("headings")["columns"]
    return tuple(
        PatternRow(r["name"], re.compile(r["pattern"]), r["meaning"], r["positive"], r["negative"]) for r in rows
    )


@cache
def _summary() -> re.Pattern[str]:
    return re.compile(rf"^[【\[]?({'|'.join(read_words('headings', 'summary_marks'))})[】\]]?[\s:：]*")


@cache
def _of_picture() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in read_table("headings")["captions"]))


_WRITTEN_TOO = re.compile(r"文\s*[并/／、]?\s*摄[）)]$")
"""Who wrote a text and took its pictures signs the text."""
_TAKEN_BY = re.compile(r"[^拍]摄[。）)]?$")


def _has_caption_words(spaced: str) -> bool:
    """Tell whether a line says that it belongs to a picture: by a number, a word, or who took it."""
    if any(word in spaced for word in read_words("headings", "caption_words")) or _of_picture().match(spaced):
        return True
    return "摄" in spaced[-2:] and bool(_TAKEN_BY.search(spaced)) and not _WRITTEN_TOO.search(spaced)


def is_summary_mark(text: str) -> bool:
    """Tell whether a line is nothing but the words that announce a boxed summary."""
    return not _summary().sub("", text) and bool(text)


def strip_summary_mark(text: str) -> str:
    """Return a boxed summary without the words that announce it."""
    return _summary().sub("", text)


_NUMBERED = re.compile(
    rf"^(?:[（(][一二三四五六七八九十]{{1,3}}[）)]|[一二三四五六七八九十]{{1,3}}、|\d{{1,2}}[.．、](?=[{HAN}]))"
)
_ANNOUNCES = re.compile("(?:如下|以下[^，。]{0,8}|下列[^，。]{0,8})：$")


def shape_pieces(pieces: tuple[Piece, ...]) -> tuple[Shaped, ...]:
    """Give each piece the shape that its own words and the blank lines before it show."""
    return tuple(_with_ends(_shape(p)) for p in pieces)


def _with_ends(item: Shaped) -> Shaped:
    """Note what cannot go on elsewhere: numbered openings, announcements of a list, what ends with who wrote it."""
    if item.shape is not Shape.BODY:
        return item
    begins = bool(_NUMBERED.match(item.text))
    ends = bool(_ANNOUNCES.search(item.text)) or is_signed(item.piece)
    if not begins and not ends:
        return item
    return replace(item, piece=replace(item.piece, begins=begins or item.piece.begins, ends=ends or item.piece.ends))


def _shape(piece: Piece) -> Shaped:
    if piece.kind is not ParagraphKind.PROSE:
        return Shaped(piece, Shape.BODY, piece.kind.value)
    if piece.mark:
        return _shape_of_mark(piece, piece.mark)
    return _shape_of_speech(piece) or _shape_of_line(piece)


_MARKS = {
    Mark.HEADLINE: Shape.HEAD,
    Mark.CROSSHEAD: Shape.CROSSHEAD,
    Mark.ROW: Shape.BODY,
    Mark.CAPTION: Shape.CAPTION,
}


def _shape_of_mark(piece: Piece, mark: Mark) -> Shaped:
    """Return the shape that the mark-up of the source gives; list items may be furniture, links of a web page."""
    if mark is Mark.NAVIGATION:
        return Shaped(piece, Shape.FURNITURE, mark.value, "网页导航")
    if mark is Mark.CROSSHEAD and (other := _shape_of_line(piece)).rule == "web_list_head":
        return other
    if mark is Mark.ITEM:
        other = _shape_of_speech(piece) or _shape_of_line(piece)
        whole = replace(piece, begins=True, ends=True)
        return other if other.shape is Shape.FURNITURE else Shaped(whole, Shape.BODY, mark.value)
    return Shaped(piece, _MARKS[mark], mark.value)


_SPOKEN = {
    Said.GREETING: (Shape.BODY, True),
    Said.SPEAKER: (Shape.BODY, False),
    Said.AUTHOR_NOTE: (Shape.BODY, True),
    Said.SPEECH_DATE: (Shape.DECK, None),
}
"""The shape of what is spoken, and whether it ends where the line does; None: it is no text."""


def _shape_of_speech(piece: Piece) -> Shaped | None:
    """Return the shape of what is spoken or greets, short as it may be; None for other lines."""
    said = said_as(piece)
    if said is None:
        return None
    shape, ends = _SPOKEN[said]
    return Shaped(piece if ends is None else replace(piece, begins=True, ends=ends or piece.ends), shape, said.value)


@cache
def _furniture() -> tuple[tuple[Callable[[str], object], PatternRow], ...]:
    """Return the rows of furniture, each behind its match, for the beginning of every line is held against them all."""
    return tuple((row.pattern.match, row) for row in read_patterns("furniture"))


@cache
def _series() -> re.Pattern[str]:
    words = "|".join(read_words("headings", "series_words"))
    number = "[一二三四五六七八九十]{1,3}"
    return re.compile(
        rf"^[^，。；！？]{{2,24}}(?:{words})[”》]?(?:之{number}|[（(](?:{number}|[上中下续])[）)]|[①-⑳])$"
    )


def _shape_of_line(piece: Piece) -> Shaped:
    text, spaced = piece.text, piece.spaced
    for match, row in _furniture():
        if match(spaced):
            return Shaped(piece, Shape.FURNITURE, row.name, row.meaning)
    if _summary().match(spaced) and len(text) > 30:
        return Shaped(piece, Shape.SUMMARY, "summary_mark")
    for row in _columns():
        if row.pattern.match(spaced):
            return Shaped(piece, Shape.COLUMN, row.name)
    if parse_byline(spaced):
        return Shaped(piece, Shape.BYLINE, "byline")
    if has_dateline(spaced):
        return Shaped(piece, Shape.BODY, "dateline")
    if len(text) <= 160 and _has_caption_words(spaced) and not is_open(text[:-1] + "。"):
        return Shaped(piece, Shape.CAPTION, "caption_words")
    return _head_or_body(piece)


_SHARE = re.compile(r"\d[\d.]*[%‰]")
"""What a column may begin with that was cut before a figure, and no caption."""
_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]")


def _is_line_of_column(piece: Piece) -> bool:
    """Tell whether a line with a comma inside nearly fills its column right below others: the first of a paragraph."""
    return piece.gap_before == 0 and "，" in piece.text and len(piece.text) >= piece.width - _NEARLY > 0


_NEARLY = 3
"""Characters by which a line of type may stop short where the next word does not fit in."""


def _head_or_body(piece: Piece) -> Shaped:
    text = piece.text
    if _NUMERAL.match(text) and is_head(text, 45, numbered=True):
        return Shaped(piece, Shape.CROSSHEAD, "numbered_head")
    if text.startswith(("—", "－－", "--")) and len(text) <= 45 and text[-1:] not in "。；":
        return Shaped(piece, Shape.DECK, "dash")
    if text[-1:] == "：" and len(text) <= 30 and "，" not in text:
        return Shaped(piece, Shape.KICKER, "colon")
    if _series().match(text):
        return Shaped(piece, Shape.KICKER, SERIES)
    if not piece.full and is_head(text, LONGEST_HEAD) and not _is_line_of_column(piece):
        rule = "short_line_at_picture" if piece.gap_before >= PICTURE_GAP else "short_line"
        return Shaped(piece, Shape.HEAD, rule)
    if piece.gap_before >= PICTURE_GAP and len(text) <= 60 and is_one_sentence(text) and not _SHARE.match(text):
        return Shaped(piece, Shape.CAPTION, "one_sentence_at_picture")
    return Shaped(piece, Shape.BODY, "running_text")

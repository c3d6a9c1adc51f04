"""Shapes that only the pieces around a piece can tell: bare names, lists of links, what closes a text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from build_scripts.model import ParagraphKind
from build_scripts.reading.around_pictures import as_text, is_picture_with_headline, shape_below_caption
from build_scripts.reading.closings import settle_closing
from build_scripts.reading.labels import is_column_with_point, is_label, label_marks
from build_scripts.reading.links import is_above_source, settle_links
from build_scripts.reading.names import bare_names, likely_names, office_and_day, offices, post_and_name
from build_scripts.reading.roles import ABOVE_SOURCE, PICTURE_NEWS, Shape, Shaped, is_summary_mark
from build_scripts.reading.seams import is_open
from build_scripts.text import is_han

_NEAR = 50
"""Pieces of furniture, bylines and captions that may stand between two that belong together."""
_WORD = 2
"""Characters of a crosshead that is a single word."""
_TITLE_LINE = 20
"""Characters of one line of a headline."""
_MARKS = re.compile("[，。；：！？、]")


def settle_surroundings(shaped: tuple[Shaped, ...]) -> tuple[Shaped, ...]:
    """Return the shapes of a page after a look at what stands before and after each piece."""
    items = list(shaped)
    links_end = 0
    for i, item in enumerate(items):
        if item.shape is Shape.FURNITURE:
            if i and _may_be_signed(items[i - 1]) and office_and_day(item.text):
                items[i] = replace(item, shape=Shape.BYLINE, rule="office_and_day", kind=None)
            elif item.rule == "picture_label" and is_picture_with_headline(items, i):
                items[i] = replace(item, shape=Shape.COLUMN, rule=PICTURE_NEWS, kind=None)
                items[i + 2] = as_text(items[i + 2])
            elif item.rule == "web_list_head":
                links_end = settle_links(items, i, links_end)
            continue
        if item.shape in (Shape.HEAD, Shape.COLUMN) and is_summary_mark(item.text):
            _settle_summary(items, i)
        elif item.rule == "caption_words" and _is_bulleted_brief(items, i):
            items[i] = replace(item, shape=Shape.BODY, rule="bulleted_brief")
        elif other := _other_shape(items, i):
            items[i] = replace(item, shape=other[0], rule=other[1])
    settle_closing(items)
    return tuple(items)


def _may_be_signed(item: Shaped) -> bool:
    """Tell whether an office can sign below a line: below a headline, and below a text that has ended."""
    return item.shape is Shape.HEAD or (item.shape is Shape.BODY and not is_open(item.text))


def _is_dash_over_title(items: list[Shaped], i: int) -> bool:
    """Tell whether a line that ends with a dash leads to the headline right below it."""
    item, before = items[i], _before(items, i)
    if item.rule != "running_text" or item.piece.full or not _LEADING.match(item.text):
        return False
    return (before is None or before.shape is not Shape.BODY or not is_open(before.text)) and _is_over_title(items, i)


_LEADING = re.compile(r"^[^，。；：！？]{4,24}——$")


def _other_shape(items: list[Shaped], i: int) -> tuple[Shape, str] | None:
    """Return the shape that its neighbours give a piece, and the rule; None where they tell nothing."""
    if (items[i].shape is Shape.HEAD or items[i].rule == "running_text") and is_label(items, i):
        return Shape.COLUMN, "label_over_headline"
    if items[i].shape is Shape.HEAD and is_column_with_point(items, i):
        return Shape.COLUMN, "column_with_point"
    if items[i].shape is Shape.HEAD and is_above_source(items, i):
        return Shape.HEAD, ABOVE_SOURCE
    if of_caption := shape_below_caption(items, i):
        return of_caption
    if leading := _leads_to_title(items, i):
        return leading
    if _is_line_of_title(items, i) or _is_sentence_as_title(items, i):
        return Shape.HEAD, "line_of_a_title"
    if _is_short_title(items, i):
        return Shape.HEAD, "short_title"
    if _is_word_over_text(items, i) or _is_word_over_head(items, i):
        return Shape.HEAD, "word_over_text"
    if _is_signature_of_column(items, i) or _is_signature_in_brackets(items, i):
        return Shape.BYLINE, "bare_name"
    return None


def _is_word_over_text(items: list[Shaped], i: int) -> bool:
    """Tell whether a line of one or two characters is a crosshead: between two texts, one of several on the page."""
    return _is_word(items, i) and any(_is_word(items, j) for j in range(max(0, i - _NEAR), i + _NEAR) if j != i)


def _is_word_over_head(items: list[Shaped], i: int) -> bool:
    """Tell whether a line of one or two characters is the first line of a crosshead in two: 传承, 拜师帖里留真功."""
    item, after = items[i], items[i + 1 : i + 3]
    if item.rule != "running_text" or len(item.text) > _WORD or not all(map(is_han, item.text)) or len(after) < 2:
        return False
    same = item.piece.gap_before > 0 and after[0].piece.block == item.piece.block
    return same and after[0].shape is Shape.HEAD and after[1].shape is Shape.BODY


def _is_word(items: list[Shaped], i: int) -> bool:
    if not 0 < i < len(items) - 1:
        return False
    item, before, after = items[i], items[i - 1], items[i + 1]
    if item.rule not in ("running_text", "word_over_text") or len(item.text) > _WORD or not all(map(is_han, item.text)):
        return False
    if item.piece.gap_before == 0 or after.piece.gap_before == 0 or after.shape is not Shape.BODY:
        return False
    return len(after.text) > _TITLE_LINE and before.shape is not Shape.HEAD and not is_open(before.text)


def _settle_summary(items: list[Shaped], at: int) -> None:
    """Take the text below 核心提示 for a summary, on to its end where the column breaks it."""
    end = at + 1
    while end < len(items) and items[end].shape is Shape.BODY:
        end += 1
        if not is_open(items[end - 1].text):
            break
    if end > at + 1:
        items[at:end] = [replace(item, shape=Shape.SUMMARY, rule="summary_mark", kind=None) for item in items[at:end]]


def _before(items: list[Shaped], i: int) -> Shaped | None:
    """Return the last piece before another that is no furniture, if it stands near."""
    for item in reversed(items[max(0, i - _NEAR + 1) : i]):
        if item.shape is not Shape.FURNITURE:
            return item
    return None


def _is_line_of_title(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line above a dateline or byline is a line of its headline, whatever it ends with."""
    item = items[i]
    if item.rule != "running_text" or item.piece.full or len(item.text) > _TITLE_LINE or _MARKS.search(item.text):
        return False
    before = _before(items, i)
    if before is not None and before.shape is Shape.BODY and is_open(before.text):
        return False
    for other in islice(items, i + 1, i + 4):
        if other.shape is Shape.BYLINE or other.rule == "dateline":
            return True
        if other.shape not in (Shape.HEAD, Shape.DECK) and (len(other.text) > _TITLE_LINE or _MARKS.search(other.text)):
            return False
    return False


def _is_sentence_as_title(items: list[Shaped], i: int) -> bool:
    """Tell whether a short sentence, full stop and all, stands in a head: nothing above is text that it could end."""
    item, before = items[i], _before(items, i)
    if item.shape not in (Shape.BODY, Shape.CAPTION) or item.piece.full or not _ONE_SENTENCE.match(item.text):
        return False
    if item.rule not in ("running_text", "one_sentence_at_picture"):
        return False
    if before is not None and before.shape not in (Shape.HEAD, Shape.COLUMN, Shape.KICKER):
        return False
    after = items[i + 1] if i + 1 < len(items) else None
    signed = after is not None and (after.shape is Shape.BYLINE or after.rule == "dateline")
    return signed or (before is None and _is_over_title(items, i))


_ONE_SENTENCE = re.compile(r"^“?[^。！？；：]{4,24}[。！][”’]?$")


def _is_bulleted_brief(items: list[Shaped], i: int) -> bool:
    """Tell whether a line with the mark of a picture is one of a column of briefs: a column head stands above them."""
    before = _before(items, i)
    if before is None or items[i].text[0] not in label_marks() or items[i].text[-1] not in "。！":
        return False
    return before.rule == "briefs_column" or (before.rule == "bulleted_brief" and before.text[0] == items[i].text[0])


def _leads_to_title(items: list[Shaped], i: int) -> tuple[Shape, str] | None:
    if _is_dash_over_title(items, i):
        return Shape.KICKER, "dash_over_headline"
    return (Shape.HEAD, "question_over_headline") if _is_question_over_title(items, i) else None


def _is_question_over_title(items: list[Shaped], i: int) -> bool:
    """Tell whether a line that asks or calls out, commas and all, leads to the headline right below it."""
    item, before = items[i], _before(items, i)
    if item.rule != "running_text" or item.piece.full or not _QUESTION.match(item.text):
        return False
    if before is not None and (before.shape is Shape.HEAD or (before.shape is Shape.BODY and is_open(before.text))):
        return before.shape is Shape.HEAD and _is_over_title(items, i)
    return _is_over_title(items, i)


def _is_over_title(items: list[Shaped], i: int) -> bool:
    """Tell whether a headline stands right below, with what stands below headlines only."""
    below = list(islice(items, i + 1, i + 5))
    if not below or below[0].shape is not Shape.HEAD:
        return False
    found = next((s for s in below if s.shape is not Shape.HEAD), None)
    return found is not None and (found.shape in (Shape.BYLINE, Shape.DECK, Shape.SUMMARY) or found.rule == "dateline")


_QUESTION = re.compile(r"^[^。；：]{4,28}[？！][”’]?$")


def _is_short_title(items: list[Shaped], i: int) -> bool:
    """Tell whether a line of one or two characters is a headline: above a name or above verse."""
    item = items[i]
    if item.rule != "running_text" or not 1 <= len(item.text) <= 2 or not all(map(is_han, item.text)):
        return False
    before = _before(items, i)
    if before is not None and (before.shape is not Shape.BODY or is_open(before.text)):
        return False
    after = items[i + 1] if i + 1 < len(items) else None
    if after is None:
        return False
    named = after.shape is Shape.BYLINE or bool(bare_names(after.piece.spaced))
    return named or after.piece.kind is ParagraphKind.VERSE


def _is_signature_of_column(items: list[Shaped], i: int) -> bool:
    """Tell whether a line of bare names stands between a headline and its text."""
    item = items[i]
    short = item.shape is Shape.HEAD or (item.rule == "running_text" and len(item.text) <= 4)
    spaced = item.piece.spaced
    if not short or not (bare_names(spaced) or post_and_name(spaced) or offices(spaced)):
        return False
    before = _before(items, i)
    skipped = (Shape.FURNITURE, Shape.BYLINE, Shape.CAPTION)
    after = next((s for s in islice(items, i + 1, i + 1 + _NEAR) if s.shape not in skipped), None)
    if before is None or after is None or before.shape not in (Shape.HEAD, Shape.DECK):
        return False
    return after.shape in (Shape.BODY, Shape.CROSSHEAD, Shape.SUMMARY) or after.rule == "speech_date"


def _is_signature_in_brackets(items: list[Shaped], i: int) -> bool:
    """Tell whether a line right below a text that has ended is nothing but names in brackets: （丁一 王五）."""
    text, before = items[i].piece.spaced, _before(items, i)
    if items[i].rule not in ("short_line", "running_text") or text[:1] != "（" or text[-1:] != "）":
        return False
    ended = before is not None and before.shape is Shape.BODY and not is_open(before.text)
    after = next((s for s in islice(items, i + 1, i + _NEAR) if s.shape is not Shape.FURNITURE), None)
    alone = after is None or after.shape not in (Shape.BODY, Shape.CROSSHEAD)
    return ended and bool(likely_names(text[1:-1]) if alone else bare_names(text[1:-1]))

"""Captions told from heads and from text, by what they stand between."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from build_scripts.lexicon import segmenter
from build_scripts.reading.crosshead_rows import LONGEST_CROSSHEAD, stands_in_row, unlike_crossheads
from build_scripts.reading.names import is_house
from build_scripts.reading.pieces import PICTURE_GAP
from build_scripts.reading.roles import EDITOR_ROLE, Shape, Shaped
from build_scripts.reading.seams import CERTAIN, FAR, PROOF, is_open, is_torn_off, weigh_seam, word_across
from build_scripts.reading.showing import may_show, shows, shows_a_picture
from build_scripts.reading.titles import is_misread_dash
from build_scripts.tables import read_table
from build_scripts.text import has_dateline


def settle_captions(items: list[Shaped]) -> list[Shaped]:
    """Tell captions from heads and text by what they stand between."""
    for i, item in enumerate(items):
        if item.rule == EDITOR_ROLE:
            continue
        if other := _settled(items, i):
            items[i] = replace(item, shape=other[0], rule=other[1])
            continue
        for at in range(i, _interrupting(items, i)):
            items[at] = replace(items[at], shape=Shape.CAPTION, rule=_INTERRUPTS)
        if items[i].shape is Shape.BODY and shows_a_picture(items, i):
            items[i] = replace(item, shape=Shape.CAPTION, rule="shows_a_picture")
    return items


_INTERRUPTS = "interrupts_a_sentence"


def _settled(items: list[Shaped], i: int) -> tuple[Shape, str] | None:
    """Return the shape that its neighbours give a piece, and the rule; None where they tell nothing."""
    item = items[i]
    before = items[i - 1] if i else None
    after = items[i + 1] if i + 1 < len(items) else None
    if item.shape is Shape.HEAD and item.piece.gap_before >= PICTURE_GAP and _bare_caption(items, i):
        return Shape.CAPTION, "short_line_at_picture"
    if _stands_over_page(items, i):
        return Shape.CAPTION, "caption_over_page"
    if item.shape is Shape.CAPTION and item.rule == "one_sentence_at_picture":
        # A tail of a broken paragraph can stand under a picture too, and under its caption.
        before = next((s for s in reversed(items[max(0, i - _MOST) : i]) if s.shape is not Shape.CAPTION), None)
        goes_on = before is not None and before.shape is Shape.BODY and _continues(before, item, after)
        goes_on = goes_on or (before is not None and _counts_on(before, item))
        return (Shape.BODY, "continues_above_picture") if goes_on else None
    if _tells_of_picture(before, item, after) or _stands_over_byline(items, i):
        return Shape.CAPTION, "scene_of_a_picture"
    if _goes_on(before, item, after):
        return Shape.BODY, "word_goes_on"
    if _breaks_off(items, i):
        return Shape.BODY, "breaks_off_before_captions"
    return (Shape.CAPTION, _INTERRUPTS) if unlike_crossheads(items, i) else None


@cache
def _scenes() -> dict[str, re.Pattern[str]]:
    return {row["name"]: re.compile(row["pattern"]) for row in read_table("headings")["scenes"]}


def is_source_of_picture(item: Shaped) -> bool:
    """Tell whether a line says where a picture is from, and nothing else."""
    return _scenes()["source_of_picture"].match(item.piece.spaced) is not None


def _tells_of_picture(before: Shaped | None, item: Shaped, after: Shaped | None) -> bool:
    """Tell whether a short line alone below a text says who is doing what for whom and where, as no head does.

    Above a head less is enough, for two heads do not stand over one another with a blank line between.
    """
    if item.shape is not Shape.HEAD or before is None or after is None:
        return False
    if item.piece.gap_before == 0 or after.piece.gap_before == 0 or has_dateline(after.piece.spaced):
        return False
    if before.shape is Shape.HEAD:  # no deck tells so much of a picture
        return after.shape is Shape.BODY and " " not in item.piece.spaced and shows(item.text) >= _SHOWS_BETWEEN
    if before.shape is not Shape.BODY:
        return False
    if after.shape is Shape.HEAD:
        return _is_scene(item)
    if after.shape is not Shape.BODY:
        return False
    named = (_scenes()[name].match(item.piece.spaced) for name in ("who_does_what_where", "who_is_doing_what"))
    if any(named):
        return True
    counts = _COUNTED.match(after.text) is not None
    goes_on = is_open(before.text) and (counts or weigh_seam(before.text, after.text).score > 0)
    return " " not in item.piece.spaced and shows(item.text) >= (_SHOWS_IN_BREAK if goes_on else _SHOWS_BETWEEN)


_COUNTED = re.compile(r"\d[\d.]*(?![\d.年月日号时])")
"""With what a text goes on that broke off before a figure."""
_SHOWS_IN_BREAK, _SHOWS_BETWEEN = 1.6, 2.6
"""What a line in one part between two texts must tell of a picture, where they go on and where they do not.

Of 140 crossheads and 131 headlines in one part none tells more than 2.2.
"""


def _bare_caption(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line under a picture is its caption: unless it opens the page or heads an article."""
    if i == 0 or all(s.shape in (Shape.FURNITURE, Shape.CAPTION) for s in items[:i]):
        return False
    after = items[i + 1] if i + 1 < len(items) else None
    if after is None:
        return True
    if after.shape in (Shape.DECK, Shape.SUMMARY) or (after.shape is Shape.BODY and has_dateline(after.piece.spaced)):
        return False
    if after.shape is Shape.HEAD and is_misread_dash(after):
        return False
    if after.shape is Shape.BYLINE:
        # A feature may print its lede before the byline; then the line between is a caption.
        return not _byline_since_headline(items, i)
    return True


def _stands_over_page(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line at the top of the page tells of a picture there: its words do, and the blank lines."""
    item, after = items[i], items[i + 1] if i + 1 < len(items) else None
    if item.shape is not Shape.HEAD or after is None or " " in item.piece.spaced:
        return False
    if after.shape not in (Shape.HEAD, Shape.CAPTION, Shape.COLUMN, Shape.KICKER):
        return False
    if any(s.shape not in (Shape.FURNITURE, Shape.CAPTION) for s in items[:i]):
        return False
    above, below = item.piece.gap_before >= PICTURE_GAP, after.piece.gap_before >= PICTURE_GAP
    captions = any(s.shape is Shape.CAPTION for s in items[:i]) or _more_pictures_follow(items, i + 1)
    apart = captions and item.piece.gap_before > after.piece.gap_before
    least = _SHOWS_AT_PICTURE if above or below or apart else _SHOWS_ALONE
    if below and (above or captions):
        least = _MAY_SHOW
    return after.piece.gap_before > 0 and shows(item.text) >= least and not is_house(item.text)


def _more_pictures_follow(items: list[Shaped], i: int) -> bool:
    """Tell whether captions of other pictures stand here, each below the blank lines of one, and a head below them."""
    end = i
    while end < len(items) and items[end].shape is Shape.HEAD and items[end].piece.gap_before > 1:
        if " " in items[end].piece.spaced or shows(items[end].text) < _SHOWS_AT_PICTURE:
            return False
        end += 1
    return i < end < len(items) and items[end].shape is Shape.HEAD and not is_misread_dash(items[end])


_MAY_SHOW, _SHOWS_AT_PICTURE, _SHOWS_ALONE = -1.0, 1.0, 3.3
"""What the words of a line at the top of the page must tell of a picture: between two, at one, and with none around."""


def _byline_since_headline(items: list[Shaped], i: int) -> bool:
    bodies = 0
    for item in reversed(items[:i]):
        if item.shape is Shape.BYLINE or has_dateline(item.piece.spaced):
            return True
        if item.shape in (Shape.KICKER, Shape.COLUMN, Shape.DECK) or (item.shape is Shape.HEAD and bodies):
            return False
        bodies += item.shape is Shape.BODY
    return bodies == 0


def _continues(before: Shaped, item: Shaped, after: Shaped | None) -> bool:
    if not is_open(before.text):
        return False
    here = weigh_seam(before.text, item.text).score
    beyond = weigh_seam(before.text, after.text).score if after and after.shape is Shape.BODY else -1.0
    return here >= CERTAIN and here > beyond


def _counts_on(before: Shaped, item: Shaped) -> bool:
    """Tell whether a sentence with a figure follows one that breaks off: pictures are told of without figures."""
    return before.shape is Shape.BODY and is_open(before.text) and _FIGURE.search(item.text) is not None


_FIGURE = re.compile(r"\d(?:\.\d+)?(?![\d月日号年岁路楼室层点版])")


def _stands_over_byline(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line between a lede and the byline below it says who does what in a picture."""
    item, before, after = items[i], items[i - 1] if i else None, items[i + 1] if i + 1 < len(items) else None
    if item.shape is not Shape.HEAD or before is None or after is None or before.shape is not Shape.BODY:
        return False
    if after.shape is not Shape.BYLINE or item.piece.gap_before == 0 or is_open(before.text):
        return False
    return _is_scene(item) and not _byline_since_headline(items, i)


def _is_scene(item: Shaped) -> bool:
    return any(_scenes()[name].match(item.piece.spaced) for name in _WHO_DOES_WHAT)


_WHO_DOES_WHAT = ("who_does_what_where", "who_does_what_for_whom", "who_is_doing_what")


def _goes_on(before: Shaped | None, item: Shaped, after: Shaped | None) -> bool:
    """Tell whether a short line stops inside a word that the next piece completes."""
    if before is None or after is None or item.shape is not Shape.HEAD or after.shape is not Shape.BODY:
        return False
    if before.shape is Shape.BODY and is_open(before.text):
        beyond, here = weigh_seam(before.text, after.text), weigh_seam(before.text, item.text)
        if beyond.score >= CERTAIN and here.score < beyond.score:
            return False  # what stands above goes on in what stands below
    last = segmenter().cut(item.text)[-1]
    return (len(last) == 1 or not segmenter().has_word(last)) and word_across(item.text, after.text) is not None


def _breaks_off(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line is running text that captions interrupt: too long and too plain for a crosshead."""
    text = items[i].piece.spaced
    if items[i].shape is not Shape.HEAD or len(text) < LONGEST_CROSSHEAD or " " in text or i == 0:
        return False
    after = items[i + 1] if i + 1 < len(items) else None
    return items[i - 1].shape is Shape.BODY and after is not None and after.shape is Shape.CAPTION


def _interrupting(items: list[Shaped], i: int) -> int:
    """Return where the captions end that begin here, in the middle of a sentence; `i` where none does."""
    before = items[i - 1] if i else None
    if before is None or before.shape is not Shape.BODY or not is_open(before.text) or stands_in_row(items, i):
        return i
    for end in range(i + 1, min(i + _MOST, len(items) - 1) + 1):
        if not _may_be_caption(items[end - 1]) or (end > i + 1 and items[end - 1].piece.gap_before):
            return i
        if _parts_a_sentence(before, items[i:end], items[end]):
            return end
    return i


_MOST = 4
"""Captions that stand below one another in the middle of a sentence."""
_LONGEST_IN_BREAK = 45
"""Characters of a caption that only the break around it tells."""


def _may_be_caption(item: Shaped) -> bool:
    if item.shape not in (Shape.HEAD, Shape.BODY) or len(item.text) > 60 or item.rule == EDITOR_ROLE:
        return False
    if item.shape is Shape.BODY and (is_open(item.text) or len(re.findall("[。！？]", item.text)) > 1):
        return False
    return may_show(item.text)


def _parts_a_sentence(before: Shaped, lines: list[Shaped], after: Shaped) -> bool:
    """Tell whether lines stand between the halves of a sentence, or in a break that columns out of order leave."""
    if after.shape is not Shape.BODY or after.piece.indented or has_dateline(after.piece.spaced):
        return False
    part = weigh_seam(before.text, lines[0].text)
    whole = weigh_seam(before.text, after.text)
    if whole.score >= FAR and part.score < whole.score:
        return True
    if not is_torn_off(after.text) or part.score >= PROOF or weigh_seam(lines[-1].text, after.text).proof > 0:
        return False
    return all(s.shape is Shape.BODY and len(s.text) <= _LONGEST_IN_BREAK and not is_torn_off(s.text) for s in lines)

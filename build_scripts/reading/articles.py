"""Shaped pieces -> drafts of articles: where an article begins, what its head is, what is a crosshead.

A run of short lines between running text is either the head of a new article or a crosshead of
the one before. The evidence is named, so that `explain` can say which rule decided.
"""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.model import Role
from build_scripts.reading.around_pictures import captions_below_crossheads
from build_scripts.reading.closings import LAST_LINES
from build_scripts.reading.drafts import Draft, is_brief, is_closed
from build_scripts.reading.interleaved import in_printed_order, resume
from build_scripts.reading.jumps import note_jumps
from build_scripts.reading.names import is_place
from build_scripts.reading.pictures import is_source_of_picture, settle_captions
from build_scripts.reading.pieces import Piece
from build_scripts.reading.roles import AFTER_JUMP, GOES_ON, SERIES, Shape, Shaped
from build_scripts.reading.signatures import is_signed
from build_scripts.reading.signing import closes_text, give_head_back, is_picture, signed_draft
from build_scripts.reading.starts import starts_article
from build_scripts.reading.titles import is_misread_dash, settle_titles


def gather(shaped: tuple[Shaped, ...]) -> tuple[list[Draft], list[Shaped]]:
    """Return the drafts of a page and the furniture between them."""
    settled = settle_captions(list(shaped))
    furniture = [s for s in settled if s.shape is Shape.FURNITURE]
    rest = [s for s in settled if s.shape is not Shape.FURNITURE]
    drafts: list[Draft] = []
    early: list[Shaped] = []
    i = 0
    while i < len(rest):
        item = rest[i]
        if item.shape is not Shape.CAPTION:
            item = rest[i] = resume(drafts, rest, i)
        if item.shape is Shape.CAPTION:
            _caption(drafts, early, item)
            i += 1
        elif item.shape is Shape.BODY:
            _body(drafts, item)
            i += 1
        else:
            run, i = _take_run(rest, i)
            _place_run(drafts, [s for s in run if s.shape is not Shape.CAPTION], rest[i : i + _AHEAD])
            for caption in (s for s in run if s.shape is Shape.CAPTION):
                _caption(drafts, early, caption)
    drafts = in_printed_order(drafts)
    if early and not drafts:
        drafts.append(Draft("captions_only"))
    if drafts:
        drafts[0].flow[:0] = [(Role.CAPTION, s.piece, s.rule) for s in early]
        if drafts[0].byline_at is not None:
            drafts[0].byline_at += len(early)
    give_head_back(drafts)
    note_jumps(drafts, furniture)
    return drafts, furniture


def _body(drafts: list[Draft], item: Shaped) -> None:
    """Add running text to the article that is open; a bullet below a head for briefs opens one."""
    if not drafts:
        drafts.append(Draft("first_text_of_page"))
    _leave_picture(drafts)
    draft = drafts[-1]
    piece = item.piece
    if draft.bodies and item.rule == AFTER_JUMP:
        drafts.append(Draft(AFTER_JUMP))
    elif draft.of_briefs and not draft.head(Role.HEADLINE) and _OPENS_BRIEF.match(piece.text):
        piece = replace(
            piece, text=piece.text.lstrip(_BULLETS), spaced=piece.spaced.lstrip(_BULLETS + " "), begins=True
        )
        if draft.bodies:
            drafts.append(Draft("bulleted_brief", column=draft.column, of_briefs=True))
    draft = drafts[-1]
    draft.flow.append((Role.BODY, piece, item.rule))
    if not draft.bylines and is_signed(piece):
        draft.signed = True


def _leave_picture(drafts: list[Draft]) -> None:
    """Go on with the article above a picture with a text of its own once that is signed, where it stands open."""
    picture = drafts[-1]
    if len(drafts) > 1 and picture.signed and is_picture(picture):
        above = drafts[-2]
        if above.bodies and not is_closed(above):
            drafts[-2:] = [picture, above]


_BULLETS = "●○■□◆◇▲△★☆▪•·"
_OPENS_BRIEF = re.compile(rf"[{_BULLETS}]|【[^】]{{2,12}}】[^】]{{8}}")


def _caption(drafts: list[Draft], early: list[Shaped], item: Shaped) -> None:
    """Add a caption to the article that is open; a credit printed below one is its last line."""
    if _is_of_last(drafts, item):
        _, piece, rule = drafts[-1].flow.pop()
        drafts[-1].flow.append((Role.CAPTION, _longer(piece, item), rule))
    elif early and not drafts and item.rule in ("picture_credit", GOES_ON):
        early[-1] = replace(early[-1], piece=_longer(early[-1].piece, item))
    elif drafts:
        drafts[-1].flow.append((Role.CAPTION, item.piece, item.rule))
    else:
        early.append(item)


def _longer(piece: Piece, item: Shaped) -> Piece:
    """Return a caption with its last line behind it."""
    blank = "" if item.rule == GOES_ON else " "
    whole = replace(piece, text=piece.text + item.text, spaced=f"{piece.spaced}{blank}{item.piece.spaced}")
    return replace(whole, spans=(*piece.spans, *item.piece.spans))


def _is_of_last(drafts: list[Draft], item: Shaped) -> bool:
    """Tell whether a line is the last of the caption above it: who took the picture, or where it is from."""
    if not drafts or not drafts[-1].flow or drafts[-1].flow[-1][0] is not Role.CAPTION:
        return False
    if item.rule in ("picture_credit", GOES_ON):
        return True
    same = drafts[-1].flow[-1][1].block == item.piece.block
    return same and is_source_of_picture(item)


def _take_run(rest: list[Shaped], i: int) -> tuple[list[Shaped], int]:
    run = []
    while i < len(rest) and rest[i].shape is not Shape.BODY:
        run.append(rest[i])
        i += 1
    while run and run[-1].shape is Shape.CAPTION:
        run.pop()
        i -= 1
    return run, i


_AHEAD = 12
"""Pieces below a run of short lines that are looked at."""


def _place_run(drafts: list[Draft], run: list[Shaped], ahead: list[Shaped]) -> None:
    draft = drafts[-1] if drafts else None
    if not run:
        return
    after = ahead[0] if ahead else None
    if draft is not None and all(s.shape is Shape.BYLINE for s in run):
        if closes_text(draft, run, after):
            draft = signed_draft(drafts, run)
            _byline(draft, run, closing=True)
        else:
            _byline(draft, run, closing=after is None)
        return
    if draft is not None and run[0].shape is Shape.BYLINE and closes_text(draft, run, after):
        ends = next((i for i, s in enumerate(run) if s.shape is not Shape.BYLINE), len(run))
        draft = signed_draft(drafts, run)
        _byline(draft, run[:ends], closing=True)
        run = run[ends:]
    rule = starts_article(draft, run, ahead)
    if draft is None or rule:
        drafts.append(_open_article(drafts, run, rule or "first_on_page"))
        return
    _add_to(draft, run)


def _byline(draft: Draft, run: list[Shaped], *, closing: bool) -> None:
    if draft.byline_at is None:
        draft.byline_at = len(draft.flow)
    draft.bylines += [s.piece for s in run]
    draft.issued = draft.issued or any(s.rule in LAST_LINES for s in run)
    draft.signed = draft.signed or (closing and draft.bodies > 0)


def _open_article(drafts: list[Draft], run: list[Shaped], rule: str) -> Draft:
    draft = Draft(rule)
    before_text = True
    titles: list[Shaped] = []
    for i, item in enumerate(run):
        if item.shape is Shape.COLUMN:
            draft.heads.append((Role.COLUMN, item.piece, item.rule))
            draft.of_briefs = draft.of_briefs or item.rule == "briefs_column"
        elif item.shape is Shape.KICKER:
            below = item.rule == SERIES and titles and not any(s.shape is Shape.HEAD for s in run[i + 1 :])
            draft.heads.append((Role.DECK if below else Role.KICKER, item.piece, item.rule))
        elif item.shape is Shape.DECK or (
            item.shape is Shape.HEAD and titles and before_text and is_misread_dash(item)
        ):
            draft.heads.append((Role.DECK, item.piece, "dash" if item.shape is Shape.DECK else "dash_read_as_one"))
        elif item.shape is Shape.SUMMARY:
            draft.heads.append((Role.SUMMARY, item.piece, item.rule))
            before_text = False
        elif item.shape is Shape.BYLINE:
            _byline(draft, [item], closing=False)
            before_text = False
        elif item.shape is Shape.HEAD and before_text and not _stands_below_deck(draft, run, i, titles):
            titles.append(item)
        else:
            draft.flow.append((Role.CROSSHEAD, item.piece, "after_byline" if i else item.rule))
    settle_titles(draft, titles)
    _inherit_column(drafts, draft)
    return draft


def _stands_below_deck(draft: Draft, run: list[Shaped], i: int, titles: list[Shaped]) -> bool:
    """Tell whether the last line above a text is its first crosshead: in two parts, below a headline with its deck."""
    below = bool(titles) and any(role is Role.DECK for role, _, _ in draft.heads)
    parts = run[i].piece.spaced.split(" ")
    return below and i == len(run) - 1 and len(parts) == 2 and max(map(len, parts)) > _COLUMN_PART


_COLUMN_PART = 4
"""Characters of each part of a column in two parts."""


def _inherit_column(drafts: list[Draft], draft: Draft) -> None:
    """Give a brief the column head that stands over several: it counts for each brief until another head begins."""
    columns = draft.head(Role.COLUMN)
    if columns:
        # The pinyin that papers print beside a column head is decoration.
        text = re.sub(r"\s+[A-Z][A-Za-z ]+$", "", " ".join(p.spaced for p in columns))
        draft.column = text.lstrip(_BULLETS).lstrip() or text
    elif drafts and _is_led_by_name(draft) and all(map(_is_led_by_name, drafts)):
        draft.column = drafts[0].column  # it stands over the page, whose articles are all headed alike
    elif drafts and drafts[-1].column and draft.rule == "dateline_follows" and is_brief(drafts[-1]):
        draft.column = drafts[-1].column
        draft.of_briefs = drafts[-1].of_briefs
    elif drafts and drafts[-1].of_briefs and draft.rule in ("brief_of_column", "after_signature", "dateline_follows"):
        draft.column, draft.of_briefs = drafts[-1].column, True


def _is_led_by_name(draft: Draft) -> bool:
    """Tell whether a name with a colon stands over the headline of an article: 南塘县：."""
    return any(p.text[-1:] == "：" and is_place(p.text[:-1]) for p in draft.head(Role.KICKER))


def _add_to(draft: Draft, run: list[Shaped]) -> None:
    """Add crossheads, a byline after the lede and later head lines to the article that is open."""
    for item in captions_below_crossheads(run):
        if item.shape is Shape.BYLINE:
            _byline(draft, [item], closing=False)
        elif item.shape is Shape.SUMMARY:
            draft.heads.append((Role.SUMMARY, item.piece, item.rule))
        elif item.shape is Shape.DECK and not draft.bodies:
            draft.heads.append((Role.DECK, item.piece, item.rule))
        elif item.shape is Shape.CAPTION:
            draft.flow.append((Role.CAPTION, item.piece, item.rule))
        elif item.shape is Shape.COLUMN and not draft.column:  # its name was set beside the text
            draft.heads.append((Role.COLUMN, item.piece, item.rule))
            _inherit_column([], draft)
        else:
            draft.flow.append((Role.CROSSHEAD, item.piece, item.rule))

"""Shaped pieces -> drafts of articles: where an article begins, what its head is, what is a crosshead.

A run of short lines between running text is either the head of a new article or a crosshead of
the one before. The evidence is named, so that `explain` can say which rule decided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from build_scripts.lexicon import segmenter
from build_scripts.model import Role
from build_scripts.reading.bylines import has_dateline
from build_scripts.reading.pieces import PICTURE_GAP, Piece
from build_scripts.reading.roles import Shape, Shaped
from build_scripts.reading.seams import CERTAIN, FAR, is_open, weigh_seam, word_across
from build_scripts.tables import read_words

_ROW = 200
"""Pieces before and after a crosshead among which its likes are looked for: more than a page has."""
LONGEST_CROSSHEAD = 18
"""Characters of a crosshead in one part; longer ones of the pages measured have two parts."""


@dataclass(slots=True)
class Draft:
    """An article while its pieces are gathered; nothing outside reading sees it."""

    rule: str
    """Why it begins here."""
    column: str | None = None
    heads: list[tuple[Role, Piece, str]] = field(default_factory=list)
    """Column, kicker, headline, deck, summary with their rules, in printed order."""
    bylines: list[Piece] = field(default_factory=list)
    byline_at: int | None = None
    """Number of flow pieces printed before the byline."""
    flow: list[tuple[Role, Piece, str]] = field(default_factory=list)
    """Body, crossheads and captions in printed order."""
    signed: bool = False

    def head(self, role: Role) -> list[Piece]:
        """Return the pieces of one role of the head."""
        return [p for r, p, _ in self.heads if r is role]

    @property
    def bodies(self) -> int:
        """Number of pieces of running text."""
        return sum(r is Role.BODY for r, _, _ in self.flow)


def gather(shaped: tuple[Shaped, ...]) -> tuple[list[Draft], list[Shaped]]:
    """Return the drafts of a page and the furniture between them."""
    settled = _settle_captions(list(shaped))
    furniture = [s for s in settled if s.shape is Shape.FURNITURE]
    rest = [s for s in settled if s.shape is not Shape.FURNITURE]
    drafts: list[Draft] = []
    early: list[Shaped] = []
    i = 0
    while i < len(rest):
        item = rest[i]
        if item.shape is Shape.CAPTION:
            _caption(drafts, early, item)
            i += 1
        elif item.shape is Shape.BODY:
            if not drafts:
                drafts.append(Draft("first_text_of_page"))
            drafts[-1].flow.append((Role.BODY, item.piece, item.rule))
            i += 1
        else:
            run, i = _take_run(rest, i)
            _place_run(drafts, [s for s in run if s.shape is not Shape.CAPTION], rest[i] if i < len(rest) else None)
            for caption in (s for s in run if s.shape is Shape.CAPTION):
                _caption(drafts, early, caption)
    if early and not drafts:
        drafts.append(Draft("captions_only"))
    if drafts:
        drafts[0].flow[:0] = [(Role.CAPTION, s.piece, s.rule) for s in early]
        if drafts[0].byline_at is not None:
            drafts[0].byline_at += len(early)
    return drafts, furniture


def _caption(drafts: list[Draft], early: list[Shaped], item: Shaped) -> None:
    if drafts:
        drafts[-1].flow.append((Role.CAPTION, item.piece, item.rule))
    else:
        early.append(item)


def _take_run(rest: list[Shaped], i: int) -> tuple[list[Shaped], int]:
    run = []
    while i < len(rest) and rest[i].shape is not Shape.BODY:
        run.append(rest[i])
        i += 1
    while run and run[-1].shape is Shape.CAPTION:
        run.pop()
        i -= 1
    return run, i


def _settle_captions(items: list[Shaped]) -> list[Shaped]:
    """Tell captions from heads and text by what they stand between."""
    for i, item in enumerate(items):
        before = items[i - 1] if i else None
        after = items[i + 1] if i + 1 < len(items) else None
        if item.shape is Shape.HEAD and item.piece.gap_before >= PICTURE_GAP and _bare_caption(items, i):
            items[i] = replace(item, shape=Shape.CAPTION, rule="short_line_at_picture")
        elif item.shape is Shape.CAPTION and item.rule == "one_sentence_at_picture":
            # A tail of a broken paragraph can stand under a picture too.
            if before and before.shape is Shape.BODY and _continues(before, item, after):
                items[i] = replace(item, shape=Shape.BODY, rule="continues_above_picture")
        elif _goes_on(before, item, after):
            items[i] = replace(item, shape=Shape.BODY, rule="word_goes_on")
        elif _breaks_off(items, i):
            items[i] = replace(item, shape=Shape.BODY, rule="breaks_off_before_captions")
        elif _interrupts(before, item, after) or _unlike_crossheads(items, i):
            items[i] = replace(item, shape=Shape.CAPTION, rule="interrupts_a_sentence")
    return items


def _bare_caption(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line under a picture is its caption: unless it opens the page or heads an article."""
    if i == 0 or all(s.shape in (Shape.FURNITURE, Shape.CAPTION) for s in items[:i]):
        return False
    after = items[i + 1] if i + 1 < len(items) else None
    if after is None:
        return True
    if after.shape in (Shape.DECK, Shape.SUMMARY) or (after.shape is Shape.BODY and has_dateline(after.piece.spaced)):
        return False
    if after.shape is Shape.BYLINE:
        # A feature may print its lede before the byline; then the line between is a caption.
        return not _byline_since_headline(items, i)
    return True


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


def _goes_on(before: Shaped | None, item: Shaped, after: Shaped | None) -> bool:
    """Tell whether a short line stops inside a word that the next piece completes."""
    if before is None or after is None or item.shape is not Shape.HEAD or after.shape is not Shape.BODY:
        return False
    last = segmenter().cut(item.text)[-1]
    return (len(last) == 1 or not segmenter().has_word(last)) and word_across(item.text, after.text) is not None


def _breaks_off(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line is running text that captions interrupt: too long and too plain for a crosshead."""
    text = items[i].piece.spaced
    if items[i].shape is not Shape.HEAD or len(text) < LONGEST_CROSSHEAD or " " in text or i == 0:
        return False
    after = items[i + 1] if i + 1 < len(items) else None
    return items[i - 1].shape is Shape.BODY and after is not None and after.shape is Shape.CAPTION


def _interrupts(before: Shaped | None, item: Shaped, after: Shaped | None) -> bool:
    if before is None or after is None or before.shape is not Shape.BODY or after.shape is not Shape.BODY:
        return False
    if item.shape not in (Shape.HEAD, Shape.BODY) or len(item.text) > 60 or not is_open(before.text):
        return False
    if item.shape is Shape.BODY and (is_open(item.text) or len(re.findall("[。！？]", item.text)) > 1):
        return False
    if after.piece.indented:
        return False
    whole = weigh_seam(before.text, after.text).score
    part = weigh_seam(before.text, item.text).score
    return whole >= FAR and part < whole


def _unlike_crossheads(items: list[Shaped], i: int) -> bool:
    """Tell whether a short line between two halves of a text is made unlike the crossheads of its page.

    Crossheads of a page have all one part or all two; the bare name of a picture breaks the row.
    """
    item = items[i]
    if item.shape is not Shape.HEAD or not 0 < i < len(items) - 1 or len(item.text) > LONGEST_CROSSHEAD:
        return False
    before, after = items[i - 1], items[i + 1]
    if not (before.shape is after.shape is Shape.BODY) or not is_open(before.text) or after.piece.indented:
        return False
    others = [
        " " in items[j].piece.spaced or items[j + 1].piece.block == items[j].piece.block
        for j in range(max(0, i - _ROW), min(len(items) - 1, i + _ROW))
        if items[j].shape is Shape.HEAD and j != i and items[j + 1].shape is Shape.BODY
    ]
    two_parts = sum(others) > len(others) / 2
    return bool(others) and two_parts != (" " in item.piece.spaced) and weigh_seam(before.text, after.text).score >= 0


def _place_run(drafts: list[Draft], run: list[Shaped], after: Shaped | None) -> None:
    draft = drafts[-1] if drafts else None
    if not run:
        return
    if draft is not None and all(s.shape is Shape.BYLINE for s in run):
        if _is_signature(draft, run[0]):
            draft = _split_at_last_crosshead(drafts)
            _byline(draft, run, closing=True)
        else:
            _byline(draft, run, closing=after is None)
        return
    if draft is not None and run[0].shape is Shape.BYLINE and _is_signature(draft, run[0]):
        ends = next((i for i, s in enumerate(run) if s.shape is not Shape.BYLINE), len(run))
        draft = _split_at_last_crosshead(drafts)
        _byline(draft, run[:ends], closing=True)
        run = run[ends:]
    rule = _starts_article(draft, run, after)
    if draft is None or rule:
        drafts.append(_open_article(drafts, run, rule or "first_on_page"))
        return
    _add_to(draft, run)


def _is_signature(draft: Draft, byline: Shaped) -> bool:
    marked = byline.piece.spaced[:1] in "□■◎●○▲△◆"
    return bool(draft.bylines) or (not marked and draft.bodies >= 3)


def _split_at_last_crosshead(drafts: list[Draft]) -> Draft:
    """Return the draft that a signature closes.

    An article that has its byline already is not signed again: what stands since the last short
    line is an article of its own, and that line its headline.
    """
    draft = drafts[-1]
    heads = [i for i, (role, _, _) in enumerate(draft.flow) if role is Role.CROSSHEAD]
    if not draft.bylines or draft.signed or not heads or (draft.byline_at or 0) >= heads[-1]:
        return draft
    late = Draft("signed_at_the_end")
    late.heads.append((Role.HEADLINE, *draft.flow[heads[-1]][1:]))
    late.flow = draft.flow[heads[-1] + 1 :]
    draft.flow = draft.flow[: heads[-1]]
    drafts.append(late)
    return late


def _byline(draft: Draft, run: list[Shaped], *, closing: bool) -> None:
    if draft.byline_at is None:
        draft.byline_at = len(draft.flow)
    draft.bylines += [s.piece for s in run]
    draft.signed = draft.signed or (closing and draft.bodies > 0)


def _starts_article(draft: Draft | None, run: list[Shaped], after: Shaped | None) -> str | None:
    """Return the name of the evidence that a run of short lines heads a new article."""
    if draft is None:
        return "first_on_page"
    shapes = [s.shape for s in run]
    heads = [i for i, s in enumerate(run) if s.shape is Shape.HEAD]
    if not heads:
        return None
    for shape, rule in (
        (Shape.COLUMN, "column_head"),
        (Shape.KICKER, "kicker"),
        (Shape.DECK, "deck"),
        (Shape.SUMMARY, "summary"),
    ):
        if shape in shapes:
            return rule
    if any(i and _is_misread_dash(run[i]) for i in heads):
        return "deck"
    if Shape.BYLINE in shapes and heads[0] < shapes.index(Shape.BYLINE):
        return "headline_and_byline"
    if after and after.shape is Shape.BODY and has_dateline(after.piece.spaced):
        return "dateline_follows"
    if draft.signed:
        return "after_signature"
    return None


def _is_misread_dash(item: Shaped) -> bool:
    """Tell whether a line begins with a dash that was read as 一: what follows makes no word with it."""
    text = item.text
    if not text.startswith("一") or len(text) < 9:
        return False
    first = segmenter().cut(text)[0]
    return first == "一" or not segmenter().has_word(first)


def _open_article(drafts: list[Draft], run: list[Shaped], rule: str) -> Draft:
    draft = Draft(rule)
    before_text = True
    titles: list[Shaped] = []
    for i, item in enumerate(run):
        if item.shape is Shape.COLUMN:
            draft.heads.append((Role.COLUMN, item.piece, item.rule))
        elif item.shape is Shape.KICKER:
            draft.heads.append((Role.KICKER, item.piece, item.rule))
        elif item.shape is Shape.DECK or (
            item.shape is Shape.HEAD and titles and before_text and _is_misread_dash(item)
        ):
            draft.heads.append((Role.DECK, item.piece, "dash" if item.shape is Shape.DECK else "dash_read_as_one"))
        elif item.shape is Shape.SUMMARY:
            draft.heads.append((Role.SUMMARY, item.piece, item.rule))
            before_text = False
        elif item.shape is Shape.BYLINE:
            _byline(draft, [item], closing=False)
            before_text = False
        elif item.shape is Shape.HEAD and before_text:
            titles.append(item)
        else:
            draft.flow.append((Role.CROSSHEAD, item.piece, "after_byline" if i else item.rule))
    _settle_titles(draft, titles)
    _inherit_column(drafts, draft)
    return draft


def _settle_titles(draft: Draft, titles: list[Shaped]) -> None:
    """Tell headline, kicker, column and deck among the short lines of a head."""
    if not titles:
        return
    groups = _lines_of_one_block(titles)
    roles = [Role.HEADLINE] * len(groups)
    if len(groups) > 1:
        roles = [Role.COLUMN if _is_standing_head(g) else Role.HEADLINE for g in groups]
        rest = [i for i, r in enumerate(roles) if r is Role.HEADLINE]
        if not rest:
            roles[0] = Role.HEADLINE
        elif len(rest) > 1:
            main = rest[-1] if len(_joined(groups[rest[0]])) >= len(_joined(groups[rest[-1]])) else rest[0]
            if len(rest) > 2:
                main = rest[1]
            for i in rest:
                roles[i] = Role.HEADLINE if i == main else Role.KICKER if i < main else Role.DECK
    for group, role in zip(groups, roles, strict=True):
        draft.heads += [(role, s.piece, s.rule) for s in group]


def _lines_of_one_block(titles: list[Shaped]) -> list[list[Shaped]]:
    groups = [[titles[0]]]
    for item in titles[1:]:
        if item.piece.block == groups[-1][-1].piece.block:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _joined(group: list[Shaped]) -> str:
    return "".join(s.text for s in group)


def _is_standing_head(group: list[Shaped]) -> bool:
    """Tell whether a line is a column head: two equal halves (聚焦…… 亮点……), or short with a word for columns."""
    spaced = group[0].piece.spaced
    parts = spaced.split(" ")
    if len(group) == 1 and len(parts) == 2 and len(parts[0]) == len(parts[1]) <= 4:
        return True
    return len(group) == 1 and len(spaced) <= 8 and spaced.endswith(read_words("headings", "column_words"))


def _inherit_column(drafts: list[Draft], draft: Draft) -> None:
    """Give a brief the column head that stands over several: it counts for each brief until another head begins."""
    columns = draft.head(Role.COLUMN)
    if columns:
        # The pinyin that papers print beside a column head is decoration.
        draft.column = re.sub(r"\s+[A-Z][A-Za-z ]+$", "", " ".join(p.spaced for p in columns))
    elif drafts and drafts[-1].column and draft.rule == "dateline_follows" and _is_brief(drafts[-1]):
        draft.column = drafts[-1].column


def _is_brief(draft: Draft) -> bool:
    first = next((p for r, p, _ in draft.flow if r is Role.BODY), None)
    return first is not None and has_dateline(first.spaced)


def _add_to(draft: Draft, run: list[Shaped]) -> None:
    """Add crossheads, a byline after the lede and later head lines to the article that is open."""
    for item in run:
        if item.shape is Shape.BYLINE:
            _byline(draft, [item], closing=False)
        elif item.shape is Shape.SUMMARY:
            draft.heads.append((Role.SUMMARY, item.piece, item.rule))
        elif item.shape is Shape.DECK and not draft.bodies:
            draft.heads.append((Role.DECK, item.piece, item.rule))
        else:
            draft.flow.append((Role.CROSSHEAD, item.piece, item.rule))


def made_title(text: str) -> str:
    """Return a headline from a text's own words, for a text that prints none.

    The clause of the first sentences that reads most like a headline: of 8 to 24 characters,
    not opened by a preposition, nearest to the end of the first paragraph, where such texts
    say what they are about.
    """
    clauses = [c for c in re.split(r"[，。；：！？]", text[:400]) if 8 <= len(c) <= 24]
    good = [
        c for c in clauses if not re.match("为|以|在|按照|根据|通过|随着|由于|近年|今年|去年|截至|目前|深入学习", c)
    ]
    first = (good or clauses or [text[:24]])[-1]
    return first.strip("“”‘’")

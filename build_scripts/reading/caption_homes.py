"""Captions go to the article that tells of their picture, wherever on the page the picture was set."""

from __future__ import annotations

import re
from bisect import bisect_left

from build_scripts.lexicon import segmenter, word_cost
from build_scripts.model import Role
from build_scripts.reading.drafts import Draft, Part
from build_scripts.text import HAN

_RARE = 9.0
"""Cost of a word that is no word of every text."""
_CREDIT = re.compile(rf"[{HAN}·\s]{{2,14}}[/／]?(?:摄|供图|摄影|图)[）)]?$")
"""Who took the picture is no word of what it shows."""
_WORTH = 2.0
"""By how many words, those with more characters counting more, another article must tell more of a picture."""


_TIMES = 2
"""And how many times as much."""


def settle_captions_at_home(drafts: list[Draft]) -> None:
    """Move each caption that another article of the page tells of, and its own hardly, to that article."""
    if len(drafts) < 2:
        return
    texts = [_text(draft) for draft in drafts]
    printed = sorted((p.line, n) for n, draft in enumerate(drafts) for role, p, _ in draft.flow if role in _OF_COLUMNS)
    for number, draft in enumerate(drafts):
        for part in [p for p in draft.flow if p[0] is Role.CAPTION and p[2] != "editor_role"]:
            home = _home(part[1].text, _column_around(part[1].line, number, printed), texts)
            if home != number:
                _move(part, draft, drafts[home])


_OF_COLUMNS = (Role.BODY, Role.CROSSHEAD)


def _column_around(line: int, number: int, printed: list[tuple[int, int]]) -> int:
    """Return the article whose column a caption stands in, above and below it, where that is one; else its own."""
    at = bisect_left(printed, (line, 0))
    around = {n for _, n in printed[max(0, at - 1) : at + 1]}
    return around.pop() if len(around) == 1 and 0 < at < len(printed) else number


def _text(draft: Draft) -> str:
    heads = [p.text for _, p, _ in draft.heads]
    return "\n".join([*heads, *(p.text for role, p, _ in draft.flow if role is not Role.CAPTION)])


def _home(caption: str, own: int, texts: list[str]) -> int:
    """Return the number of the article that tells of a picture; that of its column unless another does so more."""
    words = {w for w in segmenter().cut(_CREDIT.sub("", caption), hmm=False) if len(w) > 1 and word_cost(w) > _RARE}
    scores = [sum(len(w) - 1 for w in words if w in text) for text in texts]
    best = max(range(len(texts)), key=lambda i: (scores[i], i == own))
    others = max((score for i, score in enumerate(scores) if i != best), default=0)
    clear = scores[best] - scores[own] >= _WORTH and scores[best] >= _TIMES * scores[own] and scores[best] > others
    return best if clear else own


def _move(part: Part, draft: Draft, home: Draft) -> None:
    """Put a caption among the flow of another article, by its line on the page."""
    at = draft.flow.index(part)
    draft.flow.pop(at)
    if draft.byline_at is not None and at < draft.byline_at:
        draft.byline_at -= 1
    line = part[1].line
    place = next((i for i, (_, piece, _) in enumerate(home.flow) if piece.line > line), len(home.flow))
    home.flow.insert(place, part)
    if home.byline_at is not None and place <= home.byline_at:
        home.byline_at += 1

"""Addresses that last: what an article is called, made of what the page prints, so that any machine makes the same.

An id is that of its page and a digest of the first words of its printed headline, or of its text where it has none.
It needs no memory: the source folder alone gives the same ids on any machine, whatever was built before. It stays
the same when lines are added above the article or taken away, when a head is put on the file, when other articles
of the page are parted or joined, when an editor gives another headline, and when the rules read anything else of
it otherwise. The page's own id is made of the path of its file; when that is renamed, the line `原名: …` in its
sidecar keeps the first path. What changes all the same leaves a redirect (publishing/exports/moves.py).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from build_scripts.model import RawPage, Role
from build_scripts.quoting import fold
from build_scripts.reading.drafts import EDITOR_TITLE, Draft

_WORDS = 16
"""Letters that are looked at: later ones may be lost or found by other rules for where a headline ends."""
_DIGITS = 6


def give_ids(page: RawPage, drafts: Iterable[Draft]) -> None:
    """Give the drafts of a page their ids; of those that begin with the same words the later ones are counted."""
    met = Counter[str]()
    for draft in drafts:
        words = _first_words(draft)
        met[words] += 1
        told = words if met[words] == 1 else f"{words}\n{met[words]}"
        digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
        draft.id = f"{page.page_id}-{digest[:_DIGITS]}"


def _first_words(draft: Draft) -> str:
    heads = [piece for role, piece, rule in draft.heads if role is Role.HEADLINE and rule != EDITOR_TITLE]
    texts = [piece for role, piece, _ in draft.flow if role is Role.BODY]
    for piece in (*heads, *texts):
        if letters := "".join(filter(str.isalnum, fold(piece.text))):
            return letters[:_WORDS]
    return ""

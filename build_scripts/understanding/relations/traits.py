"""What of an article is held against all others: worked out once, with its page, and kept with it."""

from __future__ import annotations

from build_scripts.model import Entry, Traits
from build_scripts.understanding.relations.across import claims_of
from build_scripts.understanding.relations.copies import plain_text, sketch
from build_scripts.understanding.relations.similar import vector_of
from build_scripts.understanding.relations.within import find_within


def traits_of(entry: Entry) -> Traits:
    """Return what of an article is held against all others."""
    plain = plain_text(entry.article)
    return Traits(
        entry.article.id,
        len(plain),
        sketch(plain),
        tuple(vector_of(entry).items()),
        claims_of(entry),
        tuple(find_within(entry.article, entry.facts)),
    )

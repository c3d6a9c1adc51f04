"""Text as the search compares it: one width, one case, no idle spaces. Twin of docs/assets/search/words.js.

Index and query must fold alike to the last character; tests/test_search_twins.py holds both together.
"""

from __future__ import annotations

import re
import unicodedata

_SAME = {
    **dict.fromkeys("“”„‟«»〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛＇", "'"),
    **dict.fromkeys("‐‑‒–—―−─", "-"),
    **dict.fromkeys("•‧・∙⋅", "·"),
}
"""What NFKC leaves apart and readers do not: quotation marks, dashes, dots between names."""
_SPACES = frozenset("\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff") | {
    chr(c) for c in range(0x2000, 0x200B)
}
"""What \\s means in the browser."""
_LETTER = "0-9a-z\xdf-\u024f\u0370-\u052f"
"""Letters and digits that a space parts into words."""
_IDLE = re.compile(f"(?<![{_LETTER}]) +| +(?![{_LETTER}])")
_VARIANTS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


def fold_text(text: str) -> str:
    """Return the text as it is compared.

    >>> fold_text("ＭＲＩ 一台，１２００ 万元")
    'mri一台,1200万元'
    """
    if not _plain.issuperset(text):
        _plain.update(char for char in set(text) if not _is_mark(char))
    plain = _plain.issuperset(text)
    folded = text.translate(_table) if plain else "".join(map(_fold_cluster, _clusters(text)))
    folded = folded.strip(" ")
    return _IDLE.sub("", re.sub(" +", " ", folded)) if " " in folded else folded


class _Table(dict[int, str]):
    """Folds single characters for `str.translate`, each computed once."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_cluster(chr(code))
        return folded


_table = _Table()
_plain: set[str] = set()
"""Characters met so far that are not marks: a text of only these is folded character by character."""


def _clusters(text: str) -> list[str]:
    """Cut a text into characters with the marks that belong to them."""
    clusters: list[str] = []
    for char in text:
        if clusters and _is_mark(char) and clusters[-1] not in _SPACES:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _fold_cluster(cluster: str) -> str:
    folded = "".join(_SAME.get(char, char) for char in unicodedata.normalize("NFKC", cluster).lower())
    folded = "".join(char for char in folded if char in _SPACES or not _is_invisible(char))
    if folded and _SPACES.issuperset(folded):
        return " "
    return "".join(char for char in folded if char not in _SPACES)


def _is_invisible(char: str) -> bool:
    """Tell controls, marks of direction and variants of glyphs: nobody types them."""
    return unicodedata.category(char) in {"Cf", "Cc"} or any(low <= ord(char) <= high for low, high in _VARIANTS)

"""The same text printed twice, found though one character in ten is misread, and told from bulletins of one pattern.

Every text is cut into overlapping shingles; the few with the smallest hashes stand for it (a bottom-k sketch, Broder
1997). Of two texts that share a fraction J of all their shingles, the sketches share about J of their entries: at 10 %
noise a shingle of four characters survives with 0.9⁴ = 0.66, J is 0.49, and of 64 entries 31 are expected to be shared;
fewer than 4 are so with a chance below 10⁻⁹. A sketch costs one pass over the text, where bands of MinHash that find
the same pairs would need some three hundred.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from build_scripts.model import Article, Copy

SKETCH = 64
"""Entries that stand for a text."""
_INDEXED = 4
"""Characters of a shingle that texts are found by: long enough to be rare."""
_COMPARED = 3
"""Characters of a shingle that a pair is judged by: short enough to survive misprints."""
_MOST_HOLDERS = 60
"""Shingles of more texts than this are phrases of the trade; they would only cost time."""
_FEWEST_COMMON = 4
"""Entries that the sketches of a pair must share to be looked at."""
_SHORTEST = 40
"""Characters below which a text says too little to be told from others."""
_SAME = 0.3
"""Share of all shingles of two texts that both have: 0.57 where one copy has 10 % noise, 0.36 where both have; retold
reports of one event were measured at 0.08 to 0.23."""
_PERHAPS = 0.15
"""From this share on, a pair is compared character by character: both copies may be full of misprints."""
_ALIGNED = 0.62
"""Share of characters that stand in the same order in both: two copies with 10 % noise each were measured at 0.63 to
0.85, retold reports at 0.57 and less."""
_LONGEST = 20_000
"""Characters of the longest text that is compared one by one: the time grows with the square."""
_EXCERPT = 0.8
"""Share of the shorter text's shingles that makes it a part of the other: retold reports reached 0.55."""
_WHOLE = 0.6
"""From this ratio of lengths on, a text is the other as a whole and no part of it."""
_DOUBTFUL = 0.001
"""Chance below which numbers that differ show two bulletins of one pattern and not misprints."""
_SURE_NUMBER = 0.95
"""Even in clean copies a number may differ: it was corrected, or mistyped."""
_NOT_TEXT = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Text:
    """An article's body as it is compared."""

    plain: str
    """Without spaces and signs, in one width."""
    numbers: tuple[str, ...]


def text_of(article: Article) -> Text:
    """Return the body of an article as it is compared."""
    body = unicodedata.normalize("NFKC", "\n".join(p.text for p in article.paragraphs))
    return Text(_NOT_TEXT.sub("", body).casefold(), tuple(_NUMBER.findall(body)))


def sketch(plain: str) -> tuple[int, ...]:
    """Return the smallest hashes of the shingles of a text."""
    grams = {plain[i : i + _INDEXED] for i in range(len(plain) - _INDEXED + 1)}
    return tuple(heapq.nsmallest(SKETCH, {crc32(gram.encode("utf-8", "surrogatepass")) for gram in grams}))


def find_copies(articles: Sequence[Article]) -> dict[str, tuple[Copy, ...]]:
    """Return for each article those with the same text, the most alike first; the order of articles does not matter."""
    texts = [text_of(article) for article in articles]
    found: defaultdict[str, list[Copy]] = defaultdict(list)
    for one, other in _candidates(texts):
        of_both, shared = shares(texts[one].plain, texts[other].plain)
        same = of_both >= _SAME or shared >= _EXCERPT
        longest = max(len(texts[one].plain), len(texts[other].plain))
        if not same and of_both >= _PERHAPS and longest <= _LONGEST:
            same = aligned(texts[one].plain, texts[other].plain) >= _ALIGNED
        if not same or _of_one_pattern(texts[one], texts[other], shared):
            continue
        sizes = sorted((len(texts[one].plain), len(texts[other].plain)))
        whole = sizes[0] >= _WHOLE * sizes[1]
        found[articles[one].id].append(Copy(articles[other].id, round(shared, 2), whole))
        found[articles[other].id].append(Copy(articles[one].id, round(shared, 2), whole))
    return {key: tuple(sorted(copies, key=lambda c: (-c.shared, c.article))) for key, copies in sorted(found.items())}


def _candidates(texts: Sequence[Text]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts whose sketches have entries in common."""
    pairs = [
        (entry, number)
        for number, text in enumerate(texts)
        if len(text.plain) >= _SHORTEST
        for entry in sketch(text.plain)
    ]
    holders = _shared_entries(sorted(pairs))
    del pairs
    entries_of: defaultdict[int, list[int]] = defaultdict(list)
    for at, numbers in enumerate(holders):
        for number in numbers:
            entries_of[number].append(at)
    for number in sorted(entries_of):
        common: Counter[int] = Counter()
        for at in entries_of[number]:
            common.update(holders[at])
        needed = min(_FEWEST_COMMON, len(texts[number].plain) // 20)
        yield from ((number, other) for other in sorted(common) if other > number and common[other] >= needed)


def _shared_entries(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the texts that hold each entry, of the entries that several hold, but not too many."""
    groups: list[list[int]] = []
    last, run = -1, list[int]()
    for entry, number in pairs:
        if entry != last:
            if 2 <= len(run) <= _MOST_HOLDERS:
                groups.append(run)
            last, run = entry, []
        run.append(number)
    return [*groups, run] if 2 <= len(run) <= _MOST_HOLDERS else groups


@lru_cache(maxsize=256)
def _shingles(plain: str) -> frozenset[str]:
    return frozenset(plain[i : i + _COMPARED] for i in range(len(plain) - _COMPARED + 1))


def shares(one: str, other: str) -> tuple[float, float]:
    """Return which share of all shingles of two texts both have, and which share of the shorter one's."""
    first, second = _shingles(one), _shingles(other)
    common = len(first & second)
    return common / max(1, len(first | second)), common / max(1, min(len(first), len(second)))


def aligned(one: str, other: str) -> float:
    """Return the share of characters that stand in the same order in both texts (longest common subsequence).

    Bits of one number stand for the characters of a text (Hyyrö 2004), so that a pair costs a millisecond.
    """
    places: defaultdict[str, int] = defaultdict(int)
    for at, char in enumerate(one):
        places[char] |= 1 << at
    full = (1 << len(one)) - 1
    open_places = full
    for char in other:
        taken = open_places & places.get(char, 0)
        open_places = ((open_places + taken) | (open_places - taken)) & full
    common = len(one) - open_places.bit_count()
    return 2 * common / max(1, len(one) + len(other))


def _of_one_pattern(one: Text, other: Text, shared: float) -> bool:
    """Tell whether two texts differ in more numbers than their misprints explain: bulletins of two days."""
    few, many = sorted((Counter(one.numbers), Counter(other.numbers)), key=Counter.total)
    count = few.total()
    kept = (few & many).total()
    survives = min(_SURE_NUMBER, shared ** (1 / _COMPARED))
    likely = [survives ** min(3, len(number)) for number in few.elements()]
    rate = sum(likely) / max(1, count)
    return count > 0 and _chance_of_so_few(kept, count, rate) < _DOUBTFUL


def _chance_of_so_few(kept: int, count: int, rate: float) -> float:
    """Return the chance that of so many numbers no more are kept (binomial; in logarithms, for they may be many)."""
    whole = math.lgamma(count + 1)
    return sum(
        math.exp(
            whole
            - math.lgamma(k + 1)
            - math.lgamma(count - k + 1)
            + k * math.log(rate)
            + (count - k) * math.log1p(-rate)
        )
        for k in range(kept + 1)
    )

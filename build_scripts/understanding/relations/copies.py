"""The same text printed twice, found though one character in ten is misread, and told from bulletins of one pattern.

Every text is cut into overlapping shingles; the few with the smallest hashes stand for it (a bottom-k sketch, Broder
1997). Of two texts that share a fraction J of all their shingles, the sketches share about J of their entries: at 10 %
noise a shingle of four characters survives with 0.9⁴ = 0.66, J is 0.49, and of 64 entries 31 are expected to be shared;
fewer than 4 are so with a chance below 10⁻⁹. A sketch costs one pass over the text, where bands of MinHash that find
the same pairs would need some three hundred.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from build_scripts.model import Article, Copy

SKETCH = 64
"""Entries that stand for a text."""
_INDEXED = 4
"""Characters of a shingle that texts are found by: long enough to be rare."""
_COMPARED = 3
"""Characters of a shingle that a pair is judged by: short enough to survive misprints."""
MOST_HOLDERS = 60
"""Shingles of more texts than this are phrases of the trade; they would only cost time."""
FEWEST_COMMON = 4
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
_MIXER = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose bits look like chance (2⁶⁴ divided by the golden ratio)."""
_NOT_TEXT = re.compile(r"[\W_]+")
_CAPITAL = re.compile("[A-Z]")
_WORDS = re.compile("[\u4e00-\u9fff0-9A-Za-z]+")
_UNUSUAL = re.compile(r"""[^\u4e00-\u9fff0-9A-Za-z\n 　，。、；：？！“”‘’（）《》—…·%％+~/().,:;?!"'【】\[\]□■▲●‰-]""")
"""What has to be looked up to be brought to one width; all other signs are none of the text in any width."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Text:
    """An article's body as it is compared."""

    plain: str
    """Without spaces and signs, in one width."""
    numbers: tuple[str, ...]


def text_of(article: Article) -> Text:
    """Return the body of an article as it is compared."""
    body = _body(article)
    return Text(_plain(body), tuple(_NUMBER.findall(body)))


def plain_text(article: Article) -> str:
    """Return the body of an article without spaces and signs, in one width."""
    return _plain(_body(article))


def _body(article: Article) -> str:
    body = "\n".join(p.text for p in article.paragraphs)
    return unicodedata.normalize("NFKC", body) if _UNUSUAL.search(body) else body


def _plain(body: str) -> str:
    if _UNUSUAL.search(body):
        return _NOT_TEXT.sub("", body).casefold()
    plain = "".join(_WORDS.findall(body))
    return plain.casefold() if _CAPITAL.search(plain) else plain


def sketch(plain: str) -> tuple[int, ...]:
    """Return the smallest hashes of the shingles of a text; a text that says too little has none."""
    if len(plain) < _SHORTEST:
        return ()
    chars = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    mixed = np.zeros(chars.size - _INDEXED + 1, np.uint64)
    for at in range(_INDEXED):
        mixed = (mixed ^ chars[at : at + mixed.size]) * _MIXER
        mixed ^= mixed >> np.uint64(29)
    hashes = np.sort((mixed * _MIXER) >> np.uint64(32))
    first = np.append(True, hashes[1:] != hashes[:-1])
    return tuple(hashes[first][:SKETCH].tolist())


def judge_all(pairs: Iterable[tuple[str, str]], text: Callable[[str], Text]) -> dict[str, tuple[Copy, ...]]:
    """Return for each article of some pairs the others that have the same text, the most alike first."""
    found: defaultdict[str, list[Copy]] = defaultdict(list)
    for one, other in pairs:
        if same := judge(text(one), text(other)):
            shared, whole = same
            found[one].append(Copy(other, shared, whole))
            found[other].append(Copy(one, shared, whole))
    return {key: in_order(copies) for key, copies in sorted(found.items())}


def in_order(copies: Iterable[Copy]) -> tuple[Copy, ...]:
    """Return copies of one article, the most alike first."""
    return tuple(sorted(copies, key=lambda copy: (-copy.shared, copy.article)))


def judge(one: Text, other: Text) -> tuple[float, bool] | None:
    """Return the share that two texts have in common and whether they are the same as a whole; None for two texts."""
    of_both, shared = shares(one.plain, other.plain)
    sizes = sorted((len(one.plain), len(other.plain)))
    same = of_both >= _SAME or shared >= _EXCERPT
    if not same and of_both >= _PERHAPS and sizes[1] <= _LONGEST:
        same = aligned(one.plain, other.plain) >= _ALIGNED
    if not same or _of_one_pattern(one, other, shared):
        return None
    return round(shared, 2), sizes[0] >= _WHOLE * sizes[1]


def alike(size: int, common: Mapping[str, int], size_of: Callable[[str], int]) -> Iterator[str]:
    """Yield the texts of which enough entries are common for a pair to be looked at."""
    enough = min(FEWEST_COMMON, size // 20)
    for other, count in sorted(common.items()):
        # Most have one entry in common, which is enough for none; sizes cost more than all the rest.
        if count >= enough or (count >= _SHORTEST // 20 and count >= size_of(other) // 20):
            yield other


@lru_cache(maxsize=1024)
def _shingles(plain: str) -> npt.NDArray[np.uint64]:
    """Return the shingles of a text as numbers, each once, in order."""
    chars = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if chars.size < _COMPARED:
        return np.empty(0, np.uint64)
    first, second, third = (
        chars[at : chars.size - _COMPARED + 1 + at] << np.uint64(21 * at) for at in range(_COMPARED)
    )
    return np.unique(first | second | third)


def shares(one: str, other: str) -> tuple[float, float]:
    """Return which share of all shingles of two texts both have, and which share of the shorter one's."""
    first, second = _shingles(one), _shingles(other)
    both = np.concatenate((first, second))
    both.sort()
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / max(1, both.size - common), common / max(1, min(first.size, second.size))


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

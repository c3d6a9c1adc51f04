"""Bytes -> text: every usual encoding of Chinese text is tried, and the one that reads like Chinese wins.

Detectors that look at bytes alone guess wrong on short Chinese text, so what is weighed here is the
decoded text: the more everyday characters it has, the better; one detector is asked where two are close.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import chardet

_COMMON_FILE = Path(__file__).parents[1] / "rules" / "common_characters.txt"

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
# In order of preference. cp950 is Big5 as Windows writes it; Python's big5 lacks characters of it, such as 恒.
_CODECS = (
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030"),
    ("cp950", "Big5"),
    ("big5", "Big5"),
    ("big5hkscs", "Big5-HKSCS"),
    ("utf-16-le", "UTF-16"),
    ("utf-16-be", "UTF-16"),
)
# A page of newsprint scores above 1, the same bytes in a wrong encoding below 0.6 (tests/cases/intake).
_READABLE = 0.7
# Text that is not Chinese is believed where its bytes obey the strict grammar of UTF-8.
_UTF8_BONUS = 0.7
_CLOSE = 0.05
# Bytes of another encoding obey the grammar of UTF-8 by chance for two or three characters, not for ten.
_PROOF = 20
# Enough to tell encodings apart, whatever the size of the file.
_SAMPLE = 20_000
# One wrong byte in 20 characters is a damaged file; more, and the encoding does not fit.
_MAX_DAMAGE = 0.05
# Above this a sample settles it, and the rest of the file need not be read.
_HOPELESS = 0.1
# Stands for undecodable bytes while decoding: no text may hold it (a noncharacter of Unicode).
_MARK = "\U0010fffe"
_ASCII = re.compile("[\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding that it was read by; undecodable bytes stand as U+FFFD."""

    text: str
    encoding: str
    bad_bytes: tuple[int, ...] = ()
    """Offsets into `text` of the characters that stand for undecodable bytes."""


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_COMMON_FILE.read_text(encoding="utf-8")) - {"\n"}


@cache
def _known() -> frozenset[str]:
    """Return the frequent halves of GB 2312 and Big5, and the punctuation of both."""
    gb = bytes(b for lead in (*range(0xA1, 0xA4), *range(0xB0, 0xD8)) for t in range(0xA1, 0xFF) for b in (lead, t))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = bytes(b for lead in range(0xA1, 0xC7) for trail in trails for b in (lead, trail))
    printable = "".join(map(chr, range(0x20, 0x7F))) + "\t\n\r\f—·“”‘’…《》〇①②③④⑤⑥⑦⑧⑨⑩"
    return frozenset(gb.decode("gb2312", "ignore") + big5.decode("big5", "ignore") + printable)


@cache
def _weight(char: str) -> float:
    """Return what a character says for the encoding that it was decoded by."""
    if char in _everyday():
        return 1.6
    if char == "\u3000":
        return 0.6  # a row of zeros in UTF-16 with its bytes exchanged
    if char in _known():
        return 1.0
    if unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"}:
        return -3.0
    return 0.2 if "\u3400" <= char <= "\u9fff" else 0.0


def _score(text: str) -> float:
    sample = text[:_SAMPLE]
    return sum(map(_weight, sample)) / len(sample) if sample else 0.0


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Let a decoder go on behind bytes that it cannot read."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - registered for decoding only
    return _MARK, error.end


codecs.register_error("weiwen-mark", _mark)


def _decode(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), name)
    except UnicodeDecodeError:
        pass
    text = data[:_SAMPLE].decode(codec, "weiwen-mark")
    if text.count(_MARK) <= 2 + _HOPELESS * len(text):
        text = data.decode(codec, "weiwen-mark")
    bad = tuple(match.start() for match in re.finditer(_MARK, text))
    return Decoded(text.replace(_MARK, "\ufffd"), name, bad)


def _damage(found: Decoded) -> float:
    return len(found.bad_bytes) / max(len(found.text), 1)


def _merit(found: Decoded) -> float:
    """Return the score less what undecodable bytes cost: one is dear in itself, many are fatal."""
    bonus = _UTF8_BONUS if found.encoding == "UTF-8" and not found.text.isascii() else 0.0
    cost = 0.1 + 10 * _damage(found) if found.bad_bytes else 0.0
    return _score(found.text) + bonus - cost


def decode_bytes(data: bytes) -> Decoded | None:
    """Return the text of a file with any byte-order mark taken off; None where no encoding makes sense."""
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            found = _decode(data[len(mark) :], codec, name)
            return found if _damage(found) <= _MAX_DAMAGE else None
    first = _decode(data, *_CODECS[0])
    if not first.bad_bytes and len(data) - len(first.text) >= _PROOF:
        return first
    rest = (_decode(data, codec, name) for codec, name in _CODECS[1:])
    ranked = sorted((first, *rest), key=_merit, reverse=True)
    best = _settle(ranked, data)
    return best if _merit(best) >= _READABLE and _damage(best) <= _MAX_DAMAGE else None


def _settle(ranked: list[Decoded], data: bytes) -> Decoded:
    """Return the best candidate; between two that are close, the one that the detector names too."""
    best, second = ranked[0], next((r for r in ranked if r.text != ranked[0].text), ranked[0])
    if _merit(best) - _merit(second) >= _CLOSE:
        return best
    advice = (chardet.detect(data[:_SAMPLE]).get("encoding") or "").upper()
    return second if advice.startswith(second.encoding) and not advice.startswith(best.encoding) else best


def is_garbled(text: str) -> bool:
    """Tell whether a text was once opened in a wrong encoding and saved so: 鍖婚櫌 or åŒ»é™¢ for 医院."""
    sample = _ASCII.sub("", text[:_SAMPLE])
    for codec in ("gb18030", "cp1252", "latin-1"):
        try:
            back = sample.encode(codec).decode("utf-8", "replace")
        except UnicodeEncodeError:
            continue
        # What was no such accident is hardly ever UTF-8 when it is turned back.
        if back.count("\ufffd") < 0.1 * len(back) and not _everyday().isdisjoint(back):
            return True
    return False

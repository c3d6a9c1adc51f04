"""What an image is, told by its bytes, whatever it is called.

Only kinds that hold nothing but pixels are known here: an SVG may carry a script and is none of them.
"""

from __future__ import annotations

import struct

_MOST_PIXELS = 30_000
_NO_SIZE_IN = {0xC4, 0xC8, 0xCC}
"""JPEG segments between C0 and CF that are no frame (ITU T.81, table B.1)."""


def measure_picture(data: bytes) -> tuple[str, int, int] | None:
    """Return kind, width and height of an image; None for anything that is not surely one."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and len(data) >= 24:
        return _sized("png", *struct.unpack(">II", data[16:24]))
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        return _sized("gif", *struct.unpack("<HH", data[6:10]))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _measure_webp(data)
    return _measure_jpeg(data) if data.startswith(b"\xff\xd8\xff") else None


def _sized(kind: str, width: int, height: int) -> tuple[str, int, int] | None:
    return (kind, width, height) if 0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS else None


def _measure_webp(data: bytes) -> tuple[str, int, int] | None:
    """Read the three kinds of WebP headers (RFC 9649)."""
    if data[12:16] == b"VP8X":
        return _sized("webp", int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1)
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return _sized("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if data[12:16] == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return _sized("webp", width & 0x3FFF, height & 0x3FFF)
    return None


def _measure_jpeg(data: bytes) -> tuple[str, int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= mark <= 0xCF and mark not in _NO_SIZE_IN:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _sized("jpg", width, height)
        at += 2 + length
    return None

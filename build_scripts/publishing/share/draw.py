"""Draws the picture of an article: a title in a newspaper's type between two rules, and where it was printed.

The type is Noto Serif CJK SC Bold, cut down to the characters of GB/T 2312 (licence beside it); what it
lacks is set as 〓, as printers did.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from build_scripts.publishing.share.words import can_set, settable

STYLE = "1"
"""To be raised when the drawing changes, so that every picture is drawn anew."""
FONT = Path(__file__).with_name("NotoSerifCJKsc-Bold-GB2312.woff2")
SIZE = (1200, 630)
_MARGIN, _TYPE, _LINE, _SMALL = 72, 88, 116, 36
_ON_A_LINE, _LINES = 12, 3
_PAPER, _INK, _SEAL = (246, 241, 230), (34, 29, 23), (152, 42, 29)
_SHADES = 16


def draw_share(title: str, below: str, site_name: str) -> bytes | None:
    """Return a PNG of 1200 by 630, or nothing where the type cannot set the title."""
    if not can_set(title):
        return None
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(broken(settable(title))):
        draw.text((_MARGIN, 128 + number * _LINE), line, font=_font(_TYPE), fill=0)
    draw.text((_MARGIN, 484), settable(site_name), font=_font(_SMALL), fill=0)
    draw.text((SIZE[0] - _MARGIN, 484), settable(below), font=_font(_SMALL), fill=96, anchor="ra")
    shaded = image.point([value * _SHADES // 256 for value in range(256)])
    shaded.putpalette([*_ramp(), *_SEAL])
    rules = ImageDraw.Draw(shaded)
    for top in (64, 560):
        rules.rectangle((_MARGIN, top, SIZE[0] - _MARGIN - 1, top + 7), fill=_SHADES)
    out = io.BytesIO()
    shaded.save(out, "PNG", compress_level=6)
    return out.getvalue()


def broken(words: str) -> list[str]:
    """Return a title in lines; a blank is where papers break it."""
    lines: list[str] = []
    for part in words.split(" "):
        if lines and len(lines[-1]) + 1 + len(part) <= _ON_A_LINE and len(words) > _ON_A_LINE * _LINES:
            lines[-1] += f" {part}"
        else:
            lines += [part[at : at + _ON_A_LINE] for at in range(0, len(part), _ON_A_LINE)]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _ON_A_LINE - 1] + "…"]
    return lines


def _ramp() -> list[int]:
    """Return the colours from ink to paper."""
    steps = range(_SHADES)
    return [ink + (paper - ink) * n // (_SHADES - 1) for n in steps for ink, paper in zip(_INK, _PAPER, strict=True)]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)

"""Charts as inline SVG, drawn when the site is made: they need no script, no colour, and every point is a link.

A chart never stands alone: the page prints the same numbers in a table. Lengths are attributes and not styles,
for a strict content policy lets no styles into the text; colours come from the style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import floor, log10

from markupsafe import Markup

from build_scripts.publishing.escaping import escape

WIDTH, HEIGHT = 400, 210
"""The grid of a chart over time; it is shown at 0.8 to 1.4 of this size, so that its words stay readable."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 8, 22, 28
_INSET = 26
"""Between the axis and the first year, and after the last: half the width of a label."""
_HIT = 15
"""Half the side of what can be touched: 24 pixels on a phone."""
_GRID_LINES = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a chart over time."""

    at: int
    """Year."""
    value: Decimal
    label: str
    """Value for readers, with its unit."""
    href: str


def over_time(title: str, dots: Sequence[Dot]) -> Markup:
    """Return a line over the years, each point labelled and leading to its sentence; the axis says where it begins."""
    low, high, step = scale([dot.value for dot in dots])
    first, last = min(dot.at for dot in dots), max(dot.at for dot in dots)

    def across(year: int) -> float:
        return (
            _LEFT
            + _INSET
            + (WIDTH - _LEFT - _RIGHT - 2 * _INSET) * ((year - first) / (last - first) if last > first else 0.5)
        )

    def up(value: Decimal) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * float((value - low) / (high - low))

    parts = [f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(title)}">']
    value = low
    while value <= high:
        y = up(value)
        parts.append(f'<path class="chart-grid" d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}"/>')
        parts.append(f'<text class="chart-axis" x="{_LEFT - 6}" y="{y + 4:.1f}">{short(value)}</text>')
        value += step
    parts += [
        f'<text class="chart-year" x="{across(year):.1f}" y="{HEIGHT - 8}">{year}</text>'
        for year in _years(first, last)
    ]
    line = "L".join(f"{across(dot.at):.1f} {up(dot.value):.1f}" for dot in dots)
    parts.append(f'<path class="chart-line" d="M{line}"/>')
    for dot in dots:
        x, y = across(dot.at), up(dot.value)
        parts.append(
            f'<a href="{escape(dot.href)}" aria-label="{dot.at}年 {escape(dot.label)}">'
            f'<circle class="chart-hit" cx="{x:.1f}" cy="{y:.1f}" r="{_HIT}"/>'
            f'<circle class="chart-dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
            f'<text class="chart-label" x="{x:.1f}" y="{y - 9:.1f}">{short(dot.value)}</text></a>'
        )
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704  every word in it is escaped


def bar(value: float, whole: float) -> Markup:
    """Return the bar of a row of a table, which prints the value beside it."""
    length = 0.0 if whole <= 0 else max(0.0, min(100.0, 100 * value / whole))
    return Markup(  # noqa: S704  only numbers of ours
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="bar-ground" width="100" height="1"/><rect class="bar-length" width="{length:.1f}" height="1"/>'
        "</svg>"
    )


def scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return bottom, top and step of an axis in round numbers; it begins at nought unless all values are far from it.

    >>> [str(n) for n in scale([Decimal(96), Decimal("98.5")])]
    ['96', '99', '1']
    """
    low, high = min(values), max(values)
    if low >= 0 and (low < high / 2 or low == high):
        low = Decimal(0)
    spread = (high - low) or abs(high) or Decimal(1)
    step = _round_step(spread / _GRID_LINES)
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    return bottom, top if top > bottom else bottom + step, step


def _round_step(rough: Decimal) -> Decimal:
    size = Decimal(10) ** floor(log10(rough))
    return next(size * n for n in (1, 2, 5, 10) if size * n >= rough)


def _years(first: int, last: int) -> range:
    return range(first, last + 1, max(1, -(-(last - first) // 8)))


def short(value: Decimal) -> str:
    """Return a number for a drawing, where the unit is said once."""
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if abs(value) >= size:
            return f"{round(value / size, 2).normalize():f}{word}"
    return f"{value.normalize():f}"

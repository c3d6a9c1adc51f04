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
_SPREAD_HEIGHT = 110
_COLUMNS = 12


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


def spread(title: str, values: Sequence[Decimal], unit: str) -> Markup:
    """Return how values are spread, as columns with their counts, from the least to the greatest in round steps."""
    unit = escape(unit)
    least, greatest = min(values), max(values)
    step = _round_step((greatest - least) / _COLUMNS or Decimal(1))
    low = (least / step).to_integral_value(ROUND_FLOOR) * step
    high = max(low + step, (greatest / step).to_integral_value(ROUND_CEILING) * step)
    counts = [0] * int((high - low) / step)
    for value in values:
        counts[min(len(counts) - 1, int((value - low) / step))] += 1
    width, floor_y, most = Decimal(WIDTH) / len(counts), _SPREAD_HEIGHT - 18, max(counts)
    box = f'viewBox="0 0 {WIDTH} {_SPREAD_HEIGHT}"'
    parts = [f'<svg class="chart chart--spread" {box} role="img" aria-label="{escape(title)}">']
    for n, count in enumerate(counts):
        x, height = width * n, Decimal(floor_y - 16) * count / most
        size = f'y="{floor_y - height:.1f}" width="{width - 2:.1f}" height="{height:.1f}"'
        parts.append(
            f'<rect class="bar-length" x="{x + 1:.1f}" {size}>'
            f"<title>{short(low + step * n)}—{short(low + step * (n + 1))}{unit}：{count}个</title></rect>"
        )
        if count:
            parts.append(
                f'<text class="chart-year" x="{x + width / 2:.1f}" y="{floor_y - height - 4:.1f}">{count}</text>'
            )
    parts.append(f'<path class="chart-grid" d="M0 {floor_y}.5H{WIDTH}"/>')
    parts.append(f'<text class="chart-axis chart-axis--first" x="0" y="{_SPREAD_HEIGHT - 4}">{short(low)}{unit}</text>')
    parts.append(f'<text class="chart-axis" x="{WIDTH}" y="{_SPREAD_HEIGHT - 4}">{short(high)}{unit}</text></svg>')
    return Markup("".join(parts))  # noqa: S704  every word in it is escaped


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

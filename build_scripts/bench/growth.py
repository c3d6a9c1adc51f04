"""How costs grow with the number of articles, as a drawing with both axes in powers of ten."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 860, 440, 70, 30, 330, 50
_DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 4", "1 5", "10 6", "6 2 2 2 2 2")
_INKS = ("#8c2f1b", "#1d5b8f", "#2f6b3a", "#6a4a8c", "#7a5c00", "#444444", "#a03070", "#0f7a7a")


@dataclass(frozen=True, slots=True)
class Curve:
    """Costs of one thing at several sizes."""

    name: str
    points: tuple[tuple[int, float], ...]
    """Articles and seconds of processor time, smallest first."""

    @property
    def exponent(self) -> float:
        """Return the power of the number of articles with which costs grow (least squares of the logarithms)."""
        xs = [math.log(size) for size, _ in self.points]
        ys = [math.log(max(cost, 1e-3)) for _, cost in self.points]
        x, y = sum(xs) / len(xs), sum(ys) / len(ys)
        return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def draw_growth(curves: Sequence[Curve]) -> str:
    """Return an SVG; every curve is named at its right end, with its exponent."""
    sizes = [math.log10(size) for curve in curves for size, _ in curve.points]
    costs = [math.log10(max(cost, 1e-3)) for curve in curves for _, cost in curve.points]
    frame = _Frame(min(sizes), max(sizes), math.floor(min(costs)), math.ceil(max(costs)))
    parts = [*_axes(frame), *(part for at, curve in enumerate(curves) for part in _drawn(curve, at, frame))]
    parts += _names(curves, frame)
    words = "处理器时间随文章数的增长，两轴都是对数"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13">\n<title>{words}</title>\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n{chr(10).join(parts)}\n</svg>\n'
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the axes reach from and to, in powers of ten."""

    left: float
    right: float
    low: float
    high: float

    def x(self, size: float) -> float:
        return _LEFT + (size - self.left) / (self.right - self.left) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, cost: float) -> float:
        return _HEIGHT - _BOTTOM - (cost - self.low) / (self.high - self.low) * (_HEIGHT - _TOP - _BOTTOM)


def _axes(frame: _Frame) -> Iterator[str]:
    for power in range(int(frame.low), int(frame.high) + 1):
        y = frame.y(power)
        yield f'<path d="M{_LEFT} {y:.0f}H{_WIDTH - _RIGHT}" stroke="#ccc"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g} 秒</text>'
    for power in range(math.ceil(frame.left), math.floor(frame.right) + 1):
        x = frame.x(power)
        yield f'<path d="M{x:.0f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ccc"/>'
        yield f'<text x="{x:.0f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{10**power} 篇</text>'


def _drawn(curve: Curve, at: int, frame: _Frame) -> Iterator[str]:
    ink, dash = _INKS[at % len(_INKS)], _DASHES[at % len(_DASHES)]
    spots = [(frame.x(math.log10(size)), frame.y(math.log10(max(cost, 1e-3)))) for size, cost in curve.points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    yield f'<polyline points="{line}" fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="{dash}"/>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ink}"/>' for x, y in spots)


def _names(curves: Sequence[Curve], frame: _Frame) -> Iterator[str]:
    """Yield the names, moved apart where they would meet."""
    ends = sorted((frame.y(math.log10(max(curve.points[-1][1], 1e-3))), at) for at, curve in enumerate(curves))
    last = 0.0
    for y, at in ends:
        last = max(y + 4, last + 17)
        name = html.escape(f"{curves[at].name}（n 的 {round(curves[at].exponent, 2) + 0:.2f} 次方）")
        yield f'<text x="{_WIDTH - _RIGHT + 8}" y="{last:.0f}" fill="{_INKS[at % len(_INKS)]}">{name}</text>'

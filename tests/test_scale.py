"""What the benchmark of growth tells is what was measured."""

from __future__ import annotations

import itertools
import math
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from build_scripts.bench.growth import Curve, draw_growth
from build_scripts.bench.measured import CommandError, Cost, measure
from build_scripts.bench.scale import Row, curves_of


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_is_that_power(power: float) -> None:
    curve = Curve("甲", tuple((size, 3 * size**power) for size in (100, 1000, 10000)))
    assert math.isclose(curve.exponent, power)


def test_a_size_that_was_measured_several_times_is_one_point_of_its_curve() -> None:
    rows = [Row(size, "预览", Cost(cpu, cpu, 0), 0) for size, cpu in ((10, 4.0), (10, 9.0), (10, 5.0), (1000, 5.0))]
    assert [curve.points for curve in curves_of(rows)] == [((10, 5.0), (1000, 5.0))]
    assert not [*curves_of(rows[:3])]


def test_a_drawing_names_every_curve_inside_its_frame() -> None:
    curves = [Curve(f"第{n}条<", ((100, n + 1.0), (1000, 2.0 * n + 3))) for n in range(5)]
    tree = ET.fromstring(draw_growth(curves))  # noqa: S314  our own drawing
    words = [node for node in tree.iter() if node.tag.endswith("text") and "第" in (node.text or "")]
    assert len(words) == len(curves)
    heights = sorted(float(node.attrib["y"]) for node in words)
    assert all(b - a >= 17 for a, b in itertools.pairwise(heights))
    assert heights[-1] < float(tree.attrib["viewBox"].split()[3])


def test_a_command_costs_what_it_and_its_children_use(tmp_path: Path) -> None:
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))'], check=True)"
    cost = measure([sys.executable, "-c", work], tmp_path)
    assert cost.cpu > 0.02
    assert cost.wall > 0
    with pytest.raises(CommandError, match="ValueError"):
        measure([sys.executable, "-c", "raise ValueError"], tmp_path)

"""Lines over a headline that name the column which it stands in, by what stands beside them on the page."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.reading.names import is_of_minority
from build_scripts.reading.roles import Shape, Shaped
from build_scripts.tables import read_table, read_words


def is_label(items: list[Shaped], i: int) -> bool:
    """Tell whether a line is a label such as 记者手记 over the headline of its own text."""
    label = items[i].text.lstrip(label_marks())
    after = items[i + 1] if i + 1 < len(items) else None
    return label in read_words("headings", "labels") and after is not None and after.shape is Shape.HEAD


@cache
def label_marks() -> str:
    """Return the marks that papers set before a label."""
    return str(read_table("headings")["label_marks"])


_POINT = re.compile(r"^([^，。：；！？“”《》\s·]{2,8})\s*[·｜|]\s*[^，。：；！？“”《》\s·]{2,8}$")


def is_column_with_point(items: list[Shaped], i: int) -> bool:
    """Tell whether a line in two parts with a point is a column: a headline stands below, or one more begins so.

    健康卫士·急救 beside 健康卫士·血液; 阿依古丽·买买提 over a text is a name.
    """
    found = _POINT.match(items[i].piece.spaced)
    if found is None or is_of_minority(items[i].text.replace("·", "")):
        return False
    if i + 1 < len(items) and items[i + 1].shape is Shape.HEAD and items[i + 1].piece.gap_before:
        return True
    alike = (_POINT.match(s.piece.spaced) for j, s in enumerate(items) if j != i and s.shape in _HEADS)
    return any(other is not None and other[1] == found[1] for other in alike)


_HEADS = (Shape.HEAD, Shape.COLUMN)

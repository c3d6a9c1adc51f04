"""Data that holds the whole archive lies in one file as long as it is small, else in one for each year or month.

One article more then rewrites the files of its month, however many other months there are; the parts of an archive
are never larger than what one reads in a moment.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from build_scripts.publishing.catalogue import Catalogue

WHOLE_UP_TO = 1000
"""Articles of an archive whose data is one file of each kind; that of a larger one is cut by year."""
OF_A_YEAR = 2000
"""Articles of a year from which on it is cut by month."""
UNDATED = "undated"


def parts_of(catalogue: Catalogue) -> dict[str, str]:
    """Return the part of the data that each newspaper page is in, by its file; one that is not cut is one part, ''."""
    if len(catalogue.entries) <= WHOLE_UP_TO:
        return dict.fromkeys(catalogue.files, "")
    counts = np.diff(catalogue.first_on_page)
    years = np.where(catalogue.page["year"] > 0, catalogue.page["year"], catalogue.first_of_page("year"))
    sizes = np.bincount(years, counts)
    days = zip(years.tolist(), catalogue.page["month"].tolist(), sizes[years].tolist(), strict=True)
    return {file: _name(*day) for file, day in zip(catalogue.files, days, strict=True)}


def _name(year: int, month: int, articles: float) -> str:
    if not year:
        return UNDATED
    return f"{year}-{month:02}" if articles > OF_A_YEAR else str(year)


def written_part(part: str) -> str:
    """Return what readers call a part.

    >>> written_part("2024"), written_part("2024-06"), written_part("2024-00"), written_part("undated")
    ('2024年', '2024年6月', '2024年，月份不详', '年份不详')
    """
    year, _, month = part.partition("-")
    if part == UNDATED:
        return "年份不详"
    return f"{year}年" + (f"{int(month)}月" if month.strip("0") else "，月份不详" if month else "")


def part_path(path: str, part: str) -> str:
    """Return where a part of a file lies.

    >>> part_path("data/facts.csv", ""), part_path("data/facts.csv", "2024-06")
    ('data/facts.csv', 'data/facts/2024-06.csv')
    """
    stem, dot, ending = path.rpartition(".")
    return f"{stem}/{part}{dot}{ending}" if part else path


def parts_in(folder: Path, path: str) -> dict[str, Path]:
    """Return the parts of a file that lie below a folder, by name and in their order."""
    whole, (stem, dot, ending) = folder / path, path.rpartition(".")
    below = sorted((folder / stem).glob(f"*{dot}{ending}"))
    return {"": whole} if whole.is_file() else {found.stem: found for found in below}

"""What kind of problem a message tells of, and where the help explains it."""

from __future__ import annotations

import os
import re
from functools import cache

from build_scripts.model import Problem
from build_scripts.tables import read_table

PAGE = "handbook/problems.html"
"""In the site."""


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["key"], re.compile("|".join(row["found"]))) for row in read_table("problems"))


def kind_of(problem: Problem) -> str | None:
    """Return the key of a problem's kind; None for a message that the table does not know."""
    return next((key for key, pattern in _kinds() if pattern.search(problem.found)), None)


def help_for(problem: Problem) -> str | None:
    """Return the address that explains a problem: of the published site, where it is known, else within it."""
    kind = kind_of(problem)
    return f"{os.environ.get('ARCHIVE_URL', '').rstrip('/')}/{PAGE}#{kind}".lstrip("/") if kind else None

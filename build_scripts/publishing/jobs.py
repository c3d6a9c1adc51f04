"""What there is to make, one job for what changes together: a page, or the pages of a list.

A job has a name that stays the same as long as there is something to make under it, so that a build can tell which
jobs are new, which are gone, and of the others make only those whose articles have changed (see touched.py).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

Made = Iterable[tuple[str, str]]
"""Path below the generated folder, and text."""
MadeBytes = Iterable[tuple[str, bytes]]
"""The same, of images."""
ALWAYS = "*"
"""Begins the names of jobs that hang on the whole archive: they are made every time, and are few."""
KEYED = "="
"""Begins the names of those that every run looks at, and does where their key is another one."""


class _Everything(Container[str]):
    """Stands for the names of all pages and lists."""

    def __contains__(self, name: object) -> bool:
        return True


EVERYTHING = _Everything()


@dataclass(frozen=True, slots=True)
class Job:
    """Something to make."""

    name: str
    make: Callable[[], Made | MadeBytes]
    key: str = ""
    """Of what it is made besides articles: where it is another one, the job is done again."""

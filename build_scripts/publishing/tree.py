"""What has changed in the generated tree, told by those who make it to those who make pages of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Changes:
    """Files of the generated tree that are no longer what they were."""

    changed: set[str] = field(default_factory=set)
    """All of them where it is known what the tree was before; of all that is made anew, one that stands for all."""
    removed: set[str] = field(default_factory=set)
    before: str = ""
    """What the tree was called; empty where that is not known, or does not help, for all was made anew."""
    now: str = ""
    """What it is called: another name whenever something in it may have changed."""

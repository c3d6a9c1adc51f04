"""What stands for a name in addresses, whatever characters it has."""

from __future__ import annotations

import hashlib


def name_key(name: str) -> str:
    """Return eight hex digits that stand for a name in addresses, whatever characters it has."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def person_key(name: str, institution: str | None, title: str) -> str:
    """Return the address of a person in a function; two people of one name in two places stay two."""
    return name_key(f"{name}\n{institution or title}")

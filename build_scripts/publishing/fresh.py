"""Files written where nobody reads yet; paths are strings: an object costs a third of the writing, a million times."""

from __future__ import annotations

from pathlib import Path


def write_fresh(path: str, data: bytes) -> None:
    """Write a file, and make its folder where there is none."""
    try:
        file = open(path, "wb")  # noqa: PTH123, SIM115  as said above; closed below
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = open(path, "wb")  # noqa: PTH123, SIM115  as above
    with file:
        file.write(data)

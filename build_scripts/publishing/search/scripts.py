"""Files that the engine loads: scripts in UTF-16 that call `weiwen` with one literal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from build_scripts.publishing.escaping import script_literal

_BEFORE, _AFTER = "\ufeffweiwen(", ")"


def write_script(path: Path, data: object) -> None:
    """Write data as a script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"{_BEFORE}{script_literal(data)}{_AFTER}".encode("utf-16-le"))


def read_script(path: Path) -> Any:  # noqa: ANN401  whatever was written
    """Return the data of a script."""
    text = path.read_bytes().decode("utf-16-le")
    return json.loads(text.removeprefix(_BEFORE).removesuffix(_AFTER))

"""Files that the engine loads: scripts in UTF-16 that call `weiwen` with one literal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from build_scripts.publishing.escaping import script_literal

_COMMENT = re.compile(r"(?<![^\s(])/\*.*?\*/ ?", re.DOTALL)
"""A comment in a block; our scripts have no such signs in strings or patterns."""
_BEFORE, _AFTER = "\ufeffweiwen(", ")"


def without_comments(code: str) -> str:
    r"""Return one of our scripts without comments and indentation, as it is sent to readers.

    >>> without_comments("/** Why. */\nfunction f() {\n  // how\n  return 1;\n}\n")
    'function f() {\nreturn 1;\n}\n'
    """
    lines = (line.strip() for line in _COMMENT.sub("", code).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def write_new(path: Path, data: object) -> None:
    """Write data as a script where nobody reads yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"{_BEFORE}{script_literal(data)}{_AFTER}".encode("utf-16-le"))


def write_script(path: Path, data: object) -> None:
    """Write data as a script, in one go for whoever reads it."""
    scratch = path.with_name(f".{path.name}.new")
    write_new(scratch, data)
    scratch.replace(path)


def read_script(path: Path) -> Any:  # noqa: ANN401  whatever was written
    """Return the data of a script."""
    text = path.read_bytes().decode("utf-16-le")
    return json.loads(text.removeprefix(_BEFORE).removesuffix(_AFTER))

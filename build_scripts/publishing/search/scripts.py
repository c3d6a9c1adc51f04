"""Files that the engine loads: scripts in UTF-16 that call `weiwen` with one literal."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from build_scripts.kept import made_of_bytes
from build_scripts.publishing.escaping import script_literal
from build_scripts.publishing.fresh import write_fresh
from build_scripts.publishing.search.coding import pack_bytes, unpack_bytes

ENGINE = (
    "words",
    "coding",
    "grams",
    "scripts",
    "lists",
    "segments",
    "phrases",
    "index",
    "planner",
    "checking",
    "excerpts",
    "engine",
)
PORTAL = ("hosts", "joined", "portal", "federation")
"""Follow the engine in sites that join several archives."""
PAGE = ("address", "results", "filters", "help", "share", "page")
"""Scripts in the order in which they need each other; readers get each row as one, named like its last."""
GIVEN = ("weiwen", "weiwenWords", "weiwenSearch", "weiwenElsewhere")
"""What scripts of a row give to others."""
_GIVES = re.compile(r"^Object\.assign\(window, \{\s*(weiwen\w*):.*?\}\);\n", re.MULTILINE | re.DOTALL)
_TAKES = re.compile(r"^const \{[^}]*\} = \(window\)\.(weiwen\w+);\n", re.MULTILINE)
_COMMENT = re.compile(r"(?<![^\s(])/\*.*?\*/ ?", re.DOTALL)
"""A comment in a block; our scripts have no such signs in strings or patterns."""
_MINIFY = """import json, minify, sys
print(json.dumps([minify.string("application/javascript", code) for code in json.load(sys.stdin)]))"""
_BEFORE, _AFTER = "\ufeffweiwen(", ")"


def without_comments(code: str) -> str:
    r"""Return one of our scripts without comments and indentation, as it is sent to readers.

    >>> without_comments("/** Why. */\nfunction f() {\n  // how\n  return 1;\n}\n")
    'function f() {\nreturn 1;\n}\n'
    """
    lines = (line.strip() for line in _COMMENT.sub("", code).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def finish_scripts(folder: Path, *, portal: bool = False) -> None:
    """Make the scripts of a site what is sent to readers: without what only people read, and few."""
    codes = {path.stem: without_comments(path.read_text(encoding="utf-8")) for path in folder.glob("*.js")}
    joining = [codes.pop(part) for part in PORTAL]
    if portal:
        codes["engine"] = join_scripts([codes["engine"], *joining])
    for parts in (ENGINE, PAGE):
        codes[parts[-1]] = join_scripts([codes.pop(part) if part != "words" else codes[part] for part in parts])
    for path in folder.glob("*.js"):
        path.unlink()
    for name, code in zip(codes, minify_scripts(list(codes.values())), strict=True):
        (folder / f"{name}.js").write_text(code + "\n", encoding="utf-8", newline="\n")


def minify_scripts(codes: Sequence[str]) -> list[str]:
    """Return scripts without spaces and with short names for what only they use.

    They are kept, for they change with the program only.
    """
    version = importlib.metadata.version("minify-go")
    small: list[str] = json.loads(made_of_bytes("scripts", json.dumps([version, *codes]).encode(), _minify))
    return small


def _minify(codes: bytes) -> bytes:
    """Return scripts made small, as JSON; the first is no script but the minifier's version.

    The minifier has threads of its own, with which a build could no longer divide itself; so it runs apart.
    """
    command, given = [sys.executable, "-c", _MINIFY], json.dumps(json.loads(codes)[1:]).encode()
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout  # noqa: S603  our own


def join_scripts(codes: list[str]) -> str:
    r"""Return scripts as one, in which they see each other; only what other scripts use is given away.

    >>> one = '(function () {\n"use strict";\nconst a = 1;\nObject.assign(window, { weiwenOne: { a } });\n})();\n'
    >>> two = '(function () {\n"use strict";\nconst { a } = (window).weiwenOne;\n})();\n'
    >>> join_scripts([one, two])
    '(function () {\n"use strict";\nconst a = 1;\n})();\n'
    """
    begin, end = '(function () {\n"use strict";\n', "})();\n"
    bodies = "".join(code.removeprefix(begin).removesuffix(end) for code in codes)
    within = set(_GIVES.findall(bodies))
    bodies = _TAKES.sub(lambda found: "" if found[1] in within else found[0], bodies)
    return begin + _GIVES.sub(lambda found: found[0] if found[1] in GIVEN else "", bodies) + end


def write_new(path: Path, data: object) -> None:
    """Write data as a script where nobody reads yet."""
    code = f"{_BEFORE}{script_literal(data)}{_AFTER}".encode("utf-16-le")
    write_fresh(str(path), code)


def write_script(path: Path, data: object) -> None:
    """Write data as a script, in one go for whoever reads it."""
    scratch = path.with_name(f".{path.name}.new")
    write_new(scratch, data)
    scratch.replace(path)


def read_script(path: Path) -> Any:  # noqa: ANN401  whatever was written
    """Return the data of a script."""
    return parse_script(path.read_bytes())


def parse_script(code: bytes) -> Any:  # noqa: ANN401  whatever was written
    """Return the data of a script whose bytes are at hand."""
    text = code.decode("utf-16-le")
    return json.loads(text.removeprefix(_BEFORE).removesuffix(_AFTER))


def pack_data(data: object) -> str:
    """Return data as deflated JSON in letters."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return pack_bytes(packer.compress(json.dumps(data, separators=(",", ":")).encode()) + packer.flush())


def unpack_data(text: str) -> Any:  # noqa: ANN401  whatever was packed
    """Return the data that `pack_data` packed."""
    return json.loads(zlib.decompress(unpack_bytes(text), -15))

"""Known vulnerabilities and licences of what the lock files pin: `make audit`.

Vulnerabilities are looked up by pip-audit, which lives in a folder of its own and asks the Python package index over
the network; where that cannot be reached, this says so and does not pretend. Licences are those that the installed
packages state themselves. Exit status: 0 nothing to do, 1 something to look at, 2 not everything could be looked up.
"""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-lac.lock", "requirements-shards.lock", "requirements-dev.lock")
_AUDIT = "pip-audit==2.10.1"
_ROOM = ROOT / ".build" / "audit"
_KNOWN_BAD = "jinja2==2.10 --hash=sha256:74c935a1b8bb9a3947c50a54766a969d4846290e1e788ea44c1392163723c3bd"
"""Has had known vulnerabilities since 2019: who does not know of these knows of none."""
_STRONG = re.compile(r"\b(?:A?GPL|SSPL|BUSL)|GNU (?:Affero )?General Public|Proprietary|Commercial", re.IGNORECASE)
_WEAK = re.compile(r"\bLGPL|Lesser General|Library General", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package at its version."""

    name: str
    version: str


def pinned(lock: str) -> list[Pinned]:
    """Return what the text of a lock file pins, in its order."""
    rows = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, re.MULTILINE)
    return [Pinned(name, version) for name, version in rows]


def licence_of(name: str) -> str | None:
    """Return the licence that an installed package states, empty for none; None where it is not installed."""
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    stated, free = (
        (about.get_all(key) or [""])[0].strip().split("\n")[0][:60] for key in ("License-Expression", "License")
    )
    return stated or "; ".join(classified) or free


def needs_a_look(licence: str) -> bool:
    """Tell whether a licence asks more of those who pass the program on than to name it.

    >>> needs_a_look("MIT"), needs_a_look("LGPL-2.1-or-later"), needs_a_look("GPL-3.0-only"), needs_a_look("")
    (False, False, True, True)
    """
    return not licence or bool(_STRONG.search(_WEAK.sub("", licence)))


def licences(packages: list[Pinned]) -> Iterator[str]:
    """Print the licence of each package; yield what needs a look."""
    for package in packages:
        licence = licence_of(package.name)
        print(f"  {package.name} {package.version}　{'没有安装在这里' if licence is None else licence or '没有写明'}")
        if licence is not None and needs_a_look(licence):
            yield f"{package.name} {package.version}：许可是“{licence or '没有写明'}”，分发以前请看一看"


def vulnerabilities(lock: Path) -> tuple[int, str]:
    """Ask pip-audit about a lock file; return 0 for none, 1 for some, 2 where it could not ask, with what it said."""
    python = _ROOM / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(_ROOM, with_pip=True)
    asked = (
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _AUDIT],
        [str(python), "-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip",
         "--progress-spinner", "off", "--timeout", "20"],
    )  # fmt: skip
    said = ""
    for command in asked:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603  our own
        said = f"{done.stderr}{done.stdout}".strip()
        if done.returncode:
            return (1 if "Found " in said else 2), said
    return (2 if "could not be audited" in said else 0), said


def is_answered() -> tuple[bool, str]:
    """Tell whether vulnerabilities can be looked up from here: a package that is known to have some must have them."""
    with tempfile.TemporaryDirectory() as folder:
        control = Path(folder, "control.txt")
        control.write_text(f"{_KNOWN_BAD}\n", encoding="utf-8")
        status, said = vulnerabilities(control)
    return status == 1, said


def main() -> int:
    """Look at every lock file and say what was found."""
    found: list[str] = []
    unknown = False
    print("许可（各软件自己写明的）：")
    every = dict.fromkeys(one for name in LOCKS for one in pinned((ROOT / name).read_text(encoding="utf-8")))
    found += licences(sorted(every, key=lambda one: one.name))
    answered, said = is_answered()
    if not answered:
        last = said.splitlines()[-1][:200] if said else "没有回答"
        print(f"\n漏洞：从这里查不到（{last}）。要能连上 pypi.org；这一次不能说明有没有漏洞。")
    for name in LOCKS if answered else ():
        status, said = vulnerabilities(ROOT / name)
        unknown = unknown or status == 2
        told = {0: "没有已知的漏洞", 1: "有已知的漏洞，见下", 2: f"没有查全：{said[-300:]}"}[status]
        print(f"\n{name}：{told}。")
        if status == 1:
            found.append(f"{name}：请改 pyproject.toml 里的版本，再运行 make lock\n{said}")
    print("\n" + ("要看一看的：\n" + "\n".join(f"  {each}" for each in found) if found else "没有要看一看的。"))
    return 1 if found else 2 if unknown or not answered else 0


if __name__ == "__main__":
    sys.exit(main())

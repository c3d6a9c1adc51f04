"""The operator's machine: its clipboard and its editor, where there is one."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

_CLIPBOARDS = (
    ("WAYLAND_DISPLAY", ("wl-paste", "--no-newline", "--type", "text")),
    ("DISPLAY", ("xclip", "-selection", "clipboard", "-out")),
    ("DISPLAY", ("xsel", "--clipboard", "--output")),
    (None, ("pbpaste",)),
)
"""Programs that print the clipboard, and what must be set for them to reach a screen."""
_PATIENCE = 10
"""Seconds; a clipboard whose owner does not answer keeps its readers waiting for ever."""


class DeskError(Exception):
    """Something that the machine lacks; its text tells the operator what to do."""


def read_clipboard() -> bytes:
    """Return what lies in the clipboard."""
    for screen, command in _CLIPBOARDS:
        program = shutil.which(command[0])
        if program is None or (screen and not os.environ.get(screen)):
            continue
        try:
            done = subprocess.run([program, *command[1:]], capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603  a program of the list above
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout
        raise DeskError("剪贴板里没有文字；请先复制报纸的文字，再运行一次")
    raise DeskError("读不到剪贴板（没有 wl-paste、xclip 或 pbpaste）；请改用管道：cat 文件 | make new")


def open_file(path: Path) -> bool:
    """Open a file in the operator's editor; False where there is none."""
    command = _editor()
    if not command:
        return False
    try:
        return subprocess.run([*command, str(path)], check=False).returncode == 0  # noqa: S603  the operator's own choice
    except OSError:
        return False


def _editor() -> list[str]:
    """Return the command that opens a text: what the operator has chosen, else what the desktop has."""
    for name in ("VISUAL", "EDITOR"):
        try:
            chosen = shlex.split(os.environ.get(name, ""))
        except ValueError:
            continue
        if chosen and shutil.which(chosen[0]):
            return chosen
    if sys.platform == "darwin":
        return ["open", "-t"]
    screen = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    return ["xdg-open"] if screen and shutil.which("xdg-open") else []

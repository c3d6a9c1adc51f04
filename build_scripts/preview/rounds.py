"""Rounds of the preview, each of which brings the site up to date, as MkDocs' server asks for them.

Another process makes them (`maker`), for the server has threads, and a process with threads cannot be copied safely:
without copies it could not do two things at a time.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).resolve().parents[2]
_ENDED = "做网页的程序自己停了，原因在上面（没有写的，多半是内存不够）；下次存盘时它会重新开始。"
_STAYS = "网页没有更新，看到的还是上一次做好的。"


class Rounds:
    """The process that makes rounds: started at once, for it takes a while to load, and anew where it has ended."""

    def __init__(self, config: MkDocsConfig, source: Path) -> None:
        logger = logging.getLogger("mkdocs")
        settings = {key: config[key] for key in ("site_dir", "site_url", "strict")}
        settings |= {"config_file": config.config_file_path}
        self._arguments = [
            str(source),
            json.dumps(settings),
            str(logger.level if logger.handlers else logging.NOTSET),  # the command `mkdocs serve` tells what it does
        ]
        self._process = self._start()

    def __call__(self) -> None:
        """Have the site brought up to date; where that fails, say why: the last good one stays."""
        if self._process.poll() is not None:
            self._process = self._start()
        answer = b""
        if (asking := self._process.stdin) and (telling := self._process.stdout):
            with suppress(BrokenPipeError):
                asking.write(b".")
                answer = telling.readline()
        if error := json.loads(answer) if answer else _ENDED:
            print(error, _STAYS, sep="\n", file=sys.stderr)

    def close(self) -> None:
        """End the process, and a round that is going on, with all that it has others do."""
        if sys.platform != "win32":
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGTERM)
        self._process.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        return subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "build_scripts.preview.maker", *self._arguments],
            bufsize=0,
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=True,  # Ctrl+C is for the server, which then ends this one too
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
